"""The schedules of the law, generation by generation, as published."""

import datetime as dt
import sys
from subprocess import run

import pytest

from vivier.reference import Generation, RetirementLaw, law_on, retirement_law, retirement_laws
from vivier.vocabulary import InputError

#  first day of the generation, years, months, quarters
LAW_2023 = """
1955-01-01 62 0 166
1961-08-31 62 0 168
1961-09-01 62 3 169
1961-12-31 62 3 169
1962-01-01 62 6 169
1963-01-01 62 9 170
1964-01-01 63 0 171
1965-01-01 63 3 172
1965-12-31 63 3 172
1966-01-01 63 6 172
1967-01-01 63 9 172
1967-12-31 63 9 172
1968-01-01 64 0 172
1999-06-15 64 0 172
"""
LAW_2026 = """
1961-08-31 62 0 168
1961-09-01 62 3 169
1962-12-31 62 6 169
1963-01-01 62 9 170
1964-07-01 62 9 170
1965-03-31 62 9 170
1965-04-01 63 0 171
1965-12-31 63 0 171
1966-01-01 63 3 172
1967-01-01 63 6 172
1968-01-01 63 9 172
1968-12-31 63 9 172
1969-01-01 64 0 172
2001-02-03 64 0 172
"""
SCHEDULE = [
    (version, dt.date.fromisoformat(born), int(years), int(months), int(quarters))
    for version, text in (("2023-270", LAW_2023), ("2025-1403", LAW_2026))
    for born, years, months, quarters in (line.split() for line in text.strip().splitlines())
]


@pytest.mark.parametrize(("version", "born", "years", "months", "quarters"), SCHEDULE)
def test_each_generation_has_the_published_age_and_quarters(version, born, years, months, quarters):
    law = retirement_law(version)
    assert law.legal_age_months(born) == 12 * years + months
    assert law.quarters_required(born) == quarters


def test_every_version_says_where_it_comes_from_and_how_far_to_trust_it():
    for version in retirement_laws():
        law = retirement_law(version)
        assert law.version == version
        assert law.version in law.source
        assert "[S] à vérifier dans le texte" in law.certainty
        assert law.full_rate_age == 67


def test_the_later_law_never_asks_to_work_longer_than_the_earlier():
    earlier, later = (retirement_law(version) for version in retirement_laws())
    for year in range(1955, 1990):
        for month in range(1, 13):
            born = dt.date(year, month, 1)
            assert later.legal_age_months(born) <= earlier.legal_age_months(born)


def test_the_law_in_force_is_the_last_one_begun():
    assert law_on(dt.date(2023, 9, 1)).version == "2023-270"
    assert law_on(dt.date(2026, 8, 31)).version == "2023-270"
    assert law_on(dt.date(2026, 9, 1)).version == "2025-1403"


@pytest.mark.parametrize(
    "ask",
    [
        lambda: law_on(dt.date(2023, 8, 31)),
        lambda: retirement_law("1982-3"),
        lambda: retirement_law("2023-270").legal_age_months(dt.date(1899, 12, 31)),
    ],
)
def test_what_is_not_known_is_said_in_one_sentence(ask):
    with pytest.raises(InputError, match=r"^[A-ZÀ].*\.$"):
        ask()


def test_a_schedule_out_of_order_is_refused():
    rows = (Generation(dt.date(1970, 1, 1), 768, 172), Generation(dt.date(1960, 1, 1), 744, 167))
    with pytest.raises(InputError, match="par date de naissance"):
        RetirementLaw("x", "", "", "", dt.date(2026, 1, 1), 67, rows)


def test_the_reference_store_stays_light_enough_for_the_browser():
    code = "import sys, vivier.reference as r; r.law_on; print(bool({'numpy', 'scipy', 'django'} & set(sys.modules)))"
    assert run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"
