"""The bridge from the occupations of a study to the families that official statistics know."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

from vivier.occupations.aggregation import UNMATCHED, Links, Weights, links
from vivier.reference import FRANCE, Store, region_code, region_name
from vivier.vocabulary import InputError
from vivier.workforce.landmarks import BANDS, Bridge, Landmark, Statistics
from vivier.workforce.landscape import landscape

_OLD, _NEW = "87", "228"  # the levels at which the Dares and France Travail publish
_FORWARD = ("fap2009", "fap2021")
_BACKWARD = ("rome3", "rome4", "pcs-ese")
Masses = dict[str, dict[str, float]]  # one code → another → people


def landmarks(held: Store, target: str, *, region: str = FRANCE) -> dict[str, Landmark]:
    """Give what the statistics of a store say of each occupation of a nomenclature, in a region or in France.

    Raises:
        InputError: a nomenclature or a table is missing, or the region is not known.
    """
    return landscape(bridge(held, target, region=region), statistics=statistics_of(held), region=region)


def statistics_of(held: Store) -> Statistics:
    """Open the statistics that a landscape reads, those that are installed."""
    names = {
        "outlook": "dares-2030", "employment": "dares-employment", "ages": "dares-ages", "turnover": "dares-turnover",
        "tension": "dares-tension", "jobseekers": "dares-jobseekers", "projects": "bmo-2024",
    }  # fmt: skip
    return Statistics(**{name: held.statistic(key) for name, key in names.items() if key in held.statistics})


def bridge(held: Store, target: str, *, region: str = FRANCE) -> Bridge:
    """Lead from each occupation of a nomenclature (`fap2021:86`, `rome4`…) to the families of official statistics.

    People are shared as those in employment are: by family of FAP-2009 in the region, by hiring projects in FAP-2021.

    Raises:
        InputError: no way is known to that nomenclature, or what leads there is not installed.
    """
    key, _, level = target.partition(":")
    if key not in (*_FORWARD, *_BACKWARD):
        raise InputError(
            f"Les statistiques officielles ne se lisent pas encore en « {target} » : choisissez fap2021:86, "
            "fap2021:228, fap2009:87, rome3, rome4 ou pcs-ese."
        )
    people = employment(held, region)
    level = level or held.nomenclature(key).entry.grain
    if key in _BACKWARD:
        return _backward(held, target, people)
    return _from_fap2009(held, level, people) if key == "fap2009" else _from_fap2021(held, level, people)


def employment(held: Store, region: str = FRANCE) -> Weights:
    """Give the people in employment by family of FAP-2009, at level 225, in a region or in France; thousands.

    A region is published at level 87: its families are those of France, each 87 brought to the size it has there.
    """
    ages, fap2009 = held.statistic("dares-ages"), held.nomenclature("fap2009")
    found = {
        code: math.fsum(row.low for row in ages.of(code) if row.measure in BANDS) for code in fap2009.codes("225")
    }
    said = ages.entry.attribution
    if region and "dares-employment" in held.statistics:
        statistic = held.statistic("dares-employment")
        place = region_code(region)
        sizes: dict[str, float] = defaultdict(float)
        for code, value in found.items():
            sizes[fap2009.ancestor(code, _OLD) or ""] += value
        for code in found:
            family = fap2009.ancestor(code, _OLD) or ""
            local = statistic.figure(family, "employment", place)
            found[code] *= local.low / 1000 / sizes[family] if local and sizes[family] else 0.0
        said = f"{said} ; {statistic.entry.attribution} ({region_name(place)})"
    return Weights(found, f"emploi par FAP-2009 ({said})")


def _from_fap2021(held: Store, level: str, people: Weights) -> Bridge:
    """Bridge FAP-2021: the families of FAP-2009 that feed each occupation, by the people they send there."""
    target = f"fap2021:{level}"
    lead = links(held, "fap2009", target)
    sent = _sent(held, lead, people)
    received = _turned(sent)
    unclear = {code for code, found in sent.items() if len(found) > 1}
    occupations = {each: found for each, found in received.items() if each != UNMATCHED}
    totals = {each: math.fsum(found.values()) for each, found in received.items()}
    doubts = {
        each: min(1.0, math.fsum(value for code, value in found.items() if code in unclear) / totals[each])
        for each, found in received.items()
    }
    return Bridge(
        target, _whole(occupations), _projects_within(held, level), doubts, totals, (*path_of(lead), people.source)
    )


def _from_fap2009(held: Store, level: str, people: Weights) -> Bridge:
    """Bridge FAP-2009: its own families for the Dares; for hiring projects, the families of FAP-2021 they lead to."""
    fap2009 = held.nomenclature("fap2009")
    own = {code: {above: 1.0} for code in fap2009.codes(level) if (above := fap2009.ancestor(code, _OLD))}
    lead = links(held, "fap2009", f"fap2021:{_NEW}")
    onward = _sent(held, lead, people)
    new = {code: onward.get(above, {}) for code, found in own.items() for above in found}
    known = {code: {each: value for each, value in found.items() if each != UNMATCHED} for code, found in new.items()}
    sizes: dict[str, float] = defaultdict(float)
    for code, value in people.values.items():
        sizes[fap2009.ancestor(code, level) or UNMATCHED] += value
    return Bridge(
        f"fap2009:{level}", own, _whole(known), dict.fromkeys(own, 0.0), dict(sizes), (people.source, *path_of(lead))
    )


def _backward(held: Store, target: str, people: Weights) -> Bridge:
    """Bridge ROME or PCS-ESE: the families that each code leads to, weighed by the people they have."""
    codes = held.nomenclature(target.partition(":")[0]).codes()
    old = links(held, target, "fap2009", weights=people).then(links(held, "fap2009", f"fap2009:{_OLD}"))
    sizes = _projects(held)
    new = links(held, target, f"fap2021:{_NEW}", weights=sizes) if sizes else None
    shares = {code: _known(old, code) for code in codes}
    return Bridge(
        target,
        {code: found for code, found in shares.items() if found},
        {code: found for code in codes if (found := _known(new, code))} if new else {},
        {code: float(len(found) > 1) for code, found in shares.items()},
        path=path_of(old) + (path_of(new) if new else ()),
    )


def _known(lead: Links | None, code: str) -> dict[str, float]:
    return {} if lead is None else {each: share for each, share in lead.shares(code).items() if each != UNMATCHED}


def _sent(held: Store, lead: Links, people: Weights) -> Masses:
    """Give the people that each family of FAP-2009 (level 87) sends to each target; nobody is lost."""
    fap2009 = held.nomenclature("fap2009")
    found: Masses = defaultdict(lambda: defaultdict(float))
    for code, value in people.values.items():
        for each, share in lead.shares(code).items():
            found[fap2009.ancestor(code, _OLD) or UNMATCHED][each] += value * share
    return {code: {each: value for each, value in sent.items() if value > 0} for code, sent in found.items()}


def _turned(masses: Mapping[str, Mapping[str, float]]) -> Masses:
    found: Masses = defaultdict(dict)
    for source, sent in masses.items():
        for target, value in sent.items():
            found[target][source] = value
    return dict(sorted(found.items()))


def _whole(masses: Mapping[str, Mapping[str, float]]) -> Masses:
    """Bring the masses of each code to shares of a whole."""
    totals = {code: math.fsum(found.values()) for code, found in masses.items()}
    return {
        code: {each: value / totals[code] for each, value in found.items()}
        for code, found in masses.items()
        if totals[code] > 0
    }


def _projects(held: Store) -> Weights | None:
    """Give the most hiring projects that each family of FAP-2021 may have; None when they are not installed."""
    if "bmo-2024" not in held.statistics:
        return None
    statistic = held.statistic("bmo-2024")
    found = {code: each.high for code in statistic.codes if (each := statistic.figure(code, "projects"))}
    return Weights(found, f"projets de recrutement ({statistic.entry.attribution})")


def _projects_within(held: Store, level: str) -> Masses:
    """Share the occupations of a level of FAP-2021 between the families that hiring projects are published for.

    Over the most projects, the mean of the bounds of families is the bound of their sum.
    """
    sizes = _projects(held)
    if sizes is None:
        return {}
    fap2021 = held.nomenclature("fap2021")
    finer = fap2021.entry.levels.index(level) > fap2021.entry.levels.index(_NEW)
    found: Masses = defaultdict(dict)
    for code in fap2021.codes(level if finer else _NEW):
        above = fap2021.ancestor(code, _NEW if finer else level)
        occupation, family = (code, above) if finer else (above, code)
        if occupation and family and sizes.values.get(family):
            found[occupation][family] = sizes.values[family]
    return _whole(found)


def path_of(*leads: Links) -> tuple[str, ...]:
    """Say by which official files links lead, and how each shares people."""
    steps: Iterable[str] = (
        f"{step.name} ({'; '.join(filter(None, (step.origin, step.sharing)))})"
        for lead in leads
        for step in lead.path
    )
    return tuple(dict.fromkeys(steps))
