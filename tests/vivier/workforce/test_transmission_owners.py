"""What an owner may declare, and how owners make businesses."""

import math
from dataclasses import replace

import pytest

from factories.owners import ON, assumed
from vivier.vocabulary import InputError
from vivier.workforce.transmission import Owner, OwnerAssumptions
from vivier.workforce.transmission.data import Transmission, Transmissions, businesses


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"company": ""}, "clé de son entreprise"),
        ({"company": None}, "clé de son entreprise"),
        ({"age": 15}, "L’âge d’un dirigeant doit être un nombre entier entre 16 et 105."),
        ({"age": 106}, "entre 16 et 105"),
        ({"age": 60.5}, "entier"),
        ({"age": math.nan}, "entier"),
        ({"age": True}, "entier"),
        ({"employees": -1}, "Le nombre de salariés"),
        ({"employees": math.nan}, "Le nombre de salariés"),
        ({"occupation": 12}, "métier d’un dirigeant"),
        ({"plan": "vendre"}, "projets connus : successor, sought, none, closing, unknown"),
        ({"year": 29}, "L’année d’arrêt déclarée"),
        ({"year": 2029.0}, "L’année d’arrêt déclarée"),
    ],
)
def test_a_declaration_that_means_nothing_is_refused_with_a_sentence(given, sentence):
    with pytest.raises(InputError, match=sentence) as refused:
        replace(Owner("000100115", 60), **given)
    assert str(refused.value).endswith(".")


def test_a_business_with_partners_has_the_most_advanced_of_their_plans():
    partners = [Owner("a", 60, 3, plan="closing"), Owner("a", 50, 3, plan="none"), Owner("a", 55, 3, plan="unknown")]
    assert businesses(partners)[0].plan == "none"
    assert businesses([*partners, Owner("a", 61, 3, plan="successor")])[0].plan == "successor"
    assert businesses([Owner("a", 60, plan="unknown"), Owner("a", 50, plan="closing")])[0].plan == "closing"


def test_the_jobs_of_a_business_are_its_employees_and_its_last_owner():
    (alone,) = businesses([Owner("a", 60)])
    (pair,) = businesses([Owner("a", 60, 3), Owner("a", 50, 3)])
    assert (alone.jobs, alone.is_employer) == (1, False)
    assert (pair.jobs, pair.is_employer) == (4, True)


def test_partners_of_two_trades_leave_their_business_without_one():
    assert (
        businesses([Owner("a", 60, occupation="maçon"), Owner("a", 50, occupation="maçon")])[0].occupation == "maçon"
    )
    assert businesses([Owner("a", 60, occupation="maçon"), Owner("a", 50)])[0].occupation == ""


def test_partners_who_do_not_agree_on_employees_are_asked_to():
    with pytest.raises(InputError, match="même nombre de salariés"):
        businesses([Owner("a", 60, 3), Owner("a", 50, 4)])


def test_two_equal_rows_are_two_partners_of_the_same_age():
    assert len(businesses([Owner("a", 60), Owner("a", 60)])[0].owners) == 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"career": {"other_rate": math.nan}}, "career.other_rate"),
        ({"career": {"pace_sd": -0.1}}, "career.pace_sd"),
        ({"career": {"legal_share": 0.5}}, "parts des départs par âge"),
        ({"career": {"beyond_share": 0, "legal_share": 0.48}}, "68 ans"),
        ({"career": {"vitesse": 1}}, "n’est pas une hypothèse de « career »"),
        ({"declared": {"same": 0.9}}, "autour de l’année déclarée"),
        ({"declared": {"believed_near": 1.5}}, "entre 0 et 1"),
        ({"pace": {"none": 0}}, "pace.none"),
        ({"closing_alone": {"sought": 1.2}}, "closing_alone.sought"),
        ({"closing_employer": {"weight": 0}}, "closing_employer.weight"),
    ],
)
def test_an_hypothesis_that_means_nothing_is_refused_with_a_sentence(given, sentence):
    with pytest.raises(InputError, match=sentence):
        assumed(**given)


def test_every_hypothesis_is_listed_with_its_source_and_a_changed_one_says_so():
    lines = {name: (value, source) for name, _, value, source in assumed(pace={"none": 1.0}).listed()}
    assert lines["owners.law"][0] == "loi 2025-1403"
    assert lines["owners.closing_alone.sought"][0] == "0,38"
    assert "[S]" in lines["owners.closing_alone.sought"][1]
    assert lines["owners.pace.none"] == ("1", "Réglage de l’étude")
    assert lines["owners.pace.sought"][1] != "Réglage de l’étude"
    assert len(lines) == 1 + 9 + 9 + 5 + 6 + 6


def test_closing_depends_on_the_plan_and_on_having_employees():
    assumptions = assumed()
    assert assumptions.closing("unknown", is_employer=False) == (0.80, 30)
    assert assumptions.closing("unknown", is_employer=True) == (0.52, 30)


def test_tables_given_are_not_changed_by_who_gave_them():
    given = {"none": 1.0}
    assumptions = assumed(pace=given)
    given["none"] = 5.0
    assert assumptions.pace["none"] == 1.0
    assert isinstance(assumptions, OwnerAssumptions)


def test_a_figure_that_does_not_exist_is_refused():
    empty = Transmissions(ON, 5, 100, 1)
    with pytest.raises(InputError, match="transmissions « all » pour « maçon »"):
        empty.whole("businesses", occupation="maçon")
    with pytest.raises(InputError, match="n’est pas un chiffre"):
        Transmission("owners", "all", "", 0, 12, 1.0, None, None, 3)
    with pytest.raises(InputError, match="positif ou nul"):
        Transmission("jobs", "all", "", 0, 12, math.nan, None, None, 3)
