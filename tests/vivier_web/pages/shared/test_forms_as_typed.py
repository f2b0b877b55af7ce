"""Forms as people type in them: what is read, what is refused beside its field, what is never kept half-read."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from vivier_web.pages.shared.dossier_forms import CorrectionForm, DecisionForm, OpinionForm
from vivier_web.pages.shared.following_forms import OutcomeForm, PaymentForm, ReviewForm, StepForm, a_day
from vivier_web.pages.shared.idea_form import IdeaForm
from vivier_web.pages.shared.indicator_opening import Opening, start
from vivier_web.pages.shared.prior_form import PriorForm
from vivier_web.pages.shared.procedure_fields import COLUMNS, MOST_ROWS, Rows, StageForm, read_number
from vivier_web.pages.shared.training_rows import row_form
from vivier_web.procedures.definition.data import Grant
from vivier_web.procedures.definition.forms import Field
from vivier_web.procedures.definition.grids import Anchor, Criterion, Grid
from vivier_web.procedures.saying import Chosen, Said
from vivier_web.projects.declared import Declared
from vivier_web.skills.training.reading import FIELDS

TOO_BIG = "Ce nombre est trop grand pour être vrai."
NO_NUMBER = "Écrivez un nombre, par exemple 12 500,50."


def errors(form: forms.Form) -> dict[str, list[str]]:
    """Give what is said beside each field."""
    return {name: list(map(str, said)) for name, said in form.errors.items()}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("   ", ""),
        ("€", ""),
        ("0", "0"),
        ("12 500,50 €", "12500.50"),
        ("12\u202f500,50\u00a0€", "12500.50"),
        ("-3,5", "-3.5"),
        ("1e3", "1000"),
        (",5", "0.5"),
        ("9999999999999,99", "9999999999999.99"),
        ("0,000000000001", "0.000000000001"),
        ("٣", "3"),
    ],
)
def test_a_number_is_kept_plainly_however_it_is_typed(typed: str, kept: str) -> None:
    assert read_number(typed) == kept
    assert read_number(kept) == kept  # typed again as it was kept, it does not move


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("douze", NO_NUMBER),
        ("1.204,50", NO_NUMBER),
        ("12-13", NO_NUMBER),
        ("−5", NO_NUMBER),
        ("0x10", NO_NUMBER),
        ("10 000 000 000 000", TOO_BIG),
        ("1e13", TOO_BIG),
        ("-1e13", TOO_BIG),
        ("1e999999999", TOO_BIG),
        ("nan", TOO_BIG),
        ("sNaN", TOO_BIG),
        ("-Infinity", TOO_BIG),
        ("1e-13", "Ce nombre est trop petit pour être vrai."),
        ("1e-9999999", "Ce nombre est trop petit pour être vrai."),
    ],
)
def test_what_is_no_number_is_refused_in_one_sentence(typed: str, said: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        read_number(typed)
    assert refused.value.messages == [said]


@given(st.text(st.sampled_from("0123456789eE+-,. €_\u202f"), max_size=25))
def test_nine_letters_never_become_a_number_too_long_to_keep(typed: str) -> None:
    try:
        kept = read_number(typed)
    except forms.ValidationError:
        return
    assert len(kept) < 60
    assert not kept or abs(Decimal(kept)) < Decimal(10) ** 13


BUDGET, CONSORTIUM = Rows(COLUMNS["budget"]), Rows(COLUMNS["consortium"])


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        ("", []),
        ("b-0-label=&b-0-amount=", []),
        ("b-0-label=+Machine+&b-0-amount=+12+", [{"label": "Machine", "amount": "12"}]),
        ("b-0-label=&b-0-amount=12", [{"label": "", "amount": "12"}]),
        ("b-0-label=&b-1-label=Essais", [{"label": "Essais", "amount": ""}]),
        ("b-39-label=Dernier", [{"label": "Dernier", "amount": ""}]),
        ("b-40-label=Trop", []),
        ("c-0-label=Autre", []),
        ("b-0-label=A&b-0-secret=x", [{"label": "A", "amount": ""}]),
    ],
)
def test_the_rows_that_hold_something_are_read_and_no_other_column(said: str, rows: list[dict[str, str]]) -> None:
    assert BUDGET.value_from_datadict(QueryDict(said), {}, "b") == rows


def test_a_partner_known_by_its_siren_alone_is_not_lost() -> None:
    found = CONSORTIUM.value_from_datadict(QueryDict("c-2-siren=732829320&c-3-kind=company"), {}, "c")
    assert found == [{"name": "", "siren": "732829320", "kind": "", "role": ""}]


def test_a_cell_longer_than_a_page_is_cut_and_a_table_longer_too() -> None:
    said = QueryDict(mutable=True)
    said.update({f"b-{rank}-label": "x" * 500 for rank in range(MOST_ROWS + 10)})
    found = BUDGET.value_from_datadict(said, {}, "b")
    assert {len(row["label"]) for row in found} == {200}
    assert len(found) == MOST_ROWS


@pytest.mark.parametrize(("held", "shown"), [(0, 3), (1, 3), (5, 7), (39, 40), (40, 40)])
def test_blank_rows_follow_those_that_are_filled_up_to_the_most(held: int, shown: int) -> None:
    rows = [{"label": f"n° {rank}", "amount": None} for rank in range(held)]
    context = BUDGET.get_context("b", rows, {})
    assert len(context["rows"]) == shown
    assert [row[0]["value"] for row in context["rows"]] == [f"n° {rank}" for rank in range(held)] + [""] * (
        shown - held
    )
    assert {row[1]["value"] for row in context["rows"]} == {""}  # never « None »
    assert context["rows"][-1][0]["label"] == f"Dépense ou ressource, ligne {shown}"


ASKED = (
    Field("summary", "Résumé", "long", required=True, help="Dix lignes."),
    Field("money", "Aide demandée", "money"),
    Field("starts", "Début", "date"),
    Field("stage", "Maturité", "choice", choices=("Idée", "Prototype")),
    Field("plan", "Plan", "file"),
    Field("lines", "Budget", "budget", required=True),
)


def test_a_stage_may_be_kept_empty_and_gives_back_plain_values() -> None:
    form = StageForm(ASKED, QueryDict(""))
    assert form.is_valid()
    assert form.answers() == {"summary": "", "money": "", "starts": None, "stage": "", "plan": "", "lines": []}
    assert form.fields["summary"].help_text == "Dix lignes. Obligatoire pour déposer."
    assert form.fields["plan"].help_text.startswith("Les fichiers ne sont pas gardés ici")
    assert form.fields["money"].help_text == ""


def test_a_stage_keeps_what_was_typed_as_json_would() -> None:
    said = "summary=Un+four&money=12+500,5&starts=2027-03-01&stage=Idée&lines-0-label=Four&lines-0-amount=1+000"
    form = StageForm(ASKED, QueryDict(said))
    assert form.is_valid()
    assert form.answers() == {
        "summary": "Un four", "money": "12500.5", "starts": "2027-03-01", "stage": "Idée", "plan": "",
        "lines": [{"label": "Four", "amount": "1000"}],
    }  # fmt: skip


def test_each_wrong_answer_is_told_beside_its_field() -> None:
    said = "money=beaucoup&starts=31/02/2027&stage=Rêve&lines-0-label=Four&lines-0-amount=cher"
    found = errors(StageForm(ASKED, QueryDict(said)))
    assert set(found) == {"money", "starts", "stage", "lines"}
    assert found["money"] == found["lines"] == [NO_NUMBER]


def test_a_reason_stands_beside_the_field_it_names_or_above_the_form() -> None:
    form = StageForm(ASKED, QueryDict(""))
    form.tell(["Il manque : Résumé.", "Le budget dépasse l’aide.", "Il manque : Inconnu."])
    assert errors(form) == {
        "summary": ["Réponse attendue pour déposer."],
        "__all__": ["Le budget dépasse l’aide.", "Il manque : Inconnu."],
    }


GRANT = Grant("label", "Label", (12, 36))
KINDS = ("accepted", "refused")


def decision(said: str, grant: Grant | None = GRANT, quorum: int = 5) -> DecisionForm:
    return DecisionForm(KINDS, grant, quorum, QueryDict(said))


def test_a_decision_is_given_whole_with_its_conditions_in_order() -> None:
    form = decision(
        "outcome=accepted&motives=Solide.&sitting=7&months=36&condition_0=Un+plan&due_0=2027-01-31"
        "&condition_2=Un+bilan&due_2=2028-01-31"
    )
    assert form.is_valid()
    conditions = (("Un plan", dt.date(2027, 1, 31)), ("Un bilan", dt.date(2028, 1, 31)))
    assert form.chosen() == Chosen("accepted", "Solide.", conditions, 7, 36)
    assert len(form.pairs()) == 3


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("", {"outcome", "motives"}),
        ("outcome=accepted", {"motives"}),
        ("outcome=resubmit&motives=x", {"outcome"}),  # not a decision of this stage
        ("outcome=accepted&motives=x&months=24", {"months"}),
        ("outcome=accepted&motives=x&sitting=-1", {"sitting"}),
        ("outcome=accepted&motives=x&sitting=501", {"sitting"}),
        ("outcome=accepted&motives=x&condition_1=Un+plan", {"due_1"}),
        ("outcome=accepted&motives=x&due_1=2027-01-31", {"due_1"}),
        ("outcome=accepted&motives=x&condition_1=Un+plan&due_1=bientôt", {"due_1"}),
    ],
)
def test_a_decision_that_lacks_something_says_where(said: str, wrong: set[str]) -> None:
    assert set(decision(said).errors) == wrong


def test_without_quorum_nor_duration_neither_is_asked_and_what_is_sent_of_them_is_nothing() -> None:
    form = decision("outcome=refused&motives=Trop+tôt&sitting=9&months=36", grant=None, quorum=0)
    assert form.is_valid()
    assert {"sitting", "months"} & set(form.fields) == set()
    assert form.chosen() == Chosen("refused", "Trop tôt")


def test_a_correction_says_something_and_not_a_novel() -> None:
    assert set(CorrectionForm({"why": "  "}).errors) == {"why"}
    assert CorrectionForm({"why": "x" * 500}).is_valid()
    assert not CorrectionForm({"why": "x" * 501}).is_valid()


GRID = Grid(
    "experts", "Grille", "mean",
    (
        Criterion("novelty", "Nouveauté", Decimal(1), (Anchor(0, "Aucune"), Anchor(1, "Inédit"))),
        Criterion("market", "Marché", Decimal(1), (Anchor(1, "Petit"), Anchor(2, "Grand")), required=False),
    ),
)  # fmt: skip


def test_an_opinion_gives_marks_by_criterion_and_none_where_nothing_was_said() -> None:
    form = OpinionForm(GRID, QueryDict("content=3&mark_novelty=0&mark_market=&for_panel=Entre+nous"))
    assert form.is_valid()
    assert form.said() == Said({"novelty": 0, "market": None}, "", "", "Entre nous")
    assert [(one.key, field.name) for one, field in form.criteria()] == [
        ("novelty", "mark_novelty"), ("market", "mark_market"),
    ]  # fmt: skip


def test_a_mark_is_one_of_the_anchors_and_silence_is_offered_where_it_is_allowed() -> None:
    form = OpinionForm(GRID, QueryDict("content=3&mark_novelty=3&mark_market=5"))
    assert set(form.errors) == {"mark_novelty", "mark_market"}
    offered = {name: [value for value, _ in form.fields[name].choices] for name in ("mark_novelty", "mark_market")}
    assert offered == {"mark_novelty": ["0", "1"], "mark_market": ["1", "2", ""]}


def test_a_trouble_stands_beside_its_criterion_and_the_version_shown_is_sent_back() -> None:
    form = OpinionForm(GRID, QueryDict("content=3"))
    form.tell({"novelty": "Une note est attendue.", "elsewhere": "La grille a changé."})
    form.shows(4)
    assert errors(form) == {"mark_novelty": ["Une note est attendue."], "__all__": ["La grille a changé."]}
    assert form["content"].value() == "4"
    fresh = OpinionForm(GRID)
    fresh.shows(7)
    assert fresh["content"].value() == 7


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("12 500,50", Decimal("12500.50")), ("0", Decimal("0.00")), ("1\u202f204 €", Decimal("1204.00"))],
)
def test_an_aid_declared_is_read_to_the_cent(typed: str, amount: Decimal) -> None:
    form = PriorForm({"granted_on": "2026-01-31", "amount": typed, "giver": ""})
    assert form.is_valid()
    assert form.cleaned_data["amount"] == amount


@pytest.mark.parametrize("typed", ["", "beaucoup", "-1", "0,001", "1e30"])
def test_an_aid_that_is_no_amount_is_refused_beside_its_field(typed: str) -> None:
    assert set(PriorForm({"granted_on": "2026-01-31", "amount": typed}).errors) == {"amount"}


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"title": "Recycler", "problem": "Chutes", "reach": "team"}, set()),
        ({"title": "Recycler", "problem": "Chutes", "reach": "everybody"}, {"reach"}),
        ({"title": "", "problem": "", "reach": "members"}, {"title", "problem"}),
        ({"title": "x" * 121, "problem": "y" * 1501, "sought": "z" * 1501, "reach": "team"},
         {"title", "problem", "sought"}),
    ],
)  # fmt: skip
def test_an_idea_is_read_by_the_team_or_by_members_and_nobody_else(said: dict[str, str], wrong: set[str]) -> None:
    assert set(IdeaForm(said).errors) == wrong


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, {"set", "year", "opens_on", "closes_on"}),
        ({"set": "ptce", "year": "2025", "opens_on": "2026-01-01", "closes_on": "2026-03-01"}, set()),
        ({"set": "b", "year": "2004", "opens_on": "demain", "closes_on": "2026-03-01"}, {"set", "year", "opens_on"}),
        ({"set": "ptce", "year": "2061", "opens_on": "2026-01-01", "closes_on": "2026-03-01"}, {"year"}),
    ],
)
def test_a_campaign_opens_with_a_set_offered_and_a_year_of_this_world(said: dict[str, str], wrong: set[str]) -> None:
    assert set(Opening([("ptce", "Le jeu A")], said).errors) == wrong


def test_a_campaign_describes_the_year_that_ended_unless_somebody_says_otherwise() -> None:
    assert start(dt.date(2026, 1, 1)) == {
        "year": 2025, "opens_on": dt.date(2026, 1, 1), "closes_on": dt.date(2026, 3, 17),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2027-01-31", dt.date(2027, 1, 31)), (" 2027-01-31 ", dt.date(2027, 1, 31)), ("", None), ("31/01/2027", None),
     ("2027-02-30", None), ("demain", None)],
)  # fmt: skip
def test_a_day_of_one_field_is_read_or_is_nothing(typed: str, day: dt.date | None) -> None:
    assert a_day(typed) == day


REVIEW = {"held_on": "2027-01-31", "outcome": "", "motives": "Avance bien."}


@pytest.mark.parametrize(
    ("said", "given_"),
    [
        ({}, ()),
        ({"text_1": "Un devis", "due_1": "2027-03-01"}, (("Un devis", dt.date(2027, 3, 1)),)),
        ({"text_3": "Un plan", "due_3": "2027-04-01"}, (("Un plan", dt.date(2027, 4, 1)),)),
        ({"text_2": "Un devis"}, "Chaque condition a son texte et son échéance."),
        ({"due_2": "2027-03-01"}, "Chaque condition a son texte et son échéance."),
    ],
)
def test_conditions_of_a_review_have_a_text_and_a_day_each(said: dict[str, str], given_: Any) -> None:
    from vivier.vocabulary import InputError
    from vivier_web.projects.choices import ReviewOutcome

    form = ReviewForm(REVIEW | {"outcome": ReviewOutcome.values[0]} | said)
    assert form.is_valid()
    if isinstance(given_, tuple):
        assert form.conditions() == given_
        return
    with pytest.raises(InputError) as refused:
        form.conditions()
    assert str(refused.value) == given_


def test_what_is_asked_of_partners_is_asked_of_those_of_the_project_only() -> None:
    due = {"kind": "deliverable", "title": "Rapport", "organisation": "2", "due_on": "2027-01-31"}
    assert set(StepForm([(1, "Usinage")], due).errors) >= {"organisation"}
    paid = {"organisation": "1", "funder": "9", "words": "Solde", "asked_on": "2027-01-31", "amount": "1 000"}
    assert set(PaymentForm([(1, "Usinage")], [(3, "Région")], paid).errors) == {"funder"}
    form = PaymentForm([(1, "Usinage")], [(9, "Région")], paid | {"amount": "12 500,00"})
    assert form.is_valid()
    assert form.cleaned_data["amount"] == Decimal("12500.00")


def test_what_came_of_a_project_is_nothing_where_nothing_was_typed() -> None:
    empty, full = OutcomeForm({}), OutcomeForm({"patents": "2", "turnover_eur": "1 204,5", "said": "Bien"})
    assert empty.is_valid()
    assert full.is_valid()
    assert empty.declared() == Declared()
    assert full.declared() == Declared(patents=2, turnover_eur=Decimal("1204.50"), said="Bien")
    assert set(OutcomeForm({"patents": "-1", "jobs_kept": "100001", "turnover_eur": "x"}).errors) == {
        "patents", "jobs_kept", "turnover_eur",
    }  # fmt: skip


def test_a_row_of_a_catalogue_shows_its_columns_and_tells_each_trouble_beside_its_field() -> None:
    form = row_form(FIELDS["place"], {"place": "", "max_sessions": "x"}, {"place": "Il manque une valeur.", "x": "?"})
    assert list(form.fields) == [one.name for one in FIELDS["place"]]
    assert errors(form) == {"place": ["Il manque une valeur."], "__all__": ["?"]}
    marked = [name for name, one in form.fields.items() if one.widget.attrs.get("aria-required")]
    assert marked == [one.name for one in FIELDS["place"] if one.is_required]
    assert not row_form(FIELDS["need"], None).is_bound
