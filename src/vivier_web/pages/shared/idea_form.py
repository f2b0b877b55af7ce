"""What one types of an idea."""

from django import forms

_SHORT = forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"})
REACHES = (("team", "L’équipe du pôle seulement"), ("members", "Les membres du pôle aussi"))


def _long(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "form-control", "rows": rows})


class IdeaForm(forms.Form):
    """Ask for a title, the problem, what is sought, and who may read."""

    title = forms.CharField(label="L’idée en une ligne", max_length=120, widget=_SHORT)
    problem = forms.CharField(
        label="Le problème", max_length=1500, widget=_long(4), help_text="Ce qui coûte, bloque ou manque aujourd’hui."
    )
    sought = forms.CharField(
        label="Ce qui est cherché", max_length=1500, widget=_long(3), required=False,
        help_text="Un partenaire, un procédé, un marché, un équipement : ce qui ferait avancer.",
    )  # fmt: skip
    reach = forms.ChoiceField(
        label="Qui peut la lire", choices=REACHES, initial="team",
        widget=forms.Select(attrs={"class": "form-select"}),
        help_text="N’écrivez ici aucun secret : une idée sert à trouver avec qui en parler.",
    )  # fmt: skip
