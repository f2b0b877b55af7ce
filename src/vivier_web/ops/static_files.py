"""How files are served: the deposit's worker under its own policy, Python for browsers kept for ever, no brotli."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from whitenoise.compress import Compressor
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

_WORKER = re.compile(r"/vivier/deposit/worker[^/]*\.mjs$")
_VERSIONED = re.compile(r"/vendor/pyodide-[\d.]+/")


def worker_policy(origin: str, static: str) -> str:
    """Give the policy of a worker that reads payroll files: it may run Python and load files of ours, nothing else.

    >>> worker_policy("https://vivier.example", "/static/").split("; ")[0]
    "default-src 'none'"
    """
    return f"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src {origin}{static}"


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Serve files, before every other middleware: what needs a policy is given its own here."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve a file, or let the request go on."""
        response: HttpResponseBase = super().__call__(request)
        if request.path_info.startswith(self.static_prefix) and _WORKER.search(request.path_info):
            origin = f"{request.scheme}://{request.get_host()}"
            response["Content-Security-Policy"] = worker_policy(origin, self.static_prefix)
        return response

    def immutable_file_test(self, path: str, url: str) -> bool:
        """Tell which files browsers may keep for ever: those whose name bears a hash or a version."""
        return bool(_VERSIONED.search(url)) or bool(super().immutable_file_test(path, url))


class Hashed(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Name files by their content, for browsers to keep them for ever; plainly before they are collected."""

    # Style sheets name fonts and pictures; the maps that only authors read are not shipped.
    patterns = tuple(
        (files, tuple(one for one in found if "sourceMappingURL" not in str(one)))
        for files, found in CompressedManifestStaticFilesStorage.patterns
        if files == "*.css"
    )

    def create_compressor(self, **options: Any) -> Compressor:
        """Compress by gzip only: brotli takes a minute on the WebAssembly of Python, for little."""
        return Compressor(use_brotli=False, **options)

    def stored_name(self, name: str) -> str:
        """Give the name that bears the hash, or the plain one where nothing was collected (tests, demo)."""
        return str(self.hashed_files.get(self.hash_key(name), name))
