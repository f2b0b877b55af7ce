"""Sending a file of somebody to whoever may open it: part by part, as an attachment, never shown by the browser."""

import re
from collections.abc import Iterator
from typing import cast
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse


def attached(parts: Iterator[bytes], *, name: str, media_type: str, size: int) -> HttpResponse:
    """Answer with a file: kept by nobody on the way, saved and not opened, taken for nothing else than it says."""
    answer = StreamingHttpResponse(parts, content_type=media_type)
    ascii_name = name.encode("ascii", "replace").decode().replace('"', "")
    plain = re.sub(r"[^\x20-\x7e]|[?\\]", "_", ascii_name)  # a line more would be a header more
    answer["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    answer["Content-Length"] = str(size)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return cast("HttpResponse", answer)  # as every view answers, to the doors
