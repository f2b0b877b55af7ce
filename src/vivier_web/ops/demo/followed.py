"""Projects of the fictional pôle after their award: one runs and is late, one waits to be signed, one has ended."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from vivier_web.accounts.models import User
from vivier_web.members.models import Organisation
from vivier_web.ops.demo.amended import amend_some, cost
from vivier_web.ops.demo.followed_texts import CONDITIONS, DECLARED, FILES, JOBS, MOTIVES, STEPS
from vivier_web.ops.demo.people import contributor_of
from vivier_web.ops.demo.pole import Founded
from vivier_web.projects.actions.agreements import Granted, Terms, amend_agreement, end_project, sign_agreement
from vivier_web.projects.actions.awards import note_award
from vivier_web.projects.actions.consortium import add_partner
from vivier_web.projects.actions.deliverables import Promised, add_deliverable, deliver, postpone_deliverable
from vivier_web.projects.actions.documents import Filed, file_document, note_opening
from vivier_web.projects.actions.opening import NewProject, open_project
from vivier_web.projects.actions.outcomes import declare_outcomes, freeze_outcomes
from vivier_web.projects.actions.payments import Asked, ask_payment, note_payment
from vivier_web.projects.actions.reviews import Held, hold_review, settle_review_condition
from vivier_web.projects.choices import PartnerState
from vivier_web.projects.declared import Declared
from vivier_web.projects.lapses import AS_WRITTEN, months_after
from vivier_web.projects.models import Document, Funder, Project, Review
from vivier_web.projects.need_to_know import Reader
from vivier_web.skills.actions.needs_asking import declare_project_need
from vivier_web.skills.needs.answers import ProjectNeed

MEMBERS = 6  # fewer: nobody to build a consortium with
STATE, REGION, AURA = ("state", "Bpifrance, pour l’État"), ("region", "Région Auvergne-Rhône-Alpes"), "84"


def follow_some(founded: Founded, *, by: User) -> None:
    """Let three projects live after their award, through the actions."""
    if len(founded.members) < MEMBERS:
        return
    _running(founded, by=by)
    _to_sign(founded, by=by)
    _ended(founded, by=by)


def _ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


def _filed(
    founded: Founded, title: str, summary: str, ranks: tuple[int, ...], *, by: User
) -> tuple[Project, list[Organisation]]:
    """Give a filed project: its lead is the first of these members, the others joined."""
    carriers = [founded.members[rank][0] for rank in ranks]
    project = open_project(founded.pole, carriers[0], NewProject(title, summary), by=by)
    for each in carriers[1:]:
        add_partner(project, each, PartnerState.JOINED, "")
    return project, carriers


def _granted(carriers: list[Organisation], amounts: tuple[tuple[str, str], ...]) -> tuple[Granted, ...]:
    found = []
    for each, (state, region) in zip(carriers, amounts, strict=True):
        found += [Granted(*STATE, each.pk, Decimal(state)), Granted(*REGION, each.pk, Decimal(region), AURA)]
    return tuple(found)


def _running(founded: Founded, *, by: User) -> None:
    title = "Contrôle par vision des filetages brillants"
    summary = "Mesurer chaque pièce en sortie de machine, sans ralentir la cadence."
    project, carriers = _filed(founded, title, summary, (0, 1, 2), by=by)
    cost(project, by=by)
    note_award(project, announced_on=_ago(560), rule=AS_WRITTEN, until_on=_ago(380), by=by)
    amounts = (("184500.00", "61500.00"), ("96750.50", "32250.25"), ("118400.00", "39466.67"))
    starts_on = _ago(430)
    ends_on = months_after(starts_on, 30)
    sign_agreement(project, Terms(_ago(440), starts_on, ends_on, _granted(carriers, amounts)), by=by)
    project.refresh_from_db()
    _steps(project, carriers, starts_on, by=by)
    _reviewed(project, by=by)
    longer = Terms(
        _ago(20),
        starts_on,
        months_after(ends_on, 3),
        _granted(carriers, amounts),
        "Trois mois de plus : essais sur inox.",
    )
    amend_agreement(project, longer, by=by)
    _paid(project, carriers, by=by)
    _documents(founded, project, carriers, by=by)
    amend_some(founded, project, carriers, by=by)
    for job, pcs, people in JOBS:
        need = ProjectNeed(project.title, job, pcs, "", timezone.localdate().year + 1, people)
        declare_project_need(founded.pole, need, by=by)


def _steps(project: Project, carriers: list[Organisation], starts_on: dt.date, *, by: User) -> None:
    """Promise, hand over, postpone, and leave two late: what each line of the table says."""
    for kind, title, rank, month, fate in STEPS:
        due = months_after(starts_on, month)
        row = add_deliverable(project, Promised(kind, title, carriers[rank], due), by=by)
        if fate == "moved":
            why = "Le fournisseur des optiques livre avec dix semaines de retard."
            postpone_deliverable(row, due_on=due + dt.timedelta(days=75), why=why, by=by)
        elif fate:
            deliver(row, proof=fate, on=min(due - dt.timedelta(days=3), _ago(1)), by=by)


def _reviewed(project: Project, *, by: User) -> None:
    review = Review.objects.filter(project=project, held_on=None).first()
    if review is None:
        return
    conditions = tuple((text, _ago(ago)) for text, ago in CONDITIONS)
    hold_review(review, Held(_ago(52), "conditions", MOTIVES, conditions), by=by)
    first = review.conditions.first()
    if first is not None:
        settle_review_condition(first, "Lettre d’un équipementier, versée aux documents", by=by)


def _paid(project: Project, carriers: list[Organisation], *, by: User) -> None:
    state, region = Funder.objects.filter(project=project)
    for one, funder, words, ago, amount, paid in (
        (0, state, "Avance de 30 %", 425, "55350.00", "55350.00"),
        (1, state, "Avance de 30 %", 424, "29025.15", "29025.15"),
        (2, state, "Avance de 30 %", 424, "35520.00", "35520.00"),
        (0, region, "Acompte n° 1", 180, "18450.00", "18450.00"),
        (0, state, "Acompte n° 1, après la revue", 30, "46125.00", ""),
    ):
        asked = Asked(carriers[one], funder, words, _ago(ago), Decimal(amount))
        row = ask_payment(project, asked, by=by)
        if paid:
            note_payment(row, paid_on=_ago(ago - 25), amount_eur=Decimal(paid), by=by)


def _documents(founded: Founded, project: Project, carriers: list[Organisation], *, by: User) -> None:
    made: list[Document] = []
    project.refresh_from_db()
    for document_class, title, name, rank in FILES:
        content = f"%PDF-1.4\n% {title} (document fictif)\n".encode()
        reader = Reader("team") if rank is None else _reader(carriers, rank)
        author = by if rank is None else contributor_of(carriers[rank], founded)
        filed = Filed(document_class, title, name, content)
        made.append(file_document(project, filed, reader=reader, by=author))
    for document, rank in ((made[0], 1), (made[0], 0), (made[2], 2)):
        note_opening(document, reader=_reader(carriers, rank), by=contributor_of(carriers[rank], founded))


def _reader(carriers: list[Organisation], rank: int) -> Reader:
    return Reader("member", "joined" if rank else "lead", organisation_id=carriers[rank].pk)


def _to_sign(founded: Founded, *, by: User) -> None:
    title = "Cellule d’ébavurage pour petites séries"
    project, _ = _filed(founded, title, "Un robot partagé, réglé en une heure.", (3, 4), by=by)
    note_award(project, announced_on=_ago(158), rule=AS_WRITTEN, until_on=_ago(-25), by=by)


def _ended(founded: Founded, *, by: User) -> None:
    title = "Pompes haute pression sans plomb"
    project, carriers = _filed(founded, title, "Des joints frittés pour l’hydraulique propre.", (1, 0, 3, 4), by=by)
    ends_on = dt.date(timezone.localdate().year - 3, 11, 30)
    starts_on = months_after(ends_on, -36)
    note_award(project, announced_on=months_after(starts_on, -4), rule=AS_WRITTEN, until_on=starts_on, by=by)
    amounts = (("210000", "70000"), ("88000", "29000"), ("64000", "21000"), ("45000", "15000"))
    sign_agreement(
        project, Terms(months_after(starts_on, -1), starts_on, ends_on, _granted(carriers, amounts)), by=by
    )
    end_project(project, on=ends_on, by=by)
    project.refresh_from_db()
    for rank, years in DECLARED.items():
        for step, said in enumerate(years, 1):
            declared = Declared(**said)
            author = contributor_of(carriers[rank], founded)
            declare_outcomes(project, carriers[rank], ends_on.year + step, declared, by=author)
    freeze_outcomes(founded.pole, ends_on.year + 1, by=by)
