"""« Couverture et membres » : who is counted, and who a payroll file never holds."""

from vivier.french import FIXED, NARROW, SMALL, counted, listed, long_date, number, percent
from vivier.report.page.elements import Card, Column, cell, empty, fold, section, table, text
from vivier.report.reading import definition, label, people, rows
from vivier.study import Row, Study

SHOWN = 6


def coverage(study: Study) -> str:
    """Write the section: the populations first, then the members."""
    return section("couverture", "Couverture et membres", (populations(study), _members(study)))


def undeclared(study: Study) -> list[str]:
    """Give the populations nobody declared, in the order of the table."""
    return [label(study, row.keys[0]) for row in rows(study, "couverture") if row.figure is None]


def populations(study: Study) -> Card:
    """Show who is counted, and the populations that no payroll file holds."""
    found = rows(study, "couverture")
    columns = (Column("Population"), Column("Origine"), Column("Personnes", is_number=True))
    body = empty("Aucun fichier lu : déposer une DSN ou une liste du personnel pour savoir qui est compté.")
    if found:
        lines = [
            [
                text(_capital(label(study, row.keys[0]))),
                text(label(study, row.keys[1]) if row.figure else f"à{FIXED}déclarer"),
                cell(row.figure),
            ]
            for row in found
        ]
        body = table(columns, lines, caption="Qui est compté, qui ne l’est pas")
    missing = len(undeclared(study))
    title = f"{counted(people(study), 'salarié compté', 'salariés comptés')}"
    if missing:
        title += f", {counted(missing, 'population non déclarée', 'populations non déclarées')}"
    sub = "Un fichier de paie ne contient jamais tout le monde : ce qui manque est demandé, jamais supposé."
    return Card(title, sub, body, ("couverture",))


def _members(study: Study) -> Card:
    found = sorted(rows(study, "membres"), key=lambda row: (-(row.figure.value if row.figure else 0), row.keys))
    if not found:
        return Card("Aucun membre compté", "", empty("Les entreprises lues apparaîtront ici."), ("membres",))
    columns = ("Entreprise", "Source", "Au", "Sites", "Personnes")
    heads = [Column(title, is_number=title in ("Sites", "Personnes")) for title in columns]
    lines = [_member(study, row) for row in found]
    caption = "Les plus grands membres" if len(lines) > SHOWN else "Les membres"
    body = table(heads, lines[:SHOWN], caption=caption, stacks=True)
    if len(lines) > SHOWN:
        rest = table(heads, lines[SHOWN:], caption="Les autres membres", stacks=True)
        others = len(lines) - SHOWN
        body += fold(
            f"Voir les {others} autres membres" if others > 1 else "Voir l’autre membre", rest, sheet="membres"
        )
    sub = f"{definition(study, 'membres')}. {counted(len(found), 'membre')}, n = {number(people(study))}."
    return Card(_largest(found), sub, body, ("membres",))


def _member(study: Study, row: Row) -> list[str]:
    company, source, day, sites = row.keys
    written = "".join((day[8:10], "/", day[5:7], "/", day[:4])) if day == _iso(day) else day
    return [
        text(_siren(label(study, company))),
        text(label(study, source)),
        text(written),
        text(sites),
        cell(row.figure),
    ]


def _largest(found: list[Row]) -> str:
    sizes = [row.figure.value for row in found if row.figure is not None]
    total = sum(sizes)
    if len(found) == 1 or total < SMALL:
        return f"{counted(len(found), 'membre')}, {counted(total, 'salarié')}"
    return f"Le plus grand des {number(len(found))} membres réunit {percent(max(sizes) / total)} des salariés"


def _siren(name: str) -> str:
    """Group the digits of a SIREN by three, as it is written on letters."""
    is_siren = len(name) == 9 and name.isdigit()
    return f"{name[:3]} {name[3:6]} {name[6:]}" if is_siren else name


def _iso(day: str) -> str:
    is_iso = len(day) == 10 and day[4] == day[7] == "-" and day.replace("-", "").isdigit()
    return day if is_iso else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def warning(study: Study) -> str:
    """Write the note above the cards: who is missing from every figure below; nothing when nobody is."""
    missing = undeclared(study)
    sentences = []
    if missing:
        names = listed([name[:1].lower() + name[1:] for name in missing])
        unsaid = "ne la contient et personne ne l’a déclarée"
        if len(missing) > 1:
            unsaid = "ne les contient et personne ne les a déclarées"
        sentences.append(
            f"<b>{text(_capital(counted(len(missing), 'population manque', 'populations manquent')))}</b>{NARROW}: "
            f"{text(names)}. Aucun fichier de paie {unsaid}{NARROW}: "
            f"les chiffres portent sur les seuls salariés au {text(long_date(study.on))}."
        )
    sentences += [text(note) for note in study.notes[:2]]
    if len(study.notes) > 2:
        sentences.append('<a href="#laisse-de-cote">Voir toutes les réserves</a>')
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return f'<div class="note" role="note">{body}</div>' if body else ""
