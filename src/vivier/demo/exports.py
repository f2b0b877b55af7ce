"""Exports of HR software, as text: columns and semicolons in Windows-1252, or columns and tabulations."""

import csv
import datetime as dt
from io import StringIO

from vivier.demo.data import ON, Member
from vivier.demo.deposits import File
from vivier.demo.identifiers import nir_key
from vivier.demo.lines import Line, lines_of, spaced_siret

_CONTRACTS = {
    "CDI": "CDI", "CDD": "CDD", "APPRENTISSAGE": "Contrat d’apprentissage",
    "PROFESSIONNALISATION": "Contrat de professionnalisation", "INSERTION": "CDD d’insertion",
}  # fmt: skip
_EXPORT = (
    "Matricule", "Nom", "Prénom", "Civilité", "Date de naissance", "Date d'entrée", "Date de sortie",
    "Type de contrat", "Taux d'activité", "Code PCS", "Emploi", "SIRET", "RQTH", "Salaire brut",
)  # fmt: skip
_TABBED = (
    "N° SS",
    "Nom",
    "Prénom",
    "DDN",
    "Embauche",
    "Départ",
    "Contrat",
    "Hor. hebdo",
    "PCS-ESE",
    "Poste",
    "SIRET",
)


def export_file(member: Member) -> File:
    """Make the export of an HR software: CSV, semicolons, Windows-1252, decimal commas, people by name."""
    lines = sorted(lines_of(member), key=lambda line: (line.person.surname, line.person.name, line.person.number))
    return File("export_sirh.csv", _text(_EXPORT, [_export_row(line) for line in lines], ";"))


def tabbed_file(member: Member) -> File:
    """Make the export of an old payroll program: tabulations, two-digit years, NIR with their key."""
    return File("salaries.txt", _text(_TABBED, [_tabbed_row(line) for line in lines_of(member)], "\t"))


def declared_counts(members: tuple[Member, ...]) -> bytes:
    """Give the counts of people no payroll file holds, as members declared them: `siren,population,effectif`."""
    rows = ["siren,population,effectif"]
    rows += [f"{member.siren},{population},{n}" for member in members for population, n in member.declared]
    return ("\n".join(rows) + "\n").encode()


def _text(headers: tuple[str, ...], rows: list[tuple[str, ...]], separator: str) -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows(rows)
    return text.getvalue().encode("cp1252")


def _export_row(line: Line) -> tuple[str, ...]:
    person, contract = line.person, line.contract
    return (
        person.number, person.surname, person.name, "M." if person.sex == "H" else "Mme", f"{person.born:%d/%m/%Y}",
        f"{line.entry:%d/%m/%Y}", _or_empty(line.exit, "%d/%m/%Y"), _contract_of(line),
        f"{100 * contract.ratio:.2f}".replace(".", ","), contract.trade.pcs, line.title,
        spaced_siret(contract.site), "oui" if person.has_boeth else "", f"{contract.trade.eur},00",
    )  # fmt: skip


def _tabbed_row(line: Line) -> tuple[str, ...]:
    person, contract = line.person, line.contract
    nir = person.nir
    spaced = f"{nir[0]} {nir[1:3]} {nir[3:5]} {nir[5:7]} {nir[7:10]} {nir[10:]} {nir_key(nir)}"
    hours = f"{35 * contract.ratio:.2f}".replace(".", ",").removesuffix(",00")
    return (
        spaced, person.surname, person.name, f"{person.born:%d-%m-%y}", f"{line.entry:%d-%m-%y}",
        _or_empty(line.exit, "%d-%m-%y"), _contract_of(line), f"{hours}h", contract.trade.pcs, line.title,
        contract.site,
    )  # fmt: skip


def _contract_of(line: Line) -> str:
    outside = {"29": "Stage", "80": "Mandataire"}.get(line.contract.nature)
    return outside or _CONTRACTS[line.contract.group]


def _or_empty(day: dt.date | None, pattern: str) -> str:
    return day.strftime(pattern) if day is not None and day <= ON else ""
