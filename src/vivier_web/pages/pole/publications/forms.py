"""What is to be published, and what the gate must know, as forms."""

from collections.abc import Sequence
from typing import Any

from django import forms

from vivier_web.indicators.gate.layout import DETAIL_WORDS, DETAILS, HEADCOUNT, MEDIUM, cube_of
from vivier_web.indicators.queries.cube_rows import Asked
from vivier_web.indicators.queries.places import is_known
from vivier_web.members.models import Organisation
from vivier_web.members.territory import DEPARTMENTS


def _details() -> list[tuple[str, str]]:
    """Give the details that what is installed here allows."""
    return [(key, f"{words} : {DETAIL_WORDS[key]}") for key, words in DETAILS.items() if is_known(key)]


def _dressed(form: forms.Form) -> None:
    for field in form.fields.values():
        field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"


def grouped(sources: Sequence[tuple[str, str, str]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Put what may be published together by what it is, to be chosen in a list."""
    found: dict[str, list[tuple[str, str]]] = {}
    for cube, key, words in sources:
        found.setdefault(cube_of(cube).title, []).append((f"{cube}|{key}", words))
    return list(found.items())


class PublicationForm(forms.Form):
    """Ask what is to be published, of whom, in how much detail."""

    source = forms.ChoiceField(
        label="Ce qui est à publier", help_text="Seule une collecte, ou une campagne, figée se publie."
    )
    perimeter = forms.ChoiceField(
        label="De qui", help_text="Pour des effectifs ; deux périmètres qui diffèrent d’un membre se trahissent."
    )
    detail = forms.ChoiceField(
        label="Détail", choices=_details, initial=MEDIUM, help_text="Plus de détail, plus de cases masquées."
    )

    def __init__(
        self,
        *args: Any,
        sources: Sequence[tuple[str, str, str]],
        perimeters: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        """Offer what the pôle holds."""
        super().__init__(*args, **kwargs)
        offered: dict[str, Any] = {
            "source": grouped(sources), "perimeter": list(perimeters)
        }  # fmt: skip
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        _dressed(self)

    def asked(self) -> Asked:
        """Give what was asked, as the gate takes it."""
        cube, _, source = self.cleaned_data["source"].partition("|")
        perimeter, _, value = self.cleaned_data["perimeter"].partition(":")
        whom = {"perimeter": perimeter, "value": value} if cube == HEADCOUNT.key else {}
        return Asked(cube, source, self.cleaned_data["detail"], whom)


class FigureField(forms.DecimalField):
    """Read a figure as people write it, its thousands apart."""

    def to_python(self, value: Any) -> Any:
        """Leave spaces out, those of a page too."""
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


class KnownForm(forms.Form):
    """Note a figure that appeared elsewhere."""

    source = forms.ChoiceField(label="Chiffres de")
    departement = forms.ChoiceField(
        label="Territoire", required=False,
        choices=[("", "Tous ensemble"), *((code, f"{name} ({code})") for code, name in DEPARTMENTS.items())],
    )  # fmt: skip
    value = FigureField(label="Chiffre paru", min_value=0, localize=True)
    where = forms.CharField(label="Où il a paru", max_length=200, help_text="Rapport annuel 2025, page 12.")

    def __init__(self, *args: Any, sources: Sequence[tuple[str, str, str]], **kwargs: Any) -> None:
        """Offer what the pôle holds."""
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [(f"{c}|{k}", words) for c, k, words in sources]  # type: ignore[attr-defined]
        _dressed(self)


class GroupForm(forms.Form):
    """Say which group a member belongs to."""

    member = forms.TypedChoiceField(label="Membre", coerce=int)
    head = forms.CharField(
        label="SIREN de la tête de groupe",
        max_length=14,
        required=False,
        help_text="Vide : elle n’est d’aucun groupe.",
    )

    def __init__(self, *args: Any, members: Sequence[Organisation], **kwargs: Any) -> None:
        """Offer the members."""
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [(one.pk, one.name) for one in members]  # type: ignore[attr-defined]
        _dressed(self)
