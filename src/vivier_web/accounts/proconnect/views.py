"""The three addresses of ProConnect: going there, coming back, having signed out."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from requests import RequestException

from vivier_web.accounts.proconnect.exchange import Exchange
from vivier_web.accounts.proconnect.session import ENDED


class Return(OAuth2CallbackView):  # type: ignore[misc]
    """Come back from ProConnect: the nonce that was sent goes to the exchange with the state."""

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[dict[str, Any] | None, HttpResponse | None]:
        state, answer = super()._get_state(request, provider)
        if state:
            self.adapter.nonce = state.get("nonce", "")
        return state, answer


View = Callable[[HttpRequest], HttpResponse]


def _guarded(view: View) -> View:
    """Turn what ProConnect may fail at into a page, and its absence into a 404."""

    @wraps(view)
    def inside(request: HttpRequest) -> HttpResponse:
        try:
            return view(request)
        except SocialApp.DoesNotExist as absent:
            raise Http404 from absent
        except (RequestException, OAuth2Error, KeyError) as error:
            provider = Exchange(request).get_provider()
            answer: HttpResponse = render_authentication_error(request, provider, exception=error)
            return answer

    inside.rule = None  # type: ignore[attr-defined]
    return inside


@_guarded
def login(request: HttpRequest) -> HttpResponse:
    """Go to ProConnect (on POST; a GET shows a page that asks)."""
    answer: HttpResponse = OAuth2LoginView.adapter_view(Exchange(request))(request)
    return answer


@_guarded
def callback(request: HttpRequest) -> HttpResponse:
    """Come back with a code."""
    answer: HttpResponse = Return.adapter_view(Exchange(request))(request)
    return answer


@_guarded
def back(request: HttpRequest) -> HttpResponse:
    """Come back once signed out over there."""
    sent = request.session.pop(ENDED, "")
    if sent and constant_time_compare(request.GET.get("state", ""), sent):
        messages.success(request, "Vous êtes déconnecté, de Vivier comme de ProConnect.")
    return redirect("account_login")
