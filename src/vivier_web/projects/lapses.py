"""Until when an award must be finalised, and what a day asks of it: nothing, a reminder, or that it is lost."""

import calendar
import datetime as dt
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from vivier.vocabulary import InputError

CERTAINTIES = frozenset({"[V]", "[S]", "[M]"})
AS_WRITTEN = "letter"  # the rule whose last day is typed


@dataclass(frozen=True, slots=True)
class LapseRule:
    """Hold one dated rule: how many months to finalise, by what, when to remind, and where it was read.

    `months` 0 sets no last day; with `lapses` False the last day is an aim: one is reminded, nothing is lost.
    """

    key: str
    title: str
    months: int
    by: str
    remind_days: tuple[int, ...]
    says: str
    source: str
    certainty: str
    valid_from: dt.date
    lapses: bool = True

    def __post_init__(self) -> None:
        """Refuse a rule that cannot be followed."""
        if self.certainty not in CERTAINTIES:
            raise InputError(f"La certitude « {self.certainty} » n’est pas connue : écrivez [V], [S] ou [M].")
        if self.months < 0 or any(days <= 0 for days in self.remind_days):
            raise InputError(f"La règle « {self.key} » a un délai négatif : corrigez-la.")
        if not (self.says and self.source):
            raise InputError(f"La règle « {self.key} » ne dit pas d’où elle vient : ajoutez sa source.")


@dataclass(frozen=True, slots=True)
class Delay:
    """Hold what a day asks of an award that is not finalised."""

    last_day: dt.date | None
    days_left: int = 0
    is_lost: bool = False
    remind: int = field(default=0)  # the reminder that is due: so many days before the end; 0: none


@lru_cache
def lapse_rules() -> "MappingProxyType[str, LapseRule]":
    """Give every rule, by its key."""
    text = files("vivier_web.projects").joinpath("lapses.toml").read_text(encoding="utf-8")
    return MappingProxyType({key: _rule(key, table) for key, table in tomllib.loads(text).items()})


def _rule(key: str, table: dict[str, object]) -> LapseRule:
    try:
        return LapseRule(key=key, **(table | {"remind_days": tuple(table["remind_days"])}))  # type: ignore[arg-type]
    except (TypeError, KeyError):
        raise InputError(f"La règle « {key} » est incomplète ou mal écrite : comparez-la aux autres.") from None


def rule_of(key: str) -> LapseRule:
    """Give one rule.

    Raises:
        InputError: it is not known.
    """
    found = lapse_rules().get(key)
    if found is None:
        raise InputError("Cette règle de caducité n’est pas connue : choisissez-en une dans la liste.")
    return found


def months_after(day: dt.date, months: int) -> dt.date:
    """Give the same day so many months later, or the last of that month when it has no such day.

    >>> months_after(dt.date(2018, 8, 31), 6)
    datetime.date(2019, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day(rule: LapseRule, announced_on: dt.date, moved_to: dt.date | None = None) -> dt.date | None:
    """Give the last day to finalise an award, itself included; None when the rule sets none."""
    if moved_to is not None:
        return moved_to
    return months_after(announced_on, rule.months) if rule.months else None


def delay_of(
    rule: LapseRule,
    announced_on: dt.date,
    today: dt.date,
    *,
    moved_to: dt.date | None = None,
    sent: tuple[int, ...] = (),
) -> Delay:
    """Say what a day asks of an award that is not finalised yet; `sent` are the reminders already gone.

    Only one reminder is due at once, the nearest to the end: a worker that slept does not send three letters.

    >>> rule = rule_of("fui-25")
    >>> delay_of(rule, dt.date(2018, 3, 5), dt.date(2018, 8, 10)).remind
    30
    >>> delay_of(rule, dt.date(2018, 3, 5), dt.date(2018, 9, 6)).is_lost
    True
    """
    last = last_day(rule, announced_on, moved_to)
    if last is None:
        return Delay(None)
    left = (last - today).days
    if left < 0:
        return Delay(last, left, is_lost=rule.lapses)
    due = [days for days in rule.remind_days if left <= days]
    nearest = min(due, default=0)
    return Delay(last, left, remind=nearest if nearest and nearest not in sent else 0)
