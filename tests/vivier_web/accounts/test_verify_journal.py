"""The command that verifies the journal."""

import re

import pytest
from django.core.management import call_command
from django.db import connection

from factories.cluster import Cluster
from vivier_web.accounts.models import Act


def test_a_whole_journal_gives_its_count_and_its_seal(pole: Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_journal")
    said = capsys.readouterr().out
    last = Act.objects.order_by("-number").first()
    assert re.fullmatch(rf"Journal intact\s:\s{last.number}\sactes, empreinte {last.sealed}\n", said)


def test_a_broken_journal_names_its_first_broken_act(pole: Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    with connection.cursor() as cursor:  # as somebody would who owns the database
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE accounts_act DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER journal_keeps_update")
        cursor.execute("UPDATE accounts_act SET verb = 'x' WHERE number = 5")
    with pytest.raises(SystemExit) as ended:
        call_command("verify_journal")
    assert ended.value.code == 1
    assert "l’acte 5 ne suit pas" in capsys.readouterr().err


def test_an_empty_journal_is_whole(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_journal")
    assert re.search(r"0\sacte, empreinte 0{64}", capsys.readouterr().out)
