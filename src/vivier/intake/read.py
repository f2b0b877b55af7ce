"""Reading everything that was given: recognise, choose, count."""

import datetime as dt
from collections.abc import Callable, Container, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from vivier.intake.anomalies import Log
from vivier.intake.companies import Dossier, company
from vivier.intake.data import UNKNOWN, Company, Headcount, Source
from vivier.intake.dsn.index import FileIndex, index
from vivier.intake.dsn.selection import MONTHLY, SUBSTITUTION
from vivier.intake.errors import RefusedFileError
from vivier.intake.files import Given, recognised
from vivier.intake.hashing import sha256
from vivier.intake.identity import Pseudonyms, is_siren
from vivier.intake.job_titles import Titles
from vivier.intake.payroll import PayrollReader
from vivier.intake.sheets import Reading, read_sheets
from vivier.intake.sheets.choosing import Chosen
from vivier.intake.sources import Content, CrossTable, StaffList
from vivier.vocabulary import InputError

Progress = Callable[[str, int, int], None]  # what is read, steps done, steps in all


@dataclass(frozen=True, slots=True)
class Options:
    """Choose how a read is done.

    `siren` names the company of files that do not say it; `prefer` is `nominal` or `aggregated`; `single_ages` gives
    ages in years instead of bands (for whoever may see them); `limit_mb` refuses larger files; `titles` carries job
    titles in memory (see `TitleCell`), for whoever will code them; `columns` are those of staff lists that their
    sender corrected (see `columns`).
    """

    siren: str | None = None
    prefer: str = "nominal"
    single_ages: bool = False
    limit_mb: int = 200
    titles: bool = False
    columns: tuple[Chosen, ...] = ()

    def __post_init__(self) -> None:
        if self.siren is not None and not is_siren(self.siren):
            raise InputError("Le SIREN donné n’a pas neuf chiffres et une clé juste : vérifiez-le avant de relancer.")
        if self.prefer not in ("nominal", "aggregated"):
            raise InputError("La préférence est « nominal » ou « aggregated » : choisissez l’une des deux.")


class OneRead:
    """Hold one read while it goes on; its secret is drawn here and forgotten with it."""

    def __init__(self, on: dt.date, options: Options, progress: Progress | None) -> None:
        self.on, self.options, self.progress = on, options, progress
        self.log, self.pseudonyms = Log(), Pseudonyms()
        self.titles = Titles() if options.titles else None
        self.sources: list[Source] = []
        self.indexes: list[FileIndex] = []
        self.files: dict[str, Given] = {}
        self.dossiers: dict[str, Dossier] = {}
        self.waiting = self.opened = 0  # declarations to read, and already opened
        self._seen: dict[str, str] = {}  # sha256 → the name of the first file that has it

    def take(self, given: Given, kind: str) -> None:
        """Take one recognised file; if it must be refused, the others are not touched."""
        before = len(self.indexes)
        try:
            if kind == "dsn":
                with given.open() as stream:
                    found = index(stream, given.name, self.log)
                digest = found.sha256
                if self._is_new(given, digest):
                    self.indexes.append(found)
                    self.files[given.name] = given
            else:
                digest = sha256(given)
                kind = self._take_sheets(given, kind) if self._is_new(given, digest) else kind
            self.sources.append(Source(given.name, kind, digest))
        except RefusedFileError as why:
            del self.indexes[before:]
            self.refuse(given, why)

    def refuse(self, given: Given, why: RefusedFileError) -> None:
        """Leave a file out whole, and say why."""
        self.log.forget(given.name)
        self.log.add(why.code, given.name, why.line, why.rubric, **why.details)
        self.sources.append(Source(given.name, "refuse", ""))

    def _is_new(self, given: Given, digest: str) -> bool:
        same = self._seen.setdefault(digest, given.name)
        if same == given.name:
            return True
        self.log.forget(given.name)
        self.log.add("N11", given.name, same=same)
        return False

    def _take_sheets(self, given: Given, kind: str) -> str:
        if kind == "declared":
            return kind
        reading = Reading(
            log=self.log,
            pseudonyms=self.pseudonyms,
            on=self.on,
            siren=self.options.siren,
            titles=self.titles,
            chosen={(one.file, one.sheet): one for one in self.options.columns},
        )
        with given.open() as stream:
            contents = read_sheets(stream, given.name, kind, reading=reading)
        names = {self._file_away(content) for content in contents}
        return next((name for name in ("liste", "tableau", "competences") if name in names), "text")

    def _file_away(self, content: Content) -> str:
        if content.siren == UNKNOWN:
            self.log.add("N07", content.file)
        dossier = self.dossier(content.siren, content.file)
        if isinstance(content, StaffList):
            dossier.lists.append(content)
            return "liste"
        if isinstance(content, CrossTable):
            dossier.tables.append(content)
            return "tableau"
        dossier.skills.append(content)
        return "competences"

    def dossier(self, siren: str, file: str) -> Dossier:
        """Give the dossier of a company; files of unknown SIREN have one each."""
        return self.dossiers.setdefault(file if siren == UNKNOWN else siren, Dossier(siren))

    def read_payrolls(self) -> None:
        """Read the people of the declarations that count, company by company."""
        reader = PayrollReader(self.on, self.pseudonyms, self.log, self._open, self.titles)
        declarations = [one for found in self.indexes for one in found.declarations]
        for one in declarations:
            if one.siren == UNKNOWN and self.options.siren is not None:
                one.siren = self.options.siren
        by_company = reader.select(declarations)
        self.waiting = sum(len(kept) for months in by_company.values() for kept in months.values())
        for name, months in by_company.items():
            siren = next(kept[0].siren for kept in months.values() if kept)  # a month may be cancelled whole
            dossier = self.dossier(siren, name)
            dossier.payroll = reader.read(siren, months, dossier.chains, single_ages=self.options.single_ages)
        self._tell_without_month(by_company)

    def _open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Open the file of one declaration: a file is opened once for each of those that count."""
        self.opened += 1
        self.tell("lecture des salariés", self.opened, self.waiting)
        return self.files[name].open()

    def _tell_without_month(self, read: Container[str]) -> None:
        """Tell the payroll files that hold no month, unless others give those of the same company."""
        for found in self.indexes:
            natures = {one.nature for one in found.declarations}
            if not natures & {MONTHLY, SUBSTITUTION} and not any(one.company in read for one in found.declarations):
                self.log.add("N10", found.file)

    def tell(self, what: str, done: int, steps: int) -> None:
        """Tell how far the read is."""
        if self.progress is not None:
            self.progress(what, done, steps)

    def headcount(self) -> Headcount:
        """Count every company."""
        options = self.options
        companies = []
        for _, dossier in sorted(self.dossiers.items()):
            found = company(
                dossier, self.on, self.log,
                single_ages=options.single_ages, prefer=options.prefer, titles=options.titles,
            )  # fmt: skip
            if found is not None:
                companies.append(found)
        sources = tuple(sorted(self.sources, key=lambda source: source.file))
        return Headcount(
            self.on, tuple(companies), self.log.sorted(), sources, self._dated(), self._named_titles(companies)
        )

    def _named_titles(self, companies: Iterable[Company]) -> frozenset[str]:
        if self.titles is None:
            return frozenset()
        titles = {cell.title for one in companies for cell in one.titles}
        return frozenset(filter(self.titles.is_named, titles))

    def _dated(self) -> dt.date | None:
        declarations = [one for found in self.indexes for one in found.declarations]
        days = [one.month.last for one in declarations if one.nature == MONTHLY and one.month is not None]
        for dossier in self.dossiers.values():
            contents: list[StaffList | CrossTable] = [*dossier.lists, *dossier.tables]
            days += [one.dated for one in contents if one.dated is not None]
        return max(days, default=None)


def read(
    paths: Iterable[Path | str],
    *,
    on: dt.date,
    options: Options | None = None,
    progress: Progress | None = None,
) -> Headcount:
    """Read payroll files and staff lists, and count the people present on a day.

    Args:
        paths: files or folders, in any order (the order never matters).
        on: the reference day, usually the last day of a month.
        options: how to read; see `Options`.
        progress: called as the read goes on.

    Returns:
        The headcount; files that could not be used are told in its anomalies, the others are all counted.
    """
    state = opened(paths, on=on, options=options or Options(), progress=progress)
    state.read_payrolls()
    return state.headcount()


def opened(
    paths: Iterable[Path | str], *, on: dt.date, options: Options, progress: Progress | None = None
) -> OneRead:
    """Open every file and give the read as it stands: tables read, payroll files not yet."""
    state = OneRead(on, options, progress)
    found = recognised(map(Path, paths), limit_mb=state.options.limit_mb, refuse=state.refuse)
    for done, (given, kind) in enumerate(found):
        state.tell("ouverture des fichiers", done, len(found))
        state.take(given, kind)
    return state
