"""What every page of this room starts from: its crumbs, a proposal of the pôle, the sheet made of it."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from vivier_web.accounts.models import User
from vivier_web.pages.shared.access import Asking
from vivier_web.skills import rules
from vivier_web.skills.models import StrategyProposal, StrategySheet

Trail = list[tuple[str, str]]


def proposal_or_404(pk: int) -> StrategyProposal:
    """Give a proposal of the pôle looked at."""
    return get_object_or_404(StrategyProposal.objects.select_related("run__study__wave", "call__wave", "pole"), pk=pk)


def sheet_or_404(pk: int) -> StrategySheet:
    """Give the sheet of a proposal that is done."""
    found = StrategySheet.objects.select_related("proposal__run__study__wave", "proposal__pole", "pole")
    sheet: StrategySheet | None = found.filter(proposal_id=pk).first()
    if sheet is None:
        raise Http404
    return sheet


def user_of(request: HttpRequest) -> User:
    """Give whoever is asking, for the journal."""
    return cast("User", request.user)


def shown(request: HttpRequest, template: str, *, trail: Trail, **context: Any) -> HttpResponse:
    """Show a page of the room; `trail` are its crumbs after « Stratégie »."""
    actor = cast("Asking", request).actor
    context |= {
        "trail": [("Décider", reverse("strategy")), *trail],
        "may_write": rules.may_write_strategy(actor),
        "may_read_studies": rules.may_read_studies(actor),
    }
    status = context.pop("status", 200)
    return render(request, f"pole/strategy/{template}.html", context, status=status)
