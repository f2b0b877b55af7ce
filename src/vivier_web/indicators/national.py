"""The door of authorities and networks: national campaigns, followed without a value; pôles published together."""

import datetime as dt
from dataclasses import dataclass
from typing import cast

from django_scopes import scopes_disabled

from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.models import User
from vivier_web.indicators import rules
from vivier_web.indicators.actions import publishing
from vivier_web.indicators.actions.campaigns import Window
from vivier_web.indicators.actions.campaigns import open_national as _open
from vivier_web.indicators.definition import shipped
from vivier_web.indicators.models import Publication
from vivier_web.indicators.queries.boards import NationalCard, NationalLine, national_cards, national_lines
from vivier_web.indicators.queries.circles import (
    Circle,
    Offer,
    circle_of_network,
    circle_of_territory,
    offers_of,
    passages_of,
)  # fmt: skip
from vivier_web.indicators.queries.odd_poles import OddAnswer, odd_answers
from vivier_web.members.models import Network
from vivier_web.members.rules import Actor

__all__ = [
    "JointLine", "JointPassage", "NationalCard", "NationalLine", "OddAnswer", "campaign_of", "campaigns", "circles",
    "joint", "lines", "odd", "offers", "open_national", "passages", "publish_for", "restore_joint", "sets",
    "withdraw_joint",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class JointLine:
    """Hold one publication of several pôles, as those who may withdraw it see it."""

    pk: int
    key: str
    title: str
    on: dt.date
    published_at: dt.datetime
    is_withdrawn: bool


def circles(actor: Actor) -> list[Circle]:
    """Give the circles of pôles that somebody may publish together: of networks, Regions or France."""
    keys = {role.network_id for role in actor.roles if role.kind == RoleKind.NETWORK and role.network_id is not None}
    found = [circle_of_network(each) for each in Network.objects.filter(pk__in=keys).order_by("name")]
    codes = {role.territory for role in actor.roles if role.kind == RoleKind.REGION}
    codes |= {rules.FRANCE} if actor.holds_anywhere(RoleKind.STATE) else set()
    return found + [circle_of_territory(code) for code in sorted(codes)]


def offers(actor: Actor) -> list[Offer]:
    """Give what somebody could publish together: which cube, of which pôles and day, and how many."""
    return [each for circle in circles(actor) for each in offers_of(circle)]


@dataclass(frozen=True, slots=True)
class JointPassage:
    """Hold how far one publication of several pôles is, or why the last try came to nothing."""

    words: str
    step: str
    progress: float  # 0–1
    is_waiting: bool
    trouble: str


def passages(actor: Actor) -> list[JointPassage]:
    """Give the passages of somebody's circles that are under way, and those whose last try was refused."""
    return [
        JointPassage(words, work.step, work.progress, work.is_waiting, work.trouble)
        for circle in circles(actor)
        for words, work in passages_of(circle)
    ]


def joint(actor: Actor) -> list[JointLine]:
    """Give what was published together by the circles of somebody, withdrawn or not, the latest first."""
    with scopes_disabled():
        rows = [row for circle in circles(actor) for row in circle.own()]
    rows.sort(key=lambda row: row.published_at, reverse=True)
    return [
        JointLine(row.pk, row.key, row.title, row.on, row.published_at, row.withdrawn_at is not None) for row in rows
    ]


def publish_for(actor: Actor, key: str, cube: str, on: dt.date, *, by: object) -> bool:
    """Ask that the pôles of one of somebody's circles be published together; False where they are not theirs.

    Raises:
        InputError: fewer than two pôles published it, or too many.
    """
    circle = next((each for each in circles(actor) if each.key == key), None)
    if circle is not None:
        publishing.publish_together(circle, cube, on, by=cast("User", by))
    return circle is not None


def _joint_of(actor: Actor, pk: int) -> Publication | None:
    with scopes_disabled():
        row = Publication.objects.filter(pk=pk, pole=None).defer("content").first()
    if row is None or not rules.may_withdraw_joint(actor, (row.network_id, row.territory)):
        return None
    return row


def withdraw_joint(actor: Actor, pk: int, why: str, *, by: object) -> bool:
    """Show a publication of several pôles no more, and say why; False where it is not theirs.

    Raises:
        InputError: no reason is given.
    """
    if row := _joint_of(actor, pk):
        with scopes_disabled():
            publishing.withdraw_publication(row, why, by=cast("User", by))
    return row is not None


def restore_joint(actor: Actor, pk: int, *, by: object) -> bool:
    """Show it again; False where it is not theirs."""
    if row := _joint_of(actor, pk):
        with scopes_disabled():
            publishing.restore_publication(row, by=cast("User", by))
    return row is not None


def campaigns(regions: frozenset[str] | None) -> tuple[NationalCard, ...]:
    """List the national campaigns that touch the pôles of these Regions; None: all of them."""
    return national_cards(regions)


def campaign_of(pk: int, regions: frozenset[str] | None) -> NationalCard | None:
    """Give one of them."""
    return next((one for one in national_cards(regions) if one.pk == pk), None)


def lines(pk: int, regions: frozenset[str] | None) -> tuple[NationalLine, ...]:
    """Give how far each pôle is, those who have not sent first."""
    return national_lines(pk, regions)


def odd(pk: int, regions: frozenset[str] | None) -> tuple[OddAnswer, ...]:
    """Give the answers of pôles to be confirmed with them, in words: those that moved apart from the others'."""
    return odd_answers(pk, regions)


def sets() -> tuple[tuple[str, str], ...]:
    """Give the sets that may be asked nationally: key and title."""
    return tuple((one.key, f"{one.title} ({one.version})") for one in shipped())


def open_national(key: str, year: int, days: tuple[dt.date, dt.date], *, by: object, term: str = "") -> int:
    """Open a campaign in every pôle of a kind, between two days; gives its number."""
    return _open(key, year, Window(*days), by=cast("User", by), term=term).pk
