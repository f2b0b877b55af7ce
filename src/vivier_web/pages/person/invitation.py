"""An invitation received: choosing a password, and signing in."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from vivier_web.accounts.actions import choose_first_password
from vivier_web.accounts.invitations import is_unused, read
from vivier_web.accounts.models import User
from vivier_web.members.queries import roles_of
from vivier_web.pages.shared.access import anyone

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class FirstPassword(forms.Form):
    """Ask for a password twice."""

    password = forms.CharField(
        label="Mot de passe",
        help_text="Au moins douze caractères ; une phrase fait très bien l’affaire.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "form-control"}),
        strip=False,
    )
    again = forms.CharField(
        label="Le même, une seconde fois",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "form-control"}),
        strip=False,
    )

    def __init__(self, person: User, *args: Any) -> None:
        super().__init__(*args)
        self.person = person

    def clean(self) -> dict[str, Any]:
        """Refuse what is too weak, or not twice the same."""
        said = super().clean() or {}
        password = said.get("password")
        if not password:
            return said
        try:
            validate_password(password, self.person)
        except ValidationError as weak:
            self.add_error("password", weak)
        if "again" in said and said["again"] != password:
            self.add_error("again", "Les deux mots de passe diffèrent : écrivez le second comme le premier.")
        return said


@anyone
def accept(request: HttpRequest, key: str) -> HttpResponse:
    """Let whoever was invited choose a password, once, within seven days."""
    person = _invited(key)
    if person is None:
        return render(request, "person/invitation_refused.html", status=410)
    form = FirstPassword(person, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        choose_first_password(person, form.cleaned_data["password"])
        login(request, person, backend=BACKEND)
        record_authentication(request, person, method="password", reauthenticated=True)
        messages.success(request, "Bienvenue : votre compte est ouvert.")
        return redirect("home")
    return render(request, "person/invitation.html", {"form": form, "person": person})


def _invited(key: str) -> User | None:
    """Give whom a link invites; None when it is forged, old, used, or when every role was taken back since."""
    link = read(key)
    person = User.objects.filter(pk=link.user_id, is_active=True).first() if link else None
    if link is None or person is None or not is_unused(link, person.password):
        return None
    return person if roles_of(person) else None
