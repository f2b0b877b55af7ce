"""Each regime at its corners: just within, exactly at, just beyond; cents that nobody loses; rules that mislead."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.aid import TODAY, noted
from vivier.aid import compute, rules
from vivier.aid.money import cents, cut_down, eur, part, rated, written
from vivier.aid.reading import regime
from vivier.aid.result import Citation
from vivier.aid.ruling import Funder
from vivier.aid.splitting import split
from vivier.cli.aid_award import lines
from vivier.vocabulary import InputError

FUI = "PE*@C 800 000 RI ; ME@L 400 000 RI ; LABO@C 300 000 RI"
PSPC = "PE*@C 2 500 000 RI ; ME@L 1 000 000 RI ; LABO@C 1 000 000 RI"
DEMO = "GE*@C 3 000 000 RI ; PE 1 500 000 RI"
AURA = "PE*@C 1 000 000 RI ; ME@C 500 000 RI ; LABO@C 200 000 RI"
FUIS = ("fui-14", "fui-15", "fui-18", "fui-21", "fui-25")


def missed(name: str, text: str) -> set[str]:
    """Name the required conditions that a project does not meet."""
    held = rules(name)
    verdicts = compute(noted(text), rules=held, today=TODAY).verdicts
    pairs = zip(held.conditions, verdicts, strict=False)
    return {each.measure for each, verdict in pairs if verdict.is_met is False and verdict.is_required}


CORNERS = [
    *((name, FUI, set()) for name in FUIS),
    *((name, "PE*@C 800 000 RI ; LABO@C 200 000 RI", {"companies"}) for name in FUIS),
    *((name, "PE*@C 800 000 RI ; ME@C 400 000 RI", {"research_bodies"}) for name in FUIS),
    # An institute is no laboratory; an organisation that trains is.
    *((name, "PE*@C 800 000 RI ; ME@C 400 000 RI ; INST@C 90 000 RI", {"research_bodies"}) for name in FUIS),
    *((name, "PE*@C 800 000 RI ; ME@C 400 000 RI ; FORM@C 90 000 RI", set()) for name in FUIS),
    *((name, "PE@C 800 000 RI ; ME@C 400 000 RI ; LABO*@C 90 000 RI", {"leading_companies"}) for name in FUIS),
    # A quarter on the territory of the lead, half on those of all.
    *((name, "PE*@C 250 000 RI ; ME@L 500 000 RI ; LABO@H 250 000 RI", set()) for name in FUIS),
    *(
        (name, "PE*@C 249 999,99 RI ; ME@L 500 000 RI ; LABO@H 250 000,01 RI", {"lead_territory_share"})
        for name in FUIS
    ),
    ("fui-25", "PE*@C 300 000 RI ; ME@L 200 000 RI ; LABO@H 500 000 RI ; dit justifié", set()),
    ("fui-14", "PE*@C 300 000 RI ; ME@L 200 000 RI ; LABO@H 500 000 RI ; dit justifié", {"territories_share"}),
    ("fui-25", "PE*@C 300 000 RI ; ME@L 199 999 RI ; LABO@H 500 001 RI ; dit justifié", {"territories_share"}),
    ("fui-25", "PE*@C 800 000 RI autre 0,01 ; ME@L 400 000 RI ; LABO@C 300 000 RI", {"other_public_eur"}),
    # Laboratories: 40 % of the aid exactly, then a cent more, then a cent more that is justified.
    ("fui-25", "PE*@C 60 RI ; ME@C 60 RI ; LABO@C add 40 RI", set()),
    ("fui-25", "PE*@C 60 RI ; ME@C 60 RI ; LABO@C add 40,01 RI", {"research_aid_share"}),
    ("fui-25", "PE*@C 60 RI ; ME@C 60 RI ; LABO@C add 40,01 RI ; dit justifié", set()),
    ("pspc", PSPC, set()),
    ("pspc", "PE*@C 2 000 000 RI ; ME@L 1 000 000 RI ; LABO@C 1 000 000 RI", {"base_eur"}),
    ("pspc", "PE*@C 2 000 000,01 RI ; ME@L 1 000 000 RI ; LABO@C 1 000 000 RI", set()),
    ("pspc", "PE*@C 7 000 000 RI ; ME@L 2 000 000 RI ; LABO@C 1 000 000 RI", set()),
    ("pspc", "PE*@C 7 000 001 RI ; ME@L 2 000 000 RI ; LABO@C 1 000 000 RI", {"largest_cost_share"}),
    ("pspc", "PE*@C 4 000 000 RI ; ME@L 3 000 000 RI ; LABO@C 3 000 000 RI", set()),
    ("pspc", "PE*@C 4 000 000 RI ; ME@L 3 000 000 RI ; LABO@C 3 000 001 RI", {"research_cost_share"}),
    ("pspc", "PE*@C 4 000 000 RI ; ME@L 3 000 000 RI ; LABO@C 3 000 001 RI ; dit justifié", set()),
    # Two companies of one group bear their costs together.
    (
        "pspc",
        "PE*@C 4 000 000 RI groupe Val ; ME@L 4 000 000 RI groupe Val ; LABO@C 2 000 000 RI",
        {"largest_cost_share"},
    ),
    ("i-demo", DEMO, set()),
    ("i-demo", "PE*@C 4 000 000 RI", {"base_eur"}),
    ("i-demo", "PE*@C 4 000 000,01 RI", set()),
    ("i-demo", "GE*@C 5 000 000 RI", {"smes_or_midcaps", "lone_large"}),
    ("i-demo", "GE*@C 5 000 000 RI ; LABO@C 1 RI", {"smes_or_midcaps"}),
    ("i-demo", "GE*@C 5 000 000 RI" + " ; PE 1 RI" * 5, set()),
    ("i-demo", "GE*@C 5 000 000 RI" + " ; PE 1 RI" * 6, {"partners"}),
    ("i-demo-regional-aura", AURA, set()),
    ("i-demo-regional-aura", "PE*@C 999 999 RI ; ME@C 0 RI ; LABO@C 1 RI", {"undertakings"}),
    (
        "i-demo-regional-aura",
        "PE*@C 1 000 000 RI groupe V ; ME@C 500 000 RI groupe V ; LABO@C 9 RI",
        {"undertakings"},
    ),
    ("i-demo-regional-aura", "PE*@C 2 000 000 RI ; ME@C 1 000 000 RI ; LABO@C 1 000 000 RI", set()),
    ("i-demo-regional-aura", "PE*@C 2 000 000 RI ; ME@C 1 000 000 RI ; LABO@C 1 000 000,01 RI", {"base_eur"}),
    ("i-demo-regional-aura", AURA + " ; ASSO 1 RI" * 2, set()),
    ("i-demo-regional-aura", AURA + " ; ASSO 1 RI" * 3, {"partners"}),
]


@pytest.mark.parametrize(("name", "text", "measures"), CORNERS)
def test_a_project_at_the_corner_of_a_condition(name, text, measures):
    assert missed(name, text) == measures


@pytest.mark.parametrize(
    ("amount", "rate", "kept"),
    [
        (0, "0.45", 0),
        (1, "0.99", 0),
        (1, "1", 1),
        (100, "0.335", 33),
        (10**14, "0.1", 10**13),
        (30_000_055, "0.35", 10_500_019),
        (3, "0.33333333333333333333333333333333333", 0),
        (3, "0.33333333333333333333333333333333334", 1),
    ],
)
def test_a_share_is_rounded_down_to_the_cent_whatever_the_digits_of_its_rate(amount, rate, kept):
    assert part(amount, Decimal(rate)) == kept


@pytest.mark.parametrize(
    ("amount", "said"),
    [(0, "0,00 €"), (5, "0,05 €"), (100, "1,00 €"), (99_999, "999,99 €"), (10**14, "1.000.000.000.000,00 €")],
)
def test_cents_are_written_as_a_french_reader_expects(amount, said):
    assert written(amount) == said.replace(".", "\u202f").replace(" ", "\u00a0")
    assert cents(eur(amount)) == amount


@pytest.mark.parametrize(
    ("rate", "said"), [("0", "0"), ("0.005", "0,5"), ("0.45", "45"), ("1", "100"), ("0.3333", "33,33")]
)
def test_a_rate_is_written_without_an_exponent(rate, said):
    assert rated(Decimal(rate)) == f"{said}\u00a0%"


def largest_remainders(amounts: list[int], most: int) -> list[int]:
    """Give a cent at a time to whoever is furthest below its exact share."""
    total = sum(amounts)
    if total <= most:
        return list(amounts)
    exact = [Fraction(amount * most, total) for amount in amounts]
    kept = [int(share) for share in exact]
    for _ in range(most - sum(kept)):
        at = max(range(len(kept)), key=lambda at: (exact[at] - kept[at], -at))
        kept[at] += 1
    return kept


@settings(max_examples=120, deadline=None)
@given(st.lists(st.integers(0, 10**9), max_size=8), st.integers(0, 10**9))
def test_amounts_cut_down_lose_no_cent_and_are_those_of_a_cent_at_a_time(amounts, most):
    assert cut_down(amounts, most) == largest_remainders(amounts, most)


CITED = Citation("x", "y", "[V]")


@pytest.mark.parametrize(
    ("total", "weights", "caps", "paid"),
    [
        (300, {"É": 2, "R": 1}, {}, [200, 100]),
        (100, {"É": 2, "R": 1}, {}, [67, 33]),
        (0, {"É": 2, "R": 1}, {}, [0, 0]),
        (300, {"É": 2, "R": 1}, {"É": 1}, [100, 200]),  # caps are in euros, totals in cents
        (300, {"É": 2, "R": 1}, {"É": 0}, [0, 300]),
        (300, {"É": 2, "R": 1}, {"É": 1, "R": 1}, [100, 100, 100]),
        (300, {"É": 2, "R": 1}, {"É": 0, "R": 0}, [0, 0, 300]),
        (600, {"A": 1, "B": 1, "C": 1}, {"A": 1}, [100, 250, 250]),
        (600, {"A": 1, "B": 1, "C": 1}, {"A": 1, "B": 2}, [100, 200, 300]),
        (500, {"A": 1}, {"A": 9}, [500]),
    ],
)
def test_what_a_capped_funder_cannot_pay_goes_to_the_others_and_what_is_left_has_a_name(total, weights, caps, paid):
    shares = split(total, [Funder(name, weight, CITED) for name, weight in weights.items()], caps)
    assert [cents(each.amount_eur) for each in shares] == paid
    assert [each.funder for each in shares] == [*weights, *(["non financé"] if len(paid) > len(weights) else [])]


OWN = """
title = "Fonds"
valid_from = 2026-01-01
validity = {says = "Depuis 2026", source = "Statuts", certainty = "[V]"}
conditions = [{measure = "companies", at_least = 2, says = "Deux", source = "Statuts", certainty = "[V]"}]
rates = [{rate = 0.20, kinds = ["company"], says = "20 %", source = "Statuts", certainty = "[V]"}]
"""


@pytest.mark.parametrize(
    ("cut", "by", "said"),
    [
        ("kinds", "kind", "Un taux : le mot « kind »"),  # the rate would be for anybody
        ("at_least = 2,", 'at_least = 2, unless = "promis",', "« promis »"),  # nothing would ever excuse it
        ("at_least = 2,", 'at_least = 2, effect = "orientations",', "« orientations »"),  # it would refuse nobody
        ("at_least = 2,", 'at_least = 2, unles = "justified",', "Une condition : le mot « unles »"),
        ("rates =", "rate =", "Les règles « fonds » : le mot « rate »"),  # nobody would have a rate
        ("validity =", 'note = ["x"]\nvalidity =', "Les règles « fonds » : le mot « note »"),
        ("rates =", 'caps = [{kind = ["company"], most_eur = 5}]\nrates =', "Une limite (caps) : le mot « kind »"),
    ],
)
def test_a_word_misspelt_in_rules_of_ones_own_is_refused_rather_than_left_out(cut, by, said):
    assert regime("fonds", OWN).conditions[0].is_required
    with pytest.raises(InputError, match=re.escape(said)):
        regime("fonds", OWN.replace(cut, by, 1))


@pytest.mark.parametrize("name", ["fui-25", "i-demo", "gber-2023", "de-minimis-2831"])
def test_no_sentence_of_the_command_begins_or_ends_a_line_with_a_mark_alone(name):
    award = compute(noted(FUI + " ; GE@H 9 000 000 RI"), rules=rules(name), today=TODAY)
    told = "\n".join(lines(award)).split("\n--- ")[0].splitlines()
    assert any(" : " in each for each in told)
    assert not any("\u2060" in each for each in told)
    for each in told:
        assert not each.endswith("«"), each
        assert not each.lstrip().startswith(("»", ":", ";", "!", "?")), each
        assert len(each) <= 80 or " " not in each.strip()
