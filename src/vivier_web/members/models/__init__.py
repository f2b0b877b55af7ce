"""The tables of members, one file a subject."""

from vivier_web.members.models.dealings import Contact, Dealing
from vivier_web.members.models.organisations import Organisation, Site
from vivier_web.members.models.poles import Label, Membership, Network, Pole
from vivier_web.members.models.roles import Role

__all__ = ["Contact", "Dealing", "Label", "Membership", "Network", "Organisation", "Pole", "Role", "Site"]
