"""The door of the State: national campaigns opened, followed pôle by pôle; who answered and when, no value."""

import datetime as dt
from typing import cast

from vivier_web.accounts.models import User
from vivier_web.indicators.actions.campaigns import Window
from vivier_web.indicators.actions.campaigns import open_national as _open
from vivier_web.indicators.definition import shipped
from vivier_web.indicators.queries.boards import NationalCard, NationalLine, national_cards, national_lines

__all__ = ["NationalCard", "NationalLine", "campaign_of", "campaigns", "lines", "open_national", "sets"]


def campaigns(regions: frozenset[str] | None) -> tuple[NationalCard, ...]:
    """List the national campaigns that touch the pôles of these Regions; None: all of them."""
    return national_cards(regions)


def campaign_of(pk: int, regions: frozenset[str] | None) -> NationalCard | None:
    """Give one of them."""
    return next((one for one in national_cards(regions) if one.pk == pk), None)


def lines(pk: int, regions: frozenset[str] | None) -> tuple[NationalLine, ...]:
    """Give how far each pôle is, those who have not sent first."""
    return national_lines(pk, regions)


def sets() -> tuple[tuple[str, str], ...]:
    """Give the sets that may be asked nationally: key and title."""
    return tuple((one.key, f"{one.title} ({one.version})") for one in shipped())


def open_national(key: str, year: int, opens_on: dt.date, closes_on: dt.date, *, by: object) -> int:
    """Open a campaign in every pôle of a kind; gives its number."""
    return _open(key, year, Window(opens_on, closes_on), by=cast("User", by)).pk
