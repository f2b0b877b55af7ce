"""One's personal data: all of it given back, all of it erased, and the journal whole."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.test import Client

from factories.cluster import PASSWORD, Cluster
from vivier_web.accounts.models import Act, User
from vivier_web.accounts.queries import first_broken_act
from vivier_web.members.models import Contact, Role


@pytest.fixture
def member(pole: Cluster) -> User:
    user = pole.people["member"]
    Authenticator.objects.create(user=user, type="totp", data={"secret": "CECI-EST-SECRET"})
    SocialAccount.objects.create(user=user, provider="proconnect", uid="sub-7", extra_data={"siret": "1"})
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    Contact.objects.create(pole=pole.pole, organisation=pole.members[0], name="Camille", email=user.email)
    return user


def test_the_export_holds_all_that_is_known_and_no_secret(member: User, signed_in: object) -> None:
    answer = signed_in("member").get("/compte/mes-donnees/")
    said = json.loads(answer.content)
    assert said["compte"]["adresse"] == member.email
    assert [role["organisation"] for role in said["roles"]] == ["Mécanique du Val"]
    assert [factor["nature"] for factor in said["seconds_facteurs"]] == ["totp"]
    assert said["identites"] == [{"fournisseur": "proconnect", "identifiant": "sub-7", "donnees": {"siret": "1"}}]
    assert [card["nom"] for card in said["fiches_de_contact"]] == ["Camille"]
    assert {act["acte"] for act in said["journal"]} == {"open_account", "grant_role"}
    assert "attachment" in answer["Content-Disposition"]
    assert b"CECI-EST-SECRET" not in answer.content
    assert member.password.encode() not in answer.content


def test_the_export_speaks_of_nobody_else(member: User, pole: Cluster, signed_in: object) -> None:
    said = signed_in("member").get("/compte/mes-donnees/").content.decode()
    others = [user for kind, user in pole.people.items() if kind != "member"]
    assert not any(user.email in said or user.full_name in said for user in others)


def test_erasing_takes_a_word(member: User, signed_in: object) -> None:
    answer = signed_in("member").post("/compte/effacer/", {"word": "oui"})
    assert "Rien n’a été effacé" in answer.content.decode()
    assert User.objects.get(pk=member.pk).erased_at is None


def test_erasing_leaves_nothing_that_says_who_it_was(member: User, pole: Cluster, signed_in: object) -> None:
    elsewhere, here = signed_in("member"), signed_in("member")
    email, name = member.email, member.full_name
    here.post("/compte/effacer/", {"word": "effacer"})
    gone = User.objects.get(pk=member.pk)
    assert (gone.full_name, gone.is_active, gone.has_usable_password()) == ("Personne effacée", False, False)
    assert gone.erased_at is not None
    for rows in (Authenticator, SocialAccount, EmailAddress):
        assert not rows.objects.filter(user=gone).exists()
    assert not Role.objects.filter(user=gone, ended_at=None).exists()
    assert elsewhere.get("/compte/").status_code == 302
    assert not any(row.get_decoded().get("_auth_user_id") == str(gone.pk) for row in Session.objects.all())
    assert not User.objects.filter(email=email).exists()
    assert not User.objects.filter(full_name=name).exists()
    assert Contact.objects.filter(email=email).count() == 1, "the card a pôle keeps is its own"


def test_the_journal_stays_whole_after_an_erasure(member: User, signed_in: object) -> None:
    before = Act.objects.count()
    signed_in("member").post("/compte/effacer/", {"word": "EFFACER"})
    assert list(Act.objects.filter(number__gt=before).values_list("verb", flat=True)) == ["end_role", "erase_person"]
    assert first_broken_act() is None


def test_the_erased_cannot_come_back(member: User, signed_in: object) -> None:
    email = member.email
    signed_in("member").post("/compte/effacer/", {"word": "EFFACER"})
    browser = Client()
    browser.post("/compte/login/", {"login": email, "password": PASSWORD})
    assert "_auth_user_id" not in browser.session
