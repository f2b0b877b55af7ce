"""Which pôle a request looks at, and who is asking."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_scopes import scope

from vivier_web.accounts.choices import MUST_HAVE_SECOND_FACTOR
from vivier_web.accounts.queries import has_second_factor
from vivier_web.members.queries import actor_of, poles_of, roles_of
from vivier_web.members.rules import Actor

CHOSEN = "pole"  # the key of the session


class CurrentPole:
    """Give each request its `actor`, its `pole` (or None) and the `poles` to choose from; rows are scoped by it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look for the pôle chosen in this session, else the only or first one."""
        request.actor, request.pole, request.poles = Actor(), None, []  # type: ignore[attr-defined]
        if not request.user.is_authenticated:
            return self.get_response(request)
        roles = roles_of(request.user)
        poles = poles_of(roles)
        chosen = request.session.get(CHOSEN)
        pole = next((each for each in poles if each.pk == chosen), poles[0] if poles else None)
        request.pole, request.poles = pole, poles  # type: ignore[attr-defined]
        request.actor = actor_of(request.user, pole, roles)  # type: ignore[attr-defined]
        if pole is None:
            return self.get_response(request)
        with scope(pole=pole):
            return self.get_response(request)


OPEN_WITHOUT = ("/compte/", "/static/", "/sante/", "/pret/", "/accessibilite/")


class SecondFactor:
    """Send whoever holds a role that needs a second factor to set it, before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the roles, then at the factors: most people cost no query."""
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if (
            settings.SECOND_FACTOR_ASKED
            and actor.holds_anywhere(*MUST_HAVE_SECOND_FACTOR)
            and not request.path.startswith(OPEN_WITHOUT)
            and not has_second_factor(request.user)  # type: ignore[arg-type]
        ):
            messages.warning(request, "Votre rôle demande un second facteur : choisissez-en un pour continuer.")
            return redirect("mfa_index")
        return self.get_response(request)
