"""Who may do what with projects after their award, in the room Agir and in that of a member."""

from factories import belongings_of_projects as own
from factories.matrix.columns import CONTRIBUTOR, DELIBERATING, STAFF, Row, gesture, page, thing

OUTCOMES = DELIBERATING | {"network"}
YEAR = {"year": 2025}
ROWS: dict[str, Row] = {
    "followed_projects": page(DELIBERATING),
    "outcomes": page(OUTCOMES),
    "outcomes_csv": page(STAFF),
    "freeze_outcomes": gesture(STAFF, lambda _: YEAR, is_of_a_pole=False),
    "reopen_outcomes": gesture(STAFF, lambda _: YEAR, is_of_a_pole=False),
    "project_following": thing(DELIBERATING, own.running_project),
    "note_project_award": gesture(STAFF, own.running_project, ok=(422,)),  # nothing was typed
    "revive_project_award": gesture(STAFF, own.running_project, ok=(422,)),  # idem
    "end_project": gesture(STAFF, own.running_project),
    "reopen_project": gesture(STAFF, own.running_project),
    "project_agreement": thing(STAFF, own.running_project),
    "project_amendments": thing(DELIBERATING, own.running_project),
    "ask_project_amendment": thing(STAFF, own.running_project),
    "answer_project_amendment": gesture(STAFF, own.answer_to_an_amendment),
    "withdraw_project_amendment": gesture(STAFF, own.running_project),
    "authority_answer_amendment": gesture(frozenset({"state"}), own.answer_of_the_state, is_of_a_pole=False),
    "project_payments": thing(DELIBERATING, own.running_project),
    "ask_project_payment": gesture(STAFF, own.running_project, ok=(422,)),  # nothing was typed
    "note_project_payment": gesture(STAFF, own.payment_of_a_project),
    "withdraw_project_payment": gesture(STAFF, own.payment_of_a_project),
    "restore_project_payment": gesture(STAFF, own.payment_of_a_project),
    "add_project_step": gesture(STAFF, own.running_project, ok=(422,)),  # nothing was typed
    "deliver_project_step": gesture(STAFF, own.step_of_a_project),
    "take_project_step_back": gesture(STAFF, own.step_of_a_project),
    "postpone_project_step": gesture(STAFF, own.step_of_a_project),
    "drop_project_step": gesture(STAFF, own.step_of_a_project),
    "restore_project_step": gesture(STAFF, own.step_of_a_project),
    "plan_project_review": gesture(STAFF, own.running_project),
    "hold_project_review": gesture(STAFF, own.review_of_a_project, ok=(422,)),  # nothing was typed
    "settle_project_condition": gesture(STAFF, own.condition_of_a_project),
    "declare_need_of_project": thing(STAFF, own.running_project),
    "project_documents": thing(DELIBERATING, own.running_project),
    "open_project_document": thing(DELIBERATING, own.document_of_the_team),
    "withdraw_project_document": gesture(STAFF, own.document_of_the_team),
    "restore_project_document": gesture(STAFF, own.document_of_the_team),
    "project_document_log": thing(STAFF, own.running_project),
    "project_outcomes": thing(STAFF, own.running_project),
    # Mon entreprise
    "my_followed_projects": page(CONTRIBUTOR),
    "my_project_following": thing(CONTRIBUTOR, own.running_project),
    "deliver_my_step": gesture(CONTRIBUTOR, own.step_of_a_project),
    "take_my_step_back": gesture(CONTRIBUTOR, own.step_of_a_project),
    "my_project_amendments": thing(CONTRIBUTOR, own.running_project),
    "ask_my_amendment": thing(CONTRIBUTOR, own.running_project),
    "answer_my_amendment": gesture(CONTRIBUTOR, own.answer_to_an_amendment),
    "my_project_documents": thing(CONTRIBUTOR, own.running_project),
    "open_my_project_document": thing(CONTRIBUTOR, own.document_of_a_partner),
    "withdraw_my_project_document": gesture(CONTRIBUTOR, own.document_of_a_partner),
    "restore_my_project_document": gesture(CONTRIBUTOR, own.document_of_a_partner),
    "my_project_document_log": thing(CONTRIBUTOR, own.running_project),
    "my_project_outcomes": thing(CONTRIBUTOR, own.running_project),
    "my_project_outcomes_csv": thing(CONTRIBUTOR, own.running_project),
    "declare_my_outcomes": thing(CONTRIBUTOR, own.year_of_a_project),
}
