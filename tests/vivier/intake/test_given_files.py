"""What may be given for a file: odd names, links, pipes, folders, archives; each is one file, none is lost."""

import datetime as dt
import io
import os
import stat
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest

from factories.dsn import SIREN, Declaration, Sending, people
from vivier.intake import Headcount, read
from vivier.intake.files import expand
from vivier.intake.layout import as_json

ON = dt.date(2026, 1, 31)


def content(siren: str = "", size: int = 3) -> bytes:
    return Sending((Declaration(people(size), siren=siren),)).encoded()


GOOD = content(SIREN)


def codes(found: Headcount) -> list[tuple[str, str]]:
    return [(anomaly.file, anomaly.code) for anomaly in found.anomalies]


def archive(path: Path, *members: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as into:
        for name, content in members:
            into.writestr(name, content)
    return path


def test_files_of_the_same_name_in_folders_of_the_same_name_are_two_files(tmp_path: Path) -> None:
    for member, size in (("a", 2), ("b", 5)):
        (tmp_path / member / "2026").mkdir(parents=True)
        (tmp_path / member / "2026" / "paie.dsn").write_bytes(content(size=size))
    found = read([tmp_path / "a", tmp_path / "b"], on=ON)
    assert [source.file for source in found.sources] == ["a/2026/paie.dsn", "b/2026/paie.dsn"]
    assert sorted(company.count.people for company in found.companies) == [2, 5]  # no SIREN: never matched


def test_a_deposit_has_the_same_names_wherever_its_folder_stands(tmp_path: Path) -> None:
    for where in ("ici", "ailleurs/plus/loin"):
        for name in ("a/paie.dsn", "b/paie.dsn", "paie.dsn"):
            (tmp_path / where / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / where / name).write_bytes(GOOD)
    one, other = ([given.name for given in expand([tmp_path / where])] for where in ("ici", "ailleurs/plus/loin"))
    assert one == other == ["a/paie.dsn", "b/paie.dsn", "paie.dsn"]


def test_a_path_given_twice_or_through_a_link_is_one_file(tmp_path: Path) -> None:
    (tmp_path / "paie.dsn").write_bytes(GOOD)
    (tmp_path / "lien.dsn").symlink_to(tmp_path / "paie.dsn")
    found = read([tmp_path, tmp_path / "paie.dsn", tmp_path / "." / "paie.dsn", tmp_path / "lien.dsn"], on=ON)
    assert (found.people, len(found.sources), codes(found)) == (3, 1, [])


def test_links_that_lead_to_themselves_stop_nobody(tmp_path: Path) -> None:
    (tmp_path / "paie.dsn").write_bytes(GOOD)
    (tmp_path / "boucle").symlink_to(tmp_path)
    (tmp_path / "seul.dsn").symlink_to(tmp_path / "seul.dsn")
    assert read([tmp_path], on=ON).people == 3
    given = read([tmp_path / "paie.dsn", tmp_path / "seul.dsn"], on=ON)
    assert (given.people, codes(given)) == (3, [("seul.dsn", "R10")])


def test_a_pipe_or_a_device_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube.dsn")
    (tmp_path / "paie.dsn").write_bytes(GOOD)
    found = read([tmp_path / "tube.dsn", Path("/dev/zero"), tmp_path / "paie.dsn"], on=ON)
    assert found.people == 3
    assert codes(found) == [("tube.dsn", "R10"), ("zero", "R10")]
    assert read([tmp_path], on=ON).people == 3  # in a folder, a pipe is no file at all


@pytest.mark.parametrize(
    "name", ["é’ œ.dsn", "a\nb.dsn", "a\x1b[31mb.dsn", "[bold]x.dsn", "-x.dsn", "a'b\"c,d;e.dsn"]
)
def test_odd_names_are_read_and_shown_without_harm(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(content())
    found = read([tmp_path], on=ON)
    assert found.people == 3
    (source,) = found.sources
    assert source.file.isprintable()


def test_names_that_no_encoding_explains_are_still_two_files(tmp_path: Path) -> None:
    for odd, size in ((b"\xff.dsn", 2), (b"\xfe.dsn", 4)):
        (tmp_path / os.fsdecode(odd)).write_bytes(content(size=size))
    found = read([tmp_path], on=ON)
    assert sorted(company.count.people for company in found.companies) == [2, 4]
    assert len({source.file for source in found.sources}) == 2
    assert str(as_json(found)).encode()  # nothing that cannot be written


@pytest.mark.parametrize("kept", [(), ("LISEZMOI.txt", ".DS_Store"), ("sous",)])
def test_a_folder_without_any_file_is_told(tmp_path: Path, kept: tuple[str, ...]) -> None:
    folder = tmp_path / "membre"
    folder.mkdir()
    for name in kept:
        (folder / name).mkdir() if name == "sous" else (folder / name).write_bytes(b"x")
    found = read([folder], on=ON)
    assert (codes(found), found.refused) == ([("membre", "R11")], ("membre",))


def test_what_a_study_wrote_in_the_folder_is_not_read_back(tmp_path: Path) -> None:
    (tmp_path / "paie.dsn").write_bytes(GOOD)
    for name in ("study.html", "study.xlsx", "study.json", "effectif.json"):
        (tmp_path / name).write_bytes(b"{}")
    assert [source.file for source in read([tmp_path], on=ON).sources] == ["paie.dsn"]


def test_members_of_an_archive_are_named_safely_and_none_is_lost(tmp_path: Path) -> None:
    members = [("../../etc/a.dsn", 2), ("/abs/b.dsn", 3), ("./c.dsn", 4), ("d\x00e.dsn", 5), ("C:\\x\\f.dsn", 6)]
    path = archive(tmp_path / "depot.zip", *((name, content(size=size)) for name, size in members))
    found = read([path], on=ON)
    assert sorted(company.count.people for company in found.companies) == [2, 3, 4, 5, 6]
    assert all(".." not in source.file and "//" not in source.file for source in found.sources)
    assert [one.name for one in tmp_path.iterdir()] == ["depot.zip"]  # nothing is ever unpacked on the disk


def test_two_members_of_one_name_are_two_files(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = archive(tmp_path / "depot.zip", ("a.dsn", content(size=2)), ("a.dsn", content(size=5)))
    assert sorted(company.count.people for company in read([path], on=ON).companies) == [2, 5]


def test_an_archive_of_too_many_members_is_not_opened(tmp_path: Path) -> None:
    path = archive(tmp_path / "depot.zip", *((f"{rank}.dsn", b"") for rank in range(5_000)))
    assert codes(read([path], on=ON)) == [("depot.zip", "R04")]


def test_a_bomb_under_the_name_of_an_open_document_is_not_swallowed(tmp_path: Path) -> None:
    path = archive(tmp_path / "depot.zip", ("mimetype", bytes(60_000_000)), ("paie.dsn", GOOD))
    tracemalloc.start()
    try:
        found = read([path], on=ON)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert codes(found) == [("depot.zip", "R04")]
    assert peak < 10_000_000


def test_a_link_inside_an_archive_is_a_small_text_and_nothing_more(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("passwd.dsn")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "depot.zip", "w") as into:
        into.writestr(link, "/etc/passwd")
        into.writestr("paie.dsn", GOOD)
    found = read([tmp_path / "depot.zip"], on=ON)
    assert found.people == 3
    assert found.refused == ("depot.zip/passwd.dsn",)


def damaged(where: int) -> bytes:
    """Give an archive of one large member with one wrong byte in its compressed data."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as into:
        into.writestr("paie.dsn", content(SIREN, 900))
    raw = bytearray(out.getvalue())
    raw[len(raw) * where // 100] ^= 0xFF
    return bytes(raw)


@pytest.mark.parametrize("where", [1, 30, 60, 90])
def test_a_member_that_does_not_unpack_is_refused_alone(tmp_path: Path, where: int) -> None:
    (tmp_path / "depot.zip").write_bytes(damaged(where))
    (tmp_path / "paie.dsn").write_bytes(GOOD)
    found = read([tmp_path], on=ON)
    assert found.people == 3
    assert [code for _, code in codes(found)] == ["R08"]


def test_an_unknown_way_of_packing_is_refused(tmp_path: Path) -> None:
    raw = bytearray(archive(tmp_path / "depot.zip", ("paie.dsn", GOOD)).read_bytes())
    for signature, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = raw.find(signature) + at
        raw[place : place + 2] = b"\x63\x00"
    (tmp_path / "depot.zip").write_bytes(raw)
    assert codes(read([tmp_path / "depot.zip"], on=ON)) == [("depot.zip/paie.dsn", "R08")]


def test_an_archive_reads_as_its_files(tmp_path: Path) -> None:
    months = {
        f"{month}.dsn": Sending((Declaration(people(n), month=month),)).encoded()
        for month, n in (("01122025", 4), ("01012026", 3))
    }
    archive(tmp_path / "depot.zip", *months.items())
    (tmp_path / "a").mkdir()
    for name, text in months.items():
        (tmp_path / "a" / name).write_bytes(text)
    packed, plain = (as_json(read([path], on=ON))["entreprises"] for path in (tmp_path / "depot.zip", tmp_path / "a"))
    assert packed == plain
    assert packed[SIREN]["flux"] != []


def test_every_cut_in_the_last_lines_is_refused_or_told(tmp_path: Path) -> None:
    for cut in range(len(GOOD) - 60, len(GOOD)):
        (tmp_path / "a.dsn").write_bytes(GOOD[:cut])
        found = read([tmp_path / "a.dsn"], on=ON)
        told = {code for _, code in codes(found)}
        assert (found.people == 0 and told == {"R07"}) or found.people == 3
        assert told or GOOD[:cut].endswith((b"'1'", b"'1'\r"))  # only the line end is missing


def test_noise_inside_a_file_never_crashes_nor_loses_the_others(tmp_path: Path) -> None:
    rng = zlib.crc32(b"noise")
    (tmp_path / "bon.dsn").write_bytes(content("000100222", 4))
    for _ in range(60):
        rng = zlib.crc32(rng.to_bytes(4, "big"))
        raw = bytearray(GOOD)
        for step in range(1 + rng % 9):
            raw[(rng >> step) % len(raw)] = (rng >> (2 * step)) % 256
        (tmp_path / "abime.dsn").write_bytes(raw)
        by_siren = {company.siren: company.count.people for company in read([tmp_path], on=ON).companies}
        assert by_siren["000100222"] == 4


def peak_of(folder: Path) -> int:
    tracemalloc.start()
    try:
        assert read([folder], on=ON).people == 1500
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_follow_the_number_of_declarations_replaced(tmp_path: Path) -> None:
    staff = people(1500)
    peaks = []
    for versions in (1, 6):
        folder = tmp_path / str(versions)
        folder.mkdir()
        for month in ("01122025", "01012026"):
            for order in range(versions):
                one = Declaration(staff, month=month, order=str(order + 1))
                (folder / f"{month}-{order}.dsn").write_bytes(Sending((one,)).encoded())
        peaks.append(peak_of(folder))
    assert peaks[1] < 1.2 * peaks[0]
