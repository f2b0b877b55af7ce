"""Boards filtered and summed against a plain count, what a dossier is told of its project, members who may be asked."""

import datetime as dt
from decimal import Decimal

import pytest

from factories import filed, projected
from factories.cluster import Cluster
from vivier.aid.data import NATURES
from vivier.vocabulary import InputError
from vivier_web.members.actions import note_dealing
from vivier_web.members.models import Organisation, Site
from vivier_web.procedures.actions.filing import withdraw_dossier
from vivier_web.projects.actions import budgets, consortium, opening
from vivier_web.projects.actions.aiding import estimate_aid
from vivier_web.projects.actions.filing import follow_all, follow_dossier, open_project_dossier
from vivier_web.projects.building.finding import Said, Wanted
from vivier_web.projects.building.grid import key_of
from vivier_web.projects.choices import FundingKind
from vivier_web.projects.models import Estimate, Project
from vivier_web.projects.queries import boards
from vivier_web.projects.queries import filed as answered
from vivier_web.projects.queries.boards import Wanted as Asked
from vivier_web.projects.queries.budgets import cells_of, looked_at, partners_in, plan_of
from vivier_web.projects.queries.candidates import candidates_for, wanted_by
from vivier_web.projects.queries.consortia import inputs_of, is_stale, latest_estimate
from vivier_web.projects.queries.projects import prior_aids_of, project_told

DAY = dt.date(2026, 3, 2)


def titles(found: Cluster, **asked: str) -> set[str]:
    return {each.title for each in boards.found_projects(found.pole, Asked(**asked))}


def test_projects_are_found_by_words_state_procedure_and_departement(pole: Cluster) -> None:
    forge, hall = projected.consortium(pole), projected.project(pole, "Halle commune", lead=1, is_rd=False)
    opening.choose_procedure(forge, filed.published(pole), by=None)
    Site.objects.filter(organisation=pole.members[1]).update(department="38")
    assert (hall.categories, forge.categories) == ([], ["industrial", "experimental"])
    both = {forge.title, hall.title}
    table: tuple[tuple[dict[str, str], set[str]], ...] = (
        ({}, both),
        ({"words": "forge"}, {forge.title}),
        ({"words": "HALLE"}, {hall.title}),
        ({"words": "forge halle"}, set()),
        ({"words": "mecanique"}, {forge.title}),  # the lead, without its accent
        ({"words": "Plasturgie halle"}, {hall.title}),
        ({"words": "ardechoise"}, {hall.title}),  # a partner is no lead
        ({"words": "absent"}, set()),
        ({"words": "%"}, both),  # signs alone ask nothing
        ({"words": "- halle !"}, {hall.title}),
        ({"state": "building"}, {forge.title}),
        ({"state": "emerging"}, {hall.title}),
        ({"state": "filed"}, set()),
        ({"procedure": filed.LABEL}, {forge.title}),
        ({"procedure": "autre"}, set()),
        ({"department": "38"}, both),
        ({"department": "74"}, {forge.title}),
        ({"department": "01"}, set()),
        ({"department": "74", "words": "halle"}, set()),
    )
    assert [titles(pole, **asked) for asked, _ in table] == [found for _, found in table]
    forge.refresh_from_db()
    assert forge.procedure is not None
    assert boards.procedures_aimed_at(pole.pole) == [(filed.LABEL, forge.procedure.title)]
    assert [each.line.pk for each in boards.projects_of(pole.pole, pole.members[1], DAY)] == [hall.pk, forge.pk]


def test_the_pipeline_adds_up_what_a_plain_loop_adds_up(pole: Cluster) -> None:
    states = ["dropped", "emerging", "filed", "filed", "emerging", *["building"] * 8]
    for rank, state in enumerate(states):
        row = projected.project(pole, f"Projet {rank}")
        due = DAY + dt.timedelta(days=rank - 3)
        aid = Decimal(rank) if rank % 2 else None
        Project.objects.filter(pk=row.pk).update(state=state, base_eur=100 * rank, aid_eur=aid, due_on=due)
    columns = boards.pipeline(pole.pole, Asked(), DAY)
    assert [(each.state, each.count, len(each.lines), each.more) for each in columns] == [
        ("emerging", 2, 2, 0),
        ("building", 8, 6, 2),
        ("filed", 2, 2, 0),
        ("dropped", 1, 1, 0),
    ]
    for column in columns:
        ranks = [rank for rank, state in enumerate(states) if state == column.state]
        aids = [rank for rank in ranks if rank % 2]
        assert column.base == boards.money(Decimal(100 * sum(ranks)) or None), column.state
        assert column.aid == boards.money(Decimal(sum(aids)) if aids else None), column.state
    late = {line.title for each in columns for line in each.lines if line.is_late}
    assert late == {"Projet 1", "Projet 2"}, "the one given up is not late, nor the one due today"
    assert [each.title for each in columns[1].lines] == [f"Projet {rank}" for rank in range(12, 6, -1)]
    assert boards.pipeline(pole.pole, Asked(words="absent"), DAY) == []


def test_the_map_counts_members_once_and_leaves_out_what_was_given_up(pole: Cluster) -> None:
    assert boards.by_department(pole.pole) == {}
    first, second = projected.consortium(pole), projected.project(pole, "Autre")
    Site.objects.filter(organisation=pole.members[1]).update(department="38")
    Site.objects.filter(organisation=pole.members[2]).update(is_head_office=False)
    assert boards.by_department(pole.pole) == {"74": (1, 2), "38": (1, 1), "": (1, 1)}
    consortium.answer_partnership(partners_in(first)[1], "left", by=None)
    opening.drop_project(second, by=None)
    assert boards.by_department(pole.pole) == {"74": (1, 1), "": (1, 1)}


def test_each_reader_of_a_grid_writes_and_reads_its_columns(pole: Cluster) -> None:
    row = projected.filled(pole)
    partners, cells = partners_in(row), cells_of(row)
    lead, second, third = (each.pk for each in partners)
    everyone, own = {lead, second, third}, pole.members[1].pk
    table = {
        ("team", 0): (everyone, everyone),
        ("lead", pole.members[0].pk): (everyone, everyone),
        ("partner", own): ({second}, {second}),
        ("partner", 0): (set(), set()),
        ("invited", own): (set(), set()),
        ("board", own): (set(), set()),
        ("outside", own): (set(), set()),
    }
    for (reader, organisation), expected in table.items():
        looked = looked_at(row, partners, cells, reader, organisation)
        assert (set(looked.writes), set(looked.reads)) == expected, reader
        assert [each.is_lead for each in looked.members] == [True, False, False]
    readers = {reader: project_told(row, reader) for reader in ("team", "lead", "partner", "invited", "board")}
    assert {reader: bool(told.base) for reader, told in readers.items()} == {
        "team": True, "lead": True, "partner": True, "invited": False, "board": False,
    }  # fmt: skip
    for reader in ("invited", "board"):
        assert all(each.cost == each.aid == "" for each in readers[reader].partners)
    assert [each.name for each in readers["board"].partners] == [each.organisation.name for each in partners]


def test_a_dossier_is_told_costs_by_partner_and_nature_and_who_pays_them(pole: Cluster) -> None:
    row = projected.filled(pole)
    partners = partners_in(row)
    more = {key_of(partners[0].pk, "experimental", "staff"): 50, key_of(partners[0].pk, "industrial", "other"): 5}
    budgets.save_budget(row, more, writes=[partners[0].pk], by=None)
    words, names = NATURES, [each.organisation.name for each in partners]
    assert answered._costs(row, partners) == [
        {"label": f"{names[0]}, {words[nature]}", "amount": {"staff": "400000.50", "other": "0.05"}[nature]}
        for nature in words
        if nature in {"staff", "other"}
    ] + [
        {"label": f"{names[1]}, {words['staff']}", "amount": "300000.55"},
        {"label": f"{names[2]}, {words['staff']}", "amount": "200000.00"},
    ]
    assert answered._resources(row) == []
    budgets.add_funding(row, FundingKind.OWN, Decimal("12.50"), by=None, partner=partners[1], label=" Réserve ")
    budgets.add_funding(row, FundingKind.LOAN, Decimal(7), by=None)
    others = [
        {"label": f"Fonds propres, Réserve, {names[1]}", "amount": "12.50"},
        {"label": "Emprunt", "amount": "7.00"},
    ]
    assert answered._resources(row) == others
    estimate = estimate_aid(row, "fui-25", on=DAY, by=None)
    shares = estimate.result["shares"]
    assert shares, "the FUI is shared between the State and the Regions"
    said = answered._resources(row)
    assert said[len(shares) :] == others
    assert sum(Decimal(each["amount"]) for each in said[: len(shares)]) == estimate.total_eur


def test_what_nobody_funds_is_no_resource_of_the_plan_nor_of_the_dossier(pole: Cluster) -> None:
    row = projected.filled(pole)
    rule = {"says": "Plafond", "source": "[1]", "certainty": "A"}
    shares = [{"funder": name, "cents": cents, "rule": rule} for name, cents in (("État", 100), ("non financé", 900))]
    Estimate.objects.create(
        project=row, budget=1, regime="fui-25", on=DAY, version="1", inputs_sha256="a", rules_sha256="b",
        result={"shares": shares, "lines": []}, total_eur=Decimal(10), by=None,
    )  # fmt: skip
    assert answered._resources(row) == [{"label": "Aide demandée : État", "amount": "1.00"}]
    plan = plan_of(row, latest_estimate(row), cells_of(row)).plan
    assert [(each.label, each.amount) for each in plan.lines] == [("Aide : État", "1\u00a0€")]
    assert plan.gap == 90_000_055 - 100


@pytest.mark.parametrize(
    ("territories", "share"),
    [
        (("lead", "lead", "lead"), "100"),
        (("lead", "labelling", "lead"), "66"),  # 66,67 rounded down: never more than it is
        (("outside", "lead", "outside"), "33"),
        (("outside", "outside", "outside"), "0"),
    ],
)
def test_the_share_of_the_territory_is_rounded_down(pole: Cluster, territories: tuple[str, ...], share: str) -> None:
    row = projected.filled(pole)
    assert answered._territory(projected.project(pole, "Vide"), []) == "", "nothing is spent anywhere"
    for each, where in zip(partners_in(row), territories, strict=True):
        consortium.describe_partner(each, {"territory": where}, by=None)
    assert answered._territory(row, partners_in(row)) == share


def test_a_second_presentation_waits_for_the_end_of_the_first_and_then_tells_alone(pole: Cluster) -> None:
    row = projected.filled(pole)
    opening.choose_procedure(row, filed.published(pole), by=None)
    opening.drop_project(row, by=None)
    with pytest.raises(InputError, match="abandonné"):
        open_project_dossier(row, by=None)
    assert row.dossiers.count() == 0
    opening.resume_project(row, by=None)
    first = open_project_dossier(row, by=None)
    assert (first.organisation, answered.last_dossier(row)) == (pole.members[0], first)
    for _ in range(2):
        with pytest.raises(InputError, match=first.reference):
            open_project_dossier(row, by=None)
    withdraw_dossier(first, by=None)
    second = open_project_dossier(row, by=None)
    row.refresh_from_db()
    before = (row.state, row.next_step)
    assert follow_dossier(first, by=None) == [], "a later presentation tells"
    row.refresh_from_db()
    assert ((row.state, row.next_step), follow_all()) == (before, 0)
    told = project_told(row, "team").dossiers
    assert [(each.pk, each.is_open) for each in told] == [(second.pk, True), (first.pk, False)]


def test_an_estimate_needs_costs_known_rules_and_tells_when_its_ground_moved(pole: Cluster) -> None:
    row = projected.consortium(pole)
    assert (is_stale(row, None), latest_estimate(row)) == (False, None)
    with pytest.raises(InputError, match="budget est vide"):
        estimate_aid(row, "fui-25", on=DAY, by=None)
    full = projected.filled(pole, "Autre")
    with pytest.raises(InputError):
        estimate_aid(full, "regime-inconnu", on=DAY, by=None)
    made = [estimate_aid(full, "fui-25", on=DAY, by=None) for _ in range(2)]
    assert made[0].inputs_sha256 == made[1].inputs_sha256 == inputs_of(full).sha256
    assert made[0].result == made[1].result
    assert latest_estimate(full) == made[1]
    with pytest.raises(InputError, match="refaites-le"):
        made[0].save()
    full.refresh_from_db()
    ground = (
        lambda: consortium.describe_partner(partners_in(full)[1], {"size": "large"}, by=None),
        lambda: opening.declare_for_aid(full, {"market_years": 2}, by=None),
        lambda: consortium.hand_over_lead(full, partners_in(full)[1], by=None),
        lambda: budgets.declare_prior_aid(partners_in(full)[1], dt.date(2017, 3, 1), Decimal(10), by=None),
    )
    for act in ground:
        full.refresh_from_db()
        estimate = estimate_aid(full, "fui-25", on=DAY, by=None)
        full.refresh_from_db()
        assert not is_stale(full, estimate)
        act()
        full.refresh_from_db()
        assert is_stale(full, estimate)


def test_de_minimis_aids_are_declared_by_day_and_taken_back(pole: Cluster) -> None:
    row = projected.consortium(pole)
    lead, second, _ = partners_in(row)
    for wrong in (Decimal(0), Decimal(-1), Decimal("NaN"), Decimal("0.001"), Decimal(10) ** 11):
        with pytest.raises(InputError, match="montant"):
            budgets.declare_prior_aid(second, dt.date(2017, 1, 1), wrong, by=None)
    with pytest.raises(InputError, match="aujourd’hui"):
        budgets.declare_prior_aid(second, dt.date(2999, 1, 1), Decimal(1), by=None)
    late = budgets.declare_prior_aid(second, dt.date(2017, 6, 1), Decimal(20), by=None, giver="  La  Région ")
    early = budgets.declare_prior_aid(second, dt.date(2016, 6, 1), Decimal(10), by=None)
    other = budgets.declare_prior_aid(lead, dt.date(2015, 6, 1), Decimal(30), by=None)
    assert (late.giver, str(early)) == ("La Région", "01/06/2016")
    assert prior_aids_of(row) == [other, early, late]
    assert prior_aids_of(row, pole.members[1].pk) == [early, late]
    budgets.remove_prior_aid(early, by=None)
    assert prior_aids_of(row, pole.members[1].pk) == [late]


def test_members_who_may_be_asked_are_told_with_what_stands_against_asking_them(pole: Cluster) -> None:
    row = projected.project(pole)
    assert (wanted_by(row), candidates_for(row, Wanted(), {})) == (Wanted(), [])
    second, third = pole.members[1:]
    Organisation.objects.filter(pk=third.pk).update(naf="72.19Z", kind="laboratory")
    opening.seek_partners(row, {"skills": ["  soudure  laser "], "kinds": ["laboratory"]}, by=None)
    row.refresh_from_db()
    wanted = wanted_by(row)
    assert wanted == Wanted(("soudure laser",), (), ("laboratory",), ())
    (lab,) = candidates_for(row, wanted, {})
    assert (lab.pk, lab.naf, lab.department, lab.known, lab.conflicts) == (third.pk, "72.19Z", "74", (), ())
    note_dealing(pole.pole, second, by=None, kind="visit", on=DAY, summary="Essais de soudage laser")
    past = projected.project(pole, "Forge SECRÈTE", lead=1)
    held = {each.pk: each for each in candidates_for(row, wanted, {third.pk: ["Soudure laser"]})}
    assert held[third.pk].known == (Said("released", "Soudure laser"),)
    assert [(each.source, each.where) for each in held[second.pk].known] == [
        ("project", f"« {past.title} »"),
        ("dealing", "le 02/03/2026"),
    ]
    assert held[second.pk].conflicts == (
        f"Même activité (25.62B) que {pole.members[0].name} : concurrent possible, parlez-en avant.",
    )
    projected.partner(row, second, "declined")
    (why, _) = {each.pk: each for each in candidates_for(row, wanted, {})}[second.pk].conflicts
    assert why.startswith("A déjà répondu le")
    assert why.endswith(": a décliné.")
    consortium.invite_partner(row, second, by=None)
    assert [each.pk for each in candidates_for(row, wanted, {})] == [third.pk], "who is asked is not asked again"
    for each in (row, past):
        opening.choose_procedure(each, filed.published(pole), by=None)
    projected.partner(past, third)
    row.refresh_from_db()
    (lab,) = candidates_for(row, wanted, {})
    assert lab.conflicts == ("Déjà dans « Forge SECRÈTE », qui vise le même appel.",)
