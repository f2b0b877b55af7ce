"""What changes members: what each action writes, refuses, and leaves in the journal."""

import datetime as dt

import pytest

from factories.cluster import Cluster
from factories.registers import siren, siret
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.accounts.queries import first_broken_act
from vivier_web.members import actions
from vivier_web.members.identifiers import siren_of, siret_of
from vivier_web.members.models import Dealing, Label, Membership, Site
from vivier_web.pages.shared.france import LEVELS, bounds_of, drawn

TODAY = dt.date(2026, 11, 22)


def adhesion(pole: Cluster) -> Membership:
    return Membership.objects.get(organisation=pole.members[0])


def test_every_change_is_one_line_of_the_journal_without_a_name(pole: Cluster) -> None:
    team, who = pole.people["team"], pole.members[0]
    before = Act.objects.count()
    contact = actions.add_contact(pole.pole, who, "Hélène Vasseur", by=team, email="h@v.example")
    actions.describe_contact(contact, by=team, function="DRH")
    dealing = actions.note_dealing(pole.pole, who, by=team, kind="call", on=TODAY, summary="Confidence.")
    actions.describe_dealing(dealing, by=team, summary="Autre confidence.")
    actions.settle_dealing(dealing, on=TODAY, by=team)
    actions.reopen_dealing(dealing, by=team)
    actions.forget_contact(contact, by=team)
    actions.describe_membership(adhesion(pole), joined_on=TODAY, college="Recherche", by=team)
    actions.end_membership(adhesion(pole), left_on=TODAY, by=team)
    actions.resume_membership(adhesion(pole), by=team)
    label = actions.award_label(pole.pole, "Phase V", by=team, granted_on=TODAY)
    actions.drop_label(label, by=team)
    actions.describe_pole(pole.pole, by=team, domain="Bois")
    acts = list(Act.objects.order_by("number"))[before:]
    assert [act.verb for act in acts] == [
        "add_contact", "describe_contact", "note_dealing", "describe_dealing", "settle_dealing", "reopen_dealing",
        "forget_contact", "describe_membership", "end_membership", "resume_membership", "award_label", "drop_label",
        "describe_pole",
    ]  # fmt: skip
    assert {act.actor_id for act in acts} == {team.pk}
    assert {act.pole for act in acts} == {"mecatronique"}
    written = " ".join(act.subject + act.detail for act in acts)
    for word in ("Vasseur", "h@v", "onfidence", "Bois", "Phase", "Recherche"):
        assert word not in written
    assert first_broken_act() is None


@pytest.mark.parametrize("number", ["732 829 320", "732.829.320", "732\u202f829\u202f320", "356000000"])
def test_a_siren_is_read_as_people_type_it(number: str) -> None:
    assert len(siren_of(number)) == 9


@pytest.mark.parametrize("number", ["35600000000048", "356 000 000 49837", "73282932000074"])
def test_a_siret_is_read_as_people_type_it_and_la_poste_has_its_own_rule(number: str) -> None:
    assert len(siret_of(number)) == 14


@pytest.mark.parametrize("number", ["", "1", "732829321", "73282932O", "0" * 8])
def test_a_wrong_siren_is_refused(number: str) -> None:
    with pytest.raises(InputError):
        siren_of(number)


def test_our_own_check_of_keys_agrees_with_the_reference_on_every_last_digit() -> None:
    from stdnum.fr import siren as reference
    from stdnum.fr import siret as reference_of_sites

    for rank in range(40):
        for digit in "0123456789":
            for read, number, judge in (
                (siren_of, siren(rank)[:-1] + digit, reference),
                (siret_of, siret(rank)[:-1] + digit, reference_of_sites),
                (siret_of, f"356000000{rank:04d}{digit}", reference_of_sites),
            ):
                if judge.is_valid(number):
                    assert read(number) == number
                else:
                    with pytest.raises(InputError):
                        read(number)


def test_a_company_registered_twice_is_one(pole: Cluster) -> None:
    known = pole.members[0]
    assert actions.register_organisation("Autre nom", siren="732 829 320", by=None) == known
    assert actions.admit_member(pole.pole, known, joined_on=TODAY, by=None) == adhesion(pole)


def test_two_companies_never_share_a_siren_nor_a_site(pole: Cluster) -> None:
    one, two = pole.members[:2]
    with pytest.raises(InputError, match="porte déjà ce SIREN"):
        actions.describe_organisation(one, by=None, siren=two.siren)
    with pytest.raises(InputError, match="à une autre"):
        actions.open_site(one, two.sites.get().siret, by=None)
    with pytest.raises(InputError, match="déjà noté"):
        actions.open_site(one, one.sites.get().siret, by=None)


def test_there_is_one_head_office_at_a_time(pole: Cluster) -> None:
    made = actions.register_organisation("Société 5", siren=siren(5), by=None)
    first = actions.open_site(made, siret(5, 1), by=None, is_head_office=True, town="Annecy")
    second = actions.open_site(made, siret(5, 2), by=None, is_head_office=True, town="Gex")
    assert list(Site.objects.filter(organisation=made, is_head_office=True)) == [second]
    with pytest.raises(InputError, match="porte déjà ce SIRET"):
        actions.describe_site(first, by=None, siret=second.siret)


def test_an_adhesion_neither_ends_before_it_begins_nor_begins_after_it_ends(pole: Cluster) -> None:
    with pytest.raises(InputError, match="avant d’être arrivé"):
        actions.end_membership(adhesion(pole), left_on=dt.date(2023, 1, 1), by=None)
    actions.end_membership(adhesion(pole), left_on=dt.date(2025, 1, 1), by=None)
    with pytest.raises(InputError, match="après sa fin"):
        actions.describe_membership(adhesion(pole), joined_on=TODAY, by=None)


def test_a_change_that_fails_leaves_nothing_behind(pole: Cluster) -> None:
    acts = Act.objects.count()
    with pytest.raises(InputError):
        actions.open_site(pole.members[0], "12", by=None)
    assert (Act.objects.count(), Site.objects.count()) == (acts, 3)
    assert not Dealing.objects.exists()
    assert not Label.objects.exists()


def test_levels_of_the_map_grow_with_counts_and_nobody_is_level_zero() -> None:
    assert bounds_of({}) == []
    assert bounds_of({"74": 5}) == [5]
    counts = {f"{code:02d}": code for code in range(1, 20)}
    levels = {shape.code: shape.level for shape in drawn(counts)}
    if not levels:
        pytest.skip("le fond de carte n’est pas installé (make assets)")
    assert len(levels) == 96
    assert [levels[code] for code in sorted(counts)] == sorted(levels[code] for code in counts)
    assert max(levels.values()) == LEVELS
    assert levels["75"] == 0
