"""The cases of the method note, read back from it and computed twice: the document cannot lie."""

from fractions import Fraction
from importlib.resources import files

import pytest

from factories.aid import TODAY, amount, noted
from oracles import aid as oracle
from vivier.aid import compute, rules

WORDS = {"oui": True, "non": False, "à vérifier": None}


def cases() -> list[list[str]]:
    note = (files("vivier.aid") / "METHODE.md").read_text(encoding="utf-8")
    rows = [line.strip("|").split("|") for line in note.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in rows if row[0].strip().isdigit()]


CASES = cases()


def parted(text: str) -> dict[str, Fraction]:
    """« État 200,00 + Régions 100,00 » as amounts by name."""
    named = [piece.strip().rpartition(" ") for piece in text.replace("\u202f", " ").split(" + ")]
    found = {}
    for head, _, tail in named:
        words = f"{head} {tail}".split()
        at = next(n for n, word in enumerate(words) if word[0].isdigit())
        found[" ".join(words[:at])] = Fraction(amount(" ".join(words[at:])))
    return found


def test_the_note_has_at_least_thirty_cases_numbered_in_order():
    assert [int(row[0]) for row in CASES] == list(range(1, len(CASES) + 1))
    assert len(CASES) >= 30


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row[0]} {row[1]}")
def test_each_case_done_by_hand_is_what_both_computations_give(row):
    _, name, text, _, aids, shares, state = row
    project = noted(text)
    award = compute(project, rules=rules(name), today=TODAY)
    lines, split, is_eligible = oracle.award(project, name, TODAY)
    by_hand = [Fraction(amount(piece)) for piece in aids.split(" + ")]
    naive = [sum(aid for key, aid in lines if key[0] == each.name) for each in project.partners]
    assert [Fraction(award.of(each.name)) for each in project.partners] == by_hand == naive
    assert award.is_eligible is is_eligible is WORDS[state]
    if shares != "·":
        assert {each.funder: Fraction(each.amount_eur) for each in award.shares} == parted(shares) == split
