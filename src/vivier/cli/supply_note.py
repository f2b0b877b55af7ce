"""The note of `vivier supply`: one page for Region, rectorat, OPCO and France Travail, every figure traced."""

import json
from collections.abc import Iterator
from pathlib import Path

from vivier.cli.supply_files import STUDY, Asked
from vivier.cli.supply_tables import UNDECLARED, WORDS, data_of, resting_on, table_of
from vivier.french import counted, harmless, long_date
from vivier.report.traced import Evidence, compose, evidence
from vivier.report.traced.page import page
from vivier.report.traced.word import word
from vivier.report.whole import write_whole
from vivier.study.data import ALL, TOTAL
from vivier.supply import Adaptation
from vivier.supply.result import CLOSE, OPEN, Advice, Wanted

SOURCE = "offre"
FEWEST = 5  # people a figure of the note rests on, at least: the others stay in the table
_MOST = 12  # lines: a note is one page
_ORDER = (OPEN, CLOSE)


def write_adaptation(out: Path, asked: Asked, found: Adaptation) -> None:
    """Write the table, the figures and the note, all or nothing."""
    data = data_of(asked, found)
    said = evidence(SOURCE, data, title="Places de formation attendues")
    note = compose(text_of(asked, found), [asked.study, said])
    write_whole(
        {
            out / "places.csv": table_of(asked, found),
            out / "places.json": data,
            out / "note.html": page(note).encode(),
            out / "note.docx": word(note),
        }
    )


def text_of(asked: Asked, found: Adaptation) -> str:
    """Write the note, its figures as formulas."""
    return "\n".join([*_head(asked, found), *_places(asked, found), *_others(asked, found), *_limits(asked, found)])


def _head(asked: Asked, found: Adaptation) -> Iterator[str]:
    zones = ", ".join(
        sorted({_plain(each.zone) for each in found.advice} | {_plain(e.zone) for e in found.undeclared})
    )
    year = int(asked.study.on[:4]) + found.years
    whose = "de la zone" if asked.terms.is_whole else "des adhérents du pôle"
    yield "# Adapter l’offre de formation aux emplois attendus"
    yield f"> Pour la Région, le rectorat, les OPCO et France Travail. Zones d’emploi : {zones}."
    yield "## Périmètre"
    yield f"Étude au {long_date(asked.study.on)}. Postes à pourvoir {whose} d’ici {year} : {_openings(asked.study)}."
    yield (
        "Une part revient à des débutants ; les autres, à des personnes déjà en emploi ou qui en cherchent un. Cette "
        "note dit ce que ces débutants auraient à apprendre, et ce que cela suppose de places par an. C’est une "
        "attente, non une consigne."
    )


def _openings(study: Evidence) -> str:
    """Cite the openings of the whole, as the Dares counts them or, in older studies, cause by cause."""
    whole = (ALL, TOTAL, "dares")
    if ("postes", whole) in study.figures:
        return _cite(STUDY, "postes", *whole)
    causes = {"retraite": "fins de carrière", "creation": "créations"}
    known = [
        (cause, words)
        for cause, words in causes.items()
        if (told := study.figures.get(("postes", (ALL, TOTAL, cause)))) is not None and told.value
    ]
    cited = [f"{_cite(STUDY, 'postes', ALL, TOTAL, cause)} ({words})" for cause, words in known]
    return " et ".join(cited) or "non projetés"


def _places(asked: Asked, found: Adaptation) -> Iterator[str]:
    shown = _shown(asked, found)
    yield "## Places déclarées et places attendues, par an"
    if not shown:
        yield "Aucune place déclarée ne peut être rapprochée de ces postes."
        return
    yield "| Zone et spécialité | Places | Places attendues | Avis | Demandeurs d’emploi |"
    for each in shown:
        key = each.zone, each.speciality
        first = "à remplir d’abord" if each.verdict == OPEN and each.is_unfilled else WORDS[each.verdict]
        seekers = _cite(SOURCE, "demandeurs", *key) if each.seekers is not None else "non publié"
        declared, required = (_cite(SOURCE, "places", *key, "", name) for name in ("declarees", "necessaires"))
        what = f"{_plain(each.zone)} : {_label(asked, each.speciality)}"
        yield f"| {what} | {declared} | {required} | {first} | {seekers} |"
    if len(shown) < len([each for each in found.advice if not each.level]):
        yield "Les autres lignes, et le détail par niveau de diplôme, sont dans places.csv."


def _shown(asked: Asked, found: Adaptation) -> list[Advice]:
    """Choose the lines of a page: to open, to reduce, then the largest; those that rest on few stay in the table."""
    wholes = [each for each in found.advice if not each.level and resting_on(asked, each.speciality) >= FEWEST]
    rank = {verdict: at for at, verdict in enumerate(_ORDER)}
    ordered = sorted(wholes, key=lambda e: (rank.get(e.verdict, len(rank)), -e.required.value, e.zone, e.speciality))
    return ordered[:_MOST]


def _others(asked: Asked, found: Adaptation) -> Iterator[str]:
    wanted = _wanted(asked, found)
    if wanted:
        yield "## Attendu, sans offre déclarée"
        yield "Une offre non déclarée peut exister : à vérifier avant d’en conclure quoi que ce soit."
        for each in wanted:
            cited = _cite(SOURCE, "sans_offre", each.zone, each.speciality)
            yield f"- {_plain(each.zone)}, {_label(asked, each.speciality)} : {cited} par an."


def _wanted(asked: Asked, found: Adaptation) -> list[Wanted]:
    """Choose what is surely expected (at least one person a year) and declared nowhere, the largest first."""
    sure = [e for e in found.undeclared if e.entrants.interval.low >= 1 and resting_on(asked, e.speciality) >= FEWEST]
    return sorted(sure, key=lambda each: (-each.entrants.value, each.zone, each.speciality))[:5]


def _limits(asked: Asked, found: Adaptation) -> Iterator[str]:
    yield "## Limites"
    yield (
        "- Une place est « à ouvrir » ou « à réduire » quand tout l’intervalle le dit, non son milieu ; sinon « à "
        "garder »."
    )
    if not asked.terms.is_whole:
        yield "- Ces postes sont ceux des adhérents : aucune place n’est dite de trop, d’autres recrutent aussi."
    yield (
        "- Les spécialités sont celles que les jeunes en poste ont apprises (Dares, portraits de métiers) : ce qui "
        f"fut, non ce qui convient. {_elsewhere(asked)}"
    )
    if any(each.seekers is not None for each in found.advice):
        yield "- Les demandeurs d’emploi sont ceux de toute la France, dans les métiers concernés (Dares)."
    else:
        yield "- Les demandeurs d’emploi ne sont pas installés sur cette machine : la note n’en dit rien."
    yield (
        "- Ces chiffres ne doivent pas servir à fermer une formation, ni à juger un établissement ou ses formateurs, "
        "sans examen sur place : vocations, poursuites d’études, autres employeurs, projets de la zone."
    )


def _elsewhere(asked: Asked) -> str:
    if sum(asked.people.values()) < FEWEST:
        return "Une part, que personne ne répartit, en a d’autres ou n’en a aucune."
    cited = _cite(SOURCE, "ailleurs", ALL)
    return (
        f"S’y ajoutent {cited} par an d’autres spécialités, sans diplôme ou sans réponse, que personne ne répartit."
    )


def lines(asked: Asked, found: Adaptation) -> Iterator[str]:
    """Say in a few lines what was found."""
    counts = {verdict: len(found.of(verdict)) for verdict in WORDS}
    said = ", ".join(f"{counts[verdict]} {words}" for verdict, words in WORDS.items())
    specialities = counted(sum(counts.values()), "spécialité déclarée", "spécialités déclarées")
    yield f"{specialities} : {said}."
    for each in found.of(OPEN):
        ends = each.required.interval
        first = " ; à remplir d’abord" if each.is_unfilled else ""
        places = "places" if each.places >= 2 else "place"
        yield (
            f"  à ouvrir : {each.zone}, {_label(asked, each.speciality)}, {each.places:g} {places} pour "
            f"{each.required.value:.0f} attendues (entre {ends.low:.0f} et {ends.high:.0f}){first}."
        )
    if found.undeclared:
        yield f"{counted(len(found.undeclared), 'besoin')} : {UNDECLARED} (voir places.csv)."
    left = asked.left_out + sum(posts for _, posts in found.unread)
    if left >= 1:
        yield f"{counted(round(left), 'poste')} à pourvoir sans portrait de métier : hors de ces chiffres."


def _cite(source: str, table: str, *keys: str) -> str:
    named = ", ".join(json.dumps(key, ensure_ascii=False) for key in keys)
    return "{{" + f"{source}.{table}[{named}]" + "}}"


def _label(asked: Asked, speciality: str) -> str:
    return _plain(asked.labels.get(speciality, f"spécialité {speciality}"))


def _plain(text: str) -> str:
    """Keep what a person wrote from being read as the cells of a table; braces were refused when it was read."""
    return harmless(text).replace("|", "/")
