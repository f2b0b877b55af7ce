"""What is asked to invite somebody: only what their role needs."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.choices import OVER_NETWORK, OVER_ORGANISATION, OVER_TERRITORY, RoleKind
from vivier_web.members.models import Membership, Network, Organisation, Pole
from vivier_web.members.territory import checked_territory

DOES = {
    RoleKind.DIRECTOR: "Fait ce que fait l’équipe, et invite, retire un rôle, lit le journal. Second facteur exigé.",
    RoleKind.TEAM: "Tient les membres et les échanges, ouvre les collectes, code les intitulés, mène les études.",
    RoleKind.GOVERNANCE: "Suit les membres et l’avancement des collectes, lit les études.",
    RoleKind.BOARD: "Lit la liste des membres et les études.",
    RoleKind.EXPERT: "Donne un avis sur les dossiers que le pôle lui confie.",
    RoleKind.MEMBER: "Dépose pour son entreprise et reçoit son rapport, que l’équipe du pôle ne voit pas.",
    RoleKind.ACCOUNTANT: "Dépose à la place de l’entreprise qui lui a délégué ; invitez-le une fois par client.",
    RoleKind.EMPLOYEE: "Répond aux questionnaires adressés aux salariés et bénévoles d’un membre.",
    RoleKind.TRAINER: "Propose des formations et des places aux membres.",
    RoleKind.NETWORK: "Lit, sans rien changer, ce que les pôles d’un réseau ont en commun.",
    RoleKind.STATE: "Lit ce qui est publié ou adressé à l’État. Peut entrer par ProConnect.",
    RoleKind.REGION: "Lit ce qui est publié ou adressé à sa Région. Peut entrer par ProConnect.",
    RoleKind.LOCAL: "Lit ce qui est publié ou adressé à sa collectivité. Peut entrer par ProConnect.",
    RoleKind.OPERATOR: "Fait tourner la plateforme, pour tous les pôles. Second facteur exigé.",
}


class Invitation(forms.Form):
    """Ask whom to invite, and what their role is over."""

    full_name = forms.CharField(
        label="Prénom et nom", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(
        label="Adresse électronique",
        help_text="La sienne : une adresse partagée ne dirait pas qui a fait quoi.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="Entreprise ou organisme")
    network = forms.ModelChoiceField(Network.objects.order_by("name"), label="Réseau")
    territory = forms.CharField(
        label="Territoire",
        help_text="Code INSEE de la région (84) ou du département (69), ou SIREN de l’intercommunalité.",
        max_length=9,
        validators=[
            RegexValidator(r"^(\d{2,3}|2[AB]|\d{9})$", "Écrivez 84, 69, 2A, 971 ou un SIREN de neuf chiffres.")
        ],
    )

    def __init__(self, kind: str, pole: Pole, *args: Any) -> None:
        super().__init__(*args)
        self.kind, self.pole = kind, pole
        asked = {"organisation": OVER_ORGANISATION, "network": OVER_NETWORK, "territory": OVER_TERRITORY}
        for name, kinds in asked.items():
            if kind not in kinds:
                del self.fields[name]
        if chosen := self.fields.get("organisation"):
            current = Membership.objects.filter(pole=pole).of_day(timezone.localdate())
            members = Organisation.objects.filter(pk__in=current.values("organisation"))
            chosen.queryset = members.order_by("name")  # type: ignore[attr-defined]
            chosen.empty_label = "Choisir un membre"  # type: ignore[attr-defined]

    def clean_territory(self) -> str:
        """Check that there is such a territory."""
        try:
            return checked_territory(self.cleaned_data["territory"], is_region=self.kind == RoleKind.REGION)
        except InputError as error:
            raise forms.ValidationError(str(error)) from None

    @property
    def over(self) -> dict[str, Any]:
        """What the role is held over, as `invite` wants it."""
        asked: dict[str, Any] = {
            key: self.cleaned_data[key] for key in ("organisation", "network", "territory") if key in self.fields
        }
        no_pole = self.kind in OVER_NETWORK | OVER_TERRITORY | {RoleKind.OPERATOR, RoleKind.STATE}
        return asked if no_pole else {**asked, "pole": self.pole}
