"""The door of each page: whoever is not signed in is asked to; whoever may not is told why, in one sentence."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vivier_web.members.rules import Actor

Rule = Callable[[Actor], bool]
View = Callable[..., HttpResponse]


class Asking(Protocol):
    """What the middleware adds to a request."""

    actor: Actor


def needs(rule: Rule) -> Callable[[View], View]:
    """Let a view be reached only by those whom `rule` lets in; the rule stays on the view, for the tests."""

    def guarded(view: View) -> View:
        @wraps(view)
        def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = cast("Asking", request).actor
            if actor.user_id is None:
                return redirect_to_login(request.get_full_path())
            if not rule(actor):
                raise PermissionDenied(rule.__doc__ or "")
            return view(request, *args, **kwargs)

        inside.rule = rule  # type: ignore[attr-defined]
        return inside

    return guarded


def anyone(view: View) -> View:
    """Mark a view that anyone may reach, signed in or not."""
    view.rule = None  # type: ignore[attr-defined]
    return view


def too_many(request: HttpRequest) -> HttpResponse:
    """Tell whoever tried too many times to wait."""
    return render(request, "429.html", status=429)
