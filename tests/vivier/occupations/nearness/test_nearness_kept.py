"""What is kept of nearness: ranked against an obvious loop, written to a store, opened again, replaced when unusable."""

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import trades
from vivier.occupations import near
from vivier.occupations.nearness.evidence import gather
from vivier.occupations.nearness.face import is_trained, learn, neighbours_of
from vivier.occupations.nearness.kept import MOST, Lists, Neighbours, scored
from vivier.occupations.nearness.ranking import rank
from vivier.occupations.nearness.weighing import shipped, totals
from vivier.reference import store
from vivier.vocabulary import InputError

DEMO = store().nomenclature("demo")
GATHERED = gather(DEMO)
HELD = neighbours_of(DEMO)


@pytest.fixture
def rome4(tmp_path):
    return store(trades.filled(tmp_path, trained=False)).nomenclature("rome4")


@given(st.lists(st.lists(st.integers(0, 1000))))
def test_lists_end_to_end_come_back_one_by_one(lists):
    held = Lists.of(lists)
    assert [held[place].tolist() for place in range(len(lists))] == lists


def test_codes_are_ranked_as_an_obvious_loop_does():
    weights, size = shipped("demo"), len(GATHERED.codes)
    alike = weights.probability(totals(GATHERED, weights, range(size), range(size)))
    for own in range(0, size, 17):
        for way in ("to", "from"):
            score = {
                other: float(scored(alike[pair], GATHERED.official[pair] > 0))
                for other in range(size)
                if other != own and (pair := (own, other) if way == "to" else (other, own))
            }
            given = [score[place] for place in HELD.nearest[way][own].tolist()]
            np.testing.assert_allclose(given, sorted(score.values(), reverse=True)[:MOST], atol=1e-4)


def test_skills_moves_and_labels_are_those_of_the_nomenclature():
    place = HELD.codes.index("DEMO-C01")
    uses = {HELD.label(skill): HELD.kinds[HELD.kind[skill]] for skill in HELD.uses[place].tolist()}
    assert uses == {use.label: use.kind for use in DEMO.skills("DEMO-C01")}
    assert {HELD.codes[each] for each in HELD.moves[place]} == {each.code for each in DEMO.near("DEMO-C01")}


def test_progress_ends_where_it_was_announced():
    told = []
    rank(GATHERED, shipped("demo"), progress=lambda done, steps: told.append((done, steps)))
    assert told[-1] == (86, 86)
    assert told == sorted(told)


def test_what_is_kept_gives_the_same_answers_memory_mapped(rome4):
    assert not is_trained(rome4)
    before = [near(code, nomenclature=rome4, direction=way) for code in rome4.codes() for way in ("to", "from")]
    learn(rome4)
    opened = store(rome4.folder).nomenclature("rome4")
    assert is_trained(opened)
    assert isinstance(neighbours_of(opened).nearest["to"], np.memmap)
    after = [near(code, nomenclature=opened, direction=way) for code in rome4.codes() for way in ("to", "from")]
    assert before == after


def test_answering_from_what_is_kept_does_not_load_scipy(rome4):
    learn(rome4)
    program = (
        "import sys; from pathlib import Path; from vivier.occupations import near; from vivier.reference import store; "
        f"near({trades.WELDING!r}, nomenclature=store(Path({str(rome4.folder)!r})).nomenclature('rome4')); "
        "print('scipy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_learning_twice_writes_the_same_bytes(rome4):
    learn(rome4)
    place = next((rome4.folder / "models" / "nearness").iterdir())
    first = {path.name: path.read_bytes() for path in place.iterdir()}
    learn(rome4)
    assert {path.name: path.read_bytes() for path in place.iterdir()} == first


def test_what_another_version_kept_is_ranked_again(rome4):
    learn(rome4)
    path = next((rome4.folder / "models" / "nearness").iterdir()) / "model.json"
    held = json.loads(path.read_text())
    held["values"]["occupations"] = held["values"].pop("codes")
    path.write_text(json.dumps(held))
    again = store(rome4.folder).nomenclature("rome4")
    assert not is_trained(again)
    assert near(trades.WELDING, nomenclature=again) == near(trades.WELDING, nomenclature=rome4)


def test_what_is_damaged_says_what_to_run(rome4):
    learn(rome4)
    (next((rome4.folder / "models" / "nearness").iterdir()) / "nearest_to.npy").write_bytes(b"cut")
    again = store(rome4.folder).nomenclature("rome4")
    assert not is_trained(again)
    with pytest.raises(InputError, match="« vivier reference train »"):
        near(trades.WELDING, nomenclature=again)


def test_tables_that_do_not_fit_together_are_refused():
    kept = HELD.arrays()
    assert Neighbours.from_arrays(kept).codes == HELD.codes
    for wrong in ({"codes": HELD.codes[1:]}, {"alike": {"to": HELD.alike["to"]}}, {"rarity": HELD.rarity[1:]}):
        with pytest.raises(InputError, match="n’ont pas la même taille"):
            replace(HELD, **wrong)
    with pytest.raises(KeyError):
        Neighbours.from_arrays({name: value for name, value in kept.items() if name != "kind"})


def test_what_is_built_in_is_not_kept():
    with pytest.raises(InputError, match="ne s’y garde pas"):
        learn(DEMO)
