"""What changes the procedures of a pôle: adopted, written, published, offered, set aside; each with its line."""

import re
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Pole
from vivier_web.procedures.checks import Finding, check
from vivier_web.procedures.choices import VersionState
from vivier_web.procedures.definition import Procedure, digest, read, shipped, write
from vivier_web.procedures.models import ProcedureVersion

MOST = {"key": 80, "version": 40, "title": 200}
FROZEN = "Cette version est publiée : son texte ne change plus. Faites-en une nouvelle version."
_LAST_NUMBER = re.compile(r"(\d+)(?!.*\d)")


class UnsoundProcedure(InputError):  # noqa: N818 - what is wrong, not an error of the program
    """Refuse to publish a text that can be read but not run; `findings` has what must be put right."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        one = "Un point reste à corriger" if len(findings) == 1 else f"{len(findings)} points restent à corriger"
        super().__init__(f"{one} avant de publier : {findings[0].sentence}")
        self.findings = findings


@transaction.atomic
def adopt_shipped(pole: Pole, key: str, *, by: User | None) -> ProcedureVersion:
    """Take a procedure that comes with the platform as a draft of the pôle."""
    found = next((each for each in shipped() if each.key == key), None)
    if found is None:
        raise InputError("Cette procédure n’est plus livrée avec la plateforme : choisissez-en une autre.")
    made = _adopted(pole, found)
    _note("adopt_procedure", made, by, source="shipped", key=key)
    return made


@transaction.atomic
def adopt_from_pole(pole: Pole, offered_pk: int, *, by: User | None) -> ProcedureVersion:
    """Take what another pôle offers as a draft of this one."""
    with scopes_disabled():
        offers = ProcedureVersion.objects.filter(offered=True, state=VersionState.PUBLISHED).exclude(pole=pole)
        found = offers.select_related("pole").filter(pk=offered_pk).first()
    if found is None:
        raise InputError("Cette procédure n’est plus offerte : voyez celles qui le sont encore.")
    made = _adopted(pole, found.definition())
    _note("adopt_procedure", made, by, source=found.pole.slug, key=found.key)
    return made


@transaction.atomic
def import_procedure(pole: Pole, text: str, *, by: User | None) -> ProcedureVersion:
    """Make a draft of a file; one that cannot be read is refused with its line (`UnreadableProcedure`).

    A file exported from what is shipped or offered keeps where it comes from: the two may then be compared.
    """
    procedure = read(text)
    made = _drafted(pole, _plain(text), procedure, source=_known(digest(procedure)))
    _note("import_procedure", made, by, stages=len(made.definition().stages))
    return made


@transaction.atomic
def save_draft(version: ProcedureVersion, text: str, *, by: User | None) -> ProcedureVersion:
    """Keep the text of a draft as it was typed, once it can be read."""
    held = _held(version)
    if not held.is_draft:
        raise InputError(FROZEN)
    procedure, text = read(text), _plain(text)
    _check_free(held.pole, procedure, but=held)
    for name, value in _columns(procedure).items():
        setattr(held, name, value)
    held.text = text
    held.save()
    _note("save_procedure", held, by)
    return held


@transaction.atomic
def publish_procedure(version: ProcedureVersion, *, by: User | None) -> ProcedureVersion:
    """Publish a draft that passes the checks; from then on its text, canonical, never changes.

    Raises:
        UnsoundProcedure: something must be put right first; the draft stays as it is.
    """
    held = _held(version)
    if not held.is_draft:
        raise InputError("Cette version n’est pas un brouillon : elle est déjà publiée, ou retirée.")
    procedure = held.definition()
    findings = check(procedure)
    if findings:
        raise UnsoundProcedure(findings)
    held.text = write(procedure)
    held.state, held.published_at = VersionState.PUBLISHED, timezone.now()
    held.save()
    _note("publish_procedure", held, by, digest=held.digest)
    return held


@transaction.atomic
def retire(version: ProcedureVersion, *, by: User | None) -> ProcedureVersion:
    """Set a version aside: no new dossier follows it, those it began keep it; a draft is put away."""
    held = _held(version)
    if held.state != VersionState.RETIRED:
        held.state, held.offered = VersionState.RETIRED, False
        held.save()
        _note("retire_procedure", held, by)
    return held


@transaction.atomic
def resume(version: ProcedureVersion, *, by: User | None) -> ProcedureVersion:
    """Put a version that was set aside back where it was."""
    held = _held(version)
    if held.state == VersionState.RETIRED:
        held.state = VersionState.PUBLISHED if held.published_at else VersionState.DRAFT
        held.save()
        _note("resume_procedure", held, by)
    return held


@transaction.atomic
def new_version(version: ProcedureVersion, *, by: User | None) -> ProcedureVersion:
    """Begin the next version from this one, as a draft."""
    held = _held(version)
    made = _cloned(held.pole, held.definition(), source=held.digest)
    _note("clone_procedure", made, by, source=held.pk)
    return made


@transaction.atomic
def offer(version: ProcedureVersion, *, by: User | None) -> ProcedureVersion:
    """Let other pôles read and adopt a published version."""
    held = _held(version)
    if held.state != VersionState.PUBLISHED:
        raise InputError("Seule une version publiée s’offre aux autres pôles : publiez-la d’abord.")
    return _offered(held, "offer_procedure", by, is_offered=True)


@transaction.atomic
def withdraw_offer(version: ProcedureVersion, *, by: User | None) -> ProcedureVersion:
    """Offer a version no more; those who adopted it keep theirs."""
    return _offered(_held(version), "withdraw_procedure_offer", by, is_offered=False)


def _offered(held: ProcedureVersion, verb: str, by: User | None, *, is_offered: bool) -> ProcedureVersion:
    if held.offered != is_offered:
        held.offered = is_offered
        held.save(update_fields=["offered", "changed_at"])
        _note(verb, held, by)
    return held


def _adopted(pole: Pole, procedure: Procedure) -> ProcedureVersion:
    """Draft a procedure that comes from elsewhere; another text of the same version gets the next number."""
    source = digest(procedure)
    if ProcedureVersion.objects.filter(pole=pole, key=procedure.key, digest=source).exists():
        raise InputError(f"Votre pôle a déjà « {procedure.title} » dans cette version : la voici dans sa liste.")
    if _version(pole, procedure) is None:
        return _drafted(pole, write(procedure), procedure, source=source)
    return _cloned(pole, procedure, source=source)


def _cloned(pole: Pole, procedure: Procedure, *, source: str) -> ProcedureVersion:
    next_one = replace(procedure, version=next_name(procedure.version))
    while _version(pole, next_one) is not None:
        next_one = replace(next_one, version=next_name(next_one.version))
    return _drafted(pole, write(next_one), next_one, source=source)


def next_name(version: str) -> str:
    """Give the name of the version that follows: its last number and one.

    >>> next_name("2026-1"), next_name("v9"), next_name("première")
    ('2026-2', 'v10', 'première-2')
    """
    if not _LAST_NUMBER.search(version):
        return f"{version}-2"
    return _LAST_NUMBER.sub(lambda found: str(int(found[1]) + 1), version)


def _drafted(pole: Pole, text: str, procedure: Procedure, *, source: str | None = None) -> ProcedureVersion:
    _check_free(pole, procedure)
    columns = _columns(procedure)
    try:
        with transaction.atomic():
            return ProcedureVersion.objects.create(pole=pole, text=text, taken_from=source, **columns)
    except IntegrityError as why:  # somebody else of the team was quicker by an instant
        raise InputError(
            "Cette version vient d’être ajoutée par quelqu’un d’autre : la voici dans la liste."
        ) from why


def _columns(procedure: Procedure) -> dict[str, Any]:
    """Give what a row repeats of its text."""
    for name, most in MOST.items():
        if len(getattr(procedure, name)) > most:
            raise InputError(f"« {name} » ne dépasse pas {most} caractères : raccourcissez-le.")
    named = {name: getattr(procedure, name) for name in ("key", "version", "title", "kind")}
    return named | {"digest": digest(procedure)}


def _known(source: str) -> str | None:
    """Keep the print of a file that comes from what is shipped or offered."""
    with scopes_disabled():
        is_offered = ProcedureVersion.objects.filter(digest=source, offered=True).exists()
    return source if is_offered or any(digest(each) == source for each in shipped()) else None


def _version(pole: Pole, procedure: Procedure) -> ProcedureVersion | None:
    return ProcedureVersion.objects.filter(pole=pole, key=procedure.key, version=procedure.version).first()


def _check_free(pole: Pole, procedure: Procedure, *, but: ProcedureVersion | None = None) -> None:
    known = _version(pole, procedure)
    if known is not None and known != but:
        free = next_name(procedure.version)
        raise InputError(
            f"Votre pôle a déjà une version « {procedure.version} » de « {known.title} » : "
            f'écrivez par exemple version = "{free}".'
        )


def _held(version: ProcedureVersion) -> ProcedureVersion:
    """Take the row as it is now, and hold it to the end of the change."""
    return ProcedureVersion.objects.select_for_update(of=("self",)).select_related("pole").get(pk=version.pk)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").removeprefix("\ufeff")


def _note(verb: str, version: ProcedureVersion, by: User | None, **detail: Any) -> None:
    record(verb, by=by, subject=f"procedure:{version.pk}", pole=version.pole.slug, version=version.version, **detail)
