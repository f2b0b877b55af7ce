"""What is kept of a study is what is read: frozen, whole, the same bytes."""

import dataclasses
import gzip
import json

import pytest

from factories.cluster import Cluster
from factories.collected import collected
from factories.study import bare, nobody, study
from vivier.report.tidy import tidy
from vivier.vocabulary import InputError
from vivier_web.skills.actions.runs import work_out
from vivier_web.skills.actions.studies import plan_study, queue_run
from vivier_web.skills.kept import packed, unpacked
from vivier_web.skills.models import Run
from vivier_web.skills.published import compared, published_run


@pytest.fixture
def run(pole: Cluster) -> Run:
    planned = plan_study(collected(pole.pole), "Étude", {"horizon": 2, "draws": 100}, by=None)
    return work_out(queue_run(planned, by=None).pk)


@pytest.mark.parametrize(
    "made", [study(), study(20, 2, 3), nobody(), bare()], ids=["pôle", "small", "nobody", "bare"]
)
def test_a_study_is_read_back_as_it_was_kept(made: object) -> None:
    again = unpacked(packed(made))
    assert packed(again) == packed(made)
    assert [table.name for table in again.tables] == [table.name for table in made.tables]
    assert again.labels == made.labels


def test_what_is_kept_tells_neither_when_nor_where_it_was_made() -> None:
    kept = packed(study())
    assert kept[4:8] == b"\0\0\0\0"  # the clock of gzip
    assert json.loads(gzip.decompress(kept))["version"] == study().version


def test_what_is_published_is_frozen_and_speaks_of_sums(run: Run) -> None:
    told = published_run(run)
    assert (told.members, told.people, told.perimeter) == (5, 300, "tous les membres")
    assert told.file_name == f"etude-{run.study_id}-calcul-1"
    assert told.last_year == "2028"
    with pytest.raises(dataclasses.FrozenInstanceError):
        told.people = 0  # type: ignore[misc]


def test_a_run_without_result_publishes_nothing(run: Run) -> None:
    with pytest.raises(InputError, match="pas encore"):
        published_run(queue_run(run.study, by=None))


def test_a_run_beside_itself_differs_by_nothing(run: Run) -> None:
    both = compared(published_run(run), published_run(run))
    assert both.is_same
    assert both.headlines
    assert {line.difference for line in both.headlines} == {0}


def test_a_figure_that_one_run_hides_has_no_difference(run: Run) -> None:
    one = published_run(run)
    tables = tuple(
        dataclasses.replace(table, rows=()) if table.name == "seniors_55" else table for table in one.study.tables
    )
    other = dataclasses.replace(one, study=dataclasses.replace(one.study, tables=tables))
    hidden = next(line for line in compared(one, other).headlines if "55 ans" in line.label)
    assert hidden.other is None
    assert hidden.difference is None


def test_the_table_for_spreadsheets_has_one_line_a_figure_and_no_formula() -> None:
    made = study(60, 3, 4)
    rows = tuple(
        dataclasses.replace(row, keys=("=1+1", *row.keys[1:])) if rank == 0 else row
        for rank, row in enumerate(made.tables[2].rows)
    )
    tables = (*made.tables[:2], dataclasses.replace(made.tables[2], rows=rows), *made.tables[3:])
    text = tidy(dataclasses.replace(made, tables=tables)).decode("utf-8-sig")
    assert len(text.splitlines()) == 1 + sum(len(table.rows) for table in made.tables)
    assert ";'=1+1;" in text
    assert tidy(made) == tidy(made)
