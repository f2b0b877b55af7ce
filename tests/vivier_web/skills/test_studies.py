"""What a study may ask, and what it is given."""

import pytest

from factories.cluster import Cluster
from factories.collected import collected, company, deposit, member
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.skills.actions.studies import DEFAULTS, plan_study
from vivier_web.skills.actions.titles import decide_title
from vivier_web.skills.actions.waves import erase_wave
from vivier_web.skills.queries.studies import asked_by, members_in, perimeters_of


def test_a_study_is_planned_with_every_parameter_and_written_in_the_journal(pole: Cluster) -> None:
    study = plan_study(collected(pole.pole), "  Étude  ", {"horizon": 5}, by=pole.people["team"])
    assert study.name == "Étude"
    assert study.parameters == DEFAULTS | {"horizon": 5}
    assert Act.objects.filter(verb="plan_study", pole=pole.pole.slug).count() == 1


@pytest.mark.parametrize(
    "wrong", [{"horizon": 31}, {"seed": -1}, {"draws": 1}, {"horizon": "dix"}, {"bonus": 1}, {"perimeter": "x"}]
)
def test_parameters_out_of_bounds_are_refused_with_a_sentence(pole: Cluster, wrong: dict[str, object]) -> None:
    with pytest.raises(InputError, match=r"\."):
        plan_study(collected(pole.pole), "", wrong, by=None)


def test_an_erased_wave_gives_no_study(pole: Cluster) -> None:
    wave = erase_wave(collected(pole.pole), by=None)
    with pytest.raises(InputError, match="effacées"):
        plan_study(wave, "", {}, by=None)


def test_perimeters_are_the_colleges_and_departments_of_the_members(pole: Cluster) -> None:
    collected(pole.pole, members=1)
    assert [value for value, _ in perimeters_of(pole.pole)] == [
        "all", "college:Entreprises", "department:73", "department:74",
    ]  # fmt: skip
    assert len(members_in(pole.pole, {"perimeter": "department", "value": "73"})) == 1
    assert len(members_in(pole.pole, {})) == 4


def test_decided_titles_move_the_people_they_are_about(pole: Cluster) -> None:
    wave = collected(pole.pole)
    one = member(pole.pole, 70)
    unknown = company(one.siren, ("inconnu", "35_44", "H", "CDI", 4), ("inconnu", "55_59", "F", "CDI", 2))
    deposit(wave, one, unknown, [("Soudeur TIG", 3), ("Chef de projet", 2)])
    study = plan_study(wave, "", {}, by=None)
    before = asked_by(study, study.parameters)
    decide_title(pole.pole, "SOUDEUR tig", "623E", by=None)
    after = asked_by(study, study.parameters)
    cells = next(each for each in after.headcount.companies if each.siren == one.siren).count.cells
    assert [(cell.pcs, cell.age, cell.n) for cell in cells] == [
        ("623e", "35_44", 2), ("623e", "55_59", 1), ("inconnu", "35_44", 2), ("inconnu", "55_59", 1),
    ]  # fmt: skip
    assert before.sha256 != after.sha256
    assert after.headcount.people == before.headcount.people
