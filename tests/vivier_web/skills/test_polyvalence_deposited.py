"""Matrices in a wave: whole or not at all, replaced, matched by their member alone, erased with the wave."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from factories.cluster import Cluster
from factories.collected import company, deposit
from factories.held_skills import BLOW, METEORS, TRADE, held, payload, reference
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.skills.actions.polyvalence import deposit_skills, match_skills, withdraw_skills
from vivier_web.skills.actions.waves import erase_wave, freeze_wave, open_wave
from vivier_web.skills.models import SkillsDeposit, Wave
from vivier_web.skills.queries.gaps import latest_skills_deposit, lines_of, matrices_of, proposals_for


@pytest.fixture
def wave(pole: Cluster, settings: object, tmp_path: Path) -> Wave:
    settings.REFERENCE = str(tmp_path / "none")  # type: ignore[attr-defined]
    today = timezone.localdate()
    return open_wave(pole.pole, "Hiver", on=dt.date(2026, 1, 31), opens_on=today, closes_on=today, by=None)


@pytest.fixture
def rome(settings: object, tmp_path: Path) -> None:
    settings.REFERENCE = str(reference(tmp_path).folder)  # type: ignore[attr-defined]


def test_a_deposit_replaces_the_one_before_and_the_same_twice_is_one(pole: Cluster, wave: Wave) -> None:
    member = pole.members[0]
    first = held(wave, member, Soudage=(1, 0, 0, 2))
    assert held(wave, member, Soudage=(1, 0, 0, 2)).pk == first.pk
    second = held(wave, member, Soudage=(0, 0, 0, 3))
    first.refresh_from_db()
    assert (first.cells, first.matches, first.replaced_at is not None) == (None, {}, True)
    assert latest_skills_deposit(member) == second
    assert [(one.skill, one.levels, one.holders) for one in lines_of(second)] == [("Soudage", (0, 0, 0, 3, 0), 3)]
    acts = Act.objects.filter(subject=f"organisation:{member.pk}", verb="deposit_skills")
    assert len(acts) == 2
    assert not [act for act in acts if "Soudage" in act.detail]  # the journal holds numbers and codes only


def test_nothing_is_kept_of_another_company_another_day_or_a_closed_wave(pole: Cluster, wave: Wave) -> None:
    ours, theirs = pole.members[:2]
    sent = payload(ours, wave.on, Soudage=(1, 1))
    for wrong in (payload(theirs, wave.on, Soudage=(1,)), payload(ours, dt.date(2025, 1, 31), Soudage=(1,)), None):
        with pytest.raises(InputError):
            deposit_skills(wave, ours, wrong, by=None)
    freeze_wave(wave, by=None)
    with pytest.raises(InputError, match="n’est pas ouverte"):
        deposit_skills(wave, ours, sent, by=None)
    assert not SkillsDeposit.objects.exists()


def test_what_was_confirmed_stays_confirmed_in_the_next_deposit(pole: Cluster, wave: Wave, rome: None) -> None:
    member = pole.members[0]
    held(wave, member, {"Souffler": BLOW}, Souffler=(1, 1), Autre=(1, 1))
    again = held(wave, member, Souffler=(2, 1), Neuve=(1,))
    assert again.matches == {"Souffler": BLOW}
    assert again.matched_at is None  # « Neuve » is still to be said
    assert [one.label for one in lines_of(again)] == ["", "Souffler"]


def test_the_rome_proposes_and_its_member_decides(pole: Cluster, wave: Wave, rome: None) -> None:
    member = pole.members[0]
    deposit(wave, member, company(member.siren, (TRADE, "25_34", "H", "CDI", 8)))
    kept = held(wave, member, Souffler=(1, 1), Poterie=(1, 1))
    found = {one.skill: one for one in proposals_for(kept)}
    assert (found["Souffler"].chosen, found["Souffler"].decision) == (BLOW, "sure")
    assert found["Poterie"].chosen == ""
    assert matrices_of(wave).by_skill.keys() == {"Souffler", "Poterie"}  # nothing is matched before it is confirmed
    match_skills(kept, {"Souffler": BLOW, "Poterie": METEORS}, by=None)
    assert matrices_of(wave).by_skill.keys() == {BLOW, METEORS}
    with pytest.raises(InputError, match="n’est pas dans le ROME"):
        match_skills(kept, {"Souffler": "999"}, by=None)


def test_a_withdrawn_matrix_and_an_erased_wave_leave_no_cell(pole: Cluster, wave: Wave) -> None:
    first, second = (held(wave, one, Soudage=(1, 1)) for one in pole.members[:2])
    withdraw_skills(first, by=None)
    withdraw_skills(first, by=None)  # twice is once
    assert Act.objects.filter(verb="withdraw_skills").count() == 1
    assert matrices_of(wave).deposits == (second,)
    erase_wave(wave, by=None)
    assert list(SkillsDeposit.objects.values_list("cells", "matches")) == [(None, {})] * 2
    with pytest.raises(InputError, match="remplacées ou effacées"):
        match_skills(second, {}, by=None)
