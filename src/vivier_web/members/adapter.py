"""Who may come through ProConnect: agents whose role somebody already gave them."""

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.crypto import get_random_string

from vivier_web.accounts.actions import record
from vivier_web.accounts.choices import AUTHORITIES
from vivier_web.accounts.models import User
from vivier_web.accounts.proconnect.session import HINT
from vivier_web.members.queries import roles_of

UNKNOWN = (
    "ProConnect vous a reconnu, mais aucun rôle d’agent de l’État, d’une Région ou d’une collectivité "
    "n’est ouvert ici à votre adresse. Demandez une invitation à l’exploitant de la plateforme, à cette même adresse."
)
ANOTHER = (
    "Ce compte est déjà lié à une autre identité ProConnect. Si vous avez changé d’administration, demandez à "
    "l’exploitant de la plateforme une invitation à votre nouvelle adresse."
)


class InvitedAgents(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Let in an identity that is known by its `sub`, or the first time by the address that was invited."""

    def generate_state_param(self, state: dict[str, Any]) -> str:  # noqa: ARG002 (the name allauth calls)
        """Give 43 characters: ProConnect asks for at least 32."""
        return get_random_string(43)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Tell that nobody signs up alone."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account of this identity, or refuse with a sentence."""
        if sociallogin.is_existing:
            if not _is_agent(sociallogin.user):
                _refuse(request, UNKNOWN)
            return
        email = (sociallogin.user.email or "").strip().lower()
        user = User.objects.filter(email=email, is_active=True).first() if email else None
        if user is None or not _is_agent(user):
            _refuse(request, UNKNOWN)
        if SocialAccount.objects.filter(user=user, provider=sociallogin.account.provider).exists():
            _refuse(request, ANOTHER)
        sociallogin.connect(request, user)
        record("link_identity", by=user, subject=f"user:{user.pk}")


def _is_agent(user: User) -> bool:
    return any(role.kind in AUTHORITIES for role in roles_of(user))


def _refuse(request: HttpRequest, sentence: str) -> NoReturn:
    request.session.pop(HINT, None)
    page = render(request, "socialaccount/authentication_error.html", {"sentence": sentence}, status=403)
    raise ImmediateHttpResponse(page)
