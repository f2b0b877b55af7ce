"""The study of the fictional pôle, worked out at once."""

from vivier_web.accounts.models import User
from vivier_web.ops.demo.collection import Waves
from vivier_web.skills.actions.runs import work_out
from vivier_web.skills.actions.studies import plan_study, queue_run

PARAMETERS = {"horizon": 10, "draws": 400, "seed": 42}


def run_one(waves: Waves, *, by: User) -> None:
    """Plan the study of the frozen wave and work it out."""
    study = plan_study(waves.frozen, "Emplois et compétences à dix ans", dict(PARAMETERS), by=by)
    work_out(queue_run(study, by=by).pk)
