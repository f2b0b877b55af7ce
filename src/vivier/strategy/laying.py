"""Groups become axes: weighed, ranked, put into words; what no axis holds is kept with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np

from vivier.strategy import weighing
from vivier.strategy.data import Finding, Rules
from vivier.strategy.profiles import Array
from vivier.strategy.resampling import stability, summed_up
from vivier.strategy.responses import Response
from vivier.strategy.result import Axes, Axis, Criterion, LeftOut, Method
from vivier.strategy.searching import Search
from vivier.strategy.wording import chain, name

HEART = 0.5  # a member is at the heart of an axis when it is touched by this share of its subjects
WHY = {
    "few": "Moins de membres que la règle n’en demande : ce constat ne peut servir de preuve.",
    "everyone": "Touche tous les membres de la même façon : un thème de tous, pas un axe parmi d’autres.",
    "noise": "Rien ne rapproche ce sujet des autres plus que le hasard ne le ferait.",
    "unstable": "Son groupe ne se retrouve pas quand on retire au sort les membres.",
    "beyond": "Son groupe vient après les axes retenus.",
}


@dataclass(frozen=True)
class Words:
    """Hold what axes are weighed and put into words with."""

    weights: Mapping[str, float] | None
    rules: Rules
    responses: Mapping[str, Response]
    seed: int


@dataclass(frozen=True)
class _Table:
    """Hold findings × criteria, the weights, and the findings of each group."""

    names: tuple[str, ...]
    scores: Array
    weights: Array
    rows: tuple[tuple[int, ...], ...]

    @property
    def means(self) -> Array:
        """The mean score of each group on each criterion (groups, criteria); 0 where none of its findings has one."""
        found = np.zeros((len(self.rows), len(self.names)))
        for group, rows in enumerate(self.rows):
            scores = self.scores[list(rows)]
            known = ~np.isnan(scores)
            found[group] = np.nansum(scores, 0) / np.maximum(known.sum(0), 1)
        return found

    def strongest(self, group: int) -> list[int]:
        """The findings of a group, those of the highest weighed score first."""
        worth = np.nan_to_num(self.scores) @ self.weights
        return sorted(self.rows[group], key=lambda row: (-round(float(worth[row]), 9), row))


def written(findings: Sequence[Finding], left_out: Sequence[LeftOut], search: Search, words: Words) -> Axes:
    """Weigh the groups, keep the best, and write everything down."""
    table = _table(findings, search, words)
    means = table.means
    worth = np.round(means @ table.weights, 9)
    order = np.argsort(-worth, kind="stable")
    kept, beyond = order[: words.rules.most_axes], order[words.rules.most_axes :]
    ranks, drawn = weighing.ranked(means[kept], np.random.default_rng([words.seed, 3]))
    axes = [_axis(findings, int(group), search, table, words) for group in kept]
    ranked = tuple(replace(axis, ranks=tuple(np.round(ranks[place], 4).tolist())) for place, axis in enumerate(axes))
    same = float((drawn == np.arange(len(kept))).all(1).mean()) if len(kept) else 1.0
    left = [*left_out, *_left_out(findings, search, {int(group) for group in beyond})]
    return Axes(
        ranked,
        tuple(sorted(left, key=lambda each: each.finding)),
        tuple(Criterion(*pair) for pair in zip(table.names, np.round(table.weights, 6).tolist(), strict=True)),
        _method(search, words, same),
        summed_up([axis.name for axis in ranked], len(search.found.subjects), len(search.found.members)),
    )


def _table(findings: Sequence[Finding], search: Search, words: Words) -> _Table:
    names, scores = weighing.table(findings, len(search.found.members))
    derived = weighing.derived(scores, words.rules) if words.weights is None else None
    weights = weighing.given(names, words.weights or {}) if derived is None else derived
    label = dict(zip(search.found.subjects, search.labels.tolist(), strict=True))
    rows = tuple(
        tuple(row for row, each in enumerate(findings) if label.get(each.subject, -1) == group)
        for group in range(int(search.labels.max(initial=-1)) + 1)
    )
    return _Table(names, scores, weights, rows)


def _axis(findings: Sequence[Finding], group: int, search: Search, table: _Table, words: Words) -> Axis:
    found, rules = search.found, words.rules
    held = [findings[row] for row in table.strongest(group)]
    places = [int(place) for place in np.flatnonzero(search.labels == group)]
    places.sort(key=lambda place: (-round(float(search.typical[place, group]), 9), place))
    subjects = tuple(found.subjects[place] for place in places)
    said = {each.subject: each.label for each in reversed(held)}
    labels = [said[subject] for subject in subjects]
    touched = found.touched[places].mean(0) >= HEART
    concerned = int(touched.sum()) if touched.sum() >= rules.min_members else None
    scores = table.means[group]
    return Axis(
        name=name(labels, held),
        subjects=subjects,
        findings=tuple(each.key for each in held),
        chain=chain(held, labels, (concerned, len(found.members)), words.responses, rules),
        score=round(float(scores @ table.weights), 6),
        criteria=tuple(zip(table.names, np.round(scores, 6).tolist(), strict=True)),
        ranks=(),
        stability=stability(search.draws[:, group]),
        members=concerned,
        member_ids=tuple(np.array(found.members)[touched].tolist()) if rules.name_members else (),
    )


def _left_out(findings: Sequence[Finding], search: Search, beyond: set[int]) -> list[LeftOut]:
    label = dict(zip(search.found.subjects, search.labels.tolist(), strict=True))
    left = []
    for each in findings:
        group = label.get(each.subject)
        if group is None:
            reason = "everyone"
        elif group < 0:
            reason = "unstable" if each.subject in search.unstable else "noise"
        elif group in beyond:
            reason = "beyond"
        else:
            continue
        left.append(LeftOut(each.key, reason, WHY[reason]))
    return left


def _method(search: Search, words: Words, same_order: float) -> Method:
    found, seen = search.found, search.signal
    return Method(
        subjects=len(found.subjects),
        members=len(found.members),
        missing_rate=round(float(1 - found.known.mean()), 4) if found.known.size else 0.0,
        strength=round(seen.strength, 6),
        chance=round(seen.chance, 6),
        p_value=round(seen.p_value, 6),
        dimensions=seen.dimensions,
        weighting="given" if words.weights is not None else words.rules.weighting,
        same_order_rate=round(same_order, 4),
        parameters=(*((key, str(value)) for key, value in asdict(words.rules).items()), ("seed", str(words.seed))),
    )
