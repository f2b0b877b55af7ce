"""A member's report beside official figures: its families weighed by its people, sources and years told."""

import pytest

from factories.cluster import Cluster
from factories.collected import collected, company, crowd, deposit, headcount, member
from factories.families import AGES, families, workshop
from vivier.study import Parameters, run
from vivier_web.pages.company.deposits.comparing import compared
from vivier_web.skills.actions.reports import work_out_report
from vivier_web.skills.models import Deposit
from vivier_web.skills.queries.deposits import report_of
from vivier_web.skills.queries.official import families_of, official_beside

BRIEF = Parameters(horizon=10, draws=100, seed=1)


def test_the_region_is_that_of_ones_own_families_in_ones_own_proportions() -> None:
    held = families()
    found = official_beside(run(workshop(), parameters=BRIEF, families=held), held)
    assert found is not None
    assert (found.region, found.people) == ("Auvergne-Rhône-Alpes", 27)  # the three of unknown occupation are in none
    assert found.ages["55_59"] == pytest.approx(AGES["55-59"])
    assert sum(found.ages.values()) == pytest.approx(1, abs=0.01)
    assert found.career_ends == 0.27  # only one family has a rate: 2.7 % a year, ten years
    assert found.openings == 0.37
    lines = {one["label"]: one for one in found.families}
    assert set(lines) == {"Ouvriers de l’enlèvement de métal", "Ouvriers de la maintenance"}
    metal = lines["Ouvriers de l’enlèvement de métal"]
    assert metal["people"] == 18
    assert (metal["seniors"], metal["difficulty"]) == (pytest.approx(0.2), 0.72)
    assert lines["Ouvriers de la maintenance"]["region"] == ""


def test_people_of_unknown_occupations_are_beside_nobody() -> None:
    held = families()
    alone = headcount(company("000100115", ("inconnu", "45_54", "H", "CDI", 9)))
    assert official_beside(run(alone, parameters=BRIEF, families=held), held) is None


def reported(pole: Cluster, others: int) -> dict:
    wave, one = collected(pole.pole, members=0), pole.members[0]
    for number in range(others):
        other = member(pole.pole, 40 + number)
        deposit(wave, other, crowd(other.siren, 60))
    mine = deposit(wave, one, crowd(one.siren, 40))
    work_out_report.call(mine.pk)
    told = report_of(Deposit.objects.get(pk=mine.pk))
    assert told is not None
    return told


def test_without_official_files_the_report_says_what_can_be_installed(pole: Cluster, signed_in: object) -> None:
    assert families_of(pole.pole) is None
    told = reported(pole, others=3)
    assert (told["official"], told["has_official"]) == (None, False)
    laid = compared(told)
    assert laid is not None
    assert (laid.has_pole, laid.has_region) == (True, False)
    assert told["pace"][1] is None  # the pôle has no run of this wave yet
    pace = [told["pace"][0], {"career_ends": 0.2, "openings": 0.3}]
    words = [line.words for line in compared(told | {"pace": pace}).lines]
    assert words[-2:] == ["Fins de carrière d’ici 2036", "Postes à pourvoir, créations comprises d’ici 2036"]
    assert all(line.theirs is not None and line.gap == line.mine - line.theirs for line in laid.lines)
    page = signed_in("member").get("/mon-entreprise/rapport/").content.decode()
    assert "vivier reference add DOSSIER" in page
    assert "Autres membres" in page


@pytest.mark.parametrize("others", [0, 2])
def test_too_few_others_give_neither_their_ages_nor_their_pace(pole: Cluster, others: int) -> None:
    told = reported(pole, others)
    assert (told["beside"], told["pace"][1]) == (None, None)
    assert compared(told) is None
    reached = told | {"official": {"ages": {}, "career_ends": 0.25, "openings": None}}
    laid = compared(reached)
    assert laid is not None
    assert [(line.theirs, line.region) for line in laid.lines] == [(None, 25)]
