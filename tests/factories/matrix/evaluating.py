"""Who may do what in the room Évaluer, with the indicators a member is asked for, and national campaigns."""

from typing import Any

from factories import campaigned
from factories.cluster import Cluster
from factories.matrix.columns import AUTHORITIES, COMPANY, STAFF, STRATEGISTS, Row, gesture, page, thing
from vivier_web.indicators.actions.campaigns import open_national
from vivier_web.indicators.models import NationalCampaign


def campaign(found: Cluster) -> dict[str, Any]:
    return {"pk": campaigned.opened(found).pk}


def vintage(found: Cluster) -> dict[str, Any]:
    return {"pk": campaigned.frozen(found).campaign_id, "number": 1}


def national(found: Cluster) -> dict[str, Any]:
    year = campaigned.opened(found).year
    known = NationalCampaign.objects.first()
    return {"pk": (known or open_national("competitivite", year, campaigned.window(), by=None)).pk}


ROWS: dict[str, Row] = {
    "campaigns": page(STRATEGISTS),
    "indicator_set": page(STRATEGISTS, keys=lambda _: {"key": "competitivite"}),
    "campaign": thing(STRATEGISTS, campaign),
    "extend_campaign": gesture(STAFF, campaign),
    "remind_campaign": gesture(STAFF, campaign),
    "freeze_campaign": gesture(STAFF, campaign),
    "answer_campaign": thing(STAFF, campaign),
    "save_campaign": gesture(STAFF, campaign),
    "undo_campaign": gesture(STAFF, campaign),
    "send_campaign": gesture(STAFF, campaign, ok=(422,)),  # nothing was typed
    "correct_campaign": gesture(STAFF, campaign),
    "vintage": thing(STRATEGISTS, vintage),
    "member_indicators": page(COMPANY),
    "save_member_indicators": gesture(COMPANY),
    "undo_member_indicators": gesture(COMPANY),
    "send_member_indicators": gesture(COMPANY),
    "correct_member_indicators": gesture(COMPANY),
    "authority_campaigns": page(AUTHORITIES),
    "open_national_campaign": page(frozenset({"state"})),
    "authority_campaign": page(AUTHORITIES, keys=national),
}
