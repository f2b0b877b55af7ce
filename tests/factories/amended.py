"""A project that runs with a budget and an aid worked out, for what an amendment changes; made by the actions."""

from decimal import Decimal

from factories import followed
from factories.cluster import Cluster
from vivier_web.projects.actions.agreements import Granted, sign_agreement
from vivier_web.projects.actions.aiding import estimate_aid
from vivier_web.projects.actions.amending import answer_amendment
from vivier_web.projects.actions.awards import note_award
from vivier_web.projects.actions.budgets import save_budget
from vivier_web.projects.actions.consortium import answer_partnership, describe_partner, invite_partner
from vivier_web.projects.actions.opening import NewProject, open_project
from vivier_web.projects.building.grid import key_of
from vivier_web.projects.models import Amendment, Partner, Project

STAFF = "industrial", "staff"


def built(found: Cluster) -> Project:
    """A small company leads, another has joined; each costs 200,000 €."""
    team = found.people["team"]
    project = open_project(found.pole, found.members[0], NewProject("Joints frittés"), by=team)
    other = invite_partner(project, found.members[1], by=team)
    answer_partnership(other, "joined", by=team)
    rows = list(project.partners.order_by("pk"))
    for each in rows:
        describe_partner(each, {"kind": "company", "size": "small", "territory": "lead"}, by=team)
    cells = {key_of(each.pk, *STAFF): 200_000_00 for each in rows}
    save_budget(project, cells, writes=[each.pk for each in rows], by=team)
    project.refresh_from_db()
    return project


def funded(found: Cluster) -> Project:
    """The same once it runs, each partner aided at 90,000 € by the State and the Region."""
    project, team = built(found), found.people["team"]
    rows = list(project.partners.order_by("pk"))
    estimate_aid(project, "fui-25", on=followed.ago(450), by=team)
    note_award(project, announced_on=followed.ago(430), rule="fui-25", by=team)
    granted = tuple(
        Granted(kind, name, each.organisation_id, Decimal(amount))
        for each in rows
        for kind, name, amount in (("state", "Bpifrance", 60_000), ("region", "Région", 30_000))
    )
    sign_agreement(project, followed.terms(project, granted=granted), by=team)
    project.refresh_from_db()
    return project


def partner(project: Project, rank: int = 1) -> Partner:
    """The partner of a rank: 0 leads."""
    found: Partner = project.partners.select_related("organisation").order_by("pk")[rank]
    return found


def accepted(amendment: Amendment) -> Amendment:
    """Everybody accepts."""
    for each in amendment.answers.filter(said=""):
        answer_amendment(each, "accepted", by=None)
    amendment.refresh_from_db()
    return amendment
