"""What a plan is: sessions, who goes where, who is left out, what it costs and what is proven of it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Session:
    """Hold one session: its course, place and period (empty: none), seats taken, price without travel."""

    session: str
    course: str
    place: str
    period: str
    seats: int
    cost_eur: float


@dataclass(frozen=True, slots=True)
class Seats:
    """Hold the people one company sends to one session, and how far it is, one way."""

    session: str
    company: str
    people: int
    km: float


@dataclass(frozen=True, slots=True)
class AtWork:
    """Hold the people one company trains at work (AFEST) instead of sending them, and what it costs."""

    company: str
    course: str
    people: int
    cost_eur: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Hold the people of one company that the plan does not train in one course, and what that costs."""

    company: str
    course: str
    people: int
    cost_eur: float


@dataclass(frozen=True, slots=True)
class Reason:
    """Hold what a session is worth: what the plan would cost more without it, and what would become of its people.

    `elsewhere` go to other sessions of the course, `at_work` are trained at work, `left_out` no longer are.
    """

    session: str
    saved_eur: float
    elsewhere: int
    at_work: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold a plan, its cost, the least that any plan could cost, and the share of the cost between the two.

    The cost is that of sessions, seats, travel, training at work and people left out. `alone_eur` is what companies
    would pay to train the same people each by itself. `people_bound` is the most people any plan could train, as far
    as is proven. `funding` gives what each funder pays for each course.
    """

    cost_eur: float
    bound_eur: float
    people_asked: int
    people_trained: int
    people_bound: int
    budget_used_eur: float
    alone_eur: float
    seconds: float = field(compare=False)  # the clock's, not the plan's
    sessions: tuple[Session, ...] = ()
    seats: tuple[Seats, ...] = ()
    at_work: tuple[AtWork, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    reasons: tuple[Reason, ...] = ()
    funding: tuple[tuple[str, str, float], ...] = ()

    @property
    def gap(self) -> float:
        """The share of the cost that is not proven necessary: 0 when the plan is proven the best.

        >>> Plan(1000.0, 990.0, 12, 12, 12, 900.0, 1500.0, 1.0).gap
        0.01
        """
        return max(0.0, self.cost_eur - self.bound_eur) / self.cost_eur if self.cost_eur > 0 else 0.0
