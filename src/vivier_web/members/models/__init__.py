"""The tables of members, one file a subject."""

from vivier_web.members.models.dealings import Contact, Dealing
from vivier_web.members.models.groups import GroupLink
from vivier_web.members.models.imports import ImportBatch, ImportTrace
from vivier_web.members.models.memberships import Membership
from vivier_web.members.models.organisations import Organisation, Site
from vivier_web.members.models.poles import Label, Network, Pole
from vivier_web.members.models.roles import Role

__all__ = [
    "Contact",
    "Dealing",
    "GroupLink",
    "ImportBatch",
    "ImportTrace",
    "Label",
    "Membership",
    "Network",
    "Organisation",
    "Pole",
    "Role",
    "Site",
]
