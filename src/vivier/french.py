"""French typography: numbers, shares, days and counted words as a French reader expects them."""

import datetime as dt
import math
import re
from decimal import Decimal

from vivier.vocabulary import InputError, Interval

NARROW = "\u202f"  # narrow no-break space: thousands, and before ; : ! ? »
FIXED = "\u00a0"  # no-break space: before %
SMALL = 20  # under this n a percentage would claim more than it knows

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def whole(value: float) -> int:
    """Round to the nearest whole number, halves away from zero as one learns at school.

    >>> whole(2.5), whole(-2.5), whole(0.4)
    (3, -3, 0)
    """
    return int(math.copysign(math.floor(abs(value) + 0.5), value))


def number(value: float) -> str:
    r"""Write a whole number with narrow no-break spaces between thousands.

    >>> number(1204), number(-1234567.4), number(0)
    ('1\u202f204', '−1\u202f234\u202f567', '0')
    """
    rounded = whole(value)
    sign = "−" if rounded < 0 else ""
    return sign + f"{abs(rounded):,}".replace(",", NARROW)


_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+|\d{1,3}(\.\d{3})+,\d*|\d{1,3}(\.\d{3}){2,})", re.ASCII)
_UNITS = {"": 1, "k": 1_000, "K": 1_000, "M": 1_000_000}
_EUROS = re.compile(r"(?:€(?P<before>.*)|(?P<plain>[^kKM€]*)(?:(?P<unit>[kKM]?)€)?)", re.ASCII)
MOST_EUR = Decimal("9999999999.99")


def read_decimal(typed: str) -> Decimal:
    r"""Read a number as people type it: spaces, a comma or a point; points between thousands that leave no doubt.

    >>> read_decimal("1 204,5"), read_decimal("1.234,50"), read_decimal("−3")
    (Decimal('1204.5'), Decimal('1234.50'), Decimal('-3'))

    Raises:
        InputError: it is no number; « 1e3 » is what a narrow column shows of digits it lost, and is none either.
    """
    text = "".join(typed.split()).replace("−", "-")
    if _NUMBER.fullmatch(text) is None:
        raise InputError(f"« {typed.strip()[:20]} » n’est pas un nombre : écrivez par exemple 1 204,5.")
    if text.count(".") + text.count(",") > 1:
        text = text.replace(".", "")
    return Decimal(text.replace(",", "."))


def read_euros(typed: str) -> Decimal:
    r"""Read an amount as people type it, to the cent and never below zero; « 12 k€ » is twelve thousand euros.

    >>> read_euros("1 204,5 €"), read_euros("1.234,50 €"), read_euros("12 k€")
    (Decimal('1204.50'), Decimal('1234.50'), Decimal('12000.00'))

    Raises:
        InputError: it is no amount, is below zero, too great to be true, or finer than a cent (« 12.500 » is no
        twelve euros and a half).
    """
    found = _EUROS.fullmatch("".join(typed.split()))
    try:
        number = read_decimal((found["before"] or found["plain"] or "") if found else "")
    except InputError:
        words = f"« {typed.strip()[:20]} » n’est pas un montant : écrivez-le en euros, par exemple 12 500,50."
        raise InputError(words) from None
    unit = (found["unit"] or "") if found else ""
    amount = number * _UNITS[unit]
    if amount != amount.quantize(Decimal("0.01")) or (not unit and -int(number.as_tuple().exponent) > 2):
        raise InputError(f"« {typed.strip()[:20]} » est plus fin que le centime : arrondissez-le vous-même.")
    if amount < 0 or amount > MOST_EUR:
        raise InputError(f"« {typed.strip()[:20]} » : un montant va de 0 à dix milliards d’euros.")
    return abs(amount.quantize(Decimal("0.01")))  # « -0 » is nothing


def euros(value: Decimal | None) -> str:
    r"""Write an amount as a page does, cents only where there are some; nothing when there is none.

    >>> euros(Decimal("412000")), euros(Decimal("1204.5")), euros(None)
    ('412\u202f000\xa0€', '1\u202f204,50\xa0€', '')
    """
    if value is None:
        return ""
    cents = value.quantize(Decimal("0.01"))
    units, _, fraction = f"{abs(cents):,}".partition(".")
    sign = "−" if cents < 0 else ""
    return f"{sign}{units.replace(',', NARROW)}{'' if fraction == '00' else ',' + fraction}{FIXED}€"


def percent(share: float) -> str:
    r"""Write a 0–1 share as whole per cent; a share that is neither 0 nor 1 is never rounded to them.

    >>> percent(0.214), percent(0.004), percent(0), percent(0.998)
    ('21\xa0%', 'moins de 1\xa0%', '0\xa0%', 'plus de 99\xa0%')
    """
    rounded = _hundredths(share)
    if rounded == 0 and share > 0:
        return f"moins de 1{FIXED}%"
    if rounded == 100 and share < 1:
        return f"plus de 99{FIXED}%"
    return f"{rounded}{FIXED}%"


def probability(value: float) -> str:
    """Write a probability with two decimals, as one is told.

    >>> probability(0.945), probability(1)
    ('0,95', '1,00')
    """
    return f"{_hundredths(value) / 100:.2f}".replace(".", ",")


def _hundredths(share: float) -> int:
    # 57 people of 200 are 28.5 %, although 100 * (57 / 200) falls just under: the page rounds as spreadsheets do.
    return whole(round(share * 100, 9))


def share(value: float, n: int) -> str:
    r"""Write a share of n people: per cent, or « 3 sur 7 » when n is small; neither is ever rounded to none or all.

    >>> share(0.43, 3000), share(3 / 7, 7), share(0.0, 0)
    ('43\xa0%', '3 sur 7', 'sans objet')
    >>> share(0.04, 7), share(0.97, 7)
    ('<\xa01 sur 7', '>\xa06 sur 7')
    """
    if n == 0:
        return "sans objet"
    if n >= SMALL:
        return percent(value)
    held = value * n
    if 0 < held < 0.5:
        return f"<{FIXED}1 sur {n}"
    if n - 0.5 <= held < n:
        return f">{FIXED}{n - 1} sur {n}"
    return f"{number(held)} sur {n}"


def of_people(value: float, n: int, *, one: str, many: str) -> str:
    r"""Write a share of n employees as the subject of a sentence; `one` and `many` are what is said of them.

    >>> of_people(0.43, 3000, one="est en CDI", many="sont en CDI")
    '43\xa0% des salariés sont en CDI'
    >>> of_people(1 / 7, 7, one="est en CDI", many="sont en CDI")
    '1\xa0salarié sur 7 est en CDI'
    """
    if n >= SMALL:
        return f"{share(value, n)} des salariés {many}"
    return f"{counted(value * n, 'salarié')} sur {n} {one if whole(value * n) < 2 else many}"


def expected(value: float) -> str:
    r"""Write an expected number of people; one that is not nothing is never written 0.

    >>> expected(12.4), expected(0.3), expected(0)
    ('12', '<\xa01', '0')
    """
    return f"<{FIXED}1" if 0 < value < 0.5 else number(value)


def bounds(interval: Interval, *, as_share: bool = False) -> str:
    r"""Write an interval between brackets, on one line.

    >>> bounds(Interval(1090, 1330)), bounds(Interval(0.18, 0.24), as_share=True)
    ('[1\u202f090\u202f;\xa01\u202f330]', '[18\u202f;\xa024\xa0%]')
    """
    if as_share:
        low, high = _hundredths(interval.low), _hundredths(interval.high)
        return f"[{low}{NARROW};{FIXED}{high}{FIXED}%]"
    return f"[{number(interval.low)}{NARROW};{FIXED}{number(interval.high)}]"


def printable(text: str) -> str:
    r"""Drop the control characters no document can hold; a lone half of a character becomes a question mark.

    File names bring both: a name that is not UTF-8 is read with lone halves.

    >>> printable("caf\udce9.txt\x00")
    'caf?.txt'
    """
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]", "", re.sub(r"[\ud800-\udfff]", "?", text))


def harmless(value: object) -> str:
    r"""Write a value as a text that no spreadsheet computes, even when it begins as a formula does; None is empty.

    >>> harmless("=1+1"), harmless(" @SUM(A1)"), harmless("625b"), harmless(None)
    ("'=1+1", "' @SUM(A1)", '625b', '')
    """
    text = "" if value is None else str(value)
    is_formula = text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(("=", "+", "-", "@"))
    return f"'{text}" if is_formula else text


def typeset(text: str) -> str:
    r"""Give a text its real apostrophes, ellipses and no-break spaces; digits and codes are left alone.

    >>> typeset("Chefs d'équipe : l'atelier ?"), typeset("« peu » 21 %")
    ('Chefs d’équipe\u202f: l’atelier\u202f?', '«\u202fpeu\u202f» 21\xa0%')
    """
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text.replace("...", "…"))
    text = re.sub(r"[ \u00a0]([;:!?»])", NARROW + r"\1", text)
    text = re.sub(r"«[ \u00a0]", "«" + NARROW, text)
    text = re.sub(r"(?<=\d)[ \u00a0]%", FIXED + "%", text)
    return re.sub(r"(?<=\d) (?=\d{3}\b)", NARROW, text)


def long_date(iso: str) -> str:
    r"""Write an ISO date in words.

    >>> long_date("2026-01-31"), long_date("2026-03-01")
    ('31\xa0janvier 2026', '1er\xa0mars 2026')
    """
    try:
        day = dt.date.fromisoformat(iso)
    except ValueError:
        day = None
    if day is None or day.isoformat() != iso:
        raise InputError("La date de référence de l’étude doit s’écrire année-mois-jour, par exemple 2026-01-31.")
    return f"{'1er' if day.day == 1 else day.day}{FIXED}{MONTHS[day.month - 1]} {day.year}"


def counted(n: float, one: str, many: str | None = None) -> str:
    r"""Write a number and its noun, in the plural from two on.

    >>> counted(1, "membre"), counted(0, "métier"), counted(1204, "poste à pourvoir", "postes à pourvoir")
    ('1\xa0membre', '0\xa0métier', '1\u202f204\xa0postes à pourvoir')
    """
    noun = one if abs(whole(n)) < 2 else (many or one + "s")
    return f"{number(n)}{FIXED}{noun}"


def listed(words: list[str]) -> str:
    """Join words as a French sentence does.

    >>> listed(["régleurs", "soudeurs", "monteurs"]), listed(["régleurs"])
    ('régleurs, soudeurs et monteurs', 'régleurs')
    """
    return " et ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def shortened(label: str, limit: int = 42) -> str:
    """Cut a long label at a comma, a colon or a word, and say so with an ellipsis.

    >>> shortened("Mécaniciens qualifiés de maintenance, entretien : équipements industriels")
    'Mécaniciens qualifiés de maintenance…'
    """
    if len(label) <= limit:
        return label
    kept = label[: limit - 1]
    cut = max(kept.rfind(mark) for mark in (",", " :", NARROW + ":", " ("))
    if cut < limit // 2:
        cut = kept.rfind(" ") if " " in kept else len(kept)
    return re.sub(r"(\s+(de|des|du|d’|et|en|la|le|les|à|aux|ou|sur))+$", "", kept[:cut].rstrip(" ,;:(")) + "…"
