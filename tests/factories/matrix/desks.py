"""Who may do what in desks, and the people of a pôle."""

from factories.matrix.columns import AUTHORITIES, EVERYONE, HEADS, STAFF, Row, gesture, page, role_of

ROWS: dict[str, Row] = {
    # Home
    "home": page(EVERYONE),
    "desk_team": page(STAFF | {"operator"}),
    "desk_network": page(frozenset({"network"})),
    "desk_steering": page(frozenset({"governance", "board"})),
    "desk_clients": page(frozenset({"accountant"})),
    "desk_authority": page(AUTHORITIES),
    "desk_expert": page(frozenset({"expert"})),
    "desk_training": page(frozenset({"trainer"})),
    "desk_employee": page(frozenset({"employee"})),
    "choose_pole": gesture(EVERYONE),
    # The people of a pôle
    "people": page(STAFF | {"operator"}),
    "invite": page(HEADS),
    "invite_to": page(HEADS, keys=lambda _: {"kind": "team"}),
    "role_send_again": gesture(HEADS, role_of("team")),
    "role_end": gesture(HEADS, role_of("team")),
    "role_give_back": gesture(HEADS, role_of("team")),
    "journal": page(HEADS),
}
