"""One's own account: what is known, what can be changed, taken away or erased."""

import json
from typing import cast

from allauth.core.internal import ratelimit  # the public one counts no reading
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from vivier_web.accounts.models import User
from vivier_web.accounts.queries import account_of, has_second_factor
from vivier_web.members import rules
from vivier_web.members.actions import forget_person
from vivier_web.members.queries import known_of
from vivier_web.pages.shared.access import anyone, needs, too_many
from vivier_web.procedures.actions.erasing import forget_expertise
from vivier_web.procedures.queries.personal import expertise_of
from vivier_web.projects.queries.documents import openings_known_of

WORD = "EFFACER"


class Erasure(forms.Form):
    """Ask for one word, because there is no way back."""

    word = forms.CharField(
        label=f"Pour confirmer, écrivez {WORD}",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "form-control"}),
    )

    def clean_word(self) -> str:
        """Read the word, whatever its case."""
        said = str(self.cleaned_data["word"]).strip()
        if said.upper() != WORD:
            raise forms.ValidationError(f"Rien n’a été effacé : le mot attendu est {WORD}.")
        return said


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)


@anyone
def closed(_request: HttpRequest, key: str = "") -> HttpResponse:  # noqa: ARG001 (of the address)
    """Refuse the pages of allauth that make no sense here."""
    raise Http404


@needs(rules.may_sign_in)
def show(request: HttpRequest) -> HttpResponse:
    """Show one's account."""
    person = _person(request)
    context = {"roles": known_of(person)["roles"], "has_second_factor": has_second_factor(person)}
    return render(request, "person/account.html", context | {"identities": account_of(person)["identites"]})


@needs(rules.may_sign_in)
def export(request: HttpRequest) -> HttpResponse:
    """Give everything the platform knows of oneself, as one file."""
    if not ratelimit.consume(request, app="allauth.account", action="export", limit_get=True):
        return too_many(request)
    person = _person(request)
    known = known_of(person) | expertise_of(person) | openings_known_of(person)
    said = json.dumps(known, ensure_ascii=False, indent=2)
    answer = HttpResponse(said, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="mes-donnees-{timezone.localdate().isoformat()}.json"'
    return answer


@needs(rules.may_sign_in)
def erase(request: HttpRequest) -> HttpResponse:
    """Erase one's personal data, after one word typed."""
    form = Erasure(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        person = _person(request)
        logout(request)
        forget_expertise(person, by=person)
        forget_person(person, by=person)
        messages.success(request, "Vos données personnelles sont effacées et votre compte est fermé.")
        return redirect("account_login")
    return render(request, "person/erase.html", {"form": form, "word": WORD})
