"""How this product differs from the accounts that django-allauth offers."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import get_random_string

from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.accounts.proconnect.session import ENDED, HINT


class ByInvitation(DefaultAccountAdapter):  # type: ignore[misc]
    """Open no account to whoever asks: people come by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 (the name allauth calls)
        """Tell that nobody signs up alone."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Write the link of a letter with this site's own address, whatever the browser said it was."""
        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.SITE_URL}{path}"

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """Tell somebody what changed in how they sign in, and write it in the journal."""
        record(template_prefix.rpartition("/")[2], by=user, subject=f"user:{user.pk}")
        super().send_notification_mail(template_prefix, user, *args, **kwargs)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Go and end the session of ProConnect too, when one came from there."""
        known = request.session.get(HINT)
        if not known:
            return str(super().get_logout_redirect_url(request))
        state = get_random_string(43)
        request.proconnect_state = state  # type: ignore[attr-defined]
        asked = {
            "id_token_hint": known["id_token"],
            "state": state,
            "post_logout_redirect_uri": settings.SITE_URL + reverse("proconnect_back"),
        }
        return f"{known['end']}?{urlencode(asked)}"

    def logout(self, request: HttpRequest) -> None:
        """Sign out, and remember what ProConnect must bring back."""
        super().logout(request)
        if state := getattr(request, "proconnect_state", ""):
            request.session[ENDED] = state
