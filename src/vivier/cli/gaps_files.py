"""What `vivier gaps` reads: skills required, holders in matrices and declarations, which text names which skill."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from vivier.cli.amounts import amount, people
from vivier.cli.gaps_outlook import ahead_of
from vivier.cli.installed import chosen
from vivier.cli.tables import Line, Table, read_bytes, read_table
from vivier.gaps import Ahead, Held, Required
from vivier.gaps.rome import required_in
from vivier.intake.sheets.grid import heading
from vivier.intake.sheets.levels import NOT_ASSESSED
from vivier.occupations.skills import Match, match
from vivier.vocabulary import InputError

SURE = "sure"


@dataclass(frozen=True)
class Asked:
    """Hold what the files say; `labels` name skills, `matches` say which text of a company names which of them."""

    required: tuple[Required, ...]
    held: tuple[Held, ...]
    ahead: Ahead
    on: str
    labels: Mapping[str, str]
    matches: tuple[Match, ...]
    sha256: str
    is_demonstration: bool = False


def asked_for(paths: tuple[Path, Path, Path | None, Path | None], options: Mapping[str, object]) -> Asked:
    """Read the files; skills are those of the file given, else of the ROME installed.

    Raises:
        InputError: with the line to correct, or what is missing.
    """
    outlook, matrices, declared, needed = paths
    ahead, on = ahead_of(outlook, int(str(options["years"])))
    occupations = {row.occupation for row in ahead.staff}
    folder = options["reference"]
    required, labels, is_fictional = (
        _of_file(needed, occupations) if needed else _of_rome(occupations, str(folder) if folder else None)
    )
    seen = _matrices(matrices) + (_declared(declared) if declared else [])
    matches = {each.text: each for each in match(dict.fromkeys(row.skill for row in seen), among=labels)}
    sure = _sure(matches, labels)
    content = b"".join(read_bytes(path) for path in paths if path)
    told = {text: _told(each, sure) for text, each in matches.items()}
    return Asked(
        required, _held(seen, sure, told), ahead, on, labels, tuple(told.values()), sha256(content).hexdigest(),
        is_fictional,
    )  # fmt: skip


def _sure(matches: Mapping[str, Match], labels: Mapping[str, str]) -> dict[str, str]:
    """Give the skill that each text surely names: its very label, else a sure likeness, else nothing."""
    exact = {label.casefold(): key for key, label in labels.items()} | {key.casefold(): key for key in labels}
    alike: dict[str, set[str]] = defaultdict(set)
    for name, key in exact.items():
        alike[heading(name)].add(key)
    likely = {text: each.skill if each.decision == SURE else "" for text, each in matches.items()}
    # Punctuation may be all that tells two labels apart (« C++ », « C# »): such a heading names neither.
    folded = {text: next(iter(keys)) for text, keys in alike.items() if len(keys) == 1}
    return {text: exact.get(text.strip().casefold(), folded.get(heading(text), likely[text])) for text in matches}


def _of_file(path: Path, occupations: Iterable[str]) -> tuple[tuple[Required, ...], dict[str, str], bool]:
    table = read_table(path, ("occupation", "skill"), ("level", "share"))
    known, rows = set(occupations), []
    for line in table.lines:
        code, skill = line["occupation"].strip(), line["skill"].strip()
        if code in known:
            try:
                level = people(line, "level") if line["level"].strip() else 3
                rows.append(Required(code, skill, level, amount(line, "share") if line["share"].strip() else 1.0))
            except InputError as refusal:
                raise InputError(f"Ligne {line.number} de « {table.name} » : {refusal}") from None
    if not rows:
        raise InputError(
            f"Aucun métier de « {table.name} » n’est dans les perspectives ({', '.join(sorted(known)[:5])}…) : "
            "écrivez les mêmes codes."
        )
    return tuple(rows), {row.skill: row.skill for row in rows}, False


def _of_rome(occupations: Iterable[str], folder: str | None) -> tuple[tuple[Required, ...], dict[str, str], bool]:
    nomenclature = chosen(None, folder)
    known = [code for code in sorted(occupations) if nomenclature.holds(code)]
    if not known:
        raise InputError(
            f"Aucun métier des perspectives ({', '.join(sorted(occupations)[:3])}…) n’est dans « "
            f"{nomenclature.entry.title} », et un code PCS ne dit pas à lui seul quel métier ROME il recouvre : "
            "donnez vos perspectives en codes ROME, ou écrivez un fichier REQUIS.csv aux colonnes occupation (vos "
            "codes tels quels) et skill, une ligne par compétence requise, et ajoutez --required REQUIS.csv."
        )
    required = required_in(nomenclature, known)
    names = {key: label for key, label, _ in nomenclature.table("skills")}
    return required, {row.skill: names[row.skill] for row in required}, nomenclature.id == "demo"


def _matrices(path: Path) -> list[Held]:
    table = read_table(path, ("company", "skill", "level", "people"), ("age", "required"))
    return [_row(line, table, is_whole=False) for line in table.lines if line["level"].strip() != NOT_ASSESSED]


def _declared(path: Path) -> list[Held]:
    table = read_table(path, ("skill", "people", "level"), ("company", "age"))
    return [_row(line, table, is_whole=True) for line in table.lines]


def _row(line: Line, table: Table, *, is_whole: bool) -> Held:
    try:
        skill, company = line["skill"].strip().removeprefix("'"), line["company"].strip()
        return Held(skill, people(line, "level"), people(line, "people"), company, line["age"].strip(), is_whole)
    except InputError as refusal:
        raise InputError(f"Ligne {line.number} de « {table.name} » : {refusal}") from None


def _held(rows: Iterable[Held], sure: Mapping[str, str], matches: Mapping[str, Match]) -> tuple[Held, ...]:
    """Name the skills of holders; of two sources of one company for one skill one is kept, for people overlap.

    A declaration comes before a matrix, then the likelier text.
    """
    known = [row for row in rows if sure[row.skill]]
    best: dict[tuple[str, str], tuple[bool, float, str]] = {}
    for row in known:
        key, rank = (row.group, sure[row.skill]), _rank(row, matches)
        best[key] = max(best.get(key, rank), rank)
    return tuple(
        Held(sure[row.skill], row.level, row.people, row.group, row.age, row.is_whole)
        for row in known
        if best[row.group, sure[row.skill]] == _rank(row, matches)
    )


def _rank(row: Held, matches: Mapping[str, Match]) -> tuple[bool, float, str]:
    return row.is_whole, matches[row.skill].chance, row.skill


def _told(found: Match, sure: Mapping[str, str]) -> Match:
    """Say of a text that is the very label of a skill that it is sure."""
    if sure[found.text] and found.decision != SURE:
        return Match(found.text, sure[found.text], 1.0, SURE, found.others)
    return found
