"""The PDF of a strategy: asked for once a text, made by the worker, kept and never changed."""

from collections.abc import Callable

from django.db import transaction

from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.skills.actions.works import NO_PAPER, keep_bytes, take, try_again, worked
from vivier_web.skills.models import StrategyPaper, StrategySheet
from vivier_web.skills.queries.strategy import Document

NOUN = "strategy_paper"
Enqueue = Callable[[StrategyPaper], None]
Write = Callable[[StrategyPaper], bytes]


@transaction.atomic
def ask_strategy_paper(
    sheet: StrategySheet, document: Document, *, by: User | None, enqueue: Enqueue
) -> StrategyPaper:
    """Ask for the PDF of a text; the one made or on its way stands, one that failed is tried again."""
    paper, is_new = StrategyPaper.objects.get_or_create(
        sheet=sheet, text_sha256=document.text_sha256, defaults={"pole": sheet.pole, "text": document.text}
    )
    is_again = not is_new and try_again(paper)
    if is_new or is_again:
        record("queue_strategy_paper", by=by, subject=f"strategy:{sheet.proposal_id}", pole=sheet.pole.slug)
        enqueue(paper)
    return StrategyPaper.objects.defer(*StrategyPaper.HEAVY).get(pk=paper.pk)


def work_out_strategy_paper(pk: int, write: Write) -> None:
    """Make the PDF of a text; one that somebody else took, or that is made, is left as it is."""
    paper = take(StrategyPaper, pk, step="Mise en page et balisage du PDF", beside=("sheet__proposal__run__study",))
    worked(paper, NOUN, lambda paper: keep_bytes(paper, NOUN, write(paper)), broken=NO_PAPER)
