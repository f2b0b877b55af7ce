"""A procedure file is read whole, or refused with the line that is wrong and one French sentence."""

import datetime as dt
import tomllib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.procedures import SMALL, small
from vivier_web.procedures.definition import Procedure, UnreadableProcedure, read, shipped, shipped_text
from vivier_web.procedures.definition.lines import line_of, lines_of


def line_saying(text: str, needle: str) -> int:
    return next(rank for rank, line in enumerate(text.splitlines(), 1) if needle in line)


def test_a_file_gives_a_procedure_with_its_stages_bodies_and_grids() -> None:
    procedure = small()
    assert isinstance(procedure, Procedure)
    assert [each.key for each in procedure.stages] == ["filing", "experts", "committee", "contract"]
    assert procedure.valid_from == dt.date(2026, 1, 1)
    assert procedure.grid("grid").criteria[0].high == 4
    assert procedure.grid("grid").total is not None
    assert procedure.grid("grid").total.threshold == Decimal("0.6")
    assert procedure.stage("committee").rule is not None
    assert procedure.stage("filing").title_for("applicant") == "Votre dossier"
    assert procedure.stage("filing").title_for("applicant", is_future=True) == "Déposer"
    assert procedure.stage("filing").title_for("pole", is_future=True) == "Dépôt"


CASES = [  # what is replaced, by what, a word of the line that is told, a word of the sentence
    ('kind = "project_label"', 'kind = "prix"', 'kind = "prix"', "n’est pas prévu ici"),
    ('kind = "project_label"', "kind = 3", "kind = 3", "un texte entre guillemets"),
    ('version = "1"', "", 'key = "petit-label"', "Il manque « version »"),
    ("valid_from = 2026-01-01", 'valid_from = "2026"', "valid_from", "une date"),
    ("valid_from = 2026-01-01", "valid_from = 2026-01-01T10:00:00", "valid_from", "une date"),
    ('source = "Essai"\nbody', 'sources = "Essai"\nbody', "sources =", "vouliez-vous « source »"),
    ('title = "Petit label"', 'title = "  "', 'title = "  "', "Écrivez un texte"),
    ('key = "petit-label"', 'key = "Petit Label"', 'key = "Petit Label"', "ne peut pas servir de clé"),
    ('role = "expert" }', 'role = "juge" }', 'role = "juge"', "n’est pas prévu ici"),
    ("durations = [12, 48]", "durations = [12, 0]", "durations", "au moins 1"),
    ("durations = [12, 48]", "durations = [12, 12]", "durations", "qu’une fois"),
    ("durations = [12, 48]", "durations = [12, 99999]", "durations", "au plus 600"),
    ('silence = "lapse", days = 30', 'silence = "lapse", days = 99999999999999999999', "99999999", "au plus 600 mois"),
    ("durations = [12, 48]", 'durations = "12"', "durations", "entre crochets"),
    ('source = "Essai" },\n]\n\n[[stage]]', 'source = "" },\n]\n\n[[stage]]', "durations", "cite sa source"),
    ('{ on = "done", to = ["experts"] }', '{ on = "done", to = ["nulle-part"] }', "nulle-part", "n’est défini nulle part"),
    ('{ on = "done", to = ["experts"] }', '{ on = "fini", to = ["experts"] }', "fini", "n’est pas prévu ici"),
    ('{ on = "lapsed", to = ["end"] }]', '{ on = "done", to = ["end"] }]', 'to = ["end"] }]', "chacune écrite une fois"),
    ('silence = "lapse", days = 30', 'silence = "lapse"', 'silence = "lapse"', "au moins 1"),
    ('silence = "lapse", days = 30', 'silence = "lapse", days = 30, months = 1', "months = 1", "jours ou en mois"),
    ('silence = "escalate", days = 15, escalate_to = "committee"', 'silence = "escalate", days = 15', "escalate", "vers qui"),
    ("count.partners.company >= 2", "count.partners.company >> 2", ">> 2", "n’est pas un nombre"),
    ("count.partners.company >= 2", "count.membres >= 2", "count.membres", "n’est défini nulle part"),
    ("count.partners.company >= 2", "__import__('os')", "__import__", "ne se comprend pas"),
    ('kind = "consortium"', 'kind = "liste"', 'kind = "liste"', "n’est pas prévu ici"),
    ('kind = "consortium"', 'kind = "choice"', 'kind = "choice"', "réponses proposées"),
    ('document = "technical_secret" },\n]', 'document = "decision" },\n]', '"decision" }', "n’est pas prévu ici"),
    ('rule = { grid = "grid", opinions = 2 }\n', "", 'act = "review"', "demandent une règle"),
    ('rule = { grid = "grid", opinions = 2 }\n', 'rule = { grid = "autre", opinions = 2 }\n', "autre", "n’est défini nulle part"),
    ('rule = { grid = "grid", opinions = 2 }\n', 'rule = { grid = "grid", opinions = 0 }\n', "opinions = 0", "au moins un avis"),
    ("conditions_under = 0.7", "conditions_under = 70", "conditions_under", "entre 0 et 1"),
    ("threshold = 0.6", "threshold = 60", "threshold = 60", "0.8"),
    ("threshold = 0.6", "threshold = nan", "threshold = nan", "nombre ordinaire"),
    ("threshold = 2\n", "threshold = 5\n", "threshold = 5", "n’est pas sur l’échelle"),
    ("weight = 60", "weight = -1", "weight = -1", "pas négatif"),
    ("weight = 60", "weight = true", "weight = true", "un nombre"),
    ('{ mark = 1, text = "Peu" },', "", "anchor = [", "son repère"),
    ('key = "market"', 'key = "innovation"', 'key = "innovation"', "déjà pris"),
    ('grants = "label"', 'grants = "prix"', 'grants = "prix"', "n’est défini nulle part"),
    ('key = "contract"', 'key = "end"', 'key = "end"', "réservé"),
    ("requires_proofs = true", 'requires_proofs = "oui"', "requires_proofs", "true ou false"),
    ("requires_proofs = true", "requires_proof = true", "requires_proof = true", "requires_proofs"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "place", "words"), CASES, ids=[f"{n}-{case[3]}" for n, case in enumerate(CASES)]
)
def test_a_malformed_file_is_refused_with_its_line_and_a_sentence(old: str, new: str, place: str, words: str) -> None:
    assert old in SMALL
    text = SMALL.replace(old, new, 1) if old != 'key = "market"' else SMALL.replace(old, new)
    with pytest.raises(UnreadableProcedure) as refused:
        read(text)
    assert words in refused.value.sentence
    last = [rank for rank, line in enumerate(text.splitlines(), 1) if place in line]
    assert refused.value.line in last, f"{refused.value} : {last}"
    assert str(refused.value).startswith(f"Ligne {refused.value.line} : ")


SYNTAX = [
    ('title = "Petit label"', 'title = "Petit label', "guillemet"),
    ('title = "Petit label"', "title = Petit label", "guillemets"),
    ('title = "Petit label"', 'title "Petit label"', "signe ="),
    ('version = "1"', 'title = "1"', "deux fois"),
    ('[[stage]]\nkey = "experts"', '[[stage]\nkey = "experts"', "deux crochets"),
]


@pytest.mark.parametrize(("old", "new", "words"), SYNTAX)
def test_a_mistake_of_syntax_is_told_in_french_with_its_line(old: str, new: str, words: str) -> None:
    text = SMALL.replace(old, new, 1)
    with pytest.raises(UnreadableProcedure) as refused:
        read(text)
    wrong = text[: text.index(new)].count("\n") + 1
    assert words in refused.value.sentence
    assert refused.value.line in {wrong, wrong + 1}


def test_the_second_stage_of_the_same_key_is_told_where_it_is() -> None:
    text = SMALL.replace('key = "contract"', 'key = "experts"')
    with pytest.raises(UnreadableProcedure) as refused:
        read(text)
    lines = [rank for rank, line in enumerate(text.splitlines(), 1) if line == 'key = "experts"']
    assert refused.value.line == lines[1]


def test_one_question_asked_twice_must_be_the_same_question() -> None:
    text = SMALL.replace(
        "requires_proofs = true",
        'field = [{ key = "title", label = "Titre", kind = "number", document = "public" }]',
    )
    with pytest.raises(UnreadableProcedure, match="déjà demandé autrement") as refused:
        read(text)
    assert refused.value.line == line_saying(text, 'kind = "number"')


def test_a_file_that_is_too_big_or_too_deep_is_refused() -> None:
    with pytest.raises(UnreadableProcedure, match="trop gros"):
        read("#" * 500_000)
    with pytest.raises(UnreadableProcedure):
        read("a = " + "[" * 5000 + "]" * 5000)


def test_windows_lines_and_marks_are_read_alike() -> None:
    assert read("\ufeff" + SMALL.replace("\n", "\r\n")) == small()


def test_lines_are_found_through_comments_strings_and_nested_arrays() -> None:
    text = '# un [titre]\na = """\n[[stage]]\n"""\n[[b]] # [c]\nx = [ # ]\n  { y = "]", z = [1,\n 2] },\n  { y = 2 },\n]\n[b.c]\nd = 1\n'
    tomllib.loads(text)
    found = lines_of(text)
    assert found["a",] == 2
    assert found["b", 0] == 5
    assert (found["b", 0, "x"], found["b", 0, "x", 0, "z", 1], found["b", 0, "x", 1, "y"]) == (6, 8, 9)
    assert found["b", 0, "c", "d"] == 12
    assert line_of(text, ("b", 0, "x", 7, "absent")) == 6


@pytest.mark.parametrize("key", [each.key for each in shipped()])
def test_every_value_of_a_shipped_file_has_its_line(key: str) -> None:
    text = shipped_text(key)
    lines, found = text.splitlines(), lines_of(text)

    def walk(value: object, path: tuple[str | int, ...]) -> None:
        assert path in found, path
        if isinstance(value, str) and "\n" not in value and '"' not in value and "\\" not in value:
            assert value in lines[found[path] - 1], path
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for name, each in inner:
            walk(each, (*path, name))

    walk(tomllib.loads(text), ())


@given(
    st.integers(0, len(SMALL) - 1), st.sampled_from(["", '"', "[", "]", "{", "}", "=", "\n", "#", "0", "é", "\x00"])
)
def test_whatever_is_broken_the_refusal_is_a_line_and_a_sentence(place: int, what: str) -> None:
    text = SMALL[:place] + what + SMALL[place + 1 :]
    refused = None
    try:
        read(text)
    except UnreadableProcedure as why:
        refused = why
    assert refused is None or 1 <= refused.line <= text.count("\n") + 2
    assert refused is None or refused.sentence.endswith((".", "?"))
