"""Two addresses a supervisor asks: is the site alive, is it ready to serve."""

from django.db import connection
from django.db.utils import DatabaseError
from django.http import HttpRequest, JsonResponse

from vivier_web.pages.shared.access import anyone


@anyone
def alive(_request: HttpRequest) -> JsonResponse:
    """Answer, and nothing else."""
    return JsonResponse({"alive": True})


@anyone
def ready(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers, 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"ready": False}, status=503)
    return JsonResponse({"ready": True})
