"""One thing of each kind that belongs to a project after its award, led by the first member; made by the actions."""

from typing import Any

from factories import followed
from factories.cluster import Cluster
from vivier_web.projects.actions.amending import ask_amendment
from vivier_web.projects.models import Amendment, AmendmentAnswer, Project, Review
from vivier_web.projects.queries.amendments import Wanted

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


def answer_to_an_amendment(found: Cluster) -> Keys:
    """Awaited of the lead, for whom the contributor answers."""
    project = _running(found)
    known = Amendment.objects.filter(project=project).first()
    ends_on = followed.ago(-700)
    made = known or ask_amendment(project, Wanted("Essais à finir", ends_on=ends_on), by=found.people["team"])
    return {"pk": project.pk, "answer": made.answers.get(side="lead").pk}


def answer_of_the_state(found: Cluster) -> Keys:
    """Awaited of the State, which pays a part of the project."""
    project = Project.objects.get(pk=answer_to_an_amendment(found)["pk"])
    return {"answer": AmendmentAnswer.objects.get(amendment__project=project, funder__kind="state").pk}


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
