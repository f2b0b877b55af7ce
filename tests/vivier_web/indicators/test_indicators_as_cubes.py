"""Indicators of a frozen campaign through the gate: sums of companies, what they declare, what was made up, ratios."""

import csv
import datetime as dt
import io
from collections import Counter
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories import campaigned, publishing
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.indicators import published
from vivier_web.indicators.actions.publishing import prepare_publication, publish, work_out_publication
from vivier_web.indicators.models import Campaign, Publication, PublicationWork, Vintage
from vivier_web.indicators.queries.cube_rows import Asked
from vivier_web.indicators.queries.cubes import gathered, sources_of
from vivier_web.indicators.queries.indicator_cubes import answer_of, size_of_class
from vivier_web.indicators.queries.vintages import Record, packed
from vivier_web.members.actions import link_group
from vivier_web.members.models import Organisation

LARGE = 48_731  # of the company that dominates: improbable, so that a leak is seen
JOBS, RESEARCH, USE = "indicateur:emplois", "indicateur:emplois_rd", "avis:satisfaction"
YEAR = timezone.localdate().year


def members_of(pole: Cluster, count: int = 12) -> list[Organisation]:
    """Twelve companies alike in two départements, and one alone in a third, that dominates."""
    places, nafs = ("74", "38"), ("25.62B", "28.99B")
    found = [
        publishing.member(pole.pole, rank, department=places[rank % 2], naf=nafs[rank % 2]) for rank in range(count)
    ]
    return [*found, publishing.member(pole.pole, 900, department="75", naf="30.30Z")]


def jobs(rank: int, later: int = 0) -> int:
    return LARGE if rank == 12 else 101 + 7 * rank + later


def answered(
    pole: Cluster, members: list[Organisation], year: int = YEAR, *, later: int = 0, made_up: int | None = None
) -> Campaign:
    """A campaign of a year with a vintage of what these members said; one of them may have been made up."""
    campaign = campaigned.opened(pole, year)
    kept = []
    for rank, one in enumerate(members):
        said = {"emplois": str(jobs(rank, later)), "emplois_rd": f"{10 + rank}.5", "satisfaction": str(rank % 11)}
        said["exportations"] = "0" if rank % 2 else "900"
        flags = ("imputed",) if rank == made_up else ("answered",)
        kept += [
            Record(pole.pole.pk, one.pk, one.siren or "", key, Decimal(value), "", flags=flags, size="12")
            for key, value in said.items()
            if not (rank == made_up and key == "satisfaction")
        ]
    number = campaign.vintages.count() + 1
    text = packed(tuple(kept), (), ())
    Vintage.objects.create(pole=pole.pole, campaign=campaign, number=number, text=text, sha256=f"{number}")
    Campaign.objects.filter(pk=campaign.pk).update(frozen_at=timezone.now())
    return campaign


def asked(campaign: Campaign, cube: str = JOBS, detail: str = "coarse") -> Asked:
    return Asked(cube, f"campaign:{campaign.pk}", detail, {})


def passed(campaign: Campaign, cube: str = JOBS, detail: str = "coarse") -> PublicationWork:
    return work_out_publication(publish(campaign.pole, asked(campaign, cube, detail), by=None).pk)


def out(campaign: Campaign, cube: str = JOBS, detail: str = "coarse") -> Publication:
    work = passed(campaign, cube, detail)
    assert work.state == "done", (work.trouble, work.breaches)
    return Publication.objects.get(work=work)


def cells(key: str) -> dict[tuple[tuple[str, str], ...], Any]:
    """The cells of a publication by the codes they give."""
    found = published.dataset(key)
    assert found is not None
    pairs = (
        (tuple((n, c) for n, c in zip(found.columns, one.codes, strict=True) if c != "T"), one) for one in found.cells
    )
    return dict(pairs)


@pytest.fixture
def campaign(pole: Cluster) -> Campaign:
    return answered(pole, members_of(pole))


def test_an_indicator_is_published_with_its_unit_definition_version_and_vintage(campaign: Campaign) -> None:
    key = out(campaign).key
    assert key == f"indicateur-emplois-mecatronique-{YEAR}-12-31-1"
    found = published.dataset(key)
    assert found is not None
    assert (found.measure, found.unit_words, found.contributors) == ("Emplois des membres", "emplois", "entreprises")
    said = {name: found.about[name] for name in ("indicator", "unit", "definition", "version", "vintage", "period")}
    assert said == {
        "indicator": "emplois",
        "unit": "emplois",
        "definition": "Salariés au 31 décembre dans les établissements membres.",
        "version": campaign.set.version,
        "vintage": "1",
        "period": str(YEAR),
    }
    for name in ("xlsx", "sdmx-csv", "package", "schema", "csv", "csv-fr"):
        assert published.published_file(key, name) is not None
    package = published.published_file(key, "package")
    assert package is not None
    for words in ("Salariés au 31 décembre", "Unité : emplois", campaign.set.version, "millésime 1"):
        assert words in package.content.decode()
        assert words in published.dcat().content.decode()
    told = Client().get(f"/api/open/donnees/{key}").json()
    assert (told["unit"], told["about"]["vintage"]) == ("emplois", "1")


def test_cells_are_what_a_slow_sum_says_and_the_one_that_dominates_is_hidden_with_what_would_betray_it(
    campaign: Campaign,
) -> None:
    found = cells(out(campaign, detail="medium").key)
    sums: Counter[tuple[str, str]] = Counter()
    for rank in range(12):
        for name, code in (("departement", ("74", "38")[rank % 2]), ("region", "84")):
            sums[name, code] += jobs(rank)
    shown = {codes: one for codes, one in found.items() if one.value is not None}
    for codes, one in shown.items():
        place = [pair for pair in codes if pair[0] in ("departement", "region")]
        assert one.value == sums[next((pair for pair in place if pair[0] == "departement"), ("region", "84"))]
    alone = [one.value for codes, one in found.items() if ("region", "11") in codes]
    assert alone
    assert set(alone) == {None}
    assert None in {found[()].value, found[(("region", "84"),)].value}, "the whole less the region would be it alone"


def test_no_file_page_answer_or_work_holds_a_hidden_figure(campaign: Campaign, signed_in: Any) -> None:
    publication = out(campaign, detail="medium")
    assert str(LARGE) in campaign.vintages.get().text, "something could leak"
    key, browser = publication.key, signed_in("state")
    files = [published.published_file(key, name) for name in (*published.FORMS, "canonique")]
    pages = [reverse("published_dataset", args=[key]), reverse("open_data"), f"/api/open/donnees/{key}"]
    pages += [reverse("authority_figures") + f"?tableaux={JOBS}&par={each}" for each in ("annee", "region", "taille")]
    texts = [each.content for each in files if each is not None] + [browser.get(page).content for page in pages]
    whole = LARGE + sum(jobs(rank) for rank in range(12))
    for text in texts:
        for secret in (LARGE, whole):
            assert str(secret).encode() not in text
            assert f"{secret:,}".replace(",", "\u202f").encode() not in text
    assert {browser.get(page).status_code for page in pages} == {200}


def test_one_member_more_in_the_next_vintage_is_refused_with_the_cells_named(pole: Cluster) -> None:
    members = members_of(pole)[:12]
    campaign = answered(pole, members[:11])
    first = out(campaign, detail="coarse")
    answered(pole, members)
    work = passed(campaign)
    assert work.state == "failed"
    assert "comparées à ce qui a déjà paru" in work.trouble
    assert list(Publication.objects.filter(cube=JOBS)) == [first]
    assert passed(campaign, RESEARCH).state == "done", "another indicator is another figure"


def test_companies_of_one_group_are_one_contributor(pole: Cluster) -> None:
    members = members_of(pole)[:12]
    for each in members[2:12:2]:
        link_group(pole.pole, each, members[0].siren, by=None)
    campaign = answered(pole, members)
    found = cells(out(campaign, detail="medium").key)
    savoy = next(one for codes, one in found.items() if dict(codes).get("departement") == "74" and len(codes) == 2)
    assert (savoy.value, savoy.units, savoy.status) == (None, 6, "primary"), "six companies of a single group"


def test_what_is_declared_is_counted_by_answer_and_called_an_opinion(campaign: Campaign) -> None:
    publication = out(campaign, USE)
    found = published.dataset(publication.key)
    assert found is not None
    assert "jamais un effet mesuré" in found.about["caution"]
    counted = Counter(answer_of(campaign.set.definition().by_key["satisfaction"], Decimal(r % 11)) for r in range(13))
    shown = {dict(codes)["reponse"]: one.value for codes, one in cells(publication.key).items() if codes}
    assert {code: value for code, value in shown.items() if value is not None}.items() <= counted.items()
    assert shown.keys() == counted.keys()
    page = Client().get(reverse("published_dataset", args=[publication.key])).content.decode()
    assert "une opinion, jamais un effet mesuré" in page
    assert found.total is not None
    assert found.total.value == 13


def test_a_value_made_up_flags_every_shown_cell_it_enters_and_those_alone(pole: Cluster) -> None:
    members = members_of(pole)[:12]
    campaign = answered(pole, members, made_up=11)  # the twelfth, of Isère, said nothing this year
    found = gathered(campaign.pole, asked(campaign))
    assert found.estimated == {members[11].siren}
    publication = out(campaign, detail="medium")
    estimated = {
        dict(codes).get("departement", "") for codes, one in cells(publication.key).items() if one.is_estimated
    }
    assert estimated <= {"", "38"}
    assert "38" in estimated
    file = published.published_file(publication.key, "csv")
    assert file is not None
    rows = list(csv.DictReader(io.StringIO(file.content.decode())))
    assert {row["qualite"] for row in rows if row["departement"] == "38" and row["statut"] == "diffusable"} >= {"I"}
    assert {row["qualite"] for row in rows if row["departement"] == "74" and row["statut"] == "diffusable"} == {"A"}
    assert all(not one.is_estimated for one in cells(publication.key).values() if one.value is None)
    page = Client().get(reverse("published_dataset", args=[publication.key])).content.decode()
    assert "une part est estimée" in page


def test_a_company_that_said_zero_is_no_contributor(campaign: Campaign) -> None:
    found = gathered(campaign.pole, asked(campaign, "indicateur:exportations"))
    assert len(found.rows) == 7
    with pytest.raises(InputError, match="rien à publier"):
        gathered(campaign.pole, asked(campaign, "indicateur:cadres"))


@pytest.mark.parametrize(
    ("cube", "why"),
    [
        ("indicateur:budget", "Cet indicateur n’est pas"),  # the pôle's own
        ("indicateur:satisfaction", "Cet indicateur n’est pas"),  # declared: never a sum
        ("avis:emplois", "Cet indicateur n’est pas"),
        ("indicateur:part_rd", "Cet indicateur n’est pas"),  # worked out from what is published
        ("indicateur:rien", "Cet indicateur n’est pas"),
        ("indicateur", "Choisissez ce qui est à publier"),
    ],
)
def test_only_what_companies_answered_is_published(campaign: Campaign, cube: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        prepare_publication(campaign.pole, asked(campaign, cube), by=None)


def test_only_a_frozen_campaign_of_the_pole_is_published(pole: Cluster) -> None:
    campaign = campaigned.opened(pole)
    assert [each for each in sources_of(pole.pole) if "campaign" in each[1]] == []
    for source in (f"campaign:{campaign.pk}", "campaign:999999", "campaign:", "campaign:x"):
        with pytest.raises(InputError, match="Seule une campagne figée"):
            gathered(pole.pole, Asked(JOBS, source, "coarse", {}))


def test_a_ratio_needs_both_its_parts_published_and_is_hidden_with_either(pole: Cluster, signed_in: Any) -> None:
    members = members_of(pole)[:12]
    campaign = answered(pole, members)
    out(campaign)
    assert dict(published.indicators_published()) == {JOBS: "Emplois des membres"}
    assert published.over_years("ratio:part_rd") is not None, "the one part says which pôle"
    (line,) = published.over_years("ratio:part_rd").lines  # type: ignore[union-attr]
    assert line.totals == (None,)
    out(campaign, RESEARCH)
    assert "ratio:part_rd" in dict(published.indicators_published())
    found = published.over_years("ratio:part_rd")
    assert found is not None
    (line,) = found.lines
    whole = Decimal(sum(jobs(rank) for rank in range(12)))
    told = round(sum(Decimal(f"{10 + rank}.5") for rank in range(12)) / whole * 100, 1)
    assert (found.unit, found.periods, [one.value for one in line.totals if one]) == (
        "%",
        (str(YEAR),),
        [float(told)],
    )
    page = signed_in("region").get(reverse("authority_figures"), {"tableaux": "ratio:part_rd"}).content.decode()
    assert str(told).replace(".", ",") in page


def test_poles_are_compared_over_the_years_and_a_hidden_total_stays_hidden(pole: Cluster, signed_in: Any) -> None:
    members = members_of(pole)
    out(answered(pole, members[:12], YEAR - 1))
    out(answered(pole, members, YEAR, later=3))  # all moved: one that comes alone beside them would be told
    found = published.over_years(JOBS)
    assert found is not None
    assert (found.periods, found.definition[:8]) == ((str(YEAR - 1), str(YEAR)), "Salariés")
    (line,) = found.lines
    assert [one.value for one in line.totals if one is not None] == [sum(jobs(rank) for rank in range(12)), None]
    answer = signed_in("state").get(reverse("authority_figures"), {"tableaux": JOBS})
    assert answer.context["heads"] == [str(YEAR - 1), str(YEAR)]
    assert [[part.words for part in one["parts"]] for one in answer.context["lines"]] == [["1\u202f674", "secret"]]
    assert published.over_years("indicateur:cadres") is None
    assert published.over_years(JOBS, regions=["11"]) is None


@pytest.mark.parametrize(
    ("unit", "value", "code"),
    [
        ("sur 10", "0", "n0_4"), ("sur 10", "4.9", "n0_4"), ("sur 10", "5", "n5_6"), ("sur 10", "7", "n7_8"),
        ("sur 10", "9", "n9_10"), ("sur 10", "10", "n9_10"), ("emplois", "0", "aucun"), ("emplois", "1", "un_ou_plus"),
    ],
)  # fmt: skip
def test_what_is_declared_falls_in_one_class(unit: str, value: str, code: str) -> None:
    assert answer_of(SimpleNamespace(unit=unit), Decimal(value)) == code  # type: ignore[arg-type]


def test_every_class_of_insee_is_in_one_of_ours() -> None:
    listed = ["NN", "00", "01", "02", "03", "11", "12", "21", "22", "31", "32", "41", "42", "51", "52", "53"]
    assert [size_of_class(each) for each in listed] == [
        *["inconnue"] * 2, *["1-9"] * 3, *["10-49"] * 2, *["50-249"] * 3, *["250-4999"] * 4, *["5000+"] * 2
    ]  # fmt: skip


def test_a_vintage_offers_its_indicators_to_be_published(campaign: Campaign, signed_in: Any) -> None:
    page = signed_in("team").get(reverse("vintage", args=[campaign.pk, 1])).content.decode()
    source = f"indicateur%3Aemplois%7Ccampaign%3A{campaign.pk}"
    assert source in page
    form = signed_in("team").get(reverse("prepare_publication") + f"?de={source}").content.decode()
    assert f'value="indicateur:emplois|campaign:{campaign.pk}" selected' in form
    assert source not in signed_in("governance").get(reverse("vintage", args=[campaign.pk, 1])).content.decode()
    assert campaign.period_ends_on == dt.date(YEAR, 12, 31)
