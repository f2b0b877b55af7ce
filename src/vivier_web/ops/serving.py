"""The two processes of the product: a web server with threads, and a worker."""

import sys
from pathlib import Path

from vivier_web.ops.supervisor import keep

__all__ = ["commands_of", "keep"]
THREADS = 4


def commands_of(host: str, port: int, processes: int = 2) -> list[list[str]]:
    """Give the commands of the web server and of the worker."""
    shared = Path("/dev/shm")  # noqa: S108 (only the beats of gunicorn: a slow disk would kill its workers)
    beats = ["--worker-tmp-dir", str(shared)] if shared.is_dir() else []
    web = [
        sys.executable, "-m", "gunicorn", "vivier_web.wsgi:application",
        "--bind", f"{host}:{port}", "--workers", str(processes), "--threads", str(THREADS),
        "--no-control-socket", "--preload", "--timeout", "60", "--graceful-timeout", "10", "--log-level", "warning",
        "--limit-request-line", "4094", "--limit-request-fields", "60", *beats,
        *one_queue(),
    ]  # fmt: skip
    return [web, [sys.executable, "-m", "vivier_web.ops", "worker"]]


def one_queue() -> list[str]:
    """Let both processes take from the same queue of requests, instead of keeping the clients they first met.

    A kept connection stays with its process, even when the other one is idle: the slowest answers were those of the
    process that had more clients.
    """
    return ["--keep-alive", "0", "--worker-connections", str(2 * THREADS)]
