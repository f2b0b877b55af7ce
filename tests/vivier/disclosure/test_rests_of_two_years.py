"""Groups that overlap, two years running: the whole less a group tells what changed outside it, though no cell does."""

import numpy as np
import pytest

from factories.overlapping import ends, shown_in, spec, tables, texts
from vivier.disclosure import Rules, audit, protect
from vivier.disclosure.audit import Truth
from vivier.disclosure.changes import Past, changes_of
from vivier.disclosure.published import SECONDARY, Published
from vivier.disclosure.records import records_of
from vivier.disclosure.verdict import GROUP

WHOLE, OF_A, OUT_OF_A = ("T", "T", "T"), ("T", "T", "a"), ("T", "T", "hors a")
PLACES = ("a", "a", "a", "b", "b", "b", "b", "c", "c", "c", "c", "a+b", "a+b", "a+b")


def year(*, grown):
    """Give companies of three pôles: `grown`, by rank, is what each has more than a hundred and some."""
    named = enumerate(PLACES)
    return [(f"u{rank}", "r0", mine, 100 + 7 * rank + grown.get(rank, 0)) for rank, mine in named]


THEN = year(grown={})
INSIDE = {rank: 30 + rank for rank, mine in enumerate(PLACES) if "a" in mine}
ONE = year(grown=INSIDE | {3: 400, 5: 9, 8: 11, 9: 12})  # outside a, u3 grew by far more than all others
MANY = year(grown=INSIDE | dict.fromkeys(range(3, 11), 40))


def changes(now):
    """Tell what changed since the first year."""
    return changes_of(records_of(texts([*now, *THEN]), spec()), len(now), spec(), Rules())


def totals(rows):
    """Give a publication that shows the whole and a, and hides all the rest."""
    made = tables(rows)
    shown = np.array([codes in (WHOLE, OF_A) for codes in made.codes])
    kept = [at for at, codes in enumerate(made.codes) if "hors" not in codes[2]]
    values = np.where(shown, made.values, np.nan)
    status = tuple("published" if each else SECONDARY for each in shown)
    return Published(made.spec, made.codes, values, made.units.astype(float), status).only(kept)


def breaches(now):
    """Give what the audit finds of two years of two totals."""
    published = totals(now)
    made = dict(zip(tables(now).codes, tables(now).largest, strict=True))
    nobody = np.full(len(published.codes), -1)
    largest = np.array([made[codes] for codes in published.codes])
    truth = Truth(np.zeros(len(published.codes)), nobody, largest, (changes(now),), ("2024",))
    return [each for each in audit(published, others=[totals(THEN)], truth=truth).breaches if each.kind == GROUP]


def test_the_audit_sees_what_two_totals_of_two_years_tell_of_all_but_a_group():
    assert OUT_OF_A in changes(ONE).width
    assert [each.cell for each in breaches(ONE)] == ["dans hors a", "region r0 × dans hors a"], (
        "one region: twice the same"
    )
    assert OUT_OF_A not in changes(MANY).width
    assert breaches(MANY) == []


@pytest.mark.parametrize("now", [ONE, MANY])
def test_what_changed_outside_a_group_keeps_its_doubt(now):
    changed = changes(now)
    assert WHOLE not in changed.width
    before = protect(tables(THEN)).published
    assert {WHOLE, OF_A} <= {codes for codes, _ in shown_in(before)}
    after = protect(tables(now), history=[Past(before, changed, "2024")]).published
    low, high = ends(now, shown_in(after), OUT_OF_A)
    assert high - low >= changed.width.get(OUT_OF_A, 0.0) * (1 - 1e-5)
    assert (OUT_OF_A in after.codes) == (now is ONE)
