"""The gate: a cube built, protected with all that was published before, audited, and only then frozen for ever."""

from collections.abc import Callable, Collection, Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.indicators.actions.refusing import BesideError, BetrayedError, betrayed, explained, stuck
from vivier_web.indicators.gate.files import files_of
from vivier_web.indicators.gate.frozen import Card, Sealed, document_of, placed, sealed, summed
from vivier_web.indicators.gate.layout import Tables, linked
from vivier_web.indicators.gate.together import each_once
from vivier_web.indicators.models import Agreement, Publication, PublicationFile, PublicationWork
from vivier_web.indicators.queries.agreements import agreed_cells
from vivier_web.indicators.queries.cube_rows import Gathered
from vivier_web.indicators.queries.passages import Passage, passage_of
from vivier_web.indicators.queries.publications import Past
from vivier_web.members.models import Pole
from vivier_web.skills.actions.works import Tell, mine, note, teller
from vivier_web.skills.choices import RunState

if TYPE_CHECKING:
    from vivier.disclosure import ProtectedTables

    Tell3 = Callable[[str, int, int], None]

NOUN = "publication_work"
MOVED = "Une autre publication des mêmes chiffres a paru entre-temps : relancez celle-ci, elle sera comparée à elle."


def pass_gate(work: PublicationWork) -> None:
    """Read what a work is of, pass it through the gate, and keep what comes out: a rehearsal, or a publication.

    Raises:
        InputError: nothing came out, and why.
    """
    tell = teller(work)
    passage = passage_of(work)
    past = passage.past()
    out = _sealed(work, passage, past, tell)
    tell("Écriture des fichiers", 0.95)
    if work.is_final:
        _freeze(work, passage, past, out)
    else:
        _keep_preview(work, out)


def _sealed(work: PublicationWork, passage: Passage, past: Past, tell: Tell) -> Sealed:
    """Build the cube, protect it with the past, and seal what the audit let through."""
    found, labels = passage.found, passage.labels

    def told(what: str, done: int, steps: int) -> None:
        tell(what.capitalize(), 0.2 + 0.7 * done / max(steps, 1))

    def is_protected(past: Past, detail: str) -> bool:
        try:
            passed(found, past, detail, labels)
        except InputError:
            return False
        return True

    tell("Croisement des tableaux", 0.1)
    try:
        agreed = agreed_cells(work, found)
        protected = passed(found, past, work.detail, labels, tell=_now_and_then(told), agreed=agreed)
    except BetrayedError as why:
        mine(work).update(breaches=list(why.breaches))
        raise
    except BesideError as why:
        tell("Recherche de ce qui reste possible", 0.9)
        # Each detail is tried in as long as a passage: of several pôles, minutes.
        more = explained(found, past, work.detail, is_protected) if passage.circle is None else why
        mine(work).update(refusal=more.told)
        raise more from why
    return sealed(protected, _card(work, passage, past, protected.published.spec.tables), found.cube.rules())


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
    spec = found.cube.spec(linked(each_once((*found.cube.tables[detail], *past.tables))))
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


def _card(work: PublicationWork, passage: Passage, past: Past, tables: Tables) -> Card:
    found = passage.found
    return Card(
        key=passage.key,
        cube=found.cube.key,
        title=f"{found.title} · {passage.name}",
        on=found.on.isoformat(),
        published_on=timezone.localdate().isoformat(),
        pole=passage.slug,
        pole_name=passage.name,
        detail=work.detail,
        perimeter=found.perimeter,
        provenance=found.provenance,
        labels=passage.labels,
        version=version("vivier"),
        history=past.digests,
        poles=() if passage.circle is None else tuple(pole.slug for pole in passage.poles),
        about=found.about,
        estimated=found.estimated_codes(tables),
    )


def _keep_preview(work: PublicationWork, out: Sealed) -> None:
    with transaction.atomic():
        is_first = mine(work).update(
            state=RunState.DONE, step="", progress=1, finished_at=timezone.now(), preview=out.content
        )
        if is_first:
            note(f"finish_{NOUN}", work, NOUN, number=work.number)


def _freeze(work: PublicationWork, passage: Passage, past: Past, out: Sealed) -> None:
    """Freeze what the gate let through, if nothing else was published meanwhile; the journal keeps its digest."""
    document, found = document_of(out.content), passage.found
    with transaction.atomic():
        whose = Pole.objects.filter(pk__in=[pole.pk for pole in passage.poles])
        list(whose.select_for_update(of=("self",)).order_by("pk"))
        if passage.is_overtaken(past):
            raise InputError(MOVED)
        _check_agreements(work, found, document)
        done = {"state": RunState.DONE, "step": "", "progress": 1, "finished_at": timezone.now()}
        if not mine(work).update(preview=out.content, **done):
            return
        made = Publication.of(
            out, pole=passage.pole, network=passage.network, territory=passage.territory, work=work,
            key=document["key"], cube=found.cube.key, on=found.on, title=document["title"],
            rules=document["rules"], audit=document["audit"], inputs_sha256=found.sha256,
            published_at=timezone.now(), by=work.by,
        )  # fmt: skip
        made.save()
        keep_files(made, out)
        said = {name: document["audit"][name] for name in ("cells", "hidden", "attacked")}
        verb = "publish_figures"
        if passage.circle is not None:
            verb, said = "publish_together", {**said, "poles": document["poles"]}
        subject = f"publication:{made.pk}"
        record(verb, by=work.by, subject=subject, pole=passage.slug, sha256=out.sha256, **said)


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
