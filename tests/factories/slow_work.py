"""A task that takes long the first time, and what finds it again when its worker was killed."""

import os
import time
from pathlib import Path

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult


@task()
def count_slowly(folder: str) -> None:
    """Say that it began; the first time, stay there until killed; then say that it ended."""
    here = Path(folder)
    is_first = not (here / "begun").exists()
    (here / "begun").write_text(str(os.getpid()))
    if is_first:
        time.sleep(120)
    with (here / "ended").open("a") as file:
        file.write("ended\n")


def requeue() -> int:
    """Queue the task again when the process it began in is gone."""
    found = 0
    for lost in DBTaskResult.objects.running():
        begun = Path(lost.args_kwargs["args"][0]) / "begun"
        if begun.exists() and not Path(f"/proc/{begun.read_text()}").exists():
            lost.status = TaskResultStatus.READY
            lost.save(update_fields=["status"])
            found += 1
    return found
