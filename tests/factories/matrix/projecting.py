"""Who may do what with ideas and projects: the box and the pipeline of a pôle, the room of a member."""

from factories import projected
from factories.cluster import Cluster
from factories.matrix.columns import CONTRIBUTOR, DELIBERATING, STAFF, Row, gesture, page, thing
from vivier_web.projects.models import Project


def idea(found: Cluster) -> dict[str, int]:
    """An idea of the first member, opened to members."""
    return {"pk": projected.idea(found, rank=0).pk}


def _project(found: Cluster) -> Project:
    existing = Project.objects.first()
    return existing or projected.filled(found)


def project(found: Cluster) -> dict[str, int]:
    """A project that the first member leads."""
    return {"pk": _project(found).pk}


def partner(found: Cluster) -> dict[str, int]:
    """One of its partners."""
    row = _project(found)
    return {"pk": row.pk, "partner": row.partners.order_by("pk")[1].pk}


def budget(found: Cluster) -> dict[str, object]:
    """The grid of a project as a file."""
    return project(found) | {"kind": "csv"}


ROWS: dict[str, Row] = {
    # Agir: ideas
    "ideas": page(STAFF),
    "new_idea": page(STAFF),
    "idea_sources": page(STAFF),
    "take_up_idea": gesture(STAFF),
    "idea": thing(STAFF, idea),
    "edit_idea": thing(STAFF, lambda found: {"pk": projected.idea(found).pk}),
    "remark_on_idea": gesture(STAFF, idea),
    "decide_idea": gesture(STAFF, idea),
    "make_project_of_idea": gesture(STAFF, idea),
    # Agir: projects
    "projects": page(DELIBERATING),
    "projects_list": page(DELIBERATING),
    "projects_map": page(DELIBERATING),
    "new_project": page(STAFF),
    "project": thing(DELIBERATING, project),
    "edit_project": thing(STAFF, project),
    "move_project": gesture(STAFF, project),
    "choose_project_procedure": gesture(STAFF, project),
    "open_project_dossier": gesture(STAFF, project),
    "invite_project_partner": gesture(STAFF, project),
    "edit_project_partner": thing(STAFF, partner),
    "answer_project_partner": gesture(STAFF, partner),
    "project_prior_aid": gesture(STAFF, partner),
    "project_finder": thing(STAFF, project),
    "project_budget": thing(STAFF, project),
    "import_project_budget": gesture(STAFF, project, ok=(422,)),  # nothing is sent here
    "restore_project_budget": gesture(STAFF, project),
    "export_project_budget": thing(STAFF, budget),
    "project_aid": thing(STAFF, project),
    "project_funding": gesture(STAFF, project),
    # Mon entreprise
    "member_ideas": page(CONTRIBUTOR),
    "new_member_idea": page(CONTRIBUTOR),
    "member_idea": thing(CONTRIBUTOR, idea),
    "edit_member_idea": thing(CONTRIBUTOR, idea),
    "support_member_idea": gesture(CONTRIBUTOR, idea),
    "remark_on_member_idea": gesture(CONTRIBUTOR, idea),
    "member_projects": page(CONTRIBUTOR),
    "member_project": thing(CONTRIBUTOR, project),
    "answer_member_project": gesture(CONTRIBUTOR, project),
    "member_project_prior_aid": gesture(CONTRIBUTOR, project),
    "member_project_budget": thing(CONTRIBUTOR, project),
    "import_member_project_budget": gesture(CONTRIBUTOR, project, ok=(422,)),  # nothing is sent here
    "restore_member_project_budget": gesture(CONTRIBUTOR, project),
    "export_member_project_budget": thing(CONTRIBUTOR, budget),
    "member_project_aid": thing(CONTRIBUTOR, project),
}
