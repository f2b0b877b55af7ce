"""The payroll files of one member: one a month, except where a defect takes its place."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from vivier.demo.data import Member
from vivier.demo.payroll import Declaration, Sending, declared_people, write_sending
from vivier.vocabulary import Period

LATIN = "iso-8859-1"


@dataclass(frozen=True, slots=True)
class File:
    """Hold one file to write: its name and its bytes."""

    name: str
    content: bytes


Maker = Callable[[Member, Period], tuple[File, ...]]


def payroll_files(member: Member, makers: Mapping[Period, Maker]) -> Iterator[File]:
    """Make the payroll files of a member, month by month; `makers` replace some months by defective files."""
    for month in member.months:
        yield from makers.get(month, plain)(member, month)


def plain(member: Member, month: Period) -> tuple[File, ...]:
    """Make the sound file of one month, all establishments in one envelope."""
    return (File(f"dsn_{month}.dsn", write_sending(Sending(declarations(member, month))).encode(LATIN)),)


def declarations(member: Member, month: Period) -> tuple[Declaration, ...]:
    """Give the declarations of one month, one for each establishment."""
    return tuple(Declaration(member, site, month, declared_people(member, site, month)) for site in member.sites)
