"""What every page of this room starts from: the member, its own contributors only, and the crumbs."""

from django.http import HttpRequest

from vivier_web.members.models import Organisation
from vivier_web.pages.company import who
from vivier_web.pages.company.who import address
from vivier_web.skills.rules import may_share_people_of

Trail = list[tuple[str, str]]


def member_of(request: HttpRequest) -> Organisation:
    """Give the member this page is about, whose contributor one is."""
    return who.member_of(request, who.contributed_by(request), may=may_share_people_of)


def trail_to(member: Organisation, last: str = "") -> Trail:
    """Give the crumbs of a page of this room."""
    room = ("Mobilité entre membres", address("mobility", member) if last else "")
    return [("Mon entreprise", address("company", member)), room, *([(last, "")] if last else [])]
