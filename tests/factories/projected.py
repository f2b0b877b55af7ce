"""Ideas and projects of a test: a consortium of the three members, its grid, a pot of words that must not leak."""

from typing import Any

from factories.cluster import Cluster
from vivier_web.members.models import Organisation
from vivier_web.projects.actions.budgets import save_budget
from vivier_web.projects.actions.consortium import answer_partnership, describe_partner, invite_partner
from vivier_web.projects.actions.ideas import propose_idea
from vivier_web.projects.actions.opening import NewProject, open_project
from vivier_web.projects.building.grid import key_of
from vivier_web.projects.models import Idea, Partner, Project

SAID = {"title": "Recycler les copeaux", "problem": "Ils partent à la benne.", "sought": "Un fondeur."}


def idea(found: Cluster, *, rank: int | None = None, reach: str = "members", title: str = "") -> Idea:
    """Propose an idea, of a member or (None) of the team."""
    organisation = found.members[rank] if rank is not None else None
    said = SAID | {"reach": reach} | ({"title": title} if title else {})
    return propose_idea(found.pole, said, by=found.people["team"], organisation=organisation)


def project(found: Cluster, title: str = "Capteurs pour la forge", *, lead: int = 0, **more: Any) -> Project:
    """Open a project carried by a member."""
    return open_project(found.pole, found.members[lead], NewProject(title, "Un banc d’essai.", **more), by=None)


def partner(row: Project, organisation: Organisation, state: str = "joined", **more: Any) -> Partner:
    """Ask a member in, and note its answer."""
    made = invite_partner(row, organisation, by=None)
    if state != "invited":
        made = answer_partnership(made, state, by=None)
    return describe_partner(made, more, by=None) if more else made


def consortium(found: Cluster, title: str = "Capteurs pour la forge") -> Project:
    """A small company that leads, another one, a laboratory."""
    row = project(found, title)
    describe_partner(row.partners.get(), {"size": "small", "territory": "lead"}, by=None)
    partner(row, found.members[1], size="mid-cap", territory="labelling")
    partner(row, found.members[2], kind="laboratory", territory="lead")
    return row


def filled(found: Cluster, title: str = "Capteurs pour la forge") -> Project:
    """The same with its costs: 400 000, 300 000.55 and 200 000 euros of industrial research (but the second)."""
    row = consortium(found, title)
    partners = list(row.partners.order_by("pk"))
    cells = {
        key_of(partners[0].pk, "industrial", "staff"): 40_000_000,
        key_of(partners[1].pk, "experimental", "staff"): 30_000_055,
        key_of(partners[2].pk, "industrial", "staff"): 20_000_000,
    }
    save_budget(row, cells, writes=[each.pk for each in partners], by=found.people["team"])
    row.refresh_from_db()
    return row
