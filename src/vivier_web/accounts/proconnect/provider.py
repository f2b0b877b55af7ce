"""ProConnect as a provider of allauth: what is asked, what is kept."""

from typing import Any

from allauth.socialaccount.providers.openid_connect.provider import (
    OpenIDConnectProvider,
    OpenIDConnectProviderAccount,
)
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.http import urlencode

from vivier_web.accounts.proconnect.exchange import Exchange

KEPT = ("sub", "siret", "idp_id")  # neither the name nor the address: the account has them


class ProConnect(OpenIDConnectProvider):  # type: ignore[misc]
    """Ask for an identity with PKCE, a state and a nonce of 43 characters, and nothing a visitor could add."""

    id = "proconnect"
    name = "ProConnect"
    account_class = OpenIDConnectProviderAccount
    oauth2_adapter_class = Exchange
    pkce_enabled_default = True
    supports_token_authentication = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = "ProConnect"

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:  # noqa: ARG002 (the name allauth calls)
        """Give the address of the button."""
        asked = f"?{urlencode(kwargs)}" if kwargs else ""
        return reverse("proconnect_login") + asked

    def get_callback_url(self) -> str:
        """Give the address ProConnect sends back to."""
        return reverse("proconnect_callback")

    def get_oauth2_adapter(self, request: HttpRequest) -> Exchange:
        """Give the exchange of this request."""
        return Exchange(request)

    def get_default_scope(self) -> list[str]:
        """Ask for these claims."""
        return ["openid", "given_name", "usual_name", "email", "siret"]

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:  # noqa: ARG002 (the name allauth calls)
        """Let nobody ask for more by the address."""
        return self.get_default_scope()

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:  # noqa: ARG002
        """Let nobody add a parameter: ProConnect refuses those it does not know."""
        return {}

    def redirect(self, request: HttpRequest, process: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send to ProConnect, and keep the nonce that must come back in the id_token."""
        nonce = get_random_string(43)
        kwargs["auth_params"] = {"nonce": nonce}
        answer: HttpResponse = super().redirect(request, process, *args, nonce=nonce, **kwargs)
        return answer

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Keep what recognises the person, and no more."""
        return {key: data["userinfo"][key] for key in KEPT if key in data["userinfo"]}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Read the claims of ProConnect."""
        said = data["userinfo"]
        return {
            "email": said.get("email"),
            "first_name": said.get("given_name"),
            "last_name": said.get("usual_name"),
            "email_verified": True,
        }


provider_classes = [ProConnect]
