"""What owners answered to the two questions asked of them, read from a CSV of one line an owner."""

from pathlib import Path

from vivier.cli.tables import Line, read_table
from vivier.vocabulary import InputError
from vivier.workforce.transmission import Owner

# What a member may write, in French or as the library names it; empty is « no answer ».
PLANS = {
    "": "unknown",
    "rien": "none",
    "cherche": "sought",
    "trouvé": "successor",
    "trouve": "successor",
    "ferme": "closing",
    **{name: name for name in ("unknown", "none", "sought", "successor", "closing")},
}


def read_owners(path: Path) -> tuple[Owner, ...]:
    """Read owners from a CSV `siret_or_key,owner_age,employees,plan,year`; `occupation` may be added.

    An empty plan is no answer, an empty number of employees none; an empty year is no year.

    Raises:
        InputError: with the line to correct, without repeating what it says of anybody.
    """
    table = read_table(path, ("siret_or_key", "owner_age"), ("employees", "plan", "year", "occupation"))
    return tuple(_owner(line, f"ligne {line.number} de « {table.name} »") for line in table.lines)


def _owner(line: Line, where: str) -> Owner:
    plan = line["plan"].strip().lower()
    if plan not in PLANS:
        raise InputError(f"Le projet de la {where} doit être rien, cherche, trouvé ou ferme, ou rester vide.")
    age, employees = _whole(line, "owner_age", where), _whole(line, "employees", where)
    if age is None:
        raise InputError(f"L’âge du dirigeant manque à la {where} : demandez-le, ou ôtez la ligne.")
    try:
        return Owner(
            _key(line["siret_or_key"]),
            age,
            employees or 0,
            line["occupation"].strip(),
            PLANS[plan],
            _whole(line, "year", where),
        )
    except InputError as refusal:
        raise InputError(f"À la {where}, corrigez ceci : {refusal}") from None


def _key(text: str) -> str:
    """Give the key of a company; a SIRET is often written by groups of figures, which must not make two companies."""
    figures = "".join(text.split())
    return figures if figures.isdigit() else text.strip()


def _whole(line: Line, column: str, where: str) -> int | None:
    text = "".join(line[column].split())
    if text and not (text.isascii() and text.isdigit()):
        raise InputError(f"Il faut un nombre entier dans la colonne « {column} » de la {where}, ou rien.")
    return int(text) if text else None
