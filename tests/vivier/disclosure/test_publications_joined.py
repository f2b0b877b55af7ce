"""Several publications put side by side: which cells are one unknown, which sums one may write, what escapes."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivier.disclosure import Rules, Spec, audit
from vivier.disclosure.history import join
from vivier.disclosure.published import Published
from vivier.disclosure.spec import Dimension
from vivier.vocabulary import InputError

NAN = float("nan")
SPEC = Spec("siren", "ca", (Dimension("région", ("region",)),))
WORDS = {"p": "published", "1": "primary", "2": "secondary", "0": "zero"}


def file(**cells: tuple[float, float, str]) -> Published:
    """Write a publication: a value, a number of units and the first letter of a status for each region."""
    values, units, status = zip(*cells.values(), strict=True)
    return Published(
        SPEC,
        tuple((code.removeprefix("r"),) for code in cells),
        np.array(values, float),
        np.array(units, float),
        tuple(WORDS[each] for each in status),
    )


# One region alone in its secret, one hidden beside it, the total shown.
WHOLE = file(T=(100, 12, "p"), r84=(NAN, 2, "1"), r93=(NAN, 5, "2"), r11=(20, 5, "p"))


def breaches(published: Published, *others: Published) -> set[tuple[str, str]]:
    return {(each.kind, each.cell) for each in audit(published, others=others).breaches}


def test_a_whole_file_alone_betrays_nothing_and_is_counted() -> None:
    found = audit(WHOLE)
    assert found.is_passed
    assert (found.cells, found.hidden, found.checked) == (4, 2, 1)
    assert found.sentence == "Rien n’est trahi : 1\u00a0case sensible attaquée, 2\u00a0masquées sur 4."


@pytest.mark.parametrize(
    ("others", "kinds"),
    [
        # The neighbour is shown elsewhere: what is left of the total is the secret.
        ([file(T=(100, 12, "p"), r93=(50, 5, "p"))], {("exact", "region 84")}),
        # Shown in a file that gives no total at all.
        ([file(r93=(50, 5, "p"))], {("exact", "region 84")}),
        # The same without saying how many units: it is the same cell still.
        ([file(r93=(50, NAN, "p"))], {("exact", "region 84")}),
        # The secret itself is shown elsewhere.
        ([file(r84=(30, 2, "p"))], {("elsewhere", "region 84")}),
        # A file of the same cells tells nothing more, were it given ten times.
        ([WHOLE] * 10, set()),
        # Another region, another figure: nothing.
        ([file(r52=(0, 0, "0"))], set()),
    ],
)
def test_what_another_file_adds(others, kinds) -> None:
    assert breaches(WHOLE, *others) == kinds


def test_a_file_of_other_years_is_not_taken_for_the_same_world() -> None:
    """Another total, other units: the neighbour shown there is not the one hidden here."""
    older = file(T=(900, 40, "p"), r84=(NAN, 20, "2"), r93=(450, 25, "p"), r11=(NAN, 5, "2"))
    assert breaches(WHOLE, older) == set()


def test_a_file_that_contradicts_hides_nothing_of_what_two_others_betray_together() -> None:
    """The second file is of another year; the third, which does not say its units, is of the first's."""
    older = file(T=(900, 40, "p"), r93=(450, 25, "p"))
    partial = file(T=(100, NAN, "p"), r84=(NAN, NAN, "2"), r93=(50, NAN, "p"), r11=(20, NAN, "p"))
    for others in itertools.permutations([older, partial]):
        assert breaches(WHOLE, *others) == {("exact", "region 84")}


def test_cells_that_do_not_say_their_units_are_the_same_within_their_own_year_only() -> None:
    older = file(T=(900, NAN, "p"), r84=(NAN, NAN, "2"), r93=(NAN, NAN, "2"), r11=(20, NAN, "p"))
    again = file(T=(900, NAN, "p"), r93=(450, NAN, "p"))
    joint = join([WHOLE, older, again], min_units=3)
    year, same, other = joint.place[0], joint.place[1], joint.place[2]
    assert same[0] == other[0] != year[0]
    assert same[2] == other[1] != year[2]
    assert joint.values[same[2]] == 450
    assert np.isnan(joint.values[year[2]])


def test_every_sum_of_one_file_is_written_once() -> None:
    joint = join([WHOLE, WHOLE], min_units=3)
    assert joint.relations.toarray().tolist() == [[1, -1, -1, -1]]
    assert [each.tolist() for each in joint.place] == [[0, 1, 2, 3]] * 2
    np.testing.assert_array_equal(joint.values, [100, NAN, NAN, 20])
    assert joint.differences == ()


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ((50, 5, "p"), (50, 5, "p"), True),
        ((50, 5, "p"), (50 * (1 + 1e-12), 5, "p"), True),
        ((50, 5, "p"), (50.001, 5, "p"), False),
        ((50, 5, "p"), (50, 6, "p"), False),
        ((50, 5, "p"), (50, NAN, "p"), True),
        ((NAN, 5, "2"), (50, 5, "p"), True),
        ((NAN, 5, "2"), (50, 7, "p"), False),
        ((NAN, NAN, "2"), (NAN, 7, "2"), True),
        ((NAN, 2, "1"), (NAN, 2, "2"), True),
        ((0, 0, "0"), (0, 0, "0"), True),
        ((0, 0, "0"), (1, 3, "p"), False),
    ],
)
def test_two_cells_of_one_name_are_one_where_neither_value_nor_units_deny_it(first, second, is_one) -> None:
    for one, other in ((first, second), (second, first)):
        joint = join([file(r84=one), file(r84=other)], min_units=3)
        assert bool(joint.place[0][0] == joint.place[1][0]) is is_one


@pytest.mark.parametrize(
    ("units", "fewest", "is_feared"),
    [
        ((5, 6), 3, True),
        ((5, 7), 3, True),
        ((5, 8), 3, False),
        ((5, 9), 5, True),
        ((8, 6), 3, True),
        ((5, NAN), 3, True),
    ],
)
def test_two_vintages_that_differ_by_too_few_units_are_a_difference(units, fewest, is_feared) -> None:
    first, second = (file(r84=(value, n, "p")) for value, n in zip((50, 80), units, strict=True))
    joint = join([first, second], min_units=fewest)
    assert joint.differences == (((1, 0, ("84",)),) if is_feared else ())


def test_a_unit_more_is_betrayed_where_both_figures_are_shown_and_not_where_one_is_hidden() -> None:
    now = file(T=(100, 12, "p"), r84=(80, 6, "p"), r93=(20, 6, "p"))
    before = file(T=(90, 11, "p"), r84=(70, 5, "p"), r93=(20, 6, "p"))
    hidden = file(T=(NAN, 11, "2"), r84=(NAN, 5, "2"), r93=(20, 6, "p"))
    assert breaches(now, before) == {("difference", "ensemble"), ("difference", "region 84")}
    assert breaches(now, hidden) == set()


def test_a_total_without_all_its_parts_is_no_sum() -> None:
    """A file that shows two regions of three: their sum is not the total, and must not be taken for it."""
    partial = file(T=(100, 12, "p"), r84=(NAN, 2, "1"), r11=(20, 5, "p"), r93=(10, 5, "p"))
    lacking = file(T=(100, 12, "p"), r11=(20, 5, "p"), r93=(10, 5, "p"))
    assert join([lacking], min_units=3).relations.shape == (0, 3)
    assert join([partial], min_units=3).relations.shape == (1, 4)


@pytest.mark.parametrize("parts", [(60, 60), (20, 30)])
def test_a_sum_that_its_own_figures_deny_is_left_out(parts) -> None:
    odd = file(T=(100, 12, "p"), r84=(parts[0], 5, "p"), r93=(parts[1], 7, "p"))
    assert join([odd], min_units=3).relations.shape[0] == 0


def test_codes_of_no_table_are_refused_by_name() -> None:
    wide = Spec("siren", "ca", (Dimension("région", ("dep", "region")),))
    odd = Published(wide, (("69", "T"),), np.array([5.0]), np.array([5.0]), ("published",))
    with pytest.raises(InputError, match="ne donne pas le code de tous ses niveaux"):
        join([odd], min_units=3)


@pytest.mark.parametrize(
    ("values", "units", "status", "said"),
    [
        ([5.0], [5.0], ["primary"], "ne vont pas"),
        ([NAN], [5.0], ["published"], "ne vont pas"),
        ([-1.0], [5.0], ["published"], "ne vont pas"),
        ([1.0], [5.0], ["zero"], "ne vont pas"),
        ([1.0], [5.0], ["secret"], "ne vont pas"),
        ([1.0, 2.0], [5.0, 5.0], ["published"], "à chaque case"),
    ],
)
def test_a_publication_that_contradicts_itself_is_refused(values, units, status, said) -> None:
    with pytest.raises(InputError, match=said):
        Published(SPEC, (("84",),), np.array(values), np.array(units), tuple(status))


def test_a_cell_shown_with_too_few_units_is_a_breach_by_itself_and_an_empty_one_is_not() -> None:
    shown = file(T=(100, 12, "p"), r84=(60, 2, "p"), r93=(40, 10, "p"), r11=(0, 0, "0"))
    assert breaches(shown) == {("few", "region 84")}
    assert audit(shown, rules=Rules(min_units=11)).breaches[-1].cell == "region 93"


def by_difference(parts: list[int], shown: list[bool]) -> set[str]:
    """Give, in plain Python, the hidden region that the total gives away: the only one."""
    hidden = [f"region {at + 1}" for at, is_shown in enumerate(shown) if not is_shown]
    return set(hidden) if len(hidden) == 1 else set()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 900), st.booleans()), min_size=2, max_size=6),
    st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_two_files_betray_what_the_cells_they_show_between_them_leave_alone(rows, more) -> None:
    parts = [value for value, _ in rows]
    here = [is_shown for _, is_shown in rows]
    there = more[: len(rows)]

    def told(shown):
        cells = {
            f"r{at + 1}": (value if is_shown else NAN, 9, "p" if is_shown else "1")
            for at, (value, is_shown) in enumerate(zip(parts, shown, strict=True))
        }
        return file(T=(sum(parts), 9 * len(parts), "p"), **cells)

    both = [one or other for one, other in zip(here, there, strict=True)]
    found = audit(told(here), others=[told(there)])
    assert {each.cell for each in found.breaches if each.kind == "exact"} == by_difference(parts, both)
    elsewhere = {f"region {at + 1}" for at, (one, other) in enumerate(zip(here, there, strict=True)) if one != other}
    assert {each.cell for each in found.breaches if each.kind == "elsewhere"} == elsewhere


def test_the_audit_tells_how_far_it_is_and_says_no_value() -> None:
    steps = []
    found = audit(WHOLE, others=[file(r93=(50, 5, "p"))], tell=lambda *step: steps.append(step))
    assert steps == [("attaque des cases masquées", 0, 1)]
    assert [each.sentence for each in found.breaches] == [
        "La case « region 84 » se retrouve exactement par différence."
    ]
    assert found.sentence == "1\u00a0fuite : 1\u00a0case sensible attaquée, 2\u00a0masquées sur 4."


def test_one_company_alone_in_a_hidden_cell_knows_its_neighbour() -> None:
    """Two regions of one unit each: each takes its own figure off what the total leaves."""
    alone = file(T=(100, 14, "p"), r84=(NAN, 1, "1"), r93=(NAN, 1, "1"), r11=(20, 12, "p"))
    assert breaches(alone) == {("coalition", "region 84"), ("coalition", "region 93")}
    three = file(T=(100, 15, "p"), r84=(NAN, 1, "1"), r93=(NAN, 1, "1"), r11=(NAN, 5, "2"), r52=(20, 8, "p"))
    assert breaches(three) == set()
