"""The rates of other departures: what the files show, what is kept, and how much the pôle’s own data weigh."""

from vivier.french import counted, number, percent
from vivier.report.page.elements import Card, Column, empty, fold, table, text
from vivier.report.reading import ALL, figures, label
from vivier.study import Figure, Study

SHOWN = 8
NOTHING = (
    "Aucun adhérent n’a déposé deux mois qui se suivent : les taux sont ceux des statistiques nationales, et les "
    "données du pôle n’y pèsent rien."
)
SUB = (
    "Autres départs par an, en emploi durable. Observé : dans les mois déposés. Retenu : une fois rapproché du pôle "
    "et des taux nationaux. Poids : part des données du métier dans le taux retenu, le reste étant aux taux du pôle "
    "(pour l’ensemble, aux taux nationaux)."
)
SUB_OF_ALL = (
    "Autres départs par an, en emploi durable, tous métiers ensemble. Observé : dans les mois déposés. Retenu : une "
    "fois rapproché des taux nationaux. Poids : part des données du pôle dans le taux retenu."
)
HEADS = ("Années-personnes vues", "Observé", "Retenu", "Poids des données")
Found = dict[tuple[str, ...], Figure]


def rates(study: Study) -> Card:
    """Write the card: one line an occupation, those most seen first, after all of them together."""
    found = figures(study, "taux")
    seen = {keys[0]: one.n for keys, one in found.items() if keys[1] == "poids" and one.n}
    if not seen:
        return Card("Les taux de départ viennent des statistiques nationales", "", empty(NOTHING), ("taux",))
    order = sorted(seen, key=lambda code: (code != ALL, -seen[code], code))
    heads = [Column("Métier"), *(Column(title, is_number=True) for title in HEADS)]
    rows = [_line(study, code, seen[code], found) for code in order]
    body = table(heads, rows[: SHOWN + 1], caption="Taux annuels des autres départs, par métier", stacks=True)
    if len(rows) > SHOWN + 1:
        rest = table(heads, rows[SHOWN + 1 :], caption="Les autres métiers", stacks=True)
        others = counted(len(rows) - SHOWN - 1, "autre métier", "autres métiers")
        body += fold(f"et {others} : voir le tableau", rest, sheet="taux")
    return Card(_title(found), SUB if len(order) > 1 else SUB_OF_ALL, body, ("taux",), is_wide=True)


def _title(found: Found) -> str:
    weight, kept = found.get((ALL, "poids")), found.get((ALL, "retenu"))
    if weight is None or kept is None:
        return "Ce que pèsent les données du pôle dans les taux de départ"
    share = percent(weight.value)
    return f"{percent(kept.value)} d’autres départs par an ; les données du pôle pèsent {share} de ce taux"


def _line(study: Study, code: str, n: int, found: Found) -> list[str]:
    cells = (found.get((code, name)) for name in ("observe", "retenu", "poids"))
    shown = (percent(one.value) if one is not None else "sans objet" for one in cells)
    return [text(label(study, code)), text(number(n)), *map(text, shown)]
