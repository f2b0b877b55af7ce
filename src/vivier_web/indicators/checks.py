"""Reading what was typed, working out formulas, running the edits: pure, and fast enough to run at every gesture."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from vivier.french import counted, read_decimal
from vivier.vocabulary import InputError
from vivier_web.indicators.definition import Edit, Indicator, IndicatorSet

Numbers = dict[str, Decimal]
MOST = Decimal(10) ** 12
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_UNITS = re.compile(r"(k?€|%|etp)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Hold one edit that speaks: which, how strongly, what it says, which fields it looks at."""

    key: str
    is_hard: bool
    say: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """Hold what a sheet says: its numbers, what cannot be read, field by field, the edits that speak."""

    numbers: Numbers
    troubles: dict[str, str]
    spoken: tuple[Spoken, ...]

    @property
    def hard(self) -> tuple[Spoken, ...]:
        """The edits that forbid to send."""
        return tuple(one for one in self.spoken if one.is_hard)

    @property
    def soft(self) -> tuple[Spoken, ...]:
        """The edits that ask why."""
        return tuple(one for one in self.spoken if not one.is_hard)


def read_number(said: str, indicator: Indicator) -> Decimal:
    """Read what was typed, as people type it: « 1 204,5 », « 12 % ».

    Raises:
        ValueError: with the sentence to show.
    """
    text = _SPACES.sub("", said)
    unit = _UNITS.search(text)
    if unit is not None and unit[0].lower() != indicator.unit.lower():
        raise ValueError(f"L’unité est ici « {indicator.unit} », et non « {unit[0]} » : convertissez.")
    text = _UNITS.sub("", text)
    try:
        number = read_decimal(text)
    except InputError:
        raise ValueError(f"« {said.strip()[:20]} » n’est pas un nombre : écrivez par exemple 1 204,5.") from None
    if not -MOST <= number <= MOST:
        raise ValueError("Ce nombre est hors de toute mesure : vérifiez l’unité.")
    if number < 0:
        raise ValueError("Un nombre négatif n’a pas de sens ici.")
    if number != round(number, indicator.decimals):
        whole = "un nombre entier" if not indicator.decimals else f"{counted(indicator.decimals, 'décimale')} au plus"
        raise ValueError(f"Ici, {whole} : arrondissez.")
    return number.normalize() + 0


def check(
    told: IndicatorSet, asked: Iterable[Indicator], typed: Mapping[str, str], before: Numbers, *, whole: bool = False
) -> Checked:
    """Read the fields of a sheet and run the edits that look at them alone; `whole` also says what lacks."""
    numbers: Numbers = {}
    troubles: dict[str, str] = {}
    fields = tuple(asked)
    for one in fields:
        said = typed.get(one.key, "").strip()
        if not said:
            if whole and one.required:
                troubles[one.key] = "Ce chiffre est attendu ; s’il n’y en a pas, écrivez 0."
            continue
        try:
            numbers[one.key] = read_number(said, one)
        except ValueError as why:
            troubles[one.key] = str(why)
    known = numbers | worked_out(told, numbers)
    mine = frozenset(one.key for one in fields)
    then = worked_out(told, before) | before
    spoken = tuple(_said(edit) for edit in told.edits_on(mine) if edit.expression.value(known, then) is False)
    return Checked(numbers, troubles, spoken)


def worked_out(told: IndicatorSet, numbers: Mapping[str, Decimal]) -> Numbers:
    """Work out the indicators that have a formula, where everything they need is known."""
    known = dict(numbers)
    found: Numbers = {}
    for one in told.worked_out:
        value = one.expression.value(known, {}) if one.expression else None
        if isinstance(value, Decimal) and abs(value) <= MOST * MOST:
            known[one.key] = found[one.key] = round(value, one.decimals).normalize() + 0
    return found


def _said(edit: Edit) -> Spoken:
    return Spoken(edit.key, edit.is_hard, edit.say, tuple(sorted(edit.expression.names)))
