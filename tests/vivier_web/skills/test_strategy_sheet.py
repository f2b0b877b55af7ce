"""The sheet of axes: each change gives another sheet, and refuses in one sentence what makes no sense."""

import pytest

from vivier.vocabulary import InputError
from vivier_web.skills.strategy import sheet as sheets
from vivier_web.skills.strategy.sheet import LINKS, OwnAxis
from vivier_web.skills.strategy.text import Frame, axis_lines, document_text

FRAME = Frame("pôle Essai", "2026-01-31")


def axis(key, *origin, name="Former", **links):
    told = {name: links.get(name, "") for name in LINKS}
    return OwnAxis(key, name, origin, links=tuple(told.items()))


SHEET = (axis("a1", 1, evidence="Un.\nDeux."), axis("a2", 2, evidence="Deux.\nTrois."), axis("a3"))


def test_a_sheet_is_read_back_as_it_was_kept():
    assert sheets.from_json(sheets.as_json(SHEET)) == SHEET


def test_two_axes_merged_keep_both_origins_and_say_each_proof_once():
    merged = sheets.merged("a2", "a1")(SHEET)
    assert [one.key for one in merged] == ["a1", "a3"]
    assert merged[0].origin == (1, 2)
    assert merged[0].link("evidence") == "Un.\nDeux.\nTrois."


def test_an_axis_is_never_merged_with_itself():
    with pytest.raises(InputError, match="autre axe"):
        sheets.merged("a1", "a1")(SHEET)


def test_an_axis_is_dropped_only_with_a_reason():
    with pytest.raises(InputError, match="pourquoi"):
        sheets.decided("a1", "dropped", " ")
    dropped = sheets.decided("a1", "dropped", "Déjà porté par la Région.")(SHEET)
    assert (dropped[0].verdict_words, dropped[0].reason) == ("Écarté", "Déjà porté par la Région.")


def test_a_fifth_axis_is_not_retained():
    five = tuple(axis(f"a{rank}") for rank in range(1, 6))
    for rank in range(1, 5):
        five = sheets.decided(f"a{rank}", "kept", "")(five)
    with pytest.raises(InputError, match="4 axes au plus"):
        sheets.decided("a5", "kept", "")(five)


def test_axes_move_within_the_list_and_never_out_of_it():
    keys = [one.key for one in sheets.moved("a2", -1)(SHEET)]
    assert keys == ["a2", "a1", "a3"]
    assert sheets.moved("a1", -1)(SHEET) == SHEET
    assert sheets.moved("a3", 1)(SHEET) == SHEET


def test_an_added_axis_never_takes_the_key_of_another():
    assert [one.key for one in sheets.added("Attirer")(SHEET[1:])] == ["a2", "a3", "a4"]


@pytest.mark.parametrize(
    "change", [sheets.moved("a9", 1), sheets.decided("a9", "kept", ""), sheets.merged("a9", "a1")]
)
def test_what_is_said_of_an_axis_that_is_gone_is_a_sentence(change):
    with pytest.raises(InputError, match="n’est plus dans l’atelier"):
        change(SHEET)


@pytest.mark.parametrize("name", ["", "  ", "x" * 161])
def test_an_axis_has_a_name_of_reasonable_length(name):
    with pytest.raises(InputError):
        sheets.rewritten("a1", name, {})


def test_what_people_type_opens_neither_a_heading_nor_a_table():
    lines = axis_lines(axis("a1", evidence="## Axe 9 : piège\n| a | b |\n- liste", risk="# Titre\nsuite"))
    assert lines == ["Preuve : Axe 9 : piège", "Preuve : a | b |", "Preuve : liste", "Risque : Titre suite"]


def test_only_retained_axes_are_in_the_document_in_their_order():
    kept = sheets.decided("a3", "kept", "")(sheets.decided("a1", "kept", "")(SHEET))
    text = document_text(kept, FRAME)
    assert text.count("\n## Axe ") == 2
    assert "Rien ne se détache" not in text


def test_a_document_without_any_axis_says_that_nothing_stands_out():
    assert "Rien ne se détache" in document_text(SHEET, FRAME)
