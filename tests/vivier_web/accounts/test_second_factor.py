"""The second factor: set by an application of codes or a passkey, asked of those who must have one."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client

from factories.cluster import PASSWORD, Cluster
from vivier_web.accounts.models import Act


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def signed_in_by_password(email: str) -> Client:
    browser = Client()
    browser.post("/compte/login/", {"login": email, "password": PASSWORD})
    browser.post("/compte/reauthenticate/", {"password": PASSWORD})
    return browser


def with_codes(email: str) -> tuple[Client, str]:
    browser = signed_in_by_password(email)
    page = browser.get("/compte/2fa/totp/activate/").content.decode()
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page).group(1)
    assert 'src="data:image/svg+xml' in page
    browser.post("/compte/2fa/totp/activate/", {"code": code_of(secret)})
    return browser, secret


def test_a_director_sets_a_second_factor_before_anything_else(pole: Cluster, settings: object) -> None:
    settings.SECOND_FACTOR_ASKED = True
    browser = signed_in_by_password(pole.people["director"].email)
    assert browser.get("/")["Location"] == "/compte/2fa/"
    assert browser.get("/equipe/")["Location"] == "/compte/2fa/"
    assert "Votre rôle demande un second facteur" in browser.get("/compte/2fa/").content.decode()
    browser, _ = with_codes(pole.people["director"].email)
    assert browser.get("/").status_code == 200


@pytest.mark.parametrize(("kind", "status"), [("operator", 302), ("director", 302), ("team", 200), ("member", 200)])
def test_only_the_roles_that_must_are_asked(signed_in: object, settings: object, kind: str, status: int) -> None:
    settings.SECOND_FACTOR_ASKED = True
    assert signed_in(kind).get("/").status_code == status


def test_codes_of_rescue_alone_are_not_a_second_factor(pole: Cluster, settings: object, signed_in: object) -> None:
    settings.SECOND_FACTOR_ASKED = True
    Authenticator.objects.create(user=pole.people["director"], type="recovery_codes", data={})
    assert signed_in("director").get("/").status_code == 302


def test_a_code_is_then_asked_at_each_sign_in(pole: Cluster) -> None:
    email = pole.people["team"].email
    with_codes(email)
    browser = signed_in_by_password(email)
    assert "_auth_user_id" not in browser.session
    asked = browser.get("/compte/2fa/authenticate/")
    assert "Une seconde preuve" in asked.content.decode()
    wrong = browser.post("/compte/2fa/authenticate/", {"code": "000000"})
    assert wrong.context["form"].errors
    assert "_auth_user_id" not in browser.session


def test_a_code_of_rescue_opens_once(pole: Cluster) -> None:
    email = pole.people["team"].email
    first, _ = with_codes(email)
    first.post("/compte/2fa/recovery-codes/generate/")
    page = first.get("/compte/2fa/recovery-codes/").content.decode()
    codes = re.findall(r"<li><code>(\d+)</code>", page)
    assert len(codes) == 10
    for expected in (True, False):
        browser = signed_in_by_password(email)
        browser.post("/compte/2fa/authenticate/", {"code": codes[0]})
        assert ("_auth_user_id" in browser.session) is expected


def test_each_change_is_told_by_letter_and_in_the_journal(pole: Cluster) -> None:
    browser, _ = with_codes(pole.people["team"].email)
    browser.post("/compte/2fa/totp/deactivate/")
    letter = mail.outbox[-1]
    assert letter.subject == "[Vivier] Application de codes retirée"
    assert "Si ce n’est pas vous" in letter.body
    assert Act.objects.filter(subject=f"user:{pole.people['team'].pk}", verb="totp_deactivated").count() == 1


@pytest.mark.parametrize(
    "name", ["totp_activated", "totp_deactivated", "webauthn_added", "webauthn_removed", "recovery_codes_generated"]
)
def test_every_letter_about_a_second_factor_is_in_french(name: str) -> None:
    said = render_to_string(f"mfa/email/{name}_message.txt", {"ip": "192.0.2.1", "user_agent": "x"})
    assert "Bonjour" in said
    assert "prévenez votre pôle" in said
    assert "your" not in said.lower()


def test_a_session_that_proved_nothing_lately_is_asked_again(signed_in: object) -> None:
    answer = signed_in("team").get("/compte/2fa/totp/activate/")
    assert answer["Location"].startswith("/compte/reauthenticate/")


def test_a_passkey_can_be_offered_to_the_browser(pole: Cluster) -> None:
    answer = signed_in_by_password(pole.people["team"].email).get("/compte/2fa/webauthn/add/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "/mfa/js/webauthn.js" in page
    assert '"challenge"' in page
    assert '"request_options"' in Client().get("/compte/2fa/webauthn/login/", HTTP_ACCEPT="application/json", HTTP_X_REQUESTED_WITH="XMLHttpRequest").content.decode()  # fmt: skip


@pytest.mark.parametrize("gesture", ["edit", "remove"])
def test_the_key_of_another_person_does_not_exist(pole: Cluster, gesture: str) -> None:
    key = Authenticator.objects.create(user=pole.people["director"], type="webauthn", data={"name": "clé de Camille"})
    browser = signed_in_by_password(pole.people["team"].email)
    path = f"/compte/2fa/webauthn/keys/{key.pk}/{gesture}/"
    assert browser.get(path).status_code == 404
    assert browser.post(path, {"name": "à moi"}).status_code == 404
    assert Authenticator.objects.get(pk=key.pk).data == {"name": "clé de Camille"}
