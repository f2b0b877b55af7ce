"""« Départs et postes à pourvoir » : the fan, the departures by cause, the openings by occupation."""

from vivier.french import counted, expected, number
from vivier.report.charts import Bar, Canvas, Departures, Fan, departures, fan, picture
from vivier.report.charts.ranking import OTHER, RETIREMENT
from vivier.report.figures import figure_bounds
from vivier.report.page.elements import (
    Card,
    Column,
    Words,
    cell,
    drawing,
    empty,
    fold,
    lines,
    ranked,
    section,
    table,
    text,
)
from vivier.report.page.rates import rates
from vivier.report.page.scenarios import scenarios
from vivier.report.reading import ALL, TOTAL, definition, figures, horizon_year, label, origin, rows, series
from vivier.study import Figure, Study

SHOWN = 12
CAUSES = ("retraite", "autre")
PARTS = (RETIREMENT, OTHER)
TITLES = ("Effectif projeté", "Fins de carrière", "Autres départs remplacés", "Postes à pourvoir")
SIZES = (Canvas(538, 270), Canvas(300, 270))
NOTHING = "Rien à projeter : aucun salarié en contrat durable d’âge connu dans ce qui a été lu."


def outlook(study: Study) -> str:
    """Write the section."""
    cards = (_fan(study), _departures(study), _openings(study), rates(study), scenarios(study))
    return section("departs", "Départs et postes à pourvoir", cards)


def _fan(study: Study) -> Card:
    anchors = ("effectif_sans_embauche",)
    start = int(study.on[:4])
    found = [(year, figure) for year, figure in series(study, "effectif_sans_embauche") if year > start]
    if not found or not found[0][1].n:
        return Card("L’effectif si personne n’était embauché", "", empty(NOTHING), anchors)
    headcount, (last, end) = found[0][1].n, found[-1]
    title = f"Sans embauche, l’effectif resterait de {number(headcount)} jusqu’en {last}"
    if number(end.value) != number(headcount):
        title = f"Sans embauche, l’effectif passerait de {number(headcount)} à {expected(end.value)} en {last}"
    sub = f"{definition(study, anchors[0])}, n = {number(headcount)}. Bandes : intervalles à 80 % et 95 %."
    told = f"En {last} : {expected(end.value)} {figure_bounds(end)}, contre {number(headcount)} au départ."
    pictures = [
        picture(
            fan(Fan(start, headcount, found), canvas=c), name=f"eventail-{c.width}", title=title, description=told
        )
        for c in SIZES
    ]
    heads = [Column("Année"), *(Column(t, is_number=True) for t in ("Effectif", "à 80 %", "à 95 %"))]
    shown = [[str(year), text(expected(f.value)), _interval(f, 80), _interval(f, 95)] for year, f in found]
    caption = f"Effectif sans embauche, douze mois par douze mois, n = {number(headcount)}"
    body = drawing(*pictures, source=origin(study, anchors[0])) + fold(
        "Voir le tableau", table(heads, shown, caption=caption, is_caption_shown=True), sheet=anchors[0]
    )
    return Card(title, sub, body, anchors)


def _interval(figure: Figure, level: int) -> str:
    around = figure.interval_80 if level == 80 else figure.interval_95
    bounds = figure_bounds(Figure(figure.value, figure.unit, figure.n, around)) if around else "sans objet"
    return f'<span class="iv">{bounds}</span>'


def _departures(study: Study) -> Card:
    anchors = ("departs",)
    causes = {cause: dict(series(study, "departs", cause)) for cause in ("retraite", "autre", "toutes")}
    whole = figures(study, "departs")
    shown = [_year(year, causes) for year in sorted({year for found in causes.values() for year in found})]
    total, careers = whole.get((ALL, TOTAL, "toutes")), whole.get((ALL, TOTAL, "retraite"))
    if not shown:
        return Card("Les départs, année par année", "", empty(NOTHING), anchors)
    last = horizon_year(study)
    title = "Les départs, année par année"
    if total:
        title = f"{_expected(total.value, 'départ attendu', 'départs attendus')} d’ici {last}"
        if careers and careers.value:
            title += f", dont {expected(careers.value)} en fin de carrière"
    n = next((figure.n for found in causes.values() for figure in found.values()), 0)
    sub = f"{definition(study, 'departs')}, n = {number(n)}. Trait : intervalle à 80 % du total."
    told = " ; ".join(
        f"{y.year}, fins de carrière : {expected(y.retirement)}, autres départs : {expected(y.other)}" for y in shown
    )
    pictures = [
        picture(departures(shown, canvas=c), name=f"departs-{c.width}", title=title, description=told) for c in SIZES
    ]
    return Card(
        title,
        sub,
        drawing(*pictures, source=origin(study, "departs"))
        + fold("Voir le tableau", _departure_table(study, n), sheet="departs"),
        anchors,
    )


def _expected(value: float, one: str, many: str) -> str:
    """Open a title with an expected number: none, less than one, or so many."""
    if 0 < value < 0.5:
        return f"Moins d’un {one}"
    return counted(value, one, many) if value else f"Aucun {one}"


def _year(year: int, causes: dict[str, dict[int, Figure]]) -> Departures:
    found = {cause: by_year.get(year) for cause, by_year in causes.items()}
    values = {cause: figure.value if figure else 0.0 for cause, figure in found.items()}
    total = found["toutes"]
    said = lines(
        zip(("Tous départs", "Fin de carrière", "Autres départs"), (total, *map(found.get, CAUSES)), strict=True)
    )
    return Departures(year, values["retraite"], values["autre"], total.interval_80 if total else None, said)


def _departure_table(study: Study, n: int) -> str:
    found = figures(study, "departs")
    years = list(dict.fromkeys(keys[1] for keys in found if keys[0] == ALL))
    heads = [Column("Année"), *(Column(label(study, c), is_number=True) for c in ("retraite", "autre", "toutes"))]
    shown = [
        [
            text(label(study, y)),
            *(cell(found.get((ALL, y, c)), absent="sans objet") for c in ("retraite", "autre", "toutes")),
        ]
        for y in sorted(years)
    ]
    caption = f"Départs par période de douze mois et par cause, intervalles à 80 %, n = {number(n)}"
    return table(heads, shown, caption=caption, is_caption_shown=True, stacks=True)


def _openings(study: Study) -> Card:
    found = figures(study, "postes")
    totals = {keys[0]: figure for keys, figure in found.items() if keys[1:] == (TOTAL, "toutes")}
    last, anchors = horizon_year(study), ("postes",)
    order = sorted((c for c in totals if c != ALL), key=lambda c: (-totals[c].value, c))
    if not order:
        body = empty(NOTHING if not rows(study, "postes") else "Aucun total par métier dans cette étude.")
        return Card("Les postes à pourvoir", "", body, anchors, is_wide=True)
    heads = [Column("Métier"), *(Column(title, is_number=True) for title in TITLES)]
    rows_ = [_opening(study, code, found) for code in order]
    first = table(heads, rows_[:SHOWN], caption=f"Postes à pourvoir d’ici {last}, intervalles à 80 %", stacks=True)
    body = ""
    if len(rows_) > SHOWN:
        others = counted(len(rows_) - SHOWN, "autre métier", "autres métiers")
        body = fold(
            f"et {others} : voir le tableau",
            table(heads, rows_[SHOWN:], caption="Les autres métiers, par postes à pourvoir", stacks=True),
            sheet="postes",
        )
    whole = totals.get(ALL)
    title = f"Les postes à pourvoir d’ici {last}, par métier"
    if whole:
        title = f"{_expected(whole.value, 'poste', 'postes')} à pourvoir d’ici {last} pour garder l’effectif stable"
        dares = found.get((ALL, TOTAL, "dares"))
        title += f", dont {expected(dares.value)} au sens de la Dares" if dares else ""
    sub = f"{definition(study, 'postes')}, cumulés jusqu’en {last}. Entre crochets : intervalle à 80 %."
    bars = [bar for code in order[:SHOWN] if (bar := _bar(study, code, found))]
    words = Words("postes", title, sub, origin(study, "postes"))
    drawn = ranked(bars, words, first + body, parts=PARTS) if bars else first + body
    return Card(title, sub, drawn, anchors, is_wide=True)


def _bar(study: Study, code: str, found: dict[tuple[str, ...], Figure]) -> Bar | None:
    """Draw an occupation whose openings are known by cause; the others are in the table."""
    total, *causes = (found.get((code, TOTAL, cause)) for cause in ("toutes", *CAUSES))
    shown = [cause for cause in causes if cause is not None]
    if total is None or len(shown) < len(causes):
        return None
    told = lines((("Postes à pourvoir", total), *zip(TITLES[1:3], shown, strict=True)))
    return Bar(label(study, code), tuple(f.value for f in shown), total.interval_80, expected(total.value), told)


def _opening(study: Study, code: str, found: dict[tuple[str, ...], Figure]) -> list[str]:
    total, *causes = (found.get((code, TOTAL, cause)) for cause in ("toutes", "retraite", "autre"))
    n = number(total.n) if total else ""
    return [text(label(study, code)), n, *(cell(cause, absent="sans objet") for cause in (*causes, total))]
