"""Letters about a dossier: its reference, the stage, a day and a link; never an answer, a mark or a name."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from django_tasks import task

from vivier_web.procedures.addressing import APPLICANT, POLE, side_of
from vivier_web.procedures.choices import AssignmentState
from vivier_web.procedures.lifecycle import last_day
from vivier_web.procedures.models import Assignment, Colabel, Dossier, Grant
from vivier_web.procedures.queries.addressees import addresses_of, team_of
from vivier_web.procedures.queries.boards import timed

SUBJECTS = {
    "filed": "dossier {} déposé",
    "corrections": "une correction est demandée sur le dossier {}",
    "decided": "une décision est rendue sur le dossier {}",
    "yours": "le dossier {} attend votre suite",
    "reached": "le dossier {} arrive chez vous",
    "late": "le délai du dossier {} est passé",
    "stuck": "le délai du dossier {} n’a pas pu s’appliquer",
    "granted": "ce qui était accordé au dossier {} a changé",
    "copole": "le label de votre pôle est demandé pour le dossier {}",
    "invited": "votre avis est demandé sur le dossier {}",
    "reminded": "votre avis est attendu sur le dossier {}",
}
_PAGES = {APPLICANT: "my_dossier", POLE: "dossier"}


@task()
def write_letter(letter: str, dossier_pk: int, side: str, stage: str) -> None:
    """Write one letter to one side of a dossier."""
    with scopes_disabled():
        found = Dossier.objects.select_related("pole", "procedure", "organisation").filter(pk=dossier_pk).first()
    if found is None:
        return
    with scope(pole=found.pole):
        link = reverse(_PAGES.get(side, "authority_dossier"), args=[found.pk])
        title = "" if letter == "stuck" else _titled(found, stage, side)  # where it is may be what failed
        _send(letter, found, addresses_of(found, side), link, title=title)


@task()
def write_to_expert(letter: str, assignment_pk: int) -> None:
    """Write to an expert who was asked to judge, unless they answered no or the stage is over."""
    with scopes_disabled():
        rows = Assignment.objects.select_related("dossier__pole", "dossier__procedure", "expert")
        row = rows.filter(pk=assignment_pk).first()
    if row is None or row.dossier.stage != row.stage or not row.expert.is_active:
        return
    if row.state not in {AssignmentState.INVITED, AssignmentState.ACCEPTED}:
        return
    with scope(pole=row.dossier.pole):
        side = side_of(row.dossier.definition(), row.dossier.definition().stage(row.stage))
        name, key = ("judge_dossier", row.pk) if side == POLE else ("authority_dossier", row.dossier_id)
        _send(
            letter, row.dossier, [row.expert.email], reverse(name, args=[key]), title=_titled(row.dossier, row.stage)
        )


@task()
def write_to_copole(colabel_pk: int) -> None:
    """Write to the team of a pôle that another asks to label a project that is still open."""
    with scopes_disabled():
        rows = Colabel.objects.select_related("dossier__pole", "dossier__procedure", "pole")
        row = rows.filter(pk=colabel_pk, outcome="").first()
    if row is None or row.dossier.is_closed:
        return
    with scope(pole=row.pole):
        to = team_of(row.pole)
    with scope(pole=row.dossier.pole):
        title = _titled(row.dossier, row.dossier.stage)
        _send("copole", row.dossier, to, reverse("colabel", args=[row.pk]), title=title)


def _titled(dossier: Dossier, stage: str, side: str = "") -> str:
    return dossier.definition().stage(stage).title_for(side)


def _send(letter: str, dossier: Dossier, to: list[str], link: str, *, title: str) -> None:
    if not to:
        return
    said = {
        "letter": letter,
        "reference": dossier.reference,
        "pole": dossier.pole.name,
        "stage": title,
        "today": timezone.localdate(),
        "last_day": last_day(dossier.definition(), timed(dossier)) if title else None,
        "link": f"{settings.SITE_URL}{link}",
    }
    subject = f"[Vivier] {dossier.pole.name} : {SUBJECTS[letter].format(dossier.reference)}"
    EmailMessage(subject, render_to_string("shared/dossiers/email/letter.txt", said), None, bcc=to).send()


def tell_filed(dossier: Dossier, stage: str) -> None:
    """Tell its applicant that a version was filed."""
    write_letter.enqueue("filed", dossier.pk, APPLICANT, stage)


def tell_corrections(dossier: Dossier) -> None:
    """Tell its applicant that something is to be corrected."""
    write_letter.enqueue("corrections", dossier.pk, APPLICANT, dossier.stage)


def tell_decided(dossier: Dossier, stage: str) -> None:
    """Tell its applicant that a decision was written at this stage; not which."""
    write_letter.enqueue("decided", dossier.pk, APPLICANT, stage)


def tell_granted(grant: Grant, *, by_side: str) -> None:
    """Tell its applicant, and the pôle when an authority did it, that what was granted changed; not how."""
    for side in [APPLICANT, *([] if by_side == POLE else [POLE])]:
        write_letter.enqueue("granted", grant.decision.dossier_id, side, grant.decision.stage)


def tell_reached(dossier: Dossier, *, since: str) -> None:
    """Tell the next side that a dossier is in its hands, once it left the stage where it was."""
    if dossier.is_closed or dossier.stage == since:
        return
    side = side_of(dossier.definition(), dossier.definition().stage(dossier.stage))
    write_letter.enqueue("yours" if side == APPLICANT else "reached", dossier.pk, side, dossier.stage)


def tell_late(dossier: Dossier, body: str) -> None:
    """Tell whoever must act, or to whom it goes up, that the delay of the stage is over."""
    procedure = dossier.definition()
    stage, there = procedure.stage(dossier.stage), procedure.body(body)
    side = side_of(procedure, stage)
    if body != stage.body:
        side = POLE if there.organisation == POLE else there.role
    write_letter.enqueue("late", dossier.pk, side, dossier.stage)


def tell_stuck(dossier: Dossier) -> None:
    """Tell the team that the delay of a dossier could not have its effect: somebody must look."""
    write_letter.enqueue("stuck", dossier.pk, POLE, dossier.stage)


def tell_expert(assignment: Assignment, letter: str = "invited") -> None:
    """Write to an expert that they are asked to judge, or that their opinion is still awaited."""
    write_to_expert.enqueue(letter, assignment.pk)


def tell_copole(colabel: int) -> None:
    """Write to the team of a pôle whose label is asked."""
    write_to_copole.enqueue(colabel)
