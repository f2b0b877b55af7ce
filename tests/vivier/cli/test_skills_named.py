"""Which text of a matrix names which skill required, and which source is kept when two say it."""

from vivier.cli import gaps_files
from vivier.gaps import Held
from vivier.occupations.skills import Match

LABELS = {"100": "Soudage TIG", "200": "Lecture de plan"}


def test_the_very_label_or_identifier_of_a_skill_is_sure_whatever_the_likeness() -> None:
    texts = {text: Match(text, "", 0.1, "none", ()) for text in ("SOUDAGE tig", "200", "Tango")}
    assert gaps_files._sure(texts, LABELS) == {"SOUDAGE tig": "100", "200": "200", "Tango": ""}


def test_a_doubt_is_never_used_and_a_sure_likeness_is() -> None:
    texts = {"TIG inox": Match("TIG inox", "100", 0.9, "sure", ()), "Plans": Match("Plans", "200", 0.5, "doubt", ())}
    assert gaps_files._sure(texts, LABELS) == {"TIG inox": "100", "Plans": ""}


def test_of_two_texts_of_a_company_for_one_skill_the_likelier_is_kept() -> None:
    """The same people are assessed on both: adding them up would count them twice."""
    matches = {"TIG inox": Match("TIG inox", "100", 0.9, "sure", ()), "TIG": Match("TIG", "100", 0.82, "sure", ())}
    sure = dict.fromkeys(matches, "100")
    rows = [Held("TIG", 3, 4, "A"), Held("TIG inox", 3, 5, "A"), Held("TIG inox", 1, 1, "A"), Held("TIG", 2, 7, "B")]
    found = gaps_files._held(rows, sure, matches)
    assert found == (Held("100", 3, 5, "A"), Held("100", 1, 1, "A"), Held("100", 2, 7, "B"))


def test_a_declaration_comes_before_a_likelier_matrix() -> None:
    matches = {"TIG inox": Match("TIG inox", "100", 0.99, "sure", ()), "TIG": Match("TIG", "100", 0.82, "sure", ())}
    rows = [Held("TIG inox", 3, 5, "A"), Held("TIG", 4, 2, "A", is_whole=True)]
    found = gaps_files._held(rows, dict.fromkeys(matches, "100"), matches)
    assert found == (Held("100", 4, 2, "A", is_whole=True),)


def test_a_text_recognised_by_its_label_is_told_as_sure() -> None:
    doubt = Match("SOUDAGE tig", "", 0.1, "none", ())
    told = gaps_files._told(doubt, {"SOUDAGE tig": "100"})
    assert (told.skill, told.chance, told.decision) == ("100", 1.0, "sure")
    assert gaps_files._told(doubt, {"SOUDAGE tig": ""}) is doubt
