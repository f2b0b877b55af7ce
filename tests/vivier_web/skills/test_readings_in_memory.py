"""Files read on the server are read as in a browser, whatever they are called, and nothing of them stays."""

import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from factories.dsn import SIREN, Contract, Declaration, Person, Sending, people
from factories.sent import ON, file
from vivier.intake.browser import prepared
from vivier.vocabulary import InputError
from vivier_web.skills.queries import readings
from vivier_web.skills.queries.readings import MEMORY, read_in_memory


def asked(*files, **given):
    return read_in_memory(files, **{"on": ON, "siren": SIREN, "single_ages": False, **given})


def payroll(rank, name):
    """Write the file of one person of its own establishment."""
    one = Person(nir=f"16810019910{rank:02d}", contracts=(Contract(number=f"{rank}"),))
    return SimpleUploadedFile(name, Sending((Declaration((one,), nic=f"000{rank:02d}"),)).encoded())


def left_behind():
    return [one for one in MEMORY.iterdir() if one.name.startswith(f"vivier-{os.getpid()}-")]


@pytest.mark.parametrize("single_ages", [False, True])
def test_the_server_gives_what_a_browser_gives(tmp_path, single_ages):
    path = file(tmp_path, SIREN)
    wanted = prepared([path], on=ON, siren=SIREN, single_ages=single_ages)
    given = SimpleUploadedFile(path.name, path.read_bytes())
    assert asked(given, single_ages=single_ages) == wanted


@pytest.mark.parametrize(
    "names",
    [
        ("a.dsn", "a.dsn", "a.dsn"),
        ("3 a.dsn", "a.dsn", "a.dsn"),
        ("2 a.dsn", "a.dsn", "2 a.dsn"),
        ("x" * 240 + ".dsn", "y" * 240 + ".dsn", "x" * 250 + ".dsn"),
        ("社" * 120 + ".dsn", "😀" * 120 + ".dsn", "é" * 120 + ".dsn"),
        ("../../a.dsn", "/etc/passwd", "C:\\\\paie\\\\a.dsn"),
    ],
)
def test_no_file_takes_the_place_of_another_whatever_their_names(names):
    found = asked(*(payroll(rank, name) for rank, name in enumerate(names, 1)))
    assert found["found"]["people"] == len(found["found"]["files"]) == 3
    assert left_behind() == []


@pytest.mark.parametrize("name", [None, "", ".", "..", "/"])
def test_a_file_without_a_name_is_read_all_the_same(tmp_path, name):
    given = SimpleUploadedFile("a.dsn", file(tmp_path, SIREN).read_bytes())
    given._name = name
    assert asked(given)["found"]["people"] == 8


def test_nothing_stays_when_nothing_can_be_read():
    with pytest.raises(InputError, match="Aucun de ces fichiers"):
        asked(SimpleUploadedFile("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(200)))
    assert left_behind() == []


def test_no_file_at_all_is_told():
    with pytest.raises(InputError, match="Choisissez d’abord"):
        asked()


def test_a_machine_without_memory_for_files_reads_nothing(monkeypatch, tmp_path):
    monkeypatch.setattr(readings, "MEMORY", tmp_path / "absent")
    with pytest.raises(InputError, match="navigateur plus récent"):
        asked(payroll(1, "a.dsn"))


def test_files_of_another_company_are_not_taken_for_ones_own():
    other = SimpleUploadedFile("a.dsn", Sending((Declaration(people(3), siren="000100222"),)).encoded())
    assert asked(payroll(1, "b.dsn"), other)["found"]["others"] == ["000100222"]
    other.seek(0)
    with pytest.raises(InputError, match="Aucun de ces fichiers"):
        asked(other)
