"""A consortium through its actions: who answers what, who writes which column, versions, the aid and its digest, filing."""

import datetime as dt
from decimal import Decimal

import pytest

from factories import filed, projected
from factories.cluster import Cluster
from vivier.aid import Consortium, Cost, Partner, compute, rules
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.procedures.actions.filing import withdraw_dossier
from vivier_web.projects.actions import budgets, consortium, opening
from vivier_web.projects.actions.aiding import estimate_aid
from vivier_web.projects.actions.filing import follow_all, follow_dossier, open_project_dossier
from vivier_web.projects.building.grid import key_of
from vivier_web.projects.models import Budget
from vivier_web.projects.queries.budgets import cells_of, partners_in, plan_of
from vivier_web.projects.queries.consortia import is_stale, latest_estimate
from vivier_web.projects.queries.filed import last_dossier
from vivier_web.projects.queries.projects import estimate_told

DAY = dt.date(2018, 1, 15)
DECLARED = {"labelled": True, "quantified": True}


def test_the_aid_of_a_project_is_what_the_engine_gives_for_the_same_consortium_to_the_cent(pole: Cluster) -> None:
    row = projected.filled(pole)
    opening.declare_for_aid(row, DECLARED, by=None)
    estimate = estimate_aid(row, "fui-25", on=DAY, by=None)
    names = [each.organisation.name for each in partners_in(row)]
    by_hand = Consortium(
        row.title,
        (
            Partner(names[0], "company", "small", "lead", "lead", costs=(Cost("staff", "industrial", 400_000),)),
            Partner(names[1], "company", "mid-cap", "labelling", costs=(Cost("staff", "experimental", Decimal("300000.55")),)),
            Partner(names[2], "laboratory", territory="lead", costs=(Cost("staff", "industrial", 200_000),)),
        ),
        DECLARED,
    )  # fmt: skip
    award = compute(by_hand, rules=rules("fui-25"), today=DAY)
    assert estimate.total_eur == award.total_eur == Decimal("385000.19")
    told = estimate_told(estimate)
    assert [(one.partner, one.rule) for one in told.lines] == [(each.partner, each.rule.says) for each in award.lines]
    assert told.shares[0][:2] == ("État", "256\u202f666,79\u00a0€")
    row.refresh_from_db()
    assert (row.aid_eur, row.base_eur, row.regime) == (Decimal("385000.19"), Decimal("900000.55"), "fui-25")


def test_an_estimate_is_told_as_stale_as_soon_as_what_it_stands_on_changes(pole: Cluster) -> None:
    row = projected.filled(pole)
    estimate = estimate_aid(row, "fui-25", on=DAY, by=None)
    row.refresh_from_db()
    assert not is_stale(row, estimate)
    partner = partners_in(row)[1]
    budgets.save_budget(row, {key_of(partner.pk, "experimental", "staff"): 1}, writes=[partner.pk], by=None)
    assert is_stale(row, estimate)
    budgets.restore_budget(row, 1, writes=[partner.pk], by=None)
    assert not is_stale(row, latest_estimate(row)), "the same costs give the same digest"
    budgets.declare_prior_aid(partner, dt.date(2017, 3, 1), Decimal(10_000), by=None)
    assert is_stale(row, estimate)


def test_what_misses_eligibility_is_told_in_one_sentence(pole: Cluster) -> None:
    row = projected.filled(pole)
    consortium.describe_partner(partners_in(row)[2], {"kind": "other"}, by=None)
    opening.declare_for_aid(row, DECLARED, by=None)
    told = estimate_told(estimate_aid(row, "fui-25", on=DAY, by=None))
    assert told.is_eligible is False
    assert told.sentence.startswith("Le consortium n’est pas éligible : il manque « Au moins un laboratoire")


def test_a_column_is_written_by_those_who_may_and_by_nobody_else(pole: Cluster) -> None:
    row = projected.filled(pole)
    lead, second, _ = partners_in(row)
    with pytest.raises(InputError, match="pas celle des autres"):
        budgets.save_budget(row, {key_of(lead.pk, "industrial", "staff"): 5}, writes=[second.pk], by=None)
    with pytest.raises(InputError, match="consortium a changé"):
        budgets.save_budget(row, {key_of(999_999, "industrial", "staff"): 5}, writes=[999_999], by=None)
    before = cells_of(row)
    made = budgets.save_budget(row, {key_of(second.pk, "industrial", "other"): 700}, writes=[second.pk], by=None)
    assert made is not None
    assert made.number == 2
    assert (
        budgets.save_budget(row, {key_of(second.pk, "industrial", "other"): 700}, writes=[second.pk], by=None) is None
    )
    budgets.restore_budget(row, 0, writes=[second.pk], by=None)
    assert cells_of(row) == {key: n for key, n in before.items() if not key.startswith(f"{second.pk}:")}
    budgets.restore_budget(row, 1, writes=[lead.pk, second.pk], by=None)
    assert cells_of(row) == before
    with pytest.raises(InputError):
        Budget.objects.get(project=row, number=1).save()


def test_partners_answer_leave_and_are_asked_again(pole: Cluster) -> None:
    row = projected.project(pole)
    made = projected.partner(row, pole.members[1], "invited")
    row.refresh_from_db()
    assert row.state == "emerging", "nobody but its lead has joined"
    with pytest.raises(InputError, match="déjà"):
        consortium.invite_partner(row, pole.members[1], by=None)
    consortium.answer_partnership(made, "declined", by=None)
    assert [each.organisation for each in partners_in(row)] == [pole.members[0]]
    assert consortium.invite_partner(row, pole.members[1], by=None).pk == made.pk
    with pytest.raises(InputError, match="chef de file"):
        consortium.answer_partnership(row.partners.get(organisation=pole.members[0]), "left", by=None)
    with pytest.raises(InputError, match="partenaire du projet"):
        consortium.hand_over_lead(row, made, by=None)
    joined = consortium.answer_partnership(made, "joined", by=None)
    row.refresh_from_db()
    assert row.state == "building"
    assert consortium.hand_over_lead(row, joined, by=None).lead == pole.members[1]


def test_the_plan_adds_the_aid_and_the_other_resources(pole: Cluster) -> None:
    row = projected.filled(pole)
    estimate = estimate_aid(row, "fui-25", on=DAY, by=None)
    plan = plan_of(row, estimate, cells_of(row)).plan
    assert plan.gap == 90_000_055 - 38_500_019
    for each, amount in zip(partners_in(row), ("200000", "195000.36", "120000"), strict=True):
        line = budgets.add_funding(row, "own", Decimal(amount), by=None, partner=each)
    funded = plan_of(row, estimate, cells_of(row))
    assert (funded.plan.is_whole, funded.by_partner) == (True, ())
    budgets.remove_funding(line, by=None)
    assert plan_of(row, estimate, cells_of(row)).plan.gap == 12_000_000
    for wrong in (Decimal(0), Decimal("1.005"), Decimal(-3), Decimal("NaN")):
        with pytest.raises(InputError):
            budgets.add_funding(row, "own", wrong, by=None)


def test_a_dossier_is_opened_prefilled_and_the_project_follows_it_to_the_next_one(pole: Cluster) -> None:
    row = projected.filled(pole)
    estimate_aid(row, "fui-25", on=DAY, by=None)
    with pytest.raises(InputError, match="procédure"):
        open_project_dossier(row, by=None)
    opening.choose_procedure(row, filed.published(pole), by=None)
    dossier = open_project_dossier(row, by=pole.people["team"])
    said = dossier.__class__.objects.get(pk=dossier.pk).draft
    assert (said["title"], said["aid_asked"], said["territory_share"]) == (row.title, "385000.19", "66")
    assert [(each["role"], each["kind"]) for each in said["consortium"]] == [
        ("lead", "company"), ("partner", "company"), ("partner", "research"),
    ]  # fmt: skip
    assert sum(Decimal(each["amount"]) for each in said["budget"]) == Decimal("900000.55")
    with pytest.raises(InputError, match="encore ouvert"):
        open_project_dossier(row, by=None)
    withdraw_dossier(dossier, by=None)
    assert follow_dossier(dossier, by=None) == [], "it was being built, and is again"
    again = open_project_dossier(row, by=None)
    assert (last_dossier(row), row.dossiers.count()) == (again, 2)


def test_a_project_is_filed_then_labelled_as_its_dossier_is_and_still_looks_for_its_money(pole: Cluster) -> None:
    row, other = projected.filled(pole), projected.project(pole, "Autre")
    row.dossiers.add(filed.filed(pole))
    other.dossiers.add(filed.opened(pole))
    assert follow_all() == 2
    for each in (row, other):
        each.refresh_from_db()
    assert (row.state, other.state) == ("filed", "building")
    row.dossiers.add(filed.decided(pole).dossier)
    follow_all()
    row.refresh_from_db()
    assert (row.state, row.next_step) == ("building", "Labellisé : déposer la demande de financement")
    assert follow_all() == 0, "nothing moves twice"


def test_nothing_of_a_person_or_a_name_is_in_the_journal(pole: Cluster) -> None:
    row = projected.filled(pole)
    estimate_aid(row, "fui-25", on=DAY, by=pole.people["team"])
    projected.idea(pole, rank=0)
    acts = Act.objects.filter(
        verb__in=["save_budget", "estimate_aid", "propose_idea", "open_project", "invite_partner"]
    )
    assert acts.count() >= 5
    told = " ".join(each.detail for each in acts)
    assert not any(word in told for word in [row.title, *(each.name for each in pole.members)])
