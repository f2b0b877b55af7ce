"""Against the moves that ROME v3 publishes (the files are not in the repository), by folds of codes."""

import time

import numpy as np
import pytest

from vivier.occupations import near
from vivier.occupations.nearness.evidence import gather
from vivier.occupations.nearness.face import learn as learn_neighbours
from vivier.occupations.nearness.measuring import measures
from vivier.occupations.nearness.weighing import learn, totals
from vivier.reference import store
from vivier.reference.official import add

pytestmark = pytest.mark.xdist_group("published-moves")


@pytest.fixture(scope="module")
def rome3(official, tmp_path_factory):
    folder = tmp_path_factory.mktemp("rome3")
    add([official / "rome-v3-347"], folder=folder)
    return store(folder).nomenclature("rome3")


@pytest.fixture(scope="module")
def gathered(rome3):
    return gather(rome3)


def test_published_moves_are_found_again_better_than_by_skills_and_titles(gathered):
    every, published = np.arange(len(gathered.codes)), gathered.official.toarray() > 0
    skills, titles = ((gathered.views[name] @ gathered.views[name].T).toarray() for name in ("uses", "titles"))
    assert measures(skills, published)[1] == pytest.approx(0.454, abs=0.001)
    baseline = measures(skills + 0.5 * titles, published)[1]
    held = np.flatnonzero(np.random.default_rng(7).permutation(len(every)) % 4 == 0)
    scores = skills + 0.5 * titles
    scores[held] = totals(gathered, learn(gathered, np.setdiff1d(every, held)), held, every)
    judged = published.copy()
    judged[np.setdiff1d(every, held)] = False
    assert 0.51 < baseline < 0.53
    assert measures(scores, judged)[1] > measures(skills + 0.5 * titles, judged)[1] + 0.02


def test_a_published_move_leads_and_a_code_of_one_list_only_is_answered(rome3):
    found = near("H2913", nomenclature=rome3)
    assert found[0].is_official
    assert found[0].shared
    assert found[0].to_learn
    assert len(near("L1510", nomenclature=rome3, n=3)) == 3


def test_what_is_kept_answers_at_once_and_like_what_is_ranked_on_the_spot(rome3):
    learn_neighbours(rome3)
    opened = store(rome3.folder).nomenclature("rome3")
    assert near("H2913", nomenclature=opened, n=100) == near("H2913", nomenclature=rome3, n=100)
    codes = opened.codes()[:40]
    start = time.perf_counter()
    for code in codes:
        near(code, nomenclature=opened)
    assert (time.perf_counter() - start) / len(codes) < 0.05
    assert sum(path.stat().st_size for path in (rome3.folder / "models").rglob("*.npy")) < 5e6
