"""A plan of shared training as files, and what becomes of it with time."""

import csv
import datetime as dt
import io

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from factories import needed, trained
from factories.cluster import Cluster
from vivier_web.skills.actions.needs_asking import KEPT, erase_old_returns
from vivier_web.skills.actions.training_plans import answer_seats
from vivier_web.skills.models import SeatAnswer, TrainingConsent, TrainingCourse, TrainingNeed, TrainingPlan, Wave
from vivier_web.skills.queries.training_files import _escaped, _folded, plan_calendar, plan_csv, plan_workbook
from vivier_web.skills.queries.training_plans import told


@pytest.fixture
def plan(pole: Cluster):
    return trained.proposed(pole)


def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_the_table_of_sessions_opens_in_a_french_spreadsheet(plan):
    content = plan_csv(told(plan))
    assert content.startswith(b"\xef\xbb\xbfSession;Formation;Lieu")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert {len(row) for row in rows} == {10}
    assert [row[1] for row in rows[1:]] == [one.course for one in told(plan).sessions]
    assert sum(int(row[4]) for row in rows[1:]) == plan.result["people_trained"]
    assert "." not in rows[1][6]


def test_the_workbook_says_who_sends_how_many_and_adds_up(plan):
    book = load_workbook(io.BytesIO(plan_workbook(told(plan))))
    assert book.sheetnames == ["Sessions", "Places par membre"]
    seats = list(book["Places par membre"].values)[1:]
    assert sum(people for _, _, people, _ in seats) == plan.result["people_trained"]
    assert {company for _, company, _, _ in seats} <= set(told_names(plan))


def told_names(plan):
    return [each.company for one in told(plan).sessions for each in one.going]


def test_the_calendar_names_no_member_and_promises_no_day(plan):
    lines = unfolded(plan_calendar(told(plan)))
    assert (lines[0], lines[-2]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    with_quarter = [one for one in told(plan).sessions if one.period.startswith("20")]
    assert lines.count("BEGIN:VEVENT") == len(with_quarter) > 0
    assert lines.count("STATUS:TENTATIVE") == len(with_quarter)
    names = told_names(plan)
    assert names
    assert not [name for name in names if name in "\n".join(lines)]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_a_long_line_is_cut_as_calendars_want_and_read_back_whole(text):
    pieces = list(_folded(text))
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == text
    assert all(piece.startswith(" ") for piece in pieces[1:])


@pytest.mark.parametrize(
    ("said", "written"),
    [("Tuteurs, module 2; TIG", r"Tuteurs\, module 2\; TIG"), ("a\\b\nc", r"a\\b c"), ("", "")],
)
def test_a_calendar_escapes_what_separates(said, written):
    assert _escaped(said) == written


def test_a_formula_in_a_name_is_never_computed(pole: Cluster):
    call = needed.opened(pole.pole)
    trained.course(pole.pole, course="=1+1")
    trained.place(pole.pole)
    trained.wished(call, pole.members[0], 4, topic=trained.TOPIC)
    trained.need(pole.pole, pole.members[0], course="=1+1", people="4")
    plan = trained.work_out_plan(trained.queue_plan(call.wave, trained.ASKED, by=None).pk)
    assert [one.course for one in told(plan).sessions] == ["=1+1"]
    assert ";'=1+1;" in plan_csv(told(plan)).decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(plan_workbook(told(plan))))["Sessions"]
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("'=1+1", "s")


def test_plans_consents_and_needs_by_hand_go_with_the_returns_they_come_from(pole: Cluster, plan):
    trained.need(pole.pole, pole.members[0])
    answer_seats(plan, pole.members[0], told(plan).sessions[0].key, is_accepted=True, by=None)
    today = timezone.localdate()
    Wave.objects.update(closes_on=today - KEPT)
    counts = [TrainingPlan, TrainingConsent, SeatAnswer, TrainingNeed, TrainingCourse]
    assert all(model.objects.exists() for model in counts)
    assert erase_old_returns(today - dt.timedelta(days=1)) == 0
    assert all(model.objects.exists() for model in counts)
    TrainingNeed.objects.update(at=timezone.now() - KEPT - dt.timedelta(days=1))
    assert erase_old_returns(today) == 1
    assert [model.objects.exists() for model in counts] == [False, False, False, False, True]
