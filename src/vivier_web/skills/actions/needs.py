"""The return of a member: asked for, filled step by step, sent, corrected by another version, shown if it agrees."""

import hashlib
import json
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Organisation
from vivier_web.skills.models import NeedsCall, NeedsDraft, NeedsRelease, NeedsReturn, Wave
from vivier_web.skills.needs.carried import BEFORE, only, still_true
from vivier_web.skills.needs.reading import Json, Typed, read, typed_in
from vivier_web.skills.needs.schema import CURRENT
from vivier_web.skills.queries.deposits import check_is_member, is_open
from vivier_web.skills.queries.needs import asked_of, current_return, release_of
from vivier_web.skills.queries.needs_filling import previous_answers, rome_of, settled_code, start_of

MOST_BACK = 12  # states one may go back to
MOST_SECONDS = 900  # between two gestures: whoever went for a coffee is not filling a form
CLOSED = "Cette collecte n’est pas ouverte : votre retour reste tel quel ; demandez à votre pôle de la rouvrir."


class IncompleteError(InputError):
    """A return lacks something; `troubles` says what, field by field, and nothing typed is lost."""

    def __init__(self, troubles: dict[str, str]) -> None:
        super().__init__("Il manque encore des réponses : elles sont signalées, rien n’est perdu.")
        self.troubles = troubles


@transaction.atomic
def ask_needs(wave: Wave, *, by: User | None) -> NeedsCall:
    """Ask the members for their return, with the questions of today, for as long as the wave is open."""
    call, is_new = NeedsCall.objects.get_or_create(wave=wave, defaults={"pole": wave.pole, "schema": CURRENT})
    if is_new:
        record("ask_needs", by=by, subject=f"wave:{wave.pk}", pole=wave.pole.slug, schema=call.schema)
    return call


@transaction.atomic
def save_step(
    call: NeedsCall, organisation: Organisation, slug: str, posted: Mapping[str, str], *, by: User | None,
    seconds: int = 0,
) -> NeedsDraft:  # fmt: skip
    """Keep one step as it was typed; occupations that nobody need be asked about are filled in."""
    asked, _ = asked_of(call)
    step = asked.step(slug)
    draft = _draft(call, organisation)
    typed = typed_in(step, posted)
    for name in [name for name in typed if name.endswith("-title")]:
        code = name.removesuffix("title") + "pcs"
        if code not in typed and (found := settled_code(call, typed[name])):
            typed[code] = found
    kept = {name: said for name, said in draft.typed.items() if name not in only(step, draft.typed)}
    _change(draft, kept | typed)
    draft.seen = [*dict.fromkeys([*draft.seen, step.slug])]
    draft.seconds += min(max(seconds, 0), MOST_SECONDS)
    draft.save()
    _note("save_needs", call, organisation, by, step=step.slug)
    return draft


@transaction.atomic
def undo_step(call: NeedsCall, organisation: Organisation, *, by: User | None) -> NeedsDraft:
    """Go back to what was typed before the last change."""
    draft = _draft(call, organisation)
    if draft.before:
        *draft.before, (draft.typed, draft.sources) = draft.before
        draft.save()
        _note("undo_needs", call, organisation, by)
    return draft


@transaction.atomic
def repeat_step(call: NeedsCall, organisation: Organisation, slug: str, *, by: User | None) -> NeedsDraft:
    """Answer a step as last year, where that still holds."""
    asked, first_year = asked_of(call)
    before = previous_answers(call, organisation)
    if before is None:
        raise InputError("Vous n’avez pas encore répondu une autre année : remplissez l’étape, elle servira ensuite.")
    step, draft = asked.step(slug), _draft(call, organisation)
    again = only(step, still_true(asked, before, first_year=first_year))
    kept = {name: said for name, said in draft.typed.items() if name not in only(step, draft.typed)}
    _change(draft, kept | again)
    draft.sources |= dict.fromkeys(again, BEFORE)
    draft.save()
    _note("repeat_needs", call, organisation, by, step=step.slug)
    return draft


@transaction.atomic
def send_return(
    call: NeedsCall, organisation: Organisation, *, by: User | None, is_released: bool = False
) -> NeedsReturn:
    """Send the return as it stands: another version when there was one; the same answers twice are one.

    Raises:
        IncompleteError: something required lacks; the draft stays as it is.
    """
    draft = _draft(call, organisation)
    asked, first_year = asked_of(call)
    found = read(asked, draft.typed, first_year=first_year)
    if found.troubles:
        raise IncompleteError(found.troubles)
    answers = _with_rome(found.answers)
    sha256 = hashlib.sha256(json.dumps(answers, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    current = current_return(call, organisation)
    if current is None or current.sha256 != sha256:
        current = _next_version(draft, current, answers, sha256, by)
    if draft.pk:
        draft.delete()
    (release_return if is_released else withdraw_release)(call, organisation, by=by)
    return current


def _next_version(
    draft: NeedsDraft, before: NeedsReturn | None, answers: Json, sha256: str, by: User | None
) -> NeedsReturn:
    if before is not None:
        before.replaced_at = timezone.now()
        before.save(update_fields=["replaced_at"])
    sent = NeedsReturn.objects.create(
        pole_id=draft.pole_id, call=draft.call, organisation=draft.organisation, answers=answers, sha256=sha256,
        version=before.version + 1 if before is not None else 1, by=by, seconds=draft.seconds,
        fields=len(draft.typed),
    )  # fmt: skip
    details = {"version": sent.version, "fields": sent.fields, "seconds": sent.seconds}
    _note("send_needs", draft.call, draft.organisation, by, **details)
    return sent


@transaction.atomic
def correct_return(call: NeedsCall, organisation: Organisation, *, by: User | None) -> NeedsDraft:
    """Take up again what was sent, to send another version."""
    if current_return(call, organisation) is None:
        raise InputError("Aucun retour n’a encore été envoyé : il n’y a rien à corriger.")
    draft = _draft(call, organisation)
    asked, _ = asked_of(call)
    draft.seen = [step.slug for step in asked.steps]
    draft.save()
    _note("correct_needs", call, organisation, by)
    return draft


@transaction.atomic
def release_return(call: NeedsCall, organisation: Organisation, *, by: User | None) -> None:
    """Let the pôle's team read the return of a member, from now on."""
    if release_of(call, organisation) is None:
        NeedsRelease.objects.create(pole_id=call.pole_id, call=call, organisation=organisation, by=by)
        _note("release_needs", call, organisation, by)


@transaction.atomic
def withdraw_release(call: NeedsCall, organisation: Organisation, *, by: User | None) -> None:
    """Stop letting the pôle's team read the return of a member."""
    current = release_of(call, organisation)
    if current is not None:
        current.withdrawn_at = timezone.now()
        current.save(update_fields=["withdrawn_at"])
        _note("withdraw_needs_release", call, organisation, by)


def _draft(call: NeedsCall, organisation: Organisation) -> NeedsDraft:
    """Give the draft of a member, begun if need be, its wave locked: somebody may be freezing it."""
    wave = Wave.objects.select_for_update(of=("self",)).get(pk=call.wave_id)
    if not is_open(wave, timezone.localdate()):
        raise InputError(CLOSED)
    check_is_member(call.pole_id, organisation)
    draft = NeedsDraft.objects.filter(call=call, organisation=organisation).first()
    if draft is None:
        typed, sources = start_of(call, organisation)
        draft = NeedsDraft(pole_id=call.pole_id, call=call, organisation=organisation, typed=typed, sources=sources)
    return draft


def _change(draft: NeedsDraft, typed: Typed) -> None:
    """Put something else in a draft, which may be taken back; what was changed by hand is no longer prefilled."""
    if typed == draft.typed:
        return
    draft.before = [*draft.before, [draft.typed, draft.sources]][-MOST_BACK:]
    draft.sources = {name: where for name, where in draft.sources.items() if typed.get(name) == draft.typed.get(name)}
    draft.typed = typed


def _with_rome(answers: Json) -> Json:
    hires = [row | {"rome": rome_of(row["title"])} for row in answers.get("hires", ())]
    return answers | {"hires": hires}


def _note(verb: str, call: NeedsCall, organisation: Organisation, by: User | None, **details: object) -> None:
    record(verb, by=by, subject=f"organisation:{organisation.pk}", pole=call.pole.slug, call=call.pk, **details)
