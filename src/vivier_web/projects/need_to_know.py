"""Who may open which class of document, and who may file it: by role, by the state of the project, by the partner."""

from dataclasses import dataclass
from types import MappingProxyType

CLASSES = ("technical_secret", "budget", "letter", "minutes", "public")
BEFORE = frozenset({"emerging", "building", "filed"})  # until something is granted
AFTER = frozenset({"granted", "running", "ended"})
GONE = frozenset({"dropped"})
STATES = ("emerging", "building", "filed", "granted", "running", "ended", "dropped")
STAFF = frozenset({"director", "team"})
STEERING = frozenset({"governance", "board"})
# What an organisation is in the consortium; only its contributors (role « member ») stand for it.
TIES = ("lead", "joined", "invited", "declined", "left", "none")
WITHIN = frozenset({"lead", "joined"})

# Who opens a class without having deposited it: the ties, then the roles, before and after the award.
# A project that was dropped opens nothing but to each what it deposited, and to the team what it answers for.
_TIES = MappingProxyType(
    {
        "technical_secret": (frozenset({"lead"}), WITHIN),
        "budget": (frozenset({"lead"}), frozenset({"lead"})),
        "letter": (frozenset({"lead"}), WITHIN),
        "minutes": (WITHIN, WITHIN),
        "public": (WITHIN, WITHIN),
    }
)
_ROLES = MappingProxyType(
    {
        "technical_secret": (frozenset[str](), frozenset[str]()),
        "budget": (STAFF, STAFF),
        "letter": (STAFF, STAFF),
        "minutes": (STAFF, STAFF | STEERING),
        "public": (STAFF, STAFF | STEERING),
    }
)
_KEPT_BY_THE_TEAM = frozenset({"budget", "letter", "minutes", "public"})  # of a project dropped: it may be audited


@dataclass(frozen=True, slots=True)
class Reader:
    """Hold who asks: a kind of role over the pôle, and for a contributor, the tie of its organisation.

    `is_depositor`: the document was deposited by that organisation (for the team: by the team).
    """

    role: str
    tie: str = "none"
    is_depositor: bool = False
    organisation_id: int | None = None  # whom a contributor stands for, for the log; no rule looks at it


def may_open(document_class: str, state: str, reader: Reader) -> bool:
    """Tell whether a reader may open a document of a class while the project is in a state; no by default.

    >>> may_open("technical_secret", "running", Reader("member", "joined"))
    True
    >>> may_open("technical_secret", "running", Reader("team"))
    False
    """
    if document_class not in CLASSES or state not in STATES:
        return False
    if reader.is_depositor and (reader.role == "member" or reader.role in STAFF):
        return True  # what one brought stays one's own, whatever became of the project or of one's place in it
    if state in GONE:
        return reader.role in STAFF and document_class in _KEPT_BY_THE_TEAM
    when = int(state in AFTER)
    if reader.role == "member":
        return reader.tie in _TIES[document_class][when]
    return reader.role in _ROLES[document_class][when]


def may_file(document_class: str, state: str, reader: Reader) -> bool:
    """Tell whether somebody may file a document of a class: the consortium any, the team what it may open.

    >>> may_file("technical_secret", "running", Reader("team")), may_file("minutes", "running", Reader("team"))
    (False, True)
    """
    if document_class not in CLASSES or state not in STATES or state in GONE:
        return False
    if reader.role in STAFF:
        return document_class != "technical_secret"
    return reader.role == "member" and reader.tie in WITHIN


def may_see_log(reader: Reader) -> bool:
    """Tell whether somebody may read who opened what: the consortium and the pôle's team."""
    return reader.role in STAFF or (reader.role == "member" and reader.tie in WITHIN)
