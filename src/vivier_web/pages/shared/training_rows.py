"""A row of the training catalogue as a form: one field a column, what is wrong beside each."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from django import forms


class Column(Protocol):
    """Say what a form needs to know of a column."""

    name: str
    label: str
    is_required: bool
    hint: str


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
