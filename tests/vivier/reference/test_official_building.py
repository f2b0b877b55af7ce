"""What each official file becomes in the store, on small files written by hand."""

import gzip
import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from factories import official as made
from vivier.reference import Store, store
from vivier.reference.nomenclature import Near, Pair, SkillUse, Title
from vivier.reference.official import add, recognise
from vivier.vocabulary import InputError


def built(tmp_path: Path, files: dict[str, bytes], **choices: str) -> Store:
    add([made.write(tmp_path / "files", files)], folder=tmp_path / "store", **choices)  # type: ignore[arg-type]
    return store(tmp_path / "store")


def test_rome4_has_four_levels_for_its_parents_are_codes_that_others_refine(tmp_path: Path) -> None:
    rome = built(tmp_path, made.rome4()).nomenclature("rome4")
    assert rome.entry.version == "460"
    assert {level: rome.codes(level) for level in rome.entry.levels} == {
        "grand domaine": ("Z",),
        "domaine": ("Z11", "Z12"),
        "parent": ("Z1101", "Z1201"),
        "métier": ("Z1101", "Z1102", "Z1201"),
    }
    assert (rome.parent("Z1102"), rome.parent("Z1101"), rome.parent("Z11"), rome.parent("Z")) == (
        "Z1101",
        "Z11",
        "Z",
        None,
    )
    assert (rome.ancestor("Z1102", "parent"), rome.ancestor("Z1101", "parent")) == ("Z1101", "Z1101")
    assert rome.children("Z1101") == ("Z1102",)
    assert rome.label("Z1102") == "Souffleur d'orages"  # the file doubles its apostrophes
    assert rome.label("Z11") == "Domaine Z11"


def test_rome4_says_titles_skills_nearness_and_texts(tmp_path: Path) -> None:
    rome = built(tmp_path, made.rome4()).nomenclature("rome4")
    assert rome.titles("Z1101") == (Title("Souffleur / Souffleuse", "10"),)
    assert rome.skills("Z1101") == (
        SkillUse("100", "Souffler", "skill", "principale"),
        SkillUse("200", "Météores", "knowledge"),
    )
    assert rome.skills("Z1201") == (SkillUse("300", "De nuit", "context", "émergente"),)
    assert rome.near("Z1101") == (Near("Z1102", "mobilité"), Near("Z1201", "mobilité"))
    assert rome.text("Z1101") == "Fait des nuages. Puis les range."
    assert rome.text("Z1101", "access") == "Sans diplôme."


def test_rome3_keeps_the_code_that_one_list_lacks_and_warns(tmp_path: Path) -> None:
    rome = built(tmp_path, made.rome3()).nomenclature("rome3")
    assert rome.codes() == ("Z1101", "Z1201")
    assert "Z1201 n’est que dans l’une des deux listes de codes : il est gardé" in rome.entry.warnings
    assert "niveau métier : 2 codes au lieu de 532" in rome.entry.warnings
    assert rome.titles("Z1201") == (Title("Compteur d'étoiles", "12"),)
    assert [use.kind for use in rome.skills("Z1101")] == ["skill", "knowledge"]
    assert rome.near("Z1101") == (Near("Z1201", "proche"),)
    assert rome.text("Z1101") == "Souffle l'air."


def test_both_rome_read_at_once_keep_each_its_own_domains(tmp_path: Path) -> None:
    held = built(tmp_path, {**made.rome4(), **made.rome3()})
    assert {"rome3", "rome4"} <= set(held.ids)
    assert held.nomenclature("rome3").label("Z1101") == "Soufflage"
    assert all("cr_gd_dp" in str(held.entries[key].sources) for key in ("rome3", "rome4"))


def test_the_notice_gives_the_date_and_the_version_of_rome4(tmp_path: Path) -> None:
    notice = b"Numero de version : 60\n\nDate de publication : 18/09/2025\n"
    entry = built(tmp_path, {**made.rome4(), "version.txt": notice}).entries["rome4"]
    assert (entry.version, entry.date) == ("460", "2025-09-18")


def test_rome_without_the_tables_that_can_be_done_without_warns(tmp_path: Path) -> None:
    kept = {name: content for name, content in made.rome4().items() if "code_rome" in name or "appellation" in name}
    entry = built(tmp_path, kept).entries["rome4"]
    assert "sans la mobilité : les fiches n’en diront rien" in entry.warnings
    assert len(entry.warnings) == 5


def test_fap2021_nests_and_a_family_that_is_not_divided_keeps_its_code(tmp_path: Path) -> None:
    fap = built(tmp_path, made.families()).nomenclature("fap2021")
    assert fap.codes() == ("Z0X10", "Z0X20a", "Z0X20b")
    assert fap.codes("228") == ("Z0X10", "Z0X20")
    assert (fap.ancestor("Z0X10", "228"), fap.parent("Z0X10")) == ("Z0X10", "Z0X")
    assert (fap.ancestor("Z0X20b", "228"), fap.ancestor("Z0X20b", "22")) == ("Z0X20", "Z")
    assert fap.children("Z0X20") == ("Z0X20a", "Z0X20b")


def test_the_passage_to_fap2021_depends_on_the_qualification_and_reads_latin_1(tmp_path: Path) -> None:
    passage = built(tmp_path, made.families()).passage("rome3", "fap2021")
    assert passage.targets("Z1101") == (Pair("Z1101", "Z0X10", "0"), Pair("Z1101", "Z0X20a", "9"))
    assert passage.targets("Z1101", "9") == (Pair("Z1101", "Z0X20a", "9"),)
    assert passage.sources("Z0X10") == (Pair("Z1101", "Z0X10", "0"),)


def test_formats_written_for_sas_give_fap2009_and_its_passage(tmp_path: Path) -> None:
    held = built(tmp_path, made.families())
    fap = held.nomenclature("fap2009")
    assert {level: fap.codes(level) for level in fap.entry.levels} == {
        "22": ("Z",),
        "87": ("Z0Z",),
        "225": ("Z0Z10",),
    }
    assert fap.label("Z0Z10") == "Souffleurs qualifiés"
    assert held.passage("rome3", "fap2009").pairs == (
        Pair("Z1201", "Z0Z10"),
        Pair("Z1101", "Z0Z10", "0"),
        Pair("Z1101", "Z0Z10", "1"),
        Pair("Z1101", "Z0Z90", "9"),
    )
    assert held.passage("rome3", "fap2009").targets("Z1201", "4") == (Pair("Z1201", "Z0Z10"),)


def test_blocks_give_fap2009_its_pcs_and_its_rome_and_pass_over_notes(tmp_path: Path) -> None:
    held = built(tmp_path, made.families())
    assert held.passage("fap2009", "pcs2003").pairs == (Pair("Z0Z10", "691e"), Pair("Z0Z10", "691f"))
    assert held.passage("fap2009", "rome3").pairs == (
        Pair("Z0Z10", "Z1101"),
        Pair("Z0Z10", "Z1201"),
        Pair("Z0Z20", "Z1201"),
    )


def test_naf_and_pcs_climb_their_levels(tmp_path: Path) -> None:
    held = built(tmp_path, made.insee())
    naf = held.nomenclature("naf2")
    assert (naf.parent("01.11Z"), naf.ancestor("01.11Z", "section"), naf.label("01.11Z")) == (
        "01.11",
        "A",
        "Culture 5",
    )
    pcs = held.nomenclature("pcs2003")
    assert (pcs.parent("211a"), pcs.ancestor("211a", "3"), pcs.ancestor("211a", "2")) == ("21", "21", "21")
    assert (pcs.parent("21"), pcs.level("21")) == ("2", "3")


def test_naf_2025_is_told_by_the_letters_of_its_subclasses(tmp_path: Path) -> None:
    files = {name: content.replace(b"01.11Z", b"01.11Y") for name, content in made.insee().items()}
    held = built(tmp_path, files)
    assert held.nomenclature("naf2025").codes() == ("01.11Y",)
    assert not held.has("naf2")


def test_places_that_share_a_code_are_told_apart(tmp_path: Path) -> None:
    held = built(tmp_path, made.places(), date="2026-01-01")
    cog = held.nomenclature("cog")
    assert held.entries["cog"].date == "2026-01-01"
    assert cog.codes() == ("99001",)
    assert (cog.parent("99001"), cog.parent("DEP-99"), cog.parent("COMD-99001")) == ("DEP-99", "REG-98", "99001")
    assert cog.groups("99001") == ("EPCI-200000001", "ZE2020-9901")
    assert cog.label("ZE2020-9901") == "Lune et environs"
    assert cog.facts("99001") == {"population": "12", "codes postaux": "99100 99200"}


def test_esco_and_isco_are_read_with_their_passages(tmp_path: Path) -> None:
    held = built(tmp_path, made.europe())
    esco = held.nomenclature("esco")
    assert [title.text for title in esco.titles("aa-1")] == ["souffleur/souffleuse", "ventilateur", "ventileuse"]
    assert esco.facts("aa-1") == {"isco08": "0110"}
    assert [title.text for title in held.nomenclature("esco12").titles("aa-1")][1:] == ["ventilateur", "ventileuse"]
    assert held.nomenclature("isco08").parent("0110") == "011"
    assert held.passage("esco", "ogr").pairs == (Pair("aa-1", "10", "", "exactMatch"),)
    assert held.passage("rome3", "isco08").pairs == (Pair("Z1101", "0110"),)  # the workbook had lost the zero


def test_a_few_orphans_are_warned_of_and_left_out(tmp_path: Path) -> None:
    files = made.rome4()
    titles = [(rank, f"Souffleur {rank}", "", "Z1101", "", "Z1101") for rank in range(40)]
    header = "code_ogr libelle_appellation_long libelle_appellation_court code_rome classification code_rome_parent"
    orphan = (99, "Perdu", "", "Z9999", "", "Z9999")
    files["unix_referentiel_appellation_v460_utf8.csv"] = made.as_csv(header, [*titles, orphan])
    rome = built(tmp_path, files).nomenclature("rome4")
    assert rome.entry.rows["titles"] == 40
    assert rome.entry.warnings == (
        "1 ligne d’appellations sur 41 renvoie à un code inconnu (Z9999)",
        "2 métiers sans appellation (Z1102, Z1201)",
        "apostrophes doublées (''), rendues simples : 1",
    )


@pytest.mark.parametrize("wrap", ["gz", "zip", "gz in zip"])
def test_archives_and_gzip_are_opened_and_the_sha256_is_that_of_what_was_given(wrap: str, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in made.rome4().items():
            squeezed = gzip.compress(content) if wrap.startswith("gz") else content
            archive.writestr(f"dossier/{name}.gz" if wrap.startswith("gz") else f"dossier/{name}", squeezed)
            if wrap == "gz":
                (folder / f"{name}.gz").write_bytes(squeezed)
    if wrap != "gz":
        (folder / "rome.zip").write_bytes(packed.getvalue())
    add([folder], folder=tmp_path / "store")
    sources = store(tmp_path / "store").entries["rome4"].sources
    assert len(sources) == (9 if wrap == "gz" else 1)
    for source in sources:
        assert source.sha256 == hashlib.sha256((folder / source.name).read_bytes()).hexdigest()


def test_what_a_file_is_does_not_depend_on_its_name(tmp_path: Path) -> None:
    files = {**made.families(), **made.insee(), **made.places(), **made.europe()}
    found = {}
    for rank, (name, content) in enumerate(files.items()):
        path = tmp_path / f"fichier{rank}.bin"
        path.write_bytes(content)
        found[name] = recognise(path).name
    assert found["arborescence.xlsx"] == "fap2021.codes"
    assert found["intitules.txt"] == "fap2009.codes"
    assert found["passage.txt"] == "fap2009.rome"
    assert found["blocs.csv"] == "fap2009.pcs"
    assert [found[f"niveau{rank}.csv"] for rank in range(1, 6)] == [f"naf.{rank}" for rank in range(1, 6)]
    assert found["zones.xlsx"] == "cog.areas"
    assert found["departements.json"] == "cog.departements"
    assert found["mapping.csv"] == "esco.rome"


@pytest.mark.parametrize("content", [b"bonjour", b"a;b\n1;2\n", b"{}", b"[1, 2]", b'{"type": "FeatureCollection"}'])
def test_something_else_is_not_recognised(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "unix_referentiel_code_rome_v460_utf8.csv"  # a name proves nothing
    path.write_bytes(content)
    with pytest.raises(InputError, match="aucun des fichiers officiels"):
        recognise(path)


def test_rome4_says_the_divisions_of_the_naf_where_each_code_is_met(tmp_path: Path) -> None:
    table = made.as_csv(
        "code_secteur_naf libelle_secteur_naf code_ogr_rome code_rome libelle_rome",
        [
            ("10", "Alimentaire", 1, "Z1101", ""),
            ("2", "Forêt", 1, "Z1101", ""),
        ],
    )
    rome = built(tmp_path, {**made.rome4(), "unix_secteurs_v460_utf8.csv": table}).nomenclature("rome4")
    assert (rome.facts("Z1101"), rome.facts("Z1201")) == ({"naf": "02 10"}, {})


def test_a_nomenclature_at_another_level_says_so_in_its_identifier(tmp_path: Path) -> None:
    families = built(tmp_path, made.families()).nomenclature("fap2021")
    wide = families.at("86")
    assert (wide.id, wide.codes(), wide.entry.title) == ("fap2021:86", ("Z0X",), "FAP-2021, niveau 86")
    assert (wide.label("Z0X"), wide.folder, families.at("341")) == ("Gens du ciel", families.folder, families)
    with pytest.raises(InputError, match=r"n’a pas de niveau « 12 » ; ses niveaux : 22, 86, 228, 341\.$"):
        families.at("12")
