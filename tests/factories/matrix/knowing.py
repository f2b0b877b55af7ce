"""Who may do what in the room Connaître: members, the card of the pôle, needs as sums."""

from factories import belongings as own
from factories.matrix.columns import READERS, STAFF, Row, gesture, page, thing

ROWS: dict[str, Row] = {
    # Connaître
    "members": page(READERS),
    "members_csv": page(READERS),
    "members_map": page(READERS),
    "search": page(READERS),
    "register_member": page(STAFF),
    "imports": page(STAFF),
    "import": thing(STAFF, own.waiting_import),
    "run_import": gesture(STAFF, own.waiting_import),
    "undo_import": gesture(STAFF, own.waiting_import),
    "drop_import": gesture(STAFF, own.waiting_import),
    "member": thing(READERS, own.member),
    "edit_organisation": thing(STAFF, own.member),
    "admit_again": gesture(STAFF, own.member),
    "add_site": thing(STAFF, own.member),
    "edit_site": thing(STAFF, own.site),
    "edit_adhesion": thing(STAFF, own.adhesion),
    "end_adhesion": gesture(STAFF, own.adhesion, ok=(422,)),  # no day is said
    "resume_adhesion": gesture(STAFF, own.adhesion),
    "add_dealing": thing(STAFF, own.member),
    "edit_dealing": thing(STAFF, own.dealing),
    "settle_dealing": gesture(STAFF, own.dealing),
    "reopen_dealing": gesture(STAFF, own.dealing),
    "add_contact": thing(STAFF, own.member),
    "recall_contact": gesture(STAFF, own.member),
    "edit_contact": thing(STAFF, own.contact),
    "forget_contact": gesture(STAFF, own.contact),
    "pole_card": page(READERS),
    "edit_pole": page(STAFF),
    "add_label": page(STAFF),
    "recall_label": gesture(STAFF),
    "drop_label": gesture(STAFF, own.label),
    # Needs, in sums
    "needs_board": page(READERS),
    "ask_needs": gesture(STAFF, lambda found: {"wave": own.wave(found)["pk"]}),
    "remind_needs": gesture(STAFF, own.asked_wave),
    "export_needs": thing(READERS, lambda found: own.asked_wave(found) | {"kind": "csv"}),
    "released_needs": thing(STAFF, own.released_needs),
    "declare_project_need": page(STAFF),
    "withdraw_project_need": gesture(STAFF, own.project_need),
    "restore_project_need": gesture(STAFF, own.project_need),
}
