"""What every button that changes something does: act, tell what was done or why it was not, go back to a page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join

from vivier.vocabulary import InputError


def say(request: HttpRequest, words: str, *, undo: str = "", **fields: Any) -> None:
    """Tell what was done, with a button that undoes it (posted to the address `undo`)."""
    if not undo:
        messages.success(request, words)
        return
    hidden = format_html_join("", '<input type="hidden" name="{}" value="{}">', list(fields.items()))
    form = '{} <form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">{}'
    button = '<button class="btn btn-quiet">Annuler</button></form>'
    messages.success(request, format_html(form + button, words, undo, get_token(request), hidden))


def acted(request: HttpRequest, act: Callable[[], object], words: str, *where: Any, undo: str = "") -> HttpResponse:
    """Act and go back to a page: what was done is told, with a way to undo it, and what was refused too."""

    def act_and_word() -> str:
        act()
        return words

    return told(request, act_and_word, *where, undo=undo)


def told(request: HttpRequest, act: Callable[[], str], *where: Any, undo: str = "") -> HttpResponse:
    """Act and go back to a page, where the act itself finds the words for what it did."""
    try:
        say(request, act(), undo=undo)
    except InputError as why:
        messages.error(request, str(why))
    return redirect(*where)
