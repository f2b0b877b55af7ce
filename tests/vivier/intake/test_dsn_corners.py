"""The corners of the DSN notes: what a rule says where two rules meet, or where a file is odd but sound."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from factories.dsn import OTHER_NIC, SIREN, Declaration, Person, Sending, edited, line_of, lot, people, sent
from factories.found import codes, count, told

Read = Callable[..., dict[str, Any]]
SITE = SIREN + "00013"


# Which declarations count


def test_a_month_cancelled_whole_does_not_hide_the_next_one(read_bytes: Read) -> None:
    december = Declaration(people(3), month="01122025")
    cancelling = replace(december, kind="04", order="2", cancels=december.identity, staff=())
    found = read_bytes({"a.dsn": sent(december), "b.dsn": sent(cancelling), "c.dsn": sent(Declaration(people(5)))})
    assert (count(found), codes(found)) == (5, [])


def test_a_company_of_which_everything_is_cancelled_is_not_there(read_bytes: Read) -> None:
    january = Declaration(people(3))
    cancelling = replace(january, kind="04", order="2", cancels=january.identity, staff=())
    found = read_bytes({"a.dsn": sent(january, cancelling)})
    assert (found["entreprises"], codes(found)) == ({}, [])


def test_cancelling_a_cancellation_does_not_bring_the_first_one_back(read_bytes: Read) -> None:
    first = Declaration(people(3), order="1")
    cancelling = replace(first, kind="04", order="2", cancels=first.identity, staff=())
    again = replace(first, kind="04", order="3", cancels=cancelling.identity, staff=())
    assert count(read_bytes({"a.dsn": sent(first, cancelling, again)})) == -1


def test_a_chain_of_replacements_leaves_the_last(read_bytes: Read) -> None:
    versions = [Declaration(people(2), order="1")]
    for order in range(2, 5):
        before = versions[-1]
        versions.append(
            replace(before, kind="03", order=str(order), staff=people(order + 1), cancels=before.identity)
        )
    for order in itertools.permutations(versions):
        assert count(read_bytes({f"{rank}.dsn": sent(one) for rank, one in enumerate(order)})) == 5


def test_the_whole_cut_into_fractions_by_replacements_counts_the_fractions_only(read_bytes: Read) -> None:
    staff = people(6)
    whole = Declaration(staff, order="1")
    halves = [
        replace(whole, staff=staff[:2], fraction="12", order="2", kind="03", cancels=whole.identity),
        replace(whole, staff=staff[2:4], fraction="22", order="3", kind="03", cancels=whole.identity),
    ]
    for order in itertools.permutations([whole, *halves]):
        found = read_bytes({f"{rank}.dsn": sent(one) for rank, one in enumerate(order)})
        assert (count(found), codes(found)) == (4, [])


def test_a_replacement_touches_its_own_fraction_when_both_bear_the_number_it_names(read_bytes: Read) -> None:
    staff = people(6)
    one = Declaration(staff[:3], fraction="12", order="1")
    two = Declaration(staff[3:], fraction="22", order="1")  # the same day and number as the first fraction
    better = replace(two, staff=staff[3:5], kind="03", order="2", cancels=two.identity)
    assert count(read_bytes({"a.dsn": sent(one, two, better)})) == 5


def test_a_replacement_made_the_same_day_under_the_same_number_still_replaces(read_bytes: Read) -> None:
    first = Declaration(people(6))
    second = replace(first, kind="03", staff=people(2), cancels=first.identity)
    for names in (("a.dsn", "b.dsn"), ("b.dsn", "a.dsn")):
        found = read_bytes(dict(zip(names, (sent(first), sent(second)), strict=True)))
        assert (count(found), codes(found)) == (2, [])


def test_two_declarations_that_nothing_ranks_do_not_depend_on_the_names_of_their_files(read_bytes: Read) -> None:
    contents = [sent(Declaration(people(n))) for n in (2, 3, 4)]
    results = {
        count(read_bytes({f"{rank}.dsn": content for rank, content in enumerate(order)}))
        for order in itertools.permutations(contents)
    }
    assert len(results) == 1


def test_the_same_declaration_in_two_files_that_differ_counts_once(read_bytes: Read) -> None:
    one = Declaration(people(4))
    found = read_bytes({"a.dsn": sent(one), "lot.dsn": lot(Sending((one,))), "lf.txt": sent(one, end="\n")})
    assert (count(found), codes(found)) == (4, [])


def test_a_replacement_in_two_files_drops_what_it_names_and_is_not_lost(read_bytes: Read) -> None:
    first = Declaration(people(4))
    better = replace(first, kind="03", order="2", staff=people(6), cancels=first.identity)
    found = read_bytes({"a.dsn": sent(first), "b.dsn": sent(better), "c.dsn": sent(better, end="\n")})
    assert (count(found), codes(found)) == (6, [])


def test_another_establishment_and_another_month_are_never_cancelled(read_bytes: Read) -> None:
    january = Declaration(people(3))
    there = Declaration(people(6)[3:], nic=OTHER_NIC)
    before = Declaration(people(3), month="01122025")
    cancelling = replace(january, kind="04", order="2", cancels=january.identity, staff=())
    found = read_bytes({"a.dsn": sent(january, there, before, cancelling)})
    assert count(found) == 3  # the other establishment, whose declaration bears the same number


def test_leading_zeros_of_an_order_number_do_not_matter(read_bytes: Read) -> None:
    first = Declaration(people(3), order="7")
    cancelling = replace(first, kind="04", order="8", cancels="03022026" + "0007", staff=())
    again = replace(first, order="0010", staff=people(5))
    nine = replace(first, order="9", staff=people(2))
    assert count(read_bytes({"a.dsn": sent(first, cancelling, again, nine)})) == 5


def test_declarations_without_number_date_nor_fraction_are_the_whole(read_bytes: Read) -> None:
    bare = Declaration(people(4), order="", made="", fraction="")
    found = read_bytes({"a.dsn": sent(bare)})
    assert (count(found), codes(found)) == (4, [])


def test_a_name_of_declaration_that_cannot_be_read_is_told_and_nobody_is_lost(read_bytes: Read) -> None:
    odd = Declaration(people(4), kind="03", order="2", cancels="03022026²")
    found = read_bytes({"a.dsn": sent(Declaration(people(3)), odd)})
    assert (count(found), codes(found)) == (4, ["E19"])


@pytest.mark.parametrize(("kind", "there"), [("02", 0), ("05", 0), ("01", 3), ("03", 3)])
def test_types_without_individual_count_nobody_even_if_some_are_written(
    read_bytes: Read, kind: str, there: int
) -> None:
    first = Declaration(people(5))
    last = replace(first, kind=kind, order="2", staff=people(3), cancels=first.identity if kind in "0305" else "")
    assert count(read_bytes({"a.dsn": sent(first, last)})) == there


def test_private_and_unknown_rubrics_in_a_header_open_no_declaration(read_bytes: Read) -> None:
    content = edited(sent(Declaration(people(3))), ("S20.G00.05.002", "S20.G00.05.002,'01'\nS20.G00.05.901,'X'"))
    found = read_bytes({"a.dsn": content})
    assert (list(found["entreprises"]), count(found), codes(found)) == ([SIREN], 3, [])
    unknown = edited(sent(Declaration(people(3))), ("S20.G00.05.002", "S20.G00.05.002,'01'\nS20.G00.05.099,'X'"))
    found = read_bytes({"a.dsn": unknown})
    assert (count(found), told(found)) == (3, [("E02", "S20.G00.05.099", line_of(unknown, "S20.G00.05.099"))])


def test_two_declarations_of_which_the_second_lost_its_first_line_stay_two(read_bytes: Read) -> None:
    other = Declaration(people(7)[3:], nic=OTHER_NIC)
    lines = sent(Declaration(people(3)), other).decode("iso-8859-1").split("\r\n")
    header = [rank for rank, line in enumerate(lines) if line.startswith("S20.G00.05")]
    second = header[8]
    kept = lines[:second] + [lines[header[0]]] + [f"S20.G00.05.{n},'{v}'" for n, v in (("005", "01012026"),)]
    text = "\r\n".join(kept + [line for line in lines[second:] if not line.startswith("S20.G00.05")])
    found = read_bytes({"a.dsn": text.encode("iso-8859-1")})
    assert {site: s["personnes"] for site, s in found["entreprises"][SIREN]["etablissements"].items()} == {
        SITE: 3,
        SIREN + OTHER_NIC: 4,
    }


# What is told, where


@pytest.mark.parametrize(
    ("start", "instead", "code", "rubric"),
    [
        ("S21.G00.06.001", "", "E11", "S21.G00.06.001"),
        ("S21.G00.06.001", "S21.G00.06.001,''", "E11", "S21.G00.06.001"),
        ("S21.G00.11.001", "", "E11", "S21.G00.11.001"),
        ("S20.G00.05.005", "", "E11", "S20.G00.05.005"),
        ("S20.G00.05.005", "S20.G00.05.005,''", "E11", "S20.G00.05.005"),
        ("S20.G00.05.005", "S20.G00.05.005,'01132026'", "E04", "S20.G00.05.005"),
        ("S20.G00.05.002", "S20.G00.05.002,'09'", "E05", "S20.G00.05.002"),
        ("S20.G00.05.003", "S20.G00.05.003,'21'", "E07", "S20.G00.05.003"),
        ("S20.G00.05.007", "S20.G00.05.007,'30022026'", "E04", "S20.G00.05.007"),
        ("S20.G00.05.004", "S20.G00.05.004,'1a'", "E07", "S20.G00.05.004"),
        ("S10.G00.00.005", "S10.G00.00.005,'07'", "E05", "S10.G00.00.005"),
        ("S10.G00.00.006", "S10.G00.00.006,'P99V01'", "E16", "S10.G00.00.006"),
        ("S10.G00.01.001", "S10.G00.01.001;000100008", "E01", "S10.G00.01.001"),
        ("S10.G00.01.001", "S10.G00.01.077,'000100008'", "E02", "S10.G00.01.077"),
        ("S21.G00.30.019", "S21.G00.30.019,M00042", "E01", "S21.G00.30.019"),
        ("S21.G00.30.002", "S21.G00.30.002,DURAND", "E01", "S21.G00.30.002"),
    ],
)
def test_a_fault_of_the_envelope_or_of_a_header_is_told_once_at_its_line(
    read_bytes: Read, start: str, instead: str, code: str, rubric: str
) -> None:
    content = edited(sent(Declaration()), (start, instead))
    where = line_of(content, instead) if instead and code != "E11" else line_of(content, "S20.G00.05.001")
    assert told(read_bytes({"a.dsn": content})) == [(code, rubric, where)]


def test_a_declaration_of_unknown_nature_is_told(read_bytes: Read) -> None:
    found = read_bytes({"a.dsn": edited(sent(Declaration()), ("S20.G00.05.001", "S20.G00.05.001,'77'"))})
    assert (found["entreprises"], codes(found)) == ({}, ["N10", "E05"])


@pytest.mark.parametrize("nature", ["04", "07", "08", "10"])
def test_a_file_of_events_only_says_so_unless_the_months_of_its_company_are_here(
    read_bytes: Read, nature: str
) -> None:
    event = sent(Declaration((Person(nir="1701238991777"),), nature=nature, month=""))
    alone = read_bytes({"evenement.dsn": event})
    assert (alone["entreprises"], codes(alone)) == ({}, ["N10"])
    beside = read_bytes({"evenement.dsn": event, "mois.dsn": sent(Declaration(people(2)))})
    assert (count(beside), codes(beside)) == (2, [])


@pytest.mark.parametrize("blank", ["", "   ", "\t"])
def test_blank_lines_are_ignored_wherever_they_are(read_bytes: Read, blank: str) -> None:
    lines = sent(Declaration(people(3))).decode("iso-8859-1").split("\r\n")
    text = ("\r\n" + blank + "\r\n").join(lines)
    found = read_bytes({"a.dsn": text.encode("iso-8859-1")})
    assert (count(found), codes(found)) == (3, [])


@pytest.mark.parametrize("tail", [b"\x1a", b"\x00" * 300, b"\r\n\r\n \r\n"])
def test_what_old_systems_leave_after_the_last_line_is_no_fault(read_bytes: Read, tail: bytes) -> None:
    found = read_bytes({"a.dsn": sent(Declaration(people(3))) + tail})
    assert (count(found), codes(found)) == (3, [])


def test_spaces_after_the_last_apostrophe_are_no_fault(read_bytes: Read) -> None:
    text = sent(Declaration(people(3))).replace(b"\r\n", b"  \r\n")
    found = read_bytes({"a.dsn": text})
    assert (count(found), codes(found)) == (3, [])


def test_totals_count_private_rubrics_but_not_wrappers_nor_blank_lines(read_bytes: Read) -> None:
    sending = Sending((Declaration(people(2), private=True),), private=True)
    wrapped = lot(sending).decode("cp1252").replace("S90.G00.90.001", "S06.G51.00.002,'2'\r\n\r\nS90.G00.90.001")
    assert codes(read_bytes({"a.dsn": wrapped.encode("cp1252")})) == []


@pytest.mark.parametrize(("rubric", "said"), [("001", "999"), ("001", "douze"), ("002", "0"), ("002", "deux")])
def test_a_wrong_total_is_told_at_its_own_line(read_bytes: Read, rubric: str, said: str) -> None:
    text = sent(Declaration(people(2))).decode("iso-8859-1").split("\r\n")
    rank = next(rank for rank, line in enumerate(text) if line.startswith(f"S90.G00.90.{rubric}"))
    text[rank] = f"S90.G00.90.{rubric},'{said}'"
    found = read_bytes({"a.dsn": "\r\n".join(text).encode("iso-8859-1")})
    assert (count(found), told(found)) == (2, [("E12", f"S90.G00.90.{rubric}", rank + 1)])


def test_an_envelope_of_a_lot_that_lost_its_last_line_loses_nobody(read_bytes: Read) -> None:
    first = Sending((Declaration(people(2)),)).text().replace("S90.G00.90.002,'1'\r\n", "")
    second = Sending((Declaration(people(3), siren="000100222", nic="00017"),)).text()
    found = read_bytes({"lot.dsn": (first + second).encode("iso-8859-1")})
    assert (count(found), count(found, "000100222"), set(codes(found))) == (2, 3, {"E12"})


def test_an_envelope_that_never_ends_refuses_the_file(read_bytes: Read) -> None:
    first = Sending((Declaration(people(2)),)).text()
    broken = first[: first.index("S90.G00.90.001")] + first
    found = read_bytes({"lot.dsn": broken.encode("iso-8859-1"), "b.dsn": sent(Declaration(people(4)))})
    assert (count(found), codes(found)) == (4, ["R07"])


def test_sendings_of_several_norms_in_one_file_are_read_each_by_its_own(read_bytes: Read) -> None:
    newer = Sending((Declaration(people(2)),), norm="P26V01")
    older = Sending((Declaration(people(4), siren="000100222", nic="00017"),), norm="P24V01")
    odd = Sending((Declaration(people(3), month="01122025"),), norm="P31V01")
    content = lot(newer, odd, older)
    found = read_bytes({"lot.dsn": content})
    assert (count(found), count(found, "000100222")) == (2, 4)
    (only,) = [one for one in found["anomalies"] if one["code"] == "E16"]
    assert content.decode("cp1252").split("\r\n")[only["ligne"] - 1] == "S10.G00.00.006,'P31V01'"


def test_one_test_sending_refuses_its_file_and_only_it(read_bytes: Read) -> None:
    mixed = lot(Sending((Declaration(people(2)),)), Sending((Declaration(people(3)),), real="01"))
    found = read_bytes({"lot.dsn": mixed, "reel.dsn": sent(Declaration(people(5)))})
    assert (count(found), codes(found)) == (5, ["E17"])


def test_the_mark_of_utf8_before_the_very_first_rubric_hides_nothing(read_bytes: Read) -> None:
    text = Sending((Declaration((Person(name="ŒUVRÉ"),)),)).text()
    bare = text[text.index("S20.G00.05.001") : text.index("S90.G00.90.001")]  # no envelope at all
    found = read_bytes({"a.dsn": bare.encode("utf-8-sig")})
    assert (count(found), codes(found)) == (1, [])


@pytest.mark.parametrize("block", ["S21.G00.31.001", "S21.G00.40.001", "S21.G00.41.001", "S21.G00.62.001"])
def test_a_block_before_anyone_is_out_of_the_tree(read_bytes: Read, block: str) -> None:
    content = edited(sent(Declaration()), ("S21.G00.30.001", f"{block},'01012026'\nS21.G00.30.001,'1681001991001'"))
    found = read_bytes({"a.dsn": content})
    assert (count(found), told(found)) == (1, [("E03", block[:10], line_of(content, block))])
