"""The text of a strategy document, drawn from the axes that were retained; every figure is a formula."""

from collections.abc import Sequence
from dataclasses import dataclass

from vivier.french import long_date
from vivier_web.skills.strategy.sheet import LINKS, OwnAxis, Sheet, kept_axes

DRAFT = "> Document de travail : la grille de qualité n’est pas encore remplie, des points restent à reprendre."
LIMITS = (
    (
        "Rien ici ne prédit une personne. Les projections supposent que les comportements observés durent ; leur "
        "intervalle dit ce qu’elles ignorent."
    ),
    (
        "Un axe rassemble des sujets qui touchent les mêmes membres : c’est une coïncidence, non une cause. Les "
        "axes ont été proposés par un calcul, puis renommés, récrits et choisis par des personnes."
    ),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """Hold what a document says around its axes: the pôle, the days its figures are of, what it may cite."""

    pole: str
    study_on: str
    returns_on: str = ""  # empty: no return was read
    has_mobility: bool = False


def document_text(sheet: Sheet, frame: Frame, *, is_draft: bool = False) -> str:
    """Write the text of a document, line by line as `vivier.report.traced` reads it."""
    axes = kept_axes(sheet)
    lines = [f"# Stratégie du {_plain(frame.pole)}", *([DRAFT] if is_draft else [])]
    lines += [f"- Axe {rank} : {axis.name}" for rank, axis in enumerate(axes, 1)]
    lines += ["## Périmètre et méthode", *_perimeter(frame)]
    if not axes:
        lines.append("Rien ne se détache à ce jour : aucun axe n’est retenu.")
    for rank, axis in enumerate(axes, 1):
        lines += [f"## Axe {rank} : {axis.name}", *axis_lines(axis)]
    day = f"Les chiffres sont ceux du {long_date(frame.study_on)} ; les membres qui n’ont rien déposé n’y sont pas."
    return "\n".join([*lines, "## Limites", day, *LIMITS])


def axis_lines(axis: OwnAxis) -> list[str]:
    """Give the lines of one axis: a link a line, its word first; what is empty is left out."""
    return [
        f"{words} : {_plain(line)}"
        for name, (words, _) in LINKS.items()
        for line in _cut(name, axis.link(name))
    ]  # fmt: skip


def _cut(name: str, text: str) -> Sequence[str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines if name == "evidence" else [" ".join(lines)] if lines else []


def _perimeter(frame: Frame) -> list[str]:
    on = long_date(frame.study_on)
    found = [
        (
            f'L’étude compte {{{{etude.metiers["ensemble"]}}}} dans {{{{etude.membres["ensemble"]}}}}, au {on}. Les '
            "effectifs viennent des dépôts des membres ; aucun chiffre n’en montre un seul."
        ),
    ]
    if frame.returns_on:
        found.append(
            f'{{{{besoins.retours["comptes"]}}}} sur les besoins ont été additionnés, pour la collecte du '
            f"{long_date(frame.returns_on)}."
        )
    if frame.has_mobility:
        found.append("Les offres et les recherches de personnel entre membres sont celles en cours.")
    return found


def _plain(line: str) -> str:
    """Keep a line a line of words: what people type opens neither a heading, nor a list, nor a table."""
    return " ".join(line.split()).lstrip("#>-| ")
