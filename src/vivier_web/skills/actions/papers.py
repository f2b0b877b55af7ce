"""The PDF of a run: asked for once, made by the worker, kept with its run and never changed."""

from collections.abc import Callable

from django.db import transaction

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.skills.actions.works import NO_PAPER, Tell, keep_bytes, take, teller, try_again, worked
from vivier_web.skills.choices import RunState
from vivier_web.skills.models import Run, RunPaper
from vivier_web.skills.published import PublishedRun, published_run

NOUN = "paper"
Enqueue = Callable[[RunPaper], None]
Write = Callable[[PublishedRun, Tell], bytes]


@transaction.atomic
def ask_paper(run: Run, *, by: User | None, enqueue: Enqueue) -> RunPaper:
    """Ask for the PDF of a run; the one that is made or on its way stands, one that failed is tried again.

    Raises:
        InputError: the run has no result.
    """
    if run.state != RunState.DONE:
        raise InputError("Ce calcul n’a pas encore de résultat : son PDF se prépare une fois le calcul terminé.")
    paper, is_new = RunPaper.objects.get_or_create(run=run, defaults={"pole": run.pole})
    is_again = not is_new and try_again(paper)
    if is_new or is_again:
        record("queue_paper", by=by, subject=f"run:{run.pk}", pole=run.pole.slug, number=run.number)
        enqueue(paper)
    return RunPaper.objects.defer(*RunPaper.HEAVY).get(pk=paper.pk)


def work_out_paper(pk: int, write: Write) -> None:
    """Make the PDF of a run; one that somebody else took, or that is made, is left as it is."""
    paper = take(RunPaper, pk, step="Lecture du calcul", beside=("run__study__wave",))

    def make(paper: RunPaper) -> None:
        keep_bytes(paper, NOUN, write(published_run(paper.run), teller(paper)), number=paper.run.number)

    worked(paper, NOUN, make, broken=NO_PAPER)
