"""`vivier study --region`: official families when they are installed, a sentence when they are asked for and absent."""

from pathlib import Path

import pytest

from vivier.reference import Store
from vivier.study.official import families_in, why_no_families
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


def test_figures_installed_without_the_table_that_leads_to_them_are_said_and_not_read(
    statistics: Store, tmp_path: Path
) -> None:
    assert statistics.folder is not None
    kept = {name: one for name, one in statistics.entries.items() if name != "rome3-fap2021"}
    lacking = Store(statistics.folder, kept)
    assert families_in(None, lacking) is None
    assert why_no_families(lacking) == (
        "Les familles professionnelles ne sont pas dans l’étude. De fap2009 vers fap2021, il manque la table ROME × "
        "qualification → FAP-2021 de la Dares (CSV aux colonnes ROME, Qualif, FAP341) : téléchargez ce qui manque, sans "
        "le retoucher, puis « vivier reference add FICHIER »."
    )
    assert why_no_families(statistics) == ""
    assert why_no_families(Store(tmp_path, {})) == ""
