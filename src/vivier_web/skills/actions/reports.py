"""A member's own report: worked out in the background as soon as it deposits, kept with its deposit."""

import datetime as dt
import json
import logging
import re
import zlib
from dataclasses import asdict
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from vivier.study import Study
from vivier.study.data import ALL, TOTAL, Figure
from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.skills.choices import RunState
from vivier_web.skills.models import Deposit, Run
from vivier_web.skills.published import published_run
from vivier_web.skills.queries.beside import beside
from vivier_web.skills.queries.deposits import headcount_of_deposit
from vivier_web.skills.queries.official import families_of, official_beside

logger = logging.getLogger("vivier.reports")
BROKEN = "Un incident a interrompu ce rapport ; vos effectifs sont en sûreté. Déposez-les de nouveau pour l’obtenir."
HORIZON, DRAWS, SEED = 10, 400, 1
WAITED = 10  # the priority of everything that somebody waits for
PATIENCE = dt.timedelta(minutes=10)  # a report takes seconds
_PAPER = re.compile(r'<p class="paper">.*?</p>', re.DOTALL)  # names a workbook that a member does not have


def prepare_report(deposit: Deposit) -> None:
    """Ask for the report of a deposit."""
    work_out_report.enqueue(deposit.pk)


def hasten_report(deposit: Deposit) -> None:
    """Put the report that somebody is waiting for on the screen before the other ones of a wave; twice is once."""
    asked = {"args": [deposit.pk], "kwargs": {}}
    waiting = DBTaskResult.objects.filter(task_path=work_out_report.module_path, status=TaskResultStatus.READY)
    waiting.filter(priority__lt=WAITED, args_kwargs=asked).update(priority=WAITED)


def ask_again(deposit: Deposit) -> None:
    """Ask once more for a report that could not be worked out."""
    deposit.report_trouble = ""
    deposit.save(update_fields=["report_trouble"])
    transaction.on_commit(partial(prepare_report, deposit))


def requeue_lost_reports() -> int:
    """Ask again for the reports whose worker died before the end; gives how many.

    While some report waits for the worker nothing is asked: what is late is behind others, not lost.
    """
    if DBTaskResult.objects.filter(task_path=work_out_report.module_path, status=TaskResultStatus.READY).exists():
        return 0
    late = timezone.now() - PATIENCE
    with scopes_disabled():
        waiting = Deposit.objects.filter(at__lt=late, report=None, report_trouble="", cells__isnull=False)
        lost = list(waiting.values_list("pk", flat=True))
    for pk in lost:
        work_out_report.enqueue(pk)
    return len(lost)


@task()
def work_out_report(deposit_pk: int) -> None:
    """Work out the report of a deposit and keep it, unless it was replaced or erased meanwhile; twice is once."""
    with scopes_disabled():
        deposit = Deposit.objects.select_related("wave", "pole", "organisation").filter(pk=deposit_pk).first()
    if deposit is None or deposit.cells is None or deposit.report is not None:
        return
    with scope(pole=deposit.pole):
        try:
            kept, trouble = _written(deposit), ""
        except InputError as why:
            kept, trouble = None, str(why)
        except Exception:
            logger.exception("report %s failed", deposit.pk)
            kept, trouble = None, BROKEN
        with transaction.atomic():
            waiting = Deposit.objects.filter(pk=deposit.pk, cells__isnull=False, report=None)
            if waiting.update(report=kept, report_trouble=trouble):
                record("work_out_report", by=None, subject=f"deposit:{deposit.pk}", pole=deposit.pole.slug)


def _written(deposit: Deposit) -> bytes:
    from vivier.study import Parameters, run

    parameters = Parameters(horizon=HORIZON, draws=DRAWS, seed=SEED)
    families = families_of(deposit.pole)
    study = run(headcount_of_deposit(deposit), parameters=parameters, families=families)
    compared = beside(deposit)
    official = official_beside(study, families) if families is not None else None
    told = {
        **_told(study),
        "beside": asdict(compared) if compared is not None else None,
        "official": asdict(official) if official is not None else None,
        "has_official": families is not None,
        "pace": [_pace(study), _pace_of_pole(deposit) if compared is not None else None],
    }
    return zlib.compress(json.dumps(told, ensure_ascii=False).encode(), 6)


def _pace(study: Study) -> dict[str, float | None]:
    """Give what leaves and what opens over the horizon, as shares of the permanent staff, to the hundredth."""
    openings, staff = _figure(study, "postes", TOTAL, "dares"), _figure(study, "exposition", "retraite")
    people = openings.n if openings is not None else 0
    return {
        "career_ends": round(staff.value, 2) if staff is not None else None,
        "openings": round(openings.value / people, 2) if openings is not None and people else None,
    }


def _pace_of_pole(deposit: Deposit) -> dict[str, float | None] | None:
    """Give the same of the whole pôle, as its last run of this wave publishes it; None while there is none."""
    done = Run.objects.filter(study__wave=deposit.wave, state=RunState.DONE, parameters__horizon=HORIZON)
    last = done.select_related("study__wave").order_by("-finished_at").first()
    return _pace(published_run(last).study) if last is not None else None


def _figure(study: Study, table: str, *keys: str) -> Figure | None:
    return next((row.figure for row in study.table(table).rows if row.keys == (ALL, *keys)), None)


def _told(study: Study) -> dict[str, Any]:
    """Give what the page shows, written once: the facts, the sections, the hypotheses."""
    from vivier.report.figures import figure, span
    from vivier.report.page.ages import ages
    from vivier.report.page.headcount import headcount
    from vivier.report.page.outlook import outlook

    sections = {"effectif": headcount(study), "ages": ages(study), "departs": outlook(study)}
    return {
        "on": study.on,
        "horizon": study.horizon,
        "facts": [
            {
                "value": figure(fact.figure),
                "label": fact.label,
                "interval": span(fact.figure) if fact.figure.interval_80 is not None else "",
                "n": fact.figure.n,
            }
            for fact in study.facts[:3]
        ],
        "sections": {name: _PAPER.sub("", html) for name, html in sections.items()},
        "assumptions": [[line.label, line.value, line.source] for line in study.assumptions],
    }
