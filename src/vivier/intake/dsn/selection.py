"""Which declarations count, whatever the order in which files were given."""

from collections import defaultdict
from collections.abc import Iterable

from vivier.intake.anomalies import Log
from vivier.intake.dsn.index import Declaration
from vivier.intake.dsn.norm import label
from vivier.vocabulary import Period

MONTHLY, SUBSTITUTION = "01", "09"
_NORMAL, _EMPTY, _REPLACES, _CANCELS, _REPLACES_EMPTY = "01", "02", "03", "04", "05"
WITHOUT_PEOPLE = (_EMPTY, _REPLACES_EMPTY)
_REPLACING = (_REPLACES, _CANCELS, _REPLACES_EMPTY)

Slot = tuple[str, str, Period]  # company, NIC, month


def select(declarations: Iterable[Declaration], log: Log) -> dict[Slot, list[Declaration]]:
    """Give, for each establishment and month, the declarations to read: one a fraction, at their last version.

    Dropped: every declaration that a type 03, 04 or 05 one names, then the cancelling ones (04) themselves; among the
    rest of a fraction the highest order number wins, then the latest constitution date.
    """
    slots: defaultdict[Slot, list[Declaration]] = defaultdict(list)
    for declaration in sorted(declarations, key=rank):
        if declaration.nature == SUBSTITUTION:
            log.add("N03", declaration.file, declaration.line, "S20.G00.05.001")
        elif declaration.nature == MONTHLY:
            _require(declaration, log)
            if declaration.month is not None:
                slots[declaration.company, declaration.nic, declaration.month].append(declaration)
    return {slot: _kept(sent, log) for slot, sent in sorted(slots.items()) if sent}


def rank(declaration: Declaration) -> tuple[int, str, bool, str, int]:
    """Give the order in which declarations replace one another: never that of upload, nor of the files' names."""
    made = declaration.of(7)
    replaces = declaration.kind in _REPLACING
    return (declaration.order, str(made or ""), replaces, declaration.digest, declaration.line)


def _require(declaration: Declaration, log: Log) -> None:
    for rubric in ("S20.G00.05.005", "S21.G00.06.001", "S21.G00.11.001"):
        if rubric not in declaration.header:
            log.add("E11", declaration.file, declaration.line, rubric, label=label(rubric))


def _kept(sent: list[Declaration], log: Log) -> list[Declaration]:
    by_fraction: defaultdict[tuple[int, int], list[Declaration]] = defaultdict(list)
    for declaration in sent:
        by_fraction[declaration.fraction].append(declaration)
    dropped = {id(target) for one in sent for target in _targets(one, by_fraction, sent, log)}
    kept = []
    for versions in by_fraction.values():
        standing = [one for one in versions if id(one) not in dropped and one.kind != _CANCELS]
        kept += standing[-1:]  # sorted by order number, then constitution date
    return kept


def _targets(
    one: Declaration,
    by_fraction: dict[tuple[int, int], list[Declaration]],
    sent: list[Declaration],
    log: Log,
) -> list[Declaration]:
    """Find what a declaration cancels or replaces: in its own fraction first, else in the month."""
    if one.kind not in _REPLACING:
        return []
    myself = (one.identity, one.kind)  # the same declaration in another file is no other declaration
    for among in (by_fraction[one.fraction], sent):
        found = [other for other in among if other.identity == one.cancels and (other.identity, other.kind) != myself]
        if found:
            return found
    log.add("E19", one.file, one.line, "S20.G00.05.006")
    return []


def missing_fractions(kept: Iterable[Declaration]) -> tuple[int, int]:
    """Count the fractions that are not there, and those there should be.

    A declaration sent whole (fraction 11) counts as one of one.
    """
    by_total: defaultdict[int, set[int]] = defaultdict(set)
    for declaration in kept:
        rank, total = declaration.fraction
        by_total[total].add(rank)
    missing = sum(total - len(ranks) for total, ranks in by_total.items())
    return missing, sum(by_total)
