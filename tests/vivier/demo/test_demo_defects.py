"""Each defect is really there, and a reader that follows the rules still finds the true people."""

from collections import Counter

import pytest

from oracles.plain_dsn import cells_of, declarations_of, envelopes_of, retained
from vivier.demo import Member, fiction, present
from vivier.demo.data import MONTHS
from vivier.demo.defects import DEFECTS, Defect, makers_of, placed
from vivier.demo.deposits import File, payroll_files, plain
from vivier.demo.pole import DEFECTIVE
from vivier.vocabulary import Period

POLE = fiction(11, 10)
PLACED = {defect.name.split()[0]: (host, defect) for host, defect in placed(POLE)}
SOUND = ("DSN en UTF-8", "mois remplacé (type 03)", "mois annulé (type 04) puis renvoyé", "mois en deux fractions")


def files_of(defect: Defect, host: Member) -> tuple[File, ...]:
    return defect.make(host, defect.month)


def named(beginning: str) -> tuple[Member, Defect, tuple[File, ...]]:
    host, defect = next((host, each) for host, each in placed(POLE) if each.name.startswith(beginning))
    return host, defect, files_of(defect, host)


def true_cells(member: Member, month: Period) -> Counter:
    return Counter(
        (one.main.trade.pcs, one.age, one.person.sex, one.main.group) for one in present(member, month.last)
    )


def text_of(file: File, encoding: str = "iso-8859-1") -> str:
    return file.content.decode(encoding)


def test_every_defect_is_promised_once_and_in_its_own_month():
    assert len(DEFECTS) == 8
    assert {defect.month for defect in DEFECTS} == DEFECTIVE
    assert len({defect.month for defect in DEFECTS}) == len(DEFECTS)
    assert all(defect.month in MONTHS[1:-1] for defect in DEFECTS)
    assert all(defect.fate for defect in DEFECTS)


@pytest.mark.parametrize("members", [1, 3, 10])
def test_every_defect_has_a_host_in_a_small_pole_too(members):
    pole = fiction(11, members)
    assert [defect for _, defect in placed(pole)] == list(DEFECTS)
    assert all(host.source == "dsn" for host, _ in placed(pole))


def test_a_pole_without_payroll_files_has_no_payroll_defect():
    assert placed([member for member in POLE if member.source != "dsn"]) == ()


def test_defects_take_the_place_of_the_sound_months():
    for host in {id(host): host for host, _ in placed(POLE)}.values():
        makers = makers_of(host, POLE)
        names = [file.name for file in payroll_files(host, makers)]
        expected = [file.name for month in host.months for file in makers.get(month, plain)(host, month)]
        assert names == expected
        assert len(set(names)) == len(names)
        assert len(names) > len(host.months) - 1


@pytest.mark.parametrize("name", SOUND)
def test_the_month_is_whole_once_the_rules_are_followed(name):
    host, defect, files = named(name)
    encoding = "utf-8" if "UTF-8" in name else "iso-8859-1"
    declarations = retained(each for file in files for each in declarations_of(text_of(file, encoding)))
    assert cells_of(declarations, defect.month.last) == true_cells(host, defect.month)


@pytest.mark.parametrize("name", SOUND)
def test_the_order_of_the_files_does_not_matter(name):
    host, defect, files = named(name)
    encoding = "utf-8" if "UTF-8" in name else "iso-8859-1"
    declarations = retained(each for file in reversed(files) for each in declarations_of(text_of(file, encoding)))
    assert cells_of(declarations, defect.month.last) == true_cells(host, defect.month)


def test_the_test_sending_says_it_is_one_and_comes_beside_the_real_one():
    _, defect, (real, test) = named("envoi de test")
    assert real.name == f"dsn_{defect.month}.dsn"
    assert test.name == f"dsn_{defect.month}_essai.dsn"
    assert "S10.G00.00.005,'02'" in text_of(real)
    assert "S10.G00.00.005,'01'" in text_of(test)


def test_the_utf_8_file_would_be_misread_as_latin_1():
    host, defect, (file,) = named("DSN en UTF-8")
    (sound,) = plain(host, defect.month)
    assert file.content.decode("utf-8") == sound.content.decode("iso-8859-1")
    assert file.content != sound.content


def test_the_first_sending_of_a_replaced_month_is_really_wrong():
    host, defect, (first, second) = named("mois remplacé")
    assert cells_of(declarations_of(text_of(first)), defect.month.last) != true_cells(host, defect.month)
    for old, new in zip(declarations_of(text_of(first)), declarations_of(text_of(second)), strict=True):
        assert new.rubrics["002"] == "03"
        assert new.rubrics["006"] == old.rubrics["007"] + old.rubrics["004"]
        assert len(old.all("S21.G00.30")) == len(new.all("S21.G00.30")) - 2


def test_the_cancellation_names_what_it_cancels_and_holds_nobody():
    _, _, (first, cancellation, again) = named("mois annulé")
    for old, none, new in zip(*(declarations_of(text_of(f)) for f in (first, cancellation, again)), strict=True):
        assert none.rubrics["002"] == "04"
        assert none.rubrics["006"] == old.rubrics["007"] + old.rubrics["004"]
        assert none.all("S21.G00.30") == []
        assert new.rubrics["002"] == "01"
        assert int(old.rubrics["004"]) < int(none.rubrics["004"]) < int(new.rubrics["004"])


def test_fractions_share_the_people_between_them():
    host, defect, (one, other) = named("mois en deux fractions")
    halves = [declarations_of(text_of(file)) for file in (one, other)]
    assert [{each.rubrics["003"] for each in half} for half in halves] == [{"12"}, {"22"}]
    numbers = [{person.rubrics["019"] for each in half for person in each.all("S21.G00.30")} for half in halves]
    assert numbers[0]
    assert numbers[1]
    (whole,) = plain(host, defect.month)
    everybody = {p.rubrics["019"] for each in declarations_of(text_of(whole)) for p in each.all("S21.G00.30")}
    assert numbers[0] | numbers[1] == everybody


def test_the_lot_holds_two_envelopes_in_windows_1252_between_its_wrappers():
    host, defect, (lot,) = named("lot")
    text = text_of(lot, "cp1252")
    lines = text.splitlines()
    assert lot.name == f"lot_{defect.month}.txt"
    assert [lines[0][:3], lines[2][:3], lines[-2][:3], lines[-1][:3]] == ["S05", "S06", "S96", "S95"]
    assert {b"\x9c", b"\x92"} <= {bytes([byte]) for byte in lot.content}  # œ and ’
    with pytest.raises(UnicodeDecodeError):
        lot.content.decode("utf-8")
    envelopes = envelopes_of(text)
    assert len(envelopes) == 2
    for envelope in envelopes:
        assert envelope[-2] == f"S90.G00.90.001,'{len(envelope)}'"
        assert any(line.startswith("S10.G00.95.900") for line in envelope)
        assert any(line.startswith("S20.G00.96.902") for line in envelope)
        assert any(line.startswith("S21.G00.06.903") for line in envelope)
    (_, current) = envelopes
    assert cells_of(declarations_of("\n".join(current)), defect.month.last) == true_cells(host, defect.month)


def test_the_lot_repeats_the_month_before_to_the_letter():
    host, defect, (lot,) = named("lot")
    before, _ = envelopes_of(text_of(lot, "cp1252"))
    repeated = declarations_of("\n".join(before))
    (sound,) = plain(host, defect.month.previous())
    original = declarations_of(text_of(sound))
    assert [each.rubrics for each in repeated] == [each.rubrics for each in original]
    both = retained([*repeated, *original])
    assert len(both) == len(original)


def test_every_line_of_the_lot_keeps_its_closing_apostrophe():
    _, _, (lot,) = named("lot")
    assert all(line.endswith("'") and line.count(",'") >= 1 for line in text_of(lot, "cp1252").splitlines())


def test_the_faulty_file_has_its_five_faults_and_no_other():
    host, defect, (file,) = named("plusieurs fautes")
    (sound,) = plain(host, defect.month)
    pairs = zip(text_of(sound).splitlines(), text_of(file).splitlines(), strict=True)
    changed = {new for old, new in pairs if old != new}
    assert changed == {
        "S21.G00.40.004,'999z'",
        "S21.G00.40.001,'31022020'",
        f"S21.G00.40.019,'{host.siren}99999'",
        "S21.G00.40.013,'151,67'",
        "S90.G00.90.001,'99999'",
    }


def test_each_fault_of_the_faulty_file_touches_somebody_else():
    _, _, (file,) = named("plusieurs fautes")
    lines = text_of(file).splitlines()
    people = [at for at, line in enumerate(lines) if line.startswith("S21.G00.30.002")]
    faults = [at for at, line in enumerate(lines) if "999z" in line or "31022020" in line or "99999'" in line]
    owners = [sum(at > start for start in people) for at in faults[:-1]]
    assert len(set(owners)) == len(owners) == 3


def test_the_cut_file_stops_before_its_totals():
    host, defect, (file,) = named("DSN coupée")
    (sound,) = plain(host, defect.month)
    assert sound.content.startswith(file.content)
    assert len(file.content) == len(sound.content) // 2
    assert b"S90.G00.90" not in file.content


@pytest.mark.parametrize("host_and_defect", placed(POLE), ids=lambda pair: pair[1].name)
def test_a_defect_never_spoils_the_months_beside(host_and_defect):
    host, defect = host_and_defect
    made = {file.name: file.content for file in payroll_files(host, makers_of(host, POLE))}
    beside = [
        month for month in (defect.month.previous(), MONTHS[MONTHS.index(defect.month) + 1])
        if month not in makers_of(host, POLE) and month in host.months
    ]  # fmt: skip
    for month in beside:
        (sound,) = plain(host, month)
        assert made[sound.name] == sound.content
