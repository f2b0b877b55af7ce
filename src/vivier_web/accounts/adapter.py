"""How this product differs from the accounts that django-allauth offers."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ByInvitation(DefaultAccountAdapter):  # type: ignore[misc]
    """Open no account to whoever asks: people come by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 (the name allauth calls)
        """Tell that nobody signs up alone."""
        return False
