"""Regimes as data: what ships is whole and dated, and one of one's own needs no code."""

import datetime as dt
from decimal import Decimal

import pytest

from factories.aid import REGIMES, TODAY, noted
from vivier.aid import Consortium, Cost, Partner, compute, rules
from vivier.aid.data import Prior
from vivier.aid.limiting import since
from vivier.aid.reading import known, regime
from vivier.vocabulary import InputError

OWN = """
title = "Fonds du Pilat"
valid_from = 2026-01-01
ceiling = "gber-2023"
[validity]
says = "Depuis 2026"
source = "Statuts du fonds"
certainty = "[V]"
[[conditions]]
measure = "partners"
at_least = 3
says = "Trois partenaires"
source = "Statuts du fonds, art. 2"
certainty = "[V]"
[[rates]]
rate = 0.20
kinds = ["company"]
says = "Entreprises : 20 %"
source = "Statuts du fonds, art. 4"
certainty = "[V]"
[[caps]]
most_eur = 15000
says = "Au plus 15 000 € par projet"
source = "Statuts du fonds, art. 5"
certainty = "[V]"
"""


def test_every_regime_ships_with_a_source_and_a_certainty_by_value():
    assert tuple(known()) == tuple(sorted(REGIMES, key=lambda name: f"{name}.toml"))
    for name, each in known().items():
        assert each.citations, name
        assert all(
            rule.says and rule.source and rule.certainty in {"[V]", "[S]", "[M]"} for rule in each.citations
        ), name


@pytest.mark.parametrize(
    ("family", "day", "name"),
    [
        ("fui", dt.date(2012, 10, 15), "fui-15"),
        ("fui", dt.date(2012, 3, 1), "fui-14"),
        ("fui", dt.date(2018, 2, 1), "fui-25"),
        ("gber", dt.date(2023, 6, 30), "gber-2014"),
        ("gber", dt.date(2023, 7, 1), "gber-2023"),
        ("de-minimis", dt.date(2024, 1, 1), "de-minimis-2831"),
    ],
)
def test_a_family_and_a_day_choose_the_regime_in_force(family, day, name):
    assert rules(family, on=day) is rules(name)


@pytest.mark.parametrize(
    ("name", "day", "said"),
    [
        ("fui-99", None, "Les règles « fui-99 » ne sont pas connues"),
        ("fui", None, "dites le jour"),
        ("fui", dt.date(2026, 1, 1), "aucune n’est en vigueur le 01/01/2026"),
    ],
)
def test_a_regime_that_is_not_known_is_refused_with_those_that_are(name, day, said):
    with pytest.raises(InputError, match=said):
        rules(name, on=day)


def test_a_regime_of_ones_own_is_computed_without_any_code():
    award = compute(noted("PE* 100 000 RI ; LABO 20 000 RI"), rules=regime("pilat", OWN), today=TODAY)
    assert (award.total_eur, award.is_eligible, len(award.cuts)) == (Decimal("15000.00"), False, 1)
    assert award.verdicts[0].reason == "Mesuré 2 ; il faut au moins 3."
    assert [line.bound for line in award.lines] == ["rate", "silent"]
    assert not award.shares


@pytest.mark.parametrize(
    ("cut", "by", "said"),
    [
        ('title = "Fonds du Pilat"', "", "ne disent pas 'title'"),
        ('certainty = "[V]"', 'certainty = "sûr"', "La certitude « sûr » n’est pas connue"),
        ("at_least = 3", "", "une seule borne"),
        ('measure = "partners"', 'measure = "humeur"', "une mesure connue"),
        ("valid_from = 2026-01-01", "valid_from = 2026-01-01\nvalid_to = 2025-01-01", "finissent avant de commencer"),
    ],
)
def test_a_regime_badly_written_is_refused_with_a_sentence(cut, by, said):
    with pytest.raises(InputError, match=said):
        regime("pilat", OWN.replace(cut, by))


def test_a_day_outside_the_validity_and_what_rests_on_memory_are_told():
    notes = compute(noted("PE*@C 100 000 RI"), rules=rules("fui-25"), today=TODAY).notes
    assert "Le 22/11/2026 est hors de la validité" in notes[0]
    assert any("De mémoire" in each and "+20 points" in each for each in notes)
    assert not any(
        "hors de la validité" in each for each in compute(noted("PE* 1 RI"), rules=rules("i-demo"), today=TODAY).notes
    )


def test_conditions_say_what_was_measured_and_never_round_to_a_bound_that_is_not_reached():
    project = noted("PE*@C 249 999 RI ; ETI@L 750 001 RI ; LABO@L 1 RI")
    award = compute(project, rules=rules("fui-25"), today=TODAY)
    lead = next(each for each in award.verdicts if "25 % des travaux" in each.rule.says)
    assert (lead.is_met, lead.reason) == (False, "Mesuré 24,99\xa0% ; il faut au moins 25\xa0%.")
    market = next(each for each in award.verdicts if "marché" in each.rule.says)
    assert (market.is_met, market.reason, market.is_required) == (None, "Le consortium ne le dit pas.", False)


def test_a_consortium_without_costs_is_measured_nowhere_and_gets_nothing():
    award = compute(
        Consortium("Vide", (Partner("A", "company", "small", role="lead"),)), rules=rules("pspc"), today=TODAY
    )
    assert (award.total_eur, award.base_eur, award.lines) == (Decimal(0), Decimal(0), ())
    assert "Sans dépense, cela ne se mesure pas." in {each.reason for each in award.verdicts}


def test_a_category_that_the_ceiling_does_not_know_is_refused_with_the_partner():
    with pytest.raises(
        InputError, match="Partenaire « A » : les règles « fui-15 » ne disent rien de la catégorie « étude"
    ):
        compute(noted("PE*@C 100 000 EF"), rules=rules("fui-15"), today=TODAY)


def test_the_three_years_go_back_to_the_day_leap_years_included():
    assert since(dt.date(2027, 2, 28), 3) == dt.date(2024, 2, 28)
    assert since(dt.date(2028, 2, 29), 3) == dt.date(2025, 2, 28)


def test_the_declaration_and_the_letter_are_filled_for_each_undertaking():
    prior = (
        Prior(dt.date(2025, 1, 10), 100_000, "Région"),
        Prior(dt.date(2020, 1, 10), 7),
        Prior(dt.date(2025, 2, 1), 5),
    )
    one = Partner(
        "Forge {A}",
        "company",
        "small",
        role="lead",
        group="Val",
        prior=prior,
        costs=(Cost("staff", "industrial", 5_000),),
    )
    full = Partner(
        "Pleine", "company", "large", prior=(Prior(TODAY, 300_000, "Ville"),), costs=(Cost("staff", "industrial", 9),)
    )
    award = compute(Consortium("Audit", (one, full)), rules=rules("de-minimis-2831"), today=TODAY)
    titles = [(each.undertaking, each.title.split()[0]) for each in award.letters]
    assert titles == [("Pleine", "Déclaration"), ("Val", "Déclaration"), ("Val", "Lettre")]
    declared, letter = award.letters[1].body, award.letters[2].body
    assert "Entités concernées : Forge {A}" in declared
    assert "10/01/2025 : 100\u202f000,00\xa0€, Région (Forge {A})" in declared
    assert "01/02/2025 : 5,00\xa0€, à préciser" in declared
    assert "10/01/2020" not in declared
    assert "aide de minimis de 5\u202f000,00\xa0€" in letter
    assert "Il resterait 194\u202f995,00\xa0€" in letter


def test_caps_of_nobody_are_refused_and_caps_where_nobody_is_named_are_told():
    project = Consortium("P", (Partner("A", "company", "small", role="lead"),), caps_eur={"Europe": 1})
    with pytest.raises(
        InputError, match="« Europe » n’est celui d’aucun financeur : ces règles connaissent État, Régions"
    ):
        compute(project, rules=rules("fui-25"), today=TODAY)
    assert "sans objet" in compute(project, rules=rules("gber-2023"), today=TODAY).notes[-1]
