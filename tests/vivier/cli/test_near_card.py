"""How a near occupation is said in a terminal."""

import pytest

from vivier.cli.nearness import lines, short
from vivier.occupations.nearness import Nearby, WeighedSkill


def skills(count):
    return tuple(WeighedSkill(f"Savoir {rank}", "skill", 1.0) for rank in range(count))


@pytest.mark.parametrize(
    ("score", "said"),
    [
        (1.0, "très proche (1,00)"),
        (0.65, "très proche (0,65)"),
        (0.35, "proche (0,35)"),
        (0.12, "assez proche (0,12)"),
        (0.0, "éloigné (0,00)"),
    ],
)
def test_closeness_is_said_in_words_and_figures(score, said):
    assert lines(Nearby("A1", "Couverture", score, 0.0))[0] == said


def test_a_move_is_called_official_only_where_it_is():
    published = Nearby("A1", "Couverture", 0.7, 0.4, is_official=True)
    assert lines(published)[0].endswith(" · mobilité officielle")
    assert lines(published, is_published=False)[0].endswith(" · mobilité de la démonstration")


def test_what_is_in_hand_and_what_to_learn_come_with_their_shares():
    each = Nearby("A1", "Couverture", 0.5, 0.5, shared=skills(1), to_learn=skills(2), shared_share=0.25)
    assert lines(each)[1:] == ["déjà en main (25 %) : Savoir 0", "à apprendre (75 %) : Savoir 0 ; Savoir 1"]


def test_long_lists_are_cut_and_say_how_much_is_left():
    each = Nearby("A1", "Couverture", 0.5, 0.5, shared=skills(5), to_learn=skills(9), shared_share=0.4)
    assert lines(each)[1].endswith("Savoir 3 ; et 1 autre")
    assert lines(each)[2].endswith("Savoir 3 ; et 5 autres")


def test_nothing_left_to_learn_is_not_a_line():
    each = Nearby("A1", "Couverture", 0.5, 0.5, shared=skills(1), shared_share=1.0)
    assert each.learning_share == 0
    assert len(lines(each)) == 2


def test_an_occupation_without_skills_says_so():
    assert lines(Nearby("A1", "Couverture", 0.1, 0.1))[1] == "aucune compétence n’est décrite pour ce métier"


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Lire un plan (bâtiment)", "Lire un plan (bâtiment)"),
        (
            "Vérifier la conformité d’une pièce, ses cotes, son état de surface et son aspect",
            "Vérifier la conformité d’une pièce…",
        ),
        ("Normes de la construction : accessibilité des établissements, incendie", "Normes de la construction…"),
        ("Régler les paramètres des machines et des équipements (vitesse, débit)", "Régler les paramètres des machines et des équipements…"),
        ("Surveiller le déroulement des opérations de fabrication en continu de nuit", "Surveiller le déroulement des opérations de fabrication en continu de nuit"),
    ],
)  # fmt: skip
def test_long_labels_keep_their_first_clause(label, said):
    assert short(label) == said
