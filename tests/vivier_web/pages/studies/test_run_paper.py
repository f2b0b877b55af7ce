"""The PDF of a run: asked for once, made by the worker and never by a request, kept as it was made."""

import datetime as dt
import hashlib
import re
import shutil
import subprocess
import zlib

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from factories.cluster import Cluster
from factories.collected import collected
from vivier.report.figures import figure, figure_bounds
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.ops.retention import erase_what_is_due
from vivier_web.pages.pole.studies import paper as written
from vivier_web.pages.pole.studies.printing import enqueue, print_run, requeue_lost_papers
from vivier_web.skills.actions.papers import ask_paper, work_out_paper
from vivier_web.skills.actions.runs import work_out
from vivier_web.skills.actions.studies import plan_study, queue_run
from vivier_web.skills.actions.waves import erase_wave
from vivier_web.skills.choices import RunState
from vivier_web.skills.models import Run, RunPaper
from vivier_web.skills.published import published_run


@pytest.fixture
def run(pole: Cluster) -> Run:
    study = plan_study(collected(pole.pole), "Étude 2026", {"horizon": 3, "draws": 100}, by=pole.people["team"])
    return work_out(queue_run(study, by=None).pk)


def url(run: Run, what: str = "pdf/") -> str:
    return f"/prevoir/calculs/{run.pk}/{what}"


def prepared(browser: object, run: Run) -> object:
    """Have the worker make the PDF, then download it."""
    print_run.call(ask_paper(run, by=None, enqueue=enqueue).pk)
    return browser.get(url(run, "export.pdf"))


def brief(run: Run) -> RunPaper:
    """Keep a PDF that is not one: what is tested is not its making."""
    asked = ask_paper(run, by=None, enqueue=enqueue)
    work_out_paper(asked.pk, lambda told, tell: tell("Mise en page", 0.5) or f"%PDF {told.name}".encode())
    return RunPaper.objects.get(pk=asked.pk)


def test_the_pdf_is_tagged_french_and_holds_the_headlines(signed_in: object, run: Run) -> None:
    answer = prepared(signed_in("team"), run)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    inside = b"".join(map(inflated, re.findall(rb"stream\r?\n(.*?)\r?\nendstream", answer.content, re.DOTALL)))
    assert b"/StructTreeRoot" in inside + answer.content
    assert b"pdfuaid" in inside + answer.content
    assert b"/Lang (fr)" in inside + answer.content


def inflated(stream: bytes) -> bytes:
    """Open a stream of a PDF; one that is not compressed is given as it is."""
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_the_pdf_says_the_same_figures(signed_in: object, run: Run) -> None:
    content = prepared(signed_in("team"), run).content
    said = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    words = re.sub(r"\s+", " ", said.stdout.decode())
    study = published_run(run).study
    assert all(re.sub(r"\s+", " ", figure(fact.figure)) in words for fact in study.facts)
    shown = [row.figure for row in study.table("postes").rows if row.keys[1:] == ("total", "toutes")]
    for one in shown:
        assert re.sub(r"\s+", " ", figure(one)) in words
        assert re.sub(r"\s+", " ", figure_bounds(one).strip("[]")) in words


def test_the_worker_makes_what_a_button_asks_for_and_no_request_does(signed_in: object, run: Run) -> None:
    browser = signed_in("board")
    assert browser.get(url(run, "export.pdf"))["Location"] == url(run)
    assert "Préparer le PDF" in browser.get(url(run)).content.decode()
    assert not RunPaper.objects.exists()  # looking asks for nothing
    for _ in range(2):
        assert browser.post(url(run))["Location"] == url(run)
    waiting = RunPaper.objects.get()
    assert (waiting.state, waiting.attempts, waiting.content) == (RunState.QUEUED, 0, None)
    page = browser.get(url(run)).content.decode()
    assert "le PDF se prépare" in page
    assert 'http-equiv="refresh"' in page  # without JavaScript too
    assert browser.get(url(run, "export.pdf"))["Location"] == url(run)
    assert "HX-Refresh" not in browser.get(url(run, "pdf/avancement/"))
    assert Act.objects.filter(verb="queue_paper").count() == 1


def test_once_made_it_is_the_same_bytes_for_everybody(signed_in: object, run: Run) -> None:
    made = brief(run)
    first = signed_in("team").get(url(run, "export.pdf"))
    assert first.content == "%PDF Étude 2026".encode()
    assert first["Content-Disposition"] == f'attachment; filename="etude-{run.study_id}-calcul-1.pdf"'
    assert (made.sha256, made.size) == (hashlib.sha256(first.content).hexdigest(), len(first.content))
    assert ask_paper(run, by=None, enqueue=enqueue).attempts == 1  # asked again: it stands
    work_out_paper(made.pk, lambda _told, _tell: b"another")
    assert signed_in("board").get(url(run, "export.pdf")).content == first.content
    with pytest.raises(InputError, match="reste celui qui a été fait"):
        RunPaper.objects.get(pk=made.pk).save()
    page = signed_in("team").get(url(run)).content.decode()
    assert "Le PDF est prêt" in page
    assert made.sha256[:16] in page
    assert url(run, "export.pdf") in signed_in("team").get(url(run, "")).content.decode()
    assert signed_in("team").get(url(run, "pdf/avancement/"))["HX-Refresh"] == "true"
    assert [one.verb for one in Act.objects.filter(subject=f"paper:{made.pk}")] == ["finish_paper"]


@pytest.mark.parametrize(
    ("fault", "said"),
    [(InputError("Une police manque."), "Une police manque."), (ValueError("x"), "erreur imprévue")],
)
def test_a_pdf_that_fails_says_why_and_may_be_tried_again(
    signed_in: object, run: Run, fault: Exception, said: str
) -> None:
    def broken(*_given: object) -> bytes:
        raise fault

    asked = ask_paper(run, by=None, enqueue=enqueue)
    work_out_paper(asked.pk, broken)
    page = signed_in("team").get(url(run)).content.decode()
    assert said in page
    assert "Relancer" in page
    assert signed_in("team").get(url(run, "export.pdf"))["Location"] == url(run)
    assert brief(run).state == RunState.DONE
    verbs = [
        one.verb for one in Act.objects.filter(subject__in=(f"paper:{asked.pk}", f"run:{run.pk}")).order_by("pk")
    ]
    assert verbs[-4:] == ["queue_paper", "fail_paper", "queue_paper", "finish_paper"]


@pytest.mark.parametrize(("attempts", "state"), [(1, "queued"), (3, "failed")])
def test_a_pdf_lost_with_its_worker_is_found_and_tried_three_times(run: Run, attempts: int, state: str) -> None:
    asked = ask_paper(run, by=None, enqueue=enqueue)
    silent = timezone.now() - dt.timedelta(seconds=61)
    RunPaper.objects.filter(pk=asked.pk).update(state="running", attempts=attempts, beat_at=silent)
    assert requeue_lost_papers() == 1
    assert RunPaper.objects.get().state == state
    assert requeue_lost_papers() == 0


def test_a_late_worker_does_not_write_over_another(run: Run) -> None:
    asked = ask_paper(run, by=None, enqueue=enqueue)

    def overtaken(_told: object, _tell: object) -> bytes:
        RunPaper.objects.filter(pk=asked.pk).update(attempts=2)
        return b"late"

    work_out_paper(asked.pk, overtaken)
    found = RunPaper.objects.get()
    assert (found.state, found.content) == (RunState.RUNNING, None)


def test_a_run_without_result_has_no_pdf(signed_in: object, run: Run) -> None:
    waiting = queue_run(run.study, by=None)
    assert signed_in("team").get(url(waiting))["Location"] == url(waiting, "")
    assert signed_in("team").post(url(waiting))["Location"] == url(waiting, "")
    with pytest.raises(InputError, match="pas encore de résultat"):
        ask_paper(waiting, by=None, enqueue=enqueue)


def test_a_pdf_lasts_as_long_as_its_run(run: Run) -> None:
    """Its figures went through the guard: the erasure of the cells of its wave leaves it, that of its run does not."""
    brief(run)
    erase_wave(run.study.wave, by=None)
    erase_what_is_due()
    assert bytes(RunPaper.objects.get().content).startswith(b"%PDF")
    Run.objects.filter(pk=run.pk).delete()
    with scopes_disabled():
        assert not RunPaper.objects.exists()


def test_the_pdf_says_how_far_it_is(run: Run) -> None:
    said: list[str] = []
    content = written.paper(published_run(run), lambda step, _share: said.append(step))
    assert said == ["Dessin des graphiques", "Mise en page et balisage du PDF"]
    assert content.startswith(b"%PDF-")
