"""Sending a set of letters: one a respondent, none of whom reads the address of another."""

from collections.abc import Iterable, Sequence

from django.core.mail import EmailMessage, get_connection

from vivier_web.members.models import Pole

Letter = tuple[Sequence[str], str]  # the addresses of those who read it, its text


def send_letters(pole: Pole, about: str, letters: Iterable[Letter]) -> int:
    """Send letters of a pôle about one thing, over one connection; gives how many left.

    A letter that nobody would read is not sent.
    """
    subject = f"[Vivier] {pole.name} : {about}"
    ready = [EmailMessage(subject, text, None, bcc=list(to)) for to, text in letters if to]
    get_connection().send_messages(ready)
    return len(ready)
