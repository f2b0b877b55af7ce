"""Reads about people and the journal."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import Any, TypeVar

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from vivier_web.accounts.journal import GENESIS, first_broken
from vivier_web.accounts.models import Act, User

T = TypeVar("T")


def first_broken_act() -> int | None:
    """Give the number of the first act of the journal that was tampered with; None when it is whole."""
    acts = Act.objects.order_by("number").iterator(chunk_size=5000)
    return first_broken((act.number, act.entry, act.sealed) for act in acts)


def count_and_seal() -> tuple[int, str]:
    """Give how many acts the journal holds, and the seal of the last, which stands for them all."""
    return Act.objects.order_by("-number").values_list("number", "sealed").first() or (0, GENESIS)


def until_the_next_act(most: int) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Work out once what depends on nothing but what people did, and give it again until somebody does something.

    Every change leaves an act, and the seal of the last act stands for all of them: while it is the same, nothing
    has changed. What a worker moves by itself (the progress of a run) leaves no act, and must be read apart; what
    depends on the day or on the reader takes them as arguments. At most `most` answers are kept, by each process.
    """

    def remembering(work_out: Callable[..., T]) -> Callable[..., T]:
        kept: OrderedDict[tuple[Hashable, ...], tuple[str, T]] = OrderedDict()
        lock = Lock()

        @wraps(work_out)
        def answer(*asked: Hashable) -> T:
            _, seal = count_and_seal()
            known = kept.get(asked)
            if known is not None and known[0] == seal:
                return known[1]
            found = work_out(*asked)
            with lock:
                kept[asked] = seal, found
                kept.move_to_end(asked)
                if len(kept) > most:
                    kept.popitem(last=False)
            return found

        return answer

    return remembering


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
