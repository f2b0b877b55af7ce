"""What a member reads beside its figures: the region weighed as it must be, sources once, titles advised, nothing kept."""

import os
from dataclasses import replace

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from factories.cluster import Cluster
from factories.collected import collected, crowd, deposit
from factories.families import AGES, families, landmark, workshop
from factories.sheets import ANNE, HERVE, ON, SIREN, TITLES, workbook
from vivier.reference import pcs_label
from vivier.study import Parameters, Study, run
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.pages.company.deposits.comparing import Compared, Line, compared
from vivier_web.skills.actions.reports import ask_again
from vivier_web.skills.models import Deposit
from vivier_web.skills.queries.official import MOST, families_of, official_beside
from vivier_web.skills.queries.readings import MEMORY, Held, columns_in_memory, read_in_memory, skills_in_memory
from vivier_web.skills.queries.titles import NOT_INSTALLED, Advice, Proposal, advice_on, search_occupations

BRIEF = Parameters(horizon=10, draws=100, seed=1)
BANDS = ("moins_25", "25_34", "35_44", "45_54", "55_59", "60_plus")


@pytest.fixture(scope="module")
def made() -> Study:
    return run(workshop(), parameters=BRIEF, families=families())


def marked(**marks: dict) -> object:
    """Give the two families with other official rows."""
    held = families()
    return replace(held, landmarks={name: landmark(name, **marks.get(name, {})) for name in held.landmarks})


def test_rates_are_weighed_by_ones_people_and_only_those_that_are_told(made: Study) -> None:
    both = official_beside(made, marked(D1X={"career_end_rate": 0.02}, G0A={"career_end_rate": 0.05}))
    lines = {one["label"]: one["people"] for one in both.families}
    metal, care = (lines[f"Ouvriers de {name}"] for name in ("l’enlèvement de métal", "la maintenance"))
    weighed = 10 * (0.02 * metal + 0.05 * care) / (metal + care)
    assert both.career_ends == pytest.approx(weighed, abs=0.001)
    assert both.openings == pytest.approx(weighed + 0.1, abs=0.001)
    silent = official_beside(made, marked(D1X={"career_end_rate": None}, G0A={"career_end_rate": None}))
    assert (silent.career_ends, silent.openings) == (None, None)
    shrinking = official_beside(made, marked(D1X={"growth_rate": -0.9}, G0A={"growth_rate": -0.9}))
    assert shrinking.openings == 0.0  # fewer posts than leave: none to fill, and never less


def test_ages_are_those_of_the_families_that_tell_theirs(made: Study) -> None:
    young = {band: float(band == "15-24") for band in AGES}
    found = official_beside(made, marked(D1X={"ages": young}, G0A={"ages": None}))
    assert found.ages == {band: float(band == "moins_25") for band in BANDS}
    assert [one["seniors"] for one in found.families] == [0.0, None]
    assert official_beside(made, marked(D1X={"ages": None}, G0A={"ages": None})).ages == {}


def test_a_family_that_nothing_is_published_of_is_left_out(made: Study) -> None:
    held = families()
    one = official_beside(made, replace(held, landmarks={"D1X": held.landmarks["D1X"]}))
    assert [line["label"] for line in one.families] == ["Ouvriers de l’enlèvement de métal"]
    assert one.people == one.families[0]["people"]
    assert official_beside(made, replace(held, landmarks={})) is None
    assert official_beside(run(workshop(), parameters=BRIEF), held) is None  # a study without families
    assert len(one.families) <= MOST


def test_each_source_is_told_once_without_its_shares(made: Study) -> None:
    said = {"career_end_rate": "Dares ; 2019 ; 86 familles", "ages": "Insee", "growth_rate": "jamais citée"}
    other = {**said, "ages": "Dares ; 2019 ; autre part", "difficulty": " BMO ;  2026 "}
    found = official_beside(made, marked(D1X={"sources": said}, G0A={"sources": other}))
    assert found.sources == ["BMO (2026)", "Dares (2019)", "Insee"]


def test_nothing_installed_says_nothing_of_the_region(pole: Cluster) -> None:
    assert families_of(pole.pole) is None


PACE = {"career_ends": 0.25, "openings": 0.4}
TOLD = {"on": "2026-01-31", "horizon": 10, "beside": None, "official": None, "pace": [PACE, None]}


def test_nobody_beside_says_nothing() -> None:
    assert compared(TOLD) is None
    assert compared({name: value for name, value in TOLD.items() if name != "official"}) is None  # an older report


def test_each_line_is_in_hundredths_and_the_region_is_the_first_to_be_compared_with() -> None:
    pole = {"companies": 3, "mine": {"25_34": 0.5, "60_plus": 0.504}, "theirs": {"25_34": 1.0}}
    region = {"ages": dict.fromkeys(BANDS, 0.1), "career_ends": 0.2, "openings": None}
    found = compared(
        TOLD | {"beside": pole, "official": region, "pace": [PACE, {"career_ends": 0.3, "openings": 0.1}]}
    )
    assert found == Compared(
        [
            Line("25 à 34 ans", 50, 100, 10),
            Line("60 ans et plus", 50, 0, 10),
            Line("Fins de carrière d’ici 2036", 25, 30, 20),
            Line("Postes à pourvoir, créations comprises d’ici 2036", 40, 10, None),
        ],
        True,
        True,
    )
    assert [line.gap for line in found.lines] == [40, 40, 5, 30]


def test_bands_gathered_in_three_have_a_region_gathered_alike() -> None:
    wide = {"moins_35": 0.3, "35_54": 0.4, "55_plus": 0.3}
    region = {
        "ages": dict(zip(BANDS, (0.1, 0.2, 0.2, 0.2, 0.2, 0.1), strict=True)),
        "career_ends": None,
        "openings": None,
    }
    found = compared(TOLD | {"beside": {"mine": wide, "theirs": wide}, "official": region})
    assert [(line.words, line.mine, line.theirs, line.region) for line in found.lines] == [
        ("Moins de 35 ans", 30, 30, 30), ("35 à 54 ans", 40, 40, 40), ("55 ans et plus", 30, 30, 30),
    ]  # fmt: skip
    silent = compared(TOLD | {"beside": {"mine": wide, "theirs": wide}, "official": region | {"ages": {}}})
    assert [line.region for line in silent.lines] == [None] * 3
    assert [line.gap for line in silent.lines] == [0, 0, 0]


PERCENT = st.one_of(st.none(), st.integers(-100, 100))


@given(PERCENT, PERCENT, PERCENT)
def test_a_gap_is_told_only_between_two_numbers(mine: int | None, theirs: int | None, region: int | None) -> None:
    gap = Line("x", mine, theirs, region).gap
    assert (gap is None) == (mine is None or (theirs is None and region is None))
    assert gap is None or gap + (theirs if region is None else region) == mine


def test_a_report_asked_again_forgets_its_trouble_and_is_worked_out_once_written(
    pole: Cluster, django_capture_on_commit_callbacks: object
) -> None:
    one = pole.members[0]
    kept = deposit(collected(pole.pole, members=0), one, crowd(one.siren, 9))
    Deposit.objects.filter(pk=kept.pk).update(report_trouble="Une panne.")
    kept.refresh_from_db()
    with django_capture_on_commit_callbacks() as waiting:
        ask_again(kept)
    kept.refresh_from_db()
    assert (kept.report_trouble, kept.report, len(waiting)) == ("", None, 1)
    assert not Act.objects.filter(verb="work_out_report").exists()  # the request works nothing out itself


@pytest.mark.parametrize("title", ["Soudeur TIG", "Comptable", "xyzzy", "", "<§>"])
def test_without_nomenclature_titles_have_alike_labels_and_no_probability(title: str) -> None:
    with override_settings(REFERENCE=""):
        found = advice_on(title)
    assert found == Advice(tuple(search_occupations(title, 5)), "", NOT_INSTALLED)
    assert all(one == Proposal(one.code, pcs_label(one.code), None) for one in found.proposals)
    assert bool(found.proposals) == (title in ("Soudeur TIG", "Comptable"))


def left_behind() -> list[str]:
    return [one.name for one in MEMORY.iterdir() if one.name.startswith(f"vivier-{os.getpid()}-")]


LIST = Held("liste.xlsx", workbook([TITLES, ANNE, HERVE]).getvalue())
SKILLS = Held("matrice.xlsx", workbook([["Nom", "Soudage", "Pliage"], ["Lefèvre", 3, 2], ["Nuñez", 1, 4]]).getvalue())


def test_columns_are_looked_at_in_memory_and_nothing_stays() -> None:
    (sheet,) = columns_in_memory([LIST, SKILLS, Held("x.png", b"\x89PNG\r\n"), Held("vide.csv", b"")], on=ON)
    assert (sheet["file"], sheet["line"], sheet["is_recognised"]) == ("liste.xlsx", 1, True)
    assert left_behind() == []
    assert LIST.read() == LIST.read() != b""


@pytest.mark.parametrize("columns", [3, "x", [{}], [{"file": "liste.xlsx"}], {"emploi": 1}, None])
def test_columns_of_any_other_shape_are_refused_and_nothing_stays(columns: object) -> None:
    with pytest.raises(InputError, match="ne se lit pas"):
        read_in_memory([LIST], on=ON, siren=SIREN, single_ages=False, columns=columns)
    assert left_behind() == []


def test_matrices_are_read_in_memory_without_a_name_and_a_list_is_no_matrix() -> None:
    found = skills_in_memory([SKILLS], on=ON, siren=SIREN)
    assert "Soudage" in str(found)
    assert not [name for name in ("Lefèvre", "Nuñez") if name in str(found)]
    with pytest.raises(InputError):
        skills_in_memory([LIST], on=ON, siren=SIREN)
    with pytest.raises(InputError, match="Choisissez d’abord"):
        skills_in_memory([], on=ON, siren=SIREN)
    with pytest.raises(InputError, match="Choisissez d’abord"):
        columns_in_memory([], on=ON)
    assert left_behind() == []
