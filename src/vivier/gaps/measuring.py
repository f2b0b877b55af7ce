"""The verb of the engine: from skills required and held to gaps, path by path, then their means and intervals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from vivier.gaps.assigning import Assigned, assigned
from vivier.gaps.data import LEVELS, Ahead, Held, Required, Terms
from vivier.gaps.fragility import chance_of_fewer
from vivier.gaps.layout import Case, cases_of
from vivier.gaps.pooling import LIKENESSES, levels_of, likeness_draws, particles_of
from vivier.gaps.result import BARELY_KNOWN, FEW, LEAVING, Amount, Gaps, SkillGap
from vivier.gaps.staying import Draws, Whole, drawn, posts_of, staying_of
from vivier.gaps.streams import stream
from vivier.vocabulary import Interval


def measure(
    required: Iterable[Required], held: Iterable[Held], *, ahead: Ahead, terms: Terms | None = None, seed: int = 0
) -> Gaps:
    """Measure the gap of each skill at the horizon, in people and training hours, and tell which are fragile.

    People are counted over the whole pôle; no company's surplus is worked out. Order of rows is irrelevant.

    Raises:
        InputError: a row makes no sense or contradicts another, or nothing says what an occupation becomes.

    >>> from vivier.gaps.data import Needed, Retention, Staff
    >>> tig = [Required("H2913", "Soudage TIG", level=3, hours=(14, 35, 70, 35))]
    >>> matrix = [Held("Soudage TIG", 3, 6), Held("Soudage TIG", 2, 4)]
    >>> ahead = Ahead(5, (Staff("H2913", 10),), (Retention("H2913", 1.0),), (Needed("H2913", 12),))
    >>> found = measure(tig, matrix, ahead=ahead).of("Soudage TIG")
    >>> found.short.value, found.hours.value, found.hours_in_post.value    # 4 × 70 h in post, 2 recruits × 119 h
    (6.0, 518.0, 280.0)
    """
    terms = terms or Terms()
    required, held = tuple(required), tuple(held)
    cases, unmeasured = cases_of(required, held, ahead)
    occupations = {row.occupation for case in cases for row in case.required}
    world = _World(
        staying_of(ahead, occupations, terms.draws, seed),
        posts_of(ahead.needed, occupations, terms.draws, seed),
        terms,
        seed,
    )
    pooled = [particles_of(case, seed) for case in cases]
    ranks = likeness_draws(pooled, terms.draws, seed)
    told = [_told(case, levels_of(case, each, ranks, seed), world) for case, each in zip(cases, pooled, strict=True)]
    paths = [each.paths for each in told]
    return Gaps(
        years=ahead.years,
        skills=tuple(each.gap for each in told),
        short=_total([each.short for each in paths], terms),
        hours=_total([each.hours for each in paths], terms),
        hours_in_post=_total([each.hours_in_post for each in paths], terms),
        unmeasured=tuple(unmeasured),
        unasked=tuple(sorted({row.skill for row in held} - {row.skill for row in required})),
        likeness=float(np.exp(np.log(LIKENESSES)[ranks].mean())) if cases else 0.0,
    )


@dataclass(frozen=True)
class _World:
    """Hold what every skill of one measure shares: who stays, how many posts, terms, seed."""

    staying: dict[tuple[str, str], Whole]
    posts: dict[str, Draws]
    terms: Terms
    seed: int


@dataclass(frozen=True)
class _Told:
    gap: SkillGap
    paths: Assigned


def _told(case: Case, levels: Whole, world: _World) -> _Told:
    """Work out one skill from the levels of its people, shape (paths, bands, levels)."""
    terms = world.terms
    people, staying = case.people, _staying(case, world)
    rng = stream(world.seed, f"stay {case.skill}")
    remaining = _remaining(levels, staying, rng)
    wanted, total = _wanted(case, world)
    recruits = np.maximum(total - staying.sum(axis=1), 0.0)
    paths = assigned(wanted, remaining, recruits, terms.newcomers, case.hours)
    level = int(max(LEVELS, key=lambda each: (wanted[:, each].mean(), each)))
    holders = levels[:, :, level:].sum(axis=2)
    risk = float(chance_of_fewer(terms.fewest, holders, staying, people).mean())
    known = int(case.known[:, :, level:].sum())
    gap = SkillGap(
        skill=case.skill,
        level=level,
        weight=max(row.weight for row in case.required),
        posts=_amount(wanted.sum(axis=1)),
        holders=_amount(holders.sum(axis=1)),
        remaining=_amount(remaining[:, level:].sum(axis=1)),
        short=_amount(paths.short),
        hours=_amount(paths.hours),
        hours_in_post=_amount(paths.hours_in_post),
        n=case.n,
        known=known,
        members=int((case.known.sum(axis=(1, 2)) > 0).sum()),
        concerned=int(people.sum()),
        risk=risk,
        reasons=_reasons(holders.sum(axis=1), known, risk, terms),
    )
    return _Told(gap, paths)


def _staying(case: Case, world: _World) -> Whole:
    """Give how many of the people concerned stay, by age band; those no list of staff names stay like the others."""
    found = np.zeros((world.terms.draws, len(case.bands)), np.int64)
    at = {band: rank for rank, band in enumerate(case.bands)}
    occupations = {row.occupation for row in case.required}
    for (occupation, age), people in world.staying.items():
        if occupation in occupations:
            found[:, at.get(age, 0)] += people
    more = case.people - case.staffed
    if (more > 0).any():
        rates = np.where(case.staffed > 0, found / np.maximum(case.staffed, 1), 1.0)
        found += stream(world.seed, f"unlisted {case.skill}").binomial(np.maximum(more, 0)[None, :], rates)
    return found


def _remaining(levels: Whole, staying: Whole, rng: np.random.Generator) -> Draws:
    """Draw who stays among the people of each level, without regard to it: (paths, levels), bands added."""
    found = np.zeros((len(levels), len(LEVELS)))
    for band in range(levels.shape[1]):
        left, rest = staying[:, band].copy(), levels[:, band].sum(axis=1)
        for level in reversed(LEVELS):
            here = drawn(left, rest - left, levels[:, band, level], rng)
            found[:, level] += here
            left, rest = left - here, rest - levels[:, band, level]
    return found


def _wanted(case: Case, world: _World) -> tuple[Draws, Draws]:
    """Give the posts that ask for the skill by level, and all the posts of its occupations."""
    wanted = np.zeros((world.terms.draws, len(LEVELS)))
    total = np.zeros(world.terms.draws)
    for row in case.required:
        posts = world.posts[row.occupation]
        wanted[:, row.level] += posts * row.share
        total += posts
    return wanted, total


def _reasons(holders: Whole, known: int, risk: float, terms: Terms) -> tuple[str, ...]:
    if np.median(holders) < terms.fewest:
        return (FEW,)
    is_sure_today = float((holders < terms.fewest).mean()) < terms.risk
    return (
        *((LEAVING,) if is_sure_today and risk >= terms.risk else ()),
        *((BARELY_KNOWN,) if known < terms.fewest else ()),
    )


def _amount(paths: Draws | Whole) -> Amount:
    low, high = np.quantile(paths, (0.1, 0.9))
    return Amount(float(paths.mean()), Interval(float(low), float(high)))


def _total(paths: Sequence[Draws], terms: Terms) -> Amount:
    return _amount(np.sum(paths, axis=0) if paths else np.zeros(terms.draws))
