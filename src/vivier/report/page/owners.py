"""« Transmissions d’entreprises » : how many businesses will change hands, with or without a successor."""

from vivier.french import counted, expected, number
from vivier.report.page.elements import Card, Column, cell, section, table, text
from vivier.report.reading import ALL, TOTAL, definition, figures, horizon_year, label
from vivier.study import Figure, Study

NAME, TITLE = "transmissions", "Transmissions d’entreprises"
ISSUES = ("repreneur_connu", "repreneur_a_trouver", "fermeture", ALL)


def has_owners(study: Study) -> bool:
    """Tell whether owners declared their age and what they plan."""
    return bool(figures(study, "transmissions"))


def owners(study: Study) -> str:
    """Write the section; nothing when no owner was asked."""
    if not has_owners(study):
        return ""
    found, last = figures(study, "transmissions"), horizon_year(study)
    heads = [Column("Issue"), Column("Entreprises", is_number=True), Column("Emplois", is_number=True)]
    lines = [
        [text(label(study, issue)), *(cell(found.get((what, issue, TOTAL))) for what in ("entreprises", "emplois"))]
        for issue in ISSUES
    ]
    whole = found["entreprises", ALL, TOTAL]
    body = table(heads, lines, caption=f"Transmissions jusqu’en {last}, intervalles à 80 %", stacks=True)
    sub = f"{definition(study, 'transmissions')}. Entre crochets : intervalle à 80 %, n = {number(whole.n)}."
    return section(NAME, TITLE, (Card(_title(found, last), sub, body, ("transmissions",), is_wide=True),))


def _title(found: dict[tuple[str, ...], Figure], last: int) -> str:
    whole, searching = (found["entreprises", issue, TOTAL] for issue in (ALL, "repreneur_a_trouver"))
    stop = counted(
        round(whole.value), "entreprise change de mains ou ferme", "entreprises changent de mains ou ferment"
    )
    return f"D’ici {last}, {stop}, dont {expected(searching.value)} à reprendre sans repreneur connu"
