"""Whatever the unit, the origin or the marks of « never »: the same panel. Quotas in reasons and alternates."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.panels import crowded, named
from oracles.panels import violations
from vivier.panels import Terms, assign
from vivier.panels.data import Affinity, Quota
from vivier.panels.exchanges import Exchanges
from vivier.panels.layout import Layout, faults, mask_of
from vivier.panels.result import french
from vivier.vocabulary import InputError

TERMS = Terms(per_dossier=2, alternates=2, seconds=10.0)


def pairs(panel):
    return {(seat.expert, seat.dossier) for seat in panel.seats}


@pytest.mark.parametrize("never", [1e3, 1e6, 1e9])
@pytest.mark.parametrize("seed", range(3))
def test_a_mark_of_never_is_a_conflict_where_panels_can_do_without(never, seed) -> None:
    values = crowded(24, 14, seed)
    low = np.random.default_rng(seed).random(values.shape) < 0.15
    near = named(values)
    barred = [(near.experts[who], near.dossiers[where]) for who, where in np.argwhere(low)]
    expected = assign(near, loads=(1, 3), conflicts=barred, terms=TERMS)
    panel = assign(named(np.where(low, -never, values)), loads=(1, 3), terms=TERMS)
    assert (panel.worst, panel.total) == pytest.approx((expected.worst, expected.total))
    assert panel.is_proven == expected.is_proven


def test_a_mark_of_never_that_cannot_be_avoided_is_paid() -> None:
    near = Affinity(("A", "B"), ("D1", "D2"), [[0.9, 0.8], [-1e6, -1e6]])
    panel = assign(near, loads=(1, 1), terms=Terms(per_dossier=1))
    assert len(panel.seats) == 2
    assert panel.worst == -1e6


@pytest.mark.parametrize("origin", [-1e6, 1e6, 1e9])
def test_the_origin_of_affinities_is_free(origin) -> None:
    values = crowded(24, 14, 4)
    expected = assign(named(values), loads=(1, 3), terms=TERMS)
    panel = assign(named(values + origin), loads=(1, 3), terms=TERMS)
    assert panel.worst - 2 * origin == pytest.approx(expected.worst, abs=1e-4)
    assert panel.total - 28 * origin == pytest.approx(expected.total, abs=1e-3)


@pytest.mark.parametrize("values", [np.zeros((4, 3)), np.full((4, 3), 7.5), np.full((4, 3), -1e99)])
def test_equal_affinities_give_a_panel_and_changes_that_cost_nothing(values) -> None:
    panel = assign(named(values), loads=(0, 2), terms=Terms(per_dossier=1))
    assert panel.is_proven
    assert panel.why(panel.seats[0].expert, "D0000").endswith("viendrait ensuite et ne coûterait rien.")


@pytest.mark.parametrize("value", [1e101, -1e308])
def test_affinities_beyond_count_are_refused(value) -> None:
    with pytest.raises(InputError, match="trop grande"):
        named([[value, 1.0]])


def test_numbers_are_written_for_people() -> None:
    told = [french(each) for each in (-0.0, -1e-17, 0.0004567, 1234.5678, -0.5, 1e15)]
    assert told == ["0", "−1·10^−17", "0,000457", "1234,568", "−0,5", "1·10^15"]


def test_who_comes_next_may_be_of_another_college_when_quotas_still_hold() -> None:
    near = Affinity(("A", "B", "C"), ("D",), [[0.9], [0.8], [0.7]])
    asked = {"quotas": [Quota("recherche", ("A", "B"), least=1)], "terms": Terms(per_dossier=2)}
    panel = assign(near, **asked)
    assert [seat.next_best for seat in panel.of("D")] == ["C", "C"]
    both = assign(near, quotas=[Quota("recherche", ("A", "B"), least=2)], terms=Terms(per_dossier=2))
    assert "personne d’autre ne peut prendre cette place" in both.why("A", "D")


def test_an_alternate_can_replace_somebody_without_breaking_a_quota() -> None:
    near = Affinity(("A", "B", "C", "E"), ("D",), [[0.9], [0.8], [0.7], [0.1]])
    quota = Quota("recherche", ("A", "B", "E"), least=2)
    panel = assign(near, quotas=[quota], terms=Terms(per_dossier=2, alternates=2))
    assert [seat.expert for seat in panel.alternates] == ["E"]


@given(st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_every_alternate_and_every_next_keeps_the_quotas(seed) -> None:
    random = np.random.default_rng(seed)
    near = named(random.random((8, 3)).round(2))
    one, other = (tuple(np.array(near.experts)[random.permutation(8)[:4]].tolist()) for _ in range(2))
    quotas = [Quota("a", one, least=1, most=2), Quota("b", other, most=2)]
    terms = Terms(per_dossier=3, alternates=3, seconds=5.0)
    try:
        panel = assign(near, loads=(0, 3), quotas=quotas, terms=terms)
    except InputError:
        return
    asked = {"affinity": near, "loads": (0, 3), "conflicts": [], "quotas": quotas, "frozen": [], "terms": terms}
    assert violations(panel, **asked) == []

    def holds(names):
        return all(q.least <= len(names & set(q.experts)) <= q.most for q in quotas)

    for seat in panel.alternates:
        sitting = {each.expert for each in panel.of(seat.dossier)}
        assert any(holds(sitting - {each} | {seat.expert}) for each in sitting)
    for seat in panel.seats:
        if seat.next_best:
            assert holds({each.expert for each in panel.of(seat.dossier)} - {seat.expert} | {seat.next_best})


def test_quotas_are_counted_again_after_each_change() -> None:
    groups = ((np.array([True, True, False, False]), 1, 1),)
    nobody = np.zeros((4, 2), dtype=bool)
    layout = Layout(np.eye(4, 2), ~nobody, nobody, np.zeros(4, int), np.full(4, 2), 2, groups)
    seats = Exchanges.of(layout, mask_of(layout, [(0, 0), (2, 0), (0, 1), (3, 1)]), 0.0)
    seats.seat(int(np.flatnonzero((seats.who == 0) & (seats.where == 1))[0]), 1)
    assert seats.held.tolist() == [[1, 1]]
    assert faults(layout, seats.chosen) == 0


@pytest.mark.parametrize("block", range(3))
def test_no_conflict_is_violated_when_there_are_many(block) -> None:
    """Six hundred requests that mostly hold; `bench/panels.py` tries ten thousand of every kind."""
    held = 0
    for seed in range(block * 200, block * 200 + 200):
        random = np.random.default_rng([seed, 3])
        experts, dossiers = int(random.integers(5, 10)), int(random.integers(2, 7))
        near = named(random.choice([-1.0, 0.0, 0.5, 1.0], (experts, dossiers)))
        barred = [
            (near.experts[who], near.dossiers[where])
            for who, where in np.argwhere(random.random((experts, dossiers)) < 0.25)
        ]
        terms = Terms(per_dossier=2, alternates=2, seconds=5.0)
        asked = {"affinity": near, "loads": (0, 4), "conflicts": barred, "quotas": [], "frozen": [], "terms": terms}
        try:
            panel = assign(**asked)
        except InputError:
            continue
        held += 1
        assert violations(panel, **asked) == []
        assert not {(seat.expert, seat.dossier) for seat in panel.alternates} & (set(barred) | pairs(panel))
    assert held > 120
