"""After the study: each table is counted again, cut to what may be shown, or dropped."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from vivier.french import counted as counted_fr
from vivier.reference import pcs_label
from vivier.study.data import ALL, Fact, Figure, Row, Study, Table
from vivier.study.exposure import exposed
from vivier.study.families import UNCLEAR, Families, family_stock
from vivier.study.rome import UNDETERMINED, Rome, Titles, placed_people
from vivier.study.stock import permanent_stock
from vivier_web.skills.guard.folding import OTHERS, Folded
from vivier_web.skills.guard.present import (
    DURABLE,
    ENDING,
    SECRET,
    Present,
    Shown,
    companies_of,
    counted,
    partly_shown,
)
from vivier_web.skills.guard.threshold import THRESHOLD

_PROJECTED = ("effectif_sans_embauche", "departs", "postes", "exposition")
_PEOPLE_IN_ROME = ("effectif", "intitules", "ambigu")
_WHOLE = ("scenarios",)  # tables of all occupations together
_RULE = f"au moins {THRESHOLD.companies} membres et {THRESHOLD.people} personnes"
_WORDS = {
    SECRET: "secret statistique",
    OTHERS: "Autres métiers (regroupés)",
    DURABLE: "Emploi durable (CDI, public), détail secret",
    ENDING: "Contrats à terme, détail secret",
    "observe": "observé",
    "retenu": "retenu",
}


def guarded(study: Study, folded: Folded, families: Families | None = None, rome: Rome | None = None) -> Study:
    """Give the study that a pôle's staff may see, from the study of a folded headcount.

    `families` and `rome` are the ways the study took to official families and to ROME, None where it took none.
    Only tables this function knows are kept: one that appears in the library must be thought about first.
    """
    present = Present(folded.headcount)
    shown = present.shown()
    tables = tuple(_tables(study, folded, present, shown, families, rome=rome))
    labels = {key: words for key, words in study.labels.items() if not _is_group(key)}
    return replace(
        study,
        tables=tables,
        facts=_facts(study, tables),
        labels=labels | _WORDS | {code: _group_label(code) for code in present.people() if _is_group(code)},
        notes=(
            *_hidden(folded, shown, present),
            *(note for note in study.notes if "Document de travail" not in note),
        ),
        assumptions=tuple(one for one in study.assumptions if not one.name.startswith("observed.")),
    )


def _tables(
    study: Study, folded: Folded, present: Present, shown: Shown, families: Families | None, *, rome: Rome | None
) -> Iterable[Table]:
    yield _coverage(study, present)
    yield _members(folded)
    yield from _of_the_day(study, present, shown)
    for name in _PROJECTED:
        yield _kept(study.table(name), shown.projected | {ALL})
    yield from (study.table(name) for name in _WHOLE)
    yield _rates(study, folded)
    if families is not None:
        allowed = _families_shown(folded, families)
        kept = (_kept(table, allowed | {ALL}) for table in study.tables if table.name in ("familles", "tension"))
        yield from (_of_those_shown(table) for table in kept)
    if rome is not None:
        hidden = _hidden_rome(folded, shown, rome)
        yield from (_rome_kept(table, hidden) for table in study.tables if table.name == "rome")
    yield _left_out(study)


def _kept(table: Table, allowed: frozenset[str]) -> Table:
    return replace(table, rows=tuple(row for row in table.rows if row.keys[0] in allowed))


def _coverage(study: Study, present: Present) -> Table:
    outside = present.outside()
    rows = [Row(("salaries", "fichiers"), counted(present.headcount.people))]
    rows += [Row(("hors_effectif", "fichiers"), counted(outside))] if outside else []
    old = study.table("couverture")
    return replace(old, rows=(*rows, *(row for row in old.rows if row.keys[1] != "fichiers")))


def _members(folded: Folded) -> Table:
    companies, people = len(folded.headcount.companies), folded.headcount.people
    row = Row((ALL,), Figure(companies, "entreprises", people))
    return Table("membres", "Membres", "Entreprises comptées ; aucune n’est montrée seule", ("membre",), (row,))


def _of_the_day(study: Study, present: Present, shown: Shown) -> Iterable[Table]:
    """Count again the tables of the day; « secret » stands where a detail may not be shown."""
    people, contracts = present.people(), present.contracts()
    order = sorted(people, key=lambda code: (code != ALL, code))
    ending = {name: n for name, n in contracts.items() if name not in ("CDI", "PUBLIC", "inconnu", DURABLE)}
    rows = {
        "effectif": tuple(Row((ALL, SECRET, SECRET, name), counted(n)) for name, n in contracts.items()),
        "metiers": tuple(Row((code,), counted(people[code])) for code in order),
        "pyramide": present.pyramid(shown),
        "seniors_55": present.seniors(shown, ("55_59", "60_plus")),
        "seniors_60": present.seniors(shown, ("60_plus",)),
        "hors_projection": tuple(Row((name,), counted(n)) for name, n in ending.items()),
    }
    words = {"effectif": "Salariés présents, tous métiers ensemble"}
    for name, found in rows.items():
        table = study.table(name)
        yield replace(table, rows=found, definition=words.get(name, table.definition))


def _rates(study: Study, folded: Folded) -> Table:
    """Keep the rates of all occupations together: those of one would say who left it."""
    table = study.table("taux")
    allowed = ("observe", "retenu", "poids") if folded.has_flows else ("retenu",)
    whole = [row for row in table.rows if row.keys[0] == ALL and row.keys[1] in allowed]
    left = sum(row.figure.value * row.figure.n for row in whole if row.figure and row.keys[1] == "observe")
    return replace(
        table, rows=tuple(row for row in whole if row.keys[1] == "retenu" or round(left) >= THRESHOLD.people)
    )


def _families_shown(folded: Folded, families: Families) -> frozenset[str]:
    stock = family_stock(permanent_stock(folded.headcount), families)
    return partly_shown(companies_of((cell.occupation, cell.group, cell.n) for cell in stock.cells))


def _of_those_shown(table: Table) -> Table:
    """Weigh the ambiguous share over the families shown alone: over all, it would tell two hidden ones apart."""
    found = {row.keys: row.figure for row in table.rows if row.figure is not None}
    shares = {name: one for (name, what), one in found.items() if what == UNCLEAR and name != ALL}
    whole = sum(one.n for one in shares.values())
    mean = sum(one.n * one.value for one in shares.values()) / whole if whole else 0.0
    rows = [row for row in table.rows if row.keys != (ALL, UNCLEAR)]
    rows += [Row((ALL, UNCLEAR), Figure(round(mean, 4), "part", whole))] if whole else []
    return replace(table, rows=tuple(rows))


def _hidden_rome(folded: Folded, shown: Shown, rome: Rome) -> frozenset[str]:
    """Give the ROME that hold people of an occupation whose departures are not shown."""
    placed = placed_people(permanent_stock(folded.headcount), Titles(folded.headcount), rome.shares, horizon=1)
    unshown = (one for name, one in placed.items() if name not in shown.projected)
    return frozenset(code for one in unshown for code in one.targets)


def _rome_kept(table: Table, hidden: frozenset[str]) -> Table:
    """Keep what the occupations shown already say, by public shares; of people in no ROME, how many they are."""
    rows = tuple(
        row
        for row in table.rows
        if row.keys[0] not in hidden or (row.keys[0] == UNDETERMINED and row.keys[1] in _PEOPLE_IN_ROME)
    )
    words = f"{table.definition} ; un ROME où se trouve un métier dont les départs sont secrets n’est pas montré"
    return replace(table, rows=rows, definition=words)


def _left_out(study: Study) -> Table:
    """Count what was set aside by reason, never by file; a reason met in fewer than three files stays silent."""
    table = study.table("laisse_de_cote")
    files: dict[tuple[str, str], set[str]] = {}
    counts: dict[tuple[str, str], Counter[str]] = {}
    for row in table.rows:
        file, *reason = row.keys
        key = (reason[0], reason[1])
        files.setdefault(key, set()).add(file)
        if row.figure is not None:
            counts.setdefault(key, Counter())[row.figure.unit] += round(row.figure.value)
    rows = (
        Row(("", *key), Figure(n, unit, n))
        for key, units in sorted(counts.items())
        for unit, n in sorted(units.items())
        if len(files[key]) >= THRESHOLD.companies
    )
    return replace(table, rows=tuple(rows))


def _facts(study: Study, tables: tuple[Table, ...]) -> tuple[Fact, ...]:
    """Keep the headlines whose figure is still in a table, and count the exposed occupations again."""
    found = {table.name: table for table in tables}
    facts = []
    for fact in study.facts:
        if fact.name == "exposes":
            hot = len(exposed(found["exposition"]))
            words = fact.label.replace("métiers perdront", "métier perdra") if hot < 2 else fact.label
            words = words if hot < 2 else words.replace("métier perdra", "métiers perdront")
            facts.append(replace(fact, label=words, figure=replace(fact.figure, value=hot)))
        elif any(row.figure == fact.figure for row in found[fact.table].rows):
            facts.append(fact)
    return tuple(facts)


def _hidden(folded: Folded, shown: Shown, present: Present) -> Iterable[str]:
    """Say what is hidden, and why."""
    yield (
        "Les petites cases sont des personnes : chaque chiffre additionne "
        f"{_RULE} ; ce qui en compterait moins est regroupé, ou remplacé par « secret statistique »."
    )
    if folded.occupations:
        who = counted_fr(folded.people, "salarié")
        what = counted_fr(folded.occupations, "métier trop rare", "métiers trop rares")
        yield f"{what} ({who}) : comptés dans leur groupe de la PCS, ou dans « autres métiers »."
    items = set(present.people()) - {ALL}
    if hidden := len(items - shown.projected):
        what = counted_fr(hidden, "métier", "métiers")
        yield (
            f"{what} sans départs ni postes détaillés : leurs moins de 55 ans ou leurs 55 ans et plus sont trop peu "
            "nombreux ; ils comptent dans l’ensemble."
        )
    if folded.left:
        yield "Les contrats à terme, trop peu nombreux tous ensemble, ne sont pas comptés."
    if not folded.has_flows:
        yield (
            "Moins de trois membres ont déposé plusieurs mois : leurs départs et embauches n’entrent pas dans les "
            "taux, qui sont ceux des statistiques nationales."
        )


def _is_group(code: str) -> bool:
    return len(code) in (1, 2) and code.isdigit()


def _group_label(code: str) -> str:
    return f"{pcs_label(code)} : autres ou sans précision"
