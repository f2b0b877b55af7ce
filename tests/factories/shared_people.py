"""Offers and searches of members, and couples of both at every stage; all made through the actions."""

import datetime as dt
from typing import Any

from django.utils import timezone

from factories.cluster import Cluster
from vivier_web.accounts.actions import open_account
from vivier_web.accounts.models import User
from vivier_web.members.actions import grant_role
from vivier_web.members.models import Organisation
from vivier_web.skills.actions.introductions import show_interest
from vivier_web.skills.actions.mobility import Said, declare_search, offer_people
from vivier_web.skills.models import Introduction, Offer, Search

WELDER, TURNER, BAKER = "623e", "623g", "636d"
OTHER_EMAIL = "dominique.secret@plasturgie.example"
OTHER_NAME = "Dominique Discrète"


def said(**more: Any) -> Said:
    """Say something that may be kept: two welders for six months."""
    first = timezone.localdate() + dt.timedelta(days=30)
    usual = {"title": "Soudeur TIG", "pcs": WELDER, "people": 2, "from_on": first}
    return Said(**(usual | {"until_on": first + dt.timedelta(days=180)} | more))


def offered(found: Cluster, member: int = 0, *, form: str = "loan", **more: Any) -> Offer:
    """Let a member of a pôle offer people."""
    who = found.members[member]
    return offer_people(found.pole, who, said(**more), form=form, acknowledges=True, by=None)


def sought(found: Cluster, member: int = 1, *, km: int = 0, **more: Any) -> Search:
    """Let a member of a pôle seek people."""
    return declare_search(found.pole, found.members[member], said(**more), km=km, by=None)


def contributor(found: Cluster, member: int = 1, email: str = OTHER_EMAIL, name: str = OTHER_NAME) -> User:
    """Give a member its contributor."""
    user = open_account(email, name, by=None)
    grant_role(user, "member", by=None, pole=found.pole, organisation=found.members[member])
    return user


def interested(offer: Offer, search: Search, side: Organisation) -> Introduction:
    """Let one side be interested."""
    return show_interest(offer, search, side=side, by=None)


def agreed(found: Cluster) -> Introduction:
    """Make a couple whose two sides are interested: the first member offers, the second seeks."""
    offer, search = offered(found), sought(found)
    interested(offer, search, found.members[0])
    return interested(offer, search, found.members[1])
