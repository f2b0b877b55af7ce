"""Regimes as they ship: one TOML file each, read whole and checked; found by name, or by family and day."""

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from vivier.aid.data import CATEGORIES, DECLARED, KINDS, METHODS, SIZES, TERRITORIES, check_choice
from vivier.aid.measures import MEASURES
from vivier.aid.result import Citation
from vivier.aid.ruling import CEILING, Allowance, Bonus, Cap, Ceiling, Condition, Funder, Rate, Regime, Template
from vivier.vocabulary import InputError

Table = Mapping[str, Any]
_SIGNS = ("at_least", "above", "at_most")
_CITED = ("says", "source", "certainty")
_WHOLE = (
    "title", "family", "valid_from", "valid_to", "validity", "conditions", "rates", "ceiling", "ceilings", "caps",
    "allowance", "funders", "letters", "notes",
)  # fmt: skip
_EFFECTS = {"required": "obligatoire", "orientation": "orientation"}
_KEYS = {"kinds": KINDS, "sizes": SIZES, "territories": TERRITORIES, "methods": METHODS, "categories": CATEGORIES}


def rules(name: str, *, on: dt.date | None = None) -> Regime:
    """Give one regime by its name (« fui-25 »), or the one of a family (« fui ») that is in force on a day.

    >>> rules("fui", on=dt.date(2017, 12, 15)).name
    'fui-25'

    Raises:
        InputError: no regime has this name, or none of the family is in force that day; the sentence gives them.
    """
    held = known()
    if name in held:
        return held[name]
    family = [each for each in held.values() if each.family == name]
    if not family:
        raise InputError(f"Les règles « {name} » ne sont pas connues : choisissez parmi {', '.join(held)}.")
    valid = [each for each in family if on is not None and each.holds_on(on)]
    if not valid:
        day = f"aucune n’est en vigueur le {on:%d/%m/%Y}, nommez-en une" if on else "dites le jour"
        raise InputError(f"« {name} » désigne plusieurs règles ({', '.join(each.name for each in family)}) : {day}.")
    return valid[-1]


@cache
def known() -> Mapping[str, Regime]:
    """Give the regimes that ship, by name."""
    folder = files(__package__) / "rules"
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.name.endswith(".toml")}
    found = {name.removesuffix(".toml"): tomllib.loads(texts[name], parse_float=Decimal) for name in sorted(texts)}
    return MappingProxyType({name: _regime(name, table, found) for name, table in found.items()})


def regime(name: str, text: str) -> Regime:
    """Read a regime of one's own, written as those that ship; it may lean on the ceiling of one of them."""
    shipped = {key: {"ceilings": each.ceiling} for key, each in known().items()}
    try:
        table = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError):
        raise InputError(
            f"Les règles « {name} » ne sont pas du TOML : comparez-les à celles qui sont livrées."
        ) from None
    return _regime(name, table, shipped)


def _regime(name: str, table: Table, others: Mapping[str, Table]) -> Regime:
    try:
        _check_keys(f"Les règles « {name} »", table, _WHOLE)
        return Regime(
            name, table.get("family", name), table["title"], table["valid_from"], table.get("valid_to"),
            _citation(table["validity"]),
            tuple(map(_condition, table.get("conditions", ()))),
            tuple(map(_rate, table.get("rates", ()))),
            _ceiling(table, others),
            tuple(map(_cap, table.get("caps", ()))),
            _allowance(table["allowance"]) if "allowance" in table else None,
            tuple(Funder(each["name"], each["weight"], _citation(each)) for each in table.get("funders", ())),
            tuple(Template(**each) for each in table.get("letters", ())),
            tuple(table.get("notes", ())),
        )  # fmt: skip
    except KeyError as absent:
        raise InputError(f"Les règles « {name} » ne disent pas {absent} : complétez-les.") from None
    except InputError:
        raise
    except (TypeError, ValueError, ArithmeticError, AttributeError):
        raise InputError(
            f"Les règles « {name} » ne s’écrivent pas comme celles qui sont livrées : comparez-les."
        ) from None


def _check_keys(what: str, table: Table, known: Iterable[str]) -> None:
    """Refuse a word that would be left out in silence: what it limits would hold for all, or for nobody."""
    if unknown := sorted(set(table) - set(known)):
        raise InputError(f"{what} : le mot « {unknown[0]} » n’est pas connu ; corrigez-le ou ôtez-le.")


def _citation(table: Table) -> Citation:
    if table["certainty"] not in {"[V]", "[S]", "[M]"}:
        raise InputError(f"La certitude « {table['certainty']} » n’est pas connue : écrivez [V], [S] ou [M].")
    return Citation(table["says"], table["source"], table["certainty"])


def _condition(table: Table) -> Condition:
    signs = [sign for sign in _SIGNS if sign in table]
    _check_keys("Une condition", table, ("measure", *_SIGNS, "unless", "effect", *_CITED))
    check_choice("L’excuse d’une condition (unless)", table.get("unless", ""), {"": "", **DECLARED})
    check_choice("L’effet d’une condition (effect)", table.get("effect", "required"), _EFFECTS)
    if table["measure"] not in MEASURES or len(signs) != 1:
        raise InputError(f"La condition sur « {table['measure']} » doit dire une mesure connue et une seule borne.")
    return Condition(
        table["measure"], signs[0], Decimal(table[signs[0]]), _citation(table) if "says" in table else _UNSAID,
        table.get("unless", ""), table.get("effect", "required") == "required",
    )  # fmt: skip


_UNSAID = Citation("condition d’une majoration", "voir la majoration", "[V]")


def _rate(table: Table) -> Rate:
    value = CEILING if table["rate"] == "ceiling" else _portion(table["rate"])
    _check_keys("Un taux", table, ("rate", *_KEYS, *_CITED))
    for key, words in _KEYS.items():
        for each in table.get(key, ()):
            check_choice(f"La liste « {key} » d’un taux", each, words)
    return Rate(value, _citation(table), *(tuple(table.get(key, ())) for key in _KEYS))


def _portion(value: Decimal | int) -> Decimal:
    """Take a rate or a share, from 0 to 1; 45 for 45 % is refused."""
    if not 0 <= Decimal(value) <= 1:
        raise InputError(f"Un taux doit aller de 0 à 1 (0.45 pour 45 %) : il est « {value} ».")
    return Decimal(value)


def _ceiling(table: Table, others: Mapping[str, Table]) -> Ceiling | None:
    if "ceiling" in table:
        named = others[table["ceiling"]]["ceilings"]
        return named if isinstance(named, Ceiling) else _ceiling({"ceilings": named}, {})
    if "ceilings" not in table:
        return None
    held = table["ceilings"]
    return Ceiling(
        {each["category"]: (_portion(each["rate"]), _citation(each)) for each in held["base"]},
        tuple(map(_bonus, held["bonuses"])),
        _portion(held["most"]["rate"]), _citation(held["most"]), tuple(held["exempt"]),
    )  # fmt: skip


def _bonus(table: Table) -> Bonus:
    _check_keys("Une majoration", table, ("family", "points", "categories", "sizes", "areas", "when", *_CITED))
    return Bonus(
        table["family"], _portion(table["points"]), _citation(table), tuple(table["categories"]),
        tuple(table.get("sizes", ())), tuple(table.get("areas", ())),
        tuple(map(_condition, table.get("when", ()))),
    )  # fmt: skip


def _cap(table: Table) -> Cap:
    _check_keys("Une limite (caps)", table, ("kinds", "methods", "share", "most_eur", *_CITED))
    return Cap(
        _citation(table), tuple(table.get("kinds", ())), tuple(table.get("methods", ())),
        _portion(table["share"]) if "share" in table else None, table.get("most_eur"),
    )  # fmt: skip


def _allowance(table: Table) -> Allowance:
    return Allowance(Decimal(table["most_eur"]), table["years"], _citation(table))
