"""« Ce qui a été laissé de côté » et « Sources, hypothèses et méthode » : what the figures stand on."""

from collections import defaultdict

from vivier.french import FIXED, counted, long_date, number
from vivier.report.page.elements import Card, Column, cell, empty, fold, section, table, text
from vivier.report.reading import definition, rows
from vivier.study import Row, Study
from vivier.study.data import Assumption

FILES = 3  # files named beside a reason
MAIN = ("law.version",)
SHEET = "Sources et hypothèses"


def left_out(study: Study) -> str:
    """Write what was left out and why: reservations, then faults, each reason once."""
    cards = []
    if study.notes:
        notes = "".join(f"<li>{text(note)}</li>" for note in study.notes)
        cards.append(Card("À savoir avant de lire", "", f"<ul>{notes}</ul>", is_wide=True))
    return section("laisse-de-cote", "Ce qui a été laissé de côté, et pourquoi", [*cards, _reasons(study)])


def _reasons(study: Study) -> Card:
    anchors = ("laisse_de_cote",)
    by_reason: dict[tuple[str, str], list[Row]] = {}
    for row in rows(study, "laisse_de_cote"):
        by_reason.setdefault((row.keys[1], row.keys[2]), []).append(row)
    if not by_reason:
        is_read = bool(rows(study, "metiers"))
        why = "Toutes les lignes de tous les fichiers ont été lues." if is_read else "Aucune ligne n’a été lue."
        return Card("Rien n’a été écarté" if is_read else "Rien à écarter", "", empty(why), anchors, is_wide=True)
    heads = (Column("Ce qui a été trouvé, et ce qui en a été fait"), Column("Où"), Column("Quantité", is_number=True))
    ranked = sorted(by_reason.items(), key=lambda item: (not item[0][0].startswith("R"), item[0]))
    lines = [
        [f'{text(reason)} <span class="iv">{text(code)}</span>', _where(found), _quantity(found)]
        for (code, reason), found in ranked
    ]
    title = f"{counted(len(lines), 'raison')} de ne pas tout prendre tel quel"
    body = table(heads, lines, caption=title, stacks=True)
    return Card(title, f"{definition(study, 'laisse_de_cote')}.", body, anchors, is_wide=True)


def _where(found: list[Row]) -> str:
    """Name the first files; the workbook names them all."""
    files = list(dict.fromkeys(row.keys[0] for row in found if row.keys[0]))
    more = f", et {counted(len(files) - FILES, 'autre')}" if len(files) > FILES else ""
    return text(", ".join(files[:FILES]) + more)


def _quantity(found: list[Row]) -> str:
    sums: dict[str, float] = defaultdict(float)
    for row in found:
        if row.figure is not None:
            sums[row.figure.unit] += row.figure.value
    if not sums:
        return cell(None)
    return ", ".join(f"{number(value)}{FIXED}{text(_unit(value, unit))}" for unit, value in sums.items())


def _unit(value: float, unit: str) -> str:
    return unit.removesuffix("s") if abs(value) < 2 else unit


def sources(study: Study) -> str:
    """Write what everything stands on: hypotheses with their source, prints of the inputs, list of the tables."""
    return section(
        "sources",
        "Sources, hypothèses et méthode",
        (_assumptions(study), _prints(study), _tables(study)),
        lead=_method(study),
    )


def _method(study: Study) -> str:
    return (
        f"Les salariés présents au {long_date(study.on)} vieillissent d’un an par période de douze mois ; ils "
        "partent en fin de carrière selon les âges légaux nommés ci-dessous, ou autrement selon la rotation. "
        "Chaque chiffre projeté porte ses intervalles à 80 % et 95 % ; chaque chiffre observé porte son n."
    )


def _assumptions(study: Study) -> Card:
    """Show the settings and the law; fold the detail of ages, behaviours, turnover and hires."""
    if not study.assumptions:
        nothing = empty("Rien n’a été projeté : aucune hypothèse n’a servi.")
        return Card("Aucune hypothèse", "", nothing, is_wide=True)
    title = f"{counted(len(study.assumptions), 'hypothèse')}, chacune avec sa source"
    heads = (Column("Hypothèse"), Column("Valeur"), Column("Source"))
    main = [one for one in study.assumptions if "." not in one.name or one.name in MAIN]
    rest = [one for one in study.assumptions if one not in main]
    body = table(heads, [_assumption(one) for one in main], caption="Les réglages et la loi", stacks=True)
    if rest:
        detail = table(heads, [_assumption(one) for one in rest], caption="Le détail des hypothèses", stacks=True)
        others = f"les {len(rest)} autres" if len(rest) > 1 else "l’autre"
        body += fold(f"Voir {others} : âges légaux, comportements, rotation, embauches", detail, sheet=SHEET)
    return Card(title, "La version de la loi employée est celle nommée ici.", body, is_wide=True)


def _assumption(one: Assumption) -> list[str]:
    return [text(one.label), text(one.value), text(one.source)]


def _prints(study: Study) -> Card:
    pairs = (
        ("Date de référence", text(long_date(study.on))),
        ("Horizon", f"{counted(study.horizon, 'an')}"),
        ("Graine des tirages", str(study.seed)),
        ("Version de Vivier", text(study.version)),
        ("Empreinte des entrées (SHA-256)", f"<code>{text(study.inputs_sha256)}</code>"),
        ("Empreinte des paramètres (SHA-256)", f"<code>{text(study.parameters_sha256)}</code>"),
    )
    body = "<dl>" + "".join(f"<div><dt>{text(term)}</dt><dd>{value}</dd></div>" for term, value in pairs) + "</dl>"
    sub = "Mêmes fichiers, mêmes paramètres, même graine : mêmes chiffres, au bit près."
    return Card("De quoi refaire cette étude", sub, body, is_wide=True)


def _tables(study: Study) -> Card:
    heads = (Column("Tableau"), Column("Définition"), Column("Lignes", is_number=True))
    lines = [
        [f'<a href="#tableau-{text(t.name)}">{text(t.name)}</a>', text(t.definition), number(len(t.rows))]
        for t in study.tables
    ]
    extra = "".join(f"<li>{cell(f.figure)} {text(f.label)} (n = {number(f.figure.n)})</li>" for f in study.facts[4:])
    body = table(heads, lines, caption="Les tableaux de l’étude", stacks=True) + (
        f"<ul>{extra}</ul>" if extra else ""
    )
    sub = "Chaque tableau est en entier dans le classeur study.xlsx (une feuille du même nom) et dans study.json."
    return Card(f"{counted(len(study.tables), 'tableau', 'tableaux')} derrière cette page", sub, body, is_wide=True)
