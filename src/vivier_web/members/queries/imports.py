"""What an import would create and change, compared with what is already known; nothing is written here."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.fields.reverse_related import ForeignObjectRel

from vivier_web.members.models import ImportTrace, Membership, Organisation, Pole, Site
from vivier_web.members.registers import Entry, Problem, entry_of
from vivier_web.members.registers.tables import Line


@dataclass(slots=True)
class Change:
    """Hold a row that an import corrects: before and after, field by field."""

    row: Organisation | Site
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(slots=True)
class Sorted:
    """Hold what some entries would create and change."""

    organisations: list[Organisation] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    touched: dict[int, Organisation] = field(default_factory=dict)  # known ones, whose words must be written again
    fates: list[tuple[Entry, str]] = field(default_factory=list)  # for the preview: what becomes of each line


@dataclass(slots=True)
class _Known:
    organisations: dict[str, Organisation]
    sites: dict[str, Site]
    members: set[int]


def read_lines(lines: Sequence[Line], columns: Sequence[str]) -> tuple[list[Entry], list[Problem]]:
    """Read lines into entries; the problems of the others are kept apart."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for number, cells in lines:
        read = entry_of(number, cells, columns)
        if isinstance(read, Entry):
            entries.append(read)
        else:
            problems += read
    return entries, problems


def sort_out(entries: Sequence[Entry], *, pole: Pole | None, today: dt.date) -> Sorted:
    """Compare entries with what is known, in at most four queries whatever their number."""
    known = _known(entries, pole, today)
    found = Sorted()
    for entry in entries:
        fates = [_organisation(entry, known, found)]
        organisation = known.organisations[_key(entry)]
        if entry.siret:
            fate = _site(entry, organisation, known, found)
            fates.append("" if organisation.pk is None else fate)
        if pole is not None and id(organisation) not in known.members:
            known.members.add(id(organisation))
            joined_on = entry.joined_on or today
            found.memberships.append(
                Membership(pole=pole, organisation=organisation, joined_on=joined_on, college=entry.college)
            )
            fates.append("à admettre")
        found.fates.append((entry, ", ".join(filter(None, fates)) or "déjà à jour"))
    return found


def _key(entry: Entry) -> str:
    return entry.siren or "=" + entry.name


def _known(entries: Sequence[Entry], pole: Pole | None, today: dt.date) -> _Known:
    sirens = {entry.siren for entry in entries if entry.siren}
    names = {entry.name for entry in entries if not entry.siren}
    by_key = {row.siren or "": row for row in Organisation.objects.filter(siren__in=sirens)} if sirens else {}
    if names and pole is not None:  # those without SIREN are recognised by their name, within the pôle
        own = Membership.objects.filter(pole=pole, organisation__siren=None, organisation__name__in=names)
        by_key |= {"=" + row.organisation.name: row.organisation for row in own.select_related("organisation")}
    sirets = [entry.siret for entry in entries if entry.siret]
    sites = {row.siret: row for row in Site.objects.filter(siret__in=sirets)} if sirets else {}
    members: set[int] = set()
    if pole is not None and by_key:
        by_pk = {row.pk: row for row in by_key.values()}
        goes_on = Q(left_on=None) | Q(left_on__gte=today)
        current = Membership.objects.filter(goes_on, pole=pole, organisation__in=list(by_pk))
        members = {id(by_pk[pk]) for pk in current.values_list("organisation_id", flat=True)}
    return _Known(by_key, sites, members)


def _organisation(entry: Entry, known: _Known, found: Sorted) -> str:
    row = known.organisations.get(_key(entry))
    if row is None:
        name = entry.name or entry.site_name or f"Organisation {entry.siren}"
        row = Organisation(**{**entry.organisation, "name": name, "siren": entry.siren or None})
        known.organisations[_key(entry)] = row
        found.organisations.append(row)
        return "à créer"
    return "à corriger" if _changes(row, entry.organisation, row, found) else ""


def _site(entry: Entry, organisation: Organisation, known: _Known, found: Sorted) -> str:
    site = known.sites.get(entry.siret)
    if site is None:
        site = Site(organisation=organisation, siret=entry.siret, is_head_office=entry.is_head_office, **entry.site)
        known.sites[entry.siret] = site
        found.sites.append(site)
        if organisation.pk is not None:
            found.touched[organisation.pk] = organisation
        return "établissement à ajouter"
    return "établissement à corriger" if _changes(site, entry.site, organisation, found) else ""


def _changes(row: Organisation | Site, said: dict[str, Any], organisation: Organisation, found: Sorted) -> bool:
    after = {name: value for name, value in said.items() if getattr(row, name) != value}
    if not after:
        return False
    before = {name: getattr(row, name) for name in after}
    for name, value in after.items():
        setattr(row, name, value)
    if row.pk is not None:
        found.changes.append(Change(row, before, after))
        if organisation.pk is not None:
            found.touched[organisation.pk] = organisation
    return row.pk is not None


def used_elsewhere(
    rows: "QuerySet[Any]", *, but: tuple[type[Model], ...], pole: Pole | None = None
) -> "QuerySet[Any]":
    """Keep the organisations that something else points to: a dealing, a role, a deposit, whatever app keeps it.

    With a pôle, only what belongs to that pôle counts.
    """
    is_used = Q(pk__in=())
    for relation in Organisation._meta.get_fields(include_hidden=True):  # noqa: SLF001 (public but for its name)
        if not isinstance(relation, ForeignObjectRel) or relation.related_model in (*but, ImportTrace):
            continue
        model: Any = relation.related_model
        pointing = model._base_manager.filter(**{relation.field.name: OuterRef("pk")})  # noqa: SLF001 (of every pôle)
        if pole is None:
            is_used |= Q(Exists(pointing))
        elif any(each.name == "pole" for each in model._meta.fields):  # noqa: SLF001 (idem)
            is_used |= Q(Exists(pointing.filter(pole=pole)))
    return rows.filter(is_used)
