"""The sectors and the written list of members: codes that exist, figures that make sense."""

import pytest

from vivier.demo.names import cards, names, skills, towns
from vivier.demo.registers import HABITS
from vivier.demo.sectors import sectors
from vivier.reference import pcs_label, pcs_occupations

TRADES = [(sector, trade) for sector in sectors().values() for trade in sector.trades]
# 40.002: senior executive or other executive, intermediate, clerical, blue collar, against the first digit of the PCS.
LEVELS = {"03": "23", "04": "3", "05": "4", "06": "5", "07": "6"}


def trade_name(value: object) -> str:
    return getattr(value, "pcs", getattr(value, "key", ""))


@pytest.mark.parametrize(("sector", "trade"), TRADES, ids=trade_name)
def test_every_occupation_exists_and_fits_its_status(sector, trade):
    assert trade.pcs in pcs_occupations(), sector.key
    assert trade.pcs[0] in LEVELS[trade.status]
    assert pcs_label(trade.pcs) != trade.pcs


@pytest.mark.parametrize(("sector", "trade"), TRADES, ids=trade_name)
def test_every_occupation_has_plausible_figures(sector, trade):
    assert 0 <= trade.women <= 1
    assert trade.weight > 0
    assert 1801 < trade.eur < 6500  # above the minimum wage of 2025
    assert -10 <= trade.older <= 10
    assert not trade.is_aided or sector.key == "insertion"


@pytest.mark.parametrize("trade", [trade for _, trade in TRADES], ids=trade_name)
def test_a_promotion_leads_to_an_occupation_that_exists(trade):
    assert not trade.leads_to or trade.leads_to in pcs_occupations()
    assert trade.leads_to != trade.pcs


@pytest.mark.parametrize("trade", [trade for _, trade in TRADES], ids=trade_name)
def test_titles_are_written_as_payroll_software_does(trade):
    assert trade.title == trade.title.upper()
    assert len(trade.title) <= 100
    trade.title.encode("iso-8859-1")


@pytest.mark.parametrize("sector", sectors().values(), ids=lambda sector: sector.key)
def test_a_sector_has_one_occupation_a_code(sector):
    codes = [trade.pcs for trade in sector.trades]
    assert len(set(codes)) == len(codes)
    assert 30 < sector.age[0] < 50
    assert len(sector.naf) == 5
    assert len(sector.idcc) == 4


def test_names_fit_the_encoding_of_payroll_files():
    for name in (*names().surnames, *names().women, *names().men, *(town for town, _ in towns())):
        name.encode("iso-8859-1")


def test_towns_have_postcodes_of_no_department():
    assert {postcode[:2] for _, postcode in towns()} == {"99"}


def test_members_are_written_with_known_words():
    assert len(cards()) == 40
    assert len({card.name for card in cards()}) == 40
    for card in cards():
        assert card.sector in sectors()
        assert card.source in {*HABITS, "dsn", "export", "texte", "bdese"}
        assert 3 <= card.size <= 900
        assert 1 <= card.sites <= len(towns())


def test_a_matrix_has_skills_and_its_member_has_payroll_files():
    with_matrix = [card for card in cards() if card.has_matrix]
    assert len(with_matrix) == 2
    for card in with_matrix:
        assert card.source == "dsn"
        assert len(skills(card.sector)) >= 3


def test_the_cross_table_is_that_of_a_company_of_fifty_or_more():
    assert all(card.size >= 50 for card in cards() if card.source == "bdese")


def test_a_sector_without_matrix_has_no_skills():
    assert skills("artisan") == ()
