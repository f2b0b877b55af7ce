"""Against the moves that ROME v3 publishes (the files are not in the repository), by folds of codes."""

from pathlib import Path

import numpy as np
import pytest

from vivier.occupations import near
from vivier.occupations.nearness import gather
from vivier.occupations.nearness.evidence import TRAITS
from vivier.occupations.nearness.measuring import measures
from vivier.occupations.nearness.weighing import by_folds
from vivier.reference import store
from vivier.reference.official import add

FOLDER = Path(__file__).resolve().parents[5] / "shared/data/rome-v3-347"
pytestmark = [
    pytest.mark.skipif(
        not FOLDER.exists(), reason="../shared/data/rome-v3-347 is absent: official files are not bundled"
    ),
    pytest.mark.xdist_group("published-moves"),
]


@pytest.fixture(scope="module")
def rome3(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rome3")
    add([FOLDER], folder=folder)
    return store(folder).nomenclature("rome3")


@pytest.fixture(scope="module")
def gathered(rome3):
    return gather(rome3)


def test_published_moves_are_found_again_better_than_by_skills_and_titles(gathered):
    every, published = np.arange(len(gathered.codes)), gathered.official.toarray() > 0
    traits = gathered.traits(every, every)
    skills, titles = (traits[..., TRAITS.index(name)] for name in ("uses", "titles"))
    assert measures(skills, published)[1] == pytest.approx(0.454, abs=0.001)
    baseline = measures(skills + 0.5 * titles, published)[1]
    ours = measures(by_folds(gathered, folds=2, seed=42), published)[1]
    assert baseline > 0.51
    assert ours > baseline + 0.01


def test_a_published_move_leads_and_a_code_of_one_list_only_is_answered(rome3, gathered):
    found = near("H2913", nomenclature=rome3, evidence=gathered)
    assert found[0].is_official
    assert found[0].shared
    assert found[0].to_learn
    assert len(near("L1510", nomenclature=rome3, n=3, evidence=gathered)) == 3
