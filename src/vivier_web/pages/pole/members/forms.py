"""What is typed in this room, field by field, with the words that help."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from vivier.vocabulary import InputError
from vivier_web.members.choices import SIZES
from vivier_web.members.identifiers import siren_of, siret_of
from vivier_web.members.models import Contact, Dealing, Label, Membership, Organisation, Pole, Site
from vivier_web.members.registers import FIELDS
from vivier_web.members.territory import REGIONS


class _Dressed(forms.Form):
    """Give fields the look of the product."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


class _DressedModel(forms.ModelForm[Any]):
    """Give fields the look of the product; uniqueness is the actions' to judge, with their own sentences."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)

    def validate_unique(self) -> None:
        """Leave it to the action."""


def dress(form: Any) -> None:
    """Set the classes of inputs, and days as days."""
    for field in form.fields.values():
        if isinstance(field, forms.DateField):
            field.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        shape = {"select": "form-select", "checkbox": "form-check-input"}
        kind = getattr(field.widget, "input_type", "")
        field.widget.attrs.setdefault("class", shape.get(kind, "form-control"))
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 4


def _checked(reader: Any, text: str) -> Any:
    try:
        return reader(text)
    except InputError as error:
        raise forms.ValidationError(str(error)) from None


class OrganisationForm(_DressedModel):
    """Describe an organisation."""

    siren = forms.CharField(
        label="SIREN",
        required=False,
        max_length=16,
        help_text="Neuf chiffres. À laisser vide pour une organisation étrangère.",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    size = forms.ChoiceField(label="Tranche d’effectif", required=False, choices=[("", "Non connue"), *SIZES.items()])
    naf = forms.RegexField(
        r"^\d{2}\.?\d{2}[A-Za-z]$",
        strip=True,
        label="Activité (NAF)",
        required=False,
        help_text="Quatre chiffres et une lettre, par exemple 25.62B.",
        error_messages={"invalid": "Un code NAF a quatre chiffres et une lettre, par exemple 25.62B."},
    )

    class Meta:
        """What is known of it, SIREN first."""

        model = Organisation
        fields = ("siren", "name", "kind", "naf", "size")

    def clean_siren(self) -> str | None:
        """Check the key."""
        typed = self.cleaned_data.get("siren")
        return _checked(siren_of, typed) if typed else None

    def clean_naf(self) -> str:
        """Write it with its dot."""
        typed = self.cleaned_data["naf"].replace(".", "").upper()
        return f"{typed[:2]}.{typed[2:]}" if typed else ""


class RegisterForm(OrganisationForm):
    """Register an organisation, its head office and its adhesion in one go."""

    siret = forms.CharField(
        label="SIRET du siège", required=False, max_length=20, help_text="Quatorze chiffres, si vous l’avez."
    )
    postcode = forms.RegexField(
        r"^\d{5}$",
        strip=True,
        label="Code postal",
        required=False,
        error_messages={"invalid": "Un code postal a cinq chiffres."},
    )
    town = forms.CharField(label="Commune", required=False, max_length=100)
    college = forms.CharField(
        label="Collège", required=False, max_length=60, widget=forms.TextInput({"list": "colleges"})
    )
    joined_on = forms.DateField(label="Adhérent depuis")

    def clean_siret(self) -> str:
        """Check the key."""
        typed = self.cleaned_data["siret"]
        return str(_checked(siret_of, typed)) if typed else ""

    def clean(self) -> dict[str, Any]:
        """Let the SIRET give the SIREN, or agree with it."""
        said = super().clean() or {}
        siret, siren = said.get("siret"), said.get("siren")
        if siret and siren and not siret.startswith(siren):
            self.add_error("siret", "Ce SIRET n’est pas celui d’un établissement de ce SIREN.")
        if siret and not siren and "siren" not in self.errors:
            said["siren"] = siret[:9]
        return said


class SiteForm(_DressedModel):
    """Describe an establishment."""

    siret = forms.CharField(
        label="SIRET",
        max_length=20,
        help_text="Quatorze chiffres, dont les neuf premiers sont le SIREN.",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )

    class Meta:
        """Where it is, and whether it is the head office."""

        model = Site
        fields = ("siret", "name", "address", "postcode", "town", "commune", "naf", "is_head_office", "closed_on")
        help_texts: ClassVar = {
            "commune": "Code INSEE, s’il est connu ; le département en est déduit, sinon du code postal.",
        }

    def clean_siret(self) -> str:
        """Check the key."""
        return str(_checked(siret_of, self.cleaned_data["siret"]))


class AdhesionForm(_DressedModel):
    """Correct an adhesion."""

    class Meta:
        """Its day and college."""

        model = Membership
        fields = ("joined_on", "college")
        widgets: ClassVar = {"college": forms.TextInput({"list": "colleges"})}

    def _post_clean(self) -> None:
        """Leave the table's constraints to the action."""


class LeavingForm(_Dressed):
    """Say when a member leaves."""

    left_on = forms.DateField(label="Dernier jour d’adhésion")


class ContactForm(_DressedModel):
    """Note somebody within an organisation."""

    class Meta:
        """What one needs to reach them, and no more."""

        model = Contact
        fields = ("name", "function", "email", "phone")


class DealingForm(_DressedModel):
    """Note what passed with a member, and what follows."""

    contact: Any = forms.ModelChoiceField(
        Contact.objects.none(), label="Avec", required=False, empty_label="Personne en particulier"
    )

    def __init__(self, *args: Any, contacts: Any, known: Iterable[Contact] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["contact"]
        choice.queryset = contacts
        if known is not None:  # already read for the page
            choice.choices = [("", choice.empty_label), *((one.pk, str(one)) for one in known)]
        self.fields["summary"].widget.attrs["rows"] = 3

    class Meta:
        """What, when, with whom; then the next step and its day."""

        model = Dealing
        fields = ("kind", "on", "contact", "partner", "summary", "next_step", "due_on")
        labels: ClassVar = {"partner": "Partenaire", "due_on": "Pour le"}
        help_texts: ClassVar = {"partner": "À qui vous l’avez adressé, s’il y a lieu."}

    def clean(self) -> dict[str, Any]:
        """Ask for a step when there is a day, and for a partner when there is a referral."""
        said = super().clean() or {}
        if said.get("due_on") and not said.get("next_step"):
            self.add_error("next_step", "Dites ce qu’il faudra faire ce jour-là, ou retirez la date.")
        if said.get("next_step") and not said.get("due_on"):
            self.add_error("due_on", "Donnez un jour à cette suite, pour qu’elle vous soit rappelée.")
        if said.get("kind") == "referral" and not said.get("partner"):
            self.add_error("partner", "Dites vers quel partenaire ce membre a été orienté.")
        return said


class PoleForm(_DressedModel):
    """Describe the pôle itself."""

    region = forms.ChoiceField(label="Région", required=False, choices=[("", "Non précisée"), *REGIONS.items()])
    carrier_siren = forms.CharField(
        label="SIREN de la structure porteuse",
        required=False,
        max_length=14,
        help_text="Neuf chiffres ; l’organisation est inscrite au registre si elle n’y est pas.",
    )
    carrier_name = forms.CharField(label="Nom de la structure porteuse", required=False, max_length=200)

    class Meta:
        """What it is; its carrier comes beside."""

        model = Pole
        fields = ("name", "kind", "domain", "region", "carrier_kind")

    def clean_carrier_siren(self) -> str:
        """Check the key."""
        typed = self.cleaned_data["carrier_siren"]
        return str(_checked(siren_of, typed)) if typed else ""

    def clean(self) -> dict[str, Any]:
        """Ask for the name that goes with the number, and for the number that goes with the name."""
        said = super().clean() or {}
        if said.get("carrier_siren") and not said.get("carrier_name"):
            self.add_error("carrier_name", "Donnez aussi le nom de cette structure.")
        if said.get("carrier_name") and not said.get("carrier_siren") and "carrier_siren" not in self.errors:
            self.add_error("carrier_siren", "Donnez aussi le SIREN de cette structure.")
        return said


class LabelForm(_DressedModel):
    """Note a label of the pôle."""

    class Meta:
        """By whom, from when to when, on what conditions."""

        model = Label
        fields = ("name", "granted_by", "granted_on", "ends_on", "conditions")

    def clean(self) -> dict[str, Any]:
        """Refuse a label that would end before it begins."""
        said = super().clean() or {}
        if said.get("ends_on") and said.get("granted_on") and said["ends_on"] < said["granted_on"]:
            self.add_error("ends_on", "Ce label finirait avant d’avoir commencé.")
        return said


class FileForm(_Dressed):
    """Give a file of members."""

    file = forms.FileField(
        label="Fichier",
        required=False,
        widget=forms.FileInput({"accept": ".xlsx,.csv,.txt"}),
        help_text="Classeur .xlsx ou fichier .csv, 20 Mo et 20 000 lignes au plus. Il n’est pas conservé.",
    )


class ColumnsForm(_Dressed):
    """Say what each column of a file is."""

    def __init__(self, *args: Any, header: list[str], columns: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Ne pas lire"), *((field, words) for field, (words, _) in FIELDS.items())]
        for rank, title in enumerate(header):
            self.fields[f"c{rank}"] = forms.ChoiceField(
                label=title or f"Colonne {rank + 1}", choices=choices, required=False, initial=columns[rank]
            )
        dress(self)

    @property
    def columns(self) -> list[str]:
        """The field of each column, in order."""
        return [str(self.cleaned_data[name]) for name in self.fields]
