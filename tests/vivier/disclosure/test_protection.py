"""Tables that may leave the house: what is hidden, what is never there, and who may say they are safe."""

import copy
import dataclasses
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.tabled import FLAT, NAF, NESTED, REGION, SECTION, register, rows, tables
from oracles.disclosure import hide, interval
from vivier.disclosure import ProtectedTables, Rules, Spec, audit, protect
from vivier.disclosure.primary import flag
from vivier.disclosure.protection import UnsafeTablesError
from vivier.disclosure.published import HIDDEN
from vivier.disclosure.verdict import Audit
from vivier.vocabulary import InputError

BIG = 987_654_321


def companies(*more: tuple[object, ...]) -> dict[str, list[str]]:
    """Three regions, three sections, four companies a cell, but one alone in 84 × A."""
    lines = [
        (f"{region}{section}{at}", "", region, section, 1000 + 100 * at)
        for region in ("84", "11", "93")
        for section in ("A", "C", "F")
        for at in range(1 if (region, section) == ("84", "A") else 4)
    ]
    return rows(*lines, *more)


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10_000))
def test_every_sensitive_cell_keeps_its_interval(seed: int) -> None:
    made = tables(register(seed, 40))
    found = protect(made, search=hide)
    hidden, flags = found.published.hidden, flag(made, Rules())
    assert hidden[flags.sensitive].all()
    for cell in np.flatnonzero(flags.sensitive):
        low, high = interval(made.values, made.relations.toarray(), cell, hidden)
        assert high - low >= flags.width[cell] * (1 - 1e-6)
    assert audit(found.published).is_passed


def test_linked_tables_are_protected_together() -> None:
    crossed = (("activité",), ("section", "région"))
    made = tables(register(4, 60), Spec("unit", "turnover", (REGION, NAF, SECTION), crossed, holding="holding"))
    found = protect(made, search=hide)
    assert found.audit.is_passed
    assert found.audit.checked == flag(made, Rules()).sensitive.sum() > 0


def test_status_tells_why_a_cell_is_hidden() -> None:
    made = tables(companies(("Z", "", "93", "Z", 0)))
    found = protect(made, search=hide).published
    status = dict(zip(found.codes, found.status, strict=True))
    assert status[("84", "A")] == "primary"
    assert status[("93", "Z")] == "zero"
    assert set(status.values()) == {"primary", "secondary", "published", "zero"}


def test_no_hidden_value_is_anywhere_in_what_is_given() -> None:
    made = tables(companies(("G", "", "84", "A", BIG)))
    found = protect(made, search=hide)
    text = repr(list(found.rows())) + repr(found) + found.audit.sentence
    seen = pickle.dumps(found)
    for value in made.values[found.published.hidden]:
        assert str(int(value)) not in text
        assert np.float64(value).tobytes() not in seen
    assert str(int(made.values[-1])) in text  # something could leak: what is shown is there


def test_units_of_hidden_counts_are_hidden_too() -> None:
    made = tables(companies(), Spec("unit", "", FLAT.dimensions))
    lines = list(protect(made, search=hide).rows())
    hidden = [line for line in lines if line[-1] in HIDDEN]
    assert hidden
    assert {line[2:4] for line in hidden} == {("", "")}


def test_only_protect_makes_protected_tables() -> None:
    found = protect(tables(companies()), search=hide)
    with pytest.raises(TypeError, match="only"):
        ProtectedTables(found.published, found.audit)
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(found, audit=Audit(0, 0, 0, ()))
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.audit = Audit(0, 0, 0, ())  # type: ignore[misc]


def test_nothing_is_built_when_the_audit_fails() -> None:
    def careless(system, *, sensitive, **_):  # type: ignore[no-untyped-def]
        return sensitive

    with pytest.raises(UnsafeTablesError, match="« region 84 × section A »") as refused:
        protect(tables(companies()), search=careless)
    assert not refused.value.audit.is_passed
    assert str(refused.value).count(". ") == 0


def test_one_who_is_alone_in_a_cell_cannot_find_another() -> None:
    """The search that is given here looks at no coalition: the audit finds them, and more is hidden."""

    def unaware(system, *, singles=None, **told):  # type: ignore[no-untyped-def]
        return hide(system, **told)

    for seed in range(4):
        made = tables(register(seed, 30))
        found = protect(made, search=unaware)
        assert "coalition" not in {each.kind for each in found.audit.breaches}


def test_two_who_are_alone_in_one_row_get_a_third_cell_between_them() -> None:
    full = [(r, s) for r in ("84", "11", "93") for s in ("A", "C", "F") if (r, s) not in (("84", "A"), ("84", "C"))]
    lines = [(f"{region}{section}{at}", "", region, section, 100) for region, section in full for at in range(4)]
    made = tables(rows((1, "", "84", "A", 40), (2, "", "84", "C", 46), *lines))

    def unaware(system, *, singles=None, **told):  # type: ignore[no-untyped-def]
        return hide(system, **told)

    nobody = np.zeros(len(made))
    flags = flag(made, Rules())
    alone = hide(made.system, sensitive=flags.sensitive, cost=made.values + 1, width=flags.width, lower=nobody)
    found = protect(made, search=unaware)
    assert (alone.sum(), found.published.hidden.sum()) == (4, 6)
    assert found.audit.is_passed


def test_a_cell_hidden_before_stays_hidden_and_a_shown_one_is_kept() -> None:
    made = tables(companies())
    first = protect(made, search=hide)
    dearer = dataclasses.replace(made, spec=dataclasses.replace(FLAT, cost="cell"))
    again = protect(dearer, history=[first.published], search=hide)
    assert again.published.status == first.published.status


def test_one_member_more_since_last_time_is_refused_with_the_cells() -> None:
    first = protect(tables(companies()), search=hide)
    later = tables(companies(("NEW", "", "11", "C", 5000)))
    with pytest.raises(UnsafeTablesError, match="« ensemble »"):
        protect(later, history=[first.published], search=hide)


def test_the_same_tables_without_the_largest_employer_are_refused() -> None:
    spec = Spec("unit", "turnover", (REGION,))
    largest = ("G", "", "11", "C", 90_000)
    harder = [(f"X{at}", "", "11", "C", 40_000) for at in range(4)]
    first = protect(tables(companies(*harder, largest), spec), search=hide)
    with pytest.raises(UnsafeTablesError) as refused:
        protect(tables(companies(*harder), spec), history=[first.published], search=hide)
    assert {each.cell for each in refused.value.audit.breaches} == {"ensemble", "region 11"}
    assert "90000" not in str(refused.value)


def test_a_sensitive_cell_already_published_is_refused() -> None:
    made = tables(companies())
    first = protect(made, search=hide).published
    status = tuple("published" if each in HIDDEN else each for each in first.status)
    careless = dataclasses.replace(first, values=made.values, status=status)
    with pytest.raises(UnsafeTablesError, match="« region 84 × section A »"):
        protect(made, history=[careless], search=hide)


def test_a_publication_of_other_columns_is_no_history() -> None:
    made = tables(companies())
    other = protect(tables(companies(), Spec("unit", "turnover", (REGION,))), search=hide).published
    with pytest.raises(InputError, match="mêmes colonnes"):
        protect(made, history=[other], search=hide)


@pytest.mark.parametrize("cost", ["value", "cell", "balanced"])
def test_cells_to_keep_are_hidden_last(cost: str) -> None:
    texts = companies()
    plain = protect(tables(texts, dataclasses.replace(FLAT, cost=cost)), search=hide).published
    secondary = [c for c, s in zip(plain.codes, plain.status, strict=True) if s == "secondary"]
    inner = dataclasses.replace(FLAT, cost=cost, keep=(("region", "section"),))
    kept = protect(tables(texts, inner), search=hide).published
    moved = [c for c, s in zip(kept.codes, kept.status, strict=True) if s == "secondary"]
    assert secondary
    assert sum("T" in each for each in moved) >= sum("T" in each for each in secondary)


def test_tables_are_left_as_they_were() -> None:
    made = tables(companies())
    before = copy.deepcopy(made)
    protect(made, search=hide)
    assert made.values.tolist() == before.values.tolist()
    assert (made.relations != before.relations).nnz == 0


def test_no_cell_gives_tables_of_nothing() -> None:
    found = protect(tables(rows()), search=hide)
    assert (list(found.rows()), found.audit.is_passed) == ([], True)


def test_a_company_that_sold_nothing_does_not_make_a_cell_impossible_to_protect() -> None:
    texts = register(3, 40)
    texts["turnover"][::9] = ["0"] * len(texts["turnover"][::9])
    assert protect(tables(texts, NESTED)).audit.is_passed
