"""The scenarios side by side: one card of the section on departures and openings."""

from vivier.french import counted, expected, number
from vivier.report.charts import Bar
from vivier.report.figures import figure_bounds
from vivier.report.page.elements import Card, Column, Words, cell, empty, lines, ranked, table, text
from vivier.report.reading import TOTAL, definition, figures, horizon_year, origin
from vivier.study import Figure, Study

HEADS = ("Postes au sens de la Dares", "Recrutements, rotation comprise", "Écart de postes avec la référence")
MINUS = " − "


def scenarios(study: Study) -> Card:
    """Write the card: one line a scenario, what it changes beside the first, with its interval."""
    anchors = ("scenarios",)
    found = figures(study, "scenarios")
    names = list(dict.fromkeys(keys[0] for keys in found if MINUS not in keys[0]))
    if not names:
        return Card("Les scénarios", "", empty("Rien à projeter : aucun scénario à comparer."), anchors, is_wide=True)
    first = names[0]
    heads = [Column("Scénario"), *(Column(title, is_number=True) for title in HEADS)]
    rows = [_line(name, first, found) for name in names]
    last = horizon_year(study)
    body = table(heads, rows, caption=f"Scénarios jusqu’en {last}, intervalles à 80 %", stacks=True)
    body += _supposed(study)
    n = next(iter(found.values())).n
    sub = f"{definition(study, 'scenarios')}. Jusqu’en {last}, entre crochets : intervalle à 80 %, n = {number(n)}."
    title = _title(found, names, last)
    bars = [bar for name in names if (bar := _bar(name, first, found))]
    drawn = ranked(bars, Words("scenarios", title, sub, origin(study, "scenarios")), body) if len(bars) > 1 else body
    return Card(title, sub, drawn, anchors, is_wide=True)


def _supposed(study: Study) -> str:
    """Say what each scenario changes, as the sheet of assumptions does."""
    told = [one for one in study.assumptions if one.name.startswith("scenario_")]
    said = [f"<li>{text(f'{one.label} : {one.value}.')}</li>" for one in told]
    return f'<ul class="said">{"".join(said)}</ul>' if said else ""


def _bar(name: str, first: str, found: dict[tuple[str, ...], Figure]) -> Bar | None:
    """Draw the openings of a scenario; the difference with the first is told."""
    total = found.get((name, "postes", TOTAL))
    if total is None:
        return None
    apart = found.get((f"{name}{MINUS}{first}", "postes", TOTAL))
    more = (
        (f"Écart avec la référence : {_sign(apart)}{expected(abs(apart.value))} {figure_bounds(apart)}",)
        if apart
        else ()
    )
    told = lines(((HEADS[1], found.get((name, "recrutements", TOTAL))), (HEADS[0], total)))
    return Bar(_name(name), (total.value,), total.interval_80, expected(total.value), (*more, *told))


def _title(found: dict[tuple[str, ...], Figure], names: list[str], last: int) -> str:
    totals = [found[name, "postes", TOTAL] for name in names if (name, "postes", TOTAL) in found]
    if len(totals) < 2:
        return f"Les scénarios d’ici {last}"
    low, high = (end(one.value for one in totals) for end in (min, max))
    posts = counted(high, "poste", "postes")
    return f"De {expected(low)} à {posts} à pourvoir au sens de la Dares d’ici {last}, selon le scénario"


def _line(name: str, first: str, found: dict[tuple[str, ...], Figure]) -> list[str]:
    apart = found.get((f"{name}{MINUS}{first}", "postes", TOTAL))
    return [
        text(_name(name)),
        cell(found.get((name, "postes", TOTAL)), absent="sans objet"),
        cell(found.get((name, "recrutements", TOTAL)), absent="sans objet"),
        _signed(apart) if apart is not None else '<span class="absent">référence</span>',
    ]


def _signed(apart: Figure) -> str:
    return f'{_sign(apart)}{text(expected(abs(apart.value)))} <span class="iv">{figure_bounds(apart)}</span>'


def _sign(apart: Figure) -> str:
    return "+" if apart.value > 0 else "−" if apart.value < 0 else ""


def _name(scenario: str) -> str:
    return scenario[:1].upper() + scenario[1:]
