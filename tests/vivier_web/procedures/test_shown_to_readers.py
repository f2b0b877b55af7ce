"""What one reader sees of a dossier, whole: answers in words, classes closed by name, names of experts for the team alone."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import filed
from factories.cluster import Cluster
from vivier import french
from vivier.vocabulary import InputError
from vivier_web.procedures.actions.judging import give_opinion, recuse
from vivier_web.procedures.definition.words import DOCUMENTS
from vivier_web.procedures.models import Content
from vivier_web.procedures.queries.shown import (
    PARTNER_KINDS,
    Answer,
    Reader,
    answer_in_words,
    read_amount,
    shown_to,
    title_for,
)

APPLICANT, TEAM, COMMITTEE, EXPERT, NOBODY = (
    Reader(frozenset(roles)) for roles in ({"applicant"}, {"pole"}, {"committee"}, {"expert"}, set())
)
CENTS = st.decimals(min_value=0, max_value=10**9, places=2)


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("text", "Un titre", "Un titre"),
        ("long", "Deux\nlignes", "Deux\nlignes"),
        ("file", "Armoire 3, 2 mars", "Armoire 3, 2 mars"),
        ("choice", "Oui", "Oui"),
        ("number", "1204", "1\u202f204"),
        ("number", "12.5", "12,5"),
        ("number", "0.4", "0,4"),
        ("number", "-0.5", "−0,5"),
        ("number", "24.00", "24"),
        ("number", "0", "0"),
        ("money", "12500.50", "12\u202f500,50\u00a0€"),
        ("money", "12500", "12\u202f500\u00a0€"),
        ("money", "9999999999999", "9\u202f999\u202f999\u202f999\u202f999\u00a0€"),
        ("money", "", ""),
        ("date", "2026-03-01", "1er\u00a0mars 2026"),
        ("consortium", "dit en un mot", "dit en un mot"),
    ],
)
def test_one_answer_is_written_as_it_is_read_and_never_rounded(kind: str, value: str, words: str) -> None:
    assert answer_in_words("Question", kind, value) == Answer("Question", kind, words)


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(InputError):
        answer_in_words("Début", "date", "2026-02-30")


def test_partners_are_a_table_that_says_nothing_of_what_it_does_not_know() -> None:
    said = [
        {"name": "Un", "siren": "732829320", "kind": "sse", "role": "lead"},
        {"name": "Deux", "siren": "", "kind": "martian", "role": "boss"},
        {},
    ]
    assert answer_in_words("Partenaires", "consortium", said) == Answer(
        "Partenaires",
        "consortium",
        "",
        ("Organisation", "SIREN", "Nature", "Rôle"),
        (
            ("Un", "732829320", "Économie sociale et solidaire", "Chef de file"),
            ("Deux", "", "", ""),
            ("", "", "", ""),
        ),
    )


def test_a_budget_ends_with_its_total_and_leaves_blank_what_has_no_amount() -> None:
    said = [{"label": "Essais", "amount": "1200.40"}, {"label": "À chiffrer", "amount": ""}, {"amount": "0.60"}]
    assert answer_in_words("Budget", "budget", said).rows == (
        ("Essais", "1\u202f200,40\u00a0€"),
        ("À chiffrer", ""),
        ("", "0,60\u00a0€"),
        ("Total", "1\u202f201\u00a0€"),
    )


def amount(words: str) -> Decimal:
    """Read back an amount as a reader would."""
    return Decimal(words.replace("\u202f", "").replace("\u00a0€", "").replace(",", "."))


@given(st.lists(CENTS, max_size=8))
def test_a_total_is_the_sum_of_the_amounts_above_it(amounts: list[Decimal]) -> None:
    rows = answer_in_words("B", "budget", [{"label": "x", "amount": str(each)} for each in amounts]).rows
    assert [amount(words) for _, words in rows] == [*amounts, sum(amounts, Decimal(0))]


@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_is_written_as_everywhere_else(number: int) -> None:
    assert answer_in_words("N", "number", str(number)).text == french.number(number)


@pytest.mark.parametrize(("value", "read"), [("", None), (None, None), ("0", Decimal(0)), (12.5, Decimal("12.5"))])
def test_an_amount_is_read_as_it_was_kept(value: object, read: Decimal | None) -> None:
    assert read_amount(value) == read


def test_every_nature_of_partner_offered_in_the_form_has_its_words() -> None:
    from vivier_web.pages.shared.procedure_fields import KINDS

    assert {key: words for key, words in KINDS if key} == PARTNER_KINDS


def test_nothing_filed_shows_nothing_and_hides_nothing(pole: Cluster) -> None:
    dossier = filed.opened(pole)
    for reader in (APPLICANT, TEAM, COMMITTEE, EXPERT, NOBODY):
        shown = shown_to(dossier, reader)
        assert (shown.title, shown.version, shown.filed_on) == (f"Dossier {dossier.reference}", 0, None)
        assert (shown.documents, shown.hidden, shown.judgements, shown.decisions) == ((), (), (), ())


@pytest.mark.parametrize(
    ("reader", "opened"),
    [
        (APPLICANT, {"public", "summary", "technical_secret", "budget", "letter"}),
        (TEAM, {"public", "summary", "technical_secret", "budget", "letter"}),
        (EXPERT, {"public", "summary", "technical_secret", "budget", "letter"}),
        (COMMITTEE, set()),
        (NOBODY, set()),
    ],
)
def test_each_class_is_either_shown_or_named_as_closed(pole: Cluster, reader: Reader, opened: set[str]) -> None:
    dossier = filed.filed(pole)
    shown = shown_to(dossier, reader)
    classes = {"public", "summary", "technical_secret", "budget", "letter"}
    assert {each.key for each in shown.documents} == opened
    assert set(shown.hidden) == {DOCUMENTS[each] for each in classes - opened}
    whole = str(shown.documents)
    assert {each for each in classes if filed.marker(each) in whole} == opened
    assert (title_for(dossier, reader) == dossier.title) is ("public" in opened)


def test_an_answer_left_blank_makes_no_line_and_a_zero_makes_one(pole: Cluster) -> None:
    dossier = filed.opened(pole)
    said = filed.answers(dossier) | {"ecology": "", "cofunding": [], "spin_offs": "0"}
    dossier = filed.file_content(dossier, said, by=None, on=filed.DAY)
    answers = {one.label: one for each in shown_to(dossier, APPLICANT).documents for one in each.answers}
    assert {"Effets sur l’environnement", "Plan de financement"} & set(answers) == set()
    assert answers["Retombées chiffrées (€)"].text == "0\u00a0€"


def test_opinions_bear_names_for_the_team_and_numbers_for_the_others(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    made = filed.judged(pole, dossier, count=2)
    names = {
        label: [each.who for each in shown_to(dossier, reader).judgements[0].said]
        for label, reader in {"team": TEAM, "expert": Reader(frozenset({"expert"}), made[1].pk)}.items()
    }
    assert names == {"team": ["Camille Expert", "Experte Numéro1"], "expert": ["Avis 1", "Experte Numéro1"]}
    assert shown_to(dossier, APPLICANT).judgements == ()
    assert shown_to(dossier, EXPERT).judgements == (), "a stranger to the assignment reads none"


def test_one_s_last_opinion_alone_is_counted_and_a_recused_one_no_more(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    made = filed.judged(pole, dossier, count=2, mark=1)
    give_opinion(made[0], filed.said(dossier, 4), content=1, by=None)
    before = shown_to(dossier, TEAM).judgements[0]
    assert [before.sheet.opinions, {(note.low, note.high) for note in before.sheet.notes}] == [2, {(1, 4)}]
    assert all(" a mis " in each for each in before.differing)
    recuse(made[1], "Ancien associé", by=None)
    after = shown_to(dossier, TEAM).judgements[0]
    assert [each.who for each in after.said] == ["Camille Expert"]
    assert (after.sheet.opinions, after.differing) == (1, ())


def test_a_decision_is_read_by_its_applicant_with_the_opinions_meant_for_it(pole: Cluster) -> None:
    decision = filed.decided(pole)
    dossier = type(decision.dossier).objects.get()
    shown = shown_to(dossier, APPLICANT)
    assert [(each.pk, each.title, each.words) for each in shown.decisions] == [
        (decision.pk, "Comité de labellisation", decision.words)
    ]
    assert [(one.who, one.text) for each in shown.judgements for one in each.said] == [
        (f"Avis {rank}", filed.marker("opinion")) for rank in (1, 2, 3)
    ]
    assert [one.text for one in shown_to(dossier, TEAM).judgements[0].said] == [
        f"{filed.marker('panel')}\n{filed.marker('opinion')}"
    ] * 3
    assert shown_to(dossier, NOBODY).decisions == ()


def test_the_day_of_a_version_is_that_of_france(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    Content.objects.update(at=dt.datetime(2026, 3, 1, 23, 30, tzinfo=dt.UTC))
    shown = shown_to(dossier, APPLICANT)
    assert (shown.version, shown.filed_on) == (1, dt.date(2026, 3, 2))
