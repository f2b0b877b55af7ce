"""Importing members: a table waits, its columns are confirmed, it is imported whole or not at all, and undone."""

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.actions.many import CHUNK, write_rows
from vivier_web.members.actions.organisations import listed_by, write_words
from vivier_web.members.choices import ImportState
from vivier_web.members.models import ImportBatch, ImportTrace, Membership, Organisation, Pole, Site
from vivier_web.members.queries.imports import Sorted, read_lines, sort_out, used_elsewhere
from vivier_web.members.registers import REQUIRED, Table, guessed
from vivier_web.members.registers.tables import Line


@transaction.atomic
def prepare_import(pole: Pole, source: str, table: Table, *, by: User | None) -> ImportBatch:
    """Put a table aside until its columns are confirmed; the file itself is not kept."""
    lines = list(table.lines)
    kept = {"header": table.header, "lines": lines}
    batch = ImportBatch.objects.create(
        pole=pole, source=source[-120:], table=kept, columns=guessed(table.header), by=by
    )
    record("prepare_import", by=by, subject=f"import:{batch.pk}", pole=pole.slug, lines=len(lines))
    return batch


@transaction.atomic
def choose_columns(batch: ImportBatch, columns: Sequence[str], *, by: User | None) -> ImportBatch:
    """Say what each column of a waiting table is."""
    if not set(REQUIRED) & set(columns):
        raise InputError("Dites au moins quelle colonne porte le SIRET, le SIREN ou la raison sociale.")
    batch.columns = list(columns)
    batch.save(update_fields=["columns"])
    record("choose_columns", by=by, subject=f"import:{batch.pk}", pole=batch.pole.slug)
    return batch


@transaction.atomic
def drop_import(batch: ImportBatch, *, by: User | None) -> None:
    """Give up a table that was waiting; nothing of it is kept."""
    record("drop_import", by=by, subject=f"import:{batch.pk}", pole=batch.pole.slug)
    batch.delete()


@transaction.atomic
def run_import(batch: ImportBatch, *, by: User | None, today: dt.date) -> ImportBatch:
    """Import a waiting table: every line that can be, or nothing if anything fails."""
    held = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if held.state != ImportState.WAITING or held.table is None:
        raise InputError("Cet import a déjà été fait : il n’a pas été refait.")
    _import_lines(held, [(number, cells) for number, cells in held.table["lines"]], pole=held.pole, today=today)
    held.state, held.table = ImportState.DONE, None
    held.save()
    counts = {name: getattr(held, name) for name in ("organisations", "sites", "admitted", "changed", "refused")}
    record("run_import", by=by, subject=f"import:{held.pk}", pole=held.pole.slug, **counts)
    return held


@transaction.atomic
def import_stream(
    pole: Pole, source: str, table: Table, *, by: User | None, today: dt.date, admits: bool = True
) -> ImportBatch:
    """Import a table of any size as it is read, in one transaction; it can be undone like any other.

    Without `admits`, organisations enter the register and no pôle.
    """
    batch = ImportBatch.objects.create(
        pole=pole, source=source[-120:], columns=guessed(table.header), by=by, state=ImportState.DONE
    )
    if not set(REQUIRED) & set(batch.columns):
        raise InputError("Aucune colonne ne s’appelle SIRET, SIREN ou raison sociale : renommez-les et recommencez.")
    _import_lines(batch, table.lines, pole=pole if admits else None, today=today)
    batch.save()
    record("run_import", by=by, subject=f"import:{batch.pk}", pole=pole.slug, organisations=batch.organisations)
    return batch


def _import_lines(batch: ImportBatch, lines: Iterable[Line], *, pole: Pole | None, today: dt.date) -> None:
    for some in _chunks(lines):
        entries, problems = read_lines(some, batch.columns)
        batch.refused += len({problem.line for problem in problems})
        _write(batch, sort_out(entries, pole=pole, today=today))


def _chunks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    waiting = iter(lines)
    while some := list(itertools.islice(waiting, CHUNK)):
        yield some


def _write(batch: ImportBatch, found: Sorted) -> None:
    sites: defaultdict[int, list[Site]] = defaultdict(list)
    _keep_one_head(found)
    for site in found.sites:
        site.batch = batch
        sites[id(site.organisation)].append(site)
    for organisation in found.organisations:
        own = sites[id(organisation)]
        if own and not any(site.is_head_office for site in own):
            own[0].is_head_office = True
        organisation.batch = batch
        write_words(organisation, own)
    write_rows(found.organisations)
    for site in found.sites:
        site.organisation_id = site.organisation.pk
    write_rows(found.sites)
    _write_changes(batch, found)
    _rewrite_words(found.touched)
    known = {row.organisation.pk for row in found.memberships} - {row.pk for row in found.organisations}
    of_known = _sites_of(known)
    for membership in found.memberships:
        organisation = membership.organisation
        membership.organisation_id, membership.batch = organisation.pk, batch
        own = of_known[organisation.pk] if organisation.pk in known else sites[id(organisation)]
        for name, value in listed_by(organisation, own).items():
            setattr(membership, name, value)
    write_rows(found.memberships)
    batch.organisations += len(found.organisations)
    batch.sites += len(found.sites)
    batch.admitted += len(found.memberships)
    batch.changed += len({(type(change.row), change.row.pk) for change in found.changes})


def _keep_one_head(found: Sorted) -> None:
    """Let an organisation have one head office: the one already known, else the first that the lines name."""
    named = [site for site in found.sites if site.is_head_office]
    known = {site.organisation.pk for site in named} - {None}
    rows = Site.objects.filter(organisation__in=known, is_head_office=True) if known else Site.objects.none()
    have = {id(found.touched[pk]) for pk in rows.values_list("organisation_id", flat=True)}
    for site in named:
        site.is_head_office = id(site.organisation) not in have
        have.add(id(site.organisation))


def _write_changes(batch: ImportBatch, found: Sorted) -> None:
    traces = []
    for change in found.changes:
        change.row.save(update_fields=list(change.after))
        which = "organisation" if isinstance(change.row, Organisation) else "site"
        said = [{name: str(value or "") for name, value in side.items()} for side in (change.before, change.after)]
        traces.append(ImportTrace(batch=batch, before=said[0], after=said[1], **{which: change.row}))
    ImportTrace.objects.bulk_create(traces, batch_size=CHUNK)


def _sites_of(organisations: Iterable[int]) -> defaultdict[int, list[Site]]:
    sites: defaultdict[int, list[Site]] = defaultdict(list)
    for site in Site.objects.filter(organisation__in=list(organisations)):
        sites[site.organisation_id].append(site)
    return sites


def _rewrite_words(touched: dict[int, Organisation]) -> None:
    """Write again the words of organisations already known, in them and in their adhesions to any pôle."""
    sites = _sites_of(touched)
    for pk, organisation in touched.items():
        write_words(organisation, sites[pk])
    Organisation.objects.bulk_update(touched.values(), ["words"], batch_size=500)
    adhesions: list[Membership] = list(Membership._base_manager.filter(organisation__in=list(touched)))  # noqa: SLF001 (of every pôle)
    for adhesion in adhesions:
        for name, value in listed_by(touched[adhesion.organisation_id], sites[adhesion.organisation_id]).items():
            setattr(adhesion, name, value)
    Membership._base_manager.bulk_update(adhesions, ["sort_name", "words", "town", "department"], batch_size=500)  # noqa: SLF001


@transaction.atomic
def undo_import(batch: ImportBatch, *, by: User | None) -> int:
    """Undo an import: what it created goes, what it corrected comes back; tell how many organisations stay.

    Whatever has served since (a dealing, a role, a deposit, another pôle) stays, and so does what somebody corrected.
    """
    held = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if held.state != ImportState.DONE:
        raise InputError("Cet import n’est plus à annuler.")
    touched = _restore(held)
    kept_members = used_elsewhere(_organisations_of(held), but=(Membership, Site, ImportBatch), pole=held.pole)
    Membership.objects.filter(batch=held).exclude(organisation__in=kept_members).delete()
    created = Organisation.objects.filter(batch=held)
    foreign = Site.objects.exclude(batch=held).values("organisation")
    kept = created.filter(pk__in=used_elsewhere(created, but=(Site, ImportBatch)).values("pk")) | created.filter(
        pk__in=foreign
    )
    kept_pks = set(kept.values_list("pk", flat=True))
    sites = Site._base_manager.filter(batch=held).exclude(organisation__in=kept_pks)  # noqa: SLF001 (of every pôle)
    gone = created.exclude(pk__in=kept_pks)
    ImportTrace.objects.filter(Q(site__in=sites) | Q(organisation__in=gone)).delete()  # of later imports
    sites._raw_delete(held._state.db or "default")  # noqa: SLF001 (nothing points to them)
    gone._raw_delete(held._state.db or "default")  # noqa: SLF001 (idem)
    _rewrite_words({row.pk: row for row in Organisation.objects.filter(pk__in=touched)})
    held.state, held.undone_at = ImportState.UNDONE, timezone.now()
    held.save(update_fields=["state", "undone_at"])
    record("undo_import", by=by, subject=f"import:{held.pk}", pole=held.pole.slug, kept=len(kept_pks))
    return len(kept_pks)


def _organisations_of(batch: ImportBatch) -> Any:
    admitted = Membership.objects.filter(batch=batch).values("organisation")
    return Organisation.objects.filter(pk__in=admitted).values("pk")


def _restore(batch: ImportBatch) -> set[int]:
    """Put back what an import changed and nobody did since; give the organisations whose words must follow."""
    created_here = Site.objects.filter(batch=batch).exclude(organisation__batch=batch)
    touched = set(created_here.values_list("organisation_id", flat=True))
    for trace in batch.traces.select_related("organisation", "site"):
        row = trace.organisation or trace.site
        if row is None:
            continue
        unchanged = [name for name, value in trace.after.items() if str(getattr(row, name) or "") == value]
        for name in unchanged:
            setattr(row, name, trace.before[name] or (None if name == "closed_on" else ""))
        row.save(update_fields=unchanged)
        touched.add(row.pk if isinstance(row, Organisation) else row.organisation_id)
    batch.traces.all().delete()
    return touched
