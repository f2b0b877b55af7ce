"""Logs as JSON lines that hold no personal data: what happened, where, how long; never who, never what was typed."""

import datetime as dt
import json
import logging
import re
import traceback
from contextvars import ContextVar
from typing import Any

REQUEST = ContextVar("request", default="")  # the id of the request being answered
_FIELDS = ("path", "method", "status", "ms")
_PERSONAL = (
    re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+"),  # addresses
    re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"),  # IPv4
    re.compile(r"\b(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}\b", re.IGNORECASE),  # IPv6
    re.compile(r"\b[1-47-8]\d{2}(?:0[1-9]|1[0-2])\d{8}(?:\d{2})?\b"),  # social-security numbers
)


class Json(logging.Formatter):
    """Write a record as one JSON line.

    What a message was filled with is left out (Django puts whole addresses there), and so is the text of an
    exception (a database puts rows there): its kind and where it rose are kept.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        at = dt.datetime.fromtimestamp(record.created, dt.UTC)
        line: dict[str, Any] = {
            "time": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": masked(str(record.msg)),
            "logger": record.name,
        }
        line |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        if request := getattr(record, "request_id", "") or REQUEST.get():
            line["request"] = request
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = type(record.exc_info[1]).__name__
            line["where"] = _where(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def masked(text: str) -> str:
    """Hide what looks like an address or a number of a person.

    >>> masked("letter refused for paul@exemple.fr from 10.0.0.7")
    'letter refused for … from …'
    """
    for pattern in _PERSONAL:
        text = pattern.sub("…", text)
    return text


def _where(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
