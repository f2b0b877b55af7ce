"""Panels of experts: cards and ties, a panel asked for, worked out by the worker, changed by the team, invited."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from django_tasks import task

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.identifiers import siren_of
from vivier_web.members.models import Pole
from vivier_web.procedures.actions.judging import invite_expert
from vivier_web.procedures.choices import PanelState, TieKind
from vivier_web.procedures.models import Assignment, ExpertCard, PanelDraft, ProcedureVersion, Tie
from vivier_web.procedures.queries.boards import experts_of
from vivier_web.procedures.queries.panels import Inputs, inputs_of, waiting_at

if TYPE_CHECKING:
    from vivier.panels.interests import Conflict
    from vivier.panels.result import Panel, Seat

LOST_AFTER = dt.timedelta(minutes=2)
MOST_ATTEMPTS = 3
MOST_EXPERTS = 9
INTERRUPTED = "Le calcul s’est interrompu trois fois : prévenez l’exploitant de la plateforme, puis relancez-le."
_SIREN = re.compile(r"\b\d{9}\b")


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
    _enqueue(draft)
    return draft


@task(priority=10)  # somebody waits for it
def compute_panel(pk: int) -> None:
    """Work a panel out, in the worker."""
    with scopes_disabled():
        waiting = PanelDraft.objects.filter(pk=pk, state=PanelState.QUEUED)
        is_mine = waiting.update(state=PanelState.RUNNING, attempts=F("attempts") + 1, beat_at=timezone.now())
        draft = PanelDraft.objects.select_related("pole", "procedure").get(pk=pk) if is_mine else None
    if draft is not None:
        with scope(pole=draft.pole):
            work_out_panel(draft)


def _enqueue(draft: PanelDraft) -> None:
    transaction.on_commit(lambda: compute_panel.enqueue(draft.pk))


def work_out_panel(draft: PanelDraft) -> None:
    """Work a panel out and keep it, or keep the sentence that says what stands in the way."""
    try:
        found: dict[str, Any] = {"state": PanelState.DONE, "result": _solved(draft), "trouble": ""}
    except InputError as why:
        found = {"state": PanelState.FAILED, "trouble": str(why)[:2000]}
    with transaction.atomic():
        mine = PanelDraft.objects.filter(pk=draft.pk, state=PanelState.RUNNING, attempts=draft.attempts)
        if mine.update(**found):
            verb = "finish_panel" if found["state"] == PanelState.DONE else "fail_panel"
            record(verb, by=None, subject=f"panel:{draft.pk}", pole=draft.pole.slug)


def _solved(draft: PanelDraft) -> dict[str, Any]:
    from vivier.panels import Terms as Wanted
    from vivier.panels import affinity, assign
    from vivier.panels.data import Dossier, Expert

    inputs, terms = inputs_of(draft.pole, draft.procedure, draft.stage), draft.terms
    experts = [
        Expert(f"E{each.person.pk}", each.words, each.companies, each.mandates, each.projects)
        for each in inputs.experts
    ]
    dossiers = [Dossier(f"D{each.dossier.pk}", each.words, each.partners) for each in inputs.dossiers]
    if not experts:
        raise InputError("Le pôle n’a encore aucun expert : invitez-en depuis « Équipe ».")
    apart = _apart(inputs, experts, dossiers)
    known = {each.person.pk for each in inputs.experts}
    held = {pair for pair in (*inputs.asked, *map(tuple, terms["frozen"])) if pair[0] in known}
    frozen = {(f"E{expert}", f"D{dossier}") for expert, dossier in held}
    blocked = {(each.expert, each.dossier) for each in apart} - frozen
    loads = Counter(expert for expert, _ in held)
    panel = assign(
        affinity(experts, dossiers),
        loads={f"E{each.person.pk}": (0, max(each.most, loads[each.person.pk])) for each in inputs.experts},
        conflicts=blocked,
        quotas=_quotas(inputs, terms),
        frozen=sorted(pair for pair in frozen if pair[1] in {each.name for each in dossiers}),
        terms=Wanted(per_dossier=_size(terms, held), alternates=terms["alternates"], seconds=20.0),
    )
    return _kept(panel, apart, inputs)


def _size(terms: Mapping[str, Any], held: Iterable[tuple[int, int]]) -> int:
    """Give how many experts a dossier takes: as asked, and never fewer than those who already judge one."""
    most = max(Counter(dossier for _, dossier in held).values(), default=0)
    return max(int(terms["per_dossier"]), most)


def _apart(inputs: Inputs, experts: Any, dossiers: Any) -> "tuple[Conflict, ...]":
    from vivier.panels import conflicts
    from vivier.panels.interests import Declared

    known = {each.person.pk for each in inputs.experts}
    declared = [
        Declared(f"E{expert}", f"D{dossier}", reason=reason or "il a décliné")
        for expert, dossier, reason in inputs.refused
        if expert in known
    ]
    return conflicts(experts, dossiers, today=timezone.localdate(), groups=inputs.groups, declared=declared)


def _quotas(inputs: Inputs, terms: Mapping[str, Any]) -> list[Any]:
    from vivier.panels.data import Quota

    found = []
    for college in terms["colleges"]:
        theirs = tuple(f"E{each.person.pk}" for each in inputs.experts if each.college == college)
        found.append(Quota(f"au moins un du collège {college}", theirs, least=1))
    for region in sorted({each.region for each in inputs.experts if each.region}) if terms["most_of_region"] else ():
        theirs = tuple(f"E{each.person.pk}" for each in inputs.experts if each.region == region)
        found.append(Quota(f"au plus {terms['most_of_region']} de {region}", theirs, most=terms["most_of_region"]))
    return found


def _kept(panel: "Panel", apart: "tuple[Conflict, ...]", inputs: Inputs) -> dict[str, Any]:
    """Write a panel as it is kept: keys of experts and dossiers, never a name of a person."""
    named = {key: name for key, name in inputs.names.items() if _SIREN.fullmatch(key)}
    return {
        "seats": [
            {
                "expert": int(each.expert[1:]),
                "dossier": int(each.dossier[1:]),
                "why": _why(each),
                **({} if each.is_frozen else _after(each, panel)),
            }
            for each in panel.seats
        ],
        "alternates": [{"expert": int(s.expert[1:]), "dossier": int(s.dossier[1:])} for s in panel.alternates],
        "apart": [
            {
                "expert": int(each.expert[1:]),
                "dossier": int(each.dossier[1:]),
                "kind": each.kind,
                "why": _SIREN.sub(lambda found: named.get(found.group(), found.group()), each.sentence),
            }
            for each in apart
        ],
        "worst": int(panel.worst_dossier[1:]) if panel.worst_dossier else 0,
        "is_proven": panel.is_proven,
    }


def _why(seat: "Seat") -> str:
    if seat.is_frozen:
        return "Déjà sollicité, ou gardé par l’équipe."
    if not seat.words:
        return "Aucun mot en commun avec le dossier : il complète le panel."
    nth = "Le plus proche" if seat.rank == 1 else f"{seat.rank}ᵉ plus proche"
    return f"{nth} du dossier, par ces mots : {', '.join(seat.words)}."


def _after(seat: "Seat", panel: "Panel") -> dict[str, Any]:
    """Give who would come next, and what moving the seat would cost."""
    return {"next": int(seat.next_best[1:]) if seat.next_best else 0, "price": _price(seat, panel)}


def _price(seat: "Seat", panel: "Panel") -> str:
    share = 100 * seat.cost / panel.total if panel.total else 0.0
    if seat.cost < 0:
        return "l’ensemble y gagnerait, mais le dossier le moins bien servi y perdrait."
    if round(share, 1) == 0:
        return "le changement ne coûterait rien."
    return f"le changement coûterait {share:.1f}\u00a0% de la proximité de l’ensemble.".replace(".", ",", 1)


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


def requeue_lost_panels() -> int:
    """Queue again the panels lost with their worker, three times at most; give how many."""
    now = timezone.now()
    with scopes_disabled():
        old = PanelDraft.objects.filter(beat_at__lt=now - LOST_AFTER)
        lost = list(old.filter(Q(state=PanelState.QUEUED) | Q(state=PanelState.RUNNING)).select_related("pole"))
        for draft in lost:
            same = PanelDraft.objects.filter(pk=draft.pk, state=draft.state, beat_at=draft.beat_at)
            if draft.attempts >= MOST_ATTEMPTS:
                same.update(state=PanelState.FAILED, trouble=INTERRUPTED)
            elif same.update(state=PanelState.QUEUED, beat_at=now):
                compute_panel.enqueue(draft.pk)
    return len(lost)
