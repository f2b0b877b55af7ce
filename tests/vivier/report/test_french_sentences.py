"""Numbers, shares and days as a sentence holds them, case by case."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier import french
from vivier.report import figures
from vivier.study import Figure
from vivier.vocabulary import InputError, Interval

N, F = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("value", "whole", "written"),
    [
        (0.5, 1, "1"), (-0.5, -1, "−1"), (0.49, 0, "0"), (-0.49, 0, "0"), (999.5, 1000, f"1{N}000"),
        (-1000, -1000, f"−1{N}000"), (1e9, 10**9, f"1{N}000{N}000{N}000"),
    ],
)  # fmt: skip
def test_halves_go_away_from_zero_and_nothing_is_negative(value, whole, written):
    assert (french.whole(value), french.number(value)) == (whole, written)


@pytest.mark.parametrize(
    ("share", "percent", "probability"),
    [
        (0, f"0{F}%", "0,00"), (1, f"100{F}%", "1,00"), (57 / 200, f"29{F}%", "0,29"), (0.005, f"1{F}%", "0,01"),
        (1e-9, f"moins de 1{F}%", "0,00"), (0.995, f"plus de 99{F}%", "1,00"), (0.994, f"99{F}%", "0,99"),
    ],
)  # fmt: skip
def test_hundredths_are_rounded_as_a_spreadsheet_does(share, percent, probability):
    assert (french.percent(share), french.probability(share)) == (percent, probability)


@pytest.mark.parametrize(
    ("value", "n", "written"),
    [
        (0.5, 0, "sans objet"), (0, 5, "0 sur 5"), (1, 5, "5 sur 5"), (0.09, 5, f"<{F}1 sur 5"),
        (0.1, 5, "1 sur 5"), (0.9, 5, f">{F}4 sur 5"), (0.89, 5, "4 sur 5"), (10 / 19, 19, "10 sur 19"),
        (10 / 20, 20, f"50{F}%"), (1, 1, "1 sur 1"),
    ],
)  # fmt: skip
def test_a_share_of_few_people_is_told_in_people(value, n, written):
    assert french.share(value, n) == written


@given(st.integers(1, 19), st.data())
def test_a_share_counted_on_few_people_gives_them_back(n, data):
    held = data.draw(st.integers(0, n))
    assert french.share(held / n, n) == f"{held} sur {n}"


@pytest.mark.parametrize(
    ("value", "n", "sentence"),
    [
        (0, 7, f"0{F}salarié sur 7 part"), (1 / 7, 7, f"1{F}salarié sur 7 part"),
        (2 / 7, 7, f"2{F}salariés sur 7 partent"), (0.2, 20, f"20{F}% des salariés partent"),
        (0.001, 900, f"moins de 1{F}% des salariés partent"),
    ],
)  # fmt: skip
def test_the_verb_agrees_with_how_many_they_are(value, n, sentence):
    assert french.of_people(value, n, one="part", many="partent") == sentence


@pytest.mark.parametrize(
    ("n", "words"),
    [(0, "0 cheval"), (1, "1 cheval"), (1.4, "1 cheval"), (1.5, "2 chevaux"), (-1, "−1 cheval"), (-2, "−2 chevaux")],
)
def test_a_noun_is_plural_from_two_on(n, words):
    assert french.counted(n, "cheval", "chevaux") == words.replace(" ", F)
    assert french.counted(n, "pôle").endswith("s") == words.endswith("x")


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0"), (0.01, f"<{F}1"), (0.49, f"<{F}1"), (0.5, "1"), (1200.4, f"1{N}200")]
)
def test_somebody_expected_is_never_nobody(value, written):
    assert french.expected(value) == written


@pytest.mark.parametrize(
    ("words", "sentence"), [([], ""), (["a"], "a"), (["a", "b"], "a et b"), (["a", "b", "c", "d"], "a, b, c et d")]
)
def test_words_are_joined_as_one_says_them(words, sentence):
    assert french.listed(words) == sentence


@given(st.dates())
def test_any_day_is_written_in_words_and_read_back(day):
    number, rest = french.long_date(day.isoformat()).split(F)
    month, year = rest.split(" ")
    assert dt.date(int(year), french.MONTHS.index(month) + 1, int(number.removesuffix("er"))) == day
    assert number.endswith("er") == (day.day == 1)


@pytest.mark.parametrize("wrong", ["20260131", "2026-W05-6", "2026-1-31", "2026-01-31T00:00", " 2026-01-31", "hier"])
def test_a_day_written_otherwise_is_refused(wrong):
    with pytest.raises(InputError, match="année-mois-jour"):
        french.long_date(wrong)


@pytest.mark.parametrize(
    ("raw", "set_"),
    [
        ("l'un d'eux", "l’un d’eux"), ("'seul'", "'seul'"), ("Attention !", f"Attention{N}!"),
        ("Voir: ici", "Voir: ici"), ("« a »", f"«{N}a{N}»"), ("12 %", f"12{F}%"), ("x %", "x %"),
        ("1 234 567 euros", f"1{N}234{N}567 euros"),
        ("12 34", "12 34"), ("et...", "et…"), ("625b 388a", "625b 388a"),
    ],
)  # fmt: skip
def test_texts_are_set_as_a_printer_does(raw, set_):
    assert french.typeset(raw) == set_


@given(st.text(st.characters(codec="utf-8")))
def test_what_is_printable_stays_and_only_that(text):
    kept = french.printable(text)
    assert kept == french.printable(kept)
    assert [c for c in kept if c.isprintable()] == [c for c in text if c.isprintable() and c not in "\ufffe\uffff"]


@pytest.mark.parametrize(
    ("figure", "value", "bounds", "span"),
    [
        (Figure(0.214, "part", 300, Interval(0.18, 0.245)), f"21{F}%", f"[18{N};{F}25{F}%]", f"18 à 25{F}%"),
        (Figure(0.5, "part", 4, Interval(0.25, 1)), "2 sur 4", f"[1{N};{F}4]", "1 à 4"),
        (Figure(0.3, "postes", 9, Interval(0, 1.2)), f"<{F}1", f"[0{N};{F}1]", "0 à 1"),
        (Figure(0.3, "personnes", 9), "0", "", ""),
        (Figure(0.0, "part", 0), "sans objet", "", ""),
        (Figure(1999.5, "personnes", 2000), f"2{N}000", "", ""),
        (Figure(-12, "postes", 40, Interval(-20, -3)), "−12", f"[−20{N};{F}−3]", "−20 à −3"),
    ],
)
def test_a_figure_is_written_in_the_manner_of_its_unit(figure, value, bounds, span):
    assert (figures.figure(figure), figures.figure_bounds(figure), figures.span(figure)) == (value, bounds, span)


@pytest.mark.parametrize(
    ("words", "limit", "short"),
    [
        ("Soudeurs", 8, "Soudeurs"),
        ("Soudeurs manuels", 15, "Soudeurs…"),
        ("Anticonstitutionnellement", 10, "Anticonst…"),
        ("Techniciens de la maintenance et de l’environnement", 34, "Techniciens de la maintenance…"),
        ("Ouvriers non qualifiés (métallurgie et travail)", 40, "Ouvriers non qualifiés…"),
    ],
)
def test_a_label_is_cut_where_a_reader_would(words, limit, short):
    assert french.shortened(words, limit) == short
