"""Amounts in whole cents: read exactly, cut down without losing a cent, written as a French reader expects them."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from vivier.french import FIXED, NARROW
from vivier.vocabulary import InputError

_MOST = Decimal(10) ** 12


def check_eur(what: str, value: object) -> None:
    """Refuse what is not an exact amount of euros, from 0 to a thousand billion, with two decimals at most."""
    if isinstance(value, str):
        raise InputError(
            f"{what} est le texte « {value} » : écrivez un nombre, sans guillemets ni espace, avec un point pour "
            "les centimes (120000.50)."
        )
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise InputError(
            f"{what} doit être un montant exact en euros, entier ou décimal (Decimal) : {value} n’en est pas un."
        )
    exact = Decimal(value)
    if not exact.is_finite() or not 0 <= exact <= _MOST:
        raise InputError(
            f"{what} doit être un montant en euros, positif ou nul, de mille milliards au plus ; il est « {value} »."
        )
    if exact != exact.quantize(Decimal("0.01"), ROUND_DOWN):
        raise InputError(f"{what} a plus de deux décimales ({value}) : arrondissez au centime.")


def cents(value: Decimal | int) -> int:
    """Give an amount of euros in cents.

    >>> cents(Decimal("1204.50"))
    120450
    """
    return int(Decimal(value) * 100)


def eur(amount: int) -> Decimal:
    """Give an amount of cents in euros.

    >>> eur(120450)
    Decimal('1204.50')
    """
    return Decimal(amount).scaleb(-2)


def part(amount: int, rate: Decimal) -> int:
    """Give a share of cents, rounded down: an aid never exceeds its rate, were it by half a cent.

    >>> part(30000055, Decimal("0.35"))     # 105 000,1925 €
    10500019
    """
    return int(amount * Fraction(rate))


def cut_down(amounts: Sequence[int], most: int) -> list[int]:
    """Bring amounts down to a total, in proportion; cents left over go to the greatest remainders, then in order.

    >>> cut_down([100, 100, 100], 200), cut_down([5, 7], 20)
    ([67, 67, 66], [5, 7])
    """
    total = sum(amounts)
    if total <= most:
        return list(amounts)
    exact = [divmod(amount * most, total) for amount in amounts]
    kept = [whole for whole, _ in exact]
    order = sorted(range(len(amounts)), key=lambda at: (-exact[at][1], at))
    for at in order[: most - sum(kept)]:
        kept[at] += 1
    return kept


def written(amount: int) -> str:
    r"""Write cents in euros, with their cents.

    >>> written(123456789)
    '1\u202f234\u202f567,89\xa0€'
    """
    whole, rest = divmod(amount, 100)
    return f"{whole:,}".replace(",", NARROW) + f",{rest:02d}{FIXED}€"


def rated(rate: Decimal) -> str:
    r"""Write a rate as per cent, without decimals that say nothing.

    >>> rated(Decimal("0.45")), rated(Decimal("0.125")), rated(Decimal("1.00"))
    ('45\xa0%', '12,5\xa0%', '100\xa0%')
    """
    return f"{(rate * 100).normalize():f}".replace(".", ",") + f"{FIXED}%"
