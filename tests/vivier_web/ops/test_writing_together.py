"""Several processes write at once, or one is killed while it writes: nothing is lost, nothing is half done."""

import signal
import sys
from collections.abc import Callable

from factories.machine import Machine, wait_for

WRITES = """
import sys
from django.db import transaction
from vivier_web.accounts.actions import open_account, record
for number in range(25):
    with transaction.atomic():
        user = open_account(f"p{sys.argv[1]}-{number}@essai.example", "Camille Essai", by=None)
        record("try", by=user, number=number)
"""
COUNTS = """
from vivier_web.accounts.models import Act, User
from vivier_web.accounts.queries import first_broken_act
print(User.objects.count(), Act.objects.count(), first_broken_act())
"""
DEPOSITS = """
import datetime as dt, itertools
from django.db import transaction
from django_scopes import scopes_disabled
from factories import cluster
from vivier_web.accounts.actions import record
from vivier_web.skills.actions.waves import open_wave
from vivier_web.skills.models import Deposit, ReleasedTitle
day = dt.date(2026, 1, 31)
with scopes_disabled():
    made = cluster.founded()
    for number in itertools.count():
        wave = open_wave(made.pole, f"{number}", on=day, opens_on=day, closes_on=day, by=None)
        with transaction.atomic():
            cells = {"cells": list(range(2000))}
            one = Deposit.objects.create(
                pole=made.pole, wave=wave, organisation=made.members[0], people=12, cells=cells, sha256="0" * 64
            )
            ReleasedTitle.objects.bulk_create(
                ReleasedTitle(pole=made.pole, deposit=one, title=f"t{n}", pcs="623f", count=4) for n in range(40)
            )
            record("deposit", by=None, subject=f"deposit:{one.pk}")
"""
WHOLE = """
from django_scopes import scopes_disabled
from vivier_web.accounts.models import Act
from vivier_web.accounts.queries import first_broken_act
from vivier_web.skills.models import Deposit
with scopes_disabled():
    kept = [(f"deposit:{one.pk}", one.titles.count(), len(one.cells["cells"])) for one in Deposit.objects.all()]
told = sorted(Act.objects.filter(verb="deposit").values_list("subject", flat=True))
assert sorted(name for name, _, _ in kept) == told
assert all((titles, cells) == (40, 2000) for _, titles, cells in kept)
print(len(kept), first_broken_act())
"""


def test_four_writers_at_once_lose_nothing(another: Callable[[], Machine]) -> None:
    there = another()
    program = [sys.executable, "-c", f"import django; django.setup()\n{WRITES}"]
    with (
        there.running([*program, "1"]) as one,
        there.running([*program, "2"]) as two,
        there.running([*program, "3"]) as three,
        there.running([*program, "4"]) as four,
    ):
        assert [child.wait(90) for child in (one, two, three, four)] == [0] * 4, (there.home / "log").read_text()
    assert there.python(COUNTS).split() == ["100", "200", "None"]


def test_a_server_killed_in_the_middle_of_a_deposit_leaves_all_of_it_or_nothing(
    another: Callable[[], Machine],
) -> None:
    there = another()
    asked = "from vivier_web.accounts.models import Act; print(Act.objects.filter(verb='deposit').count())"
    with there.running([sys.executable, "-c", f"import django; django.setup()\n{DEPOSITS}"]) as child:
        assert wait_for(lambda: child.poll() is not None or int(there.python(asked)) > 0)
        child.send_signal(signal.SIGKILL)
        assert child.wait(10) == -signal.SIGKILL
    count, broken = there.python(WHOLE).split()
    assert int(count) > 0
    assert broken == "None"
