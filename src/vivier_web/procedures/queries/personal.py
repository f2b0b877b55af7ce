"""What dossiers know of somebody: asked, declared, said, filed and decided; as JSON values."""

import datetime as dt
from typing import Any

from django_scopes import scopes_disabled

from vivier_web.accounts.models import User
from vivier_web.procedures.models import Assignment, Attendee, Content, Decision, ExpertCard


def expertise_of(user: User) -> dict[str, Any]:
    """Give all of it, in every pôle."""
    with scopes_disabled():
        asked = Assignment.objects.filter(expert=user).select_related("dossier__pole").prefetch_related("opinions")
        filed = Content.objects.filter(by=user).select_related("dossier__pole").order_by("pk")
        decided = Decision.objects.filter(by=user).select_related("dossier__pole").order_by("pk")
        cards = ExpertCard.objects.filter(expert=user).select_related("pole").prefetch_related("ties").order_by("pk")
        sat = Attendee.objects.filter(person=user).select_related("meeting__pole", "meeting__procedure")
        return {
            "expertises": [_asked(each) for each in asked],
            "depots": [_of(each.dossier) | {"version": each.number, "le": each.at.isoformat()} for each in filed],
            "decisions_ecrites": [_of(each.dossier) | {"le": each.on.isoformat()} for each in decided],
            "fiches_d_expert": [_card(each) for each in cards],
            "seances": [_sat(each) for each in sat.prefetch_related("recusals__item__dossier__pole")],
        }


def _asked(row: Assignment) -> dict[str, Any]:
    return _of(row.dossier) | {
        "etape": row.stage,
        "reponse": row.get_state_display(),
        "interet_declare": row.reason,
        "demande_le": row.invited_at.isoformat(),
        "repondu_le": _day(row.answered_at),
        "avis": [
            {
                "le": each.given_at.isoformat(),
                "version": each.content,
                "notes": each.marks,
                "recommandation": each.recommendation,
                "pour_le_porteur": each.for_applicant,
                "pour_ceux_qui_decident": each.for_panel,
            }
            for each in row.opinions.all()
        ],
    }


def _card(row: ExpertCard) -> dict[str, Any]:
    return {
        "pole": row.pole.name,
        "domaines": row.words,
        "college": row.college,
        "region": row.region,
        "dossiers_au_plus": row.most,
        "liens": [
            {
                "nature": each.get_kind_display(),
                "organisation": each.name,
                "siren": each.siren,
                "jusqu_au": each.until_on.isoformat() if each.until_on else None,
            }
            for each in row.ties.all()
        ],
    }


def _sat(row: Attendee) -> dict[str, Any]:
    left = [_of(each.item.dossier) | {"motif": each.reason} for each in row.recusals.all()]
    return {"pole": row.meeting.pole.name, "seance": str(row.meeting), "sorties": left}


def _of(dossier: Any) -> dict[str, str]:
    return {"pole": dossier.pole.name, "dossier": dossier.reference}


def _day(at: dt.datetime | None) -> str | None:
    return at.isoformat() if at else None
