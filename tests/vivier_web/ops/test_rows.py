"""A row written as a line of JSON comes back the same, whatever it holds."""

import datetime as dt
import json
import uuid
from typing import Any

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st

from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act, User
from vivier_web.members.models import Membership, Organisation
from vivier_web.ops.archive.rows import columns, line_of, lines, row, tables
from vivier_web.skills.models import Deposit, Run

PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside, max_size=3),
    max_leaves=6,
)
INSTANTS = st.datetimes(dt.datetime(1970, 1, 1), dt.datetime(2200, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001


def back(model: Any, **values: Any) -> Any:
    """Write a row that holds these values as a line, and read it."""
    fields = columns(model)
    return row(model, fields, line_of([values.get(field.attname) for field in fields]).encode())


@given(result=st.binary(max_size=200) | st.none(), at=INSTANTS, parameters=PLAIN, progress=st.floats(0, 1))
def test_bytes_instants_and_documents_come_back(
    result: Any, at: dt.datetime, parameters: Any, progress: float
) -> None:
    read = back(Run, result=result, queued_at=at, parameters=parameters, progress=progress, pole_id=7)
    assert (None if read.result is None else bytes(read.result)) == result
    assert read.queued_at == at
    assert read.parameters == parameters
    assert (read.progress, read.pole_id) == (progress, 7)


@given(on=st.dates(), name=st.text(), siren=st.none() | st.text(max_size=9), pk=st.uuids())
def test_days_texts_and_numbers_come_back(on: dt.date, name: str, siren: str | None, pk: uuid.UUID) -> None:
    assert back(Membership, joined_on=on, left_on=None).joined_on == on
    read = back(Organisation, name=name, siren=siren)
    assert (read.name, read.siren) == (name, siren)
    assert back(DBTaskResult, id=pk).id == pk


def test_the_hour_of_an_act_keeps_its_microseconds() -> None:
    at = dt.datetime(2026, 3, 29, 2, 30, 0, 123456, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    assert back(Act, at=at).at == at


@pytest.mark.parametrize("line", [b"[]", b"{}", b"[1,2]", b'"x"'])
def test_a_line_that_has_not_the_columns_of_its_table_is_refused(line: bytes) -> None:
    with pytest.raises(InputError, match="abîmée"):
        row(User, columns(User), line)


def test_every_table_of_people_and_poles_is_saved_and_sessions_are_not(pole: Cluster) -> None:
    names = {model._meta.db_table for model in tables()}
    assert {"accounts_act", "accounts_user", "members_pole_networks", "skills_run", "api_apitoken"} <= names
    assert "django_session" not in names
    assert len(list(lines(User, "default"))) == User.objects.count()


def test_rows_of_every_pole_are_saved_whatever_pole_is_looked_at(pole: Cluster) -> None:
    with scopes_disabled():
        written = [json.loads(line) for line in lines(Membership, "default")]
        assert len(written) == Membership.objects.count() == 3
    assert list(lines(Deposit, "default")) == []


def test_what_has_no_plain_writing_is_refused_rather_than_lost() -> None:
    with pytest.raises(TypeError):
        line_of([object()])
    assert json.loads(line_of([timezone.localdate()])) == [timezone.localdate().isoformat()]
