"""Money as people type it and as a page writes it: decimals to the cent, never a float."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from vivier.french import NARROW
from vivier.vocabulary import InputError

CENT = Decimal("0.01")
NOTHING = Decimal("0.00")
MOST = Decimal("9999999999.99")


def read_amount(typed: str | Decimal) -> Decimal:
    r"""Read an amount in euros, spaces and comma allowed.

    >>> read_amount("1 204,5"), read_amount("412\u202f000 €")
    (Decimal('1204.50'), Decimal('412000.00'))

    Raises:
        InputError: it is no amount, it is below zero, or it is finer than a cent.
    """
    text = "".join(str(typed).replace("€", "").split()).replace(",", ".")
    try:
        amount = Decimal(text)
        cents = amount.quantize(CENT)
    except InvalidOperation:
        raise InputError(f"« {str(typed)[:30]} » n’est pas un montant : écrivez par exemple 12 500,00.") from None
    if not amount.is_finite() or amount < 0 or amount > MOST:
        raise InputError("Un montant va de 0 à dix milliards d’euros.")
    if cents != amount or len(text.partition(".")[2]) > 2:  # « 12.500 » is not twelve euros and a half
        raise InputError(f"« {str(typed)[:30]} » est plus fin que le centime : arrondissez-le vous-même.")
    return abs(cents)  # « -0 » is nothing


def euros(value: Decimal | None) -> str:
    r"""Write an amount as a page does, cents only where there are some.

    >>> euros(Decimal("412000")), euros(Decimal("1204.5")), euros(None)
    ('412\u202f000\xa0€', '1\u202f204,50\xa0€', '')
    """
    if value is None:
        return ""
    cents = value.quantize(CENT)
    whole, _, fraction = f"{abs(cents):,}".partition(".")
    sign = "−" if cents < 0 else ""
    return f"{sign}{whole.replace(',', NARROW)}{'' if fraction == '00' else ',' + fraction}\u00a0€"


def total(values: Iterable[Decimal]) -> Decimal:
    """Add amounts, to the cent.

    >>> total([Decimal("0.10"), Decimal("0.20")])
    Decimal('0.30')
    """
    return sum(values, NOTHING)
