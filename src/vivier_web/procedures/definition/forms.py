"""What a stage asks: fields of a form, rules to enter and leave, the deadline and what silence means."""

import datetime as dt
from dataclasses import dataclass, field

from vivier_web.procedures.definition.conditions import Test, parse
from vivier_web.procedures.definition.flaws import MOST_MONTHS, Flaw, check_basis, check_key, check_said, check_word
from vivier_web.procedures.definition.words import DOCUMENTS, FIELD_KINDS, FILED, OUTCOMES, ROLES, SILENCES, TIMES


@dataclass(frozen=True)
class Field:
    """Hold one question put to the applicant; the same key is the same question, whoever asks it.

    `again` says that a later body must ask it anew, although an earlier one was told.
    """

    key: str
    label: str
    kind: str
    required: bool = False
    document: str = "summary"
    help: str = ""
    choices: tuple[str, ...] = ()
    again: bool = False

    def __post_init__(self) -> None:
        check_key(self.key)
        check_said(self.label, ("label",))
        check_word(self.kind, FIELD_KINDS, ("kind",))
        check_word(self.document, FILED, ("document",))
        if (self.kind == "choice") != bool(self.choices):
            raise Flaw("Un choix a des réponses proposées (« choices »), et lui seul.", ("choices",))


@dataclass(frozen=True)
class Condition:
    """Hold one rule in the tiny language and the sentence said when it is not met."""

    when: str
    say: str
    certainty: str = "P"
    source: str = ""
    tests: tuple[Test, ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "tests", parse(self.when))
        check_said(self.say, ("say",))
        check_basis(self.certainty, self.source)


@dataclass(frozen=True)
class Deadline:
    """Hold a delay in days or in months, and what silence does when it is over.

    `correction` says what a request for corrections does to the clock: it is prolonged by the wait, or starts anew.
    """

    silence: str
    days: int = 0
    months: int = 0
    escalate_to: str = ""
    correction: str = "prolong"
    certainty: str = "P"
    source: str = ""

    def __post_init__(self) -> None:
        check_word(self.silence, SILENCES, ("silence",))
        check_word(self.correction, ("prolong", "reset"), ("correction",))
        check_basis(self.certainty, self.source)
        if min(self.days, self.months) < 0 or (self.days > 0) == (self.months > 0):
            raise Flaw("Un délai se compte en jours ou en mois : l’un des deux, au moins 1.", ("days",))
        if self.months > MOST_MONTHS or self.days > MOST_MONTHS * 30:
            raise Flaw(f"Un délai dure au plus {MOST_MONTHS} mois.", ("days" if self.days else "months",))
        if (self.silence == "escalate") != bool(self.escalate_to):
            raise Flaw(
                "« escalate » dit vers qui le dossier remonte (« escalate_to »), et lui seul.", ("escalate_to",)
            )

    @property
    def words(self) -> str:
        """The delay in French: « 45 jours », « 6 mois »."""
        if self.months:
            return f"{self.months} mois"
        return f"{self.days} jour{'s' if self.days > 1 else ''}"

    def ends_on(self, start: dt.date, *, paused: int = 0) -> dt.date:
        """Give the last day, the clock having been stopped for so many days.

        >>> Deadline("remind", months=1).ends_on(dt.date(2026, 1, 31))
        datetime.date(2026, 2, 28)
        """
        return add_months(start, self.months) + dt.timedelta(days=self.days + paused)


def add_months(day: dt.date, months: int) -> dt.date:
    """Give the same day so many months later, or the last day of that month.

    >>> add_months(dt.date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    from vivier.vocabulary import Period

    month = Period.of(day).previous(-months)
    return min(month.last, month.first + dt.timedelta(days=day.day - 1))


@dataclass(frozen=True)
class Sees:
    """Hold who sees which classes of documents, when: before, during or after the stage."""

    role: str
    documents: tuple[str, ...]
    when: tuple[str, ...]

    def __post_init__(self) -> None:
        check_word(self.role, ROLES, ("role",))
        for name in self.documents:
            check_word(name, DOCUMENTS, ("documents",))
        for time in self.when:
            check_word(time, TIMES, ("when",))
        if not self.documents or not self.when:
            raise Flaw("Dites ce qui est vu, et quand.", ("documents",))


@dataclass(frozen=True)
class Exit:
    """Hold where an outcome leads: one stage, or several of which the entry rules choose; « end » closes."""

    on: str
    to: tuple[str, ...]

    def __post_init__(self) -> None:
        check_word(self.on, OUTCOMES, ("on",))
        if not self.to:
            raise Flaw("Dites vers quelle étape ; « end » ferme le dossier.", ("to",))
