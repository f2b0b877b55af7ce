"""Who reads what of a project that is being built: one function, looked at cell by cell."""

from vivier_web.projects.choices import PartnerState

TEAM, BOARD, LEAD, PARTNER, INVITED, OUTSIDE = "team", "board", "lead", "partner", "invited", "outside"
READERS = (TEAM, BOARD, LEAD, PARTNER, INVITED, OUTSIDE)
WHAT, WHO, TOTALS, OWN, SHARE, COSTS, AID, PLAN, PRIOR, FINDER = (
    "what", "who", "totals", "own", "share", "costs", "aid", "plan", "prior", "finder",
)  # fmt: skip
# what: title, summary, state; who: the consortium; totals: costs by partner, added up; own: its own column, own de
# minimis aids; share: its own lines of the plan, and the whole added up; costs: every column; aid: the computation
# line by line; plan: who pays; prior: de minimis of all; finder: who could be asked
CLASSES = (WHAT, WHO, TOTALS, OWN, SHARE, COSTS, AID, PLAN, PRIOR, FINDER)
_SEEN = {
    TEAM: frozenset(CLASSES),
    BOARD: frozenset({WHAT, WHO}),
    LEAD: frozenset(CLASSES) - {FINDER},
    PARTNER: frozenset({WHAT, WHO, TOTALS, OWN, SHARE}),
    INVITED: frozenset({WHAT, WHO}),
    OUTSIDE: frozenset(),
}


def reads(reader: str, what: str) -> bool:
    """Tell whether a reader may see a class of what a project holds.

    >>> reads("partner", "own"), reads("partner", "costs"), reads("outside", "what")
    (True, False, False)
    """
    return what in _SEEN[reader]


def place_of(partner_state: str | None, *, is_lead: bool) -> str:
    """Give what a member is to a project, from its answer; who declined or left is outside.

    >>> place_of("joined", is_lead=False), place_of("left", is_lead=False), place_of("joined", is_lead=True)
    ('partner', 'outside', 'lead')
    """
    if is_lead:
        return LEAD
    if partner_state == PartnerState.JOINED:
        return PARTNER
    return INVITED if partner_state == PartnerState.INVITED else OUTSIDE
