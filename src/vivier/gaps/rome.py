"""What occupations call for in the ROME: skills and knowledge, at what level, how much each tells them apart."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

from vivier.gaps.data import Required
from vivier.reference import Nomenclature, hypothesis

KINDS = ("skill", "knowledge")  # a context of work is not learned
_CORE, _EMERGING = "principale", "émergente"


def required_in(nomenclature: Nomenclature, codes: Iterable[str] | None = None) -> tuple[Required, ...]:
    """Give the skills that occupations call for (all of the usual grain by default), by code then skill.

    `skill` is the identifier of the skill (OGR); levels, shares of posts and hours are hypotheses
    (`vivier.reference.hypotheses("skills")`), by what the ROME calls the heart of the occupation. `weight` is the
    inverse document frequency of the skill among the occupations: ln(occupations / those that call for it).

    Raises:
        InputError: a code is not in the nomenclature.

    >>> from vivier.reference import store
    >>> found = required_in(store().nomenclature("demo"), ["DEMO-U01"])
    >>> sorted({each.level for each in found})
    [2]
    """
    wanted = tuple(dict.fromkeys(nomenclature.codes() if codes is None else codes))
    kinds = {key: kind for key, _, kind in nomenclature.table("skills")}
    uses: dict[str, dict[str, str]] = defaultdict(dict)
    for code, key, core in nomenclature.table("uses"):
        if kinds.get(key) in KINDS:
            uses[code][key] = core
    spread = Counter(key for found in uses.values() for key in found)
    for code in wanted:
        nomenclature.label(code, nomenclature.entry.grain)  # an unknown code is said
    return tuple(
        _required(code, key, core, kinds[key], math.log(len(uses) / spread[key]))
        for code in sorted(wanted)
        for key, core in sorted(uses.get(code, {}).items())
    )


def _required(code: str, key: str, core: str, kind: str, weight: float) -> Required:
    rank = {_CORE: "core", _EMERGING: "emerging"}.get(core, "other")
    steps = hypothesis("skills", f"{kind}_hours").values
    return Required(
        occupation=code,
        skill=key,
        level=int(hypothesis("skills", "level").values[rank]),
        share=hypothesis("skills", "share").values[rank],
        hours=tuple(steps[f"to_{level}"] for level in range(1, 5)),
        weight=weight,
        core=core == _CORE,
    )
