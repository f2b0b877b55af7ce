"""ROME, versions 3 and 4: occupations, appellations, skills, mobility and texts, from the `unix_*` tables."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from vivier.reference.official.building import Built, Pieces, Rows, missing, need
from vivier.reference.official.checks import odd_counts, orphans
from vivier.vocabulary import InputError

_SUFFIX = re.compile(r"_v(\d{3})_")
_LABELS_V4 = (
    ("rome4.skills", "code_ogr", "libelle_competence", "skill"),
    ("rome4.knowledge", "code_ogr_savoir", "libelle_savoir", "knowledge"),
    ("rome4.contexts", "code_ogr", "libelle_cont_travail", "context"),
)
_KINDS_V3 = {"1": "knowledge", "2": "skill", "5": "context"}  # code_type_referentiel of the items


def build_rome4(pieces: Pieces) -> Built:
    """Build ROME 4: four levels, since the parents are the 532 codes that the others refine."""
    need(pieces, "ROME 4", rome4_codes="les codes", rome4_titles="les appellations")
    codes = list(pieces.rows("rome4.codes", "code_rome", "libelle_rome", "code_rome_parent"))
    known = {code for code, _, _ in codes}
    labels = {code: label for code, label, _ in codes}
    parents = list(dict.fromkeys(parent for _, _, parent in codes))
    above = [("parent", code, labels.get(code, code), code[:3]) for code in parents]
    detail = [("métier", code, label, parent) for code, label, parent in codes]
    built = Built("rome4", {"codes": [*_domains(pieces, known), *above, *detail]}, version=_version(pieces, "4"))
    built.date = next((date for _, date in pieces.rows("rome4.version", "version du rome", "date du rome")), "")
    built.warnings += orphans("codes parents", (parent for _, _, parent in codes), known)
    built.warnings += missing(
        pieces, rome_tree="les domaines", rome4_uses="les compétences de chaque métier", rome4_near="la mobilité",
        rome4_texts="les définitions",
    )  # fmt: skip
    _titles(built, pieces, "rome4", known)
    _skills_v4(built, pieces, known)
    near = sorted(pieces.rows("rome4.near", "code_rome", "numero_ordre", "code_rome_cible"), key=_by_rank)
    built.warnings += orphans("mobilité", chain.from_iterable((row[0], row[2]) for row in near), known)
    built.tables["near"] = [(code, target, "mobilité") for code, _, target in near if {code, target} <= known]
    texts = pieces.rows("rome4.texts", "code_rome", "libelle_type_texte", "position_phrase", "libelle_texte")
    _texts(built, sorted(texts, key=lambda row: (row[0], row[1], _rank(row[2]))), known)
    _sectors(built, pieces, known)
    _undouble(built)
    return built


def build_rome3(pieces: Pieces) -> Built:
    """Build ROME 3; its codes are those of both lists, for L1510 is missing from one of them."""
    if not pieces.has("rome3.codes") and not pieces.has("rome.tree"):
        need(pieces, "ROME 3", rome3_codes="les codes")
    need(pieces, "ROME 3", rome3_titles="les appellations")
    named = pieces.mapping("rome3.codes", "code_rome", "libelle_rome")
    tree = pieces.mapping("rome.tree", "code_rome", "libelle_rome")
    labels = dict(sorted({**tree, **named}.items()))
    alone = sorted(set(tree) ^ set(named)) if named and tree else []
    built = Built("rome3", {"codes": _domains(pieces, set(labels))}, version=_version(pieces, "3"))
    built.warnings += [f"{code} n’est que dans l’une des deux listes de codes : il est gardé" for code in alone]
    detail = [("métier", code, label, code[:3]) for code, label in labels.items()]
    built.tables["codes"] = [*built.tables["codes"], *detail]
    built.warnings += odd_counts({"métier": len(labels)}, {"métier": 532})
    _titles(built, pieces, "rome3", set(labels))
    _skills_v3(built, pieces, set(labels))
    near = list(pieces.rows("rome3.near", "code_rome", "code_rome_cible", "libelle_type_mobilite"))
    built.warnings += orphans("mobilité", (code for row in near for code in row[:2]), labels)
    pairs = ((code, target, kind.casefold()) for code, target, kind in near if code in labels and target in labels)
    built.tables["near"] = list(dict.fromkeys(pairs))
    texts = pieces.rows("rome3.texts", "code_rome", "libelle_type_texte", "position_libelle_txt", "libelle_texte")
    _texts(built, sorted(texts, key=lambda row: (row[0], row[1], _rank(row[2]))), set(labels))
    _undouble(built)
    return built


def _version(pieces: Pieces, major: str) -> str:
    """Read the version in the suffix of the tables and in the notice, which must agree."""
    named = {found[1] for piece in pieces if (found := _SUFFIX.search(piece.name))}
    noticed = {major + number.zfill(2) for (number,) in pieces.rows(f"rome{major}.version", "version du rome")}
    if len(named) > 1 or (named and noticed and named != noticed):
        several = ", ".join(sorted(named | noticed))
        raise InputError(
            f"Ces fichiers du ROME {major} sont de versions différentes ({several}) : donnez-les tous de la même "
            "version."
        )
    return next(iter(named | noticed), "")


def _domains(pieces: Pieces, known: set[str]) -> Rows:
    tree = {
        code: labels
        for code, *labels in pieces.rows(
            "rome.tree", "code_rome", "libelle_grand_domaine", "libelle_domaine_professionel"
        )
    }
    wide = {code[:1]: tree.get(code, [code[:1]])[0] for code in sorted(known)}
    fields = {code[:3]: tree.get(code, ["", code[:3]])[1] for code in sorted(known)}
    return [
        *(("grand domaine", code, label, "") for code, label in wide.items()),
        *(("domaine", code, label, code[:1]) for code, label in fields.items()),
    ]


def _titles(built: Built, pieces: Pieces, version: str, known: set[str]) -> None:
    found = list(pieces.rows(f"{version}.titles", "code_rome", "libelle_appellation_long", "code_ogr"))
    built.warnings += orphans("appellations", (code for code, _, _ in found), known)
    built.tables["titles"] = sorted(row for row in found if row[0] in known)
    without = known - {code for code, _, _ in found}
    if without:
        built.warnings.append(f"{len(without)} métiers sans appellation ({', '.join(sorted(without)[:5])})")


def _skills_v4(built: Built, pieces: Pieces, known: set[str]) -> None:
    labels = {
        key: (label, kind)
        for name, key_column, column, kind in _LABELS_V4
        for key, label in pieces.rows(name, key_column, column)
    }
    uses = pieces.rows("rome4.uses", "code_rome", "code_ogr", "coeur_metier")
    _uses(built, [(code, key, core.casefold()) for code, key, core in uses], labels, known)


def _skills_v3(built: Built, pieces: Pieces, known: set[str]) -> None:
    items = pieces.rows("rome3.items", "code_ogr", "libelle", "code_type_referentiel")
    listed = {
        key: (label, "knowledge") for key, label in pieces.rows("rome3.skills", "code_ogr", "libelle_competence")
    }
    labels = {**listed, **{key: (label, _KINDS_V3[kind]) for key, label, kind in items if kind in _KINDS_V3}}
    links = pieces.rows("rome3.uses", "code_rome", "code_ogr", "code_type_referentiel")
    _uses(built, [(code, key, "") for code, key, kind in links if kind in _KINDS_V3], labels, known)


def _uses(built: Built, uses: Sequence[tuple[str, ...]], labels: dict[str, tuple[str, str]], known: set[str]) -> None:
    if not uses:
        return
    built.warnings += orphans("compétences", (code for code, _, _ in uses), known)
    built.warnings += orphans("liens vers les compétences", (key for _, key, _ in uses), labels)
    built.tables["skills"] = [(key, *labels[key]) for key in sorted(labels)]
    built.tables["uses"] = [use for use in uses if use[0] in known and use[1] in labels]


def _texts(built: Built, texts: Iterator[tuple[str, ...]] | Rows, known: set[str]) -> None:
    named = {"definition": "definition", "acces_metier": "access", "acces_a_em": "access"}
    found = [(code, named.get(kind, kind), text) for code, kind, _, text in texts]
    built.warnings += orphans("textes", (code for code, _, _ in found), known)
    built.tables["texts"] = [row for row in found if row[0] in known]


def _sectors(built: Built, pieces: Pieces, known: set[str]) -> None:
    """Keep the divisions of the NAF where each occupation is met, as one fact a code: « 02 10 »."""
    found = list(pieces.rows("rome4.sectors", "code_rome", "code_secteur_naf"))
    built.warnings += orphans("secteurs de la NAF", (code for code, _ in found), known)
    divisions: dict[str, set[str]] = defaultdict(set)
    for code, division in found:
        if code in known and division.isdigit():
            divisions[code].add(division.zfill(2))
    if divisions:
        built.tables["facts"] = [(code, "naf", " ".join(sorted(each))) for code, each in sorted(divisions.items())]


def _undouble(built: Built) -> None:
    """Write as one the apostrophes that some published tables double, as SQL does."""
    doubled: Counter[str] = Counter()
    for name, rows in built.tables.items():
        doubled[name] = sum("''" in cell for row in rows for cell in row)
        built.tables[name] = [tuple(cell.replace("''", "'") for cell in row) for row in rows]
    if doubled.total():
        built.warnings.append(f"apostrophes doublées (''), rendues simples : {doubled.total()}")


def _by_rank(row: tuple[str, ...]) -> tuple[str, int, str]:
    return (row[0], _rank(row[1]), row[2])


def _rank(text: str) -> int:
    return int(text) if text.isdigit() else 0
