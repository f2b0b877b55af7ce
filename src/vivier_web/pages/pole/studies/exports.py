"""A run in four files, the same figures in each: workbook, CSV, JSON, accessible PDF."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from vivier_web.pages.pole.studies.paper import paper
from vivier_web.pages.shared.access import needs
from vivier_web.skills import rules
from vivier_web.skills.models import Run
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
    "pdf": ("application/pdf", paper),
}


@needs(rules.may_read_studies)
def export(_request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Give a run as a file."""
    if kind not in KINDS:
        raise Http404
    run = published_run(get_object_or_404(Run.objects.filter(state="done").select_related("study__wave"), pk=pk))
    content_type, write = KINDS[kind]
    name = f"{run.file_name}.{kind}"
    return HttpResponse(
        write(run), content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
