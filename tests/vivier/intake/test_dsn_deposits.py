"""Several declarations, several months, any order: what counts is decided once."""

import itertools
import json
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.dsn import OTHER_NIC, SIREN, Contract, Declaration, Person, Sending, people

Read = Callable[..., dict[str, Any]]


def figures(found: dict[str, Any]) -> str:
    return json.dumps(found["entreprises"], sort_keys=True)


def every_order(read_bytes: Read, contents: list[bytes]) -> dict[str, Any]:
    """Read the same contents under every assignment of names, and check that nothing changes."""
    orders = itertools.permutations(contents)
    results = [read_bytes({f"{rank}.dsn": content for rank, content in enumerate(order)}) for order in orders]
    assert len({figures(found) for found in results}) == 1
    assert len({tuple(sorted(a["code"] for a in found["anomalies"])) for found in results}) == 1
    return results[0]


def sent(*declarations: Declaration) -> bytes:
    return Sending(declarations).encoded()


def count(found: dict[str, Any]) -> int:
    return found["entreprises"].get(SIREN, {"personnes": -1})["personnes"]


def test_the_highest_order_number_wins_as_a_number(read_bytes: Read) -> None:
    found = every_order(
        read_bytes,
        [
            sent(Declaration(people(3), order="9")),
            sent(Declaration(people(5), order="10")),
            sent(Declaration(people(7))),
        ],
    )
    assert count(found) == 5


def test_equal_orders_are_decided_by_the_constitution_date(read_bytes: Read) -> None:
    later = Declaration(people(5), made="15022026")
    assert count(every_order(read_bytes, [sent(Declaration(people(3))), sent(later)])) == 5


def test_a_replacement_drops_what_it_names(read_bytes: Read) -> None:
    first = Declaration(people(3), order="1")
    second = Declaration(people(4), kind="03", order="2", cancels=first.identity, made="05022026")
    assert count(every_order(read_bytes, [sent(first), sent(second)])) == 4


def test_a_replacement_of_lower_order_still_drops_what_it_names(read_bytes: Read) -> None:
    first = Declaration(people(3), order="7")
    second = Declaration(people(4), kind="03", order="2", cancels=first.identity)
    assert count(every_order(read_bytes, [sent(first), sent(second)])) == 4


def test_a_cancelled_month_falls_back_on_the_month_before(read_bytes: Read) -> None:
    december = Declaration(people(6), month="01122025", made="03012026")
    january = Declaration(people(3), order="1")
    cancelling = Declaration((), kind="04", order="2", cancels=january.identity)
    found = every_order(read_bytes, [sent(december), sent(january), sent(cancelling)])
    assert count(found) == 6
    assert [a["code"] for a in found["anomalies"]] == ["N01"]


def test_a_cancelled_declaration_sent_again_counts(read_bytes: Read) -> None:
    january = Declaration(people(3), order="1")
    cancelling = Declaration((), kind="04", order="2", cancels=january.identity)
    again = Declaration(people(5), order="3", made="07022026")
    assert count(every_order(read_bytes, [sent(january), sent(cancelling), sent(again)])) == 5


def test_what_is_cancelled_and_not_there_is_told(read_bytes: Read) -> None:
    alone = Declaration(people(4), kind="03", order="2", cancels="030220261")
    found = read_bytes({"a.dsn": sent(alone)})
    assert count(found) == 4
    assert [a["code"] for a in found["anomalies"]] == ["E19"]


def test_a_replacement_without_people_empties_the_month(read_bytes: Read) -> None:
    first = Declaration(people(3))
    empty = Declaration((), kind="05", order="2", cancels=first.identity)
    assert count(every_order(read_bytes, [sent(first), sent(empty)])) == 0


def test_fractions_add_up_and_each_is_replaced_by_itself(read_bytes: Read) -> None:
    staff = people(9)
    one = Declaration(staff[:5], fraction="12", order="1")
    two = Declaration(staff[5:8], fraction="22", order="2")
    better = Declaration(staff[5:], fraction="22", order="3", kind="03", cancels=two.identity, made="05022026")
    assert count(every_order(read_bytes, [sent(one), sent(two), sent(better)])) == 9


def test_a_missing_fraction_is_told(read_bytes: Read) -> None:
    found = read_bytes({"a.dsn": sent(Declaration(people(4), fraction="12"))})
    assert count(found) == 4
    assert [a["code"] for a in found["anomalies"]] == ["N05"]


def test_an_establishment_that_stops_declaring_is_told(read_bytes: Read) -> None:
    december = [Declaration(people(3), month="01122025"), Declaration(people(2), month="01122025", nic=OTHER_NIC)]
    found = read_bytes({"a.dsn": sent(*december), "b.dsn": sent(Declaration(people(3)))})
    assert [a["code"] for a in found["anomalies"]] == ["N04"]
    assert found["entreprises"][SIREN]["flux"] == []  # a missing declaration is not a departure


def test_a_month_that_is_missing_is_told_and_gives_no_flow(read_bytes: Read) -> None:
    november = sent(Declaration(people(6), month="01112025"))
    found = read_bytes({"a.dsn": november, "b.dsn": sent(Declaration(people(3)))})
    assert [a["code"] for a in found["anomalies"]] == ["N13"]
    assert "1 mois entre novembre 2025 et janvier 2026" in found["anomalies"][0]["message"]
    assert found["entreprises"][SIREN]["flux"] == []


def test_flows_tell_who_joined_and_who_left_and_why(read_bytes: Read) -> None:
    stays, leaves, retires = people(3)
    retired = replace(retires, contracts=(retires.contracts[0].ended("31122025", "039"),))
    resigned = replace(leaves, contracts=(leaves.contracts[0].ended("12012026", "059"),))
    joins = Person(nir="2950738991001", sex="02", born="14071995", contracts=(Contract("N", start="05012026"),))
    december = sent(Declaration((stays, leaves, retired), month="01122025"))
    january = sent(Declaration((stays, resigned, joins)))
    flows = every_order(read_bytes, [december, january])["entreprises"][SIREN]["flux"]
    assert [(f["mois"], f["sens"], f["pcs"], f["motif"], f["n"]) for f in flows] == [
        ("2026-01", "entree", "623f", "embauche", 1),
        ("2026-01", "sortie", "474b", "retraite", 1),  # left on 31 December: present that day, gone a month later
        ("2026-01", "sortie", "628a", "demission", 1),
    ]


def test_renumbering_a_new_nir_and_a_transfer_are_no_flow(read_bytes: Read) -> None:
    first, second, third = people(3)
    number = first.contracts[0].number
    renumbered = Contract("NEW", blocks=(("S21.G00.41.001", "01012026"), ("S21.G00.41.014", number)))
    new_nir = replace(second, nir="2750638992777", changes=(("S21.G00.31.008", second.nir),))
    moved = replace(third.contracts[0], blocks=(("S21.G00.41.001", "01012026"), ("S21.G00.41.012", SIREN + "00013")))
    december = [Declaration((first, second, third), month="01122025"), Declaration((), "01122025", nic=OTHER_NIC)]
    january = [
        Declaration((replace(first, contracts=(renumbered,)), new_nir)),
        Declaration((replace(third, contracts=(moved,)),), nic=OTHER_NIC),
    ]
    found = every_order(read_bytes, [sent(*december), sent(*january)])["entreprises"][SIREN]
    assert (found["personnes"], found["flux"]) == (3, [])


def test_the_identity_of_stocks_and_flows_holds_every_month(read_bytes: Read) -> None:
    rng = random.Random(7)
    pool = people(60)
    months = ["01112025", "01122025", "01012026"]
    present = [set(rng.sample(range(60), 40)) for _ in months]
    files = {
        f"{month}.dsn": sent(Declaration(tuple(pool[i] for i in sorted(there)), month=month))
        for month, there in zip(months, present, strict=True)
    }
    flux = read_bytes(files)["entreprises"][SIREN]["flux"]
    for rank, month in ((1, "2025-12"), (2, "2026-01")):
        joined = sum(f["n"] for f in flux if f["mois"] == month and f["sens"] == "entree")
        left = sum(f["n"] for f in flux if f["mois"] == month and f["sens"] == "sortie")
        assert joined == len(present[rank] - present[rank - 1])
        assert left == len(present[rank - 1] - present[rank])


def test_three_months_with_corrections_cancellations_and_fractions_in_every_order(read_bytes: Read) -> None:
    staff = people(8)
    november = Declaration(staff[:4], month="01112025", made="03122025", order="1")
    corrected = replace(november, staff=staff[:5], kind="03", order="4", cancels=november.identity)
    wrong = Declaration(staff[:2], month="01122025", made="03012026", order="2")
    cancelling = replace(wrong, staff=(), kind="04", order="5", cancels=wrong.identity)
    halves = [
        Declaration(staff[:4], fraction="12", order="6"),
        Declaration(staff[4:], fraction="22", order="7"),
    ]
    again = replace(wrong, staff=staff[:6], order="8")
    contents = [sent(november, wrong), sent(corrected, cancelling), sent(again), sent(halves[1]), sent(halves[0])]
    found = every_order(read_bytes, contents)["entreprises"][SIREN]
    assert found["personnes"] == 8
    by_month = {(f["mois"], f["sens"]): 0 for f in found["flux"]}
    for flow in found["flux"]:
        by_month[flow["mois"], flow["sens"]] += flow["n"]
    assert by_month == {("2025-12", "entree"): 1, ("2026-01", "entree"): 2}


@settings(max_examples=30, deadline=None)
@given(cut=st.integers(0, 12), parts=st.integers(1, 9), seed=st.integers(0, 999))
def test_splitting_into_fractions_and_importing_again_change_nothing(cut: int, parts: int, seed: int) -> None:
    read_bytes = _reader()
    staff = list(people(12))
    whole = read_bytes({"a.dsn": sent(Declaration(tuple(staff)))})
    random.Random(seed).shuffle(staff)
    shares = [tuple(staff[rank::parts]) for rank in range(parts)]
    shares[0], shares[-1] = (*shares[0], *shares[-1][:cut]), shares[-1][cut:] if parts > 1 else shares[-1]
    files = {
        f"{rank}.dsn": sent(Declaration(share, fraction=f"{rank + 1}{parts}", order=str(rank + 1)))
        for rank, share in enumerate(shares)
    }
    split = read_bytes(files)
    assert figures(split) == figures(whole)
    again = read_bytes({**files, **{f"copie_{name}": content for name, content in files.items()}})
    assert figures(again) == figures(whole)
    cells = whole["entreprises"][SIREN]["cellules"]
    assert sum(cell["n"] for cell in cells) == whole["entreprises"][SIREN]["personnes"] == 12


def _reader() -> Read:
    """Give a reader outside pytest's fixtures: Hypothesis runs the body many times."""
    import datetime as dt
    import tempfile
    from pathlib import Path

    from vivier.intake import read
    from vivier.intake.layout import as_json

    def run(files: dict[str, bytes]) -> dict[str, Any]:
        with tempfile.TemporaryDirectory() as name:
            for file, content in files.items():
                (Path(name) / file).write_bytes(content)
            return as_json(read([name], on=dt.date(2026, 1, 31)))

    return run


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 7), st.sampled_from(["01", "03", "04"]), st.integers(1, 4)), max_size=5),
    st.data(),
)
def test_any_deposit_gives_the_same_figures_in_any_order(
    moves: list[tuple[int, str, int]], data: st.DataObject
) -> None:
    read_bytes = _reader()
    declarations = [Declaration(people(5))]
    for size, kind, target in moves:
        named = declarations[min(target, len(declarations)) - 1].identity if kind != "01" else ""
        order = str(len(declarations) + 1)
        declarations.append(Declaration(people(size), kind=kind, order=order, cancels=named))
    contents = [sent(one) for one in declarations]
    shuffled = data.draw(st.permutations(contents))
    straight = read_bytes({f"{i}.dsn": content for i, content in enumerate(contents)})
    mixed = read_bytes({f"{i}.dsn": content for i, content in enumerate(shuffled)})
    assert figures(straight) == figures(mixed)


@pytest.mark.parametrize("copies", [2, 3])
def test_the_same_file_twice_is_read_once_and_said(read_bytes: Read, copies: int) -> None:
    content = sent(Declaration(people(4)))
    found = read_bytes({f"{i}.dsn": content for i in range(copies)})
    assert count(found) == 4
    assert [a["code"] for a in found["anomalies"]] == ["N11"] * (copies - 1)
