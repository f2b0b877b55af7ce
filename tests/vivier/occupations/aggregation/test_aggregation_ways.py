"""The ways from a nomenclature to another, on a small store of invented codes: steps, levels, what is missing."""

from pathlib import Path

import pytest

from factories import official as made
from vivier.occupations.aggregation import UNMATCHED, CodeCell, Weights, aggregate, links
from vivier.reference import Store, store
from vivier.reference.official import add
from vivier.vocabulary import InputError

PCS = ["211a", "691e", "691f", "541a", "541d", "471a", "478b", "481a", "372a", "553a", "623c", "111b", "111c", "121b"]


def pcs2003() -> bytes:
    groups = {code[0]: 1 for code in PCS} | {code[:2]: 2 for code in PCS} | {code[:3]: 3 for code in PCS}
    rows = [(code, f"PCS {code}", level, code[: level - 1]) for code, level in groups.items()]
    return made.as_csv(
        "code libelle niveau code_parent", [*rows, *((code, f"PCS {code}", 4, code[:3]) for code in PCS)]
    )


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("ways")
    files = {**made.rome4(), **made.rome3(), **made.families(), **made.insee(), **made.europe(), "pcs.csv": pcs2003()}
    files["blocs.csv"] = b"Z0Z10;691e;Z1101\n;691f;\n;211a;Z1201\n;;\n"
    add([made.write(folder / "files", files)], folder=folder / "store", date="2026-01-01")
    return store(folder / "store")


def test_a_rome_goes_to_each_family_in_the_share_of_its_qualifications(small: Store) -> None:
    found = links(small, "rome3", "fap2021")
    assert found.shares("Z1101") == {"Z0X10": 0.5, "Z0X20a": 0.5}
    assert found.shares("Z1101", "9") == {"Z0X20a": 1.0}
    assert found.shares("Z1101", "5") == found.shares("Z1101")  # the table says nothing of 5: the ROME decides
    assert found.shares("Z1201") == {UNMATCHED: 1.0}
    assert found.place("Z1201") is not None


def test_a_doubt_between_families_of_one_group_vanishes_at_its_level(small: Store) -> None:
    cells = [CodeCell("Z1101", 10)]
    fine = aggregate(cells, links=links(small, "rome3", "fap2021"))
    assert (fine.values, fine.ambiguous) == ({"Z0X10": 5.0, "Z0X20a": 5.0}, 1.0)
    for level, code in (("86", "Z0X"), ("22", "Z")):
        coarse = aggregate(cells, links=links(small, "rome3", f"fap2021:{level}"))
        assert (coarse.values, coarse.ambiguous, coarse.doubts) == ({code: 10.0}, 0.0, ())


def test_a_rome_of_version_4_goes_through_its_parent_with_its_qualification(small: Store) -> None:
    found = links(small, "rome4", "fap2021")
    assert found.shares("Z1102") == {"Z0X10": 0.5, "Z0X20a": 0.5}
    assert found.shares("Z1102", "0") == {"Z0X10": 1.0}
    assert [step.name for step in found.path] == ["ROME 4 → code parent (ROME 3)", "ROME 3 → FAP-2021"]
    assert links(small, "rome4", "isco08:1").shares("Z1102") == {"0": 1.0}


def test_what_is_published_for_every_qualification_holds_for_each(small: Store) -> None:
    found = links(small, "rome3", "fap2009")
    assert found.shares("Z1201") == found.shares("Z1201", "7") == {"Z0Z10": 1.0}
    assert found.shares("Z1101") == pytest.approx({"Z0Z10": 2 / 3, "Z0Z90": 1 / 3})


def test_a_pcs_goes_to_the_rome_of_its_family_at_the_qualifications_it_says(small: Store) -> None:
    # 691e is an unskilled worker (1, 2): of the family, Z1101 at 1, and Z1201 at both.
    assert links(small, "pcs-ese", "rome3").shares("691e") == pytest.approx({"Z1101": 1 / 3, "Z1201": 2 / 3})
    # 211a is self-employed: the whole family, Z1101 at 0 and 1, Z1201 at all ten.
    assert links(small, "pcs2003", "rome3").shares("211a") == pytest.approx({"Z1101": 2 / 12, "Z1201": 10 / 12})
    # Z1201 has no family in FAP-2021; what of Z1101 is at 1 follows the whole of Z1101, since the table skips 1.
    assert links(small, "pcs-ese", "fap2021").shares("691e") == pytest.approx(
        {"Z0X10": 1 / 6, "Z0X20a": 1 / 6, UNMATCHED: 2 / 3}
    )


def test_a_rome_goes_to_the_pcs_of_its_family_that_fit_its_qualification(small: Store) -> None:
    found = links(small, "rome3", "pcs2003")
    assert found.shares("Z1101", "1") == {"691e": 0.5, "691f": 0.5}
    assert found.shares("Z1101", "0") == {"691e": 0.5, "691f": 0.5}  # employees come before the self-employed
    assert found.shares("Z1101", "9") == {UNMATCHED: 1.0}
    assert links(small, "rome3", "pcs-ese:1").shares("Z1101", "1") == {"6": 1.0}


def test_families_of_2009_go_both_ways_to_pcs(small: Store) -> None:
    assert links(small, "pcs-ese", "fap2009").shares("691f") == {"Z0Z10": 1.0}
    assert links(small, "fap2009", "pcs2003").shares("Z0Z10") == pytest.approx(
        dict.fromkeys(("211a", "691e", "691f"), 1 / 3)
    )
    assert links(small, "fap2009", "rome3").shares("Z0Z10") == pytest.approx({"Z1101": 2 / 12, "Z1201": 10 / 12})
    assert links(small, "fap2009", "fap2021").shares("Z0Z10")[UNMATCHED] == pytest.approx(10 / 12)


@pytest.mark.parametrize(
    ("ese", "expected"),
    [
        ("691e", {"691e": 1.0}),
        ("541b", {"541a": 1.0}),  # divides 541a
        ("541c", {"541a": 1.0}),
        ("541a", {"541a": 1.0}),  # a code of PCS-2003 among PCS-ESE is understood
        ("210x", {"211a": 1.0}),
        ("100x", {"111b": 1 / 3, "111c": 1 / 3, "121b": 1 / 3}),
        ("388a", {UNMATCHED: 1.0}),  # this small PCS-2003 does not have it
    ],
)
def test_pcs_ese_goes_back_to_the_code_it_divides(small: Store, ese: str, expected: dict[str, float]) -> None:
    assert links(small, "pcs-ese", "pcs2003").shares(ese) == pytest.approx(expected)


def test_pcs_2003_goes_to_the_codes_that_divide_it(small: Store) -> None:
    found = links(small, "pcs2003", "pcs-ese")
    assert found.shares("691e") == {"691e": 1.0}
    assert found.shares("541a") == {"541b": 0.5, "541c": 0.5}
    assert found.shares("211a") == {"210x": 1.0}


def test_a_change_of_version_follows_the_appellations_then_the_parent(small: Store) -> None:
    there, back = links(small, "rome3", "rome4"), links(small, "rome4", "rome3")
    assert (there.shares("Z1101"), there.shares("Z1201")) == ({"Z1101": 1.0}, {"Z1201": 1.0})
    assert back.shares("Z1102") == {"Z1101": 1.0}  # its one appellation is new: the parent code
    assert "appellations" in there.path[0].sharing


def test_esco_follows_the_appellations_of_its_best_relation(small: Store) -> None:
    assert links(small, "esco", "rome3").shares("aa-1") == {"Z1101": 1.0}
    assert links(small, "esco", "fap2021:22").shares("aa-1") == {"Z": 1.0}
    assert links(small, "rome4", "esco").shares("Z1101") == {"aa-1": 1.0}
    assert links(small, "rome3", "esco").shares("Z1201") == {UNMATCHED: 1.0}


def test_levels_go_up_within_one_nomenclature_and_the_same_level_is_identity(small: Store) -> None:
    assert links(small, "fap2021:228", "fap2021:86").shares("Z0X20") == {"Z0X": 1.0}
    assert links(small, "fap2021", "fap2021").shares("Z0X20b") == {"Z0X20b": 1.0}
    assert links(small, "fap2021", "fap2021").path == ()
    assert links(small, "pcs-ese", "pcs-ese:2").shares("632e") == {"63": 1.0}


def test_weights_by_target_replace_equal_shares(small: Store) -> None:
    heavy = Weights({"Z0X10": 100, "Z0X20a": 300}, "Enquête emploi, moyenne de trois ans")
    found = links(small, "rome3", "fap2021", weights=heavy)
    assert found.shares("Z1101") == {"Z0X10": 0.25, "Z0X20a": 0.75}
    assert found.shares("Z1101", "0") == {"Z0X10": 1.0}
    assert found.path[-1].origin == "Enquête emploi, moyenne de trois ans"


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("pcs", "fap2021", "La nomenclature « pcs » n’est pas installée"),
        ("rome3", "fap2022", "La nomenclature « fap2022 » n’est pas installée"),
        ("rome3", "fap2021:87", "n’a pas de niveau « 87 » ; ses niveaux : 22, 86, 228, 341."),
        ("rome3", "naf2", "Il n’y a pas de passage connu de rome3 vers naf2 : depuis rome3, on va vers fap2021"),
        ("naf2", "rome3", "aucun ne part de naf2."),
        ("rome3:domaine", "fap2021", "Un passage part du niveau « métier »"),
        ("fap2021:86", "fap2021:228", "On ne descend pas du niveau « 86 » au niveau « 228 »"),
    ],
)
def test_a_way_that_does_not_exist_says_what_does(small: Store, source: str, target: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        links(small, source, target)
    assert said in str(refused.value)
    assert str(refused.value).endswith(".")


def test_a_missing_table_is_named_as_a_person_would_look_for_it(tmp_path: Path) -> None:
    files = {**made.rome3(), "arborescence.xlsx": made.families()["arborescence.xlsx"], "pcs.csv": pcs2003()}
    add([made.write(tmp_path / "files", files)], folder=tmp_path / "store", date="2026-01-01")
    with pytest.raises(InputError) as refused:
        links(store(tmp_path / "store"), "pcs-ese", "fap2021")
    assert str(refused.value) == (
        "De pcs-ese vers fap2021, il manque la table FAP-2009, PCS-2003 et ROME de la Dares (classeur aux colonnes "
        "FAP, PCS, ROME) et la table ROME V3 → FAP-2009 de la Dares (texte SAS, de ROME à FAP9) et la table ROME × "
        "qualification → FAP-2021 de la Dares (CSV aux colonnes ROME, Qualif, FAP341) : téléchargez ce qui manque, "
        "sans le retoucher, puis « vivier reference add FICHIER »."
    )
