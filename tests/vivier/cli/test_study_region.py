"""`vivier study --region`: official families when they are installed, a sentence when they are asked for and absent."""

from pathlib import Path

import pytest

from vivier.reference import Store
from vivier.study.official import families_in
from vivier.vocabulary import InputError


@pytest.fixture
def installed(statistics: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    assert statistics.folder is not None
    monkeypatch.setenv("VIVIER_REFERENCE", str(statistics.folder))
    return statistics


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVIER_REFERENCE", str(tmp_path))


@pytest.mark.usefixtures("installed")
def test_official_files_give_families_labels_and_landmarks_in_a_region():
    found = families_in("84")
    assert found is not None
    assert found.region == "Auvergne-Rhône-Alpes"
    assert sum(found.shares["623f"].values()) == pytest.approx(1)
    assert set(found.shares["623f"]) <= set(found.labels)
    assert len(found.landmarks) >= 80
    assert found.path


@pytest.mark.usefixtures("installed")
def test_without_a_region_france_is_read_and_an_unknown_one_is_refused():
    found = families_in(None)
    assert found is not None
    assert found.region == "France"
    with pytest.raises(InputError, match=r"ZZ.*\.$"):
        families_in("ZZ")


@pytest.mark.usefixtures("bare")
def test_without_official_files_there_are_no_families_and_asking_for_them_is_told_what_to_do():
    assert families_in(None) is None
    with pytest.raises(InputError, match="vivier reference add"):
        families_in("84")
