"""Two addresses a supervisor asks: is the site alive, is it ready to serve."""

from functools import cache

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError
from django.http import HttpRequest, JsonResponse

from vivier_web.pages.shared.access import anyone


@anyone
def alive(_request: HttpRequest) -> JsonResponse:
    """Answer, and nothing else."""
    return JsonResponse({"alive": True})


@anyone
def ready(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers and its tables are up to date, 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        is_ready = _is_up_to_date()
    except DatabaseError:
        is_ready = False
    return JsonResponse({"ready": is_ready}, status=200 if is_ready else 503)


def pending_migrations() -> int:
    """Count the migrations this version knows and the database has not had."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@cache
def _is_up_to_date() -> bool:
    # Reading every migration takes a while: once they are applied, they stay applied until the next start.
    if pending_migrations():
        raise DatabaseError
    return True
