"""An independent attacker: what everything published, put together, would betray."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np

from vivier.disclosure.changes import Changes
from vivier.disclosure.history import Joint, Kin, join
from vivier.disclosure.inference import Attacker, Inferred, Target, worked_out
from vivier.disclosure.ladder import Codes, named
from vivier.disclosure.overlaps import parted
from vivier.disclosure.published import AGREED, HIDDEN, PRIMARY, ZERO, Published
from vivier.disclosure.rules import Rules
from vivier.disclosure.spec import Spec
from vivier.disclosure.verdict import COALITION, DIFFERENCE, ELSEWHERE, EXACT, FEW, GROUP, NARROW, Audit, Breach

_SAME = 1e-9  # relative: what two ways of adding up may differ by
_AS_WIDE = 1 - 1e-4  # what programs may miss by
_FREE = 1e-6  # of a random move of unit size: less is rounding
Tell = Callable[[str, int, int], None]


def silent(_what: str, _done: int, _steps: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Truth:
    """Hold what only those who hold the records know: widths to keep, and who is alone in a cell."""

    width: np.ndarray  # (n,) in the unit of the value; 0 where a cell is not sensitive
    owner: np.ndarray  # (n,) int; −1 where several holdings are
    largest: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))  # (n, 3) float; none where not told
    changes: tuple[Changes | None, ...] = ()  # since each other file, where its records are known too
    periods: tuple[str, ...] = ()  # of each other file, where it is of other figures

    def kin(self, others: int) -> list[Kin]:
        """Give what ties each other file to the first, itself first."""
        if not self.periods:
            return [Kin()] * (others + 1)
        told = zip(self.periods, self.changes, strict=True)
        return [Kin(), *(Kin(period, changes if period else None) for period, changes in told)]


def audit(
    published: Published, *, others: Sequence[Published] = (), rules: Rules | None = None,
    truth: Truth | None = None, tell: Tell = silent, executor: Executor | None = None,
) -> Audit:  # fmt: skip
    """Attack tables with all that is published, theirs and others', and tell which sensitive cells are betrayed.

    With the records (`truth`) each interval must be as wide as the rules say. Without them: 15 % of the cell where it
    has too few units; elsewhere the value itself must not be found. `executor` works cells out side by side.

    Raises:
        InputError: the files contradict one another, or a cell is in no table of the specification.
    """
    rules = rules or Rules()
    kin = truth.kin(len(others)) if truth is not None else ()
    joint = join([published, *others], min_units=rules.min_units, kin=kin)
    attacker = Attacker(joint.values, joint.relations)
    breaches = _few(published, rules) + _elsewhere(published, others, joint, rules)
    breaches += _differences(attacker, joint, published, rules)
    told = {each.cell for each in breaches if each.kind == DIFFERENCE}
    breaches += [each for each in _groups(attacker, joint, (published, *others), truth) if each.cell not in told]
    files = (published, *others)
    targets = _targets(files, joint, rules, truth)
    found = worked_out(
        joint.values, joint.relations, [target for _, target in targets],
        done=lambda done: tell("attaque des cases masquées", done, len(targets)), executor=executor,
    )  # fmt: skip
    narrow = [(*each, ends) for each, ends in zip(targets, found, strict=True) if ends.is_narrow]
    anew = _anew(narrow, joint, files) if truth is not None else narrow
    breaches += [Breach(EXACT if found.is_exact else NARROW, cell) for cell, _, found in anew]
    breaches += _coalitions(attacker, joint, files, rules, truth)
    once = tuple(dict.fromkeys(breaches))
    return Audit(len(published.codes), int(published.hidden.sum()), len(targets), once, len(narrow) - len(anew))


def insiders(
    published: Published, *, others: Sequence[Published], rules: Rules, truth: Truth
) -> tuple[Breach, ...]:  # fmt: skip
    """Give what holdings alone in their cells work out of others': the part of an audit that hiding more mends."""
    joint = join([published, *others], min_units=rules.min_units, kin=truth.kin(len(others)))
    attacker = Attacker(joint.values, joint.relations)
    return tuple(dict.fromkeys(_coalitions(attacker, joint, (published, *others), rules, truth)))


def _sensitive(published: Published, rules: Rules) -> list[int]:
    """List the cells said to be primary, and the hidden ones of too few units, whatever is said of them."""
    said = np.array([status == PRIMARY for status in published.status], bool)
    found = np.flatnonzero(said | (published.hidden & (published.units < rules.min_units)))
    return [int(at) for at in found]


def _few(published: Published, rules: Rules) -> list[Breach]:
    """Find the cells that are shown with too few units, who did not all agree: holdings are fewer still."""
    is_agreed = np.array([status == AGREED for status in published.status], bool)
    found = np.flatnonzero((published.values > 0) & (published.units < rules.min_units) & ~is_agreed)
    return [Breach(FEW, published.name(int(at))) for at in found]


def _targets(files: Sequence[Published], joint: Joint, rules: Rules, truth: Truth | None) -> list[tuple[str, Target]]:
    """List what must stay in doubt: sensitive cells of any file that no other shows; the truth is of the first."""
    found: dict[int, tuple[str, Target]] = {}
    for rank, file in enumerate(files):
        is_told = truth is not None and rank == 0
        for at in _sensitive(file, rules):
            cell = int(joint.place[rank][at])
            if cell not in found and np.isnan(joint.values[cell]):
                width = float(truth.width[at]) if truth is not None and is_told else 0.0
                share = rules.narrowest if not is_told and file.units[at] < rules.min_units else 0.0
                found[cell] = (file.name(at), Target((cell,), (1.0,), width, share))
    return list(found.values())


def _anew(
    narrow: list[tuple[str, Target, Inferred]], joint: Joint, files: Sequence[Published]
) -> list[tuple[str, Target, Inferred]]:
    """Keep what these tables tell more of; that the files of before told as much, short of the value, is done."""
    if not narrow or len(files) == 1:
        return narrow
    before = Attacker(_shown_before(joint, files), joint.relations)
    ends = [before.infer(replace(target, width=np.inf)) for _, target, _ in narrow]
    return [
        each
        for each, was in zip(narrow, ends, strict=True)
        if each[2].is_exact or each[2].high - each[2].low < (was.high - was.low) * _AS_WIDE
    ]


def _elsewhere(published: Published, others: Sequence[Published], joint: Joint, rules: Rules) -> list[Breach]:
    """Find the sensitive cells of any file that another one shows, without an agreement of all who are in it."""
    files = zip((published, *others), joint.place, strict=True)
    agreed = {
        at for file, place in files for at, told in zip(place.tolist(), file.status, strict=True) if told == AGREED
    }
    return [
        Breach(ELSEWHERE, file.name(at))
        for file, place in zip((published, *others), joint.place, strict=True)
        for at in _sensitive(file, rules)
        if not np.isnan(joint.values[place[at]]) and int(place[at]) not in agreed
    ]


def _differences(attacker: Attacker, joint: Joint, published: Published, rules: Rules) -> list[Breach]:
    """Find the cells published twice with a unit or two more, of which the difference can be worked out."""
    found = []
    for later, earlier, codes in joint.differences:
        target = Target((later, earlier), (1.0, -1.0))
        seen = attacker.infer(target)
        far = max(abs(seen.low), abs(seen.high))
        if seen.high - seen.low < rules.narrowest * far or seen.is_exact:
            found.append(Breach(DIFFERENCE, named(published.spec, codes)))
    return found


def _groups(attacker: Attacker, joint: Joint, files: Sequence[Published], truth: Truth | None) -> list[Breach]:
    """Find the cells that moved, between two files, by what too few holdings, or one above all, brought or took away.

    Where the records of the other file are known, the primary rules flagged what changed; where only those of the
    first are, a difference must not be what one or two of its largest holdings bring.
    """
    published, found = files[0], []
    now = dict(zip(published.codes, joint.place[0].tolist(), strict=True))
    for rank, file in enumerate(files[1:] if truth is not None else (), 1):
        then = dict(zip(file.codes, joint.place[rank].tolist(), strict=True))
        moved = [codes for codes, cell in now.items() if then.get(codes, cell) != cell]
        changes = truth.changes[rank - 1] if truth is not None and truth.changes else None
        if changes is not None:
            found += _flagged(attacker, published.spec, (now, then), moved, changes)
        elif truth is not None and len(truth.largest) and not published.spec.is_count:
            gaps = {codes: joint.values[now[codes]] - joint.values[then[codes]] for codes in moved}
            held = dict(zip(published.codes, truth.largest, strict=True))
            found += [codes for codes, gap in gaps.items() if _is_of_few(gap, held[codes])]
    return [Breach(GROUP, named(published.spec, codes)) for codes in found]


def _flagged(
    attacker: Attacker, spec: Spec, places: tuple[Mapping[Codes, int], ...], moved: list[Codes], changes: Changes
) -> list[Codes]:
    """List the cells whose change betrays: those in both files, and what is left without a group, told by two."""
    cells: dict[Codes, tuple[Codes, ...]] = {codes: (codes,) for codes in moved if codes in changes.width}
    cells |= {codes: parts for codes in changes.width if (parts := parted(codes, spec.grouped))}
    found = []
    for codes, parts in cells.items():
        if all(part in place for part in parts for place in places):
            target = _difference([tuple(place[part] for place in places) for part in parts], changes.width[codes])
            if target.columns and attacker.infer(target).is_narrow:
                found.append(codes)
    return found


def _difference(pairs: list[tuple[int, ...]], width: float) -> Target:
    """Write the change of a first cell, less those of the following: what did not change is no part of it."""
    signed: dict[int, float] = defaultdict(float)
    for rank, (new, old) in enumerate(pairs):
        sign = -1.0 if rank else 1.0
        signed[new] += sign
        signed[old] -= sign
    kept = {at: sign for at, sign in signed.items() if sign}
    return Target(tuple(kept), tuple(kept.values()), width)


def _is_of_few(difference: float, largest: np.ndarray) -> bool:
    """Tell whether a difference, NaN where it is not shown, is what one or two of the largest holdings bring."""
    held = largest[largest > 0].tolist()
    sums = [sum(each) for count in (1, 2) for each in combinations(held, count)]
    return any(abs(difference - each) <= _SAME * each for each in sums)


def _coalitions(
    attacker: Attacker, joint: Joint, files: Sequence[Published], rules: Rules, truth: Truth | None
) -> list[Breach]:
    """Find the sensitive cells that a holding alone in its own cells works out exactly, and did not before."""
    published = files[0]
    found = _undone(attacker, joint, published, rules, truth)
    if found and len(files) > 1:
        before = Attacker(_shown_before(joint, files), joint.relations)
        known = {(at, owner) for at, owner, _ in _undone(before, joint, published, rules, truth)}
        found = [each for each in found if each[:2] not in known]
    return [Breach(COALITION, published.name(at), published.name(by)) for at, _, by in found]


def _shown_before(joint: Joint, files: Sequence[Published]) -> np.ndarray:
    """Give what the other files show of the unknowns, and the cells that are empty, (n,) NaN elsewhere."""
    shown = np.full(len(joint.values), np.nan)
    for file, place in zip(files[1:], joint.place[1:], strict=True):
        shown[place[~file.hidden]] = file.values[~file.hidden]
    empty = joint.place[0][np.array([status == ZERO for status in files[0].status], bool)]
    shown[empty] = 0.0
    return shown


def _undone(
    attacker: Attacker, joint: Joint, published: Published, rules: Rules, truth: Truth | None
) -> list[tuple[int, int, int]]:
    """List the sensitive cells that a holding works out from its own: the cell, the holding, the last of its cells.

    Hidden values are positive, so that what is not determined by sums can move: only sums need be looked at.
    """
    singles = defaultdict(list)
    for at, owner in enumerate(truth.owner if truth is not None else _presumed(published, joint)):
        if owner >= 0 and (place := attacker.column_of(int(joint.place[0][at]))) >= 0:
            singles[int(owner)].append((at, place))
    targets = [(at, attacker.column_of(int(joint.place[0][at]))) for at in _sensitive(published, rules)]
    targets = [(at, place) for at, place in targets if place >= 0]
    if not singles or not targets:
        return []
    moves = attacker.freedom(max(map(len, singles.values())) + 8)
    aims = moves[[place for _, place in targets]]
    length = np.linalg.norm(aims, axis=1)
    found = []
    for owner, own in singles.items():
        mine = {at for at, _ in own}
        left = np.linalg.norm(aims - _within(aims, moves[[place for _, place in own]]), axis=1)
        known = np.flatnonzero((left < _FREE * length) & (length > _FREE))
        found += [(targets[row][0], owner, own[-1][0]) for row in known.tolist() if targets[row][0] not in mine]
    return found


def _within(aims: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Give what of each row is made of known rows."""
    left, sizes, _ = np.linalg.svd(known.T, full_matrices=False)
    basis = left[:, sizes > _FREE * max(1.0, float(sizes.max(initial=0)))]
    return np.asarray(aims @ basis @ basis.T)


def _presumed(published: Published, joint: Joint) -> np.ndarray:
    """Number the single units of hidden cells; a total of one unit and its only part are of the same unit."""
    owner = np.where((published.units == 1) & np.isin(published.status, HIDDEN), np.arange(len(published.codes)), -1)
    rank = {int(place): at for at, place in enumerate(joint.place[0])}
    rows = joint.relations
    for _ in range(len(published.spec.columns) + 1):  # from totals down, as many times as there are levels
        for start, end in zip(rows.indptr, rows.indptr[1:], strict=False):
            cells = [rank[each] for each in rows.indices[start:end].tolist() if each in rank]
            alone = [each for each in cells if owner[each] >= 0]
            if len(cells) == 2 and len(alone) == 2:
                owner[alone] = owner[alone].min()
    return np.asarray(owner)
