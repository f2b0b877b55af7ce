"""The card of one member, as its pôle knows it."""

import datetime as dt
from dataclasses import dataclass

from vivier_web.members.models import Contact, Dealing, Membership, Organisation, Pole, Site


@dataclass(frozen=True, slots=True)
class MemberCard:
    """Hold all that a pôle knows of a member: adhesions (the latest first), sites, people, dealings."""

    organisation: Organisation
    adhesions: tuple[Membership, ...]
    sites: tuple[Site, ...]
    contacts: tuple[Contact, ...]
    dealings: tuple[Dealing, ...]
    today: dt.date

    @property
    def adhesion(self) -> Membership:
        """The adhesion that counts: the one of today, else the latest."""
        return next((each for each in self.adhesions if each.holds_on(self.today)), self.adhesions[0])

    @property
    def is_current(self) -> bool:
        """Whether the organisation is a member today."""
        return self.adhesion.holds_on(self.today)

    @property
    def is_to_come(self) -> bool:
        """Whether the organisation is to become a member."""
        return self.adhesion.joined_on > self.today

    @property
    def waiting(self) -> tuple[Dealing, ...]:
        """The next steps not taken yet, the most pressing first."""
        steps = (each for each in self.dealings if each.next_step and each.settled_on is None)
        return tuple(sorted(steps, key=lambda each: each.due_on or dt.date.max))


def organisation_of(pole: Pole, pk: int) -> Organisation | None:
    """Give an organisation that is or was a member of a pôle; None for any other, whoever it belongs to."""
    adhesion = Membership.objects.filter(pole=pole, organisation_id=pk).select_related("organisation").first()
    return adhesion.organisation if adhesion else None


def member_card(pole: Pole, organisation: Organisation, *, today: dt.date) -> MemberCard:
    """Give the card of a member of a pôle, in four queries."""
    of_pole = {"pole": pole, "organisation": organisation}
    return MemberCard(
        organisation,
        tuple(Membership.objects.filter(**of_pole).order_by("-joined_on", "-pk")),
        tuple(Site.objects.filter(organisation=organisation)),
        tuple(Contact.objects.filter(**of_pole)),
        tuple(Dealing.objects.filter(**of_pole).select_related("contact", "by")[:200]),
        today,
    )
