"""The study of the fictional pôle, worked out at once."""

from importlib import import_module

from vivier_web.accounts.models import User
from vivier_web.ops.demo.collection import Waves

PARAMETERS = {"horizon": 10, "draws": 400, "seed": 42, "region": "84"}


def run_one(waves: Waves, *, by: User) -> None:
    """Plan the study of the frozen wave and work it out; an ImportError tells that its room is not built."""
    studies = import_module("vivier_web.skills.actions.studies")
    runs = import_module("vivier_web.skills.actions.runs")
    study = studies.plan_study(waves.frozen, "Emplois et compétences à dix ans", dict(PARAMETERS), by=by)
    run = studies.queue_run(study, by=by)
    runs.work_out(run.pk)
