"""Lists and tables of the same people at several dates: only one of them is counted."""

import datetime as dt
from collections.abc import Iterable, Sequence

from vivier.intake.anomalies import Log
from vivier.intake.data import UNKNOWN
from vivier.intake.positions import Position
from vivier.intake.sources import CrossTable, StaffList

Sites = frozenset[str]
_OLD = 92  # days


def latest_lists(lists: Sequence[StaffList], on: dt.date, log: Log) -> list[StaffList]:
    """Leave out of each list the establishments that another list describes nearer to the day.

    Two lists describe the same thing at two dates only when somebody is in both: a register cut by year of entry
    is one register, and all its parts count.
    """
    kept: list[StaffList] = []
    for one in sorted(lists, key=lambda found: _nearness(found.dated, on)):
        sites = _sites(one.positions)
        taken: Sites = frozenset()
        for better in kept:
            if _is_other_date(one.dated, better.dated) and _people(one.positions) & _people(better.positions):
                again = _again(sites, _sites(better.positions))
                _tell(log, one.file, again - taken, better.dated, one.dated)
                taken |= again
        positions = [position for position in one.positions if position.site not in taken]
        if positions or not taken:
            kept.append(StaffList(one.file, one.siren, one.dated, positions))
    return sorted(kept, key=lambda found: found.file)


def latest_tables(tables: Sequence[CrossTable], on: dt.date, log: Log) -> list[CrossTable]:
    """Leave out the tables of an establishment that another table describes nearer to the day."""
    kept: list[CrossTable] = []
    for one in sorted(tables, key=lambda found: _nearness(found.dated, on)):
        better = next((k for k in kept if _is_other_date(one.dated, k.dated) and k.site == one.site), None)
        if better is None:
            kept.append(one)
        else:
            _tell(log, one.file, frozenset({one.site}), better.dated, one.dated)
    return kept


def tell_old(counted: Iterable[StaffList | CrossTable], on: dt.date, log: Log) -> None:
    """Tell which of the lists that count are more than three months older than the day."""
    for one in counted:
        if one.dated is not None and (on - one.dated).days > _OLD:
            log.add("N12", one.file, used=f"{one.dated:%d/%m/%Y}", wanted=f"{on:%d/%m/%Y}")


def _nearness(dated: dt.date | None, on: dt.date) -> tuple[bool, int]:
    """Sort dates from the best: the latest that is not after the day, then the earliest after it."""
    days = 0 if dated is None else (on - dated).days
    return days < 0, abs(days)


def _is_other_date(one: dt.date | None, other: dt.date | None) -> bool:
    return one is not None and other is not None and one != other


def _again(sites: Sites, described: Sites) -> Sites:
    return sites if UNKNOWN in sites or UNKNOWN in described else sites & described


def _sites(positions: Iterable[Position]) -> Sites:
    return frozenset(position.site for position in positions)


def _people(positions: Iterable[Position]) -> set[object]:
    # A birth and a hire are the same in both lists even where a matricule is not.
    return {(p.born, p.start, p.sex) if p.born and p.start else p.person for p in positions}


def _tell(log: Log, file: str, sites: Sites, used: dt.date | None, left: dt.date | None) -> None:
    if sites:
        log.add("N14", file, site=", ".join(sorted(sites)), used=f"{used:%d/%m/%Y}", left=f"{left:%d/%m/%Y}")
