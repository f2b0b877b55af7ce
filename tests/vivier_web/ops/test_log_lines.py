"""A line of the log says what happened and nothing of whom."""

import datetime as dt
import json
import logging
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier_web.ops.logs import REQUEST, Json, masked

LOCAL = st.text("abcdefgh.+-_09é", min_size=1, max_size=12)
WORDS = st.text("abcdefghij XYZ,;()[]'\"<>", max_size=20)


def line(message: object, *args: object, error: BaseException | None = None, **extra: Any) -> dict[str, Any]:
    """Give the line of a record."""
    trace = (type(error), error, error.__traceback__) if error is not None else None
    record = logging.LogRecord("vivier.essai", logging.WARNING, "here.py", 1, message, args, trace)
    record.created = dt.datetime(2026, 1, 31, 9, 30, 15, 250_000, tzinfo=dt.UTC).timestamp()
    vars(record).update(extra)
    said = Json().format(record)
    assert "\n" not in said
    return json.loads(said)


BARE = {"time": "2026-01-31T09:30:15.250+00:00", "level": "warning", "logger": "vivier.essai"}


def raised(error: BaseException, depth: int = 0) -> BaseException:
    """Give an error as it is once raised, so many calls deep."""
    try:
        if depth:
            inner = raised(error, depth - 1)
            raise inner
        raise error
    except type(error) as seen:
        return seen


def test_a_line_says_when_how_grave_and_what() -> None:
    assert line("round_failed") == BARE | {"event": "round_failed"}


def test_what_a_message_is_filled_with_is_left_out() -> None:
    assert line("Not Found: %s", "/compte/paul@exemple.fr/") == BARE | {"event": "Not Found: %s"}


def test_only_the_four_known_figures_of_an_answer_are_told() -> None:
    known = {"path": "/compte/", "method": "GET", "status": 200, "ms": 1.5}
    assert line("request", **known, user="paul", email="paul@exemple.fr") == BARE | {"event": "request"} | known


@pytest.mark.parametrize(
    ("message", "event"),
    [
        ("deux\nlignes\t\x00", "deux\nlignes\t\x00"),
        ("é’\u202f»", "é’\u202f»"),
        ('"} , {"level": "x', '"} , {"level": "x'),
        (12, "12"),
        (None, "None"),
        (ValueError("paul@exemple.fr"), "…"),
    ],
)
def test_any_message_makes_one_line_of_json(message: object, event: str) -> None:
    assert line(message) == BARE | {"event": event}


def test_a_line_bears_the_number_of_its_request() -> None:
    token = REQUEST.set("0123456789abcdef")
    try:
        assert line("x")["request"] == "0123456789abcdef"
        assert line("x", request_id="its own")["request"] == "its own"
    finally:
        REQUEST.reset(token)
    assert "request" not in line("x")


def test_an_error_is_told_by_its_kind_and_the_last_places_it_crossed() -> None:
    said = line("failed", error=raised(KeyError("née Dupont"), depth=9))
    assert said["exception"] == "KeyError"
    assert len(said["where"]) == 6
    assert all(place.startswith("test_log_lines.py:") and place.endswith(" raised") for place in said["where"])
    assert "Dupont" not in json.dumps(said, ensure_ascii=False)


def test_an_error_that_was_never_raised_has_a_kind_and_no_place() -> None:
    assert line("failed", error=OSError("x")) == BARE | {"event": "failed", "exception": "OSError", "where": []}


def test_a_log_outside_of_any_error_tells_none() -> None:
    record = logging.LogRecord("vivier", logging.INFO, "here.py", 1, "x", (), sys.exc_info())
    assert "exception" not in json.loads(Json().format(record))


@pytest.mark.parametrize(
    "personal",
    [
        "paul@exemple.fr", "Paul.Dupont+x@sous.exemple.fr", "é@é.fr",
        "192.168.1.254", "2a01:cb00:8a3:1::7", "fe80::1", "::1", "2A01::5", "2001:db8:0:1:2:3:4:5",
        "180017512345678", "1800175123456", "280122A123456", "180012b12345678", "712019912345612",
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", "de {}.", "({})", "email={}", "<{}>", "«{}»"])
def test_what_says_who_somebody_is_is_hidden_wherever_it_stands(personal: str, around: str) -> None:
    assert personal not in masked(around.format(personal))


@pytest.mark.parametrize(
    "plain",
    [
        "", "calcul 12", "2026-01-31T09:00:00+01:00", "09:00:00", "SIREN 732829320", "SIRET 73282932000074",
        "vivier.request", "version 1.2.3", "wave:12 study:4", "a:b:c", "1204 lignes, 99.5 %",
    ],
)  # fmt: skip
def test_what_says_nobody_is_kept_as_it_is(plain: str) -> None:
    assert masked(plain) == plain


@given(before=WORDS, local=LOCAL, host=LOCAL, after=WORDS)
def test_no_address_ever_stays_in_a_message(before: str, local: str, host: str, after: str) -> None:
    said = masked(f"{before} {local}@{host} {after}")
    assert f"{local}@{host}" not in said
    assert "@" not in said


@given(text=st.text(max_size=80))
def test_what_was_masked_has_nothing_more_to_mask(text: str) -> None:
    assert masked(masked(text)) == masked(text)


@pytest.mark.parametrize(
    "name", ["django_tasks", "django_tasks_db", "fontTools.varLib.instancer", "weasyprint.progress"]
)
def test_libraries_that_tell_each_step_do_not_bury_what_happened(name: str) -> None:
    assert not logging.getLogger(name).isEnabledFor(logging.INFO)
    assert logging.getLogger("vivier.worker").isEnabledFor(logging.INFO)
