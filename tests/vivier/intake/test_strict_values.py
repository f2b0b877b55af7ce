"""Values that come from elsewhere: what each reader takes as it is, and all that it refuses without quoting it."""

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.intake import strictly
from vivier.intake.data import BANDS, CONTRACTS
from vivier.vocabulary import InputError, Period

JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.integers()), st.binary(max_size=4)
)
READERS = {
    name: getattr(strictly, name)
    for name in ("PCS", "AGES", "DAY", "MONTH", "SIREN", "SIRET", "COUNT", "SEX", "CONTRACT", "DIRECTION", "MOTIVE", "KIND")
}  # fmt: skip


@pytest.mark.parametrize(
    ("reader", "value", "read"),
    [
        ("PCS", "623f", "623f"),
        ("PCS", "6", "6"),
        ("PCS", "inconnu", "inconnu"),
        ("AGES", 14, 14),
        ("AGES", 80, 80),
        *(("AGES", band, band) for band in (*BANDS, "inconnu")),
        ("DAY", "1990-01-01", dt.date(1990, 1, 1)),
        ("DAY", "2100-12-31", dt.date(2100, 12, 31)),
        ("DAY", "2024-02-29", dt.date(2024, 2, 29)),
        ("MONTH", "2026-01", Period(2026, 1)),
        ("SIREN", "732829320", "732829320"),
        ("SIREN", "inconnu", "inconnu"),
        ("SIRET", "73282932000074", "73282932000074"),
        ("SIRET", "73282932000075", "73282932000075"),  # a wrong key is told by the read, never corrected
        ("SIRET", "inconnu", "inconnu"),
        ("COUNT", 1, 1),
        ("COUNT", 1_000_000, 1_000_000),
        *(("CONTRACT", kind, kind) for kind in CONTRACTS),
        ("MOTIVE", "embauche", "embauche"),
        ("MOTIVE", "retraite", "retraite"),
    ],
)
def test_what_a_read_gives_is_taken(reader, value, read):
    found = READERS[reader](value)
    assert (found, type(found)) == (read, type(read))


@pytest.mark.parametrize(
    ("reader", "where", "values"),
    [
        ("PCS", "métiers", ["", "623F", "623", "999z", " 623f", "623f\n", 6, None, ["623f"], b"623f", "６"]),
        ("AGES", "âges", [13, 81, -1, True, 30.0, "30", "25-34", "", None, ["25_34"], 10**30, float("nan")]),
        ("DAY", "dates", ["2026-1-1", "20260131", "2026-W05-6", "2026-02-29", "1989-12-31", "2101-01-01", 0, None,
                          "2026-01-31T00:00", "２０２６-01-31", ["2026-01-31"], ""]),
        ("MONTH", "dates", ["2026-13", "2026", "2026-00", "2026-1", "2026-01-01", "", 202601, None, "1989-12"]),
        ("SIREN", "SIREN", ["732829321", "73282932", "732 829 320", "７３２８２９３２０", 732829320, None, ""]),
        ("SIRET", "établissements", ["7328293200007", "732829320000741", "7328293200007A", "７３２８２９３２０００074",
                                     "Annecy", 73282932000074, None, ""]),
        ("COUNT", "nombres", [0, -1, 1_000_001, True, 1.0, "1", None, [1], 10**400]),
        ("SEX", "sexes", ["h", "M", "", "HF", 1, None, ["H"], {}]),
        ("CONTRACT", "contrats", ["cdi", "STAGE", "", 1, None, ["CDI"]]),
        ("DIRECTION", "mouvements", ["entrée", "", "sorties", None, 1]),
        ("MOTIVE", "mouvements", ["Retraite", "", "059", None, {}]),
        ("KIND", "sources", ["refuse", "declared", "dsn ", "", None, 1]),
    ],
)  # fmt: skip
def test_anything_else_is_refused_by_the_name_of_its_rubric(reader, where, values):
    for value in values:
        with pytest.raises(InputError) as told:
            READERS[reader](value)
        assert str(told.value) == str(strictly.malformed(where))


@given(st.sampled_from(sorted(READERS)), JUNK)
def test_a_reader_gives_the_value_itself_or_the_one_sentence(reader, value):
    with suppress(InputError):  # any other error fails
        found = READERS[reader](value)
        assert found == value or str(found) in (value, f"{value}-01")


@given(JUNK, st.integers(0, 50), st.integers(0, 50))
def test_a_whole_number_is_of_its_range_and_of_its_type(value, least, more):
    try:
        found = strictly.whole(value, least, least + more)
    except InputError:
        assert type(value) is not int or not least <= value <= least + more
    else:
        assert (type(found), found) == (int, value)


@pytest.mark.parametrize(("value", "read"), [(0, 0.0), (1, 1.0), (0.5, 0.5), (2.01, 2.01), (-0.0, 0.0)])
def test_an_amount_is_read_as_a_decimal_number(value, read):
    found = strictly.amount(value, 2.01)
    assert (found, type(found)) == (read, float)


@pytest.mark.parametrize(
    "value", [-0.1, 2.02, float("nan"), float("inf"), -float("inf"), True, "1", None, 10**400, [1]]
)
def test_what_is_no_amount_is_refused(value):
    with pytest.raises(InputError, match="nombres"):
        strictly.amount(value, 2.01)


def test_an_object_has_its_keys_and_no_other():
    assert strictly.exact({"b": 1, "a": 2}, ("a", "b")) == {"a": 2, "b": 1}
    for wrong in ({"a": 1}, {"a": 1, "b": 2, "c": 3}, {}, None, [["a", 1], ["b", 2]], "ab", 3):
        with pytest.raises(InputError, match="rubriques"):
            strictly.exact(wrong, ("a", "b"))


def test_a_list_is_a_list_no_longer_than_said():
    assert strictly.listed([1, "a"], 2, "cases") == [1, "a"]
    assert strictly.each(["H", "F"], strictly.SEX, 2, "sexes") == ["H", "F"]
    for wrong in ([1, 2, 3], (1,), {1}, "ab", None, {"0": 1}):
        with pytest.raises(InputError, match="mois"):
            strictly.listed(wrong, 2, "mois")


@pytest.mark.parametrize("wrong", [[], ["H"], ["H", 1, 1], "H1", None, {"H": 1}, [1, "H"]])
def test_fields_are_all_there_in_their_order(wrong):
    readers = (strictly.SEX, strictly.COUNT)
    assert strictly.fields(["H", 1], readers) == ["H", 1]
    with pytest.raises(InputError):
        strictly.fields(wrong, readers)


def test_a_refusal_never_quotes_what_was_sent():
    for reader in READERS.values():
        with pytest.raises(InputError) as told:
            reader("DURAND")
        assert "DURAND" not in str(told.value)
        assert told.value.__cause__ is None
