"""What mobility lets be typed, how it says a match, and what it says of the law: pure functions, case by case."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.vocabulary import InputError
from vivier_web.pages.company.mobility.papers import PAPERS
from vivier_web.skills.choices import RouteKind
from vivier_web.skills.mobility.kinship import Kin
from vivier_web.skills.mobility.law import CERTAINTY, hours, reminder, route, routes
from vivier_web.skills.mobility.plain import plain
from vivier_web.skills.mobility.wording import distance_words, nearness_word, occupations_words, period_words

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31))


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("jean.dupont@usine.fr", "une adresse électronique"),
        ("jean @ usine", "une adresse électronique"),
        ("jean (AT) usine point fr", "une adresse électronique"),
        ("jean[at]usine", "une adresse électronique"),
        ("HTTPS://usine.fr", "une adresse de site"),
        ("Www.usine.fr", "une adresse de site"),
        ("06.12.34.56.78", "un numéro"),
        ("06-12-34-56-78", "un numéro"),
        ("+33 6 12 34 56 78", "un numéro"),
        ("0612345678", "un numéro"),
        ("732 829 320", "un numéro"),
        ("06/12/34/56/78", "un numéro"),
        ("âgé de 54 ans", "un âge"),
        ("54ans", "un âge"),
        ("Née en 1970", "un âge"),
        ("né le 3 mai", "un âge"),
        ("M. Martin", "le nom d’une personne"),
        ("voir Madame Martin", "le nom d’une personne"),
        ("M. ou F.", "le nom d’une personne"),  # refused rather than guessed
        ("Mlle", "le nom d’une personne"),
        ("Demander Monsieur\nMartin", "le nom d’une personne"),
        ("MME MARTIN", "le nom d’une personne"),
        ("VOIR MADAME MARTIN", "le nom d’une personne"),
        ("mme martin", "le nom d’une personne"),
        ("Mme. Martin", "le nom d’une personne"),
        ("MONSIEUR MARTIN", "le nom d’une personne"),
        ("MR MARTIN", "le nom d’une personne"),
        ("Mr. Martin", "le nom d’une personne"),
        ("M.MARTIN", "le nom d’une personne"),
        ("MME.MARTIN", "le nom d’une personne"),
        ("MM. Martin et Durand", "le nom d’une personne"),
        ("CONTACTER MARTIN", "le nom d’une personne"),
        ("s’adresser à Martin", "le nom d’une personne"),
    ],
)
def test_what_leads_to_somebody_is_refused_and_the_refusal_does_not_repeat_it(words: str, what: str) -> None:
    with pytest.raises(InputError) as why:
        plain(words, most=80)
    assert str(why.value).startswith(f"Ce texte contient {what}")
    assert words not in str(why.value)


@pytest.mark.parametrize(
    "words",
    [
        "Soudeur TIG 141, EN ISO 9606-1",
        "Fraiseur 5 axes, commande Heidenhain 640",
        "Équipe 2x8, 35 h",
        "Opérateur sur presse 250 T",
        "Monteur H/F",
        "MONTEUR M F",
        "SOUDEUR M.I.G. / T.I.G.",
        "TARAUDAGE M 12, BARRES DE 6 M",
        "Poste à 12 m. de hauteur",
        "Joindre les CACES",
        "CACES R489 cat. 3",
        "12 345 678",
        "Ingénieur né pour innover",
        "Agent sans habilitation",
        "<b>Soudeur</b> & { } % | '",
        "",
    ],
)
def test_the_words_of_a_trade_are_kept_as_they_are(words: str) -> None:
    assert plain(words, most=80) == words


def test_length_is_counted_once_the_blanks_are_gone() -> None:
    assert plain("  " + "x" * 78 + " \t\n y  ", most=80) == "x" * 78 + " y"
    with pytest.raises(InputError, match="80 caractères au plus"):
        plain("  " + "x" * 79 + " \t\n y  ", most=80)


@given(st.text(max_size=60))
def test_what_is_kept_is_one_line_and_is_kept_again(words: str) -> None:
    try:
        kept = plain(words, most=60)
    except InputError:
        return
    assert kept == " ".join(words.split())
    assert plain(kept, most=60) == kept


@given(
    st.lists(st.integers(0, 9), min_size=9, max_size=14), st.sampled_from(["", " ", ".", "-", "/", ". ", "\u00a0"])
)
def test_nine_figures_are_a_number_however_they_are_cut(figures: list[int], between: str) -> None:
    with pytest.raises(InputError, match="un numéro"):
        plain("Poste " + between.join(map(str, figures)), most=80)


@pytest.mark.parametrize(
    ("kin", "said"),
    [
        (Kin("same_rome"), "même métier (ROME) : rien à apprendre"),
        (Kin("rome", 1, 0, 0), "1 compétence commune sur 1, rien à apprendre"),
        (Kin("rome", 0, 0, 0), "0 compétence commune sur 0, rien à apprendre"),
        (Kin("rome", 0, 1, 0), "0 compétence commune sur 1, 1 à apprendre, environ 14 h"),
        (Kin("rome", 2, 0, 1), "2 compétences communes sur 3, 1 à apprendre, environ 7 h"),
        (Kin("rome", 9, 28, 1), "9 compétences communes sur 38, 29 à apprendre, environ 399 h"),
        (
            Kin("rome", 9, 28, 2),
            "9 compétences communes sur 39, 30 à apprendre, plus de 400 h : une reconversion plutôt qu’un prêt",
        ),
    ],
)
def test_what_two_occupations_have_in_common_is_said_and_summed(kin: Kin, said: str) -> None:
    assert occupations_words(kin, hours()).replace("\u00a0", " ").replace("\u202f", " ") == said


@pytest.mark.parametrize(
    ("km", "said"),
    [(None, "distance non précisée"), (0, "même département"), (5, "environ 5 km"), (1500, "environ 1 500 km")],
)
def test_a_distance_is_said_as_finely_as_it_is_known(km: int | None, said: str) -> None:
    assert distance_words(km).replace("\u00a0", " ").replace("\u202f", " ") == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ((2027, 1, 1), (2027, 1, 31), "en janvier 2027"),
        ((2027, 1, 31), (2027, 2, 1), "de janvier à février 2027"),
        ((2027, 8, 1), (2027, 12, 1), "d’août à décembre 2027"),
        ((2026, 10, 1), (2027, 8, 1), "d’octobre 2026 à août 2027"),
        ((2026, 1, 1), (2027, 1, 31), "de janvier 2026 à janvier 2027"),
    ],
)
def test_a_period_is_said_in_months(first: tuple[int, int, int], last: tuple[int, int, int], said: str) -> None:
    assert period_words(dt.date(*first), dt.date(*last)) == said


@given(DAYS, DAYS)
def test_a_period_never_says_a_day_and_always_the_year_it_ends(one: dt.date, other: dt.date) -> None:
    first, last = sorted((one, other))
    said = period_words(first, last)
    figures = [word for word in said.split() if word.isdecimal()]
    assert figures == ([str(first.year)] if first.year != last.year else []) + [str(last.year)]
    assert said == period_words(first.replace(day=1), last.replace(day=28))


@pytest.mark.parametrize(
    ("score", "word"),
    [(0.0, "assez proche"), (0.3499, "assez proche"), (0.35, "proche"), (0.6499, "proche"), (0.65, "très proche")],
)
def test_nearness_is_one_of_three_words_whose_limits_are_kept(score: float, word: str) -> None:
    assert nearness_word(score) == word


def test_every_way_that_may_be_chosen_has_its_law_and_only_the_loan_has_papers() -> None:
    assert [each.key for each in routes()] == list(RouteKind.values)
    assert [each.papers for each in routes()] == [tuple(PAPERS), (), (), ()]


def test_a_way_that_no_law_had_or_that_is_none_is_nothing() -> None:
    assert route("loan", dt.date(1900, 1, 1)) is None
    assert route("", dt.date(2027, 1, 1)) is None
    assert route("LOAN", dt.date(2027, 1, 1)) is None
    assert route("posting", dt.date.max) == routes()[3]


def test_what_is_dated_says_where_it_comes_from_and_never_cuts_an_article() -> None:
    sources = [each.source for each in routes()] + [reminder().source]
    lines = [line for each in routes() for line in (*each.conditions, *each.billed, each.never_billed, each.summary)]
    assert not [text for text in sources + lines + list(reminder().lines) if "L. " in text]
    assert all("L.\u00a0" in source for source in sources)
    assert {each.certainty_words for each in (*routes(), reminder(), hours())} <= set(CERTAINTY.values())
    assert "CSE" in reminder().yes


@given(st.integers(0, 60), st.integers(0, 60))
def test_hours_add_up_and_a_skill_takes_longer_than_a_piece_of_knowledge(skills: int, knowledge: int) -> None:
    said = hours()
    assert said.to_learn(skills, knowledge) == said.to_learn(skills, 0) + said.to_learn(0, knowledge)
    assert said.to_learn(skills, knowledge) <= said.to_learn(skills + knowledge, 0)
    assert said.to_learn(1, 0) > said.to_learn(0, 1) > 0
