"""Fictional requests of shared training: small ones drawn at random, and pôles of any size."""

import math
import random
from dataclasses import replace

from oracles.training import Asked
from vivier.training import Course, Need, Place, Terms

GAMMA, WANTED = 0.5, 12  # how unequal courses are, how many a company draws


def pole(companies: int = 200, courses: int = 150, places: int = 20, seed: int = 1) -> Asked:
    """Draw a pôle: needs unequal by course, places enough for a third more sessions, money for three quarters."""
    r = random.Random(seed)

    def spot() -> tuple[float, float]:
        return round(45 + r.random(), 5), round(4 + 1.4 * r.random(), 5)

    where = {f"E{i:03d}": spot() for i in range(companies)}
    weights = [r.gammavariate(GAMMA, 1) + 1e-6 for _ in range(courses)]
    needs = [
        Need(company, lat, lon, f"F{k:03d}", r.randint(1, 6), 1500)
        for company, (lat, lon) in where.items()
        for k in sorted(set(r.choices(range(courses), weights, k=WANTED)))
    ]
    seats = sum(need.people for need in needs)
    offered = [
        Course(f"F{k:03d}", 6, 12, 100 * r.randint(15, 44), 0, r.choice((7, 14, 21, 35)), 4) for k in range(courses)
    ]
    most = math.ceil(seats / 10 / places * 1.3)
    open_at = [Place(f"L{k:02d}", *spot(), most) for k in range(places)]
    budget = round(0.75 * seats / 10 * sum(course.session_eur for course in offered) / courses)
    return Asked(tuple(needs), tuple(offered), tuple(open_at), budget, Terms(1.5, 6))


def tiny(seed: int, question: str = "balance") -> Asked:
    """Draw a request small enough to be solved by brute force, with every kind of constraint now and then."""
    r = random.Random(seed)
    periods = ("T1", "T2") if r.random() < 0.4 else ()
    funders = (("OPCO", 1000.0 * r.randint(1, 9)), ("Région", 1000.0 * r.randint(1, 9))) if r.random() < 0.4 else ()
    companies, courses, places = (range(r.randint(low, high)) for low, high in ((2, 5), (1, 3), (1, 3)))

    def some(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if r.random() < 0.6) if r.random() < 0.5 else ()

    where = [(45 + r.random(), 4 + r.random()) for _ in companies]
    needs = [
        Need(
            f"E{i}", *where[i], f"F{k}", r.randint(0, 5), r.choice((0, 800, 1500, 2000.5)), some(periods),
            r.choice((None, None, 40.0)), r.choice((0, 0, 2)),
        )
        for i in companies for k in courses if r.random() < 0.8
    ]  # fmt: skip
    offered = [
        Course(
            f"F{k}", r.randint(0, 4), r.randint(4, 8), 100.0 * r.randint(5, 40), r.choice((0, 50, 120.5)), 7,
            r.randint(1, 3), some(periods), some(tuple(name for name, _ in funders)), r.choice((None, 400.0, 1200.0)),
        )
        for k in courses
    ]  # fmt: skip
    open_at = [Place(f"L{k}", 45 + r.random(), 4 + r.random(), r.randint(0, 4), some(periods)) for k in places]
    named = sorted({need.company for need in needs})
    releases = tuple((name, r.randint(1, 6)) for name in named if r.random() < 0.5) if r.random() < 0.4 else ()
    budget = None if r.random() < 0.2 else 500.0 * r.randint(0, 30)
    terms = Terms(r.choice((0.0, 0.6, 1.5)), r.randint(1, 3), question, funders, releases)
    return Asked(tuple(needs), tuple(offered), tuple(open_at), budget, terms)


def with_terms(asked: Asked, **changed: object) -> Asked:
    """Give the same request under other terms."""
    return replace(asked, terms=replace(asked.terms, **changed))
