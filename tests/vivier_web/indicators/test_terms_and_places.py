"""Campaigns of a quarter or a half; zones and families by the official files; pôles that stand apart, in words."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from factories import campaigned, crossed, official, trades
from factories.cluster import Cluster
from vivier.reference.official import add
from vivier.vocabulary import InputError
from vivier_web.indicators.actions.campaigns import open_campaign, open_national
from vivier_web.indicators.actions.freezing import freeze_campaign
from vivier_web.indicators.definition import Indicator, read
from vivier_web.indicators.definition.library import shipped_text
from vivier_web.indicators.definition.terms import TERMS, before, checked_term, ends_on, words_of
from vivier_web.indicators.models import Campaign, Vintage
from vivier_web.indicators.national import odd
from vivier_web.indicators.queries import places
from vivier_web.indicators.queries.cube_rows import zoned
from vivier_web.indicators.queries.places import domain_of, family_words, zone_of, zone_words
from vivier_web.indicators.queries.sheets import awaited_from, previous_values
from vivier_web.indicators.queries.vintages import Total, packed
from vivier_web.members.actions import found_pole
from vivier_web.members.models import Site
from vivier_web.procedures.definition.flaws import Flaw

YEAR = timezone.localdate().year - 1
HIRED = """
[[indicator]]
key = "embauches"
label = "Embauches du trimestre"
definition = "Contrats signés."
section = "membre"
kind = "count"
unit = "contrats"
who = "sum"
periodicity = "quarter"
"""


def indicator(**said: Any) -> Indicator:
    return Indicator("jobs", "Emplois", "Salariés", "s", "count", "emplois", **said)


@pytest.mark.parametrize(
    ("said", "terms"),
    [
        ({}, {(2026, ""), (2027, ""), (2028, ""), (2029, "")}),
        ({"periodicity": "quarter"}, {(year, f"T{n}") for year in range(2026, 2030) for n in (1, 2, 3, 4)}),
        ({"periodicity": "half", "since": 2028}, {(2028, "S1"), (2028, "S2"), (2029, "S1"), (2029, "S2")}),
        ({"periodicity": "term", "since": 2026}, {(2026, ""), (2029, "")}),
        ({"periodicity": "quarter", "until": 2026}, {(2026, f"T{n}") for n in (1, 2, 3, 4)}),
    ],
)
def test_an_indicator_is_asked_in_its_own_terms_alone(said: dict[str, Any], terms: set[tuple[int, str]]) -> None:
    one = indicator(**said)
    assert {(y, t) for y in range(2026, 2030) for t in TERMS if one.is_asked_in(y, t)} == terms


def test_what_comes_back_every_three_years_says_since_when() -> None:
    with pytest.raises(Flaw, match="première année"):
        indicator(periodicity="term")


def test_terms_follow_one_another_without_a_hole() -> None:
    for year in (2024, 2025):
        for term in TERMS:
            assert ends_on(*before(year, term)) < ends_on(year, term)
    with pytest.raises(InputError, match="trimestre ou un semestre"):
        checked_term("T5")


def test_a_campaign_of_a_quarter_asks_its_own_beside_that_of_the_year(
    pole: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = campaigned.opened(pole, YEAR)
    with pytest.raises(InputError, match="ne demande rien pour 1er trimestre"):
        open_campaign(pole.pole, "competitivite", YEAR, campaigned.window(), by=None, term="T1")
    text = shipped_text("competitivite").replace("[[edit]]", HIRED + "\n[[edit]]", 1)
    monkeypatch.setattr("vivier_web.indicators.actions.campaigns.shipped_text", lambda _: text)
    made = [
        open_campaign(pole.pole, "competitivite", YEAR, campaigned.window(), by=None, term=each)
        for each in ("T1", "T2")
    ]
    with pytest.raises(InputError, match="existe déjà pour 2e trimestre"):
        open_campaign(pole.pole, "competitivite", YEAR, campaigned.window(), by=None, term="T2")
    assert [one.key for one in made[1].asked(of_members=True)] == ["embauches"]
    assert "embauches" not in {one.key for one in whole.asked(of_members=True)}
    assert (str(made[1]), words_of(YEAR, "T2")) == (f"2e trimestre {YEAR}",) * 2
    campaigned.answered(made[0], pole.members[0], embauches="7")
    assert previous_values(made[1], pole.members[0]) == {"embauches": Decimal(7)}
    assert freeze_campaign(made[0], by=None).number == 1, "the team, asked nothing, has nothing to send"
    assert previous_values(whole, pole.members[0]) == {}


def test_every_open_campaign_waits_on_a_desk_however_many_came_since(pole: Cluster) -> None:
    oldest = campaigned.opened(pole, YEAR - 6)
    for year in range(YEAR - 5, YEAR):
        campaigned.opened(pole, year)
    closed = timezone.localdate() - campaigned.DAY
    Campaign.objects.exclude(pk=oldest.pk).update(closes_on=closed, opens_on=closed)
    waiting = awaited_from(pole.pole, pole.members[0], timezone.localdate())
    assert [one.campaign.year for one in waiting] == [YEAR - 1, YEAR - 2, YEAR - 3, YEAR - 6]
    assert [one.is_open for one in waiting] == [False, False, False, True]


def test_a_set_with_a_quarter_reads_back() -> None:
    told = read(shipped_text("competitivite").replace("[[edit]]", HIRED + "\n[[edit]]", 1))
    assert [one.key for one in told.of_year(YEAR, "T3")] == ["embauches"]


def test_the_zone_and_the_family_are_those_of_the_official_files(tmp_path: Path, settings: Any) -> None:
    settings.REFERENCE = str(tmp_path / "empty")
    assert (zone_of("99001"), domain_of("671a")) == ("00", "00")
    assert (zone_words("00"), family_words("00"), zone_words("9901")) == (
        "Zone inconnue",
        "Domaine non précisé",
        "9901",
    )
    files = {**trades.files(), **crossed.tables(), **official.places()}
    add([official.write(tmp_path / "files", files)], folder=tmp_path / "store", date="2026-01-01")
    settings.REFERENCE = str(tmp_path / "store")
    assert (zone_of("99001"), zone_of("74081"), zone_of("")) == ("9901", "00", "00")
    assert (zone_words("9901"), domain_of("671a"), domain_of("inconnu")) == (
        "Lune et environs",
        "Z",
        "00",
    )
    assert zoned({"departement": "74"}, Site(commune="99001")) == {
        "departement": "74",
        "zone": "9901",
        "lieu": "74-9901",
    }
    assert zoned({"departement": "00"}, None)["lieu"] == "00-00"


def test_a_detail_is_offered_where_its_official_files_are_installed(
    pole: Cluster, signed_in: Any, tmp_path: Path, settings: Any
) -> None:
    def offered() -> set[str]:
        form = signed_in("team").get(reverse("prepare_publication")).context["form"]
        return {key for key, _ in form.fields["detail"].choices}

    settings.REFERENCE = str(tmp_path / "nothing")
    assert offered() == {"fine", "medium", "coarse"}
    add([official.write(tmp_path / "places", official.places())], folder=tmp_path / "store", date="2026-01-01")
    settings.REFERENCE = str(tmp_path / "store")
    assert offered() == {"fine", "medium", "coarse", "zones"}
    files = {**trades.files(), **crossed.tables()}
    add([official.write(tmp_path / "trades", files)], folder=tmp_path / "store", date="2026-01-02")
    assert offered() == {"fine", "medium", "coarse", "zones", "families"}


def test_what_is_installed_is_read_once_and_what_is_added_to_it_is_seen(tmp_path: Path, settings: Any) -> None:
    settings.REFERENCE = str(tmp_path / "store")
    add([official.write(tmp_path / "trades", trades.files())], folder=tmp_path / "store", date="2026-01-01")
    assert [zone_of("99001"), zone_words("9901")] == ["00", "9901"]
    add([official.write(tmp_path / "places", official.places())], folder=tmp_path / "store", date="2026-01-02")
    before = places._zone_names.cache_info().misses
    assert [zone_of("99001"), zone_words("9901")] * 9 == ["9901", "Lune et environs"] * 9
    assert [zone_words("9901") for _ in range(99)] == ["Lune et environs"] * 99
    assert places._zone_names.cache_info().misses == before + 1


def said(pole: Any, year: int, budget: str, patents: str | None = "5") -> None:
    """Freeze a campaign of a pôle as the totals of its vintage say."""
    campaign = Campaign.objects.get(pole=pole, year=year)
    totals = (
        Total("budget", Decimal(budget), 1),
        Total("brevets", Decimal(patents) if patents else None, 0, (), "x"),
    )
    Vintage.objects.create(pole=pole, campaign=campaign, number=1, text=packed((), totals, ()), sha256="0")


def test_the_state_reads_who_stands_apart_and_about_what_and_never_how_much(pole: Cluster, signed_in: Any) -> None:
    pole.pole.kind = "competitivity"
    pole.pole.save()
    others = [
        found_pole(f"pole-{n}", f"Pôle {n}", "competitivity", by=None, region="53" if n == 5 else "84")
        for n in range(1, 7)
    ]
    for year in (YEAR - 1, YEAR):
        national = open_national("competitivite", year, campaigned.window(), by=None)
    for rank, one in enumerate(others):
        with scope(pole=one):
            said(one, YEAR - 1, str(800 + 10 * rank))
            said(one, YEAR, "93517" if rank == 4 else str(830 + 10 * rank), None if rank == 4 else "5")
    (found,) = odd(national.pk, None)
    assert (found.pole, found.indicator, found.is_first) == ("Pôle 5", "Budget d’animation", True)
    assert "augmenté" in found.why
    assert odd(national.pk, frozenset({"84"})) == (), "of another territory: compared with, not named"
    page = signed_in("state").get(reverse("authority_campaign", args=[national.pk])).content.decode()
    assert "Budget d’animation" in page
    assert "à appeler d’abord" in page
    for figure in ("93517", "93\u202f517", "93 517"):
        assert figure not in page
    assert odd(0, None) == ()
