"""What is typed of a project after its award: every form read with good and bad words, without the database."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from vivier.vocabulary import InputError
from vivier_web.members.models import Organisation
from vivier_web.pages.pole.following import agreement
from vivier_web.pages.shared.following_forms import (
    CONDITIONS,
    AwardForm,
    DocumentForm,
    OutcomeForm,
    PaymentForm,
    ReviewForm,
    ReviveForm,
    StepForm,
    a_day,
)
from vivier_web.projects.actions.agreements import Granted
from vivier_web.projects.declared import MEASURES, Declared

CARRIERS = [(1, "Mécanique du Val"), (2, "Plasturgie Ardéchoise")]
FUNDERS = [(7, "Bpifrance")]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-05-04", dt.date(2026, 5, 4)),
        (" 2026-05-04 ", dt.date(2026, 5, 4)),
        ("2024-02-29", dt.date(2024, 2, 29)),
        ("", None),
        (" ", None),
        ("2026-02-29", None),
        ("2026-13-01", None),
        ("04/05/2026", None),
        ("2026-5-4", None),
        ("0000-00-00", None),
        ("-2026-05-04", None),
        ("demain", None),
        ("2026-05-04T10:00", None),
        ("99999-01-01", None),
    ],
)
def test_a_day_typed_is_read_or_is_none(typed: str, expected: dt.date | None) -> None:
    assert a_day(typed) == expected


@given(st.text(max_size=20))
def test_no_word_breaks_the_reading_of_a_day(typed: str) -> None:
    assert a_day(typed) is None or isinstance(a_day(typed), dt.date)


AWARD = {"announced_on": "2026-01-02", "rule": "fui-25"}
STEP = {"kind": "milestone", "title": "Banc", "organisation": "1", "due_on": "2026-05-04"}
REVIVE = {"until_on": "2026-05-04", "why": "Courrier"}
PAID = {"organisation": "1", "funder": "7", "words": "Avance", "asked_on": "2026-05-04", "amount": "1 204,50"}
HELD = {"held_on": "2026-05-04", "outcome": "go", "motives": "Rien à redire"}


def a_form(name: str, said: dict[str, str]) -> Any:
    makers: dict[str, Any] = {
        "award": AwardForm,
        "revive": ReviveForm,
        "step": lambda typed: StepForm(CARRIERS, typed),
        "payment": lambda typed: PaymentForm(CARRIERS, FUNDERS, typed),
        "review": ReviewForm,
    }
    return makers[name](said)


WHOLE = {"award": AWARD, "revive": REVIVE, "step": STEP, "payment": PAID, "review": HELD}


@pytest.mark.parametrize("name", WHOLE)
def test_a_form_filled_is_read_and_one_left_empty_says_each_field(name: str) -> None:
    assert a_form(name, WHOLE[name]).is_valid()
    empty = a_form(name, {})
    assert not empty.is_valid()
    assert set(empty.errors) == set(WHOLE[name])


@pytest.mark.parametrize(
    ("name", "field", "typed"),
    [
        ("award", "announced_on", "hier"),
        ("award", "rule", "fui-99"),
        ("award", "rule", "FUI-25"),
        ("award", "until_on", "bientôt"),
        ("revive", "until_on", "2026-02-30"),
        ("revive", "why", "x" * 301),
        ("step", "kind", "autre"),
        ("step", "organisation", "3"),
        ("step", "organisation", "Mécanique du Val"),
        ("step", "title", "x" * 161),
        ("step", "title", "   "),
        ("step", "due_on", "04-05"),
        ("payment", "organisation", "9"),
        ("payment", "funder", "1"),
        ("payment", "words", "x" * 121),
        ("payment", "amount", "douze"),
        ("payment", "amount", "-1"),
        ("payment", "amount", "0,001"),
        ("payment", "amount", "12.500"),
        ("payment", "amount", "1e99"),
        ("review", "outcome", "peut-être"),
        ("review", "motives", "x" * 2001),
        ("review", "text_1", "x" * 301),
        ("review", "due_1", "un jour"),
    ],
)
def test_one_wrong_field_is_the_only_one_said(name: str, field: str, typed: str) -> None:
    form = a_form(name, WHOLE[name] | {field: typed})
    assert set(form.errors) == {field}


def test_each_rule_is_offered_with_its_months_where_it_has_some() -> None:
    choices = dict(AwardForm().fields["rule"].choices)
    assert choices["fui-25"].endswith(" : 6 mois pour signer")
    assert choices["europe"].endswith(" : 3 mois pour signer")
    assert choices["none"] == "Sans délai"
    assert next(iter(choices)) == "letter"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({}, ()),
        ({"text_1": "Un client", "due_1": "2026-05-04"}, (("Un client", dt.date(2026, 5, 4)),)),
        ({"text_3": "Un client", "due_3": "2026-05-04"}, (("Un client", dt.date(2026, 5, 4)),)),
        ({"text_1": "Un client"}, None),
        ({"due_2": "2026-05-04"}, None),
        ({"text_1": "  ", "due_1": "2026-05-04"}, None),
        ({"text_1": "Un client", "due_2": "2026-05-04"}, None),
    ],
)
def test_conditions_are_typed_with_their_day(typed: dict[str, str], expected: Any) -> None:
    form = ReviewForm(HELD | typed)
    assert form.is_valid()
    if expected is None:
        with pytest.raises(InputError, match="son texte et son échéance"):
            form.conditions()
    else:
        assert form.conditions() == expected
    assert len([name for name in form.fields if name.startswith("text_")]) == CONDITIONS


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({}, Declared()),
        ({"patents": "2"}, Declared(patents=2)),
        ({"patents": " 2 "}, Declared(patents=2)),
        ({"jobs_created": "100000"}, Declared(jobs_created=100_000)),
        ({"turnover_eur": "12 500,5"}, Declared(turnover_eur=Decimal("12500.50"))),
        ({"turnover_eur": "0"}, Declared()),
        ({"said": " Première série "}, Declared(said="Première série")),
        ({"jobs_created": "100001"}, None),
        ({"jobs_created": "-1"}, None),
        ({"jobs_created": "1,5"}, None),
        ({"jobs_created": "beaucoup"}, None),
        ({"turnover_eur": "-1"}, None),
        ({"turnover_eur": "1 M€"}, Declared(turnover_eur=Decimal("1000000.00"))),
        ({"turnover_eur": "un million"}, None),
        ({"said": "x" * 501}, None),
    ],
)
def test_what_a_partner_declares_is_read_and_what_is_left_empty_is_nothing(typed: Any, expected: Any) -> None:
    form = OutcomeForm(typed)
    assert form.is_valid() is (expected is not None)
    if expected is not None:
        assert form.declared() == expected
    else:
        assert set(form.errors) == set(typed)
    assert list(form.fields) == [*dict(MEASURES), "said"]


def test_a_document_is_of_a_class_one_may_file_and_no_other() -> None:
    said = {"document_class": "minutes", "title": "Compte rendu"}
    file = lambda: {"file": SimpleUploadedFile("a.pdf", b"%PDF-1")}  # noqa: E731
    offered = (("minutes", "compte rendu"),)
    form = DocumentForm(offered, said, file())
    assert form.is_valid()
    assert form.content() == ("a.pdf", b"%PDF-1")
    assert form.fields["document_class"].choices == [("", "Choisissez"), ("minutes", "Compte rendu")]
    for classes, typed, files, wrong in (
        (offered, said | {"document_class": "budget"}, file(), {"document_class"}),
        (offered, said | {"document_class": ""}, file(), {"document_class"}),
        ((), said, file(), {"document_class"}),
        (offered, said, {}, {"file"}),
        (offered, said, {"file": SimpleUploadedFile("a.pdf", b"")}, {"file"}),
        (offered, said | {"title": " "}, file(), {"title"}),
    ):
        assert set(DocumentForm(classes, typed, files).errors) == wrong


def typed_grid(said: dict[str, str]) -> agreement.Grid:
    query = QueryDict(mutable=True)
    query.update(said)
    return agreement._typed(query, [Organisation(pk=1, name="A"), Organisation(pk=2, name="B")])


DAYS = {"signed_on": "2026-01-02", "starts_on": "2026-02-01", "ends_on": "2028-01-31"}
GRID = DAYS | {"kind_0": "state", "funder_0": "Bpifrance", "kind_1": "region", "funder_1": "Région"}


def test_a_grid_is_read_cell_by_cell_and_empty_cells_grant_nothing() -> None:
    grid = typed_grid(GRID | {"aid_1_0": "1 000,10", "aid_2_1": "0", "aid_2_0": "", "aid_3_0": "99", "aid_1_7": "99"})
    terms = agreement._terms(grid)
    assert terms.granted == (Granted("state", "Bpifrance", 1, Decimal("1000.10")),), "no cell of a stranger"
    assert (terms.signed_on, terms.ends_on) == (dt.date(2026, 1, 2), dt.date(2028, 1, 31))
    assert grid.rows[0][1] == ("1 000,10", ""), "what was typed comes back as it was typed"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"signed_on": ""}, "Signée le"),
        ({"starts_on": "hier"}, "Début du projet"),
        ({"ends_on": "2028-02-30"}, "Fin du projet"),
        ({"aid_1_0": "mille"}, "pas un montant"),
        ({"aid_2_1": "-5"}, "va de 0"),
        ({"aid_2_1": "1,005"}, "plus fin"),
    ],
)
def test_a_grid_badly_typed_says_which_part(changed: dict[str, str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        agreement._terms(typed_grid(GRID | changed))


def test_a_grid_of_a_thousand_columns_or_of_none_is_read_without_harm() -> None:
    many = typed_grid(DAYS | {f"funder_{rank}": "F" for rank in range(1000)} | {"aid_1_999": "5"})
    assert len(many.funders) == 20
    assert typed_grid({}).funders == ()
    assert agreement._terms(typed_grid(DAYS)).granted == ()
    long = typed_grid(GRID | {"funder_0": "x" * 500, "what": "y" * 500, "kind_0": "z" * 50, "aid_1_0": "1" * 90})
    assert [len(each) for each in (*long.funders[0], long.what, long.rows[0][1][0])] == [10, 120, 0, 300, 30]
