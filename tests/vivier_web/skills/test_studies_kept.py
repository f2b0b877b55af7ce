"""Whatever the study, what is kept is read back whole; whatever is asked of one, bounds and perimeters hold."""

import dataclasses
import datetime as dt
import gzip
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.cluster import Cluster
from factories.collected import collected, company, deposit, member
from factories.study import bare, study
from vivier.study.data import Assumption, Fact, Figure, Row, Table
from vivier.vocabulary import InputError, Interval
from vivier_web.members.actions import end_membership
from vivier_web.skills.actions.studies import BOUNDS, DEFAULTS, checked, plan_study, queue_run
from vivier_web.skills.actions.titles import decide_title
from vivier_web.skills.kept import packed, unpacked
from vivier_web.skills.models import Run, Study
from vivier_web.skills.published import Headline, compared, published_run
from vivier_web.skills.queries.studies import (
    asked_by,
    members_in,
    perimeter_words,
    perimeters_of,
    regions_offered,
    studies_of,
)

WORDS = st.text(st.characters(codec="utf-8"), max_size=12)
NUMBERS = st.integers(-(10**9), 10**9).map(float) | st.floats(-1e6, 1e6).map(lambda value: round(value, 6))
INTERVALS = st.none() | st.tuples(NUMBERS, NUMBERS).map(lambda pair: Interval(min(pair), max(pair)))
FIGURES = st.builds(
    Figure, NUMBERS, st.sampled_from(("personnes", "part", "postes")), st.integers(0, 9999), INTERVALS, INTERVALS
)
ROWS = st.lists(st.builds(Row, st.tuples(WORDS, WORDS), st.none() | FIGURES), max_size=4).map(tuple)
TABLES = st.builds(
    Table, st.from_regex(r"[a-z]{1,9}", fullmatch=True), WORDS, WORDS, st.just(("metier", "axe")), ROWS
)
STUDIES = st.builds(
    lambda **over: dataclasses.replace(bare(), **over),
    horizon=st.integers(1, 30),
    seed=st.integers(0, 2**31 - 1),
    tables=st.lists(TABLES, max_size=3, unique_by=lambda table: table.name).map(tuple),
    facts=st.lists(st.builds(Fact, WORDS, WORDS, FIGURES, WORDS), max_size=3).map(tuple),
    assumptions=st.lists(st.builds(Assumption, WORDS, WORDS, WORDS, WORDS), max_size=3).map(tuple),
    notes=st.lists(WORDS, max_size=3).map(tuple),
    labels=st.dictionaries(WORDS, WORDS, max_size=3),
)


@given(STUDIES)
def test_whatever_the_study_it_is_read_back_equal_and_written_again_the_same(made: object) -> None:
    kept = packed(made)
    assert unpacked(kept) == made
    assert packed(unpacked(kept)) == kept


def test_one_bit_changed_in_what_is_kept_is_not_read() -> None:
    kept = bytearray(packed(study(20, 2, 3)))
    kept[len(kept) // 2] ^= 1
    with pytest.raises((OSError, EOFError, ValueError, gzip.zlib.error)):
        unpacked(bytes(kept))


@pytest.mark.parametrize("name", BOUNDS)
def test_a_setting_is_taken_from_its_least_to_its_most_and_no_further(name: str) -> None:
    low, high = BOUNDS[name]
    assert [checked({name: value})[name] for value in (low, high)] == [low, high]
    for wrong in (low - 1, high + 1, None, "1", 1.0, math.nan, math.inf, True, [], {}):
        with pytest.raises(InputError) as why:
            checked({name: wrong})
        assert str(why.value).endswith(f"va de {low} à {high}.")


@pytest.mark.parametrize("wrong", [{"perimeter": ""}, {"perimeter": None}, {"perimeter": []}, {"graine": 1}])
def test_an_unknown_perimeter_or_setting_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InputError):
        checked(wrong)


def test_checking_changes_nothing_of_what_it_is_given() -> None:
    given_, before = {"horizon": 5}, dict(DEFAULTS)
    assert checked(given_) == {**DEFAULTS, "horizon": 5}
    assert (given_, DEFAULTS) == ({"horizon": 5}, before)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({}, "tous les membres"),
        ({"perimeter": "all", "value": "x"}, "tous les membres"),
        ({"perimeter": "college", "value": "Recherche"}, "collège « Recherche »"),
        ({"perimeter": "department", "value": "2A"}, "sièges du 2A"),
    ],
)
def test_a_perimeter_is_said(parameters: dict[str, str], words: str) -> None:
    assert perimeter_words(parameters) == words


def test_a_perimeter_holds_its_members_only(pole: Cluster) -> None:
    one, other, third = pole.members
    other.memberships.update(college="Recherche")
    third.sites.update(department="01")
    assert members_in(pole.pole, {"perimeter": "college", "value": "Recherche"}) == {other.pk}
    assert members_in(pole.pole, {"perimeter": "department", "value": "74"}) == {one.pk, other.pk}
    assert members_in(pole.pole, {"perimeter": "department", "value": "75"}) == frozenset()
    third.sites.update(is_head_office=False)
    assert members_in(pole.pole, {"perimeter": "department", "value": "01"}) == frozenset()


def test_perimeters_of_nobody_are_not_offered(pole: Cluster) -> None:
    for one in pole.members:
        end_membership(one.memberships.get(), left_on=dt.date(2026, 1, 1), by=None)
    assert perimeters_of(pole.pole) == [("all", "Tous les membres")]


def test_without_official_figures_no_region_is_offered(settings: object, tmp_path: object) -> None:
    settings.REFERENCE = str(tmp_path / "reference")
    assert regions_offered() == []


def test_a_perimeter_where_nobody_deposited_is_told(pole: Cluster) -> None:
    wave = collected(pole.pole, members=3)
    planned = plan_study(wave, "", {"perimeter": "college", "value": "Recherche"}, by=None)
    with pytest.raises(InputError, match="Aucun membre de ce périmètre"):
        asked_by(planned, planned.parameters)


def test_what_is_asked_is_the_same_whoever_deposited_first_and_changes_with_any_cell(pole: Cluster) -> None:
    def asked(order: list[int], *, age: str = "35_44") -> object:
        wave = collected(pole.pole, members=0)
        for rank in order:
            one = pole.members[rank]
            deposit(wave, one, company(one.siren, ("623e", age, "H", "CDI", rank + 1)))
        planned = plan_study(wave, "", {}, by=None)
        return asked_by(planned, planned.parameters)

    one, other, changed = asked([0, 1, 2]), asked([2, 0, 1]), asked([0, 1, 2], age="45_54")
    assert (one.sha256, one.headcount) == (other.sha256, other.headcount)
    assert changed.sha256 != one.sha256
    assert asked([0, 1]).sha256 != one.sha256


def test_a_title_decided_for_more_people_than_the_member_has_invents_nobody(pole: Cluster) -> None:
    wave, one = collected(pole.pole, members=2), member(pole.pole, 70)
    deposit(wave, one, company(one.siren, ("inconnu", "35_44", "H", "CDI", 4)), [("Usineur", 3), ("Fraiseur", 3)])
    for title in ("Usineur", "Fraiseur"):
        decide_title(pole.pole, title, "623g", by=None)
    planned = plan_study(wave, "", {}, by=None)
    found = next(each for each in asked_by(planned, {}).headcount.companies if each.siren == one.siren)
    assert [(cell.pcs, cell.n) for cell in found.count.cells] == [("623g", 4)]


def test_studies_are_told_the_latest_first_with_their_runs_the_last_first(pole: Cluster) -> None:
    wave = collected(pole.pole, members=0)
    for rank, name in enumerate(("Première", "Seconde")):
        planned = plan_study(wave, name, {}, by=None)
        Study.objects.filter(pk=planned.pk).update(created_at=dt.datetime(2026, 1, 1 + rank, tzinfo=dt.UTC))
        queue_run(planned, by=None)
        queue_run(planned, by=None)
    found = [(one.name, [run.number for run in one.runs.all()]) for one in studies_of(pole.pole)]
    assert found == [("Seconde", [2, 1]), ("Première", [2, 1])]
    assert all(run.get_deferred_fields() == {"result"} for one in studies_of(pole.pole) for run in one.runs.all())


def kept_run(pole: Cluster, made: object, **over: object) -> Run:
    """Make a run that is done, whose result is a study of ours."""
    planned = Study.objects.first() or plan_study(collected(pole.pole, members=0), "Étude", {}, by=None)
    run = queue_run(planned, by=None)
    done = {"state": "done", "result": packed(made), "finished_at": dt.datetime(2026, 2, 1, tzinfo=dt.UTC)}
    Run.objects.filter(pk=run.pk).update(**done | over)
    return Run.objects.select_related("study__wave").get(pk=run.pk)


@pytest.mark.parametrize("over", [{"state": "running"}, {"state": "failed"}, {"result": None}, {"finished_at": None}])
def test_a_run_that_lacks_its_end_is_not_published(pole: Cluster, over: dict[str, object]) -> None:
    with pytest.raises(InputError) as why:
        published_run(kept_run(pole, study(), **over))
    assert str(why.value) == "Ce calcul n’a pas encore de résultat."


def test_two_runs_are_the_same_only_by_their_bytes(pole: Cluster) -> None:
    one_member = Table("membres", "", "", ("membre",), (Row(("ensemble",), Figure(3, "entreprises", 60)),))
    made = study(60, 3, 4)
    tables = tuple(one_member if table.name == "membres" else table for table in made.tables)
    made = dataclasses.replace(made, tables=tables)
    one, same, other = (
        published_run(kept_run(pole, made, result_sha256=print_)) for print_ in ("a" * 64, "a" * 64, "b" * 64)
    )
    assert (compared(one, same).is_same, compared(one, other).is_same) == (True, False)
    assert (one.members, one.people, one.last_year) == (3, 60, "2036")
    assert [one.file_name[-8:], other.file_name[-8:]] == ["calcul-1", "calcul-3"]


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [(3.0, 5.0, 2.0), (5.0, 3.0, -2.0), (3.0, 3.0, 0.0), (None, 3.0, None), (3.0, None, None), (None, None, None)],
)
def test_a_difference_needs_both_figures(one: float | None, other: float | None, difference: float | None) -> None:
    figures = [None if value is None else Figure(value, "postes", 9) for value in (one, other)]
    assert Headline("Postes", *figures).difference == difference
