"""The PDF of a strategy: asked for once a text, made by the worker, kept and never changed."""

import logging
from collections.abc import Callable

from django.db import transaction
from django_scopes import scope

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.skills.actions.works import BROKEN, fail, keep_bytes, take, try_again
from vivier_web.skills.models import StrategyPaper, StrategySheet
from vivier_web.skills.pulse import Pulse
from vivier_web.skills.queries.strategy import Document

NOUN = "strategy_paper"
Enqueue = Callable[[StrategyPaper], None]
Write = Callable[[StrategyPaper], bytes]
logger = logging.getLogger(__name__)


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
    if paper is None:
        return
    with scope(pole=paper.pole), Pulse(paper):
        try:
            keep_bytes(paper, NOUN, write(paper))
        except InputError as why:
            fail(paper, NOUN, str(why))
        except Exception:
            logger.exception("strategy paper %s failed", paper.pk)
            fail(paper, NOUN, BROKEN.replace("Le calcul", "Le PDF"))
