"""The addresses of the API, and what it says of itself."""

from importlib.metadata import version

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from vivier_web.api import open as published
from vivier_web.api.private import members
from vivier_web.api.rules import may_read_members_by_token

api = NinjaAPI(
    title="Vivier",
    version=version("vivier"),
    description="Données publiées, et données d’un pôle pour les programmes à qui sa direction a fait une clé.",
    docs_url=None,  # ours is drawn by the site itself: see pages.public.interface
    openapi_url="/openapi.json",
    urls_namespace="api",
)
api.add_router("/open", published.router)
api.add_router("/private", members.router)


@api.exception_handler(AuthenticationError)
def without_key(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    """Say that a key is needed."""
    said = {"detail": "Montrez une clé valable : en-tête « Authorization: Bearer vivier_… »."}
    answer = api.create_response(request, said, status=401)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name the parameters that were not understood, without repeating them."""
    names = sorted({str(each["loc"][-1]) for each in error.errors})
    said = {"detail": f"Paramètre incompris : {', '.join(names)}. Voyez /api/openapi.json."}
    return api.create_response(request, said, status=422)


# Every address of the site bears its rule (None: anyone), those that ninja made too.
addresses = api.urls
for pattern in addresses[0]:
    asks_for_key = str(pattern.pattern).startswith("private/")
    pattern.callback.rule = may_read_members_by_token if asks_for_key else None  # type: ignore[union-attr]
