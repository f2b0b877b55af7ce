"""A row of the training catalogue as a form: one field a column, what is wrong beside each."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from django import forms


class Column(Protocol):
    """Say what a form needs to know of a column."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def label(self) -> str:
        """What it is called on the screen."""

    @property
    def is_required(self) -> bool:
        """Whether it must be filled."""

    @property
    def hint(self) -> str:
        """What helps to fill it."""


def row_form(
    columns: Iterable[Column], posted: Mapping[str, str] | None, troubles: Mapping[str, str] | None = None
) -> forms.Form:
    """Give the form of a row, filled with what was typed; each trouble is told beside its field."""
    form = forms.Form(posted)
    for each in columns:
        form.fields[each.name] = forms.CharField(
            label=each.label, required=False, help_text=each.hint, max_length=300
        )
        if each.is_required:
            form.fields[each.name].widget.attrs["aria-required"] = "true"
    for name, said in (troubles or {}).items():
        form.add_error(name if name in form.fields else None, said)
    return form
