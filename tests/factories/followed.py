"""Projects of a test after their award: announced, signed, ended, with documents of each class; made by the actions."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from factories.cluster import Cluster
from vivier_web.projects.actions.agreements import Granted, Terms, end_project, sign_agreement
from vivier_web.projects.actions.awards import note_award
from vivier_web.projects.actions.deliverables import Promised, add_deliverable
from vivier_web.projects.actions.documents import Filed, file_document
from vivier_web.projects.actions.outcomes import declare_outcomes
from vivier_web.projects.actions.payments import Asked, ask_payment
from vivier_web.projects.choices import PartnerState, ProjectState
from vivier_web.projects.declared import Declared
from vivier_web.projects.models import (
    Deliverable,
    Document,
    Funder,
    Partner,
    Payment,
    Project,
    Review,
    ReviewCondition,
)
from vivier_web.projects.need_to_know import Reader

TODAY = timezone.localdate()
PDF = b"%PDF-1.7\n"


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def filed(found: Cluster, *, lead: int = 0) -> Project:
    """A project led by a member, the next one having joined."""
    project = Project.objects.create(
        pole=found.pole, lead=found.members[lead], title="Joints frittés", state=ProjectState.FILED
    )
    other = found.members[(lead + 1) % 3]
    Partner.objects.create(project=project, organisation=other, state=PartnerState.JOINED)
    return project


def awarded(found: Cluster, *, days: int = 30, rule: str = "fui-25", lead: int = 0) -> Project:
    project = filed(found, lead=lead)
    note_award(project, announced_on=ago(days), rule=rule, by=found.people["team"])
    project.refresh_from_db()
    return project


def _partner(project: Project) -> Partner:
    return project.partners.filter(state="joined").order_by("pk").first()


def terms(project: Project, *, starts: int = 400, long: int = 900, **more: Any) -> Terms:
    """State and Region grant the lead and the partner 130,000.10 € in all."""
    other = _partner(project).organisation_id
    granted = (
        Granted("state", "Bpifrance", project.lead_id, Decimal("60000.05")),
        Granted("region", "Région", project.lead_id, Decimal("30000.00")),
        Granted("state", "Bpifrance", other, Decimal("40000.05")),
    )
    said = {"signed_on": ago(starts + 5), "starts_on": ago(starts), "ends_on": ago(starts - long), "granted": granted}
    return Terms(**(said | more))


def running(found: Cluster, *, lead: int = 0, **more: Any) -> Project:
    project = awarded(found, days=500, lead=lead)
    sign_agreement(project, terms(project, **more), by=found.people["team"])
    project.refresh_from_db()
    return project


def ended(found: Cluster, *, years: int = 2, lead: int = 0) -> Project:
    """A project that ended some whole years ago: as many years may be declared."""
    days = (TODAY - dt.date(TODAY.year - years - 1, 12, 31)).days
    project = running(found, lead=lead, starts=days + 900, long=900)
    end_project(project, on=ago(days), by=found.people["team"])
    project.refresh_from_db()
    return project


def due(project: Project, *, days: int = 30, rank: int = 0, title: str = "Banc d’essai") -> Deliverable:
    """Something due so many days from today (before it when negative)."""
    who = project.lead if rank == 0 else _partner(project).organisation
    promised = Promised("deliverable", title, who, TODAY + dt.timedelta(days=days))
    return add_deliverable(project, promised, by=None)


def paid(project: Project, amount: str = "1000.10") -> Payment:
    funder = Funder.objects.filter(project=project).first()
    asked = Asked(project.lead, funder, "Avance", ago(10), Decimal(amount))
    return ask_payment(project, asked, by=None)


def condition(project: Project) -> ReviewCondition:
    from vivier_web.projects.actions.reviews import Held, hold_review

    known = ReviewCondition.objects.filter(review__project=project).first()
    if known is not None:
        return known
    review = Review.objects.filter(project=project, held_on=None).first()
    held = Held(ago(3), "conditions", "Le marché reste à confirmer.", (("Une lettre d’un client", ago(-30)),))
    return hold_review(review, held, by=None).conditions.get()


def marker(document_class: str) -> str:
    return f"MARQUE-{document_class.upper()}-MARQUE"


def document(project: Project, document_class: str = "minutes", *, by: Any = None, rank: int = 0) -> Document:
    """A file whose title and bytes say its class, deposited by the lead, or by the team when `by` says so."""
    said = marker(document_class)
    content = PDF + said.encode()
    reader = Reader("team")
    if by is None:
        who = project.lead_id if rank == 0 else _partner(project).organisation_id
        reader = Reader("member", "lead" if rank == 0 else "joined", organisation_id=who)
    return file_document(project, Filed(document_class, said, f"{said}.pdf", content), reader=reader, by=by)


def declared(project: Project, year: int, *, rank: int = 0, **more: Any) -> Any:
    who = project.lead if rank == 0 else _partner(project).organisation
    return declare_outcomes(project, who, year, Declared(**more), by=None)
