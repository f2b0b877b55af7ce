"""The folder that is written: the same bytes for the same seed, nothing of anybody else's overwritten."""

import hashlib
from pathlib import Path

import pytest

from vivier.demo import Made, fiction, present, write
from vivier.demo.data import ON
from vivier.demo.defects import DEFECTS
from vivier.demo.folder import DECLARED, NOTICE
from vivier.demo.notice import BINARY, EMPTY, MARK, defects_of, folder_of, notice
from vivier.vocabulary import InputError


def digests(directory: Path) -> dict[str, str]:
    return {
        str(path.relative_to(directory)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def ten(tmp_path_factory) -> Made:
    return write(tmp_path_factory.mktemp("pole") / "dix", seed=42, members=10)


def test_the_same_seed_gives_the_same_bytes(ten, tmp_path):
    write(tmp_path / "encore", seed=42, members=10)
    assert digests(tmp_path / "encore") == digests(ten.directory)


def test_another_seed_gives_other_files(tmp_path):
    write(tmp_path / "un", seed=1, members=2)
    write(tmp_path / "deux", seed=2, members=2)
    one, two = digests(tmp_path / "un"), digests(tmp_path / "deux")
    same = {name for name in one.keys() & two.keys() if one[name] == two[name]}
    assert {Path(name).name for name in same} <= {EMPTY}


def test_the_files_of_a_member_do_not_move_when_the_pole_grows(ten, tmp_path):
    write(tmp_path / "huit", seed=42, members=8)
    eight, all_ten = digests(tmp_path / "huit"), digests(ten.directory)
    whole = {name for name in eight if "/" in name}
    assert all(all_ten[name] == eight[name] for name in whole)


def test_what_was_made_is_told(ten):
    sizes = [path.stat().st_size for path in ten.directory.rglob("*") if path.is_file()]
    pole = fiction(42, 10)
    assert ten.files == len(sizes)
    assert ten.size == sum(sizes)
    assert ten.members == 10
    assert ten.people == sum(len(present(member, ON)) for member in pole)
    assert ten.on == ON
    assert ten.declared == ten.directory / DECLARED
    assert ten.declared.is_file()


def test_each_member_has_its_own_folder(ten):
    folders = [path.name for path in sorted(ten.directory.iterdir()) if path.is_dir()]
    assert folders == [folder_of(member) for member in fiction(42, 10)]
    assert folders[0] == "01_usinage-du-val_fictif"
    assert folders[7] == "08_groupement-d-employeurs-du-val_fictif"
    assert all(name.isascii() for name in folders)


def test_a_member_without_payroll_gives_one_spreadsheet(ten):
    (file,) = (ten.directory / "02_menuiserie-grandclair_fictif").iterdir()
    assert file.name == "registre_unique_du_personnel.xlsx"


def test_the_empty_file_and_the_renamed_picture_are_there(ten):
    first = ten.directory / "01_usinage-du-val_fictif"
    assert (first / EMPTY).stat().st_size == 0
    assert (first / BINARY).read_bytes().startswith(b"\xff\xd8\xff")
    assert b"S10.G00" not in (first / BINARY).read_bytes()


def test_a_matrix_comes_beside_the_payroll_files(ten):
    for folder in ("01_usinage-du-val_fictif", "10_electronique-lueur_fictif"):
        names = {path.name for path in (ten.directory / folder).iterdir()}
        assert "matrice_de_polyvalence.xlsx" in names
        assert any(name.startswith("dsn_") for name in names)


@pytest.mark.parametrize("members", [1, 3, 9])
def test_a_small_pole_has_what_makes_sense(tmp_path, members):
    made = write(tmp_path / "petit", seed=3, members=members)
    names = {path.name for path in made.directory.rglob("*")}
    text = (made.directory / NOTICE).read_text(encoding="utf-8")
    assert made.members == members
    assert any(name.startswith("dsn_2026-01") for name in names)
    assert any(name.endswith(".xlsx") for name in names)
    assert {EMPTY, BINARY, DECLARED, NOTICE} <= names
    assert all(defect.name in text for defect in DEFECTS)
    assert ("SIRET détruits par le tableur" in text) == (members >= 9)


# --- the notice


def test_the_notice_says_first_that_everything_is_fictional(ten):
    lines = (ten.directory / NOTICE).read_text(encoding="utf-8").splitlines()
    assert lines[0] == MARK
    assert "FICTIF" in lines[0]
    assert "Graine 42, 10 adhérents" in "\n".join(lines)


def test_the_notice_lists_every_member_and_every_defect(ten):
    text = (ten.directory / NOTICE).read_text(encoding="utf-8")
    pole = fiction(42, 10)
    assert all(member.siren in text for member in pole)
    for where, what, fate in defects_of(pole):
        assert f"- {where} : {what} → {fate}" in text


def test_every_place_the_notice_names_exists(ten):
    for where, _, _ in defects_of(fiction(42, 10)):
        folder, _, rest = where.partition("/")
        assert (ten.directory / folder).is_dir()
        found = [path.name for path in (ten.directory / folder).iterdir() if rest in path.name]
        assert found


def test_the_notice_tells_the_months_never_declared(ten):
    text = (ten.directory / NOTICE).read_text(encoding="utf-8")
    holes = [(member, month) for member in fiction(42, 10) for month in member.missing if member.source == "dsn"]
    assert holes
    for member, month in holes:
        assert f"{month}" in next(line for line in text.splitlines() if f"{folder_of(member)} : mois" in line)
        assert not list((ten.directory / folder_of(member)).glob(f"*{month}*"))


def test_the_notice_depends_on_nothing_but_the_pole():
    assert notice(fiction(9, 2), 9) == notice(fiction(9, 2), 9)
    assert notice(fiction(9, 2), 9) != notice(fiction(8, 2), 8)


def test_every_number_written_is_fictional(ten):
    for path in ten.directory.rglob("dsn_2026-01.dsn"):
        text = path.read_bytes().decode("iso-8859-1")
        for line in text.splitlines():
            if line.startswith(("S21.G00.06.001", "S10.G00.01.001")):
                assert line.split("'")[1].startswith("0001")
            if line.startswith("S21.G00.30.001"):
                assert line.split("'")[1][7:9] == "99"


# --- refusals


def test_a_folder_made_here_is_replaced(tmp_path):
    write(tmp_path / "pole", seed=1, members=2)
    write(tmp_path / "pole", seed=2, members=1)
    write(tmp_path / "neuf", seed=2, members=1)
    assert digests(tmp_path / "pole") == digests(tmp_path / "neuf")


def test_a_folder_of_somebody_else_is_left_as_it_is(tmp_path):
    (tmp_path / "paie.dsn").write_text("précieux", encoding="utf-8")
    with pytest.raises(InputError, match="contient déjà des fichiers"):
        write(tmp_path, members=1)
    assert digests(tmp_path).keys() == {"paie.dsn"}


def test_a_notice_of_somebody_else_protects_its_folder(tmp_path):
    (tmp_path / NOTICE).write_text("À lire avant tout", encoding="utf-8")
    with pytest.raises(InputError, match="contient déjà des fichiers"):
        write(tmp_path, members=1)


def test_an_empty_folder_and_a_deep_new_one_are_welcome(tmp_path):
    (tmp_path / "vide").mkdir()
    assert write(tmp_path / "vide", members=1).members == 1
    assert write(tmp_path / "a" / "b", members=1).members == 1


def test_a_file_is_not_a_folder(tmp_path):
    path = tmp_path / "fichier"
    path.write_bytes(b"")
    with pytest.raises(InputError, match="est un fichier"):
        write(path, members=1)


def test_a_refused_size_of_pole_deletes_nothing(tmp_path):
    write(tmp_path / "pole", seed=1, members=1)
    before = digests(tmp_path)
    with pytest.raises(InputError, match="de 1 à 200"):
        write(tmp_path / "pole", members=0)
    assert digests(tmp_path) == before


def test_a_link_inside_a_replaced_folder_is_unlinked_not_followed(tmp_path):
    write(tmp_path / "pole", seed=1, members=1)
    (tmp_path / "ailleurs").mkdir()
    (tmp_path / "ailleurs" / "garde.txt").write_text("à garder", encoding="utf-8")
    (tmp_path / "pole" / "lien").symlink_to(tmp_path / "ailleurs")
    write(tmp_path / "pole", seed=1, members=1)
    assert (tmp_path / "ailleurs" / "garde.txt").is_file()
    assert not (tmp_path / "pole" / "lien").exists()


def test_progress_is_told_member_by_member(tmp_path):
    told: list[int] = []
    write(tmp_path / "pole", seed=1, members=3, progress=told.append)
    assert told == [1, 2, 3]
