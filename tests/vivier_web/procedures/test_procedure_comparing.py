"""What changed between two procedures is said in French, and nothing is said when nothing did."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from factories.procedures import SMALL, procedures, small
from vivier_web.procedures.definition import Procedure, compare, digest, read, shipped

CASES = [
    ("days = 30", "days = 45", "Étape « Dépôt » : délai, 30 jours → 45 jours."),
    ("months = 6", "months = 7", "Étape « Contrat » : délai, 6 mois → 7 mois."),
    ('silence = "accept"', 'silence = "remind"', "Étape « Contrat », délai : effet du silence, le silence vaut acceptation → une relance part."),
    ("weight = 60", "weight = 50.5", "Grille « Grille », critère « Innovation » : poids, 60 → 50,5."),
    ("veto = 0\n", "", "Grille « Grille », critère « Innovation » : veto, 0 → aucun."),
    ("Rupture", "Percée", "Grille « Grille », critère « Innovation », repère « Percée » : texte, Rupture → Percée."),
    ("threshold = 0.6", "threshold = 0.5", "Grille « Grille », seuil du total : seuil, 0,6 → 0,5."),
    ("quorum = 3", "quorum = 4", "Étape « Comité », règle de décision : quorum, 3 → 4."),
    ("durations = [12, 48]", "durations = [12, 24]", "Octroi « Label » : durées (mois), 12, 48 → 12, 24."),
    ("requires_proofs = true\n", "", "Étape « Contrat » : preuves exigées, oui → non."),
    ("valid_from = 2026-01-01", "valid_from = 2026-03-01", "Procédure : début de validité, 01/01/2026 → 01/03/2026."),
    ('{ role = "state", documents = ["technical_secret"], when = ["before", "during", "after"] },\n]', "]",
     "Étape « Comité », vue « L’État voit le secret technique avant l’étape, pendant l’étape, après l’étape » : retirée."),
    ("Il faut deux entreprises.", "Deux entreprises.", "Étape « Dépôt », règle « Deux entreprises. » : phrase, Il faut deux entreprises. → Deux entreprises."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentence"), CASES)
def test_one_change_is_one_sentence(old: str, new: str, sentence: str) -> None:
    assert old in SMALL
    assert [each.sentence for each in compare(small(), read(SMALL.replace(old, new)))] == [sentence]


def test_stages_added_removed_and_moved_are_told() -> None:
    before = small()
    renamed = read(SMALL.replace('"contract"', '"agreement"'))
    assert {each.sentence for each in compare(before, renamed)} >= {
        "Étape « Contrat » : ajoutée.",
        "Étape « Contrat » : retirée.",
    }
    moved = replace(before, stages=(*before.stages[:2], before.stages[3], before.stages[2]))
    assert [each.sentence for each in compare(before, moved)] == [
        "Procédure : l’ordre change (étape « Dépôt » d’abord)."
    ]


@pytest.mark.parametrize("procedure", shipped(), ids=lambda each: each.key)
def test_a_procedure_does_not_differ_from_itself(procedure: Procedure) -> None:
    assert compare(procedure, procedure) == ()


@given(procedures(), procedures())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_two_procedures_differ_in_words_exactly_when_their_digests_do(one: Procedure, other: Procedure) -> None:
    assert bool(compare(one, other)) == (digest(one) != digest(other))


def test_two_shipped_procedures_are_compared_in_sentences() -> None:
    held = {each.key: each for each in shipped()}
    told = compare(held["i-demo"], held["i-demo-regionalise"])
    assert "Étape « Avis de la Région » : ajoutée." in [each.sentence for each in told]
    assert all(each.sentence.endswith(".") for each in told)
