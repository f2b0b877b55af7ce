"""From tables to what may be published: primary cells, the search for secondary ones, the audit, and a seal."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import InitVar, dataclass
from functools import partial
from typing import final

import numpy as np

from vivier.disclosure.appeared import remembered, told_by_agreement, with_changes, without_rests
from vivier.disclosure.audit import Tell, Truth, audit, insiders, silent
from vivier.disclosure.cells import Tables
from vivier.disclosure.changes import Past
from vivier.disclosure.ladder import Codes, named
from vivier.disclosure.primary import Flags, flag
from vivier.disclosure.published import AGREED, PRIMARY, PUBLISHED, SECONDARY, ZERO, Published
from vivier.disclosure.rules import Rules
from vivier.disclosure.spec import TOTAL
from vivier.disclosure.suppression import UnprotectableError, suppress
from vivier.disclosure.verdict import COALITION, Audit, Breach
from vivier.french import listed
from vivier.vocabulary import InputError

_SEAL = object()
_BY_VALUE = 9.0  # tuned on the registers of seeds 1 and 2: few cells, and little hidden
_KEPT = 1000.0  # how many times dearer it is to hide a cell that one would rather keep
_DOUBT = 0.01  # of a cell, from one who knows its own: exactness alone is refused
_ROUNDS = 8
_ROUNDING = 1e-12
_NAMED = 5
Search = Callable[..., np.ndarray]


class UnsafeTablesError(InputError):
    """Say that tables would betray somebody, and name the cells; `audit` holds all of them."""

    def __init__(self, found: Audit) -> None:
        self.audit = found
        cells = listed([f"« {each} »" for each in list(dict.fromkeys(b.cell for b in found.breaches))[:_NAMED]])
        super().__init__(
            f"Rien n’est publié, car des cases seraient trahies ({cells}) : publiez moins de détail, ou retirez ce "
            "que l’autre publication en montre."
        )


@final
@dataclass(frozen=True)
class ProtectedTables:
    """Hold tables that betray nobody: only `protect` makes one, and only once its audit has passed."""

    published: Published
    audit: Audit
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("ProtectedTables is made by vivier.disclosure.protect only")
        if not self.audit.is_passed:
            raise UnsafeTablesError(self.audit)

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Give each cell as a line: its codes, value, units and status; what is hidden is empty."""
        found = self.published
        for codes, value, units, status in zip(found.codes, found.values, found.units, found.status, strict=True):
            yield (*codes, written(value), written(units), status)


def written(value: float) -> str:
    """Write a figure as a file holds it; nothing where it is hidden.

    >>> written(250.0), written(12.5), written(float("nan"))
    ('250', '12.5', '')
    """
    if np.isnan(value):
        return ""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def protect(
    tables: Tables,
    *,
    rules: Rules | None = None,
    history: Sequence[Published | Past] = (),
    agreed: Collection[Codes] = (),
    tell: Tell = silent,
    search: Search | None = None,
) -> ProtectedTables:
    """Hide what would betray a holding, and as little else as possible, beside all that was published before.

    Where the records of a past publication were kept, give it as a `Past`: a group that came or left is then seen,
    whatever its size. A cell that was hidden before stays hidden; one that was shown with the same value is kept.
    `search` chooses the secondary cells, with the face of `vivier.disclosure.suppression.suppress`, the default.

    Raises:
        InputError: what was published before already betrays a cell, or would with these tables; cells are named.
    """
    rules, search = rules or Rules(), search or suppress
    past = [each if isinstance(each, Past) else Past(each, None) for each in history]
    tables, flags = without_rests(tables, flag(tables, rules), past)
    waived = np.array([codes in agreed for codes in tables.codes], bool) & flags.sensitive
    told = told_by_agreement(tables, past) & ~waived
    kept = flags.sensitive & ~waived & ~told
    flags = with_changes(Flags(kept, np.where(kept, flags.width, 0.0)), tables, past)
    waived &= ~flags.sensitive  # those who left since agreed to nothing: what would betray them stays hidden
    files = [each.published for each in past]
    was_shown, was_hidden = remembered(tables, past)
    cost = _costs(tables)
    cost[waived] *= _KEPT  # agreed to, they would rather be shown than hidden for another
    cost[was_shown] = np.inf
    nothing = np.zeros(len(tables))
    hidden = (was_hidden & ~waived) | told | flags.sensitive
    if flags.sensitive.any():
        hidden |= search(
            tables.system,
            sensitive=flags.sensitive, lower=nothing, upper=nothing, width=flags.width,
            singles=_alone(tables), cost=_finite(cost, flags.sensitive), has_appeared=bool(was_shown.any()),
            progress=tell,
        )  # fmt: skip
    changes, periods = tuple(each.changes for each in past), tuple(each.period for each in past)
    truth = Truth(flags.width, np.where(_alone(tables), tables.owner, -1), tables.largest, changes, periods)
    audited = partial(audit, others=files, rules=rules, truth=truth, tell=tell)
    for _ in range(_ROUNDS):
        published = _published(tables, flags.sensitive, hidden, waived)
        pairs = insiders(published, others=files, rules=rules, truth=truth)
        if not pairs:
            break
        try:
            hidden = hidden | _against_coalitions(tables, pairs, search, hidden=hidden, cost=cost, owner=truth.owner)
        except UnprotectableError as why:
            found = audited(published)  # what else is betrayed says more than that nothing can be done
            if any(each.kind != COALITION for each in found.breaches):
                raise UnsafeTablesError(found) from why
            raise
    return ProtectedTables(published, audited(published), _SEAL)


def _alone(tables: Tables) -> np.ndarray:
    """Tell which cells one holding fills, (n,) bool: the only one there, or all the others bring nothing."""
    filled = (tables.values > 0) & (tables.largest[:, 0] >= tables.values * (1 - _ROUNDING))
    return np.asarray((tables.holdings == 1) | filled)


def _finite(cost: np.ndarray, sensitive: np.ndarray) -> np.ndarray:
    """Let a sensitive cell be hidden whatever it costs: its being known elsewhere is for the audit to say."""
    return np.where(sensitive & np.isinf(cost), 1.0, cost)


def _costs(tables: Tables) -> np.ndarray:
    """Give what hiding each cell costs: its value, one, or both; more where it is to be kept.

    Both (« balanced »): a cell of the median value costs as much as ten of next to nothing, whatever the unit.
    """
    chosen, value = tables.spec.cost, np.maximum(tables.values, 1e-9)
    cost = value if chosen == "value" else np.ones(len(tables))
    if chosen == "balanced" and (some := tables.values[tables.values > 0]).size:
        cost = 1 + _BY_VALUE * value / np.median(some)
    kept = {frozenset(columns) for columns in tables.spec.keep}
    if kept:
        shown = [
            frozenset(c for c, code in zip(tables.columns, codes, strict=True) if code != TOTAL)
            for codes in tables.codes
        ]
        cost[[each in kept for each in shown]] *= _KEPT
    return np.asarray(cost, float)


def _against_coalitions(
    tables: Tables,
    pairs: Sequence[Breach],
    search: Search,
    *,
    hidden: np.ndarray,
    cost: np.ndarray,
    owner: np.ndarray,
) -> np.ndarray:
    """Find what more to hide so that no holding alone in a cell works out another from its own.

    Each target is protected again as if the attacker's own cells were published: hiding more never narrows anything,
    so that the two patterns put together hold both. Attackers that are one another's targets take turns.
    """
    place = {named(tables.spec, tables.codes[at]): at for at in np.flatnonzero(hidden).tolist()}
    more, nothing = np.zeros(len(tables), bool), np.zeros(len(tables))

    def against(pairs: list[tuple[int, int]]) -> np.ndarray:
        sensitive = np.isin(np.arange(len(tables)), [target for target, _ in pairs])
        price = np.where(hidden | more, np.minimum(cost, 1.0) * 1e-6, cost)
        price[np.isin(owner, owner[[by for _, by in pairs]])] = np.inf
        doubt = np.where(sensitive, tables.values * _DOUBT, 0.0)
        return search(
            tables.system, sensitive=sensitive, lower=nothing, upper=nothing, width=doubt, cost=price, trials=0,
            has_appeared=bool(np.isinf(cost).any()),
        )  # fmt: skip

    for turn in _turns([(place[each.cell], place[each.by]) for each in pairs], owner):
        try:
            more |= against(turn)
        except UnprotectableError:  # together, attackers know more than each of them does
            for who in dict.fromkeys(owner[[by for _, by in turn]].tolist()):
                more |= against([pair for pair in turn if owner[pair[1]] == who])
    return more


def _turns(pairs: list[tuple[int, int]], owner: np.ndarray) -> list[list[tuple[int, int]]]:
    """Gather (target, attacker) pairs in as few turns as it takes for no cell to be both target and known."""
    turns: list[tuple[list[tuple[int, int]], set[int]]] = []
    for target, by in pairs:
        own = set(np.flatnonzero(owner == owner[by]).tolist())
        for turn, taken in turns:
            if target not in taken and not own & {each for each, _ in turn}:
                turn.append((target, by))
                taken.update(own)
                break
        else:
            turns.append(([(target, by)], own))
    return [turn for turn, _ in turns]


def _published(tables: Tables, sensitive: np.ndarray, hidden: np.ndarray, waived: np.ndarray) -> Published:
    """Leave out what is hidden; where cells are counts, how many units they have is the value itself."""
    shown = np.where(waived, AGREED, np.where(tables.values == 0, ZERO, PUBLISHED))
    status = np.where(hidden, np.where(sensitive, PRIMARY, SECONDARY), shown)
    values = np.where(hidden, np.nan, tables.values)
    units = tables.units.astype(float)
    if tables.spec.is_count:
        units = np.where(hidden, np.nan, units)
    return Published(tables.spec, tables.codes, values, units, tuple(status.tolist()))
