"""Payroll files with a defect, as members really send them, each with the fate it should meet."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vivier.demo.data import Member
from vivier.demo.deposits import LATIN, File, Maker, declarations, plain
from vivier.demo.payroll import CANCELLATION, EOL, Declaration, Sending, rubrics, write_sending
from vivier.vocabulary import Period

_HOSTS = 4  # the first payroll members share the defects
# An apostrophe between a letter and a word: never the one that closes a value.
_INNER_APOSTROPHE = re.compile(r"(?<=[DL])'(?=[A-ZÀ-Ü])")


@dataclass(frozen=True, slots=True)
class Defect:
    """Name one defect: the month it falls on, who makes its files, and what a good reader does with them (French)."""

    name: str
    month: Period
    make: Maker
    fate: str


def makers_of(member: Member, members: Sequence[Member]) -> Mapping[Period, Maker]:
    """Give the defective months of one member."""
    return {defect.month: defect.make for host, defect in placed(members) if host is member}


def placed(members: Sequence[Member]) -> tuple[tuple[Member, Defect], ...]:
    """Share the defects among the first members that give payroll files."""
    hosts = [member for member in members if member.source == "dsn"][:_HOSTS]
    return tuple((hosts[rank % len(hosts)], defect) for rank, defect in enumerate(DEFECTS) if hosts)


def _with_test(member: Member, month: Period) -> tuple[File, ...]:
    text = write_sending(Sending(declarations(member, month), is_test=True))
    return (*plain(member, month), File(f"dsn_{month}_essai.dsn", text.encode(LATIN)))


def _in_utf8(member: Member, month: Period) -> tuple[File, ...]:
    (file,) = plain(member, month)
    return (replace(file, content=file.content.decode(LATIN).encode()),)


def _replaced(member: Member, month: Period) -> tuple[File, ...]:
    whole = declarations(member, month)
    short = tuple(replace(each, people=each.people[:-2]) for each in whole)
    better = tuple(replace(each, kind="03", version=1, cancels=0) for each in whole)
    return (
        _file(f"dsn_{month}.dsn", short),
        _file(f"dsn_{month}_annule-et-remplace.dsn", better),
    )


def _cancelled(member: Member, month: Period) -> tuple[File, ...]:
    whole = declarations(member, month)
    wrong = tuple(replace(each, people=each.people[::2]) for each in whole)
    none = tuple(replace(each, kind=CANCELLATION, people=(), version=1, cancels=0) for each in whole)
    return (
        _file(f"dsn_{month}.dsn", wrong),
        _file(f"dsn_{month}_annulation.dsn", none),
        _file(f"dsn_{month}_renvoi.dsn", tuple(replace(each, version=2) for each in whole)),
    )


def _in_fractions(member: Member, month: Period) -> tuple[File, ...]:
    whole = declarations(member, month)
    return tuple(
        _file(
            f"dsn_{month}_fraction-{rank}-sur-2.dsn",
            tuple(replace(each, people=each.people[rank - 1 :: 2], fraction=f"{rank}2") for each in whole),
        )
        for rank in (1, 2)
    )


def _as_lot(member: Member, month: Period) -> tuple[File, ...]:
    # The month before comes again in the lot, the very same declaration: it must count once.
    envelopes = [
        write_sending(Sending(declarations(member, each), has_private_rubrics=True))
        for each in (month.previous(), month)
    ]
    text = rubrics("S05.G51.00", ("001", "RELAIS FICTIF"), ("002", "LOT FICTIF"))
    text += rubrics("S06.G51.00", ("001", member.siren)) + "".join(envelopes)
    text += rubrics("S96.G51.00", ("001", len(envelopes))) + rubrics("S95.G51.00", ("001", "1"))
    text = _INNER_APOSTROPHE.sub("’", text).replace("CONTACT FICTIF", "Cœur de Paie Fictif")
    return (File(f"lot_{month}.txt", text.encode("cp1252")),)


def _with_faults(member: Member, month: Period) -> tuple[File, ...]:
    (file,) = plain(member, month)
    lines = file.content.decode(LATIN).split(EOL)
    _spoil(lines, 0, "S21.G00.40.004", "999z")
    _spoil(lines, 1, "S21.G00.40.001", "31022020")
    _spoil(lines, 2, "S21.G00.40.019", f"{member.siren}99999")
    _spoil(lines, 3, "S21.G00.40.013", "151,67")
    _spoil(lines, 0, "S90.G00.90.001", "99999")
    return (replace(file, content=EOL.join(lines).encode(LATIN)),)


def _spoil(lines: list[str], rank: int, rubric: str, value: str) -> None:
    where = [at for at, line in enumerate(lines) if line.startswith(rubric)]
    lines[where[rank % len(where)]] = f"{rubric},'{value}'"


def _cut(member: Member, month: Period) -> tuple[File, ...]:
    (file,) = plain(member, month)
    return (replace(file, content=file.content[: len(file.content) // 2]),)


def _file(name: str, whole: tuple[Declaration, ...]) -> File:
    return File(name, write_sending(Sending(whole)).encode(LATIN))


DEFECTS = (
    Defect("envoi de test", Period(2025, 6), _with_test, "le fichier « essai » est refusé, l’envoi réel est compté"),
    Defect("DSN en UTF-8", Period(2025, 2), _in_utf8, "comptée normalement, avec un avertissement"),
    Defect(
        "mois remplacé (type 03)", Period(2025, 10), _replaced,
        "seule la seconde déclaration compte : il manquait deux personnes par établissement dans la première",
    ),
    Defect(
        "mois annulé (type 04) puis renvoyé", Period(2025, 4), _cancelled,
        "seul le renvoi compte : il manquait une personne sur deux dans la première",
    ),
    Defect("mois en deux fractions", Period(2025, 12), _in_fractions, "les deux fractions se complètent"),
    Defect(
        "lot S05/S06/S95/S96, Windows-1252, rubriques privées", Period(2025, 7), _as_lot,
        "compté sans anomalie ; le mois d’avant, qui y figure aussi, ne compte qu’une fois",
    ),
    Defect(
        "plusieurs fautes (PCS inconnue, date impossible, clé de SIRET, virgule décimale, total S90)",
        Period(2025, 8), _with_faults, "toutes les personnes restent comptées, cinq anomalies sont dites",
    ),
    Defect("DSN coupée en son milieu", Period(2024, 11), _cut, "refusée entière : ce mois-là manque"),
)  # fmt: skip
