"""Which authority a funder is, and what its agents are asked: the amendments of the projects it pays for."""

from django.db.models import F, Q, QuerySet

from vivier_web.accounts.models import User
from vivier_web.members.models import Role
from vivier_web.members.territory import DEPARTMENTS, REGIONS
from vivier_web.procedures.addressing import Place, Seat
from vivier_web.projects.choices import AmendmentSide, AmendmentState, FunderKind
from vivier_web.projects.models import AmendmentAnswer, Funder

MOST = 50
PLACED = (FunderKind.REGION, FunderKind.LOCAL)
_AUTHORITIES = (FunderKind.STATE, *PLACED)  # each kind is also the kind of the roles of its agents


def is_place_of(kind: str, territory: str) -> bool:
    """Tell whether a territory may be that of a funder of this kind; an unsaid one is nobody's.

    >>> is_place_of("region", "84"), is_place_of("local", "74"), is_place_of("local", "200040715")
    (True, True, True)
    >>> is_place_of("region", "74"), is_place_of("state", "84"), is_place_of("local", "")
    (False, False, True)
    """
    if not territory:
        return True
    if kind == FunderKind.REGION:
        return territory in REGIONS
    is_epci = len(territory) == 9 and territory.isascii() and territory.isdigit()
    return kind == FunderKind.LOCAL and (territory in DEPARTMENTS or is_epci)


def place_of(funder: Funder) -> Place | None:
    """Give the authority that a funder is; None: one that answers by letter, through the pôle."""
    if funder.kind == FunderKind.STATE:
        return (funder.kind, "")
    return (funder.kind, funder.territory) if funder.kind in PLACED and funder.territory else None


def agents_of(funder: Funder) -> QuerySet[User]:
    """Give the agents who answer for a funder on their own desk."""
    place = place_of(funder)
    roles = Role.objects.filter(ended_at=None)
    held = roles.filter(kind=place[0], territory=place[1]) if place else roles.none()
    found: QuerySet[User] = User.objects.filter(pk__in=held.values("user"), is_active=True, erased_at=None)
    return found


def asked_of(seat: Seat) -> QuerySet[AmendmentAnswer]:
    """Give what was asked of the funders for which somebody acts, the latest first; read outside any pôle."""
    theirs = Q(pk__in=())
    for kind, territory in seat.over:
        if kind in _AUTHORITIES and (territory or kind == FunderKind.STATE):
            here = {} if kind == FunderKind.STATE else {"funder__territory": territory}
            theirs |= Q(funder__kind=kind, **here)
    rows = AmendmentAnswer.objects.filter(theirs, side=AmendmentSide.FUNDER)
    project = "amendment__project"
    found: QuerySet[AmendmentAnswer] = rows.select_related(
        "funder", "by", f"{project}__pole", f"{project}__lead", "amendment__leaves__organisation",
        "amendment__joins", "amendment__lead", "amendment__asked_by",
    ).order_by("-amendment__at", "-pk")  # fmt: skip
    return found


def waiting_of(seat: Seat) -> QuerySet[AmendmentAnswer]:
    """Give what waits for an answer of theirs."""
    return asked_of(seat).filter(said="", amendment__state=AmendmentState.OPEN)


def answered_of(seat: Seat) -> QuerySet[AmendmentAnswer]:
    """Give what they answered, the latest first."""
    return asked_of(seat).exclude(said="").order_by(F("on").desc(nulls_last=True), "-pk")
