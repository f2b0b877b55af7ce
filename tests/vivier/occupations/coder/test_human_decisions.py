"""Decisions of humans: found whatever the writing, the most specific first; doubts listed once, nothing lost."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.occupations.coder.data import Coding, Title
from vivier.occupations.coder.decisions import Decision, Decisions, Doubt, doubts, gather
from vivier.occupations.coder.titles import canonical
from vivier.reference import Nomenclature, store
from vivier.vocabulary import InputError

DEMO = store(Path("nowhere")).nomenclature("demo")
ONE, TWO, THREE = "DEMO-U01", "DEMO-U02", "DEMO-C01"
NOTHING = Decisions({})


def said(
    title: str, code: str, *, line: int = 2, when: str = "", nomenclature: str = "demo", **hints: str
) -> Decision:
    return Decision(Title(title, **hints), code, nomenclature, when, line)


def decide(rows: list[Decision], title: Title, nomenclature: Nomenclature = DEMO) -> str | None:
    found = gather(rows, nomenclature=nomenclature).coding(title)
    return found.code if found else None


@pytest.mark.parametrize(
    "text",
    [
        "Soudeur à l’arc",
        "SOUDEUSE A L'ARC (H/F)",
        "soudeur(se) à l'arc confirmé 2x8",
        " soudeurs   à l'arc ",
        "'soudeur à l'arc",
    ],
)
def test_a_decided_title_is_found_in_any_writing(text: str) -> None:
    found = gather([said("Soudeur / Soudeuse à l'arc", ONE)], nomenclature=DEMO).coding(Title(text))
    assert found == Coding(ONE, 1.0, "coded")


def test_another_title_is_not_touched() -> None:
    assert decide([said("Soudeur à l'arc", ONE)], Title("Soudeur TIG")) is None


def test_the_row_with_the_most_hints_that_match_wins() -> None:
    rows = [said("agent", ONE), said("agent", TWO, naf="28.22Z"), said("agent", THREE, naf="2822z", pcs="623f")]
    asked = [
        Title("Agente"),
        Title("agent", naf="2822Z"),
        Title("agent", "623F", "28.22z"),
        Title("agent", "623f", "01.11Z"),
    ]
    assert [decide(rows, each) for each in asked] == [ONE, TWO, THREE, ONE]


def test_with_as_many_hints_pcs_comes_before_qualification_before_naf() -> None:
    title = Title("agent", "623f", "2822Z", "6")
    pcs, naf, level = (
        said("agent", ONE, pcs="623f"),
        said("agent", TWO, naf="2822Z"),
        said("agent", THREE, qualification="6"),
    )
    assert decide([naf, level, pcs], title) == ONE
    assert decide([naf, level], title) == THREE


def test_a_row_with_hints_says_nothing_of_a_title_without_them() -> None:
    assert decide([said("agent", ONE, pcs="623f")], Title("agent")) is None


def test_a_code_is_read_as_people_type_it_and_an_empty_nomenclature_is_the_one_in_use() -> None:
    assert decide([said("agent", " demo-u01 ", nomenclature="")], Title("agent")) == ONE


def test_decisions_of_another_nomenclature_are_left_alone_whatever_their_codes() -> None:
    rows = [said("agent", "M1602", nomenclature="rome3"), said("agent", "Z9", nomenclature="rome4", line=3)]
    assert gather(rows, nomenclature=DEMO) == NOTHING


def test_a_code_that_does_not_exist_names_its_line() -> None:
    with pytest.raises(
        InputError, match=r"^La ligne 7 .* « Z9 », qui n’existe pas dans Nomenclature de démonstration : corrigez-le"
    ):
        gather([said("agent", "Z9", line=7)], nomenclature=DEMO)


def test_a_code_above_the_occupations_is_not_an_occupation() -> None:
    with pytest.raises(InputError, match="n’existe pas"):
        gather([said("agent", "DEMO-U")], nomenclature=DEMO)


def test_a_code_without_a_title_names_its_line() -> None:
    with pytest.raises(
        InputError, match=r"^La ligne 4 .* un intitulé vide : écrivez l’intitulé, ou videz la case\.$"
    ):
        gather([said("  ", ONE, line=4)], nomenclature=DEMO)


def test_two_codes_for_one_title_name_their_lines() -> None:
    rows = [said("Soudeur", ONE, line=9), said("SOUDEUSE", TWO, line=3), said("soudeur", ONE, line=12)]
    with pytest.raises(InputError) as refused:
        gather(rows, nomenclature=DEMO)
    assert str(refused.value) == (
        "Les lignes 3, 9 et 12 du fichier de décisions donnent des codes différents (DEMO-U01, DEMO-U02) au même "
        "intitulé « Soudeur » : gardez-en une, ou datez-les toutes, la plus récente l’emporte."
    )


@pytest.mark.parametrize(
    "when", [("2025-11-30", "2026-01-02"), ("30/11/2025", "02/01/2026"), ("30/11/2025", "2026-01-02T10:00")]
)
def test_when_all_are_dated_the_latest_wins(when: tuple[str, str]) -> None:
    rows = [said("soudeur", ONE, when=when[0]), said("soudeur", TWO, when=when[1], line=3)]
    assert decide(rows, Title("soudeur")) == decide(rows[::-1], Title("soudeur")) == TWO


@pytest.mark.parametrize(
    "when", [("2026-01-02", ""), ("2026-01-02", "hier"), ("2026-01-02", "02/01/2026"), ("31/02/2026", "2026-01-02")]
)
def test_dates_that_do_not_settle_a_conflict_do_not_hide_it(when: tuple[str, str]) -> None:
    with pytest.raises(InputError, match="Les lignes 2 et 3"):
        gather([said("soudeur", ONE, when=when[0]), said("soudeur", TWO, when=when[1], line=3)], nomenclature=DEMO)


def test_the_same_code_twice_is_no_conflict_and_a_waiting_row_beside_a_decided_one_neither() -> None:
    assert (
        decide([said("soudeur", ONE), said("soudeur", ONE, line=3), said("soudeur", "", line=4)], Title("soudeur"))
        == ONE
    )


REVIEW, ASK = Coding(ONE, 0.4, "review", (TWO,)), Coding(TWO, 0.5, "ask", (ONE,), "Lequel ?")
SURE = Coding(THREE, 0.9, "coded")


def test_doubts_come_most_frequent_first_once_a_writing_and_without_what_is_sure() -> None:
    answers = {Title("Agent"): REVIEW, Title("AGENTE"): REVIEW, Title("abatteur"): ASK, Title("soudeur"): SURE}
    counts = {Title("Agent"): 2, Title("AGENTE"): 3, Title("abatteur"): 4, Title("soudeur"): 90}
    assert doubts(answers, counts, NOTHING) == (Doubt(Title("AGENTE"), REVIEW, 5), Doubt(Title("abatteur"), ASK, 4))


def test_hints_are_asked_about_only_where_they_change_what_is_proposed() -> None:
    same = {Title("agent", "623f"): REVIEW, Title("agent", "211a"): REVIEW}
    assert doubts(same, dict.fromkeys(same, 1), NOTHING) == (Doubt(Title("agent"), REVIEW, 2),)
    differ = {
        Title("agent", "623f"): REVIEW,
        Title("agent", "623F"): REVIEW,
        Title("agent", "211a"): ASK,
        Title("agent"): SURE,
    }
    assert doubts(differ, dict.fromkeys(differ, 1), NOTHING) == (
        Doubt(Title("agent", "623F"), REVIEW, 2),
        Doubt(Title("agent", "211a"), ASK, 1),
    )


def test_a_title_without_a_letter_or_a_figure_is_not_asked_about() -> None:
    nothing = Coding("", 0.0, "review")
    answers = {Title(text): nothing for text in ("", "  ", "???", "=", "工人")}
    assert doubts(answers, dict.fromkeys(answers, 5), NOTHING) == ()


TEXTS = st.sampled_from(["agent", "Agente (H/F)", "soudeur", "SOUDEUSE", "chef d'équipe", "abatteur", "", "?", "CN"])
HINT = st.sampled_from(["", "623f", "623F", "28.22Z"])
TITLES = st.builds(Title, TEXTS, HINT, HINT, st.sampled_from(["", "6"]))
CODINGS = st.sampled_from([REVIEW, ASK, SURE])
ROWS = st.lists(
    st.builds(
        Decision,
        TITLES.filter(lambda title: canonical(title.text)),
        st.sampled_from(["", ONE, TWO]),
        st.sampled_from(["demo", "", "rome3"]),
    ),
    max_size=8,
)
ANSWERS = st.dictionaries(TITLES, CODINGS, max_size=12)


def settled(rows: list[Decision]) -> list[Decision]:
    """Date the rows one day after the other, so that none contradicts another."""
    return [replace(row, when=f"2026-01-{day:02d}", line=day + 1) for day, row in enumerate(rows, 1)]


def folded(title: Title) -> tuple[str, ...]:
    return (
        canonical(title.text),
        *("".join(filter(str.isalnum, hint.lower())) for hint in (title.pcs, title.qualification, title.naf)),
    )


def slow_decision(rows: list[Decision], title: Title) -> str | None:
    """Go through every row, keep those that fit, and take the one with the most hints, then the latest."""
    writing, *hints = folded(title)
    best: tuple[tuple[object, ...], str] | None = None
    for row in rows:
        said_of, *asked = folded(row.title)
        fits = said_of == writing and all(want in ("", have) for want, have in zip(asked, hints, strict=True))
        if fits and row.code and row.nomenclature in ("", "demo"):
            rank = (sum(map(bool, asked)), *map(bool, asked), row.when)
            best = max(best or (rank, row.code), (rank, row.code))
    return best[1] if best else None


@given(ROWS, TITLES.filter(lambda title: canonical(title.text)))
def test_decisions_agree_with_a_slow_reading_of_every_row(rows: list[Decision], title: Title) -> None:
    assert decide(settled(rows), title) == slow_decision(settled(rows), title)


@given(ROWS, TITLES, st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(rows: list[Decision], title: Title, draw: random.Random) -> None:
    rows = settled(rows)
    mixed = draw.sample(rows, len(rows))
    assert gather(mixed, nomenclature=DEMO) == gather(rows, nomenclature=DEMO)
    assert decide(mixed, title) == decide(rows, title)


def extended(rows: list[Decision], answers: dict[Title, Coding]) -> list[Decision]:
    """Do what a run does: apply the decisions, then add a waiting row for each new doubt."""
    decisions = gather(rows, nomenclature=DEMO)
    final = {title: decisions.coding(title) or coding for title, coding in answers.items()}
    new = doubts(final, dict.fromkeys(final, 1), decisions)
    return [*rows, *(Decision(doubt.title, nomenclature="demo", line=99) for doubt in new)]


@given(ROWS, ANSWERS)
def test_the_same_run_twice_adds_nothing_and_loses_nothing(
    rows: list[Decision], answers: dict[Title, Coding]
) -> None:
    rows = settled(rows)
    once = extended(rows, answers)
    assert once[: len(rows)] == rows
    assert extended(once, answers) == once


@given(ROWS, ANSWERS)
def test_every_doubt_with_a_word_is_asked_or_already_held(rows: list[Decision], answers: dict[Title, Coding]) -> None:
    held = gather(extended(settled(rows), answers), nomenclature=DEMO)
    for title, coding in answers.items():
        if coding.decision != "coded" and canonical(title.text):
            assert held.holds(title)


@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_of_titles_is_irrelevant_and_inputs_are_untouched(
    answers: dict[Title, Coding], draw: random.Random
) -> None:
    mixed = dict(draw.sample(list(answers.items()), len(answers)))
    before = dict(answers)
    assert doubts(mixed, dict.fromkeys(mixed, 1), NOTHING) == doubts(answers, dict.fromkeys(answers, 1), NOTHING)
    assert answers == before


@given(ANSWERS.map(lambda answers: dict.fromkeys(answers, REVIEW)))
def test_when_hints_change_nothing_a_human_answers_once_for_all_of_a_writing(answers: dict[Title, Coding]) -> None:
    new = doubts(answers, dict.fromkeys(answers, 1), NOTHING)
    decided = gather([said(doubt.title.text, ONE, line=each) for each, doubt in enumerate(new)], nomenclature=DEMO)
    assert all(decided.coding(title) for title in answers if canonical(title.text))
    assert sum(doubt.count for doubt in new) == sum(1 for title in answers if canonical(title.text))
