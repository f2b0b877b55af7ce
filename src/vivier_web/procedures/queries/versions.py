"""Reads of the procedures of a pôle: the list, one text checked, what others offer, the two sides of a comparison."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django_scopes import scopes_disabled

from vivier.vocabulary import InputError
from vivier_web.members.models import Pole
from vivier_web.procedures.checks import check
from vivier_web.procedures.choices import VersionState
from vivier_web.procedures.definition import Procedure, UnreadableProcedure, digest, read, shipped
from vivier_web.procedures.definition.lines import line_of
from vivier_web.procedures.models import ProcedureVersion


@dataclass(frozen=True, slots=True)
class Checked:
    """Hold what a text gives: the procedure when it can be read, and (line, sentence) of all that is wrong."""

    procedure: Procedure | None
    troubles: tuple[tuple[int, str], ...]

    @property
    def is_sound(self) -> bool:
        """Whether it may be published as it is."""
        return self.procedure is not None and not self.troubles


@dataclass(frozen=True, slots=True)
class Shipped:
    """Hold a procedure that comes with the platform, and what the pôle made of it (None: nothing yet)."""

    procedure: Procedure
    own: ProcedureVersion | None


def versions_of(
    pole: Pole, *, state: str = "", kind: str = "", is_written: bool = True
) -> QuerySet[ProcedureVersion]:
    """List the versions of a pôle, without their texts; those who do not write see what is published."""
    found = ProcedureVersion.objects.filter(pole=pole).defer("text")
    if not is_written:
        found = found.filter(state=VersionState.PUBLISHED)
    elif state in VersionState.values:
        found = found.filter(state=state)
    return found.filter(kind=kind) if kind else found


def offered_elsewhere(pole: Pole) -> list[ProcedureVersion]:
    """List what other pôles offer."""
    with scopes_disabled():
        found = ProcedureVersion.objects.filter(offered=True, state=VersionState.PUBLISHED).exclude(pole=pole)
        return list(found.select_related("pole").defer("text").order_by("title", "pole__name", "-pk"))


def offered_version(pole: Pole, pk: int) -> ProcedureVersion | None:
    """Find one version that another pôle offers."""
    with scopes_disabled():
        found = ProcedureVersion.objects.filter(offered=True, state=VersionState.PUBLISHED, pk=pk)
        return found.exclude(pole=pole).select_related("pole").first()


def shipped_beside(pole: Pole) -> list[Shipped]:
    """List the shipped procedures, each with the latest version of the pôle that came from it."""
    own: dict[str, ProcedureVersion] = {}
    for each in ProcedureVersion.objects.filter(pole=pole).defer("text").order_by("pk"):
        own[each.key] = each
    return [Shipped(each, own.get(each.key)) for each in shipped()]


def shipped_procedure(key: str) -> Procedure | None:
    """Find a shipped procedure."""
    return next((each for each in shipped() if each.key == key), None)


def origin_of(version: ProcedureVersion) -> str:
    """Say where a version was taken from, when it still can be told."""
    if not version.taken_from:
        return ""
    own = ProcedureVersion.objects.filter(pole=version.pole_id, digest=version.taken_from).exclude(pk=version.pk)
    if found := own.first():
        return f"la version {found.version}"
    if found_shipped := next((each for each in shipped() if digest(each) == version.taken_from), None):
        return f"la procédure livrée « {found_shipped.title} », version {found_shipped.version}"
    with scopes_disabled():
        given = (
            ProcedureVersion.objects.filter(digest=version.taken_from, offered=True).select_related("pole").first()
        )
    return f"la procédure de {given.pole.name}, version {given.version}" if given else "une procédure offerte naguère"


def checked(text: str) -> Checked:
    """Read a text and list what is wrong in it, line by line."""
    try:
        procedure = read(text)
    except UnreadableProcedure as why:
        return Checked(None, ((why.line, why.sentence),))
    except InputError as why:
        return Checked(None, ((1, str(why)),))
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    found = sorted((line_of(text, each.path), each.sentence) for each in check(procedure))
    return Checked(procedure, tuple(found))
