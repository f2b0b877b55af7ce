"""Families of the official files: none without files, a sentence where a region is asked, shares that add up."""

from dataclasses import replace

import pytest

from vivier.reference import Store, pcs_occupations
from vivier.study.official import NEEDED, families_in, has_official_figures
from vivier.vocabulary import InputError

NOTHING = Store(None, {})


def without(held: Store, *keys: str) -> Store:
    return replace(held, entries={key: one for key, one in held.entries.items() if key not in keys})


@pytest.mark.parametrize("region", [None, ""])
def test_without_files_and_without_a_region_there_are_no_families(region: str | None) -> None:
    assert not has_official_figures(NOTHING)
    assert families_in(region, NOTHING) is None


@pytest.mark.parametrize("region", ["84", "FR", "ZZ", "x" * 99])
def test_a_region_asked_for_without_files_is_told_what_to_do(region: str) -> None:
    with pytest.raises(InputError, match=r"vivier reference add DOSSIER.*retirez --region\.$"):
        families_in(region, NOTHING)


def test_a_store_that_lacks_one_of_the_statistics_is_not_enough(statistics: Store) -> None:
    assert has_official_figures(statistics)
    for absent in NEEDED:
        assert not has_official_figures(without(statistics, absent))


def test_no_statistics_at_all_give_no_families_and_refuse_a_region(published: Store) -> None:
    bare = without(published, *NEEDED)
    assert families_in(None, bare) is None
    with pytest.raises(InputError, match=r"métiers en 2030.*installez-les"):
        families_in("84", bare)


@pytest.mark.parametrize("region", [None, "84"])
def test_every_share_is_known_and_leads_to_a_family_that_has_words(statistics: Store, region: str | None) -> None:
    found = families_in(region, statistics)
    assert found is not None
    assert (found.title, len(found.labels)) == ("FAP-2021, 86 familles", 86)
    assert set(found.shares) <= pcs_occupations()
    for shares in found.shares.values():
        assert set(shares) <= set(found.labels)
        assert all(share > 0 for share in shares.values())
        assert sum(shares.values()) <= 1 + 1e-9
    assert set(found.landmarks) <= set(found.labels)
    assert all(found.labels.values())


def test_a_region_has_the_families_of_the_whole_with_figures_of_its_own(statistics: Store) -> None:
    whole, part = families_in(None, statistics), families_in("84", statistics)
    assert whole is not None
    assert part is not None
    assert (whole.region, part.region) == ("France", "Auvergne-Rhône-Alpes")
    assert (whole.shares, whole.labels, whole.path) == (part.shares, part.labels, part.path)
    assert whole.landmarks != part.landmarks
