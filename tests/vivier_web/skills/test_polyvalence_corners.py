"""Matrices and boards at their edges: members who left, waves that closed, what comes back, works that fail."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from django.utils import timezone

from factories import needed
from factories.cluster import Cluster
from factories.collected import company, deposit, member
from factories.held_skills import BLOW, METEORS, TRADE, done_run, held, members_of_trade, payload, reference
from vivier.report.data_file import data_file
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.members.models import Membership
from vivier_web.skills.actions.gaps import TERMS, ask_gaps, requeue_lost_gaps, work_out_gaps
from vivier_web.skills.actions.polyvalence import deposit_skills, match_skills, withdraw_skills
from vivier_web.skills.actions.waves import erase_wave, freeze_wave, open_wave
from vivier_web.skills.models import GapRun, Run, SkillsDeposit, Wave
from vivier_web.skills.polyvalence.asked import asked_of, has_rome, labels_in, romes_of
from vivier_web.skills.polyvalence.rows import counts_of, gaps_of, held_rows
from vivier_web.skills.published import published_gaps
from vivier_web.skills.queries import gaps as queries

MISSING = "pas encore de résultat"


def opened(pole: Cluster, name: str = "Hiver", *, on: dt.date = dt.date(2026, 1, 31)) -> Wave:
    today = timezone.localdate()
    return open_wave(pole.pole, name, on=on, opens_on=today, closes_on=today, by=None)


@pytest.fixture
def wave(pole: Cluster, settings: object, tmp_path: Path) -> Wave:
    settings.REFERENCE = str(reference(tmp_path).folder)  # type: ignore[attr-defined]
    return opened(pole)


@pytest.fixture
def crew(wave: Wave) -> list:
    return members_of_trade(wave)


@pytest.fixture
def run(wave: Wave, crew: list) -> Run:
    return done_run(wave)


def worked(asked: GapRun) -> GapRun:
    work_out_gaps(asked.pk)
    return GapRun.objects.select_related("run__study", "wave").get(pk=asked.pk)


# --- Deposits ----------------------------------------------------------------------------------------------------


def test_what_was_erased_comes_back_by_the_same_deposit_to_be_matched_anew(pole: Cluster, wave: Wave) -> None:
    one = pole.members[0]
    first = held(wave, one, {"Souffler": BLOW}, Souffler=(1, 1))
    withdraw_skills(first, by=None)
    assert queries.latest_skills_deposit(one) is None
    assert queries.lines_of(SkillsDeposit.objects.get()) == []
    again = held(wave, one, Souffler=(1, 1))
    assert (again.pk != first.pk, again.matches, again.matched_at) == (True, {}, None)
    assert queries.skills_deposit(wave, one) == again


def test_a_member_who_left_deposits_nothing_more_and_its_matrix_stays_its_own(pole: Cluster, wave: Wave) -> None:
    ours, theirs = pole.members[:2]
    held(wave, theirs, Soudage=(2, 1))
    Membership.objects.filter(organisation=ours).update(left_on=dt.date(2026, 1, 1))
    with pytest.raises(InputError, match="plus adhérente"):
        deposit_skills(wave, ours, payload(ours, wave.on, Soudage=(1,)), by=None)
    assert SkillsDeposit.objects.filter(organisation=ours).count() == 0
    Membership.objects.filter(organisation=theirs).delete()
    assert queries.matrices_of(wave).deposits == ()


@pytest.mark.parametrize(("opens", "closes"), [(1, 5), (-5, -1)])
def test_nothing_enters_before_a_wave_opens_nor_after_it_closes(
    pole: Cluster, wave: Wave, opens: int, closes: int
) -> None:
    today = timezone.localdate()
    days = {"opens_on": today + dt.timedelta(opens), "closes_on": today + dt.timedelta(closes)}
    Wave.objects.filter(pk=wave.pk).update(**days)
    one = pole.members[0]
    with pytest.raises(InputError, match="n’est pas ouverte"):
        deposit_skills(wave, one, payload(one, wave.on, Soudage=(1,)), by=None)
    assert not SkillsDeposit.objects.exists()
    assert not Act.objects.filter(verb="deposit_skills").exists()


def test_a_choice_that_is_no_skill_changes_nothing_and_a_skill_left_unsaid_stays_as_worded(
    pole: Cluster, wave: Wave
) -> None:
    kept = held(wave, pole.members[0], {"Souffler": BLOW}, Souffler=(1, 1), Autre=(1, 1))
    assert kept.matches == {"Autre": "", "Souffler": BLOW}
    for wrong in ("999", "twin Souffler", " 100", "Z1101"):
        with pytest.raises(InputError, match="n’est pas dans le ROME"):
            match_skills(kept, {"Souffler": METEORS, "Autre": wrong}, by=None)
    kept.refresh_from_db()
    assert kept.matches == {"Autre": "", "Souffler": BLOW}
    changed = match_skills(kept, {"Inconnue": BLOW, "Autre": METEORS}, by=None)
    assert changed.matches == {"Autre": METEORS, "Souffler": ""}  # a skill it does not have is not kept
    detail = Act.objects.filter(verb="match_skills").latest("pk").detail
    assert json.loads(detail) == {"matched": 1, "skills": 2, "wave": wave.pk}


def test_two_wordings_of_one_skill_are_one_skill_of_the_pole(pole: Cluster, wave: Wave) -> None:
    one, other = pole.members[:2]
    held(wave, one, {"Souffler": BLOW, "Canne": BLOW}, Souffler=(1, 2), Canne=(0, 0, 0, 4))
    held(wave, other, {"Verre": BLOW}, Verre=(5,))
    found = queries.matrices_of(wave)
    assert list(found.by_skill) == [BLOW]
    counted = {level: dict(each) for level, each in found.by_skill[BLOW].people.items()}
    assert counted == {
        0: {str(one.pk): 1, str(other.pk): 5}, 1: {str(one.pk): 2}, 2: {}, 3: {str(one.pk): 4}, 4: {},
    }  # fmt: skip
    assert [(line.skill, line.people, line.holders, line.label) for line in queries.lines_of(found.deposits[0])] == [
        ("Canne", 4, 4, "Souffler"), ("Souffler", 3, 0, "Souffler"),
    ]  # fmt: skip


def test_the_last_wave_stands_for_a_member_and_earlier_confirmations_follow_it(pole: Cluster, wave: Wave) -> None:
    one = pole.members[0]
    held(wave, one, {"Souffler": BLOW}, Souffler=(1, 1))
    later = opened(pole, "Été", on=dt.date(2026, 6, 30))
    again = held(later, one, Souffler=(0, 3))
    assert (again.matches, again.matched_at is not None) == ({"Souffler": BLOW}, True)
    assert queries.latest_skills_deposit(one) == again
    assert {each.pk for each in queries.waves_with_matrices(pole.pole)} == {wave.pk, later.pk}
    assert queries.matrices_of(wave).by_skill[BLOW].assessed.total() == 2  # the first wave keeps its own
    erase_wave(later, by=None)
    assert queries.waves_with_matrices(pole.pole) == [wave]
    assert queries.latest_skills_deposit(one).wave == wave


def test_what_was_confirmed_stays_chosen_even_where_the_rome_would_not_propose_it(pole: Cluster, wave: Wave) -> None:
    one = pole.members[0]
    deposit(wave, one, company(one.siren, (TRADE, "25_34", "H", "CDI", 8)))
    kept = held(wave, one, {"Poterie": METEORS}, Poterie=(1, 1), Souffler=(2, 1))
    told = {each.skill: each for each in queries.proposals_for(kept)}
    assert (told["Poterie"].chosen, told["Poterie"].decision, told["Poterie"].people) == (METEORS, "confirmed", 2)
    assert (METEORS, "Météores") in told["Poterie"].options
    assert (told["Souffler"].chosen, told["Souffler"].decision) == ("", "confirmed")  # kept as worded, and said so


def test_a_frozen_wave_is_still_matched_and_measured(pole: Cluster, wave: Wave, crew: list) -> None:
    for one in crew:
        held(wave, one, Souffler=(14, 0, 4, 2))
    made = done_run(wave)
    freeze_wave(wave, by=None)
    for kept in SkillsDeposit.objects.all():
        match_skills(kept, {"Souffler": BLOW}, by=None)
    assert [one.skill for one in gaps_of(published_gaps(worked(ask_gaps(made, wave, by=None))).study)] == ["Souffler"]


# --- What occupations ask ----------------------------------------------------------------------------------------


def test_occupations_lead_to_the_rome_by_shares_that_make_one(tmp_path: Path) -> None:
    store = reference(tmp_path)
    found = romes_of(["691e", "691e", "211a", "69", "", "inconnu", "zzzz"], store)
    assert found.keys() <= {"691e", "211a"}
    assert found["691e"]["Z1101"] > 0
    assert [pytest.approx(sum(shares.values())) for shares in found.values()] == [1.0] * len(found)
    assert {row.occupation for row in asked_of(["691e", "211a"], store)} <= {"691e", "211a"}
    assert asked_of([], store) == ()
    assert labels_in(store)[BLOW] == "Souffler"


def test_nothing_is_asked_nor_named_where_the_rome_is_not_installed(tmp_path: Path) -> None:
    from vivier.reference import store

    empty = store(tmp_path / "none")
    assert (has_rome(empty), labels_in(empty)) == (False, {})
    with pytest.raises(InputError, match="vivier reference add"):
        asked_of(["691e"], empty)


# --- Boards ------------------------------------------------------------------------------------------------------


def test_a_board_counts_what_it_tells_and_what_it_keeps_silent(crew: list, run: Run, wave: Wave) -> None:
    for rank, one in enumerate(crew):
        levels = {"Souffler": (14, 0, 4, 2), "Maison": (3, 0, 0, 3)} | ({"Tue": (9, 1)} if rank < 2 else {})
        held(wave, one, {"Souffler": BLOW}, **levels)
    made = worked(ask_gaps(run, wave, by=None))
    told = published_gaps(made)
    assert counts_of(told.study) == {
        "membres": 4, "competences": 3, "avec_ecart": 1, "sans_chiffre": 0, "secret": 1, "hors_rome": 2,
        "demandees_sans_evaluation": 1,
    }  # fmt: skip
    members = sorted(str(one.pk) for one in crew)
    assert {skill: sorted(mark.split(":")[0] for mark in marks) for skill, marks in made.counted.items()} == {
        BLOW: members, "Maison": members,
    }  # fmt: skip
    assert queries.shown_before(wave, 0) == {skill: [members] for skill, members in made.counted.items()}
    assert queries.shown_before(wave, made.pk) == {}
    assert (told.number, told.run_pk, told.wave, told.parameters) == (run.number, run.pk, "Hiver", TERMS)
    assert (told.last_year, told.study.horizon, told.result_sha256) == ("2031", 5, made.result_sha256)
    assert not [one for one in crew if one.name.encode() in data_file(told.study)]
    assert b"Tue" not in data_file(told.study)


def test_a_wording_that_is_also_a_label_of_the_rome_is_told_apart_from_it(
    crew: list, run: Run, wave: Wave, pole: Cluster
) -> None:
    for one in crew:
        held(wave, one, {"Canne": BLOW}, Canne=(14, 0, 4, 2), Souffler=(5, 0, 0, 5))
    study = published_gaps(worked(ask_gaps(run, wave, by=None))).study
    assert [one.skill for one in gaps_of(study)] == ["Souffler (100)"]
    assert [(name, one.value, three.value) for name, one, three in held_rows(study) if one and three] == [
        ("Souffler", 40, 20)
    ]


def test_a_change_of_a_match_or_of_the_needs_declared_signs_other_inputs(
    pole: Cluster, crew: list, run: Run, wave: Wave
) -> None:
    for one in crew:
        held(wave, one, {"Souffler": BLOW}, Souffler=(14, 0, 4, 2))
    first = worked(ask_gaps(run, wave, by=None))
    assert worked(ask_gaps(run, wave, by=None)).inputs_sha256 == first.inputs_sha256
    match_skills(queries.matrices_of(wave).deposits[0], {"Souffler": METEORS}, by=None)
    second = worked(ask_gaps(run, wave, by=None))
    call = needed.asked(wave)
    for one in [*crew, *pole.members]:
        needed.answered(call, one, needed.typed() | needed.skill("Soudage TIG", people=3))
    third = worked(ask_gaps(run, wave, by=None))
    assert len({first.inputs_sha256, second.inputs_sha256, third.inputs_sha256}) == 3
    assert queries.declared_in(pole.pole)[0].skill == "Soudage TIG"
    assert queries.declared_in(pole.pole)[0].pass_on is None


def test_a_board_that_breaks_says_so_without_the_cause_and_another_may_be_asked(run: Run, wave: Wave) -> None:
    asked = ask_gaps(run, wave, by=None)
    Run.objects.filter(pk=run.pk).update(result=b"\x00broken")
    broken = worked(asked)
    assert (broken.state, broken.result, broken.counted) == ("failed", None, {})
    assert broken.trouble
    assert "broken" not in broken.trouble
    with pytest.raises(InputError, match=MISSING):
        published_gaps(broken)
    Run.objects.filter(pk=run.pk).update(result=run.result)
    again = ask_gaps(run, wave, by=None)
    assert again.pk != broken.pk
    assert worked(again).state == "done"
    assert queries.latest_gaps(run.pole)[0].pk == again.pk
    assert queries.latest_gaps(run.pole)[1] is None  # the one that failed came before


def test_terms_that_no_engine_takes_are_told_as_they_are(crew: list, run: Run, wave: Wave) -> None:
    for one in crew:
        held(wave, one, {"Souffler": BLOW}, Souffler=(14, 0, 4, 2))
    asked = ask_gaps(run, wave, by=None)
    GapRun.objects.filter(pk=asked.pk).update(parameters=TERMS | {"risk": 7})
    made = worked(asked)
    assert made.state == "failed"
    assert made.trouble
    assert [one.pk for one in queries.latest_gaps(run.pole) if one] == [asked.pk]


def test_a_board_done_or_taken_by_another_worker_is_left_as_it_is(run: Run, wave: Wave) -> None:
    asked = ask_gaps(run, wave, by=None)
    GapRun.objects.filter(pk=asked.pk).update(state="running", beat_at=timezone.now())
    assert worked(asked).state == "running"
    assert requeue_lost_gaps() == 0  # its worker has just given a sign of life
    with pytest.raises(InputError, match=MISSING):
        published_gaps(GapRun.objects.get(pk=asked.pk))
    work_out_gaps(asked.pk + 1000)  # nothing has this number


def test_a_board_without_matrices_says_that_nothing_was_measured(run: Run, wave: Wave) -> None:
    study = published_gaps(worked(ask_gaps(run, wave, by=None))).study
    assert (study.facts, gaps_of(study), counts_of(study)["membres"]) == ((), [], 0)
    assert any("Aucun membre n’a déposé" in note for note in study.notes)


def test_the_latest_run_of_each_study_is_proposed_the_last_one_first(run: Run, wave: Wave) -> None:
    other = done_run(wave)
    assert [one.pk for one in queries.runs_to_measure(run.pole)] == [other.pk, run.pk]
    Run.objects.filter(pk=other.pk).update(study=run.study, number=2)
    assert [one.pk for one in queries.runs_to_measure(run.pole)] == [other.pk]
    Run.objects.filter(pk=other.pk).update(state="failed")
    assert [one.pk for one in queries.runs_to_measure(run.pole)] == [run.pk]


def test_late_members_too_few_silence_a_skill_worded_as_well(pole: Cluster, crew: list, run: Run, wave: Wave) -> None:
    for one in crew:
        held(wave, one, Maison=(3, 0, 0, 3))
    assert len(held_rows(published_gaps(worked(ask_gaps(run, wave, by=None))).study)) == 1
    held(wave, member(pole.pole, 80), Maison=(1, 0, 0, 1))
    assert held_rows(published_gaps(worked(ask_gaps(run, wave, by=None))).study) == []


def test_one_member_who_deposits_anew_silences_a_skill_until_enough_others_do(
    crew: list, run: Run, wave: Wave
) -> None:
    def shown() -> int:
        return len(held_rows(published_gaps(worked(ask_gaps(run, wave, by=None))).study))

    for one in crew:
        held(wave, one, Maison=(3, 0, 0, 3))
    assert (shown(), shown()) == (1, 1)  # the same board twice gives nothing more
    held(wave, crew[0], Maison=(8, 0, 0, 3))  # five more than before: its own, by difference
    assert shown() == 0
    for one in crew[1:3]:
        held(wave, one, Maison=(4, 0, 0, 3))
    assert shown() == 1


def test_a_board_of_another_wave_gives_nobody_by_difference_either(
    pole: Cluster, crew: list, run: Run, wave: Wave
) -> None:
    late, other = member(pole.pole, 81), opened(pole, "Printemps", on=dt.date(2026, 2, 28))
    for asked in (wave, other):
        for one in crew:
            held(asked, one, Maison=(3, 0, 0, 3))
    held(other, late, Maison=(4, 0, 0, 4))
    assert len(held_rows(published_gaps(worked(ask_gaps(run, wave, by=None))).study)) == 1
    assert held_rows(published_gaps(worked(ask_gaps(run, other, by=None))).study) == []


def test_what_a_board_keeps_of_its_members_says_no_figure(crew: list, run: Run, wave: Wave) -> None:
    for one in crew:
        held(wave, one, Maison=(3, 0, 0, 3))
    (marks,) = worked(ask_gaps(run, wave, by=None)).counted.values()
    assert all(re.fullmatch(r"\d+:[0-9a-f]{16}", mark) for mark in marks)
    assert len({mark.split(":")[1] for mark in marks}) == len(crew)  # like figures of two members are not seen alike
