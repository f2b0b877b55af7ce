"""Panels worked out by the worker: what the engine is given, what is kept of its answer, those lost with a worker."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from django_tasks import task

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.procedures.choices import PanelState
from vivier_web.procedures.models import PanelDraft
from vivier_web.procedures.queries.panel_keys import dossier_key, expert_key, pk_of, plain
from vivier_web.procedures.queries.panels import Inputs, inputs_of

if TYPE_CHECKING:
    from vivier.panels.interests import Conflict
    from vivier.panels.result import Panel, Seat

LOST_AFTER = dt.timedelta(minutes=2)
MOST_ATTEMPTS = 3
INTERRUPTED = "Le calcul s’est interrompu trois fois : prévenez l’exploitant de la plateforme, puis relancez-le."
_SIREN = re.compile(r"\b\d{9}\b")


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


def enqueue_panel(draft: PanelDraft) -> None:
    """Ask the worker for a panel, once what it reads is safely written."""
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
        Expert(expert_key(each.person.pk), each.words, each.companies, each.mandates, each.projects)
        for each in inputs.experts
    ]
    dossiers = [Dossier(dossier_key(each.dossier.pk), each.words, each.partners) for each in inputs.dossiers]
    if not experts:
        raise InputError("Le pôle n’a encore aucun expert : invitez-en depuis « Équipe ».")
    apart = _apart(inputs, experts, dossiers)
    known = {each.person.pk for each in inputs.experts}
    held = {pair for pair in (*inputs.asked, *map(tuple, terms["frozen"])) if pair[0] in known}
    frozen = {(expert_key(expert), dossier_key(dossier)) for expert, dossier in held}
    blocked = {(each.expert, each.dossier) for each in apart} - frozen
    loads = Counter(expert for expert, _ in held)
    panel = assign(
        affinity(experts, dossiers),
        loads={expert_key(each.person.pk): (0, max(each.most, loads[each.person.pk])) for each in inputs.experts},
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
        Declared(expert_key(expert), dossier_key(dossier), reason=plain(reason) or "il a décliné")
        for expert, dossier, reason in inputs.refused
        if expert in known
    ]
    return conflicts(experts, dossiers, today=timezone.localdate(), groups=inputs.groups, declared=declared)


def _quotas(inputs: Inputs, terms: Mapping[str, Any]) -> list[Any]:
    from vivier.panels.data import Quota

    found = []
    for college in terms["colleges"]:
        theirs = tuple(expert_key(each.person.pk) for each in inputs.experts if each.college == college)
        found.append(Quota(f"au moins un du collège {college}", theirs, least=1))
    for region in sorted({each.region for each in inputs.experts if each.region}) if terms["most_of_region"] else ():
        theirs = tuple(expert_key(each.person.pk) for each in inputs.experts if each.region == region)
        found.append(Quota(f"au plus {terms['most_of_region']} de {region}", theirs, most=terms["most_of_region"]))
    return found


def _kept(panel: "Panel", apart: "tuple[Conflict, ...]", inputs: Inputs) -> dict[str, Any]:
    """Write a panel as it is kept: keys of experts and dossiers, never a name of a person."""
    named = {key: name for key, name in inputs.names.items() if _SIREN.fullmatch(key)}
    return {
        "seats": [
            {
                "expert": pk_of(each.expert),
                "dossier": pk_of(each.dossier),
                "why": _why(each),
                **({} if each.is_frozen else _after(each, panel)),
            }
            for each in panel.seats
        ],
        "alternates": [{"expert": pk_of(s.expert), "dossier": pk_of(s.dossier)} for s in panel.alternates],
        "apart": [
            {
                "expert": pk_of(each.expert),
                "dossier": pk_of(each.dossier),
                "kind": each.kind,
                "why": _SIREN.sub(lambda found: named.get(found.group(), found.group()), each.sentence),
            }
            for each in apart
        ],
        "worst": pk_of(panel.worst_dossier) if panel.worst_dossier else 0,
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
    return {"next": pk_of(seat.next_best) if seat.next_best else 0, "price": _price(seat, panel)}


def _price(seat: "Seat", panel: "Panel") -> str:
    share = 100 * seat.cost / panel.total if panel.total else 0.0
    if seat.cost < 0:
        return "l’ensemble y gagnerait, mais le dossier le moins bien servi y perdrait."
    if round(share, 1) == 0:
        return "le changement ne coûterait rien."
    return f"le changement coûterait {share:.1f}\u00a0% de la proximité de l’ensemble.".replace(".", ",", 1)


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
