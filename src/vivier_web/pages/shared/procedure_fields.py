"""The form of a stage, made from the questions of its procedure: what is typed may be kept incomplete."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from vivier_web.procedures.definition.forms import Field

BLANK_ROWS = 2
MOST_ROWS = 40
LONGEST = 20_000
WIDEST = 13  # figures before the comma
FINEST = 12  # and after it, until the first that counts
WHERE = "Les fichiers ne sont pas gardés ici : dites où se trouve le document et sa date (lien, dossier partagé…)."
KINDS = (
    ("", "Nature…"),
    ("company", "Entreprise"),
    ("research", "Recherche"),
    ("training", "Formation"),
    ("sse", "Économie sociale et solidaire"),
    ("association", "Association"),
    ("authority", "Collectivité"),
    ("other", "Autre"),
)
ROLES = (("partner", "Partenaire"), ("lead", "Chef de file"))
Column = tuple[str, str, tuple[tuple[str, str], ...]]
COLUMNS: dict[str, tuple[Column, ...]] = {
    "consortium": (
        ("name", "Organisation", ()),
        ("siren", "SIREN", ()),
        ("kind", "Nature", KINDS),
        ("role", "Rôle", ROLES),
    ),
    "budget": (("label", "Dépense ou ressource", ()), ("amount", "Montant (€)", ())),
}


class Rows(forms.Widget):
    """A small table to fill in: partners, or lines of a budget; blank rows are left out."""

    template_name = "shared/rows.html"

    def __init__(self, columns: tuple[Column, ...]) -> None:
        self.columns = columns
        super().__init__()

    def value_from_datadict(self, data: Mapping[str, Any], _files: Any, name: str) -> list[dict[str, str]]:
        """Read the rows that hold something."""
        found = []
        for rank in range(MOST_ROWS):
            row = {key: str(data.get(f"{name}-{rank}-{key}", "")).strip()[:200] for key, _, _ in self.columns}
            if row[self.columns[0][0]] or row.get("siren") or row.get("amount"):
                found.append(row)
        return found

    def value_omitted_from_data(self, data: Mapping[str, Any], _files: Any, name: str) -> bool:
        """Tell whether the table was not in what was sent."""
        return f"{name}-0-{self.columns[0][0]}" not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Give the rows already filled in, then a few blank ones."""
        context = super().get_context(name, value, attrs)
        held = list(value or [])
        whole = [*held, *({} for _ in range(BLANK_ROWS if held else BLANK_ROWS + 1))][:MOST_ROWS]
        context["heads"] = [label for _, label, _ in self.columns]
        context["rows"] = [
            [
                {"name": f"{name}-{rank}-{key}", "label": f"{label}, ligne {rank + 1}", "choices": choices}
                | {"value": str(row.get(key, "") or ""), "is_amount": key == "amount"}
                for key, label, choices in self.columns
            ]
            for rank, row in enumerate(whole)
        ]
        return context


class RowsField(forms.Field):
    """A list of rows; amounts are read as decimals, written as text."""

    def clean(self, value: Any) -> list[dict[str, str]]:
        """Check the amounts."""
        rows = list(value or [])
        for row in rows:
            if "amount" in row:
                row["amount"] = read_number(row["amount"])
        return rows


class NumberField(forms.CharField):
    """A number as people write it: « 12 500,50 »."""

    def clean(self, value: Any) -> str:
        """Give it with a point and no space."""
        return read_number(super().clean(value))


def read_number(said: str) -> str:
    """Read « 12 500,50 € » as 12500.50; nothing stays nothing."""
    plain = "".join(said.split()).replace("\u202f", "").replace("€", "").replace(",", ".")
    if not plain:
        return ""
    try:
        number = Decimal(plain)
    except InvalidOperation as error:
        raise forms.ValidationError("Écrivez un nombre, par exemple 12 500,50.") from error
    if not number.is_finite() or number.adjusted() >= WIDEST:
        raise forms.ValidationError("Ce nombre est trop grand pour être vrai.")
    if number.adjusted() < -FINEST:  # « 1e-999999999 » would be written with a thousand million zeros
        raise forms.ValidationError("Ce nombre est trop petit pour être vrai.")
    return format(number, "f")


class StageForm(forms.Form):
    """The questions of one stage; none is required while it is typed."""

    def __init__(self, fields: Iterable[Field], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for each in fields:
            self.fields[each.key] = _field(each)

    def answers(self) -> dict[str, Any]:
        """Give what was typed as it is kept: plain JSON values."""
        return {key: _plain(value) for key, value in self.cleaned_data.items()}

    def tell(self, reasons: Iterable[str]) -> None:
        """Put each reason beside its field when it names one, above the form else."""
        for reason in reasons:
            named = next((key for key, each in self.fields.items() if reason == f"Il manque : {each.label}."), None)
            self.add_error(named, "Réponse attendue pour déposer." if named else reason)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _field(asked: Field) -> forms.Field:
    words = asked.help or (WHERE if asked.kind == "file" else "")
    marked = f"{words} Obligatoire pour déposer.".strip() if asked.required else words
    more: dict[str, Any] = {"label": asked.label, "help_text": marked, "required": False}
    if asked.kind in COLUMNS:
        return RowsField(widget=Rows(COLUMNS[asked.kind]), **more)
    if asked.kind == "long":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=LONGEST, **more)
    if asked.kind in {"number", "money"}:
        return NumberField(widget=forms.TextInput(attrs={"inputmode": "decimal"}), max_length=30, **more)
    if asked.kind == "date":
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)
    if asked.kind == "choice":
        choices = [("", "Choisissez"), *((each, each) for each in asked.choices)]
        return forms.ChoiceField(choices=choices, **more)
    return forms.CharField(max_length=300, **more)
