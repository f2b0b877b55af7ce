"""Who may do what with procedures and dossiers, in the room Agir, in that of a member, and at the desks."""

from factories import belongings as own
from factories.matrix.columns import (
    AUTHORITIES,
    CONTRIBUTOR,
    DELIBERATING,
    FOLLOWERS,
    NOBODY,
    STAFF,
    Row,
    gesture,
    page,
    thing,
)

STATE = frozenset({"state"})
SHIPPED = {"key": "i-demo"}
ROWS: dict[str, Row] = {
    # Procedures
    "procedures": page(FOLLOWERS),
    "procedure": thing(FOLLOWERS, own.published_procedure),
    "export_procedure": thing(FOLLOWERS, own.published_procedure),
    "import_procedure": page(STAFF),
    "compare_procedures": page(STAFF),
    "shipped_procedure": page(STAFF, keys=lambda _: SHIPPED),
    "export_shipped_procedure": page(STAFF, keys=lambda _: SHIPPED),
    "adopt_procedure": gesture(STAFF, lambda _: SHIPPED, is_of_a_pole=False),
    "offered_procedure": thing(STAFF, own.published_procedure, ok=(404,)),  # one's own is not offered to oneself
    "adopt_offered_procedure": gesture(STAFF, own.published_procedure, ok=(404,)),  # idem
    "edit_procedure": thing(STAFF, own.draft_procedure),
    "simulate_procedure": thing(STAFF, own.draft_procedure),
    "publish_procedure": gesture(STAFF, own.draft_procedure),
    "new_procedure_version": gesture(STAFF, own.published_procedure),
    "retire_procedure": gesture(STAFF, own.draft_procedure),
    "resume_procedure": gesture(STAFF, own.draft_procedure),
    "offer_procedure": gesture(STAFF, own.published_procedure),
    "withdraw_procedure_offer": gesture(STAFF, own.published_procedure),
    "authority_procedures": page(AUTHORITIES),
    "authority_procedure": page(AUTHORITIES, keys=own.published_procedure),
    # Dossiers
    "my_dossiers": page(CONTRIBUTOR),
    "start_dossier": gesture(CONTRIBUTOR, own.dossier_version),
    "my_dossier": thing(CONTRIBUTOR, own.filed_dossier),
    "fill_dossier": thing(CONTRIBUTOR, own.open_dossier),
    "address_dossier": gesture(CONTRIBUTOR, own.filed_dossier),
    "withdraw_dossier": gesture(CONTRIBUTOR, own.filed_dossier),
    "dossier_attestation": thing(CONTRIBUTOR, own.dossier_attestation, ok=(404,)),  # the worker did not make it
    "dossiers": page(DELIBERATING),
    "dossiers_list": page(DELIBERATING),
    "dossier": thing(DELIBERATING, own.filed_dossier),
    "invite_dossier_expert": gesture(STAFF, own.filed_dossier),
    "recuse_dossier_expert": gesture(STAFF, own.assignment_of_a_dossier),
    "move_dossier": gesture(STAFF, own.filed_dossier, ok=(422,)),  # opinions are missing
    "ask_dossier_corrections": gesture(STAFF, own.filed_dossier),
    "decide_dossier": gesture(STAFF, own.filed_dossier, ok=(422,)),  # nothing was typed
    "settle_dossier_condition": gesture(STAFF, own.dossier_condition),
    "change_dossier_grant": gesture(STAFF, own.dossier_grant),
    "colabels": page(STAFF),
    "colabel": page(NOBODY, keys=own.asked_colabel, refused=(403, 404)),  # it is asked of another pôle
    "ask_dossier_colabel": gesture(STAFF, own.filed_dossier),
    "remind_dossier_expert": gesture(STAFF, own.assignment_of_a_dossier),
    "judge_dossier": thing(frozenset({"expert"}), own.assignment),
    "answer_assignment": gesture(frozenset({"expert"}), own.assignment),
    "confirm_opinion": gesture(frozenset({"expert"}), own.assignment),
    # Dossiers addressed to an authority: here at a stage of the State
    "authority_dossiers": page(AUTHORITIES),
    "authority_dossier": page(STATE, keys=own.addressed_dossier),
    "authority_conclude": gesture(
        STATE, own.addressed_dossier, ok=(422,), is_of_a_pole=False
    ),  # opinions are missing
    "authority_decide": gesture(STATE, own.addressed_dossier, ok=(422,), is_of_a_pole=False),  # nothing was typed
    "authority_corrections": gesture(STATE, own.addressed_dossier, is_of_a_pole=False),
    "authority_settle_condition": gesture(STATE, own.addressed_condition, is_of_a_pole=False),
    "authority_grants": page(AUTHORITIES),
    "authority_change_grant": gesture(STATE | {"region"}, own.addressed_grant, is_of_a_pole=False),
    "authority_take_up": gesture(STATE, own.addressed_dossier, is_of_a_pole=False),
    "authority_ask_colleague": gesture(STATE, own.addressed_dossier, is_of_a_pole=False),
    "authority_answer": gesture(STATE, own.addressed_dossier, is_of_a_pole=False),
    "authority_opinion": page(STATE, keys=own.addressed_dossier, ok=(302,)),  # one takes it up first
    "authority_confirm_opinion": gesture(STATE, own.addressed_dossier, is_of_a_pole=False),
    "authority_attestation": page(STATE | {"region"}, keys=own.addressed_attestation),  # both acted on it,
}
