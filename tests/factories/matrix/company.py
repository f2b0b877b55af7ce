"""Who may do what in the room of a member: deposits, skills, mobility, needs."""

from factories import belongings as own
from factories.matrix.columns import COMPANY, CONTRIBUTOR, Row, gesture, page, thing

ROWS: dict[str, Row] = {
    # Mon entreprise
    "company": page(COMPANY),
    "deposit": page(COMPANY),
    "deposit_send": gesture(COMPANY, ok=(400,)),  # nothing is sent here, and no wave is open
    "deposit_read": gesture(COMPANY, ok=(200, 400)),
    "deposit_send_read": gesture(COMPANY, ok=(200, 400)),
    "report": page(COMPANY),
    "report_bdese": page(COMPANY, ok=(404,)),  # before any deposit
    "notice": page(COMPANY | {"employee"}),
    "paper": page(COMPANY, keys=lambda _: {"slug": "note-cse"}),
    "polyvalence": page(COMPANY),
    "polyvalence_send": gesture(COMPANY, ok=(400,)),  # nothing is sent here, and no wave is open
    "polyvalence_read": gesture(COMPANY, ok=(400,)),  # idem
    "polyvalence_send_read": gesture(COMPANY, ok=(400,)),  # idem
    "polyvalence_withdraw": gesture(COMPANY),
    "polyvalence_match": page(COMPANY, ok=(302,)),  # nothing to match: proven with the skills
    # Mon entreprise: mobility
    "mobility": page(CONTRIBUTOR),
    "offer_people": page(CONTRIBUTOR),
    "search_people": page(CONTRIBUTOR),
    "mobility_occupations": page(CONTRIBUTOR),
    "withdraw_offer": gesture(CONTRIBUTOR, own.offer),
    "resume_offer": gesture(CONTRIBUTOR, own.offer),
    "withdraw_search": gesture(CONTRIBUTOR, own.search),
    "resume_search": gesture(CONTRIBUTOR, own.search),
    "meeting": thing(CONTRIBUTOR, own.couple),
    "show_interest": gesture(CONTRIBUTOR, own.couple),
    "take_interest_back": gesture(CONTRIBUTOR, own.waiting_couple),
    "decline_meeting": gesture(CONTRIBUTOR, own.couple),
    "mobility_paper": thing(CONTRIBUTOR, lambda found: own.agreed_couple(found) | {"slug": "convention-pret"}),
    # Mon entreprise: needs
    "needs_return": page(COMPANY),
    "needs_save": gesture(COMPANY),
    "needs_undo": gesture(COMPANY),
    "needs_repeat": gesture(COMPANY),
    "needs_send": gesture(COMPANY),
    "needs_correct": gesture(COMPANY),
    "needs_occupations": page(COMPANY),
    "needs_receipt": page(COMPANY),
    "needs_release": gesture(COMPANY, ok=(404,)),  # nothing was sent
    "needs_export": page(COMPANY, keys=lambda _: {"kind": "csv"}, ok=(404,)),  # idem
    "needs_document": page(COMPANY, ok=(404,)),  # idem
    # Mon entreprise: training
    "member_training": page(COMPANY),
    "agree_training": gesture(COMPANY),
    "answer_training": gesture(
        COMPANY, lambda found: own.training_plan(found) | {"session": "S001"}, data={"reponse": "oui"}
    ),
}
