"""Reads about people and the journal."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from vivier_web.accounts.journal import GENESIS, first_broken
from vivier_web.accounts.models import Act, User


def first_broken_act() -> int | None:
    """Give the number of the first act of the journal that was tampered with; None when it is whole."""
    acts = Act.objects.order_by("number").iterator(chunk_size=5000)
    return first_broken((act.number, act.entry, act.sealed) for act in acts)


def count_and_seal() -> tuple[int, str]:
    """Give how many acts the journal holds, and the seal of the last, which stands for them all."""
    return Act.objects.order_by("-number").values_list("number", "sealed").first() or (0, GENESIS)


def has_second_factor(user: User) -> bool:
    """Tell whether somebody has an application of codes or a passkey."""
    found = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return bool(found.exists())


def account_of(user: User) -> dict[str, Any]:
    """Give all that the accounts know of somebody, as JSON values; secrets are named, never shown."""
    factors = Authenticator.objects.filter(user=user).order_by("pk")
    acts = Act.objects.filter(actor_id=user.pk) | Act.objects.filter(subject=f"user:{user.pk}")
    return {
        "compte": {
            "adresse": user.email,
            "nom": user.full_name,
            "ouvert_le": user.joined_at.isoformat(),
            "derniere_connexion": user.last_login.isoformat() if user.last_login else None,
        },
        "seconds_facteurs": [
            {"nature": each.type, "nom": str(each), "depuis": each.created_at.isoformat()} for each in factors
        ],
        "identites": [
            {"fournisseur": each.provider, "identifiant": each.uid, "donnees": each.extra_data}
            for each in SocialAccount.objects.filter(user=user).order_by("pk")
        ],
        "journal": [
            {"numero": act.number, "le": act.at.isoformat(), "acte": act.verb, "objet": act.subject, "pole": act.pole}
            for act in acts.order_by("number")
        ],
    }
