"""Read the rows of a staff register or an HR export: one position a row, no name kept."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from vivier.intake.data import UNKNOWN
from vivier.intake.identity import folded, is_siren
from vivier.intake.positions import Position, completed_years
from vivier.intake.sheets.choosing import rechosen
from vivier.intake.sheets.contracts import contract_noted, contract_of_section, contract_told
from vivier.intake.sheets.dates import UnreadableError, read_date
from vivier.intake.sheets.fields import IDENTITY, LABELS, PLACE
from vivier.intake.sheets.grid import Row, Value, text_of
from vivier.intake.sheets.headers import Header, repeats, titles_again, without_never
from vivier.intake.sheets.identifiers import read_nic, read_nir, read_siren, read_siret
from vivier.intake.sheets.people import StaffBook, matricule_of
from vivier.intake.sheets.rows import first_filled, is_numbering, is_printed, is_summary, is_total
from vivier.intake.sheets.titles import Title, company_in, company_of
from vivier.intake.sheets.values import has_mark, is_sex, read_age, read_pcs, read_qualification, read_sex
from vivier.intake.sheets.working_time import is_bare_mark, is_part_time, noted_ratio, read_ratio

_BIRTH = ("naissance", "age")
_TIMES = ("etp", "taux", "hebdo", "mois", "temps", "partiel")  # the surest first


@dataclass(slots=True)
class StaffSheet:
    """Read the rows of one sheet into the book; `units` say what bare working times are, by field."""

    book: StaffBook
    name: str
    header: Header
    title: Title
    is_1904: bool = False
    units: dict[str, str] = field(default_factory=dict)
    section: str | None = None
    is_apart: bool = False  # inside a summary written under the list
    without_pcs: int = 0
    without_siret: int = 0

    def read(self, rows: Iterator[Row]) -> None:
        """Read every row, then tell what concerns the sheet as a whole."""
        self._tell_columns()
        for row in rows:
            if (again := titles_again(row, self.header)) is not None:
                self.header, self.is_apart = rechosen(again, self.header), False
            elif self._is_person(without_never(row, self.header)):
                _StaffRow(self, row).read()
        if self.without_pcs:
            self.tell("S07", self.header.line, "pcs", count=self.without_pcs)
        if self.without_siret:
            self.tell("S08", self.header.line, "etablissement", count=self.without_siret)

    def tell(self, code: str, line: int, rubric: str, **details: object) -> None:
        """Add an anomaly of this sheet; the label of its field is always known, its value never is."""
        label = LABELS.get(rubric, rubric)
        self.book.reading.log.add(code, self.book.file, line, rubric, label=label, **details)

    def _tell_columns(self) -> None:
        columns, line = self.header.columns.keys(), self.header.line
        for name in sorted(set(self.header.repeated) & {*LABELS} - {"nom", "prenom"}):
            self.tell("S01", line, name)
        wanted = (
            ("naissance", _BIRTH),
            ("entree", ("entree",)),
            ("sexe", ("sexe", "nir")),
            ("emploi", ("emploi", "pcs")),
        )
        for name, columns_enough in wanted:
            if columns.isdisjoint(columns_enough):
                self.tell("E11", line, name)
        if columns.isdisjoint(IDENTITY):
            self.tell("S06", line, "matricule")

    def _is_person(self, row: Row) -> bool:
        if not row.filled:
            return False
        if row.filled == 1:
            first = first_filled(row)
            if isinstance(first, str) and not is_total(first):
                self._open_section(first)
            return False
        if (
            self.is_apart
            or repeats(row, self.header)
            or is_numbering(row)
            or self._is_total(row)
            or self._is_hint(row)
        ):
            return False
        told = self.header.columns.keys() - IDENTITY - PLACE
        if any(row.at(self.header.columns[name]) is not None for name in told):
            return True
        if any(row.at(column) is not None for column in self.header.columns.values()):
            self.tell("S03", row.line, "")
        return False

    def _open_section(self, name: str) -> None:
        """Remember what the name of a section says of the rows below: their contract, or their establishment."""
        self.section = contract_of_section(name)
        self.is_apart = is_summary(name)
        siren, site = company_in(name)
        if site is not None:
            self.title = Title(siren, site, self.title.dated)

    def _is_hint(self, row: Row) -> bool:
        """Tell whether a row just under the titles says again what they mean (« JJ/MM/AAAA », « Hire date »)."""
        if row.line > self.header.line + 2 or any(any(map(str.isdigit, text_of(cell))) for cell in row.cells):
            return False
        at = self.header.columns
        dates = [cell for name in ("naissance", "entree") if (cell := row.at(at.get(name))) is not None]
        return bool(dates) and not any(map(self._is_date, dates)) and not is_sex(row.at(at.get("sexe")))

    def _is_date(self, value: Value) -> bool:
        try:
            read_date(value, year=self.book.reading.on.year)
        except UnreadableError:
            return False
        return True

    def _is_total(self, row: Row) -> bool:
        first = first_filled(row)
        looked_at = [row.at(column) for column in self.header.columns.values()]
        is_note = is_printed(first) or (row.filled < 4 and any(map(is_printed, row.cells)))
        if not (is_note or is_total(first) or any(is_total(cell) for cell in looked_at)):
            return False
        # Somebody born on a day is no total, whatever their name or their job.
        try:
            born = read_date(
                row.at(self.header.columns.get("naissance")), year=self.book.reading.on.year, is_birth=True
            )
        except UnreadableError:
            return True
        # A count under the births is the day of 1900 it numbers, and a signature is of this year.
        return born is None or not 14 <= completed_years(born, self.book.reading.on) <= 100


class _StaffRow:
    """Read one row: each value by itself, a faulty one told and set aside, the person always kept."""

    def __init__(self, sheet: StaffSheet, row: Row) -> None:
        self.sheet, self.row = sheet, row
        self.book, self.reading = sheet.book, sheet.book.reading

    def read(self) -> None:
        nir = self._nir()
        siren, site = self._place()
        born, age = self._birth()
        start, end = self._dates()
        position = Position(
            person=self._person(siren, nir, born), site=site, start=start, end=end, born=born, age=age,
            sex=self._sex(nir), group=self._group(), pcs=self._pcs(), has_boeth=has_mark(self.value("boeth")),
        )  # fmt: skip
        is_present = position.is_present(self.reading.on)
        position.ratio = self._ratio(is_present=is_present)
        if self.reading.titles is not None:
            self.reading.titles.hear(*map(self.text, ("nom", "prenom", "nom_prenom")))
            position.job = self.reading.titles.job(self.text("emploi"), qualification=self._qualification())
        words = tuple(folded(text_of(self.value(name))) for name in ("emploi", "etablissement", "siret"))
        if not self.book.add(siren, self.sheet.title.dated, position, words):
            self.tell("S02", "")
        elif is_present:
            self._tell_missing(position)

    def value(self, name: str) -> Value:
        return self.row.at(self.sheet.header.columns.get(name))

    def text(self, name: str) -> str:
        return text_of(self.value(name))

    def tell(self, code: str, rubric: str) -> None:
        self.sheet.tell(code, self.row.line, rubric)

    def _date(self, name: str) -> dt.date | None:
        try:
            return read_date(
                self.value(name), year=self.reading.on.year, is_birth=name == "naissance", is_1904=self.sheet.is_1904
            )
        except UnreadableError as fault:
            self.tell(fault.code, name)
            return None

    def _dates(self) -> tuple[dt.date | None, dt.date | None]:
        start, end = self._date("entree"), self._date("sortie")
        if start and end and end < start:
            self.tell("E13", "sortie")
            return start, None
        return start, end

    def _birth(self) -> tuple[dt.date | None, int | None]:
        born = self._date("naissance")
        if born is not None:
            return born, None
        try:
            age = read_age(self.value("age"))
        except UnreadableError as fault:
            self.tell(fault.code, "age")
            return None, None
        return None, None if age is None else age + self._years_since()

    def _years_since(self) -> int:
        """Count the years between the file's date, at which ages are given, and the reference date."""
        dated, on = self.sheet.title.dated or self.reading.on, self.reading.on
        return completed_years(dated, on) if dated <= on else -completed_years(on, dated)

    def _nir(self) -> bytes | None:
        if self.value("nir") is None:
            return None
        try:
            return read_nir(self.value("nir"))
        except UnreadableError as fault:
            self.tell(fault.code, "nir")
            return None

    def _person(self, siren: str, nir: bytes | None, born: dt.date | None) -> bytes:
        people = self.book.people
        matricule = matricule_of(self.value("matricule"))
        if nir:
            if matricule:
                self.book.know(siren, nir, matricule)
            return people.by_nir(nir)
        if matricule:
            return people.by_matricule(matricule)
        if folded(names := self.text("nom") + self.text("prenom") or self.text("nom_prenom")):
            return people.by_name(names, born)
        # A bare « N° » may only be the rank of the row: it comes last, and never reaches another sheet.
        rank = matricule_of(self.value("numero")) or str(self.row.line).encode()
        return people.by_row(f"{self.book.file}\0{self.sheet.name}\0{rank.decode()}")

    def _sex(self, nir: bytes | None) -> str:
        try:
            sex = read_sex(self.value("sexe"))
        except UnreadableError as fault:
            self.tell(fault.code, "sexe")
            sex = UNKNOWN
        return sex if sex != UNKNOWN or not nir else {b"1": "H", b"2": "F"}[nir[:1]]

    def _group(self) -> str:
        told = contract_told(self.text("contrat"))
        if told not in {None, UNKNOWN}:
            return str(told)
        noted = contract_noted(self.text("observations")) or told
        if noted == UNKNOWN:
            self.tell("S04", "contrat")
        return noted or self.sheet.section or "CDI"

    def _pcs(self) -> str:
        try:
            code = read_pcs(self.value("pcs"))
        except UnreadableError as fault:
            self.tell(fault.code, "pcs")
            return UNKNOWN
        return code

    def _qualification(self) -> str:
        return read_qualification(self.value("qualification")) or read_qualification(self.value("csp"))

    def _ratio(self, *, is_present: bool) -> float:
        is_partial = False
        for name in _TIMES:
            value = self.value(name)
            if name == "partiel" and is_bare_mark(value):
                is_partial |= has_mark(value)
                continue
            try:
                ratio = read_ratio(value, self.sheet.units.get(name, name))
            except UnreadableError as fault:
                self.tell(fault.code, name)
                continue
            if ratio is not None:
                return ratio
            is_partial |= isinstance(value, str) and is_part_time(value.casefold())
        noted = noted_ratio(self.text("contrat"), self.text("observations"))
        if noted is not None and noted == noted:  # noqa: PLR0124 - NaN: part time without figure
            return noted
        if is_present and (is_partial or noted is not None):
            self.tell("S05", "temps")
        return 1.0

    def _place(self) -> tuple[str, str]:
        """Find the company and the establishment of the row, its own first, then those above the table."""
        title = self.sheet.title
        try:
            site = self._siret()
            siren = site[:9] if site and is_siren(site[:9]) else self._siren()
            return siren, site or self._other_site(siren, title)
        except UnreadableError as fault:
            self.tell(fault.code, "siret")
            return self._siren(), UNKNOWN

    def _siret(self) -> str | None:
        value = self.value("siret")
        if value is None:
            value = self.value("etablissement")
            if sum(letter.isdigit() for letter in text_of(value)) < 9 and "e+" not in text_of(value).casefold():
                return None
        siret, has_keys = read_siret(value)
        if not has_keys:
            self.tell("E08", "siret")
        return siret

    def _siren(self) -> str:
        if self.value("siren") is not None:
            try:
                return read_siren(self.value("siren"))
            except UnreadableError as fault:
                self.tell(fault.code, "siren")
        return company_of(self.sheet.title, self.reading)

    def _other_site(self, siren: str, title: Title) -> str:
        if self.value("nic") is not None:
            return read_nic(self.value("nic"), siren)
        named = self.value("etablissement")
        if title.site and title.siren == siren:
            return title.site
        if named is None:
            return UNKNOWN
        try:
            return read_nic(named, siren)
        except UnreadableError:
            self.sheet.without_siret += 1
            return UNKNOWN

    def _tell_missing(self, position: Position) -> None:
        columns = self.sheet.header.columns
        for name, unknown in (
            ("entree", position.start is None),
            ("naissance", position.born is None and position.age is None),
            ("sexe", position.sex == UNKNOWN),
        ):
            known_columns = _BIRTH if name == "naissance" else (name,)
            if (
                unknown
                and any(c in columns for c in known_columns)
                and all(self.value(c) is None for c in known_columns)
            ):
                self.tell("E11", name)
        years = position.age_on(self.reading.on)
        if years is not None and not 14 <= years <= 80:
            self.tell("E20", "naissance")
        if self.value("pcs") is None and position.pcs == UNKNOWN:
            self.sheet.without_pcs += 1
