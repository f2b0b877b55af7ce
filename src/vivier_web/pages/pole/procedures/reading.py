"""A procedure read as a person would: the pôle's own, one that is offered, one that is shipped; and its file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from vivier_web.pages.pole.members.here import pole_of
from vivier_web.pages.pole.procedures.room import shown, version_of
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.procedure_sheet import sheet
from vivier_web.procedures import rules
from vivier_web.procedures.choices import VersionState
from vivier_web.procedures.definition import shipped_text
from vivier_web.procedures.models import ProcedureVersion
from vivier_web.procedures.queries.versions import checked, offered_version, origin_of, shipped_procedure


@require_GET
@needs(rules.may_read_procedures)
def procedure(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one version of the pôle, with what may be done of it."""
    version = version_of(request, pk)
    found = checked(version.text) if version.state == VersionState.DRAFT else None
    context = {"version": version, "origin": origin_of(version), "checked": found}
    context |= sheet(version.definition())
    return shown(request, "procedure", trail=[(f"{version.title}, {version.version}", "")], **context)


@require_GET
@needs(rules.may_write_procedures)
def shipped(request: HttpRequest, key: str) -> HttpResponse:
    """Show a procedure that comes with the platform, to be adopted."""
    found = shipped_procedure(key)
    if found is None:
        raise Http404
    pole_of(request)
    return shown(request, "procedure", trail=[(found.title, "")], shipped_key=key, **sheet(found))


@require_GET
@needs(rules.may_write_procedures)
def offered(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a procedure that another pôle offers, to be adopted."""
    found = offered_version(pole_of(request), pk)
    if found is None:
        raise Http404
    return shown(request, "procedure", trail=[(found.title, "")], offer=found, **sheet(found.definition()))


@require_GET
@needs(rules.may_read_procedures)
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the file of one version, to keep, to print or to send to another pôle."""
    version: ProcedureVersion = version_of(request, pk)
    return _file(version.text, f"{version.key}-{version.version}")


@require_GET
@needs(rules.may_write_procedures)
def export_shipped(request: HttpRequest, key: str) -> HttpResponse:
    """Give the file of a shipped procedure."""
    if shipped_procedure(key) is None:
        raise Http404
    pole_of(request)
    return _file(shipped_text(key), key)


def _file(text: str, name: str) -> HttpResponse:
    plain = "".join(each if each.isascii() and (each.isalnum() or each in "-_.") else "-" for each in name)
    answer = HttpResponse(text, content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{plain}.toml"'
    return answer
