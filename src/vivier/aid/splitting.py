"""The split of an aid between funders: by weight, within the cap of each, to the cent; what is left has a name."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from vivier.aid.money import cents, cut_down, eur
from vivier.aid.result import Citation, Share
from vivier.aid.ruling import Funder
from vivier.vocabulary import InputError

UNFUNDED = "non financé"
_LEFT = Citation("Reste à trouver au-delà des plafonds donnés des financeurs", "plafonds du consortium", "[V]")


def split(total: int, funders: Sequence[Funder], caps_eur: Mapping[str, Decimal | int]) -> tuple[Share, ...]:
    """Split cents between funders; what a capped funder cannot pay goes to the others by their weights.

    Raises:
        InputError: a cap is that of nobody.
    """
    if not funders:
        return ()
    if unknown := sorted(set(caps_eur) - {each.name for each in funders}):
        names = ", ".join(each.name for each in funders)
        raise InputError(
            f"Le plafond de « {unknown[0]} » n’est celui d’aucun financeur : ces règles connaissent {names}."
        )
    room = {each.name: cents(caps_eur[each.name]) if each.name in caps_eur else total for each in funders}
    paid = _paid(total, funders, room)
    shares = [Share(each.name, eur(paid[each.name]), each.rule) for each in funders]
    left = total - sum(paid.values())
    return (*shares, *([Share(UNFUNDED, eur(left), _LEFT)] if left else []))


def _paid(total: int, funders: Sequence[Funder], room: Mapping[str, int]) -> dict[str, int]:
    """Fill funders together; each round settles those that their cap stops, and shares out the rest again."""
    paid: dict[str, int] = {}
    left, open_to = total, list(funders)
    while open_to:
        weights = [each.weight * max(left, 1) for each in open_to]  # never less than the total: only the ratio counts
        wanted = dict(zip([each.name for each in open_to], cut_down(weights, left), strict=True))
        stopped = [each for each in open_to if wanted[each.name] > room[each.name]]
        if not stopped:
            return paid | wanted
        for each in stopped:
            paid[each.name] = room[each.name]
            left -= room[each.name]
        open_to = [each for each in open_to if each not in stopped]
    return paid
