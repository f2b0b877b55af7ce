"""What a company already works out of what appeared is no reason to refuse more: nothing there is betrayed anew."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from vivier.disclosure import protect, tables_of
from vivier.disclosure.audit import Truth, audit
from vivier.disclosure.published import Published
from vivier.disclosure.records import records_of
from vivier.disclosure.spec import Dimension, Spec
from vivier.disclosure.suppression import UnprotectableError, suppress
from vivier.disclosure.system import System
from vivier.disclosure.verdict import COALITION

# One company belongs to pôles a and b, two others to a and c, five to neither.
ROWS = [("ab", "a", 40), ("ac", "a", 29), ("ac", "a", 31), *(("d", "out", 90 + rank) for rank in range(5))]
WIDE = Spec("unit", "value", (Dimension("pôle", ("inside",)),))
FINE = Spec("unit", "value", (Dimension("pôle", ("set", "inside")),))


def tables(spec):
    names, insides, values = zip(*ROWS, strict=True)
    texts = {
        "set": list(names), "inside": list(insides), "value": list(map(str, values)),
        "unit": [f"u{rank}" for rank in range(len(ROWS))],
    }  # fmt: skip
    return tables_of(records_of(texts, spec), spec)


def shown(published):
    return dict(zip(published.codes, published.values.tolist(), strict=True))


def before():
    """The total of pôle a as it appeared: three companies, each of which knows what the two others have together."""
    made = protect(tables(WIDE)).published
    assert not made.hidden.any()
    return Published(FINE, tuple(("T", *codes) for codes in made.codes), made.values, made.units, made.status)


def test_a_part_is_published_beside_a_total_whose_companies_knew_the_rest_already():
    made = protect(tables(FINE), history=[before()])
    found = shown(made.published)
    assert np.isnan([found["ab", "a"], found["ac", "a"]]).all()
    assert (found["T", "a"], found["T", "out"], found["T", "T"]) == (100, 460, 560)
    assert made.audit.is_passed


def test_where_the_total_did_not_appear_it_is_hidden_from_that_company():
    made = protect(tables(FINE))
    found = shown(made.published)
    assert np.isnan([found["ab", "a"], found["ac", "a"], found["T", "a"]]).all()
    assert made.audit.is_passed


def test_an_audit_tells_what_is_betrayed_anew_from_what_was_known():
    whole = tables(FINE)
    made = protect(whole, history=[before()]).published
    alone = np.where(whole.holdings == 1, np.arange(len(whole)), -1)
    truth = Truth(np.where(made.hidden, 0.15 * whole.values, 0.0), alone)
    assert {each.kind for each in audit(made, truth=truth).breaches} == {COALITION}
    known = Truth(truth.width, alone, changes=(None,), periods=("",))
    assert audit(made, others=[before()], truth=known).is_passed


@pytest.mark.parametrize("is_out", [True, False])
def test_only_what_appeared_excuses_a_cell_that_one_company_undoes(is_out):
    """A total of two hidden parts, one of a lone company: nothing else may move them."""
    row = System(np.array([100.0, 40, 60]), csr_array([[1.0, -1, -1]]))
    parts, nothing = np.array([False, True, True]), np.zeros(3)
    asked = {"sensitive": parts, "lower": nothing, "upper": nothing, "width": 9.0 * parts}
    cost = np.array([np.inf if is_out else 100.0, 40.0, 60.0])
    hidden = suppress(row, **asked, cost=cost, singles=np.array([False, True, False]), has_appeared=is_out)
    assert hidden.tolist() == [not is_out, True, True]


def test_what_nobody_may_protect_from_the_outside_is_still_refused():
    row = System(np.array([100.0, 40, 60]), csr_array([[1.0, -1, -1]]))
    one, nothing = np.array([False, True, False]), np.zeros(3)
    with pytest.raises(UnprotectableError):
        suppress(
            row, sensitive=one, lower=nothing, upper=nothing, width=9.0 * one, cost=np.array([np.inf, 40.0, np.inf])
        )
