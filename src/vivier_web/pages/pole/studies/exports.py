"""A run in four files, the same figures in each: workbook, CSV, JSON, and the accessible PDF the worker made."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from vivier_web.pages.shared.access import needs
from vivier_web.skills import rules
from vivier_web.skills.models import Run, RunPaper
from vivier_web.skills.published import PublishedRun, published_run

Writer = Callable[[PublishedRun], bytes]


def _workbook(run: PublishedRun) -> bytes:
    from vivier.report.workbook import workbook  # openpyxl weighs

    return workbook(run.study)


def _table(run: PublishedRun) -> bytes:
    from vivier.report.tidy import tidy

    return tidy(run.study)


def _data(run: PublishedRun) -> bytes:
    from vivier.report.data_file import data_file

    return data_file(run.study)


KINDS: dict[str, tuple[str, Writer]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _workbook),
    "csv": ("text/csv; charset=utf-8", _table),
    "json": ("application/json", _data),
}


@needs(rules.may_read_studies)
def export(_request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Give a run as a file; its PDF as the worker made it, or the page that says how far that is."""
    if kind != "pdf" and kind not in KINDS:
        raise Http404
    asked: Run = get_object_or_404(Run.objects.filter(state="done").select_related("study__wave"), pk=pk)
    if kind == "pdf":
        made = RunPaper.objects.filter(run=asked, state="done").first()
        name = f"etude-{asked.study_id}-calcul-{asked.number}"
        return (
            redirect("run_paper", pk)
            if made is None
            else _file(bytes(made.content or b""), "application/pdf", f"{name}.pdf")
        )
    run = published_run(asked)
    content_type, write = KINDS[kind]
    return _file(write(run), content_type, f"{run.file_name}.{kind}")


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
