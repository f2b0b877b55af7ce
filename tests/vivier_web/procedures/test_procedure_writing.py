"""A procedure is written back always the same way, and its digest is that of what it says."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from factories.procedures import SMALL, procedures, small
from vivier_web.procedures.definition import Procedure, digest, read, shipped, shipped_text, write


@pytest.mark.parametrize("procedure", shipped(), ids=lambda each: each.key)
def test_a_shipped_file_is_in_its_canonical_writing_and_bears_its_name(procedure: Procedure) -> None:
    assert write(procedure) == shipped_text(procedure.key)


@given(procedures())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_written_is_read_back_the_same(procedure: Procedure) -> None:
    assert read(write(procedure)) == procedure
    assert write(read(write(procedure))) == write(procedure)


def test_comments_spaces_and_defaults_do_not_change_the_digest() -> None:
    loose = "# notre version\n\n" + SMALL.replace("weight = 60", "weight   =   60.0").replace(
        'kind = "project_label"', 'kind = "project_label"\nrelabel = "always"'
    )
    assert digest(read(loose)) == digest(small())


def test_anything_that_is_said_changes_the_digest() -> None:
    before = digest(small())
    for old, new in (
        ("days = 30", "days = 31"),
        ("Rupture", "Percée"),
        ("weight = 60", "weight = 61"),
        ("Votre dossier", "Le dossier"),
    ):
        assert digest(read(SMALL.replace(old, new))) != before


def test_texts_with_quotes_lines_and_control_characters_come_back() -> None:
    odd = replace(small(), title='« L’"étude" » \\ ligne 1\nligne 2\t\x07\x7f')
    assert read(write(odd)) == odd
