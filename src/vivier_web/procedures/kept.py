"""How long what a closed dossier says is kept: dated rules, read from their file."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from vivier_web.procedures.definition.forms import add_months

FILE = Path(__file__).parent / "retention.toml"


@dataclass(frozen=True, slots=True)
class Rule:
    """Hold one rule: from when it is in force, months for what granted something and for the rest, its source."""

    starts_on: dt.date
    granted_months: int
    other_months: int
    certainty: str
    source: str


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Read the rules, the oldest first."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["rule"]
    found = (
        Rule(each["from"], each["granted_months"], each["other_months"], each["certainty"], each["source"])
        for each in rows
    )
    return tuple(sorted(found, key=lambda each: each.starts_on))


def rule_of(today: dt.date) -> Rule | None:
    """Give the rule in force on a day, or None before the first."""
    return next((each for each in reversed(rules()) if each.starts_on <= today), None)


def kept_until(
    closed_on: dt.date, *, granted_until: dt.date | None, has_grant: bool, today: dt.date
) -> dt.date | None:
    """Give the last day when what a dossier says is kept, by the rule in force today; None without a rule.

    >>> kept_until(dt.date(2026, 1, 31), granted_until=None, has_grant=False, today=dt.date(2026, 2, 1))
    datetime.date(2028, 1, 31)
    """
    rule = rule_of(today)
    if rule is None:
        return None
    if not has_grant:
        return add_months(closed_on, rule.other_months)
    return add_months(max(closed_on, granted_until or closed_on), rule.granted_months)
