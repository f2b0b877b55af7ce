"""« Métiers les plus exposés » : the matrix, and which occupations to look at first."""

from vivier.report.charts import Canvas, Point, exposure, picture
from vivier.report.french import SMALL, counted, decimal, number, percent
from vivier.report.page.elements import Card, Column, cell, drawing, empty, fold, section, table, text
from vivier.report.reading import ALL, TOTAL, figures, horizon_year, label, occupations
from vivier.study import Figure, Study

SHOWN = 7
Pairs = dict[str, tuple[Figure, Figure]]  # occupation → (share retiring, other departures a year)


def exposed(study: Study) -> str:
    """Write the section."""
    pairs = _pairs(study)
    return section("exposition", "Métiers les plus exposés", (_matrix(study, pairs), _first(study, pairs)))


def _pairs(study: Study) -> Pairs:
    found = figures(study, "exposition")
    codes = dict.fromkeys(keys[0] for keys in found)
    both = {code: (found.get((code, "retraite")), found.get((code, "rotation"))) for code in codes}
    return {code: (one, two) for code, (one, two) in both.items() if one is not None and two is not None}


def _whole(pairs: Pairs) -> tuple[float, float]:
    """Give the two shares of the ensemble: its own row, else the mean of the occupations by headcount."""
    if ALL in pairs:
        return pairs[ALL][0].value, pairs[ALL][1].value
    n = sum(one.n for one, _ in pairs.values()) or 1
    retirement = sum(one.value * one.n for one, _ in pairs.values()) / n
    return retirement, sum(two.value * two.n for _, two in pairs.values()) / n


def _points(study: Study, pairs: Pairs) -> dict[str, Point]:
    """Give the occupations large enough for a share to mean something; exposed = above the whole on both axes."""
    whole = _whole(pairs)
    points = {}
    for code, (one, two) in pairs.items():
        if code != ALL and one.n >= SMALL:
            is_exposed = one.value > whole[0] and two.value > whole[1]
            points[code] = Point(label(study, code), one.value, two.value, one.n, is_exposed)
    return points


def _matrix(study: Study, pairs: Pairs) -> Card:
    points, anchors = _points(study, pairs), ("exposition",)
    small = sum(code != ALL for code in pairs) - len(points)
    if len(points) < 2:
        why = f"Il faut deux métiers projetés d’au moins {SMALL} personnes pour en comparer les parts."
        body = empty(why) + (fold("Voir le tableau", _all(study, pairs), sheet="exposition") if pairs else "")
        return Card("Fins de carrière et rotation", "", body, anchors)
    whole, hot, last = _whole(pairs), sum(p.is_exposed for p in points.values()), horizon_year(study)
    title = "Aucun métier ne cumule fins de carrière et rotation au-dessus de l’ensemble"
    if hot:
        verb = "cumule" if hot == 1 else "cumulent"
        title = f"{counted(hot, 'métier')} {verb} fins de carrière et rotation au-dessus de l’ensemble"
    sub = (
        f"Taille : effectif projeté. En rouge : plus de {percent(whole[0])} de fins de carrière d’ici {last} "
        f"et plus de {decimal(whole[1] * 100)} % d’autres départs par an, les parts de l’ensemble (pointillés). "
        f"{counted(len(points), 'métier')} d’au moins {SMALL} personnes."
    )
    if small:
        sub += f" {counted(small, 'métier')} plus {'petit' if small == 1 else 'petits'} : dans le tableau."
    axes = (f"Part en fin de carrière d’ici {last}", "Autres départs par an")
    shown = list(points.values())
    pictures = [
        picture(
            exposure(shown, whole=whole, axes=axes, canvas=c),
            name=f"exposition-{c.width}",
            title=title,
            description=sub,
        )
        for c in (Canvas(538, 450), Canvas(300, 380))
    ]
    return Card(
        title, sub, drawing(*pictures) + fold("Voir le tableau", _all(study, pairs), sheet="exposition"), anchors
    )


def _all(study: Study, pairs: Pairs) -> str:
    ranked = sorted((c for c in pairs if c != ALL), key=lambda c: (-pairs[c][0].n, c))
    heads = [
        Column("Métier"),
        *(Column(t, is_number=True) for t in ("Fins de carrière", "Autres départs par an", "n")),
    ]
    codes = [*ranked, *([ALL] if ALL in pairs else [])]
    lines = [[text(label(study, c)), *map(cell, pairs[c]), number(pairs[c][0].n)] for c in codes]
    caption = f"Parts et intervalles à 80 % ; sous {SMALL} personnes, des nombres plutôt que des pourcentages"
    return table(heads, lines, caption=caption, is_caption_shown=True, stacks=True)


def _first(study: Study, pairs: Pairs) -> Card:
    totals = {keys[0]: figure for keys, figure in figures(study, "postes").items() if keys[1] == TOTAL}
    hot = [code for code, point in _points(study, pairs).items() if point.is_exposed]
    ranked = sorted(hot, key=lambda c: (-(totals[c].value if c in totals else 0), c))
    if not ranked:
        why = "Aucun métier ne dépasse l’ensemble à la fois par les fins de carrière et par la rotation."
        return Card("À traiter d’abord", "", empty(why if occupations(study) else "Aucun métier à comparer."))
    heads = [Column("Métier"), *(Column(t, is_number=True) for t in ("Fins de carrière", "Rotation", "Postes", "n"))]
    lines = [
        [
            text(label(study, c)),
            *(_plain(f) for f in pairs[c]),
            cell(totals.get(c), absent="sans objet"),
            number(pairs[c][0].n),
        ]
        for c in ranked
    ]
    body = table(heads, lines[:SHOWN], caption="Les métiers exposés, par nombre de postes à pourvoir", stacks=True)
    if len(lines) > SHOWN:
        others = counted(len(lines) - SHOWN, "autre métier exposé", "autres métiers exposés")
        body += fold(
            f"et {others} : voir le tableau",
            table(heads, lines[SHOWN:], caption="Les autres métiers exposés", stacks=True),
            sheet="exposition",
        )
    last = horizon_year(study)
    sub = (
        f"Métiers en rouge, par postes à pourvoir d’ici {last} (intervalle à 80 %). Rotation : autres départs par an."
    )
    return Card("À traiter d’abord", sub, body)


def _plain(figure: Figure) -> str:
    return percent(figure.value)
