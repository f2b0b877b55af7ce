"""Who holds which role, over what."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from vivier_web.accounts.choices import OVER_NETWORK, OVER_ORGANISATION, OVER_POLE, OVER_TERRITORY, RoleKind
from vivier_web.members.models.organisations import Organisation
from vivier_web.members.models.poles import Network, Pole

_IN_A_POLE = [*OVER_POLE, *OVER_ORGANISATION]


class Role(models.Model):
    """Hold one role of one person: over a pôle, an organisation within a pôle, a network, a territory, or all.

    `territory` is an INSEE code of region (`84`), département (`69`) or the SIREN of an EPCI.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="roles")
    kind = models.CharField("rôle", max_length=12, choices=RoleKind.choices)
    pole = models.ForeignKey(Pole, models.CASCADE, null=True, blank=True, related_name="roles")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="roles")
    network = models.ForeignKey(Network, models.CASCADE, null=True, blank=True, related_name="roles")
    territory = models.CharField("territoire", max_length=9, blank=True)
    since = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Each kind has its perimeter, and no other."""

        verbose_name = "rôle"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=sorted(_IN_A_POLE), pole__isnull=False)
                | Q(~Q(kind__in=sorted(_IN_A_POLE)), pole__isnull=True),
                name="role_over_a_pole",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(OVER_ORGANISATION), organisation__isnull=False)
                | Q(~Q(kind__in=sorted(OVER_ORGANISATION)), organisation__isnull=True),
                name="role_over_an_organisation",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(OVER_NETWORK), network__isnull=False)
                | Q(~Q(kind__in=sorted(OVER_NETWORK)), network__isnull=True),
                name="role_over_a_network",
            ),
            models.CheckConstraint(
                condition=Q(Q(kind__in=sorted(OVER_TERRITORY)), ~Q(territory=""))
                | Q(~Q(kind__in=sorted(OVER_TERRITORY)), territory=""),
                name="role_over_a_territory",
            ),
        ]

    def __str__(self) -> str:
        """Show the kind."""
        return str(self.get_kind_display())
