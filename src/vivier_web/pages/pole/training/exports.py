"""A plan as files: a workbook, a CSV that a spreadsheet opens, a calendar to subscribe to."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from vivier_web.pages.pole.training.plans import plan_of
from vivier_web.pages.shared.access import needs
from vivier_web.skills import rules
from vivier_web.skills.queries.training_files import plan_calendar, plan_csv, plan_workbook
from vivier_web.skills.queries.training_plans import told

FILES = {
    "xlsx": (plan_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (plan_csv, "text/csv; charset=utf-8"),
    "ics": (plan_calendar, "text/calendar; charset=utf-8"),
}


@require_GET
@needs(rules.may_plan_training)
def export(request: HttpRequest, pk: int, kind: str) -> HttpResponse:  # noqa: ARG001 (a view)
    """Give the sessions of a plan as a file."""
    looked_at = plan_of(pk)
    if kind not in FILES or looked_at.state != "done":
        raise Http404
    make, content_type = FILES[kind]
    answer = HttpResponse(make(told(looked_at)), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="formations-plan-{looked_at.number}.{kind}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
