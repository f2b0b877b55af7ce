"""« Métiers les plus exposés » : the matrix, and which occupations to look at first."""

from vivier.french import counted, number, percent
from vivier.report.charts import Canvas, Point, exposure, picture
from vivier.report.page.elements import Card, Column, cell, drawing, empty, fold, lines, section, table, text
from vivier.report.reading import ALL, TOTAL, figures, horizon_year, label, occupations, origin
from vivier.study import Figure, Study
from vivier.study.exposure import SMALL
from vivier.study.exposure import exposed as exposed_occupations

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
    """Give the occupations large enough for a share to mean something; the study says which are exposed."""
    hot = exposed_occupations(study.table("exposition")) if pairs else ()
    return {
        code: Point(label(study, code), one.value, two.value, one.n, code in hot, _told(one, two, is_hot=code in hot))
        for code, (one, two) in pairs.items()
        if code != ALL and one.n >= SMALL
    }


def _told(retirement: Figure, rotation: Figure, *, is_hot: bool) -> tuple[str, ...]:
    more = ("Nettement plus que l’ensemble",) if is_hot else ()
    return (*lines((("Autres départs par an", rotation), ("Fins de carrière", retirement))), *more)


def _title(hot: int) -> str:
    if not hot:
        return "Aucun métier ne se détache nettement par ses fins de carrière"
    verb = "perdra" if hot == 1 else "perdront"
    return f"{counted(hot, 'métier')} {verb} nettement plus que l’ensemble par fins de carrière"


def _matrix(study: Study, pairs: Pairs) -> Card:
    points, anchors = _points(study, pairs), ("exposition",)
    small = sum(code != ALL for code in pairs) - len(points)
    if len(points) < 2:
        why = f"Il faut deux métiers projetés d’au moins {SMALL} personnes pour en comparer les parts."
        body = empty(why) + (fold("Voir le tableau", _all(study, pairs), sheet="exposition") if pairs else "")
        return Card("Fins de carrière et rotation", "", body, anchors)
    whole, last = _whole(pairs), horizon_year(study)
    title = _title(sum(p.is_exposed for p in points.values()))
    sub = (
        f"Taille : effectif projeté. En rouge : tout l’intervalle à 80 % dépasse la part de l’ensemble, "
        f"{percent(whole[0])} de fins de carrière d’ici {last}. Pointillés : l’ensemble. "
        f"{counted(len(points), 'métier')} d’au moins {SMALL} personnes."
    )
    if small:
        sub += f" {counted(small, 'métier')} plus {'petit' if small == 1 else 'petits'} : dans le tableau."
    axes = (f"Part en fin de carrière d’ici {last}", "Autres départs par an")
    drawings = drawing(
        *_pictures(list(points.values()), whole, axes, (title, sub)), source=origin(study, "exposition")
    )
    return Card(title, sub, drawings + fold("Voir le tableau", _all(study, pairs), sheet="exposition"), anchors)


def _pictures(
    points: list[Point], whole: tuple[float, float], axes: tuple[str, str], words: tuple[str, str]
) -> list[str]:
    return [
        picture(
            exposure(points, whole=whole, axes=axes, canvas=canvas),
            name=f"exposition-{canvas.width}",
            title=words[0],
            description=words[1],
        )
        for canvas in (Canvas(538, 450), Canvas(300, 380))
    ]


def _all(study: Study, pairs: Pairs) -> str:
    ranked = sorted((c for c in pairs if c != ALL), key=lambda c: (-pairs[c][0].n, c))
    heads = [
        Column("Métier"),
        *(Column(t, is_number=True) for t in ("Fins de carrière", "Autres départs par an", "n")),
    ]
    codes = [*ranked, *([ALL] if ALL in pairs else [])]
    shown = [[text(label(study, c)), *map(cell, pairs[c]), number(pairs[c][0].n)] for c in codes]
    caption = f"Parts et intervalles à 80 % ; sous {SMALL} personnes, des nombres plutôt que des pourcentages"
    return table(heads, shown, caption=caption, is_caption_shown=True, stacks=True)


def _first(study: Study, pairs: Pairs) -> Card:
    openings = {keys[0]: figure for keys, figure in figures(study, "postes").items() if keys[1:] == (TOTAL, "toutes")}
    ends = {keys[0]: figure for keys, figure in figures(study, "departs").items() if keys[1:] == (TOTAL, "retraite")}
    hot = [code for code, point in _points(study, pairs).items() if point.is_exposed]
    ranked = sorted(hot, key=lambda c: (-(ends[c].value if c in ends else 0), c))
    if not ranked:
        why = "Aucun métier d’au moins vingt personnes ne dépasse nettement l’ensemble par ses fins de carrière."
        return Card("À traiter d’abord", "", empty(why if occupations(study) else "Aucun métier à comparer."))
    last = horizon_year(study)
    titles = ("Part", "Fins de carrière", "Postes à pourvoir", "n")
    heads = [Column("Métier"), *(Column(title, is_number=True) for title in titles)]
    shown = [
        [
            text(label(study, c)),
            percent(pairs[c][0].value),
            cell(ends.get(c), absent="sans objet"),
            cell(openings.get(c), absent="sans objet"),
            number(pairs[c][0].n),
        ]
        for c in ranked
    ]
    body = table(heads, shown[:SHOWN], caption="Les métiers exposés, par départs en fin de carrière", stacks=True)
    if len(shown) > SHOWN:
        others = counted(len(shown) - SHOWN, "autre métier exposé", "autres métiers exposés")
        body += fold(
            f"et {others} : voir le tableau",
            table(heads, shown[SHOWN:], caption="Les autres métiers exposés", stacks=True),
            sheet="exposition",
        )
    sub = f"Métiers en rouge, par départs en fin de carrière d’ici {last} (intervalles à 80 %)."
    return Card("À traiter d’abord", sub, body)
