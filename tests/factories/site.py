"""The product served for a browser as it is in real life: its own static files, with their own policies."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.test.testcases import LiveServerThread, QuietWSGIRequestHandler

RECEIVED: list[str] = []  # the first line of every request since the site was last opened


class _Patient(ThreadedWSGIServer):
    """Serve, and close only once every request under way is answered: each holds the database."""

    daemon_threads = False

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exc_info()[1], TimeoutError | ConnectionError):
            super().handle_error(request, client_address)


class _Handler(QuietWSGIRequestHandler):
    timeout = 3  # seconds a browser may keep a connection it no longer uses

    def parse_request(self) -> bool:
        RECEIVED.append(self.raw_requestline.decode("latin-1"))
        return super().parse_request()


class _Site(LiveServerThread):
    server_class = _Patient

    def _create_server(self, connections_override: object = None) -> _Patient:
        return _Patient(
            (self.host, self.port), _Handler, allow_reuse_address=False, connections_override=connections_override
        )


@contextmanager
def served() -> Iterator[str]:
    """Serve the product on a free port, its database shared; Django's own static handler is left out.

    That handler would answer before the product's, and the worker's policy would not be the real one.
    """
    shared = {one.alias: one for one in connections.all() if one.vendor == "sqlite" and one.is_in_memory_db()}
    for one in shared.values():
        one.inc_thread_sharing()
    RECEIVED.clear()
    thread = _Site("127.0.0.1", connections_override=shared, static_handler=lambda application: application)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    try:
        if thread.error:
            raise thread.error
        yield f"http://127.0.0.1:{thread.port}"
    finally:
        thread.terminate()
        for one in shared.values():
            one.dec_thread_sharing()
