"""The exchange with ProConnect: discovery, the code against tokens, the signed identity."""

from functools import cached_property
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from vivier_web.accounts.proconnect.session import HINT
from vivier_web.accounts.proconnect.tokens import verified


class Exchange(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Exchange one code for one identity, every answer verified; `nonce` is the one that was sent."""

    nonce = ""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, "proconnect")

    @cached_property
    def openid_config(self) -> dict[str, Any]:
        """What ProConnect says of itself, which must be who it is asked."""
        found: dict[str, Any] = self._read(self.get_provider().server_url).json()
        if found.get("issuer", "").rstrip("/") != settings.PROCONNECT["issuer"]:
            raise OAuth2Error("another issuer than the one asked")
        return found

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:  # noqa: ARG002 (the name allauth calls)
        """Give the address registered at ProConnect."""
        return str(settings.SITE_URL + reverse("proconnect_callback"))

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Verify the id_token and the identity it goes with, and give who signs in."""
        raw = kwargs["response"].get("id_token", "")
        keys = self._read(self.openid_config["jwks_uri"]).json()
        issuer = self.openid_config["issuer"]
        said = verified(raw, keys, issuer=issuer, audience=app.client_id)
        if not self.nonce or not constant_time_compare(str(said.get("nonce", "")), self.nonce):
            raise OAuth2Error("another nonce than the one sent")
        identity = verified(self._identity(token.token), keys, issuer=issuer, audience=app.client_id, lasting=False)
        if identity["sub"] != said["sub"]:
            raise OAuth2Error("the identity is not of the id_token")
        request.session[HINT] = {"id_token": raw, "end": self.openid_config["end_session_endpoint"]}
        return self.get_provider().sociallogin_from_response(request, {"userinfo": identity})

    def _identity(self, access_token: str) -> str:
        answer = self._read(self.profile_url, {"Authorization": f"Bearer {access_token}"})
        if answer.headers.get("content-type", "").partition(";")[0].strip() != "application/jwt":
            raise OAuth2Error("the identity is not signed: register a signature algorithm at ProConnect")
        return str(answer.text).strip()

    def _read(self, url: str, headers: dict[str, str] | None = None) -> Any:
        with get_adapter().get_requests_session() as session:
            answer = session.get(url, headers=headers)
            answer.raise_for_status()
            return answer
