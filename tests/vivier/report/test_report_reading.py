"""A study is read without computing anything that it does not say."""

import pytest

from factories.study import nobody, study, tiny
from vivier.report import reading


def test_people_are_the_whole_and_never_counted_twice():
    assert reading.people(study()) == 3739
    assert sum(figure.value for _, figure in reading.occupations(study())) == 3739
    assert reading.people(nobody()) == 0


def test_ages_of_the_occupations_add_up_to_those_of_the_whole():
    found = reading.ages_by_occupation(study())
    whole = found.pop("ensemble")
    assert {key: sum(counts.get(key, 0) for counts in found.values()) for key in whole} == whole


@pytest.mark.parametrize(
    ("age", "band"),
    [
        ("17", "moins_25"),
        ("24", "moins_25"),
        ("25", "25_34"),
        ("54", "45_54"),
        ("55", "55_59"),
        ("60", "60_plus"),
        ("71", "60_plus"),
    ],
)
def test_single_ages_fall_in_their_band(age, band):
    assert reading.age_band(age) == band


def test_years_run_to_the_horizon():
    assert reading.years(study())[-1] == str(reading.horizon_year(study())) == "2036"


def test_labels_come_from_the_study_then_from_the_nomenclature_then_from_the_key():
    assert reading.label(tiny(), "6") == "Ouvriers"
    assert reading.label(tiny(), "mis_a_disposition") == "Personnes mises à disposition"
    assert reading.label(tiny(), "cle_sans_mot") == "cle sans mot"
