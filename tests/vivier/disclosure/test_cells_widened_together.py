"""Pushing many cells at once, here or side by side, gives each the verdict that it has alone."""

from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from scipy.sparse import csr_array

from factories.secret import crossed
from vivier.disclosure import inference
from vivier.disclosure.inference import Attacker, Inferred, Target, worked_out

Case = tuple[np.ndarray, csr_array, list[Target]]


def case(seed: int, rows: int = 25, columns: int = 12) -> Case:
    """Give a table with margins, what is hidden of it, and widths that about half of the hidden cells have."""
    draws = np.random.default_rng(seed)
    system = crossed(np.round(draws.lognormal(6, 2, (rows, columns))) + 1)
    hidden = np.zeros((rows + 1, columns + 1), bool)
    hidden[:rows, :columns] = draws.random((rows, columns)) < 0.3
    mask = hidden.ravel()
    alone = [ends(system.values, system.relations, mask, at) for at in np.flatnonzero(mask).tolist()]
    asked = [
        Target((at,), (1.0,), (high - low) * draws.choice([0.5, 0.98, 1.02, 2.0]))
        for at, low, high in alone
        if high > low
    ]
    return np.where(mask, np.nan, system.values), csr_array(system.relations), asked


def ends(values: np.ndarray, relations: csr_array, mask: np.ndarray, at: int) -> tuple[int, float, float]:
    found = Attacker(np.where(mask, np.nan, values), relations).infer(Target((at,), (1.0,), np.inf))
    return at, found.low, found.high


def alone(values: np.ndarray, relations: csr_array, targets: list[Target]) -> list[Inferred]:
    return [Attacker(values, relations).infer(each) for each in targets]


def verdicts(found: list[Inferred]) -> list[bool]:
    return [each.is_narrow for each in found]


@pytest.mark.parametrize("seed", range(6))
def test_each_cell_has_the_verdict_that_it_has_alone(seed: int) -> None:
    values, relations, targets = case(seed)
    told: list[int] = []
    together = [*worked_out(values, relations, targets, done=told.append)]
    expected = alone(values, relations, targets)
    assert verdicts(together) == verdicts(expected)
    assert 10 < sum(verdicts(expected)) < len(targets) - 10
    assert told == sorted(told)
    assert told[-1] > 0
    for one, other in zip(together, expected, strict=True):
        if one.is_narrow:  # both of its ends were worked out to the end
            assert (one.low, one.high) == pytest.approx((other.low, other.high), rel=1e-6, abs=1e-3)


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_side_by_side_says_the_same(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inference, "_BATCH", 17)
    values, relations, targets = case(3)
    told: list[int] = []
    workers: Executor = (
        ThreadPoolExecutor(2) if kind == "threads" else ProcessPoolExecutor(2, mp_context=get_context("spawn"))
    )
    with workers:
        apart = [*worked_out(values, relations, targets, done=told.append, executor=workers)]
    assert verdicts(apart) == verdicts([*worked_out(values, relations, targets, done=lambda _done: None)])
    assert told[-1] == len(targets)
    assert len(told) > 3


def test_cells_that_nothing_bounds_are_wide_and_hide_no_other() -> None:
    system = crossed(np.arange(1.0, 41.0).reshape(8, 5))
    shown = system.values.reshape(9, 6).copy()
    shown[:, [0, 5]] = np.nan  # a column and what it is added to: as great as one likes
    shown[:2, 1:3] = np.nan  # four that bound one another
    values = shown.ravel()
    targets = [Target((at,), (1.0,), 1e9) for at in np.flatnonzero(np.isnan(values)).tolist()] * 3
    found = [*worked_out(values, csr_array(system.relations), targets, done=lambda _done: None)]
    assert {np.isinf(each.high) for each in found} == {True, False}
    assert verdicts(found) == verdicts(alone(values, csr_array(system.relations), targets))


def test_most_cells_need_no_program_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    values, relations, targets = case(1, 60, 40)
    asked = [Target(each.columns, each.signs, each.width / 4) for each in targets]
    programs = 0
    solve = inference._status

    def counted(model: object) -> object:
        nonlocal programs
        programs += 1
        return solve(model)  # type: ignore[arg-type]

    monkeypatch.setattr(inference, "_status", counted)
    assert not any(verdicts([*worked_out(values, relations, asked, done=lambda _done: None)]))
    assert programs < len(asked) / 4
