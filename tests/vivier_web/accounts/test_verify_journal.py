"""The command that verifies the journal."""

import re

import pytest
from click.testing import CliRunner
from django.db import connection

from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.ops.commands import verify_journal


def test_a_whole_journal_gives_its_count_and_its_seal(pole: Cluster) -> None:
    said = CliRunner().invoke(verify_journal).output
    last = Act.objects.order_by("-number").first()
    assert re.fullmatch(rf"Journal entier\s:\s{last.number}\sactes, sceau {last.sealed}\.\n", said)


def test_a_broken_journal_names_its_first_broken_act(pole: Cluster) -> None:
    with connection.cursor() as cursor:  # as somebody would who owns the database
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE accounts_act DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER journal_keeps_update")
        cursor.execute("UPDATE accounts_act SET verb = 'x' WHERE number = 5")
    with pytest.raises(InputError, match="l’acte n° 5 ne suit pas"):
        CliRunner().invoke(verify_journal, catch_exceptions=False)


def test_an_empty_journal_is_whole(db: None) -> None:
    assert re.search(r"0\sacte, sceau 0{64}", CliRunner().invoke(verify_journal).output)
