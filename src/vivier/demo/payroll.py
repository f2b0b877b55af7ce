"""Writing payroll files (DSN, norm NEODeS) as payroll software does: every rubric on its line, no escaping.

Rubric names are kept as numbers on purpose: this module is read beside the norm. Files are kept light: one line
of pay a month and a contract, enough to look like a DSN.
"""

import datetime as dt
from dataclasses import dataclass

from vivier.demo.data import FULL_YEAR, Contract, Member, Person, Site
from vivier.demo.identifiers import PAYROLL_OFFICE, siren_of, siret_of
from vivier.vocabulary import Period

EOL = "\r\n"
CANCELLATION = "04"


@dataclass(frozen=True, slots=True)
class Declaration:
    """Hold one declaration: an establishment, a month, the people in it, and its place among other sendings.

    `version` counts the sendings of a month (0 first); `cancels` is the version that this one cancels or replaces.
    """

    member: Member
    site: Site
    month: Period
    people: tuple[Person, ...]
    kind: str = "01"
    fraction: str = "11"
    version: int = 0
    cancels: int | None = None

    @property
    def order(self) -> int:
        """The order number: it grows with each sending, and no two declarations of a company share it."""
        months = self.month.year * 12 + self.month.month
        return months * 1000 + self.member.sites.index(self.site) * 100 + self.version * 10 + int(self.fraction[0])

    @property
    def constituted_on(self) -> dt.date:
        """The day the file was made: the third of the next month, a day later for each new sending."""
        return self.month.last + dt.timedelta(days=3 + self.version)


@dataclass(frozen=True, slots=True)
class Sending:
    """Hold what goes in one envelope: declarations of one month, for real or as a test."""

    declarations: tuple[Declaration, ...]
    is_test: bool = False
    has_private_rubrics: bool = False


def declared_people(member: Member, site: Site, month: Period) -> tuple[Person, ...]:
    """Give the people of a monthly declaration: under contract that month, or paid a last time after they left."""
    return tuple(person for person in member.people if _contracts(person, site, month))


def write_sending(sending: Sending) -> str:
    """Write one envelope, S10 to S90, with its totals."""
    body = _envelope(sending)
    body += "".join(_declaration(each, has_private=sending.has_private_rubrics) for each in sending.declarations)
    return body + _totals(body, len(sending.declarations))


def jma(day: dt.date) -> str:
    """Write a date as the norm does.

    >>> jma(dt.date(2026, 3, 1))
    '01032026'
    """
    return f"{day:%d%m%Y}"


def rubrics(block: str, *values: tuple[str, object]) -> str:
    r"""Write the rubrics of one block; a rubric without value is left out, as the norm asks.

    >>> rubrics("S21.G00.62", ("001", "31012026"), ("002", "039"), ("006", ""))
    "S21.G00.62.001,'31012026'\r\nS21.G00.62.002,'039'\r\n"
    """
    return "".join(f"{block}.{number},'{value}'{EOL}" for number, value in values if value not in {"", None})


def _envelope(sending: Sending) -> str:
    month = sending.declarations[0].month
    office = siret_of(siren_of(PAYROLL_OFFICE), 1)
    text = rubrics(
        "S10.G00.00", ("001", "PAIE FICTIVE"), ("002", "VIVIER DEMONSTRATION"), ("003", "1.0"),
        ("005", "01" if sending.is_test else "02"), ("006", f"P{month.year % 100}V01"), ("007", "01"), ("008", "01"),
    )  # fmt: skip
    text += rubrics("S10.G00.01", ("001", office[:9]), ("002", office[9:]), ("003", "CABINET DE PAIE FICTIF"))
    text += rubrics("S10.G00.02", ("001", "02"), ("002", "CONTACT FICTIF"), ("004", "paie@exemple.invalid"))
    if sending.has_private_rubrics:
        text += rubrics("S10.G00.95", ("001", "RELAIS FICTIF"), ("900", f"LOT{month.year}{month.month:02d}"))
    return text


def _declaration(each: Declaration, *, has_private: bool) -> str:
    cancelled = "" if each.cancels is None else _name_of(each, each.cancels)
    text = rubrics(
        "S20.G00.05", ("001", "01"), ("002", each.kind), ("003", each.fraction), ("004", each.order),
        ("005", jma(each.month.first)), ("006", cancelled), ("007", jma(each.constituted_on)), ("008", "01"),
        ("010", "01"),
    )  # fmt: skip
    if has_private:
        text += rubrics("S20.G00.96", ("902", "1"))
    text += _employer(each, has_private=has_private)
    if each.kind == CANCELLATION:
        return text
    people = "".join(_person(person, each) for person in each.people)
    return text + people + _workplaces(each)


def _name_of(each: Declaration, version: int) -> str:
    former = Declaration(each.member, each.site, each.month, (), fraction=each.fraction, version=version)
    return f"{jma(former.constituted_on)}{former.order}"


def _employer(each: Declaration, *, has_private: bool) -> str:
    head, sector, site = each.member.sites[0], each.member.sector, each.site
    company = rubrics(
        "S21.G00.06", ("001", each.member.siren), ("002", head.nic), ("003", sector.naf),
        ("004", "1 RUE DE L'EXEMPLE"), ("005", head.postcode), ("006", head.town), ("015", sector.idcc),
        ("903", f"{each.member.name.upper()} (FICTIF)" if has_private else ""),
    )  # fmt: skip
    return company + rubrics(
        "S21.G00.11", ("001", site.nic), ("002", sector.naf), ("004", site.postcode), ("005", site.town),
        ("017", "01"), ("022", sector.idcc), ("023", "03"),
    )  # fmt: skip


def _contracts(person: Person, site: Site, month: Period) -> tuple[Contract, ...]:
    return tuple(
        contract
        for contract in person.contracts
        if contract.site == site.siret and (contract.runs_in(month) or _has_last_pay(person, contract, month))
    )


def _has_last_pay(person: Person, contract: Contract, month: Period) -> bool:
    # One leaver in ten still gets a pay the month after: in the file, but no longer in the headcount.
    is_last = contract is person.contracts[-1] and contract.motive != ""
    return is_last and person.number.endswith("7") and contract.runs_in(month.previous())


def _person(person: Person, each: Declaration) -> str:
    month = each.month
    is_numbered = person.nir_on is None or month.first >= person.nir_on
    has_just_changed = person.nir_on == month.first
    nir = person.nir if is_numbered else person.former_nir
    text = rubrics(
        "S21.G00.30", ("001", nir), ("002", person.surname), ("004", person.name),
        ("005", "01" if person.sex == "H" else "02"), ("006", jma(person.born)), ("019", person.number),
        ("020", person.ntt if has_just_changed or not is_numbered else ""), ("024", person.diploma),
    )  # fmt: skip
    if has_just_changed and person.former_nir:
        text += rubrics("S21.G00.31", ("001", jma(month.first)), ("008", person.former_nir))
    contracts = _contracts(person, each.site, month)
    text += "".join(_contract(person, contract, each) for contract in contracts)
    return text + "".join(_pay(contract, month) for contract in contracts)


def _contract(person: Person, contract: Contract, each: Declaration) -> str:
    trade = contract.trade
    is_in_days = contract.reference == FULL_YEAR
    text = rubrics(
        "S21.G00.40", ("001", jma(contract.start)), ("002", trade.status),
        ("003", "01" if trade.status in {"03", "04"} else "04"), ("004", trade.pcs), ("006", trade.title),
        ("007", contract.nature), ("008", contract.scheme), ("009", contract.number),
        ("010", jma(contract.term) if contract.term else ""), ("011", "20" if is_in_days else "10"),
        ("012", f"{contract.reference:.2f}"), ("013", f"{contract.worked:.2f}"),
        ("014", "10" if contract.ratio == 1 else "20"), ("019", contract.lent_to or contract.site),
        ("021", contract.reason), ("072", "01" if person.has_boeth else ""),
        ("074", "02" if contract.lent_to else ""),
    )  # fmt: skip
    if contract.before is not None and contract.since == each.month.first:
        text += _changes(contract.before, contract)
    return text + _end(contract, each.month)


def _changes(before: Contract, after: Contract) -> str:
    pairs = (
        ("002", before.trade.status, after.trade.status), ("004", before.nature, after.nature),
        ("012", before.site, after.site), ("014", before.number, after.number),
        ("019", before.trade.pcs, after.trade.pcs),
    )  # fmt: skip
    changed = [(number, old) for number, old, new in pairs if old != new]
    return rubrics("S21.G00.41", ("001", jma(after.since)), *changed)


def _end(contract: Contract, month: Period) -> str:
    if contract.last is not None and contract.motive and contract.last <= month.last:
        return rubrics("S21.G00.62", ("001", jma(contract.last)), ("002", contract.motive))
    if contract.withdrawn == month.last:
        return rubrics("S21.G00.62", ("001", jma(contract.withdrawn)), ("002", "099"))
    return ""


def _pay(contract: Contract, month: Period) -> str:
    gross = contract.trade.eur * contract.ratio
    begins, ends = max(contract.since, month.first), min(contract.last or month.last, month.last)
    return rubrics("S21.G00.50", ("001", jma(month.last)), ("002", f"{gross * 0.79:.2f}")) + rubrics(
        "S21.G00.51", ("001", jma(min(begins, ends))), ("002", jma(ends)), ("010", contract.number), ("011", "001"),
        ("013", f"{gross:.2f}"),
    )  # fmt: skip


def _workplaces(each: Declaration) -> str:
    lent = {contract.lent_to for person in each.people for contract in _contracts(person, each.site, each.month)}
    return "".join(
        rubrics("S21.G00.85", ("001", siret), ("002", "2562B"), ("004", "99000"), ("005", "VALFICTIF"))
        for siret in sorted(lent - {""})
    )


def _totals(body: str, declarations: int) -> str:
    return rubrics("S90.G00.90", ("001", body.count(EOL) + 2), ("002", declarations))
