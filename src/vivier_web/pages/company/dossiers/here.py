"""What every page of this room starts from: the member, its own dossiers only, and the crumbs."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from vivier_web.members.models import Organisation
from vivier_web.pages.company import who
from vivier_web.pages.company.who import address
from vivier_web.procedures.models import Dossier
from vivier_web.procedures.rules import may_file_dossiers_for

Trail = list[tuple[str, str]]


def member_of(request: HttpRequest) -> Organisation:
    """Give the member this page is about, whose contributor one is."""
    return who.member_of(request, who.contributed_by(request), may=may_file_dossiers_for)


def own_dossier(request: HttpRequest, pk: int) -> Dossier:
    """Give a dossier of a member one answers for; those of others do not exist."""
    own = [one.pk for one in who.contributed_by(request)]
    rows = Dossier.objects.filter(organisation__in=own).select_related("procedure", "organisation", "pole")
    found: Dossier = get_object_or_404(rows, pk=pk)
    return found


def trail_to(member: Organisation, *more: tuple[str, str]) -> Trail:
    """Give the crumbs of a page of this room."""
    room = ("Dossiers", address("my_dossiers", member) if more else "")
    return [("Mon entreprise", address("company", member)), room, *more]
