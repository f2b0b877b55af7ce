"""Who may do what in the room Évaluer, with the indicators a member is asked for, and national campaigns."""

from typing import Any

from factories import belongings as own
from factories import campaigned
from factories.cluster import Cluster
from factories.matrix.columns import AUTHORITIES, COMPANY, STAFF, STRATEGISTS, Row, gesture, page, public, thing
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


DIRECTION = frozenset({"director"})
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
    "publications": page(STRATEGISTS),
    "prepare_publication": page(STAFF),
    "known_figures": page(STAFF),
    "publication_work": thing(STRATEGISTS, own.publication_work),
    "publication_progress": thing(STRATEGISTS, own.publication_work),
    "ask_agreements": gesture(STAFF, own.publication_work),
    "member_agreements": page(frozenset({"member"})),
    "answer_agreement": gesture(frozenset({"member"}), own.agreement, data={}),
    "publish_figures": gesture(DIRECTION, own.publication_work),
    "withdraw_publication": gesture(DIRECTION, own.publication, data={"why": "Erreur"}),
    "restore_publication": gesture(DIRECTION, own.publication),
    "network_figures": page(frozenset({"network"})),
    "publish_joint": gesture(frozenset({"network"}), own.joint_day, is_of_a_pole=False),
    "joint_progress": page(frozenset({"network", "state", "region"})),
    "withdraw_joint": gesture(
        frozenset({"network"}), own.joint_publication, data={"why": "Erreur"}, is_of_a_pole=False
    ),
    "restore_joint": gesture(frozenset({"network"}), own.joint_publication, is_of_a_pole=False),
    "authority_figures": page(AUTHORITIES),
    # For anyone
    "open_data": public(),
    "open_catalogue": public(),
    "published_dataset": public(keys=own.published_key),
    "published_file": public(keys=own.published_file),
    "api:published_datasets": public(),
    "api:published_dataset": public(keys=own.published_key),
}
