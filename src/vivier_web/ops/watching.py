"""What stands around every answer: a number for the request, a line in the log, headers, limits."""

import logging
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vivier_web.ops.logs import REQUEST

log = logging.getLogger("vivier.request")
Answer = Callable[[HttpRequest], HttpResponse]
HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
_TOO_LARGE = "Cet envoi est trop lourd : il dépasse {} Mo. Envoyez moins de fichiers à la fois."
_TOO_MANY = "Vous avez fait beaucoup d’envois en peu de temps. Réessayez dans une heure ; rien n’a été perdu."


class Watched:
    """Number each request, time it, log it without a word of what it carries, and add the headers of safety."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and tell it."""
        request_id = secrets.token_hex(8)
        token, begun = REQUEST.set(request_id), time.perf_counter()
        try:
            answer = self.get_response(request)
            self._tell(request, answer, (time.perf_counter() - begun) * 1000)
        finally:
            REQUEST.reset(token)
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        answer.headers["X-Request-ID"] = request_id
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer

    def _tell(self, request: HttpRequest, answer: HttpResponse, ms: float) -> None:
        # The pattern of the address, not the address: some hold the secret of a letter.
        match = request.resolver_match
        told = {
            "request_id": REQUEST.get(),
            "path": f"/{match.route}" if match is not None else "unknown",
            "method": request.method,
        }
        log.info("request", extra=told | {"status": answer.status_code, "ms": round(ms, 1)})


class Limited:
    """Refuse what is too heavy, and those who send too often (see `RATE_LIMITS`)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse a body over the limit before reading it."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return refusal(request, 413, _TOO_LARGE.format(settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20))
        return self.get_response(request)

    def refuse_too_often(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Refuse one who sent too often to this address within the hour."""
        match = request.resolver_match
        limit = settings.RATE_LIMITS.get(match.view_name or "") if match is not None else None
        if match is None or limit is None or request.method != "POST" or not request.user.is_authenticated:
            return None
        key = f"sent:{match.view_name}:{request.user.pk}:{int(time.time() // 3600)}"
        cache.add(key, 0, 3600)
        return refusal(request, 429, _TOO_MANY) if cache.incr(key) > limit else None

    process_view = refuse_too_often  # the name Django calls


def refusal(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """Give the page that says why a request was refused."""
    answer = render(request, "ops/refused.html", {"sentence": sentence}, status=status)
    if status == 429:
        answer.headers["Retry-After"] = "3600"
    return answer
