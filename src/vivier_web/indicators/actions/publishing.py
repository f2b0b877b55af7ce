"""The gate: cubes built, protected with all that was published before, audited, and only then frozen for ever."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django_scopes import scopes_disabled
from django_tasks import task

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.indicators.actions.refusing import BesideError, BetrayedError, betrayed, explained, stuck
from vivier_web.indicators.gate.files import files_of
from vivier_web.indicators.gate.frozen import Card, Sealed, document_of, placed, sealed, summed
from vivier_web.indicators.gate.layout import DETAILS, Tables, cube_of, linked
from vivier_web.indicators.models import Agreement, Publication, PublicationFile, PublicationWork
from vivier_web.indicators.queries.agreements import agreed_cells
from vivier_web.indicators.queries.cube_rows import Asked, Gathered
from vivier_web.indicators.queries.cubes import gathered, labels_of
from vivier_web.indicators.queries.memory import past_of_pole
from vivier_web.indicators.queries.publications import Past
from vivier_web.members.models import Pole
from vivier_web.skills.actions.works import Tell, mine, note, requeue_lost, take, teller, worked
from vivier_web.skills.choices import RunState

if TYPE_CHECKING:
    from vivier.disclosure import ProtectedTables

    Tell3 = Callable[[str, int, int], None]

NOUN = "publication_work"
MOVED = "Une autre publication des mêmes chiffres a paru entre-temps : relancez celle-ci, elle sera comparée à elle."


@task(priority=10)  # somebody waits for it: before the reports of a whole wave
def compute(pk: int) -> None:
    """Pass the gate, in the worker."""
    work_out_publication(pk)


def enqueue(work: PublicationWork) -> None:
    """Ask the worker for a passage, once what it reads is safely written."""
    transaction.on_commit(lambda: compute.enqueue(work.pk))


def requeue_lost_publications() -> int:
    """Queue again the passages lost with their worker; give how many were found."""
    return requeue_lost(PublicationWork, NOUN, enqueue)


def prepare_publication(pole: Pole, asked: Asked, *, by: User | None) -> PublicationWork:
    """Ask what would be published and what would be hidden; nothing leaves.

    Raises:
        InputError: there is nothing to publish from there.
    """
    return _queued(pole, asked, by=by, is_final=False)


def publish(
    pole: Pole, asked: Asked, *, by: User | None, rehearsal: PublicationWork | None = None
) -> PublicationWork:
    """Publish: protect with all that was published before, audit, and only then freeze; or refuse, cells named.

    Cells that members agreed to show, of a `rehearsal`, are shown.

    Raises:
        InputError: there is nothing to publish from there.
    """
    return _queued(pole, asked, by=by, is_final=True, rehearsal=rehearsal)


@transaction.atomic
def _queued(
    pole: Pole, asked: Asked, *, by: User | None, is_final: bool, rehearsal: PublicationWork | None = None
) -> PublicationWork:
    if asked.detail not in DETAILS:
        raise InputError("Choisissez le détail dans la liste.")
    if asked.detail not in cube_of(asked.cube).tables:
        raise InputError(f"Le détail « {DETAILS[asked.detail]} » est celui des effectifs : choisissez-en un autre.")
    gathered(pole, asked)  # what cannot be read is said at once
    Pole.objects.select_for_update(of=("self",)).get(pk=pole.pk)  # numbers follow one another
    last = PublicationWork.objects.filter(pole=pole).aggregate(last=Max("number"))["last"] or 0
    work = PublicationWork.objects.create(
        pole=pole, number=last + 1, cube=asked.cube, source=asked.source, detail=asked.detail,
        perimeter=dict(asked.perimeter), is_final=is_final, rehearsal=rehearsal, by=by,
    )  # fmt: skip
    verb = "queue_publication" if is_final else "prepare_publication"
    record(verb, by=by, subject=f"{NOUN}:{work.pk}", pole=pole.slug, number=work.number)
    enqueue(work)
    return work


def work_out_publication(pk: int) -> PublicationWork:
    """Pass the gate once; a passage that somebody else took, or that is done, is left as it is."""
    worked(take(PublicationWork, pk, step="Lecture des chiffres", beside=("by",)), NOUN, _worked_out)
    with scopes_disabled():
        return PublicationWork.objects.get(pk=pk)


def _worked_out(work: PublicationWork) -> None:
    tell = teller(work)
    asked = Asked(work.cube, work.source, work.detail, work.perimeter)
    found = gathered(work.pole, asked)
    past = past_of_pole(work.pole, found)
    out = _sealed(work, found, past, tell)
    tell("Écriture des fichiers", 0.95)
    if work.is_final:
        _freeze(work, found, past, out)
    else:
        _keep_preview(work, out)


def _sealed(work: PublicationWork, found: Gathered, past: Past, tell: Tell) -> Sealed:
    """Build the cube, protect it with the past, and seal what the audit let through."""

    def told(what: str, done: int, steps: int) -> None:
        tell(what.capitalize(), 0.2 + 0.7 * done / max(steps, 1))

    def is_protected(past: Past, detail: str) -> bool:
        try:
            passed(found, past, detail, labels_of(found))
        except InputError:
            return False
        return True

    tell("Croisement des tableaux", 0.1)
    try:
        agreed = agreed_cells(work, found)
        protected = passed(found, past, work.detail, labels_of(found), tell=_now_and_then(told), agreed=agreed)
    except BetrayedError as why:
        mine(work).update(breaches=list(why.breaches))
        raise
    except BesideError as why:
        tell("Recherche de ce qui reste possible", 0.9)
        more = explained(found, past, work.detail, is_protected)
        mine(work).update(refusal=more.told)
        raise more from why
    return sealed(protected, _card(work, found, past, protected.published.spec.tables), found.cube.rules())


def passed(
    found: Gathered, past: Past, detail: str, labels: Mapping[str, Mapping[str, str]],
    *, tell: "Tell3 | None" = None, agreed: Collection[tuple[str, ...]] = (),
) -> "ProtectedTables":  # fmt: skip
    """Protect a cube with all that was published before, and attack the whole; `agreed` cells are shown.

    Raises:
        BetrayedError: the audit found something; nothing may be published.
        BesideError: nothing that may still be hidden protects so much detail.
    """
    from vivier.disclosure import protect, tables_of
    from vivier.disclosure.audit import silent
    from vivier.disclosure.protection import UnsafeTablesError
    from vivier.disclosure.records import records_of
    from vivier.disclosure.suppression import UnprotectableError

    # What was already published stays: the tables of before are made again, so that all are seen together.
    spec = found.cube.spec(linked(tuple(dict.fromkeys((*found.cube.tables[detail], *past.tables)))))
    tables = tables_of(records_of(found.texts(), spec), spec)
    try:
        history = past.fitted(spec, found.cube)
        agreed = [own for codes in agreed if (own := placed(found.cube.columns, codes, spec))]
        return protect(tables, rules=found.cube.rules(), history=history, agreed=agreed, tell=tell or silent)
    except UnsafeTablesError as why:
        raise betrayed(tables, labels, why) from why
    except UnprotectableError as why:
        raise stuck(past) from why


def _now_and_then(tell: "Tell3") -> "Tell3":
    """Pass on one step in twenty: each writes in the base."""
    last = [-1]

    def told(what: str, done: int, steps: int) -> None:
        share = done * 20 // max(steps, 1)
        if share != last[0]:
            last[0] = share
            tell(what, done, steps)

    return told


def _card(work: PublicationWork, found: Gathered, past: Past, tables: Tables) -> Card:
    return Card(
        key=_key(work.pole, found),
        cube=found.cube.key,
        title=f"{found.title} · {work.pole.name}",
        on=found.on.isoformat(),
        published_on=timezone.localdate().isoformat(),
        pole=work.pole.slug,
        pole_name=work.pole.name,
        detail=work.detail,
        perimeter=found.perimeter,
        provenance=found.provenance,
        labels=labels_of(found),
        version=version("vivier"),
        history=past.digests,
        about=found.about,
        estimated=found.estimated_codes(tables),
    )


def _key(pole: Pole, found: Gathered) -> str:
    """Name a publication for its address: what, whose, of when, and its rank among those of the same."""
    with scopes_disabled():
        rank = Publication.objects.filter(pole=pole, cube=found.cube.key, on=found.on).count() + 1
    return f"{found.cube.key.replace(':', '-')}-{pole.slug}-{found.on.isoformat()}-{rank}"


def _keep_preview(work: PublicationWork, out: Sealed) -> None:
    with transaction.atomic():
        is_first = mine(work).update(
            state=RunState.DONE, step="", progress=1, finished_at=timezone.now(), preview=out.content
        )
        if is_first:
            note(f"finish_{NOUN}", work, NOUN, number=work.number)


def _freeze(work: PublicationWork, found: Gathered, past: Past, out: Sealed) -> None:
    """Freeze what the gate let through, if nothing else was published meanwhile; the journal keeps its digest."""
    document = document_of(out.content)
    with transaction.atomic():
        Pole.objects.select_for_update(of=("self",)).get(pk=work.pole_id)
        if past_of_pole(work.pole, found).digests != past.digests:
            raise InputError(MOVED)
        _check_agreements(work, found, document)
        done = {"state": RunState.DONE, "step": "", "progress": 1, "finished_at": timezone.now()}
        if not mine(work).update(preview=out.content, **done):
            return
        made = Publication.of(
            out, pole=work.pole, work=work, key=document["key"], cube=found.cube.key, on=found.on,
            title=document["title"], rules=document["rules"], audit=document["audit"],
            inputs_sha256=found.sha256, published_at=timezone.now(), by=work.by,
        )  # fmt: skip
        made.save()
        keep_files(made, out)
        counts = {name: document["audit"][name] for name in ("cells", "hidden", "attacked")}
        record(
            "publish_figures", by=work.by, subject=f"publication:{made.pk}", pole=work.pole.slug,
            sha256=out.sha256, **counts,
        )  # fmt: skip


def _check_agreements(work: PublicationWork, found: Gathered, document: Mapping[str, Any]) -> None:
    """See that all who agreed still do, while nobody may change their mind."""
    list(Agreement.objects.select_for_update(of=("self",)).filter(work=work.rehearsal_id))
    columns, every = document["columns"], found.cube.columns
    shown = {summed(columns, each[:-3], every) for each in document["cells"] if each[-1] == "agreed"}
    if not shown <= agreed_cells(work, found):
        raise InputError("Un membre est revenu sur son accord entre-temps : relancez la publication.")


def keep_files(publication: Publication, out: Sealed) -> None:
    """Write a publication in every format, once for all."""
    PublicationFile.objects.bulk_create(
        PublicationFile(
            publication=publication, name=each.name, media_type=each.media_type, content=each.content,
            sha256=each.sha256,
        )
        for each in files_of(out.content)
    )  # fmt: skip


@transaction.atomic
def withdraw_publication(publication: Publication, why: str, *, by: User | None) -> None:
    """Show a publication no more, and say why; it stays, and the audit of later ones remembers it.

    Raises:
        InputError: no reason is given.
    """
    if not why.strip():
        raise InputError("Dites pourquoi cette publication est retirée : ses lecteurs le liront.")
    same = Publication.objects.filter(pk=publication.pk, withdrawn_at=None)
    if same.update(withdrawn_at=timezone.now(), withdrawn_why=why.strip()[:300]):
        record("withdraw_publication", by=by, subject=f"publication:{publication.pk}", pole=_slug(publication))


@transaction.atomic
def restore_publication(publication: Publication, *, by: User | None) -> None:
    """Show again a publication that was withdrawn."""
    same = Publication.objects.filter(pk=publication.pk, withdrawn_at__isnull=False)
    if same.update(withdrawn_at=None, withdrawn_why=""):
        record("restore_publication", by=by, subject=f"publication:{publication.pk}", pole=_slug(publication))


def _slug(publication: Publication) -> str:
    return publication.pole.slug if publication.pole is not None else ""


def day_of(pole: Pole, cube: str, source: str) -> dt.date:
    """Give the day that what is asked is about."""
    return gathered(pole, Asked(cube_of(cube).key, source, "coarse", {})).on
