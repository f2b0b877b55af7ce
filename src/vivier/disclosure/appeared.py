"""What already appeared asks of tables: cells that stay shown or hidden, and changes that would betray."""

from collections.abc import Sequence

import numpy as np

from vivier.disclosure.cells import Tables
from vivier.disclosure.changes import Past
from vivier.disclosure.ladder import Codes
from vivier.disclosure.overlaps import parted
from vivier.disclosure.primary import Flags
from vivier.disclosure.published import AGREED
from vivier.disclosure.spec import TOTAL
from vivier.vocabulary import InputError


def without_rests(tables: Tables, flags: Flags, past: Sequence[Past]) -> tuple[Tables, Flags]:
    """Leave out what is left without a group, but where it, or its change, would betray somebody, or it appeared."""
    grouped = tables.spec.grouped
    if not grouped:
        return tables, flags
    kept = {codes for each in past for codes in each.published.codes} | betraying(tables, past).keys()
    is_rest = [bool(parted(codes, grouped)) for codes in tables.codes]
    left = np.array(is_rest, bool) & ~flags.sensitive & [codes not in kept for codes in tables.codes]
    return tables.without(left), Flags(flags.sensitive[~left], flags.width[~left])


def with_changes(flags: Flags, tables: Tables, past: Sequence[Past]) -> Flags:
    """Hold as sensitive what another period tells, where the change would betray."""
    sensitive, width = flags.sensitive.copy(), flags.width.copy()
    doubts = betraying(tables, past)
    for at, codes in enumerate(tables.codes):
        if codes in doubts and tables.values[at] > 0:
            sensitive[at] = True
            width[at] = max(width[at], doubts[codes])
    return Flags(sensitive, width)


def betraying(tables: Tables, past: Sequence[Past]) -> dict[Codes, float]:
    """Give the cells that another period tells, with the doubt that their change is owed, where it would betray.

    Where the total itself would, nothing is hidden for it: the audit refuses, rather than publish tables of nothing.
    """
    found: dict[Codes, float] = {}
    total = (TOTAL,) * len(tables.columns)
    for each in past:
        if not each.period or each.changes is None or total in each.changes.width:
            continue
        shown = {
            codes
            for codes, is_hidden in zip(each.published.codes, each.published.hidden, strict=True)
            if not is_hidden
        }
        for codes, doubt in each.changes.width.items():
            # What is left without a group is told by the whole and the group.
            parts = parted(codes, tables.spec.grouped) or (codes,)
            if doubt and shown.issuperset(parts):
                found[codes] = max(found.get(codes, 0.0), doubt)
    return found


def told_by_agreement(tables: Tables, past: Sequence[Past]) -> np.ndarray:
    """Tell which cells appeared by an agreement that no longer holds: hidden, but nothing can protect them."""
    told, place = np.zeros(len(tables), bool), {codes: at for at, codes in enumerate(tables.codes)}
    for each in past:
        is_blind = bool(each.period) and each.changes is None
        for codes, value, status in zip(
            each.published.codes, each.published.values, each.published.status, strict=True
        ):
            at = place.get(codes, -1)
            if status == AGREED and at >= 0 and not is_blind:
                told[at] |= bool(value == tables.values[at])
    return told


def remembered(tables: Tables, past: Sequence[Past]) -> tuple[np.ndarray, np.ndarray]:
    """Tell which cells were shown before with the same value, and which were hidden; another period, if unchanged."""
    shown, hidden = np.zeros(len(tables), bool), np.zeros(len(tables), bool)
    place = {codes: at for at, codes in enumerate(tables.codes)}
    for each in past:
        file, is_apart = each.published, bool(each.period)
        if file.spec.columns != tables.columns:
            raise InputError(
                "Une publication passée n’a pas les mêmes colonnes : décrivez-la avec la même spécification."
            )
        for codes, value in zip(file.codes, file.values, strict=True):
            at = place.get(codes, -1)
            if is_apart and (each.changes is None or codes in each.changes.moved):
                continue
            if at >= 0 and np.isnan(value):
                hidden[at] = tables.values[at] > 0
            elif at >= 0:
                shown[at] |= bool(value == tables.values[at])
    return shown, hidden & ~shown
