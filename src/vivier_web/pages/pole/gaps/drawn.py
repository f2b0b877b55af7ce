"""The chart of the board: the skills that miss most people, each with its interval."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

from vivier.french import counted, shortened, typeset
from vivier.report.charts import Bar, picture, ranking
from vivier.report.charts.ranking import size
from vivier.report.figures import figure, figure_bounds
from vivier.report.page.elements import drawing
from vivier_web.skills.polyvalence.rows import Gap

MOST = 8
SHORT = "manque"


def drawn(rows: Sequence[Gap], *, until: str, source: str) -> SafeString | None:
    """Draw the skills that miss most people; None when fewer than two have figures."""
    told = [one for one in rows if one.figures and one.figures[SHORT].value >= 0.5]
    told = sorted(told, key=lambda one: (-one.value(SHORT), one.skill))[:MOST]
    if len(told) < 2:
        return None
    title, sub = title_of(told, until), f"Personnes sous le niveau de leur poste en {until}, intervalles à 80 %"
    bars = [_bar(one) for one in told]
    pictures = [
        picture(
            ranking(bars, canvas=size(len(bars), is_narrow=is_narrow, has_series=False)),
            name=f"ecarts-{'etroit' if is_narrow else 'large'}",
            title=title,
            description=sub,
        )
        for is_narrow in (False, True)
    ]
    return mark_safe(drawing(*pictures, source=source))  # noqa: S308 (the report escapes)


def title_of(rows: Sequence[Gap], until: str) -> str:
    """State the finding: the skill that misses most people."""
    if not rows or not rows[0].figures:
        return f"Écarts de compétences à l’horizon {until}"
    first = rows[0]
    missing = round(first.value(SHORT))
    if missing < 1:
        return f"Aucune compétence évaluée ne manquerait nettement en {until}"
    who = counted(missing, "personne manquerait", "personnes manqueraient")
    return typeset(f"« {shortened(first.skill, 60)} » : {who} en {until}")


def _bar(one: Gap) -> Bar:
    short = one.figures[SHORT]
    hours = one.figures.get("heures")
    lines = [f"Manque : {figure(short)} {figure_bounds(short)}", f"Personnes évaluées : {one.n}"]
    if hours is not None:
        lines.append(f"Heures de formation : {figure(hours)} {figure_bounds(hours)}")
    return Bar(one.skill, (short.value,), short.interval_80, figure(short), tuple(lines), one.is_critical)
