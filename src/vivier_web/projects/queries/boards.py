"""Projects in lists: the pipeline by state with its sums, every project in a table, those of a member, the map."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from vivier_web.members.models import Organisation, Pole, Site
from vivier_web.members.search import folded
from vivier_web.projects.building.grid import euros
from vivier_web.projects.choices import PartnerState, ProjectState
from vivier_web.projects.models import Partner, Project

A_COLUMN = 6
MOST = 400
DONE = (ProjectState.ENDED, ProjectState.DROPPED)
LATEST_FIRST = ("-opened_at", "-pk")  # said again: what is counted in groups forgets the order of its table


@dataclass(frozen=True, slots=True)
class Wanted:
    """Hold what a list is asked: words of the title or of the lead, a procedure, a state, a département."""

    words: str = ""
    procedure: str = ""
    state: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one project in a list: the aid worked out while it lives, what was lost once its award lapsed."""

    pk: int
    title: str
    lead: str
    state: str
    state_words: str
    procedure: str
    partners: int
    base: str
    aid: str
    lost: str
    next_step: str
    due_on: dt.date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Column:
    """Hold the projects in one state: how many, what they cost, the aid worked out or lost, the first of them."""

    state: str
    words: str
    count: int
    base: str
    aid: str
    lines: tuple[Line, ...]
    lost: str = ""

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.lines)


def found_projects(pole: Pole, wanted: Wanted) -> QuerySet[Project]:
    """Give the projects that answer, the latest first."""
    rows = Project.objects.filter(pole=pole).order_by(*LATEST_FIRST)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.procedure:
        rows = rows.filter(procedure__key=wanted.procedure)
    for word in wanted.words.split()[:5]:
        rows = rows.filter(Q(title__icontains=word) | Q(lead__words__contains=folded(word)))
    if wanted.department:
        inside = Partner.objects.filter(
            project=OuterRef("pk"), state=PartnerState.JOINED, organisation__sites__is_head_office=True,
            organisation__sites__department=wanted.department,
        )  # fmt: skip
        rows = rows.filter(Exists(inside))
    return rows


def lines_of(rows: QuerySet[Project] | Iterable[Project], today: dt.date) -> list[Line]:
    """Write projects for a list, in one query."""
    if isinstance(rows, QuerySet):
        joined = Count("partners", filter=Q(partners__state=PartnerState.JOINED))
        rows = rows.select_related("lead", "procedure", "award").defer("procedure__text").annotate(joined=joined)
    return [_line(each, today) for each in rows]


def _line(row: Project, today: dt.date) -> Line:
    is_dropped = row.state == ProjectState.DROPPED
    return Line(
        row.pk, row.title, row.lead.name, row.state, row.get_state_display(),
        row.procedure.title if row.procedure else "", row.joined,  # type: ignore[attr-defined]
        money(row.base_eur) if row.base_eur else "", "" if is_dropped else money(row.aid_eur),
        money(row.aid_eur) if is_dropped and is_lapsed(row) else "", row.next_step, row.due_on,
        row.due_on is not None and row.due_on < today and row.state not in DONE,
    )  # fmt: skip


def is_lapsed(row: Project) -> bool:
    """Tell whether the award of a project was lost, and not given back."""
    return hasattr(row, "award") and row.award.lapsed_on is not None


def money(amount: Decimal | None) -> str:
    """Write an amount as boards do; nothing when it was not worked out."""
    return "" if amount is None else euros(int(amount * 100))


def pipeline(pole: Pole, wanted: Wanted, today: dt.date) -> list[Column]:
    """Give a column for each state where a project is, in the order of a project's life; in two queries."""
    rows = found_projects(pole, wanted)
    live, lost = ~Q(state=ProjectState.DROPPED), Q(state=ProjectState.DROPPED, award__lapsed_on__isnull=False)
    sums = (
        rows.order_by()
        .values("state")
        .annotate(
            n=Count("pk"), base=Sum("base_eur"), aid=Sum("aid_eur", filter=live), lost=Sum("aid_eur", filter=lost)
        )
    )
    by_state = {each["state"]: each for each in sums}
    grouped: dict[str, list[Line]] = {}
    for line in lines_of(rows[:MOST], today):
        grouped.setdefault(line.state, []).append(line)
    return [
        Column(
            state, str(words), by_state[state]["n"],
            money(by_state[state]["base"] or None), money(by_state[state]["aid"]),
            tuple(grouped.get(state, ())[:A_COLUMN]), money(by_state[state]["lost"]),
        )
        for state, words in ProjectState.choices
        if state in by_state
    ]  # fmt: skip


def procedures_aimed_at(pole: Pole) -> list[tuple[str, str]]:
    """Give the procedures that projects aim at, for a filter."""
    rows = Project.objects.filter(pole=pole, procedure__isnull=False).order_by("procedure__title")
    return list(dict(rows.values_list("procedure__key", "procedure__title")).items())


@dataclass(frozen=True, slots=True)
class Mine:
    """Hold one project as a member finds it in its room: what it is to it, what it is asked."""

    line: Line
    partner: int
    place: str
    is_lead: bool


def projects_of(pole: Pole, organisation: Organisation, today: dt.date) -> list[Mine]:
    """List the projects where a member is the lead, a partner, or is asked to be one."""
    asked = {PartnerState.INVITED, PartnerState.JOINED}
    mine = {
        each.project_id: each
        for each in Partner.objects.filter(
            organisation=organisation, project__pole=pole, state__in=asked
        ).select_related("project")
    }
    rows = Project.objects.filter(pk__in=mine).order_by(*LATEST_FIRST)
    return [
        Mine(line, mine[line.pk].pk, mine[line.pk].state, mine[line.pk].project.lead_id == organisation.pk)
        for line in lines_of(rows, today)
    ]


def asked_in_count(pole: Pole, organisation: Organisation) -> int:
    """Count the consortia that wait for the answer of a member."""
    rows = Partner.objects.filter(organisation=organisation, project__pole=pole, state=PartnerState.INVITED)
    return int(rows.exclude(project__state__in=DONE).count())


def by_department(pole: Pole) -> dict[str, tuple[int, int]]:
    """Count, by département of their head office, the organisations and the projects they work in."""
    live = Partner.objects.filter(project__pole=pole, state=PartnerState.JOINED).exclude(
        project__state=ProjectState.DROPPED
    )
    pairs = list(live.order_by().values_list("organisation_id", "project_id"))
    sites = Site.objects.filter(organisation_id__in={each for each, _ in pairs}, is_head_office=True)
    where = dict(sites.values_list("organisation_id", "department"))
    members: dict[str, set[int]] = {}
    projects: dict[str, set[int]] = {}
    for organisation, project in pairs:
        code = where.get(organisation, "")
        members.setdefault(code, set()).add(organisation)
        projects.setdefault(code, set()).add(project)
    return {code: (len(members[code]), len(projects[code])) for code in members}
