"""What is granted, asked and paid, by partner, funder and year; every sum to the cent."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from vivier_web.members.models import Organisation
from vivier_web.projects.amounts import NOTHING, total
from vivier_web.projects.models import Agreement, Aid, Funder, Payment, Project

Cell = tuple[str, int]  # the name of a funder, an organisation


@dataclass(frozen=True, slots=True)
class Due:
    """Hold the three sums of one line, and what is left to ask and to receive."""

    granted: Decimal = NOTHING
    asked: Decimal = NOTHING
    paid: Decimal = NOTHING

    @property
    def to_ask(self) -> Decimal:
        """What was granted and not asked yet."""
        return self.granted - self.asked

    @property
    def awaited(self) -> Decimal:
        """What was asked and not paid yet."""
        return self.asked - self.paid


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one line of a table of money: whose, then its sums."""

    words: str
    due: Due
    cells: tuple[Decimal, ...] = ()  # by funder, of what is granted


@dataclass(frozen=True, slots=True)
class Accounts:
    """Hold the money of a project: by partner, by funder, by year, and its total."""

    funders: tuple[str, ...]
    partners: tuple[Line, ...]
    by_funder: tuple[Line, ...]
    years: tuple[Line, ...]
    due: Due

    @property
    def is_empty(self) -> bool:
        """Whether nothing was signed."""
        return not self.partners


def asked_by_cell(project: Project) -> dict[Cell, Decimal]:
    """Give what was asked of each funder by each partner."""
    found: dict[Cell, Decimal] = defaultdict(lambda: NOTHING)
    for each in live_payments(project):
        found[each.funder.name, each.organisation_id] += each.asked_eur
    return dict(found)


def live_payments(project: Project) -> list[Payment]:
    """Give the payments asked and not withdrawn, the first asked first."""
    rows = Payment.objects.filter(project=project, withdrawn_at=None)
    return list(rows.select_related("funder", "organisation"))


def aids_of(project: Project) -> list[Aid]:
    """Give what the agreement in force grants."""
    last = Agreement.objects.filter(project=project).first()
    return list(last.aids.select_related("funder", "organisation")) if last is not None else []


def granted_to(project: Project, funder: Funder, organisation: Organisation) -> Due:
    """Give the sums of one partner and funder."""
    aids = [each for each in aids_of(project) if each.funder_id == funder.pk]
    rows = [each for each in live_payments(project) if each.funder_id == funder.pk]
    return _due(
        [each for each in aids if each.organisation_id == organisation.pk],
        [each for each in rows if each.organisation_id == organisation.pk],
    )


def accounts_of(project: Project, *, only: int | None = None) -> Accounts:
    """Give the money of a project; `only`: of one partner, who reads its own line and no other's."""
    aids, rows = aids_of(project), live_payments(project)
    if only is not None:
        aids = [each for each in aids if each.organisation_id == only]
        rows = [each for each in rows if each.organisation_id == only]
    funders = list(dict.fromkeys(each.funder.name for each in aids))
    names = {each.organisation_id: each.organisation.name for each in aids}
    names |= {each.organisation_id: each.organisation.name for each in rows}
    return Accounts(
        tuple(funders),
        tuple(_of_partner(pk, name, funders, aids, rows) for pk, name in names.items()),
        tuple(
            Line(name, _due([one for one in aids if one.funder.name == name], _of_funder(rows, name)))
            for name in funders
        ),
        _by_year(rows),
        _due(aids, rows),
    )


def _of_funder(rows: Iterable[Payment], name: str) -> list[Payment]:
    return [each for each in rows if each.funder.name == name]


def _of_partner(pk: int, name: str, funders: list[str], aids: list[Aid], rows: list[Payment]) -> Line:
    own = [each for each in aids if each.organisation_id == pk]
    by_funder = tuple(total(one.amount_eur for one in own if one.funder.name == each) for each in funders)
    return Line(name, _due(own, [each for each in rows if each.organisation_id == pk]), by_funder)


def _due(aids: Iterable[Aid], rows: Iterable[Payment]) -> Due:
    listed = list(rows)
    return Due(
        total(each.amount_eur for each in aids),
        total(each.asked_eur for each in listed),
        total(each.paid_eur or NOTHING for each in listed),
    )


def _by_year(rows: list[Payment]) -> tuple[Line, ...]:
    """Give the sums asked in each year, and paid in it."""
    asked: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    paid: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    for each in rows:
        asked[each.asked_on.year] += each.asked_eur
        if each.paid_on is not None:
            paid[each.paid_on.year] += each.paid_eur or NOTHING
    return tuple(Line(str(year), Due(NOTHING, asked[year], paid[year])) for year in sorted({*asked, *paid}))
