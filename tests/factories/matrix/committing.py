"""Who may do what in the committee room, with panels, calls and practices."""

from factories import meetings as held
from factories.matrix.columns import DELIBERATING, STAFF, Row, gesture, page, thing

ROWS: dict[str, Row] = {
    "calls": page(DELIBERATING),
    "committees": page(DELIBERATING),
    "open_committee": gesture(STAFF, ok=(404,)),  # nothing was chosen
    "committee": thing(DELIBERATING, held.meeting),
    "seat_committee": gesture(STAFF, held.meeting),
    "put_before_committee": gesture(STAFF, held.meeting),
    "decide_committee_list": gesture(STAFF, held.meeting),
    "close_committee": gesture(STAFF, held.meeting),
    "reopen_committee": gesture(STAFF, held.meeting),
    "experts_of_committee": thing(STAFF, held.meeting),
    "reread_committee": gesture(STAFF, held.meeting),
    "minutes": thing(DELIBERATING, held.meeting),
    "minutes_pdf": thing(STAFF, held.meeting, ok=(404,)),  # the meeting is open
    "decide_committee_item": gesture(STAFF, held.point, ok=(422,)),  # nothing was typed
    "shift_committee_item": gesture(STAFF, held.point),
    "leave_committee_item": gesture(STAFF, held.point, ok=(404,)),  # nobody was chosen
    "panels": page(STAFF),
    "ask_panel": gesture(STAFF, ok=(404,)),  # idem
    "panel": thing(STAFF, held.panel),
    "change_panel": gesture(STAFF, held.panel),
    "send_panel": gesture(STAFF, held.panel),
    "expert_card": thing(STAFF, held.expert),
    "expert_tie": gesture(STAFF, held.expert, ok=(422,)),  # nothing was typed
    "practices": page(DELIBERATING),
    "practice": thing(DELIBERATING, held.practice),
    "new_practice": page(STAFF),
    "edit_practice": thing(STAFF, held.practice),
    "offer_practice": gesture(STAFF, held.practice),
}
