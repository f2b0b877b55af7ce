"""Drawing one person: an occupation, an age, a sex, a first contract."""

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from random import Random

from vivier.demo.data import FULL_TIME, FULL_YEAR, Contract, Person, Site
from vivier.demo.identifiers import member_siren, nir_of, siret_of
from vivier.demo.names import Names
from vivier.demo.sectors import Sector, Trade
from vivier.vocabulary import Period

_HOSTS = (1, 4, 6)  # members where the employers' group lends its people


@dataclass(slots=True)
class Career:
    """Follow one person while their life is simulated; `retires_at` is an age in months."""

    person: Person
    contracts: list[Contract]
    retires_at: int

    @property
    def current(self) -> Contract:
        """The last state of the last contract."""
        return self.contracts[-1]

    @property
    def is_open(self) -> bool:
        """Whether no end was decided yet."""
        return not self.current.motive

    def close(self, last: dt.date, motive: str) -> None:
        """End the current contract on that day, for that motive."""
        self.contracts[-1] = replace(self.current, last=last, motive=motive)

    def change(self, after: Contract) -> None:
        """Let the current contract go on in another state from `after.since`."""
        self.contracts[-1] = replace(self.current, last=after.since - dt.timedelta(days=1))
        self.contracts.append(replace(after, before=self.contracts[-1], last=None))

    def frozen(self) -> Person:
        """Give the person with all their contracts."""
        return replace(self.person, contracts=tuple(self.contracts))


@dataclass(frozen=True, slots=True)
class Firm:
    """Describe a company before anybody works there; `size` is its headcount at the end of the last month."""

    rank: int
    sector: Sector
    size: int
    growth: float
    sites: tuple[Site, ...]
    names: Names


class Office:
    """Draw the people of one company, each with the next staff number and contract number."""

    def __init__(self, firm: Firm, rng: Random) -> None:
        self.firm = firm
        self.rng = rng
        self._people = 0
        self._contracts = 0

    def established(self, on: dt.date) -> Career:
        """Draw somebody who already works there on that day."""
        sector, rng = self.firm.sector, self.rng
        trade = sector.draw_trade(rng)
        age = self._settled_age(trade)
        if trade.is_aided:
            start = on - dt.timedelta(days=rng.randint(5, 400))
        else:
            start = on - dt.timedelta(days=int(365.25 * min(age - 19, rng.expovariate(1 / 9))) + rng.randint(1, 60))
        career = self._career(trade, age, on, _working_day(start))
        if not trade.is_aided and rng.random() < 0.05:
            self._make_fixed_term(career, _working_day(on - dt.timedelta(days=rng.randint(1, 150))), on)
        return career

    def recruit(self, month: Period) -> Career:
        """Draw somebody who begins in that month, open-ended or fixed-term as likely."""
        rng = self.rng
        trade = self.firm.sector.draw_vacancy(rng)
        start = _working_day(month.first.replace(day=rng.choice((1, 1, 2, 3, 8, 13, 15, 15, 16, 22))))
        career = self._career(
            trade, _between(rng.gauss(max(31, self.firm.sector.age[0] - 8), 10), 18, 59), start, start
        )
        if not trade.is_aided and rng.random() < 0.5:
            self._make_fixed_term(career, start, start)
        return career

    def trainee(self, start: dt.date) -> Career:
        """Draw an apprentice, or for one in four somebody under a professionnalisation contract, until 31 August."""
        rng = self.rng
        trade = self.firm.sector.draw_first_trade(rng)
        is_apprentice = rng.random() < 0.75
        age = _between(rng.gauss(19, 2) if is_apprentice else rng.gauss(23, 3), 16, 29)
        career = self._career(trade, age, start, start)
        plain = replace(
            trade, title=f"{'APPRENTI' if is_apprentice else 'ALTERNANT'} {trade.title}", eur=trade.eur // 2
        )
        scheme, reason = ("64", "11") if is_apprentice else ("61", "10")
        years = rng.choice((1, 2, 2)) if is_apprentice else 1
        career.contracts = [
            replace(
                career.current, trade=plain, nature="02", scheme=scheme, reason=reason,
                term=dt.date(start.year + years, 8, 31), worked=FULL_TIME, reference=FULL_TIME,
            )
        ]  # fmt: skip
        return career

    def contract(self, trade: Trade, start: dt.date) -> Contract:
        """Draw the contract of that occupation: place, working time, and the terms of insertion or of a loan."""
        rng = self.rng
        self._contracts += 1
        site = rng.choices(self.firm.sites, _site_weights(len(self.firm.sites)))[0]
        base = Contract(f"C{self._contracts:05d}", site.siret, trade, start, since=start, worked=self._hours(trade))
        if trade.is_in_days:
            base = replace(base, worked=FULL_YEAR, reference=FULL_YEAR)
        if trade.is_aided:
            term = month_end(start, rng.randint(4, 24))
            base = replace(base, nature="02", scheme="71", reason="13", term=term, worked=112.67)
        if self.firm.sector.lends:
            base = replace(base, lent_to=siret_of(member_siren(rng.choice(_HOSTS)), 1))
        return base

    def _career(self, trade: Trade, age: float, on: dt.date, start: dt.date) -> Career:
        rng = self.rng
        self._people += 1
        sex = "F" if rng.random() < trade.women else "H"
        born = on - dt.timedelta(days=int(age * 365.25) + rng.randint(1, 300))
        surname, name = self.firm.names.draw(sex, rng)
        serial = (self.firm.rank * 137 + self._people) % 9990
        person = Person(
            nir_of(sex, born, serial), f"{self.firm.rank:02d}{self._people:04d}", sex, born, surname, name,
            _diploma(trade, rng), has_boeth=rng.random() < 0.045,
        )  # fmt: skip
        return Career(person, [self.contract(trade, start)], _retirement_age(trade, age, rng))

    def _settled_age(self, trade: Trade) -> float:
        mean, spread = self.firm.sector.age
        age = self.rng.gauss(mean + 1 + trade.older, spread)
        # Most of those who would be past sixty have retired: what industry has is a bulge of people in their fifties.
        if age > 60 and self.rng.random() < 0.5:
            age = self.rng.uniform(49, 60)
        return _between(age, 20, 63)

    def _hours(self, trade: Trade) -> float:
        odds = 0.2 if trade.women > 0.5 else 0.05
        if self.rng.random() >= odds:
            return FULL_TIME
        return self.rng.choice((121.34, 121.34, 136.5, 104.0, 75.83))

    def _make_fixed_term(self, career: Career, start: dt.date, on: dt.date) -> None:
        rng = self.rng
        born = career.person.born
        if (start - born).days < 18 * 365.25:
            return
        term = month_end(max(start, on), rng.randint(2, 11))
        reason = rng.choice(("01", "02", "02", "02"))
        career.contracts = [
            replace(career.current, nature="02", reason=reason, term=term, start=start, since=start),
        ]


def month_end(day: dt.date, months: int) -> dt.date:
    """Give the last day of the month, so many months later.

    >>> month_end(dt.date(2025, 11, 3), 3)
    datetime.date(2026, 2, 28)
    """
    rank = day.year * 12 + day.month - 1 + months
    year, month = rank // 12, rank % 12 + 1
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _between(value: float, low: float, high: float) -> float:
    return min(high, max(low, value))


def _working_day(day: dt.date) -> dt.date:
    # A contract begins on a weekday: the next Monday, or the Friday before when Monday is in another month.
    after_friday = max(0, day.weekday() - 4)
    if not after_friday:
        return day
    monday = day + dt.timedelta(days=3 - after_friday)
    return monday if monday.month == day.month else day - dt.timedelta(days=after_friday)


def _site_weights(count: int) -> list[float]:
    return [1 / (1 + rank) for rank in range(count)]


def _diploma(trade: Trade, rng: Random) -> str:
    level = {"04": ("06", "07", "07", "07", "08"), "05": ("04", "05", "05", "06"), "06": ("03", "04", "05")}
    return rng.choice(level.get(trade.status, ("02", "03", "03", "03", "04")))


def _retirement_age(trade: Trade, age: float, rng: Random) -> int:
    # Long careers leave from 60; the legal age slides from 62 to 63 in these years; some stay until 67.
    low, high = rng.choices(((60, 61.5), (62, 63), (63, 64.5), (65, 67)), (20, 58, 16, 6))[0]
    drawn = rng.uniform(low, high) + (0.7 if trade.status == "04" else 0)
    return int(12 * max(drawn, age + rng.uniform(0.1, 2.5)))
