"""What is true of every adaptation, against slow judges too; and nonsense refused with a sentence."""

import math
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import figures
from factories import official as made
from oracles.supply import drawn_entrants, tables
from vivier.reference import Store, hypothesis, store
from vivier.reference.official import add
from vivier.supply import Offer, Opening, Portrait, Terms, adapt
from vivier.supply.data import UNSAID
from vivier.supply.portraits import portraits_of
from vivier.supply.sharing import share_of
from vivier.vocabulary import InputError, Interval

shares = st.floats(0.02, 0.9)


@settings(max_examples=60, deadline=None)
@given(shares, shares, st.floats(0.3, 1.0))
def test_bounds_of_a_level_are_those_of_every_table_with_these_margins(a: float, b: float, graduates: float) -> None:
    share, level = a * graduates, b * graduates
    portrait = Portrait(
        "D2Z", {"254": share}, {"none": 1 - graduates, "cap": level, "bac": graduates - level}, answers=1e9
    )
    found, possible = share_of(portrait, "254", "cap"), list(tables(share, level, graduates))
    assert all(found.interval.low - 1e-3 <= each <= found.interval.high + 1e-3 for each in possible)
    if possible:
        assert found.interval.low == pytest.approx(min(possible), abs=0.006)
        assert found.interval.high == pytest.approx(max(possible), abs=0.006)
    assert found.interval.low <= found.value <= found.interval.high


@settings(max_examples=60, deadline=None)
@given(shares, st.floats(1, 500))
def test_a_smaller_survey_is_never_surer(share: float, answers: float) -> None:
    small, large = (share_of(Portrait("D2Z", {"254": share}, answers=n), "254") for n in (answers, answers * 4))
    assert small.interval.width >= large.interval.width - 1e-12
    assert small.interval.low <= share <= small.interval.high


def test_intervals_hold_what_surveys_drawn_at_random_would_say() -> None:
    """Thirty people asked of a family where four in ten have the speciality: 8 intervals out of 10 hold it."""
    r = np.random.default_rng(3)
    hits = []
    for asked in r.binomial(30, 0.4, 400):
        told = share_of(Portrait("D2Z", {"254": max(asked, 1) / 30}, answers=30), "254").interval
        hits.append(told.low <= 0.4 <= told.high)
    assert 0.75 < np.mean(hits) < 0.9


def test_intervals_hold_entrants_drawn_one_by_one_whatever_the_occupations_do() -> None:
    """Bounds are added as if all went together: they hold the truth at least 8 times out of 10."""
    rng, hits, means = np.random.default_rng(5), [], []
    for seed in range(120):
        paths = [rng.gamma(25, size / 25, 200) for size in rng.integers(200, 900, 3)]
        pairs = list(zip(paths, (0.6, 0.8, 1.0), (0.5, 0.2, 0.3), strict=True))
        openings = [
            Opening(f"A{n}", float(path.mean()), Interval(*map(float, np.quantile(path, (0.1, 0.9)))), "Lyon")
            for n, (path, _, _) in enumerate(pairs)
        ]
        portraits = [Portrait(f"A{n}", {"254": share}, starters=young) for n, (_, young, share) in enumerate(pairs)]
        told = adapt(openings, [Offer("Lyon", "254", "", 9)], portraits=portraits, terms=Terms(5)).advice[0].entrants
        mean, total = drawn_entrants(pairs, 5, random.Random(seed))
        means.append(told.value - mean)
        hits.append(told.interval.low <= total / 5 <= told.interval.high)
    assert np.abs(means).max() < 1e-9
    assert np.mean(hits) > 0.8


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 500), st.floats(0, 60), st.floats(0.1, 1))
def test_more_openings_never_close_and_more_places_never_open(posts: float, places: float, rate: float) -> None:
    order = ("close", "keep", "open")

    def verdict(more: float = 0, added: float = 0) -> int:
        opening = Opening("D2Z", posts + more, Interval(posts + more, (posts + more) * 1.5), "Lyon")
        offer = Offer("Lyon", "254", "", places + added, None, rate)
        portraits = [Portrait("D2Z", {"254": 0.5}, answers=80)]
        terms = Terms(5, is_whole=True)
        return order.index(adapt([opening], [offer], portraits=portraits, terms=terms).advice[0].verdict)

    assert verdict(more=50) >= verdict() >= verdict(added=10)


def test_named_specialities_and_the_rest_add_up_to_every_entrant() -> None:
    portrait = Portrait("D2Z", {"254": 0.4, "312": 0.15}, starters=0.7)
    found = adapt([Opening("D2Z", 100, Interval(80, 120), "Lyon")], [], portraits=[portrait], terms=Terms(5))
    assert sum(each.entrants.value for each in found.undeclared) + found.elsewhere.value == pytest.approx(14)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("portraits")
    add([made.write(folder / "files", figures.every())], folder=folder / "store")
    return store(folder / "store")


def test_a_portrait_is_made_of_published_figures(held: Store) -> None:
    """1.2 of the 3 thousand people under 30 learned it; 45 thousand in employment, 30 thousand jobseekers."""
    found = {each.occupation: each for each in portraits_of(held, ["D4Z", "D6Z", "X0Z"], region="84")}
    assert set(found) == {"D4Z"}  # nobody publishes what the others learned
    assert found["D4Z"].specialities == {"254": pytest.approx(0.4), "251": pytest.approx(0.1)}
    assert found["D4Z"].levels["cap"] == pytest.approx(0.5)
    assert found["D4Z"].starters == pytest.approx(2 / 3.25)
    assert found["D4Z"].seekers == pytest.approx(30 / 45)
    assert found["D4Z"].answers == 3 * hypothesis("supply", "answers").values["per_thousand"]


def test_without_the_outlook_every_opening_may_be_for_a_starter(tmp_path: Path) -> None:
    files = {"ages.csv": figures.ages(), **figures.diplomas()}
    add([made.write(tmp_path / "files", files)], folder=tmp_path / "store")
    portrait = portraits_of(store(tmp_path / "store"), ["D4Z"])[0]
    assert (portrait.starters, portrait.seekers) == (1.0, None)


def test_what_is_supposed_of_an_insertion_is_the_hypothesis_of_the_store() -> None:
    values = hypothesis("supply", "insertion").values
    assert Interval(values["low"], values["high"]) == UNSAID


def test_published_portraits_of_boilermakers(statistics: Store) -> None:
    """Half of those under 30 learned metal structures; two openings in three go to starters; few jobseekers."""
    portrait = portraits_of(statistics, ["D2Z"])[0]
    assert portrait.specialities["254"] == pytest.approx(11.1982 / (11.25539 + 10.76996))
    assert portrait.starters == pytest.approx(0.669, abs=0.001)
    assert sum(portrait.levels.values()) == pytest.approx(1)
    codes = statistics.nomenclature("fap2009").codes("87")
    assert len(portraits_of(statistics, codes)) >= 84


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: Opening("", 1, Interval(0, 1)),
        lambda: Opening("D2Z", math.inf, Interval(0, 1)),
        lambda: Opening("D2Z", "dix", Interval(0, 1)),
        lambda: Opening("D2Z", 1, Interval(0, 1e9)),
        lambda: Portrait("D2Z", {"254": 0.7, "312": 0.7}),
        lambda: Portrait("D2Z", {"": 0.7}),
        lambda: Portrait("D2Z", {"254": 0.5}, {"licence": 1.0}),
        lambda: Portrait("D2Z", {"254": 0.5}, answers=math.nan),
        lambda: Portrait("D2Z", {"254": 0.5}, starters=1.4),
        lambda: Portrait("D2Z", {"254": 0.5}, seekers=-1),
        lambda: Offer("", "254", "cap", 1),
        lambda: Offer("Lyon", " ", "cap", 1),
        lambda: Offer("Lyon", "254", "licence", 1),
        lambda: Offer("Lyon", "254", "cap", -1),
        lambda: Offer("Lyon", "254", "cap", 1, math.nan),
        lambda: Offer("Lyon", "254", "cap", 1, 1, 0),
        lambda: Offer("Lyon", "254", "cap", True),
        lambda: Terms(0),
        lambda: Terms(5, insertion=Interval(0, 0.5)),
    ],
)
def test_nonsense_is_refused_with_one_french_sentence(nonsense) -> None:
    with pytest.raises(InputError) as refused:
        nonsense()
    assert str(refused.value).endswith(".")
    assert str(refused.value).count(". ") == 0
