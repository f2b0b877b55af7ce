"""Deciding of which occupation a job title is, once for every member and wave of a pôle."""

from django.db import transaction

from vivier.reference import pcs_occupations
from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Pole
from vivier_web.skills.models import TitleDecision, key_of


@transaction.atomic
def decide_title(pole: Pole, title: str, code: str, *, by: User | None) -> TitleDecision:
    """Give a title its occupation (a code of PCS-ESE of four characters).

    Raises:
        InputError: the title has no word, or the code does not exist.
    """
    key, chosen = key_of(title), code.strip().lower()
    if not key:
        raise InputError("Cet intitulé ne contient aucun mot : il ne peut pas être codé.")
    if chosen not in pcs_occupations():
        raise InputError(f"« {code.strip()[:12]} » n’est pas un métier de la PCS-ESE : cherchez-le par son libellé.")
    decision, _ = TitleDecision.objects.update_or_create(pole=pole, title=key, defaults={"code": chosen, "by": by})
    record("decide_title", by=by, subject=f"title:{decision.pk}", pole=pole.slug, code=chosen)
    return decision


@transaction.atomic
def undo_title(pole: Pole, title: str, *, by: User | None) -> None:
    """Ask about a title again."""
    decision = TitleDecision.objects.filter(pole=pole, title=key_of(title)).exclude(code="").first()
    if decision is not None:
        decision.code, decision.by = "", by
        decision.save(update_fields=["code", "by", "at"])
        record("undo_title", by=by, subject=f"title:{decision.pk}", pole=pole.slug)
