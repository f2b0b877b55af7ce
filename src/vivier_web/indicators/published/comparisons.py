"""Pôles side by side by what they publish: the cells of some codes, or one indicator over the years."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django_scopes import scopes_disabled

from vivier_web.indicators.checks import worked_out
from vivier_web.indicators.definition import Indicator, IndicatorSet, shipped
from vivier_web.indicators.gate.layout import INDICATOR, OPINION
from vivier_web.indicators.gate.words import finest_of
from vivier_web.indicators.models import Publication
from vivier_web.indicators.published.data import Codes, DatasetCard, Shown
from vivier_web.indicators.published.reading import card_of, cells_of, document_kept, standing

RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class PoleFigures:
    """Hold one pôle beside others: its last publication of a cube, and the cells that are compared."""

    card: DatasetCard
    domain: str
    networks: tuple[str, ...]
    total: Shown | None
    parts: tuple[Shown | None, ...]  # in the order of the codes asked


@dataclass(frozen=True, slots=True)
class YearLine:
    """Hold one pôle over the years: its last publication, and its whole of each period; None: nothing published."""

    card: DatasetCard
    domain: str
    networks: tuple[str, ...]
    totals: tuple[Shown | None, ...]


@dataclass(frozen=True, slots=True)
class YearFigures:
    """Hold an indicator pôle by pôle and period by period: what it is, its periods in words, the lines."""

    label: str
    unit: str
    definition: str
    decimals: int
    is_opinion: bool
    periods: tuple[str, ...]
    lines: tuple[YearLine, ...]


def compared(
    cube: str, column: str, codes: Codes, *, regions: Collection[str] | None = None,
    domain: str = "", networks: Collection[int] | None = None,
) -> tuple[PoleFigures, ...]:  # fmt: skip
    """Set pôles side by side by their last publication of a cube: its total, and the cells of some codes."""
    with scopes_disabled():
        found = _of_poles(regions, networks).filter(cube=cube)
        if domain:
            found = found.filter(pole__domain=domain)
        latest: dict[int, Publication] = {}
        for row in found.order_by("-on", "-pk"):
            latest.setdefault(row.pole_id or 0, row)
        rows = sorted(latest.values(), key=lambda row: row.pole.name if row.pole else "")
    return tuple(_line(row, column, codes) for row in rows)


def codes_published(cube: str, column: str) -> tuple[tuple[str, str], ...]:
    """Give the codes of a column that some publication of a cube bears, with their words."""
    with scopes_disabled():
        rows = list(standing().filter(cube=cube)[:200])
    found: dict[str, str] = {}
    for row in rows:
        found |= document_kept(row.pk, row.sha256)["labels"].get(column, {})
    return tuple(sorted(found.items()))


def indicators_published() -> tuple[tuple[str, str], ...]:
    """Give the indicators that some pôle published, and the ratios of two of them: key and words.

    A ratio is worked out from what is published, never from what is not: it betrays no more than its parts do.
    """
    with scopes_disabled():
        latest = {row.cube: row for row in standing().filter(cube__contains=":").order_by("published_at", "pk")}
    known = {cube: document_kept(row.pk, row.sha256)["about"] for cube, row in latest.items()}
    sums = {about["indicator"] for about in known.values() if about["kind"] != "opinion"}
    found = [(cube, about["label"]) for cube, about in sorted(known.items(), key=lambda each: each[1]["label"])]
    ratios = {one.key: one for told in shipped() for one in told.worked_out if _parts(told, one) <= sums}
    return (*found, *((f"{RATIO}:{key}", one.label) for key, one in sorted(ratios.items())))


def over_years(
    key: str, *, regions: Collection[str] | None = None, networks: Collection[int] | None = None
) -> YearFigures | None:
    """Give an indicator, or a ratio of published ones, pôle by pôle over the years; None when nobody published it."""
    kind, _, name = key.partition(":")
    parts = [key] if kind != RATIO else [f"{INDICATOR.key}:{each}" for each in _ratio_parts(name)]
    with scopes_disabled():
        rows = list(_of_poles(regions, networks).filter(cube__in=parts).order_by("on", "pk"))
    if not rows:
        return None
    documents = {row.pk: document_kept(row.pk, row.sha256) for row in rows}
    periods = dict(sorted({row.on: documents[row.pk]["about"]["period"] for row in rows}.items()))
    held: dict[int, dict[Any, dict[str, Shown]]] = {}
    last: dict[int, Publication] = {}
    for row in rows:
        about, total = documents[row.pk]["about"], _total(documents[row.pk])
        if total is not None:  # a later publication of the same term is the one that stands
            held.setdefault(row.pole_id or 0, {}).setdefault(row.on, {})[about["indicator"]] = total
            last[row.pole_id or 0] = row
    lines = [
        _year_line(row, [_told(key, held[pole].get(on, {})) for on in periods])
        for pole, row in sorted(last.items(), key=lambda each: each[1].pole.name if each[1].pole else "")
    ]
    return YearFigures(*_heading(key, documents[rows[-1].pk]["about"]), tuple(periods.values()), tuple(lines))


def _of_poles(regions: Collection[str] | None, networks: Collection[int] | None) -> "QuerySet[Publication]":
    found = standing().filter(pole__isnull=False).prefetch_related("pole__networks")
    if regions is not None:
        found = found.filter(pole__region__in=regions)
    return found if networks is None else found.filter(pole__networks__in=networks).distinct()


def _year_line(row: Publication, totals: list[Shown | None]) -> YearLine:
    pole = row.pole
    names = tuple(each.name for each in pole.networks.all()) if pole else ()
    return YearLine(card_of(row), pole.domain if pole else "", names, tuple(totals))


def _total(document: Mapping[str, Any]) -> Shown | None:
    return next((each for each in cells_of(document) if set(each.codes) == {"T"}), None)


def _told(key: str, totals: Mapping[str, Shown]) -> Shown | None:
    """Give what stands for a period: the total, or the ratio, which is hidden as soon as one of its parts is."""
    kind, _, name = key.partition(":")
    if kind != RATIO:
        return totals.get(name)
    parts = [totals.get(each) for each in _ratio_parts(name)]
    given = [each for each in parts if each is not None]
    if len(given) < len(parts):
        return None
    if any(each.value is None for each in given):
        return Shown((), None, None, "secondary")
    numbers = {each: Decimal(str(totals[each].value)) for each in _ratio_parts(name)}
    value = worked_out(_set_of(name), numbers).get(name)
    units = min((each.units for each in given if each.units is not None), default=None)
    is_estimated = any(each.is_estimated for each in given)
    return None if value is None else Shown((), float(value), units, "published", is_estimated)


def _heading(key: str, about: Mapping[str, str]) -> tuple[str, str, str, int, bool]:
    kind, _, name = key.partition(":")
    if kind == RATIO:
        one = _set_of(name).by_key[name]
        return one.label, one.unit, one.definition, one.decimals, False
    return about["label"], about["unit"], about["definition"], 1, kind == OPINION.key


def _set_of(ratio: str) -> IndicatorSet:
    return next(told for told in shipped() if ratio in told.by_key)


def _ratio_parts(name: str) -> tuple[str, ...]:
    told = next((one for one in shipped() if name in one.by_key), None)
    return tuple(sorted(_parts(told, told.by_key[name]))) if told is not None else ()


def _parts(told: IndicatorSet, one: Indicator) -> frozenset[str]:
    """Give the indicators that one is worked out from in the end; itself where it is asked of somebody."""
    if one.expression is None:
        return frozenset({one.key})
    return frozenset[str]().union(*(_parts(told, told.by_key[each]) for each in one.expression.names))


def _line(row: Publication, column: str, codes: Codes) -> PoleFigures:
    document = document_kept(row.pk, row.sha256)
    columns, pole = document["columns"], row.pole
    total, parts = None, {}
    for cell in cells_of(document):
        given = {name: code for name, code in zip(columns, cell.codes, strict=True) if code != "T"}
        if not given:
            total = cell
        elif finest_of(given) == [column]:
            parts[given[column]] = cell
    return PoleFigures(
        card_of(row),
        pole.domain if pole else "",
        tuple(each.name for each in pole.networks.all()) if pole else (),
        total,
        tuple(parts.get(code) for code in codes),
    )
