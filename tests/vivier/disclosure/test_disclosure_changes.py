"""Groups that come and go between two vintages: what the difference of two tables betrays of a holding."""

import dataclasses

import numpy as np
import pytest

from factories.tabled import FLAT, REGION, register, rows, tables
from oracles.disclosure import cells, hide, is_sensitive
from vivier.disclosure import Rules, Spec, audit, protect
from vivier.disclosure.audit import Truth
from vivier.disclosure.changes import Changes, Past, changes_of
from vivier.disclosure.primary import flag
from vivier.disclosure.protection import UnsafeTablesError
from vivier.disclosure.records import records_of

Rows = dict[str, list[str]]
GROUP = tuple((f"G{at}", "G", "11", "C", value) for at, value in enumerate((4000, 300, 200)))
STRANGERS = tuple((f"S{at}", "", "11", "C", 1500 + 10 * at) for at in range(4))


def companies(*more: tuple[object, ...]) -> Rows:
    """Two regions, two sections, five companies a cell."""
    lines = [(f"{r}{s}{at}", "", r, s, 1000 + 100 * at) for r in ("84", "11") for s in ("A", "C") for at in range(5)]
    return rows(*lines, *more)


def changed(now: Rows, then: Rows, rules: Rules | None = None) -> Changes:
    both = {name: now[name] + then[name] for name in now}
    return changes_of(records_of(both, FLAT), len(now["unit"]), FLAT, rules or Rules())


def told(now: Rows, then: Rows, *changes: Changes) -> set[tuple[str, str]]:
    first = protect(tables(then), search=hide).published
    try:
        protect(tables(now), history=[Past(first, each) for each in changes] or [first], search=hide)
    except UnsafeTablesError as refused:
        return {(each.kind, each.cell) for each in refused.audit.breaches}
    return set()


NAMED = {("group", "ensemble"), ("group", "region 11"), ("group", "section C"), ("group", "region 11 × section C")}


def test_a_group_that_came_is_seen_among_the_largest_holdings_of_the_records() -> None:
    assert told(companies(*GROUP), companies()) == NAMED


def test_a_group_that_left_is_seen_only_where_the_past_records_are_kept() -> None:
    now, then = companies(), companies(*GROUP)
    assert told(now, then) == set()
    assert told(now, then, changed(now, then)) == NAMED


def test_strangers_may_come_and_go_where_the_past_records_say_so() -> None:
    now, then = companies(), companies(*STRANGERS)
    assert changed(now, then).width == {}
    assert told(now, then, changed(now, then)) == set()
    assert told(then, now, changed(then, now)) == set()


def test_one_unit_that_dominates_those_that_left_with_it_is_betrayed() -> None:
    left = (*STRANGERS[:3], ("BIG", "", "11", "C", 90_000))
    now, then = companies(), companies(*left)
    width = changed(now, then).width
    assert set(width) == {("T", "T"), ("11", "T"), ("T", "C"), ("11", "C")}
    assert width["11", "C"] == pytest.approx(90_000 / 0.85 - 94_530)


def test_two_groups_that_came_together_are_seen_too() -> None:
    others = tuple((f"H{at}", "H", "11", "C", 700) for at in range(2))
    assert ("group", "region 11 × section C") in told(companies(*GROUP, *others), companies())


def test_counts_are_compared_only_where_the_past_records_are_kept() -> None:
    spec = Spec("unit", "", (REGION,), holding="holding")
    first = protect(tables(companies(), spec), search=hide).published
    assert protect(tables(companies(*GROUP), spec), history=[first], search=hide).audit.is_passed


def test_a_revised_figure_is_a_change_of_its_unit_alone() -> None:
    now, then = companies(), companies()
    then["turnover"][7] = "1900"
    codes = (then["region"][7], then["section"][7])
    assert set(changed(now, then).width) == {("T", "T"), (codes[0], "T"), ("T", codes[1]), codes}
    assert changed(now, now).width == {}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_flagged_changes_are_those_of_a_table_of_the_units_that_left(seed: int) -> None:
    texts = register(seed, 60)
    stay = np.random.default_rng(seed).random(60) < 0.7
    now = {
        name: [text for text, is_here in zip(column, stay, strict=True) if is_here] for name, column in texts.items()
    }
    left = {
        name: [text for text, is_here in zip(column, stay, strict=True) if not is_here]
        for name, column in texts.items()
    }
    expected = {
        codes for codes, cell in cells(left, [["region"], ["section"]], value="turnover").items()
        if is_sensitive(cell["heads"])
    }  # fmt: skip
    assert set(changed(now, texts).width) == expected


def test_a_hidden_cell_of_a_group_that_left_passes_where_its_interval_is_wide() -> None:
    now, then = companies(), companies(*GROUP)
    shown = tables(then)
    codes = [codes for codes in shown.codes if "11" in codes or "C" in codes or codes == ("T", "T")]
    out = np.array([each in codes for each in shown.codes])
    status = tuple("secondary" if each else "published" for each in out)
    past = protect(shown, search=hide).published
    past = dataclasses.replace(past, values=np.where(out, np.nan, shown.values), status=status)
    made = tables(now)
    truth = Truth(flag(made, Rules()).width, np.full(len(made), -1), made.largest, (changed(now, then),))
    assert audit(protect(made, search=hide).published, others=[past], truth=truth).is_passed


def test_the_sentence_names_the_cell_and_no_value() -> None:
    first = protect(tables(companies()), search=hide).published
    with pytest.raises(UnsafeTablesError) as refused:
        protect(tables(companies(*GROUP)), history=[first], search=hide)
    said = next(each.sentence for each in refused.value.audit.breaches if each.kind == "group")
    assert "groupes" in said
    assert "4500" not in said


# --- Another period, and agreements ---


def region_11(now: Rows, then: Rows, changes: Changes | None = None, period: str = "") -> str:
    """Publish then, publish now beside it; give what is said now of region 11."""
    first = protect(tables(then), search=hide).published
    made = protect(tables(now), history=[Past(first, changes, period)], search=hide).published
    return dict(zip(made.codes, made.status, strict=True))["11", "T"]


MOVED = tuple((f"M{at}", "", "84", "A", 2000 + at) for at in range(4))
ONE_IN_11 = (("N0", "", "11", "C", 400),)


def test_a_cell_that_one_newcomer_moved_is_hidden_where_others_moved_the_total() -> None:
    now, then = companies(*MOVED, *ONE_IN_11), companies()
    assert region_11(now, then, changed(now, then), "2025") != "published"
    with_peers = companies(*MOVED, *((f"N{at}", "", "11", "C", 400 + at) for at in range(4)))
    assert region_11(with_peers, then, changed(with_peers, then), "2025") == "published"


def test_where_the_total_itself_is_moved_by_one_nothing_is_published() -> None:
    now, then = companies(*ONE_IN_11), companies()
    with pytest.raises(UnsafeTablesError, match="ensemble"):
        region_11(now, then, changed(now, then), "2025")


def test_a_cell_that_nothing_moved_stays_hidden_from_one_period_to_the_next() -> None:
    alone = (("A0", "", "93", "A", 900), ("A1", "", "93", "C", 950))
    then, now = companies(*alone), companies(*alone, *MOVED)
    first = protect(tables(then), search=hide).published
    made = protect(tables(now), history=[Past(first, changed(now, then), "2025")], search=hide).published
    before, after = (dict(zip(each.codes, each.status, strict=True)) for each in (first, made))
    still = {codes for codes, status in before.items() if status in {"primary", "secondary"}}
    still -= changed(now, then).moved
    assert still
    assert {codes for codes in still if after[codes] == "published"} == set()


def test_what_all_agreed_to_is_shown_and_known_to_who_attacks_the_others() -> None:
    three = [(f"D{at}", "", region, "D", 1_000 + at) for region in ("93", "84", "11") for at in range(3)]
    found = tables(companies(("A0", "", "93", "A", 900), ("C0", "", "93", "C", 950), *three))
    made = protect(found, agreed=[("93", "A")])
    status = dict(zip(made.published.codes, made.published.status, strict=True))
    assert (status["93", "A"], status["93", "C"]) == ("agreed", "primary")
    assert "secondary" in {status["93", "D"], status["93", "T"]}, "both shown, they would give the other company"
    assert made.audit.is_passed
    again = protect(found, history=[made.published]).published
    assert dict(zip(again.codes, again.status, strict=True))["93", "A"] == "secondary", "agreed once, not for ever"
