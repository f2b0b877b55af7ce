"""Agreements asked of the members that secrecy protects, and what they answer, signed in the journal."""

from django.db import transaction
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.indicators.actions.agreement_letters import write_to_asked
from vivier_web.indicators.choices import Answer
from vivier_web.indicators.models import Agreement, PublicationWork
from vivier_web.indicators.queries.agreements import concerned, published_from
from vivier_web.indicators.queries.cube_rows import Asked
from vivier_web.indicators.queries.cubes import gathered
from vivier_web.indicators.queries.publications import shown_by

_VERBS = {Answer.SIGNED: "agree_to_show", Answer.DECLINED: "refuse_to_show", Answer.ASKED: "take_answer_back"}


@transaction.atomic
def ask_agreements(work: PublicationWork, *, by: User | None) -> int:
    """Ask each member concerned whether its cells may be shown; gives how many are asked.

    Raises:
        InputError: the rehearsal is not over, hides less than half, or was asked about already.
    """
    found = shown_by(work) if not work.is_final else None
    if found is None:
        raise InputError("Un accord se demande sur une répétition terminée : préparez-en une.")
    if not found.outlook.is_mostly_hidden:
        raise InputError("Moins de la moitié est masquée : publiez ainsi, sans demander d’accord.")
    PublicationWork.objects.select_for_update(of=("self",)).get(pk=work.pk)
    if Agreement.objects.filter(work=work).exists():
        raise InputError("L’accord des membres est déjà demandé pour cette préparation.")
    figures = gathered(work.own_pole, Asked(work.cube, work.source, work.detail, work.perimeter))
    asked = concerned(work, figures)
    Agreement.objects.bulk_create(
        Agreement(pole=work.own_pole, work=work, organisation_id=pk, cells=cells)
        for pk, cells in sorted(asked.items())
    )
    record(
        "ask_agreements", by=by, subject=f"publication_work:{work.pk}", pole=work.own_pole.slug, members=len(asked)
    )
    write_to_asked(work)
    return len(asked)


@transaction.atomic
def answer_agreement(agreement: Agreement, answer: str, *, by: User | None) -> Agreement:
    """Sign, decline, or take one's answer back; once published, one may only decline, for what follows.

    Raises:
        InputError: there is no such answer, or what was signed has been published.
    """
    if answer not in Answer.values:
        raise InputError("Signez ou refusez.")
    # Locked with the passage through the gate: an answer comes before it, or after.
    kept = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    if answer != Answer.DECLINED and published_from([kept.work_id]):
        raise InputError("Ces chiffres ont paru : vous pouvez encore refuser pour les publications suivantes.")
    if kept.answer != answer:
        kept.answer, kept.by = answer, by
        kept.answered_at = None if answer == Answer.ASKED else timezone.now()
        kept.save()
        record(
            _VERBS[Answer(answer)], by=by, subject=f"agreement:{kept.pk}", pole=kept.pole.slug,
            organisation=kept.organisation_id, cells=len(kept.cells),
        )  # fmt: skip
    return kept
