"""Reading JSON values that come from elsewhere: the exact type, the known code, the possible range, or a refusal."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from functools import cache
from typing import Any

from vivier.intake.data import BANDS, CONTRACTS, LEVELS, UNKNOWN
from vivier.intake.dsn.months import HIRED, MOTIVES
from vivier.intake.identity import is_siren, is_siret
from vivier.reference.pcs import pcs_codes
from vivier.vocabulary import InputError, Period

MOST_PEOPLE = 1_000_000
Reader = Callable[[object], Any]


def malformed(where: str) -> InputError:
    """Make the one sentence told when something else than counts is sent; it never quotes what was sent."""
    return InputError(
        f"Cet envoi n’a pas la forme attendue ({where}) : rien n’a été enregistré ; rechargez la page et recommencez."
    )


def exact(payload: object, keys: Iterable[str]) -> dict[str, Any]:
    """Read an object that has these keys and no other."""
    if not isinstance(payload, dict) or set(payload) != set(keys):
        raise malformed("rubriques")
    return payload


def listed(payload: object, most: int, where: str) -> list[object]:
    """Read a list of at most so many things."""
    if not isinstance(payload, list) or len(payload) > most:
        raise malformed(where)
    return payload


def each(payload: object, read: Reader, most: int, where: str) -> list[Any]:
    """Read a list whose every item is read alike."""
    return [read(item) for item in listed(payload, most, where)]


def fields(payload: object, readers: tuple[Reader, ...]) -> list[Any]:
    """Read a list of exactly these fields, in this order."""
    items = listed(payload, len(readers), "cases")
    if len(items) != len(readers):
        raise malformed("cases")
    return [read(item) for read, item in zip(readers, items, strict=True)]


def whole(value: object, least: int, most: int) -> int:
    """Read a whole number of a range; `true` is not one."""
    if type(value) is not int or not least <= value <= most:
        raise malformed("nombres")
    return value


def amount(value: object, most: float) -> float:
    """Read a number from 0 to `most`, NaN refused."""
    if type(value) not in (int, float) or not 0 <= value <= most:  # type: ignore[operator]
        raise malformed("nombres")
    return float(value)  # type: ignore[arg-type]


def _one_of(known: Collection[str], where: str) -> Reader:
    def read(value: object) -> str:
        if not isinstance(value, str) or value not in known:
            raise malformed(where)
        return value

    return read


@cache
def _occupations() -> frozenset[str]:
    return frozenset({*pcs_codes(), UNKNOWN})


def _pcs(value: object) -> str:
    return str(_one_of(_occupations(), "métiers")(value))


def _age(value: object) -> str | int:
    if type(value) is int and 14 <= value <= 80:
        return value
    return str(_one_of((*BANDS, UNKNOWN), "âges")(value))


def _day(value: object) -> dt.date:
    try:
        found = dt.date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise malformed("dates") from None
    if found.isoformat() != value or not 1990 <= found.year <= 2100:  # those a read takes
        raise malformed("dates")
    return found


def _month(value: object) -> Period:
    return Period.of(_day(f"{value}-01" if isinstance(value, str) else value))


def _siren(value: object) -> str:
    if not isinstance(value, str) or not (value == UNKNOWN or is_siren(value)):
        raise malformed("SIREN")
    return value


def _siret(value: object) -> str:
    # A wrong key is told by the read, never corrected: fourteen figures are enough here.
    if not isinstance(value, str) or not (value == UNKNOWN or is_siret(value) or _has_fourteen(value)):
        raise malformed("établissements")
    return value


def _has_fourteen(value: str) -> bool:
    return len(value) == 14 and value.isascii() and value.isdigit()


def _positive(value: object) -> int:
    return whole(value, 1, MOST_PEOPLE)


PCS, AGES, DAY, MONTH, SIREN, SIRET, COUNT = _pcs, _age, _day, _month, _siren, _siret, _positive
SEX = _one_of(("H", "F", UNKNOWN), "sexes")
CONTRACT = _one_of(CONTRACTS, "contrats")
DIRECTION = _one_of(("entree", "sortie"), "mouvements")
MOTIVE = _one_of((*MOTIVES, HIRED), "mouvements")
ASSESSED = _one_of(LEVELS[:-1], "niveaux")  # of a polyvalence matrix; nobody is counted where nobody was assessed
KIND = _one_of(("dsn", "liste", "tableau", "competences"), "sources")
