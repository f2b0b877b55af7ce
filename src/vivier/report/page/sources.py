"""« Ce qui a été laissé de côté » et « Sources, hypothèses et méthode » : what the figures stand on."""

from vivier.report.french import counted, long_date, number
from vivier.report.page.elements import Card, Column, cell, empty, section, table, text
from vivier.report.reading import definition, label, rows
from vivier.study import Study


def left_out(study: Study) -> str:
    """Write what was left out and why: rows and files, reservations."""
    cards = [_lines(study)]
    if study.notes:
        notes = "".join(f"<li>{text(note)}</li>" for note in study.notes)
        cards.append(Card("À savoir avant de lire", "Les réserves de l’étude, toutes.", f"<ul>{notes}</ul>"))
    return section("laisse-de-cote", "Ce qui a été laissé de côté, et pourquoi", cards)


def _lines(study: Study) -> Card:
    found = rows(study, "laisse_de_cote")
    if not found:
        return Card(
            "Rien n’a été écarté",
            "",
            empty("Toutes les lignes de tous les fichiers ont été lues."),
            ("laisse_de_cote",),
        )
    heads = (Column("Fichier"), Column("Raison"), Column("Quantité", is_number=True))
    lines = []
    for row in found:
        file, code, reason = row.keys
        much = (
            f"{number(row.figure.value)} {text(_unit(row.figure.value, row.figure.unit))}"
            if row.figure
            else cell(None)
        )
        lines.append([text(file), f'{text(label(study, reason))} <span class="iv">{text(code)}</span>', much])
    title = f"{counted(len(found), 'motif')} de mise à l’écart"
    return Card(
        title, f"{definition(study, 'laisse_de_cote')}.", table(heads, lines, caption=title), ("laisse_de_cote",)
    )


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
    title = f"{counted(len(study.assumptions), 'hypothèse')}, chacune avec sa source"
    if not study.assumptions:
        return Card("Aucune hypothèse", "", empty("Rien n’a été projeté : aucune hypothèse n’a servi."))
    heads = (Column("Hypothèse"), Column("Valeur"), Column("Source"))
    lines = [[text(a.label), text(a.value), text(a.source)] for a in study.assumptions]
    return Card(
        title, "La version de la loi employée est celle nommée ici.", table(heads, lines, caption=title, stacks=True)
    )


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
    return Card("De quoi refaire cette étude", sub, body)


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
