"""What dossiers know of somebody: asked, declared, said, filed and decided; as JSON values."""

import datetime as dt
from typing import Any

from django_scopes import scopes_disabled

from vivier_web.accounts.models import User
from vivier_web.procedures.models import Assignment, Content, Decision


def expertise_of(user: User) -> dict[str, Any]:
    """Give all of it, in every pôle."""
    with scopes_disabled():
        asked = Assignment.objects.filter(expert=user).select_related("dossier__pole").prefetch_related("opinions")
        filed = Content.objects.filter(by=user).select_related("dossier__pole").order_by("pk")
        decided = Decision.objects.filter(by=user).select_related("dossier__pole").order_by("pk")
        return {
            "expertises": [_asked(each) for each in asked],
            "depots": [_of(each.dossier) | {"version": each.number, "le": each.at.isoformat()} for each in filed],
            "decisions_ecrites": [_of(each.dossier) | {"le": each.on.isoformat()} for each in decided],
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


def _of(dossier: Any) -> dict[str, str]:
    return {"pole": dossier.pole.name, "dossier": dossier.reference}


def _day(at: dt.datetime | None) -> str | None:
    return at.isoformat() if at else None
