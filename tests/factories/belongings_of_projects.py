"""One thing of each kind that belongs to a project after its award, led by the first member; made by the actions."""

from typing import Any

from factories import followed
from factories.cluster import Cluster
from vivier_web.projects.models import Project, Review

Keys = dict[str, Any]


def _running(found: Cluster) -> Project:
    return Project.objects.filter(state="running").first() or followed.running(found)


def running_project(found: Cluster) -> Keys:
    return {"pk": _running(found).pk}


def step_of_a_project(found: Cluster) -> Keys:
    project = _running(found)
    return {"pk": project.pk, "step": followed.due(project).pk}


def payment_of_a_project(found: Cluster) -> Keys:
    project = _running(found)
    return {"pk": project.pk, "payment": followed.paid(project).pk}


def review_of_a_project(found: Cluster) -> Keys:
    project = _running(found)
    return {"pk": project.pk, "review": Review.objects.filter(project=project, held_on=None).first().pk}


def condition_of_a_project(found: Cluster) -> Keys:
    project = _running(found)
    return {"pk": project.pk, "condition": followed.condition(project).pk}


def document_of_the_team(found: Cluster) -> Keys:
    project = _running(found)
    return {"pk": project.pk, "document": followed.document(project, by=found.people["team"]).pk}


def document_of_a_partner(found: Cluster) -> Keys:
    project = _running(found)
    return {"pk": project.pk, "document": followed.document(project, "technical_secret").pk}


def year_of_a_project(found: Cluster) -> Keys:
    project = Project.objects.filter(state="ended").first() or followed.ended(found)
    return {"pk": project.pk, "year": followed.TODAY.year - 1}
