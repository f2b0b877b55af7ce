"""ESCO in French and ISCO-08 (CITP-08), with their official passages to ROME."""

from collections.abc import Iterator

from vivier.reference.official.building import Built, Pieces, Rows, distinct, need
from vivier.reference.official.checks import odd_counts

_ISCO_COUNTS = {"1": 10, "2": 43, "3": 130, "4": 436}


def build_esco(pieces: Pieces) -> Built:
    """Build ESCO 1.0: occupations under their ISCO group, which is another nomenclature; skills without links."""
    need(pieces, "ESCO 1.0", esco_occupations="les métiers")
    found = list(pieces.rows("esco.occupations", "conceptUri", "preferredLabel", "altLabels", "iscoGroup"))
    built = _esco("esco", "esco", pieces, (row[:3] for row in found))
    built.tables["facts"] = [(_last(uri), "isco08", group) for uri, _, _, group in found if group]
    return built


def build_esco12(pieces: Pieces) -> Built:
    """Build ESCO 1.2: labels only, for its published files do not say the ISCO groups."""
    need(pieces, "ESCO 1.2", esco12_occupations="les métiers")
    return _esco(
        "esco12", "esco12", pieces, pieces.rows("esco12.occupations", "conceptUri", "preferredLabel", "altLabels")
    )


def _esco(key: str, kind: str, pieces: Pieces, occupations: Iterator[tuple[str, ...]]) -> Built:
    codes: Rows = []
    titles: Rows = []
    for uri, label, others in occupations:
        code = _last(uri)
        codes.append(("métier", code, label, ""))
        parts = others.replace("|", "\n").splitlines()
        names = dict.fromkeys(part.strip() for part in (label, *parts))
        titles += [(code, name, "") for name in names if name]
    skills = pieces.rows(f"{kind}.skills", "conceptUri", "preferredLabel", "skillType")
    rows = [
        (_last(uri), label, "knowledge" if sort.endswith("knowledge") else "skill") for uri, label, sort in skills
    ]
    return Built(key, {"codes": codes, "titles": titles, "skills": rows})


def build_esco_rome(pieces: Pieces) -> Built:
    """Build the official passage from ESCO occupations to ROME appellations (OGR), with its SKOS relation."""
    columns = ("classification 1 ID", "classification 2 ID", "mapping relation")
    found = pieces.rows("esco.rome", *columns)
    return Built(
        "esco-ogr", {"pairs": distinct((_last(uri), ogr, "", skos.removeprefix("skos:")) for uri, ogr, skos in found)}
    )


def build_isco08(pieces: Pieces) -> Built:
    """Build ISCO-08: a group is under the one whose code is a digit shorter."""
    found = sorted(pieces.rows("isco08.codes", "code", "preferredLabel"))
    codes = [
        (str(size), code, label, code[:-1]) for size in range(1, 5) for code, label in found if len(code) == size
    ]
    counts = {level: sum(row[0] == level for row in codes) for level in _ISCO_COUNTS}
    return Built("isco08", {"codes": codes}, odd_counts(counts, _ISCO_COUNTS))


def build_rome_isco08(pieces: Pieces) -> Built:
    """Build the passage from ROME 3 to ISCO-08; a workbook drops the zeros that begin a code."""
    found = pieces.rows("isco08.rome", "Code ROME", "Code ISCO08")
    return Built(
        "rome3-isco08", {"pairs": distinct((rome, isco.zfill(4), "", "") for rome, isco in found if rome and isco)}
    )


def _last(uri: str) -> str:
    return uri.rsplit("/", 1)[-1]
