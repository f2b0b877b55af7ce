"""« Âges » : the pyramid of the whole, the oldest occupations, a pyramid for each main occupation."""

from collections.abc import Mapping

from vivier.french import SMALL, counted, listed, number, of_people, percent, shortened
from vivier.report.charts import Canvas, picture, pyramid
from vivier.report.page.elements import Card, Column, cell, drawing, empty, fold, section, table, text
from vivier.report.reading import (
    AGES,
    ALL,
    ages_by_occupation,
    definition,
    figures,
    label,
    occupations,
    origin,
    unsaid,
)
from vivier.study import Figure, Study

Counts = Mapping[tuple[str, str], int]
SHOWN, MULTIPLES = 7, 8
TIGHT = {"moins_25": "< 25", "60_plus": "60 +"}  # where eight pyramids share a card
SEXES = ("H", "F", "inconnu")


def ages(study: Study) -> str:
    """Write the section."""
    found = ages_by_occupation(study)
    cards = [_whole(study, found.get(ALL, {})), _oldest(study)]
    multiples = _multiples(study, found)
    return section("ages", "Âges", [*cards, *([multiples] if multiples else [])])


def _pairs(counts: Counts, words: Mapping[str, str] = AGES) -> dict[str, tuple[int, int]]:
    return {word: (counts.get((band, "H"), 0), counts.get((band, "F"), 0)) for band, word in words.items()}


def _unplaced(counts: Counts) -> int:
    return sum(n for (age, sex), n in counts.items() if age not in AGES or sex not in "HF")


def _whole(study: Study, counts: Counts) -> Card:
    total, unplaced = sum(counts.values()), _unplaced(counts)
    old = figures(study, "seniors_55").get((ALL,))
    title = "Pyramide des âges"
    if old and old.n:
        title = of_people(old.value, old.n, one="a 55 ans ou plus", many="ont 55 ans ou plus")
    sub = f"{definition(study, 'pyramide')}, n = {number(total)}." if total else ""
    if unplaced:
        who = counted(unplaced, "personne", "personnes")
        sub += f" {who} d’âge ou de sexe {unsaid(study, 'non connu')} : dans le tableau, pas dans le dessin."
    if total == unplaced:
        body = empty("Aucun âge connu : la pyramide demande une source qui donne l’âge et le sexe (DSN, liste).")
    else:
        body = _drawn(study, _pairs(counts), (title, sub), total)
    return Card(
        title,
        sub,
        body + (fold("Voir le tableau", _age_table(study, counts), sheet="pyramide") if total else ""),
        ("pyramide",),
    )


def _drawn(study: Study, pairs: Mapping[str, tuple[int, int]], words: tuple[str, str], n: int) -> str:
    (title, sub), source = words, origin(study, "pyramide")
    told = f"{sub} {_told(pairs)}"
    return drawing(*(
        picture(pyramid(pairs, canvas=canvas, n=n), name=f"pyramide-{canvas.width}", title=title, description=told)
        for canvas in (Canvas(538, 340), Canvas(300, 230))
    ), source=source)  # fmt: skip


def _told(pairs: Mapping[str, tuple[int, int]]) -> str:
    """Say a pyramid to those who do not see it."""
    said = (
        f"{band} : {listed([counted(men, 'homme'), counted(women, 'femme')])}" for band, (men, women) in pairs.items()
    )
    return " ; ".join(said) + "."


def _age_table(study: Study, counts: Counts) -> str:
    sexes = [sex for sex in SEXES if any(key[1] == sex for key in counts)]
    bands = [*AGES, *sorted({age for age, _ in counts} - set(AGES))]
    titles = ["Sexe non connu" if sex == "inconnu" else label(study, sex) for sex in sexes]
    heads = [Column("Âge"), *(Column(title, is_number=True) for title in (*titles, "Total"))]
    lines = []
    for band in reversed(bands):
        row = [counts.get((band, sex), 0) for sex in sexes]
        lines.append([text(label(study, band)), *map(number, row), number(sum(row))])
    return table(heads, lines, caption="Salariés par âge et par sexe", is_caption_shown=True)


def _oldest(study: Study) -> Card:
    anchors = ("seniors_55", "seniors_60")
    found = {keys[0]: figure for keys, figure in figures(study, "seniors_55").items() if keys[0] != ALL}
    shown = sorted(
        ((code, f) for code, f in found.items() if f.n >= SMALL), key=lambda pair: (-pair[1].value, pair[0])
    )
    if not shown:
        why = f"Aucun métier n’atteint {SMALL} personnes d’âge connu : les parts par métier ne sont pas comparées."
        return Card("Les métiers les plus âgés", "", empty(why), anchors)
    title = f"{label(study, shown[0][0])} : {percent(shown[0][1].value)} de 55 ans et plus"
    if len(shown) > 1:
        high, low = percent(shown[0][1].value), percent(shown[-1][1].value)
        title = f"Selon le métier, de {low} à {high} des salariés ont 55 ans ou plus"
        if low == high:
            title = f"Dans chaque métier comparé, {high} des salariés ont 55 ans ou plus"
    some = f"{number(len(shown))} sur {number(len(found))}"
    sub = f"Métiers d’au moins {SMALL} personnes d’âge connu ({some}), les plus âgés d’abord."
    heads = [Column("Métier"), *(Column(t, is_number=True) for t in ("55 ans et plus", "60 ans et plus", "n"))]
    lines = [_senior(study, code, figure) for code, figure in shown]
    body = table(heads, lines[:SHOWN], caption="Les métiers les plus âgés", stacks=True)
    if len(lines) > SHOWN:
        body += fold(
            "Voir la suite",
            table(heads, lines[SHOWN:], caption="Les autres métiers, par âge", stacks=True),
            sheet="seniors_55",
        )
    return Card(title, sub, body, anchors)


def _senior(study: Study, code: str, figure: Figure) -> list[str]:
    oldest = figures(study, "seniors_60").get((code,))
    return [
        text(label(study, code)),
        cell(figure),
        cell(oldest, absent=unsaid(study, "âge non connu")),
        number(figure.n),
    ]


def _multiples(study: Study, found: Mapping[str, Counts]) -> Card | None:
    if len(occupations(study)) < 2:
        return None
    placed = {code: sum(counts.values()) - _unplaced(counts) for code, counts in found.items()}
    drawn = [code for code, _ in occupations(study) if placed.get(code, 0) >= SMALL][:MULTIPLES]
    figures_ = "".join(_multiple(study, code, found[code]) for code in drawn)
    body = f'<div class="multiples">{figures_}</div>' if drawn else ""
    if not drawn:
        why = f"aucun métier n’atteint {SMALL} personnes d’âge et de sexe connus"
        body = empty(f"Pas de pyramide par métier ({unsaid(study, why)}) : les âges sont dans le tableau.")
    title, sub = "Les âges, métier par métier", ""
    if drawn:
        title = (
            f"Les âges des {number(len(drawn))} métiers les plus nombreux"
            if len(drawn) > 1
            else "Les âges du premier métier"
        )
        sub = (
            "Hommes à gauche, femmes à droite ; chaque pyramide a sa propre échelle, les nombres au bout des barres."
        )
    return Card(
        title,
        sub,
        body + fold("Voir le tableau de tous les métiers", _by_occupation(study, found), sheet="pyramide"),
        is_wide=True,
    )


def _multiple(study: Study, code: str, counts: Counts) -> str:
    words, unplaced = label(study, code), _unplaced(counts)
    pairs, n = _pairs(counts, AGES | TIGHT), f"n = {number(sum(counts.values()))}"
    if unplaced:
        n += f", dont {number(unplaced)} hors du dessin"
    drawn = picture(
        pyramid(pairs, canvas=Canvas(262, 178), n=sum(counts.values())),
        name=f"pyramide-metier-{_slug(code)}",
        title=words,
        description=f"{n}. {_told(pairs)}",
    )
    caption = f"<b>{text(shortened(words, 64))}</b> <span>{n}</span>"
    return f"<figure><figcaption>{caption}</figcaption>{drawn}</figure>"


def _slug(code: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else f"-{ord(c):x}" for c in code)


def _by_occupation(study: Study, found: Mapping[str, Counts]) -> str:
    bands = [*AGES, *sorted({age for counts in found.values() for age, _ in counts} - set(AGES))]
    titles = [*(label(study, band) for band in bands), "Total"]
    heads = [Column("Métier"), *(Column(title, is_number=True) for title in titles)]
    lines = []
    for code, _ in occupations(study):
        counts = found.get(code, {})
        row = [sum(n for (age, _), n in counts.items() if age == band) for band in bands]
        lines.append([text(label(study, code)), *map(number, row), number(sum(row))])
    caption = "Salariés par métier et par âge, les deux sexes ensemble"
    return table(heads, lines, caption=caption, is_caption_shown=True, stacks=True)
