"""What every button that changes something does: act, tell what was done or why it was not, go back to a page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from vivier.vocabulary import InputError


def acted(request: HttpRequest, act: Callable[[], object], words: str, *where: Any) -> HttpResponse:
    """Act and go back to a page: what was done is told, and what was refused too."""
    try:
        act()
    except InputError as why:
        messages.error(request, str(why))
    else:
        messages.success(request, words)
    return redirect(*where)
