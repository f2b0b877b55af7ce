"""French typography in templates: thousands, counted words, days, SIRETs."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template

from vivier import french

register = template.Library()
FROM_TWO_ON = 2
INVARIABLE = ("avis", "mois", "fois", "pas")


@register.filter
def number_fr(value: float | None) -> str:
    """Write a number with narrow spaces in thousands: 1 204."""
    return "" if value is None else french.number(value)


@register.filter
def figure_fr(value: Decimal | None) -> str:
    """Write a number with the decimals it has: 1 204,5."""
    if value is None:
        return ""
    whole, _, rest = f"{abs(value).normalize():f}".partition(".")
    return f"{'−' if value < 0 else ''}{french.number(int(whole))}{f',{rest}' if rest else ''}"


@register.filter
def typeset(text: str) -> str:
    """Write a sentence made elsewhere with the spaces of French: no « stands alone at the end of a line."""
    return french.typeset(text)


@register.filter
def lowered(title: str) -> str:
    """Write a title inside a sentence: « Domaine (FAP) » is « domaine (FAP) »."""
    return title[:1].lower() + title[1:]


@register.filter
def of_figure(unit: str, value: Decimal | None) -> str:
    """Write a unit as its figure asks: `"jeunes pousses"|of_figure:1` is « jeune pousse », and of nothing too."""
    if value is None or abs(value) >= FROM_TWO_ON:
        return unit
    return " ".join(word if word in INVARIABLE else word.removesuffix("s") for word in unit.split(" "))


@register.filter
def counted(value: int | None, word: str) -> str:
    """Write a count with its word, in the plural when needed: `3|counted:"membre"`, `3|counted:"mise,mises"`."""
    one, _, many = word.partition(",")
    return french.counted(value or 0, one, many or None)


@register.filter(expects_localtime=True)
def long_day(value: dt.date | None) -> str:
    """Write a day in words: 31 janvier 2026."""
    return "" if value is None else french.long_date(value.isoformat()[:10])


@register.filter
def siret(value: str) -> str:
    """Write a SIRET or SIREN in groups: 356 000 000 00048."""
    spaced = "\u202f".join((value[:3], value[3:6], value[6:9]))
    return f"{spaced}\u202f{value[9:]}" if len(value) == 14 else spaced


@register.filter
def long_iso(value: str) -> str:
    """Write a day given as 2026-01-31 in words."""
    return french.long_date(value[:10])


@register.filter
def share_of(value: float, n: int) -> str:
    """Write a share of so many, never more precise than they are: `0.4|share_of:35`."""
    return french.share(value, n)


@register.filter
def beside(heads: Sequence[str], cells: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    """Give each cell beside the name of its column, which a phone shows before it; the first may have none."""
    spare = len(cells) - len(heads)
    return zip([""] * spare + list(heads), cells, strict=True)


@register.filter
def share(value: Fraction | None) -> str:
    """Write a share as a percentage, to the nearest whole: 60 %."""
    return "" if value is None else f"{french.whole(float(value * 100))}\u00a0%"


@register.filter
def mark(value: Fraction | None) -> str:
    """Write a mark with one decimal at most, cut and never rounded up: 3,6."""
    return "" if value is None else f"{Decimal(int(value * 10)) / 10:f}".removesuffix(".0").replace(".", ",")


@register.filter
def money_fr(value: Decimal | None) -> str:
    """Write an amount in euros, cents only when there are some: 12 500,50 €."""
    if value is None:
        return ""
    whole, cents = divmod(abs(int(value * 100)), 100)
    sign = "−" if value < 0 and (whole or cents) else ""
    return f"{sign}{french.number(whole)}{f',{cents:02d}' if cents else ''}{french.FIXED}€"
