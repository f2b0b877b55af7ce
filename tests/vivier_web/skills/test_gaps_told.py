"""The pure rules of a board: what a study says of the years ahead, what may be shown, how tables are told and sorted."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.gaps import Gaps, Required
from vivier.gaps.data import Needed, Retention, Staff
from vivier.gaps.result import Amount, SkillGap
from vivier.study.data import Fact, Figure, Row, Study, Table
from vivier.vocabulary import Interval
from vivier_web.pages.pole.gaps.drawn import drawn, title_of
from vivier_web.skills.guard.threshold import THRESHOLD
from vivier_web.skills.polyvalence.ahead import ahead_of, people_of, posts_of
from vivier_web.skills.polyvalence.held import LEVELS, SECRET, WHOLE, is_betrayed, level_asked, pooled
from vivier_web.skills.polyvalence.rows import (
    Filters,
    Gap,
    counts_of,
    declared_rows,
    gaps_of,
    held_rows,
    kept,
    trades_of,
)  # fmt: skip
from vivier_web.skills.polyvalence.told import DeclaredNeed, Found, Stamp, as_study, twins_of

SD = 2 * 1.2816


def study(*tables: Table, **labels: str) -> Study:
    return Study("2026-01-31", 5, 1, (), tables, (), (), "", "", "", labels)


def outlook(name: str, *rows: tuple[str, str, str, Figure | None]) -> Table:
    told = tuple(Row((code, year, cause), figure) for code, year, cause, figure in rows)
    return Table(name, "", "", ("metier", "annee", "cause"), told)


def people(value: float, n: int, around: tuple[float, float] | None = None) -> Figure:
    return Figure(value, "personnes", n, Interval(*around) if around else None)


# --- Years ahead -------------------------------------------------------------------------------------------------


def test_those_who_stay_and_the_openings_are_the_posts_and_nothing_hidden_enters() -> None:
    told = study(
        outlook(
            "departs",
            ("691e", "total", "toutes", people(20, 100, (10, 10 + 10 * SD))),
            ("691e", "total", "retraite", people(5, 100)),
            ("691e", "2027", "toutes", people(4, 100)),
            ("211a", "total", "toutes", people(30, 25)),  # more leave than are there
            ("623e", "total", "toutes", None),  # hidden
            ("625b", "total", "toutes", people(3, 40)),  # its openings are hidden
            ("628b", "total", "toutes", people(0, 0)),  # nobody is there
            ("69", "total", "toutes", people(9, 100)),  # a group
            ("ensemble", "total", "toutes", people(99, 900)),
        ),
        outlook(
            "postes",
            ("691e", "total", "toutes", people(15, 100, (5, 5 + 5 * SD))),
            ("691e", "total", "dares", people(70, 100)),
            ("211a", "total", "toutes", people(2.5, 25)),
            ("623e", "total", "toutes", people(2, 20)),
            ("625b", "total", "toutes", None),
            ("628b", "total", "toutes", people(3, 0)),
            ("69", "total", "toutes", people(9, 100)),
            ("ensemble", "total", "toutes", people(80, 900)),
        ),
    )
    assert people_of(told) == {"691e": 100, "211a": 25}
    assert posts_of(told) == {"691e": 95.0, "211a": 2.5}
    ahead = ahead_of(told)
    assert ahead.staff == (Staff("691e", 100), Staff("211a", 25))
    assert [(one.occupation, one.rate, pytest.approx(one.sd)) for one in ahead.retention] == [
        ("691e", 0.8, 0.1),
        ("211a", 0.0, 0.0),
    ]
    assert [(one.occupation, one.posts, pytest.approx(one.sd)) for one in ahead.needed] == [
        ("691e", 95.0, 5.0),
        ("211a", 2.5, 0.0),
    ]
    assert all(isinstance(one, Retention) for one in ahead.retention)
    assert all(isinstance(one, Needed) for one in ahead.needed)


@given(st.integers(1, 500), st.floats(0, 2000), st.floats(0, 2000), st.floats(0, 3000))
def test_whatever_a_study_says_an_engine_is_told_possible_shares_and_posts(
    n: int, left: float, opened: float, width: float
) -> None:
    told = study(
        outlook("departs", ("691e", "total", "toutes", people(left, n, (0, width)))),
        outlook("postes", ("691e", "total", "toutes", people(opened, n, (0, width)))),
    )
    (stays,), (needed,) = ahead_of(told).retention, ahead_of(told).needed
    assert 0 <= stays.rate <= 1
    assert 0 <= stays.sd <= 1
    assert needed.posts == max(0.0, n - left) + opened


# --- What may be shown -------------------------------------------------------------------------------------------

GIVEN = st.lists(
    st.tuples(st.just("x"), st.sampled_from("abcdef"), st.tuples(*[st.integers(0, 4)] * 5)), min_size=1, max_size=9
)


@given(GIVEN, st.sampled_from(LEVELS))
def test_each_side_of_the_level_asked_of_a_skill_shown_is_nobody_or_enough(rows: list, level: int) -> None:
    assert pooled(rows).keys() == {"x"}
    one = pooled(rows)["x"]
    sides: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for _, name, levels in rows:
        for at, n in enumerate(levels):
            sides[at >= level][name] += n
    is_enough = [
        not sum(side.values()) or (sum(side.values()) >= 5 and sum(n > 0 for n in side.values()) >= 3)
        for side in sides
    ]
    assert (one.told(level) == WHOLE) == (
        all(is_enough) and one.assessed.total() > 0 and THRESHOLD.is_met(one.assessed)
    )
    assert one.assessed.total() == sum(map(sum, (levels for _, _, levels in rows)))


def test_nobody_assessed_is_told_nothing() -> None:
    assert pooled([("x", "a", (0, 0, 0, 0, 0))])["x"].told(3) == SECRET


@pytest.mark.parametrize(
    ("rows", "trainers"),
    [
        ([("a", 0, 3), ("b", 0, 3), ("c", 0, 3)], 9),  # every holder can
        ([("a", 3, 0), ("b", 3, 0), ("c", 3, 0)], 0),  # nobody can, and it may be said
        ([("a", 2, 2), ("b", 2, 2), ("c", 2, 2)], 6),
        ([("a", 3, 1), ("b", 3, 0), ("c", 3, 0)], None),  # one member's
        ([("a", 1, 3), ("b", 0, 3), ("c", 0, 3)], None),  # the others are one member's
    ],
)
def test_those_who_can_train_are_counted_where_they_and_the_other_holders_may_be(rows: list, trainers: int) -> None:
    one = pooled([("x", name, (4, 0, 0, alone, can)) for name, alone, can in rows])["x"]
    assert one.trainers(3) == trainers


@given(st.frozensets(st.sampled_from("abcdefgh")), st.lists(st.frozensets(st.sampled_from("abcdefgh")), max_size=4))
def test_no_difference_with_a_board_before_holds_one_or_two_members(ours: frozenset, before: list) -> None:
    gives = any(theirs and {1, 2} & {len(ours - theirs), len(theirs - ours)} for theirs in before)
    assert is_betrayed(ours, before) == bool(gives)
    assert not is_betrayed(ours, [ours, ()])


@pytest.mark.parametrize(
    ("rows", "level"),
    [([], 4), ([(2, 5.0)], 2), ([(1, 5.0), (3, 5.0)], 3), ([(0, 1.0), (4, 0.5)], 0), ([(2, 1.0), (3, 1.5), (2, 1.0)], 2)],
)  # fmt: skip
def test_the_level_asked_is_that_of_most_posts_the_higher_one_when_they_are_even(rows: list, level: int) -> None:
    assert level_asked(rows) == level


# --- Tables ------------------------------------------------------------------------------------------------------


def amount(value: float) -> Amount:
    return Amount(value, Interval(value / 2, value * 2))


def gap(skill: str, short: float = 4.0, risk: float = 0.25, *reasons: str) -> SkillGap:
    said = [amount(each) for each in (10, 6, 5, short, 40, 30)]
    return SkillGap(skill, 3, 1.0, *said, 18, 6, 3, 36, risk, reasons)


def gaps(*skills: SkillGap) -> Gaps:
    return Gaps(5, skills, amount(8), amount(80), amount(60))


def found(*told: SkillGap, worded: tuple[SkillGap, ...] = (), **how: object) -> Found:
    held = pooled([(one.skill, name, (4, 0, 0, 1, 1)) for one in told for name in "abc"])
    required = tuple(Required("691e", one.skill) for one in (*told, *worded))
    return replace(Found(gaps(*told), gaps(*worded), held, required, {"691e": "Verriers"}), **how)


def written(told: Found) -> Study:
    return as_study(told, Stamp("2026-01-31", 5, 1, "1.0", "in", "par"))


def test_a_board_is_written_with_the_figures_of_its_gaps_and_no_figure_of_those_told_in_words() -> None:
    told = written(found(gap("A", 4.126, 0.25, "few", "leaving"), worded=(gap("B", 9, 0.9, "few"), gap("C"))))
    assert {row.keys: row.figure and row.figure.value for row in told.table("competences").rows} == {
        ("A", "postes"): 10, ("A", "titulaires"): 6, ("A", "restants"): 5, ("A", "manque"): 4.13, ("A", "heures"): 40,
        ("A", "heures_en_poste"): 30, ("A", "couverture"): 0.5, ("A", "formateurs"): None,
    }  # fmt: skip
    assert [(row.keys, row.figure) for row in told.table("competences_fragiles").rows] == [
        (("A", "few"), Figure(0.25, "part", 18)),
        (("A", "leaving"), Figure(0.25, "part", 18)),
        (("B", "few"), None),
        (("C", "aucune"), None),
    ]
    assert told.facts[-1] == Fact(
        "fragiles", "compétences fragiles, sur 3 évaluées", Figure(2, "compétences", 3), "competences_fragiles"
    )
    assert [(fact.name, fact.figure.value, fact.figure.n) for fact in told.facts[:-1]] == [
        ("manque", 8, 18), ("heures", 80, 18), ("heures_en_poste", 60, 18),
    ]  # fmt: skip
    assert (told.labels, trades_of(told)) == ({"691e": "Verriers"}, [("691e", "Verriers")])
    rows = {one.skill: one for one in gaps_of(told)}
    assert list(rows) == ["A", "B", "C"]
    assert (rows["A"].reasons, rows["A"].trades, rows["A"].n) == (("few", "leaving"), ("691e",), 18)
    assert (rows["B"].figures, rows["B"].cells, rows["B"].coverage, rows["B"].n) == (
        {}, [(title, "", "") for title in ("Postes", "Titulaires", "Resteront", "Manque", "Heures", "Peuvent former")],
        "", 0,
    )  # fmt: skip
    assert (rows["C"].tags, rows["C"].is_critical) == ([], False)


def test_a_board_of_nothing_has_every_table_and_no_fact() -> None:
    told = written(found())
    assert (told.facts, [len(table.rows) for table in told.tables]) == ((), [0] * 7)
    assert (gaps_of(told), held_rows(told), declared_rows(told), counts_of(told), trades_of(told)) == (
        [],
        [],
        [],
        {},
        [],
    )


def test_two_skills_of_one_label_are_told_apart_by_their_number() -> None:
    labels = {"1": "Usiner", "2": "Usiner", "3": "Souder"}
    told = written(found(gap("1"), gap("2"), gap("3"), labels=labels | twins_of(labels, labels)))
    assert [one.skill for one in kept(gaps_of(told), Filters(sort="nom"))] == ["Souder", "Usiner (1)", "Usiner (2)"]
    alone = written(found(gap("1"), gap("3"), labels=labels | twins_of(labels, ["1", "3"])))
    assert [one.skill for one in kept(gaps_of(alone), Filters(sort="nom"))] == ["Souder", "Usiner"]


def test_skills_held_without_a_gap_are_listed_where_they_may_be_shown() -> None:
    held = pooled(
        [("Poterie", name, (2, 0, 0, 2, 0)) for name in "abc"]
        + [("Secrète", name, (9, 0, 0, 9)) for name in "ab"]
        + [("A", name, (2, 0, 0, 2, 0)) for name in "abc"]
    )
    told = written(found(gap("A"), pooled=held))
    assert held_rows(told) == [("Poterie", Figure(12, "personnes", 12), Figure(6, "personnes", 12))]


def test_what_members_declare_keeps_its_order_and_trainers_are_three_members_at_least() -> None:
    needs = (
        DeclaredNeed("Soudage", (12, 4), (9, 3)),
        DeclaredNeed("Pliage", None, (20, 2)),
        DeclaredNeed("Autres, regroupés", (7, 5), (7, 5), is_rest=True),
    )
    told = written(found(declared=needs, counts={"membres": 6, "secret": 2}))
    assert [(row.skill, row.gain and row.gain.value, row.members) for row in declared_rows(told)] == [
        ("Soudage", 12, 3), ("Pliage", None, None), ("Autres, regroupés", 7, None),
    ]  # fmt: skip
    assert [row.sides[1][1] and row.sides[1][1].value for row in declared_rows(told)] == [9, 20, 7]
    assert counts_of(told) == {"membres": 6, "secret": 2}
    units = [row.figure.unit for row in told.table("competences_couverture").rows if row.figure]
    assert units == ["membres", "compétences"]


# --- Sorting and drawing -----------------------------------------------------------------------------------------


def row(skill: str, short: float | None, hours: float = 0.0, risk: float | None = None, *reasons: str) -> Gap:
    figures = (
        {} if short is None else {"manque": people(short, 9, (short / 2, short * 2)), "heures": people(hours, 9)}
    )
    return Gap(skill, figures, None if risk is None else people(risk, 9), reasons, ("691e",))


ROWS = [
    row("Étamer", 2.0, 80, 0.75, "leaving"),
    row("braser", 9.0, 10, 0.0),
    row("Coller", None, 0, None, "few"),
    row("Dorer", 2.0, 20, 0.9, "barely_known"),
]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("manque", "braser Dorer Étamer Coller"),
        ("heures", "Étamer Dorer braser Coller"),
        ("risque", "Étamer Coller Dorer braser"),  # 1.75, 1.5 (unsaid), 0.9, 0
        ("nom", "braser Coller Dorer Étamer"),
    ],
)
def test_rows_are_sorted_as_asked_and_those_without_figures_come_after(sort: str, order: str) -> None:
    assert [one.skill for one in kept(ROWS, Filters(sort=sort))] == order.split()
    assert [one.skill for one in kept(ROWS[::-1], Filters(sort=sort))] == order.split()


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters("etamer"), "Étamer"),
        (Filters("ER or"), "Dorer"),
        (Filters("!?"), "braser Dorer Étamer Coller"),  # nothing to look for
        (Filters(only_critical=True), "Étamer Coller"),
        (Filters(trade="691e", words="br"), "braser"),
        (Filters(trade="69"), ""),
    ],
)
def test_every_word_asked_is_in_what_is_kept(filters: Filters, names: str) -> None:
    assert [one.skill for one in kept(ROWS, filters)] == names.split()


def test_filters_stay_from_page_to_page_whatever_was_typed() -> None:
    typed = Filters("a&tri=nom é", "691e", only_critical=True)
    assert typed.query == "&q=a%26tri%3Dnom+%C3%A9&metier=691e&fragiles=oui&tri=manque"
    assert Filters().query == "&tri=manque"


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([], "Écarts de compétences à l’horizon 2031"),
        ([row("Coller", None)], "Écarts de compétences à l’horizon 2031"),
        ([row("Coller", 0.4)], "Aucune compétence évaluée ne manquerait nettement en 2031"),
        ([row("Coller", 1.0)], "«\u202fColler\u202f»\u202f: 1\xa0personne manquerait en 2031"),
        ([row("Coller", 12.6)], "«\u202fColler\u202f»\u202f: 13\xa0personnes manqueraient en 2031"),
    ],
)
def test_the_title_states_the_finding(rows: list[Gap], title: str) -> None:
    assert title_of(rows, "2031").replace("\xa0", " ").replace("\u202f", " ") == title.replace("\xa0", " ").replace(
        "\u202f", " "
    )


def test_the_chart_draws_the_eight_that_miss_most_and_none_for_one_alone() -> None:
    assert drawn([row("Seule", 5), row("Rien", 0.4), row("Tue", None)], until="2031", source="") is None
    many = [row(f"Geste{rank}", 20.0 - rank) for rank in range(10)]
    chart = drawn(many[::-1], until="2031", source="Vivier & <b>")
    assert chart is not None
    assert [name for name in (f"Geste{rank}" for rank in range(10)) if name in chart] == [
        f"Geste{n}" for n in range(8)
    ]
    assert "<b>" not in chart
    nasty = drawn([row("<script>", 5), row("Autre", 3)], until="2031", source="")
    assert nasty is not None
    assert "<script>" not in nasty
