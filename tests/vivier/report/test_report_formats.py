"""French formats, written as tables: what a figure looks like, edge by edge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier import french
from vivier.report import figures
from vivier.study import Figure
from vivier.vocabulary import InputError, Interval

T, F = "\u202f", "\u00a0"  # narrow and full no-break spaces


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (-0.0, "0"),
        (-0.4, "0"),
        (0.5, "1"),
        (1.5, "2"),
        (2.5, "3"),
        (-3, "−3"),
        (-2.5, "−3"),
        (999, "999"),
        (999.4, "999"),
        (999.5, f"1{T}000"),
        (12_345, f"12{T}345"),
        (1e6, f"1{T}000{T}000"),
        (-1_234_567, f"−1{T}234{T}567"),
    ],
)
def test_numbers(value, written):
    assert french.number(value) == written


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (0, f"0{F}%"),
        (1e-9, f"moins de 1{F}%"),
        (0.0049, f"moins de 1{F}%"),
        (0.005, f"1{F}%"),
        (0.014, f"1{F}%"),
        (0.015, f"2{F}%"),
        (0.5, f"50{F}%"),
        (0.994, f"99{F}%"),
        (0.995, f"plus de 99{F}%"),
        (1, f"100{F}%"),
    ],
)
def test_percentages(share, written):
    assert french.percent(share) == written


@given(st.integers(0, 400), st.integers(20, 400))
def test_a_share_of_people_is_rounded_as_the_exact_fraction_is(part, n):
    """57 people of 200 are 28.5 %, hence 29 %: binary fractions must not decide."""
    part = min(part, n)
    exact = (200 * part + n) // (2 * n)  # halves up, in whole numbers
    written = french.share(part / n, n)
    assert written in (f"{exact}{F}%", f"moins de 1{F}%", f"plus de 99{F}%")
    assert (written == f"0{F}%") == (part == 0)
    assert (written == f"100{F}%") == (part == n)


@pytest.mark.parametrize(
    ("value", "n", "written"),
    [
        (0.0, 0, "sans objet"),
        (0.0, 1, "0 sur 1"),
        (1.0, 1, "1 sur 1"),
        (3 / 7, 7, "3 sur 7"),
        (0.04, 7, f"<{F}1 sur 7"),
        (0.97, 7, f">{F}6 sur 7"),
        (1.0, 19, "19 sur 19"),
        (0.0, 19, "0 sur 19"),
        (1.0, 20, f"100{F}%"),
        (0.05, 20, f"5{F}%"),
    ],
)
def test_shares_are_told_in_people_under_twenty(value, n, written):
    assert french.share(value, n) == written


@given(st.integers(1, 19).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_observed_share_of_few_people_gives_back_the_people(pair):
    part, n = pair
    assert french.share(part / n, n) == f"{part} sur {n}"


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0"), (0.01, f"<{F}1"), (0.49, f"<{F}1"), (0.5, "1"), (1.49, "1"), (999.5, f"1{T}000")],
)
def test_expected_numbers_are_nothing_only_when_they_are(value, written):
    assert french.expected(value) == written


@pytest.mark.parametrize(
    ("low", "high", "written"),
    [
        (0, 0, f"[0{T};{F}0]"),
        (0.4, 1.5, f"[0{T};{F}2]"),
        (-3, 3, f"[−3{T};{F}3]"),
        (999.5, 1e6, f"[1{T}000{T};{F}1{T}000{T}000]"),
    ],
)
def test_intervals(low, high, written):
    assert french.bounds(Interval(low, high)) == written


@pytest.mark.parametrize(
    ("figure", "value", "interval", "words"),
    [
        (Figure(275, "personnes", 275), "275", "", ""),
        (Figure(0.2, "postes", 9, Interval(0, 1)), f"<{F}1", f"[0{T};{F}1]", "0 à 1"),
        (Figure(0.2, "personnes", 9), "0", "", ""),
        (
            Figure(0.285, "part", 200, Interval(0.005, 0.995)),
            f"29{F}%",
            f"[1{T};{F}100{F}%]",
            f"1 à 100{F}%",
        ),
        (Figure(0.5, "part", 19, Interval(0, 1)), "10 sur 19", f"[0{T};{F}19]", "0 à 19"),
        (Figure(0.5, "part", 20, Interval(0, 1)), f"50{F}%", f"[0{T};{F}100{F}%]", f"0 à 100{F}%"),
        (
            Figure(1204, "postes", 3739, Interval(1090, 1330)),
            f"1{T}204",
            f"[1{T}090{T};{F}1{T}330]",
            f"1{T}090 à 1{T}330",
        ),
    ],
)
def test_figures_in_the_manner_of_their_unit(figure, value, interval, words):
    assert (figures.figure(figure), figures.figure_bounds(figure), figures.span(figure)) == (value, interval, words)


@pytest.mark.parametrize(
    ("n", "written"),
    [
        (0, f"0{F}poste"),
        (1, f"1{F}poste"),
        (1.4, f"1{F}poste"),
        (1.5, f"2{F}postes"),
        (2, f"2{F}postes"),
        (-1, f"−1{F}poste"),
        (-2, f"−2{F}postes"),
        (1000, f"1{T}000{F}postes"),
    ],
)
def test_nouns_are_plural_from_two_on(n, written):
    assert french.counted(n, "poste") == written


def test_an_irregular_plural_is_given():
    assert french.counted(3, "tableau", "tableaux") == f"3{F}tableaux"


@pytest.mark.parametrize(
    ("value", "n", "written"),
    [
        (0, 3, f"0{F}salarié sur 3 est en CDI"),
        (1 / 3, 3, f"1{F}salarié sur 3 est en CDI"),
        (2 / 3, 3, f"2{F}salariés sur 3 sont en CDI"),
        (18 / 19, 19, f"18{F}salariés sur 19 sont en CDI"),
        (19 / 20, 20, f"95{F}% des salariés sont en CDI"),
    ],
)
def test_sentences_about_people_agree(value, n, written):
    assert french.of_people(value, n, one="est en CDI", many="sont en CDI") == written


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("2026-01-31", f"31{F}janvier 2026"),
        ("2026-03-01", f"1er{F}mars 2026"),
        ("2024-02-29", f"29{F}février 2024"),
        ("2026-12-09", f"9{F}décembre 2026"),
    ],
)
def test_dates(iso, written):
    assert french.long_date(iso) == written


@pytest.mark.parametrize(
    "wrong", ["2026-02-29", "2026-01-00", "2026-1-31", "20260131", "2026-W05-6", "٢٠٢٦-٠١-٣١", "2026-01-31 "]
)
def test_dates_that_do_not_exist_are_refused(wrong):
    with pytest.raises(InputError, match="par exemple 2026-01-31"):
        french.long_date(wrong)


@pytest.mark.parametrize(
    ("raw", "typeset"),
    [
        ("Chefs d'équipe", "Chefs d’équipe"),
        ("l'atelier de l'usine", "l’atelier de l’usine"),
        ("'cité'", "'cité'"),  # a quotation is not an elision
        ("quoi ?", f"quoi{T}?"),
        ("quoi ? Eh bien !", f"quoi{T}? Eh bien{T}!"),
        ("a : b ; c", f"a{T}: b{T}; c"),
        ("« peu »", f"«{T}peu{T}»"),
        ("12:30", "12:30"),
        ("21 %", f"21{F}%"),
        ("1 204 postes", f"1{T}204 postes"),
        ("12 345 678", f"12{T}345{T}678"),
        ("12 388a", "12 388a"),
        ("carrières, pétrole, gaz...", "carrières, pétrole, gaz…"),
        ("31 janvier 2026", "31 janvier 2026"),
        ("", ""),
    ],
)
def test_typography(raw, typeset):
    assert french.typeset(raw) == typeset


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a et b"),
        (["a", "b", "c"], "a, b et c"),
    ],
)
def test_lists(words, sentence):
    assert french.listed(words) == sentence


@pytest.mark.parametrize(
    ("label", "limit", "short"),
    [
        ("Soudeurs", 8, "Soudeurs"),
        ("Soudeurs manuels", 12, "Soudeurs…"),
        ("Ouvriers de la mécanique", 14, "Ouvriers…"),
        ("Techniciens, installation et maintenance", 20, "Techniciens…"),
        ("x" * 30, 10, "x" * 9 + "…"),
    ],
)
def test_labels_are_cut_where_a_reader_would(label, limit, short):
    assert french.shortened(label, limit) == short


@given(st.text())
def test_what_is_printable_can_be_written_anywhere(text):
    kept = french.printable(text)
    assert french.printable(kept) == kept
    assert kept.encode("utf-8").decode() == kept
    assert not any(ord(letter) < 32 and letter not in "\t\n\r" for letter in kept)


def test_words_that_can_be_printed_are_untouched():
    assert (
        french.printable("Chaudronnier·ère – œuvre n° 3 €\n\tsuite 👷")
        == "Chaudronnier·ère – œuvre n° 3 €\n\tsuite 👷"
    )
