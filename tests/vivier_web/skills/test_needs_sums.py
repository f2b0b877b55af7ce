"""What a pôle reads of the returns are sums that betray no member, and studies count them no otherwise."""

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import collected, needed
from factories.cluster import Cluster
from vivier.study.creations import Creation
from vivier_web.skills.actions.runs import work_out
from vivier_web.skills.actions.studies import plan_study, queue_run
from vivier_web.skills.kept import unpacked
from vivier_web.skills.needs.answers import Answered, Difficulties, Hire, Perception, ProjectNeed, SkillWish
from vivier_web.skills.needs.creations import declared
from vivier_web.skills.needs.schema import schema
from vivier_web.skills.needs.sums import BATCH, board, in_batches
from vivier_web.skills.queries.needs import board_of

ASKED = schema("2026-1")
DAY = dt.date(2026, 11, 22)


def hire(pcs: str, people: int = 2, year: int = 2027, *, is_creation: bool = False) -> Hire:
    return Hire("x", pcs, "", year, people, is_difficult=True, is_creation=is_creation)


def returned(pk: int, *hires: Hire, mark: int = 4, **more: object) -> Answered:
    seen = tuple(Perception(name, mark) for name in ASKED.named("scale", "perception_"))
    return Answered(pk, DAY, hires, difficulties=Difficulties("often"), perceptions=seen, **more)


def figures(found: object, table: str) -> dict[str, list[float | None]]:
    return {
        row.label: [one and one.value for one in row.figures]
        for row in found.table(table).rows
    }  # fmt: skip


def test_nothing_is_counted_before_the_fifth_return_and_then_five_by_five() -> None:
    found = [returned(pk, hire("623e")) for pk in range(12)]
    assert [board(found[:n], {}, ASKED).counted for n in (0, 4, 5, 9, 12)] == [0, 0, 5, 5, 10]
    assert board(found[:4], {}, ASKED).tables == ()
    assert board(found[:5], {}, ASKED) == board(found[:9], {}, ASKED)


def test_hires_are_added_up_by_occupation_and_year() -> None:
    found = board([returned(pk, hire("623e"), hire("628b", 1, 2028)) for pk in range(5)], {}, ASKED)
    assert found.table("metiers").heads == ("Postes", "2027", "2028", "Jugés difficiles")
    rows = list(figures(found, "metiers").values())
    assert rows == [[15, 10, 5, 1], [10, 10, 0, 1], [5, 0, 5, 1]]


def test_an_occupation_of_too_few_is_regrouped_and_nothing_gives_it_back() -> None:
    rare = [returned(0, hire("623e", 9), hire("388a", 7)), *(returned(pk, hire("623e", 3)) for pk in range(1, 5))]
    rows = figures(board(rare, {}, ASKED), "metiers")
    assert rows["Tous les métiers"][0] == 28
    assert not any("388a" in row.code for row in board(rare, {}, ASKED).table("metiers").rows)
    assert 7 not in {value for values in rows.values() for value in values}
    assert rows["Tous les métiers"][0] - sum(row[0] for name, row in rows.items() if name != "Tous les métiers") == 0


@pytest.mark.parametrize("seed", range(20))
def test_every_figure_shown_and_every_difference_with_the_total_stands_on_enough(seed: int) -> None:
    rng = random.Random(seed)
    codes = ("623e", "628b", "625b", "388a", "477a", "543b")
    found = [
        returned(pk, *(hire(rng.choice(codes), rng.randint(1, 4), rng.choice((2027, 2028))) for _ in range(3)))
        for pk in range(15)
    ]
    rows = board(found, {}, ASKED).table("metiers").rows
    whole, *others = rows
    for row in others:
        assert row.figures[0].n >= 3
        assert row.figures[0].value >= 5
    assert whole.figures[0].value == sum(row.figures[0].value for row in others)
    for column in (1, 2):
        shown = [row.figures[column] for row in others if row.figures[column] is not None]
        assert all(one.value == 0 or (one.n >= 3 and one.value >= 5) for one in shown)
        if whole.figures[column] is not None:  # what is hidden is the total less what is shown
            hidden = whole.figures[column].value - sum(one.value for one in shown)
            assert hidden == 0 or hidden >= 5


def test_a_skill_that_one_member_wants_is_never_named() -> None:
    common = SkillWish("Soudage TIG", "gain", 2, 2027)
    lonely = SkillWish("Reprise par le neveu du patron", "gain", 9, 2027)
    found = [returned(pk, skills=(common, lonely) if pk == 0 else (common,)) for pk in range(5)]
    rows = figures(board(found, {}, ASKED), "competences")
    assert "Reprise" not in str(rows)
    assert rows == {"Autres, regroupés": [19, None]}


def test_skills_written_otherwise_are_one() -> None:
    words = ("Soudage TIG", "soudage tig", "Soudage TIG", "SOUDAGE  TIG", "Soudage-TIG")
    found = [returned(pk, skills=(SkillWish(word, "pass_on", 1, 2027),)) for pk, word in enumerate(words)]
    assert figures(board(found, {}, ASKED), "competences") == {"Soudage TIG": [None, 5]}


def test_opinions_are_shown_by_college_when_both_sides_are_enough() -> None:
    colleges = {pk: "Grandes" if pk < 10 else "Petites" for pk in range(20)}
    found = [returned(pk, mark=5 if pk % 2 else 1) for pk in range(20)]
    table = board(found, colleges, ASKED).table("perceptions")
    assert table.heads == ("Tous", "Grandes", "Petites")
    assert {tuple(one.value for one in row.figures) for row in table.rows} == {(0.5, 0.5, 0.5)}
    assert {one.n for row in table.rows for one in row.figures} == {20, 10}
    one_dissents = [returned(pk, mark=1 if pk == 0 else 5) for pk in range(20)]
    hidden = board(one_dissents, colleges, ASKED).table("perceptions")
    assert {row.figures[1] for row in hidden.rows} == {None}
    assert {row.figures[0] for row in hidden.rows} == {None}


def test_new_posts_are_counted_by_occupation_only_where_enough_members_declare_them() -> None:
    found = [returned(pk, hire("623e", is_creation=True), hire("628b")) for pk in range(4)]
    found.append(returned(4, hire("388a", 6, is_creation=True)))
    lines = declared(found, [ProjectNeed("P", "x", "478b", "", 2028, 6)], range(2026, 2037))
    assert lines == [["", 14, 2027, 2027, "membres"], ["478b", 6, 2028, 2028, "projet : P"]]
    enough = [*found, *(returned(pk, hire("388a", 1, is_creation=True)) for pk in (5, 6))]
    assert [line[:2] for line in declared(enough, [], range(2026, 2037))] == [["388a", 8], ["623e", 8]]
    assert declared(found[:2], [], range(2026, 2037)) == []
    assert declared(enough, [], range(2028, 2037)) == []


def test_a_study_counts_the_needs_of_the_moment_it_was_asked_and_says_where_they_come_from(pole: Cluster) -> None:
    wave = collected.collected(pole.pole, members=5)
    call = needed.asked(wave)
    said = needed.typed(("Usineur", "623e", 2027, 4, "is_creation"))
    for one in wave.deposits.select_related("organisation"):
        needed.answered(call, one.organisation, said)
    needed.project(pole.pole)
    plain = plan_study(wave, "Sans", {"horizon": 3, "draws": 100}, by=None)
    study = plan_study(wave, "Avec", {"horizon": 3, "draws": 100, "needs": True}, by=None)
    run = queue_run(study, by=None)
    needed.project(pole.pole, people=50)  # after: this run does not know
    assert run.parameters["creations"] == [
        ["623e", 20, 2027, 2027, "membres"],
        ["478b", 6, 2028, 2028, "projet : Plateau commun"],
    ]
    found, without = unpacked(work_out(run.pk).result), unpacked(work_out(queue_run(plain, by=None).pk).result)
    sources = [one.source for one in found.assumptions if one.name.startswith("creations.")]
    assert [source[:20] for source in sources] == ["Besoins du projet « ", "Retours des membres "]
    assert found.parameters_sha256 != without.parameters_sha256

    def created(study: object) -> float:
        rows = study.table("postes").rows
        return next(row.figure.value for row in rows if row.keys == ("ensemble", "total", "creation"))

    assert created(without) == pytest.approx(0, abs=0.5)
    assert created(found) == pytest.approx(26, rel=0.05)


def test_the_board_of_a_wave_is_that_of_its_current_returns(pole: Cluster) -> None:
    call = needed.opened(pole.pole)
    for number in range(BATCH):
        member = collected.member(pole.pole, number)
        needed.answered(call, member)
    found = board_of(call)
    assert (found.counted, figures(found, "metiers")["Tous les métiers"][0]) == (5, 10)


def test_a_creation_is_positive_and_its_years_in_order() -> None:
    with pytest.raises(ValueError, match="positif"):
        Creation("623e", -1, 2027, 2028, "x")


def test_a_correction_waits_for_four_others_as_a_first_return_does() -> None:
    first = [returned(pk, hire("623e")) for pk in range(5)]
    again = [returned(pk, hire("624d")) for pk in range(5)]
    assert board([*first, again[0]], {}, ASKED) == board(first, {}, ASKED)
    assert board([*first, *[again[0]] * 9], {}, ASKED) == board(first, {}, ASKED)  # one member cannot fill a batch
    assert board([*first, *again[:4]], {}, ASKED) == board(first, {}, ASKED)
    assert in_batches([*first, *again]) == tuple(again)
    others = [returned(pk, hire("623e")) for pk in range(5, 9)]
    assert in_batches([*first, again[2], *others]) == (*first[:2], again[2], *first[3:], *others)


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(1, 9)), max_size=40), st.integers(0, 40))
def test_two_readings_are_the_same_or_differ_by_five_members(came: list[tuple[int, int]], at: int) -> None:
    every = [returned(pk, hire("623e", people=100 * rank + n)) for rank, (pk, n) in enumerate(came)]
    before = {one.organisation_id: one for one in in_batches(every[:at])}
    after = {one.organisation_id: one for one in in_batches(every)}
    changed = [pk for pk in after if before.get(pk) != after[pk]]
    assert not changed or len(changed) >= BATCH
    assert before.keys() <= after.keys()
