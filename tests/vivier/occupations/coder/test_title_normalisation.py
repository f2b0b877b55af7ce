"""How titles are brought to one writing: a table of examples, and what must never change it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.occupations.coder.titles import (
    _ENDING,
    _NOISE,
    _SIGNALS,
    _with_ending,
    canonical,
    first_form,
    fold,
    forms,
    plain,
    words,
)
from vivier.occupations.coder.vocabulary_fr import ABBREVIATIONS

FORMS = [
    ("Abatteur / Abatteuse de carrière", ("abatteur de carriere", "abatteuse de carriere")),
    (
        "Ouvrier polyvalent / Ouvrière polyvalente d'entretien",
        ("ouvrier polyvalent d'entretien", "ouvriere polyvalente d'entretien"),
    ),
    ("Agent technicien / technicienne de labo", ("agent technicien de labo", "agent technicienne de labo")),
    ("Ébéniste / Menuisier multi-matériaux (H/F)", ("ebeniste multi-materiaux", "menuisier multi-materiaux")),
    ("Comptable fournisseurs (F/H)", ("comptable fournisseurs",)),
    ("Chargé(e) d’affaires", ("charge d'affaires",)),
    ("Formateur·trice", ("formateur",)),
    ("", ("",)),
    (" / ", ("/",)),
]
SAME = [
    ("Opérateur régleur CN 2x8", "Opératrice régleuse commande numérique"),
    ("TECHNICIENNE BE (H/F) - CDI", "Technicien de bureau d'études"),
    ("Responsable R&D confirmé", "Responsable recherche et développement"),
    ("Responsable R.H.", "Responsable des ressources humaines"),
    ("Assistante ADV 35h", "Assistant administration des ventes"),
    ("DAF", "Directrice administrative et financière"),
    ("Animateur QSE", "Animatrice qualité, sécurité et environnement"),
    ("Chef d’équipe 3x8", "CHEFFE D'EQUIPE"),
    ("Vendeur(se) temps partiel", "Vendeuse"),
    ("Ambulancier (ère)", "Ambulancière"),
    ("Chaudronnier soudeur / Chaudronnière soudeuse", "chaudronnier-soudeur"),
    ("Employés commerciaux", "Employée commerciale"),
    ("Vendeuse junior", "Vendeur senior"),
    ("Avocate", "Avocat"),
]
GENDERS = [
    ("abatteuse", "abatteur"), ("directrice", "directeur"), ("ouvriere", "ouvrier"), ("bouchere", "boucher"),
    ("technicienne", "technicien"), ("patronne", "patron"), ("professionnelle", "professionnel"), ("sportive", "sportif"),
    ("adjointe", "adjoint"), ("assistante", "assistant"), ("agente", "agent"), ("experte", "expert"), ("cheffe", "chef"),
    ("chargee", "charge"), ("commise", "commis"), ("maitresse", "maitre"), ("seconde", "second"), ("ingenieure", "ingenieur"),
]  # fmt: skip
LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=40)
NAMES = st.sampled_from([name for pair in SAME for name in pair])


@pytest.mark.parametrize(("title", "expected"), FORMS)
def test_a_pair_gives_both_full_forms(title, expected):
    assert forms(title) == expected


@pytest.mark.parametrize(("left", "right"), SAME)
def test_two_writings_of_one_title_become_the_same(left, right):
    assert canonical(left) == canonical(right)


@pytest.mark.parametrize(("feminine", "masculine"), GENDERS)
def test_a_feminine_word_folds_like_its_masculine(feminine, masculine):
    assert fold(feminine) == fold(masculine) == fold(f"{feminine}s")


def test_the_bare_head_is_what_stands_before_the_slash():
    assert first_form("Abatteur / Abatteuse de carrière") == "abatteur"
    assert first_form("Comptable") == "comptable"


def test_words_that_mean_the_occupation_are_not_noise():
    assert words("gardien de nuit") == ("gardien", "nuit")
    assert words("conducteur pl") == ("conducteur", "poids", "lourd")


def test_a_title_made_of_noise_keeps_its_words():
    assert canonical("CDI") == "cdi"
    assert canonical("junior") == "junior"


@pytest.mark.parametrize("name", sorted(ABBREVIATIONS))
def test_abbreviations_expand_to_words_already_folded(name):
    assert canonical(name) == " ".join(fold(word) for word in ABBREVIATIONS[name])


@given(LETTERS)
def test_any_text_is_normalised_without_an_error_and_once_for_all(text):
    written = canonical(text)
    assert written == written.lower()
    assert written.isascii()
    assert plain(plain(text)) == plain(text)


@given(NAMES)
def test_case_accents_and_spaces_do_not_count(name):
    expected = canonical(name)
    assert canonical(name.upper()) == canonical(plain(name)) == canonical(f"  {name.replace(' ', '  ')} ") == expected


@pytest.mark.parametrize(("feminine", "masculine"), GENDERS)
def test_the_order_of_a_pair_does_not_count(feminine, masculine):
    assert canonical(f"{feminine} / {masculine} de mine") == canonical(f"{masculine} / {feminine} de mine")


@given(st.text("abct 0189/()#~hfmxemps+*-é", max_size=30))
def test_a_title_without_a_signal_holds_no_noise_and_no_ending(title):
    text = plain(title)
    if not _SIGNALS.search(text):
        assert _ENDING.sub(_with_ending, _NOISE.sub(" ", text)) == text
