"""Panels of experts: cards and ties, a panel asked for, changed by the team, its experts invited."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.identifiers import siren_of
from vivier_web.members.models import Pole
from vivier_web.procedures.actions.judging import invite_expert
from vivier_web.procedures.actions.panel_work import enqueue_panel
from vivier_web.procedures.choices import PanelState, TieKind
from vivier_web.procedures.models import Assignment, ExpertCard, PanelDraft, ProcedureVersion, Tie
from vivier_web.procedures.queries.boards import experts_of
from vivier_web.procedures.queries.panels import waiting_at

MOST_EXPERTS = 9


@dataclass(frozen=True, slots=True)
class Terms:
    """Hold what a panel must hold to: experts a dossier, alternates, one of each college, few of a region."""

    per_dossier: int = 3
    alternates: int = 1
    colleges: tuple[str, ...] = ()
    most_of_region: int = 0
    keeps_changes: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """Hold what is said of an expert: words, college, region, how many dossiers at most."""

    words: str
    college: str = ""
    region: str = ""
    most: int = 4


@transaction.atomic
def write_card(pole: Pole, expert: User, card: Card, *, by: User | None) -> ExpertCard:
    """Write what an expert says of themselves: the words by which dossiers are put to them."""
    if expert.pk not in {each.pk for each in experts_of(pole)}:
        raise InputError("Cette personne n’est pas experte auprès du pôle : donnez-lui d’abord ce rôle.")
    if not 0 <= card.most <= 50:
        raise InputError("Le nombre de dossiers au plus va de 0 à 50.")
    said = {
        "words": card.words.strip()[:3000],
        "college": card.college.strip()[:60],
        "region": card.region.strip()[:60],
        "most": card.most,
    }
    row, _ = ExpertCard.objects.update_or_create(pole=pole, expert=expert, defaults=said)
    record("write_card", by=by, subject=f"user:{expert.pk}", pole=pole.slug, card=row.pk)
    return row


@transaction.atomic
def add_tie(
    card: ExpertCard, kind: str, name: str, *, by: User | None, siren: str = "", until_on: dt.date | None = None
) -> Tie:
    """Declare a tie of an expert with an organisation."""
    digits = siren_of(siren) if siren.strip() else ""
    if kind not in TieKind.values:
        raise InputError("Choisissez le lien dans la liste.")
    if not name.strip():
        raise InputError("Nommez l’organisation.")
    row = Tie.objects.create(card=card, kind=kind, name=name.strip()[:200], siren=digits, until_on=until_on)
    record("add_tie", by=by, subject=f"user:{card.expert_id}", pole=card.pole.slug, tie=row.pk)
    return row


@transaction.atomic
def drop_tie(tie: Tie, *, by: User | None) -> None:
    """Take back a tie that was declared by mistake."""
    pk, card = tie.pk, tie.card
    tie.delete()
    record("drop_tie", by=by, subject=f"user:{card.expert_id}", pole=card.pole.slug, tie=pk)


@transaction.atomic
def ask_panel(version: ProcedureVersion, stage: str, terms: Terms, *, by: User | None) -> PanelDraft:
    """Ask for a panel for the dossiers that wait at a stage of opinions.

    Raises:
        InputError: the stage asks no opinion of the pôle's experts, no dossier waits there, or terms make no sense.
    """
    procedure = version.definition()
    step = next((each for each in procedure.stages if each.key == stage and each.act == "review"), None)
    if step is None or procedure.body(step.body).organisation != "pole":
        raise InputError("Choisissez une étape où les experts du pôle donnent leur avis.")
    if not list(waiting_at(version, stage)):
        raise InputError("Aucun dossier n’attend d’avis à cette étape.")
    if not 1 <= terms.per_dossier <= MOST_EXPERTS or not 0 <= terms.alternates <= MOST_EXPERTS:
        raise InputError(f"Demandez de 1 à {MOST_EXPERTS} experts par dossier.")
    last = PanelDraft.objects.filter(procedure=version, stage=stage).first() if terms.keeps_changes else None
    kept = [(each["expert"], each["dossier"]) for each in last.seats() if each.get("is_by_hand")] if last else []
    said = {
        "per_dossier": terms.per_dossier,
        "alternates": terms.alternates,
        "colleges": list(terms.colleges),
        "most_of_region": terms.most_of_region,
        "frozen": kept,
    }
    draft = PanelDraft.objects.create(pole=version.pole, procedure=version, stage=stage, terms=said, by=by)
    record("ask_panel", by=by, subject=f"panel:{draft.pk}", pole=version.pole.slug, stage=stage)
    enqueue_panel(draft)
    return draft


@transaction.atomic
def change_seat(draft: PanelDraft, expert: int, dossier: int, *, is_in: bool, by: User | None) -> PanelDraft:
    """Add an expert to the panel of a dossier, or take one away.

    Raises:
        InputError: the panel is not ready or was sent, or a conflict is known.
    """
    row = _held(draft)
    if is_in:
        apart = (each for each in row.result.get("apart", ()))
        if any((each["expert"], each["dossier"]) == (expert, dossier) for each in apart):
            raise InputError("Un conflit d’intérêts est connu entre cet expert et ce dossier.")
        if expert not in {each.pk for each in experts_of(row.pole)}:
            raise InputError("Choisissez un expert dans la liste.")
        if dossier not in {each.pk for each in waiting_at(row.procedure, row.stage)}:
            raise InputError("Ce dossier n’est plus à cette étape.")
    row.changes = [*row.changes, {"expert": expert, "dossier": dossier, "is_in": is_in}]
    row.save(update_fields=["changes"])
    record("change_seat", by=by, subject=f"panel:{row.pk}", pole=row.pole.slug, dossier=dossier, is_in=is_in)
    return row


@transaction.atomic
def change_back(draft: PanelDraft, *, by: User | None) -> PanelDraft:
    """Take back the last change of the team."""
    row = _held(draft)
    row.changes = row.changes[:-1]
    row.save(update_fields=["changes"])
    record("change_back", by=by, subject=f"panel:{row.pk}", pole=row.pole.slug)
    return row


def _held(draft: PanelDraft) -> PanelDraft:
    held = PanelDraft.objects.select_for_update(of=("self",)).select_related("pole", "procedure")
    row: PanelDraft = held.get(pk=draft.pk)
    if row.state != PanelState.DONE:
        raise InputError("Ce panel n’est pas prêt.")
    if row.sent_at is not None:
        raise InputError("Ces demandes sont parties : sollicitez ou récusez depuis chaque dossier.")
    return row


@dataclass(frozen=True, slots=True)
class Sent:
    """Hold what sending did: how many experts were asked, and a sentence for each who could not be."""

    asked: int
    left: tuple[str, ...]


@transaction.atomic
def send_invitations(draft: PanelDraft, *, by: User | None) -> Sent:
    """Ask every expert of a panel who was not asked yet; each declares their interests before reading anything."""
    row = _held(draft)
    dossiers = {each.pk: each for each in waiting_at(row.procedure, row.stage)}
    people = {each.pk: each for each in experts_of(row.pole)}
    pairs = Assignment.objects.filter(dossier__in=list(dossiers), stage=row.stage)
    known, asked, left = set(pairs.values_list("expert_id", "dossier_id")), 0, []
    for seat in row.seats():
        expert, dossier = people.get(seat["expert"]), dossiers.get(seat["dossier"])
        if expert is None or dossier is None or (expert.pk, dossier.pk) in known:
            continue
        try:
            with transaction.atomic():
                invite_expert(dossier, expert, by=by)
            asked += 1
        except InputError as why:
            left.append(f"{expert.full_name}, {dossier.reference} : {why}")
    row.sent_at = timezone.now()
    row.save(update_fields=["sent_at"])
    record("send_panel", by=by, subject=f"panel:{row.pk}", pole=row.pole.slug, asked=asked)
    return Sent(asked, tuple(left))
