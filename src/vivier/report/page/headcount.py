"""« Effectif par métier » : the occupations, their weight, their contracts."""

from collections import Counter

from vivier.french import SMALL, counted, number, of_people, percent, share
from vivier.report.page.elements import Card, Column, cell, empty, fold, section, table, text
from vivier.report.reading import ALL, definition, figures, label, occupations, people, rows, unsaid
from vivier.study import Figure, Study

SHOWN = 10
HEADS = (
    Column("Métier"),
    Column("Effectif", is_number=True),
    Column("55 ans et plus", is_number=True),
    Column("60 ans et plus", is_number=True),
)


def headcount(study: Study) -> str:
    """Write the section: the occupations, then the contracts."""
    return section("effectif", "Effectif par métier", (_occupations(study), _contracts(study), not_projected(study)))


def _occupations(study: Study) -> Card:
    found, total = occupations(study), people(study)
    anchors = ("metiers",)
    if not found:
        return Card("Aucun métier compté", "", empty("Les métiers des salariés lus apparaîtront ici."), anchors)
    lines = [_line(study, code, counted, found[0][1].value) for code, counted in found]
    body = table(HEADS, lines[:SHOWN], caption="Les métiers les plus nombreux", stacks=True)
    if len(lines) > SHOWN:
        others = len(lines) - SHOWN
        rest = table(HEADS, lines[SHOWN:], caption="Les autres métiers, par effectif", stacks=True)
        body += fold(
            f"Voir les {others} autres métiers" if others > 1 else "Voir l’autre métier", rest, sheet="metiers"
        )
    title = f"{counted(total, 'salarié')} dans {counted(len(found), 'métier')}"
    if len(found) > SHOWN and total >= SMALL:
        top = sum(figure.value for _, figure in found[:SHOWN]) / total
        title = f"Dix métiers sur {number(len(found))} réunissent {percent(top)} des salariés"
    return Card(title, f"{definition(study, 'metiers')}, n = {number(total)}.", body, anchors, is_wide=True)


def _line(study: Study, code: str, shown: Figure, largest: float) -> list[str]:
    width = 100 * shown.value / largest if largest else 0
    level = (
        '<svg class="level" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{width:.1f}" height="4"/></svg>'
    )
    olds = (figures(study, name).get((code,)) for name in ("seniors_55", "seniors_60"))
    return [
        text(label(study, code)),
        f"{level}<span>{cell(shown)}</span>",
        *(cell(old, absent=unsaid(study, "âge non connu")) for old in olds),
    ]


def _contracts(study: Study) -> Card:
    counts: Counter[tuple[str, str]] = Counter()
    found = figures(study, "effectif")
    is_whole = all(keys[0] == ALL for keys in found)  # where contracts are shown for all occupations together only
    for (code, _, sex, contract), figure in found.items():
        if is_whole or code != ALL:
            counts[contract, sex] += round(figure.value)
    if not counts.total():
        return Card(
            "Aucun contrat compté", "", empty("Les contrats des salariés lus apparaîtront ici."), ("effectif",)
        )
    total = counts.total()
    sizes = Counter[str]()
    for (contract, _), n in counts.items():
        sizes[contract] += n
    ranked = sorted(sizes, key=lambda contract: (-sizes[contract], contract))
    sexes = [sex for sex in ("H", "F", "inconnu") if any(key[1] == sex for key in counts)]
    titles = [*("Sexe non connu" if sex == "inconnu" else label(study, sex) for sex in sexes), "Total", "Part"]
    heads = [Column("Contrat"), *(Column(title, is_number=True) for title in titles)]
    lines = [
        [
            text(label(study, name)),
            *(number(counts[name, sex]) for sex in sexes),
            number(sizes[name]),
            share(sizes[name] / total, total),
        ]
        for name in ranked
    ]
    words = "en CDI" if ranked[0] == "CDI" else f"de contrat « {label(study, ranked[0])} »"
    title = of_people(sizes[ranked[0]] / total, total, one=f"est {words}", many=f"sont {words}")
    by = "par contrat et par sexe" if sexes else "par contrat"
    sub = f"{definition(study, 'effectif')}, {by}, n = {number(total)}."
    body = table(heads, lines, caption="Salariés par contrat et par sexe", stacks=True)
    return Card(title, sub, body, ("effectif",))


def not_projected(study: Study) -> Card:
    """Show who is counted but not projected, by contract."""
    found = {k: f for k, f in figures(study, "hors_projection").items() if f.value}
    if not found:
        why = "Tous les salariés comptés sont projetés." if rows(study, "metiers") else "Aucun salarié compté."
        return Card("Personne hors projection", "", empty(why), ("hors_projection",))
    heads = (Column("Contrat"), Column("Personnes", is_number=True))
    lines = [[text(label(study, keys[0])), cell(figure)] for keys, figure in found.items()]
    total = sum(figure.value for keys, figure in found.items() if keys[0] not in ("ensemble", "total"))
    title = f"{counted(total, 'personne comptée mais non projetée', 'personnes comptées mais non projetées')}"
    return Card(
        title, f"{definition(study, 'hors_projection')}.", table(heads, lines, caption=title), ("hors_projection",)
    )
