"""Indicators of the fictional pôle through the gate: two years of them, and what members declare."""

from vivier_web.accounts.models import User
from vivier_web.indicators.actions.publishing import publish, work_out_publication
from vivier_web.indicators.models import Campaign
from vivier_web.indicators.queries.cube_rows import Asked
from vivier_web.ops.demo.pole import Founded
from vivier_web.ops.demo.publishing import FEWEST

PUBLISHED = (
    ("indicateur:emplois", "medium"), ("indicateur:emplois_rd", "coarse"), ("indicateur:chiffre_affaires", "medium"),
    ("avis:satisfaction", "coarse"),
)  # fmt: skip


def publish_indicators(founded: Founded, *, by: User) -> None:
    """Publish a few indicators of each frozen campaign, the oldest first."""
    if len(founded.members) < FEWEST:
        return
    for campaign in Campaign.objects.filter(pole=founded.pole, frozen_at__isnull=False).order_by("year"):
        for cube, detail in PUBLISHED:
            asked = Asked(cube, f"campaign:{campaign.pk}", detail, {})
            work_out_publication(publish(founded.pole, asked, by=by).pk)
