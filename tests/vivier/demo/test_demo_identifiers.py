"""Identifiers of the fictional pôle: right keys (python-stdnum is the judge), nobody's numbers."""

import datetime as dt

import pytest
from stdnum.fr import nir as nir_judge
from stdnum.fr import siren as siren_judge
from stdnum.fr import siret as siret_judge

from vivier.demo import fiction
from vivier.demo.identifiers import member_siren, nir_key, nir_of, siren_of, siret_of

POLE = fiction(42, 12)


@pytest.mark.parametrize("number", [0, 1, 42, 1999, 2001, 2200, 9999])
def test_a_siren_has_its_key_and_its_range(number):
    siren = siren_of(number)
    assert siren_judge.is_valid(siren)
    assert siren.startswith("0001")
    assert int(siren[4:8]) == number


@pytest.mark.parametrize("rank", [1, 2, 4, 9999])
def test_a_siret_has_both_keys(rank):
    siret = siret_of(siren_of(2001), rank)
    assert siret_judge.is_valid(siret)
    assert siret.startswith(siren_of(2001))


def test_every_member_and_every_establishment_has_its_keys():
    for member in POLE:
        assert siren_judge.is_valid(member.siren)
        assert all(siret_judge.is_valid(site.siret) for site in member.sites)
        assert all(site.siret.startswith(member.siren) for site in member.sites)


def test_two_members_never_share_a_siren():
    assert len({member_siren(rank) for rank in range(1, 201)}) == 200


@pytest.mark.parametrize(("sex", "first"), [("H", "1"), ("F", "2")])
def test_a_nir_says_sex_year_and_month(sex, first):
    nir = nir_of(sex, dt.date(1987, 2, 3), 0)
    assert nir[:5] == f"{first}8702"
    assert len(nir) == 13


def test_a_nir_has_a_commune_that_does_not_exist():
    communes = {person.nir[7:10] for member in POLE for person in member.people}
    assert communes <= {str(commune) for commune in range(990, 1000)}
    assert all(person.nir[10:] != "000" for member in POLE for person in member.people)


def test_serials_give_different_numbers():
    born = dt.date(1990, 5, 17)
    assert len({nir_of("F", born, serial) for serial in range(9990)}) == 9990


def test_a_nir_key_satisfies_the_judge():
    for person in POLE[0].people:
        assert nir_judge.calc_check_digits(person.nir) == nir_key(person.nir)


def test_nobody_shares_a_number_inside_a_company():
    for member in POLE:
        for numbers in (
            [person.nir for person in member.people],
            [person.number for person in member.people],
            [person.ntt for person in member.people if person.ntt],
        ):
            assert len(set(numbers)) == len(numbers)


def test_a_mistyped_nir_belongs_to_nobody_else():
    for member in POLE:
        right = {person.nir for person in member.people}
        assert not right & {person.former_nir for person in member.people}
