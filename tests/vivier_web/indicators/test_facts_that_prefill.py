"""Every fact that prefills a sheet: counted by hand, of the right year, of the right pôle, never a zero nobody noted."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from django_scopes import scope

from factories import cluster, collected, filed, followed, needed
from factories.campaigned import opened
from factories.cluster import Cluster
from vivier_web.accounts.actions import open_account
from vivier_web.indicators.definition import shipped
from vivier_web.indicators.definition.words import FACTS
from vivier_web.indicators.queries import known
from vivier_web.indicators.queries.known import facts_of, own_facts
from vivier_web.indicators.queries.sheets import filling_of
from vivier_web.members.actions import admit_member, end_membership, grant_role, note_dealing
from vivier_web.members.choices import OrganisationKind
from vivier_web.members.models import Membership, Organisation
from vivier_web.procedures.models import Content, Decision
from vivier_web.projects.actions.agreements import Granted, amend_agreement, sign_agreement
from vivier_web.projects.actions.outcomes import freeze_outcomes
from vivier_web.skills.models import Deposit

TODAY = timezone.localdate()
YEAR = TODAY.year
HERE = ("members", "members_new", "members_left")


def facts(pole: Cluster, year: int = YEAR, today: dt.date = TODAY) -> dict[str, int]:
    found = facts_of(pole.pole, year, today)
    assert all(isinstance(value, Decimal) for value in found.values())
    return {key: int(value) for key, value in found.items()}


def given(pole: Cluster, *keys: str, year: int = YEAR) -> list[int | None]:
    found = facts(pole, year)
    return [found.get(key) for key in keys]


def test_every_fact_has_its_words_and_every_word_is_asked_for_or_counted(pole: Cluster) -> None:
    asked = {one.known for told in shipped() for one in told.indicator if one.known}
    unused = set(FACTS) - asked
    assert asked <= set(FACTS)
    assert unused == set(), "a fact that no set asks for is counted for nothing"
    assert set(facts(pole)) <= set(FACTS)


def test_a_new_pole_knows_its_members_and_counts_what_it_could_have_noted(pole: Cluster) -> None:
    found = facts(pole)
    silent = {"headcount", "aid_state", "aid_local", "aid_europe", *known.OUTCOMES, "own_headcount"}
    assert set(FACTS) - set(found) == silent, "what nobody said is not zero"
    assert {key: value for key, value in found.items() if value} == {"members": 3, "experts": 1} | {
        key: value for key, value in found.items() if key.startswith("members_") and value
    }


@pytest.mark.parametrize("kind", OrganisationKind.values)
def test_a_member_is_counted_under_its_kind_and_once(pole: Cluster, kind: str) -> None:
    Organisation.objects.update(kind=kind)
    expected = {key for key, named in known.KINDS.items() if kind in named}
    if kind == OrganisationKind.CRAFT:
        assert expected == {"members_small", "members_craft"}, "a craftsman is a small company as well"
    found = facts(pole)
    assert {key for key in known.KINDS if found[key]} == expected
    assert [found[key] for key in sorted(expected)] == [3] * len(expected)


def test_members_are_those_of_the_last_day_of_the_year_and_movements_those_within_it(pole: Cluster) -> None:
    days = [(dt.date(2020, 1, 1), dt.date(2021, 12, 31)), (dt.date(2021, 12, 31), None), (dt.date(2022, 1, 1), None)]
    for organisation, (joined, left) in zip(pole.members, days, strict=True):
        Membership.objects.filter(organisation=organisation).update(joined_on=joined, left_on=left)
    table = {  # members, come, gone
        2019: [0, 0, 0],
        2020: [1, 1, 0],
        2021: [2, 1, 1],  # the last day of an adhesion belongs to it
        2022: [2, 1, 0],
        2023: [2, 0, 0],
    }
    assert {year: given(pole, *HERE, year=year) for year in table} == table


def test_what_is_noted_ahead_is_not_counted_before_its_day(pole: Cluster) -> None:
    day = dt.date(2023, 6, 15)
    Membership.objects.filter(organisation=pole.members[0]).update(joined_on=dt.date(2023, 6, 16))
    Membership.objects.filter(organisation=pole.members[1]).update(
        joined_on=dt.date(2020, 1, 1), left_on=dt.date(2023, 6, 15)
    )
    Membership.objects.filter(organisation=pole.members[2]).update(joined_on=dt.date(2023, 6, 15))
    table = {0: [2, 1, 0], 1: [2, 2, 1]}
    for ahead, expected in table.items():
        found = facts(pole, 2023, day + dt.timedelta(days=ahead))
        assert [found[key] for key in HERE] == expected, ahead


def test_a_member_that_left_and_came_back_is_one_member(pole: Cluster) -> None:
    first = Membership.objects.get(organisation=pole.members[0])
    end_membership(first, left_on=dt.date(YEAR, 1, 2), by=None)
    admit_member(pole.pole, pole.members[0], joined_on=dt.date(YEAR, 1, 3), by=None)
    assert given(pole, *HERE) == [3, 1, 1]


def test_before_the_pole_was_here_only_members_are_known(pole: Cluster) -> None:
    note_dealing(pole.pole, pole.members[0], by=None, kind="visit", on=dt.date(YEAR - 1, 5, 5), summary="Vu.")
    found = facts(pole, YEAR - 1)
    assert set(found) == {*known.KINDS, *HERE}
    assert facts(pole)["companies_met"] == 0, "noted this year, of another"


@pytest.mark.parametrize(
    ("kind", "size", "expected"),  # met, services, of which small
    [
        ("visit", OrganisationKind.SME, [1, 2, 2]),
        ("referral", OrganisationKind.CRAFT, [1, 2, 2]),
        ("visit", OrganisationKind.LARGE, [1, 2, 0]),
        ("call", OrganisationKind.SME, [1, 0, 0]),
    ],
)
def test_services_are_visits_and_referrals_of_the_year(
    pole: Cluster, kind: str, size: str, expected: list[int]
) -> None:
    Organisation.objects.update(kind=size)
    for day in (dt.date(YEAR, 1, 1), dt.date(YEAR, 1, 2), dt.date(YEAR - 1, 12, 31)):
        note_dealing(pole.pole, pole.members[0], by=None, kind=kind, on=day, summary="Vu.")
    assert given(pole, "companies_met", "services", "services_small") == expected


def test_dossiers_are_counted_once_by_the_day_of_their_filing_and_decisions_by_theirs(pole: Cluster) -> None:
    assert given(pole, "projects_filed", "companies_in_projects", "projects_labelled", "opinions") == [0, 0, 0, 0]
    filed.decided(pole)
    Decision.objects.update(on=dt.date(YEAR, 1, 1))
    keys = ("projects_filed", "companies_in_projects", "projects_labelled", "projects_funded", "opinions", "experts")
    assert given(pole, *keys) == [1, 1, 1, 0, 3, 3]
    filed.filed(pole)
    filed.filed(pole, rank=1)
    assert given(pole, *keys) == [3, 2, 1, 0, 3, 3]
    Decision.objects.update(on=dt.date(YEAR - 1, 12, 31))
    Content.objects.filter(dossier__organisation=pole.members[1]).update(at=timezone.now() - dt.timedelta(days=400))
    assert given(pole, *keys) == [2, 1, 0, 0, 3, 3]
    Decision.objects.update(on=dt.date(YEAR, 1, 1), outcome="refused")
    assert given(pole, "projects_labelled") == [0], "a refusal is no label"


def test_an_expert_of_two_roles_is_one_person_and_one_that_ended_is_none(pole: Cluster) -> None:
    role = pole.people["expert"].roles.get()
    again = open_account("autre@experts.example", "Autre", by=None)
    grant_role(again, "expert", by=None, pole=pole.pole)
    assert given(pole, "experts") == [2]
    type(role).objects.filter(pk=role.pk).update(ended_at=timezone.now())
    assert given(pole, "experts") == [1]


def test_deposits_and_returns_are_counted_by_member_and_their_headcounts_are_not_read(pole: Cluster) -> None:
    wave = collected.collected(pole.pole, members=2, people=61)
    collected.deposit(wave, pole.members[0], collected.crowd(pole.members[0].siren, 7919))
    call = needed.opened(pole.pole, name="Autres besoins")
    needed.answered(call, pole.members[0])
    found = facts(pole)
    assert (found["deposits"], found["needs_returns"]) == (3, 1)
    assert "headcount" not in found, "no study: no headcount, whatever was deposited"
    assert not {7919, 7919 + 122} & set(found.values())
    Deposit.objects.update(at=timezone.now() - dt.timedelta(days=400))
    assert given(pole, "deposits") == [0]


def test_a_member_finds_the_headcount_of_its_own_last_deposit_again_and_no_other(pole: Cluster) -> None:
    assert own_facts(pole.members[0]) == {}
    wave = collected.collected(pole.pole, members=1)
    collected.deposit(wave, pole.members[0], collected.crowd(pole.members[0].siren, 7919))
    assert own_facts(pole.members[0]) == {"own_headcount": Decimal(7919)}
    assert own_facts(pole.members[1]) == {}
    Deposit.objects.filter(organisation=pole.members[0]).update(replaced_at=timezone.now())
    assert own_facts(pole.members[0]) == {}


def test_the_deposit_made_in_another_pole_prefills_nothing_in_this_one(pole: Cluster) -> None:
    other = cluster.founded("autre", first=1)
    with scope(pole=other.pole):
        wave = collected.collected(other.pole, members=0)
        collected.deposit(wave, pole.members[1], collected.crowd("9", 7919))
    assert own_facts(pole.members[1]) == {}
    assert facts(pole)["deposits"] == 0


def state(amount: str, who: int, kind: str = "state", name: str = "Bpifrance") -> Granted:
    return Granted(kind, name, who, Decimal(amount))


def test_aid_is_that_of_the_agreements_signed_in_the_year_by_funder_in_thousands(pole: Cluster) -> None:
    aids = ("aid_state", "aid_local", "aid_europe")
    project = followed.awarded(pole, days=800)
    lead = project.lead_id
    granted = (
        state("60000.50", lead), state("40400.00", lead, name="ANR"), state("30000", lead, "region", "Région"),
        state("1500", lead, "local", "Métropole"), state("7000", lead, "europe", "FEDER"),
        state("99000", lead, "other", "Fondation"),
    )  # fmt: skip
    signed = {"signed_on": dt.date(YEAR, 1, 1), "starts_on": dt.date(YEAR, 1, 1), "ends_on": dt.date(YEAR + 2, 1, 1)}
    sign_agreement(project, followed.terms(project, granted=granted, **signed), by=None)
    assert given(pole, *aids) == [100, 32, 7], "a foundation is no public aid; 31.5 goes to the even"
    assert given(pole, *aids, year=YEAR - 1) == [None] * 3, "nothing was signed: that is not zero"


def test_an_amendment_of_the_year_replaces_and_one_of_a_later_year_changes_nothing(pole: Cluster) -> None:
    project = followed.awarded(pole, days=800)
    lead, first = project.lead_id, dt.date(YEAR - 1, 3, 1)
    lasts = {"starts_on": first, "ends_on": dt.date(YEAR + 2, 1, 1)}
    for day, amount in ((first, "10000"), (first + dt.timedelta(days=60), "25000"), (dt.date(YEAR, 1, 1), "90000")):
        terms = followed.terms(project, granted=(state(amount, lead),), signed_on=day, what="Budget revu.", **lasts)
        (sign_agreement if day == first else amend_agreement)(project, terms, by=None)
    assert given(pole, "aid_state", year=YEAR - 1) == [25], "never the sum of two versions"
    assert given(pole, "aid_state") == [None], "aid is of the year it was first granted in"


def test_the_aid_of_a_pole_is_not_that_of_its_neighbour_and_it_is_proposed_with_its_source(pole: Cluster) -> None:
    other = cluster.founded("autre", first=1)
    with scope(pole=other.pole):
        followed.running(
            other, signed_on=dt.date(YEAR, 1, 1), starts_on=dt.date(YEAR, 1, 1), ends_on=dt.date(YEAR + 1, 1, 2)
        )
        assert facts(other)["aid_state"] == 100
    assert given(pole, "aid_state") == [None]
    followed.running(
        pole, signed_on=dt.date(YEAR, 1, 1), starts_on=dt.date(YEAR, 1, 1), ends_on=dt.date(YEAR + 1, 1, 2)
    )
    filling = filling_of(opened(pole), None)
    assert (filling.sheet.typed["financement_etat"], filling.sheet.sources["financement_etat"]) == (
        "100",
        "aid_state",
    )
    assert filling.sheet.typed["financement_region"] == "30"
    assert "financement_europe" not in filling.sheet.typed


def test_outcomes_are_proposed_only_where_they_betray_no_partner(pole: Cluster) -> None:
    keys = ("patents", "products", "publications", "start_ups")
    year = YEAR - 1
    assert given(pole, *keys, year=year) == [None] * 4
    projects = [followed.ended(pole, lead=lead) for lead in (0, 1)]
    followed.declared(projects[0], year, patents=3, products=7919)
    followed.declared(projects[0], year, rank=1, patents=2)
    assert given(pole, *keys, year=year) == [None] * 4, "two companies declared"
    followed.declared(projects[1], year, rank=1, patents=4)
    assert given(pole, *keys, year=year) == [9, None, 0, 0], "one alone made the products"
    followed.declared(projects[1], year, rank=1, patents=5)
    assert given(pole, "patents", year=year) == [10], "a correction replaces"
    freeze_outcomes(pole.pole, year, by=None)
    assert given(pole, *keys, year=year) == [10, None, 0, 0]
    filling = filling_of(opened(pole, year), None)
    assert (filling.sheet.typed["brevets"], filling.sheet.sources["brevets"]) == ("10", "patents")
    assert "produits" not in filling.sheet.typed
