"""From findings to axes: gathered by subject, told from noise, grouped, drawn again, weighed, put into words."""

from collections.abc import Mapping, Sequence

from vivier.strategy.data import Finding, Rules, check_number, check_whole
from vivier.strategy.laying import WHY, Words, written
from vivier.strategy.responses import Response, complete
from vivier.strategy.result import Axes, LeftOut
from vivier.strategy.searching import Link, searched
from vivier.vocabulary import InputError

RULES = Rules()


def emerge(
    findings: Sequence[Finding],
    *,
    links: Sequence[Link] = (),
    weights: Mapping[str, float] | None = None,
    rules: Rules = RULES,
    responses: Mapping[str, Response] | None = None,
    seed: int = 0,
) -> Axes:
    """Bring out at most four axes from findings, each with its chain, or say that nothing stands out.

    `links` are (subject, subject, nearness from 0 to 1); `weights` those of criteria (else `rules.weighting` derives
    them); `responses` the pôle's own answers by kind. The same findings in any order and the same seed give the same
    axes. Raises `InputError` for findings that share a key, links to nowhere, weights of no criterion.

    >>> three = lambda low: tuple((f"m{n}", float(low <= n < low + 8)) for n in range(24))
    >>> found = emerge([Finding(f"f{n}", "need", f"s{n}", f"Sujet {n}", three(8 * (n // 5))) for n in range(15)])
    >>> [axis.subjects for axis in found.axes][0], found.axes[0].stability.level
    (('s0', 's1', 's2', 's3', 's4'), 'sure')
    """
    check_whole("La graine", seed, 0)
    answers = complete(responses)
    ordered = sorted(findings, key=lambda each: each.key)
    if len({each.key for each in ordered}) < len(ordered):
        raise InputError("Deux constats ont la même clé : donnez à chacun la sienne.")
    _check_links(links, ordered)
    usable, left_out = _usable(ordered, rules)
    search = searched(usable, links, rules, seed)
    return written(usable, left_out, search, Words(weights, rules, answers, seed))


def _check_links(links: Sequence[Link], findings: Sequence[Finding]) -> None:
    known = {each.subject for each in findings}
    for one, other, nearness in links:
        check_number(f"Le lien entre « {one} » et « {other} »", nearness, 0, 1)
        if one not in known or other not in known:
            raise InputError(f"Le lien entre « {one} » et « {other} » cite un sujet qu’aucun constat ne porte.")


def _usable(findings: Sequence[Finding], rules: Rules) -> tuple[list[Finding], list[LeftOut]]:
    """Set aside what too few members share, when that is the rule."""
    few = {each.key for each in findings if each.holders < rules.min_members and rules.few == "refuse"}
    kept = [each for each in findings if each.key not in few]
    return kept, [LeftOut(key, "few", WHY["few"]) for key in sorted(few)]
