"""« Intitulés de poste » : how many people were coded from their title, how surely, what a human should look at."""

from vivier.french import counted, number, probability, share
from vivier.report.figures import figure
from vivier.report.page.elements import Card, Column, cell, empty, fold, section, table, text
from vivier.report.reading import figures, label, people, rows
from vivier.study import Figure, Row, Study

NAME, TITLE = "intitules", "Intitulés de poste"
SHOWN = 6
CODED, WAITING = ("codee_membres", "codee"), ("a_relire", "a_demander")
SITUATIONS = ("pcs_declaree", "categorie_declaree", *CODED, *WAITING, "sans_intitule")
WORKING = (
    "Document de travail : un intitulé porté par peu de personnes peut en désigner une. Cette liste est faite pour "
    "votre poste ; retirez-la avant de diffuser l’étude."
)
HEADS = (
    Column("Intitulé"),
    Column("Métier proposé, ou question"),
    Column("Probabilité", is_number=True),
    Column("Personnes", is_number=True),
)


def is_coded(study: Study) -> bool:
    """Tell whether the study coded job titles."""
    return bool(rows(study, "codage"))


def titles(study: Study) -> str:
    """Write the section; nothing when no title was coded."""
    if not is_coded(study):
        return ""
    return section(NAME, TITLE, (_coding(study), _to_review(study)), lead=_lead(study))


def _lead(study: Study) -> str:
    used = next((one.value for one in study.assumptions if one.name == "coding"), "")
    return (
        "Quand un fichier donne l’intitulé d’un poste sans son code PCS, l’intitulé est codé ; les salariés qu’on ne "
        f"sait pas coder restent en métier non connu{f' (codage : {used})' if used else ''}."
    )


def _found(study: Study) -> dict[str, Figure]:
    return {keys[0]: shown for keys, shown in figures(study, "codage").items()}


def _coding(study: Study) -> Card:
    found, total = _found(study), people(study)
    lines = [
        [text(label(study, name)), cell(found[name]), text(share(found[name].value / total, total))]
        for name in SITUATIONS
        if name in found and total
    ]
    heads = (Column("D’où vient le métier"), Column("Personnes", is_number=True), Column("Part", is_number=True))
    body = table(heads, lines, caption="D’où vient le métier de chaque salarié")
    said = "".join(f"<li>{text(sentence)}</li>" for sentence in (_confidence(found), _check(found)) if sentence)
    sub = f"Chaque salarié compté une fois, n = {number(total)}."
    return Card(
        _finding(found), sub, body + (f'<ul class="said">{said}</ul>' if said else ""), ("codage",), is_wide=True
    )


def _finding(found: dict[str, Figure]) -> str:
    coded, waiting = (sum(round(found[n].value) for n in names if n in found) for names in (CODED, WAITING))
    total = coded + waiting
    if not total:
        return "Aucun intitulé à coder : ceux qui en ont un ont aussi un code"
    if coded == total:
        return (
            f"{counted(total, 'salarié')} sans code PCS : {'tous codés' if total > 1 else 'codé'} d’après l’intitulé"
        )
    missing = counted(total, "salarié sans code PCS", "salariés sans code PCS")
    some = counted(coded, "codé") if coded else "aucun codé"
    return f"{missing} : {some} d’après l’intitulé, {number(total - coded)} à relire"


def _confidence(found: dict[str, Figure]) -> str:
    sure = found.get("probabilite")
    if sure is None:
        return ""
    mean = probability(sure.value)
    return f"Confiance annoncée : probabilité moyenne de {mean} pour les codés (n = {number(sure.n)})."


def _check(found: dict[str, Figure]) -> str:
    same, near = found.get("meme_code"), found.get("meme_categorie")
    if same is None or near is None:
        return ""
    who = counted(same.n, "salarié dont la PCS est", "salariés dont la PCS est")
    return (
        f"Contrôle : pour {who} aussi déclarée, un intitulé sûr redonne le même code ({figure(same)}), ou au moins "
        f"la même catégorie ({figure(near)}). Leur code déclaré est gardé."
    )


def _to_review(study: Study) -> Card:
    found = rows(study, "a_relire")
    if not found:
        return Card("Aucun intitulé à relire", "", empty("Chaque intitulé a été codé."), ("a_relire",), is_wide=True)
    lines = [_line(study, row) for row in found]
    body = table(HEADS, lines[:SHOWN], caption="Intitulés à relire, les plus portés d’abord", stacks=True)
    if len(lines) > SHOWN:
        rest = table(HEADS, lines[SHOWN:], caption="Les autres intitulés à relire", stacks=True)
        body += fold("Voir la suite", rest, sheet="a_relire")
    who = counted(sum(row.figure.value for row in found if row.figure), "salarié")
    title = f"L’intitulé de {who} est à relire" if len(found) == 1 else f"Les intitulés de {who} sont à relire"
    body += f'<p class="hint">{text(_ACTION)}</p>'
    return Card(title, f"Les plus portés d’abord. {WORKING}", body, ("a_relire",), is_wide=True)


_ACTION = (
    "Répondre une fois pour toutes : relancez « vivier study » avec « --decisions FICHIER », remplissez la colonne "
    "« code » du fichier qu’il écrit, relancez. Vos réponses resserviront l’an prochain."
)


def _line(study: Study, row: Row) -> list[str]:
    title, decision, occupation, chance, _, question = row.keys
    if decision == "reste":
        return [f'<span class="iv">{text(title)}</span>', "", "", cell(row.figure)]
    proposed = f'{text(label(study, occupation))} <span class="iv">{text(occupation)}</span>' if occupation else ""
    if question:
        asked, _, choices = question.partition(" : ")  # the title is already in the row
        proposed = text(choices[:1].upper() + choices[1:] if choices and title in asked else question)
    sure = text(probability(float(chance))) if chance else '<span class="absent">sans objet</span>'
    return [text(title), proposed or '<span class="absent">aucun</span>', sure, cell(row.figure)]
