"""Signing in and out, a forgotten password, the pages that are closed, the limits."""

import re

import pytest
from django.core import mail
from django.test import Client

from factories.cluster import PASSWORD, Cluster
from vivier_web.pages.person.urls import CLOSED

ENGLISH = re.compile(r"\b(password|sign|email address|please|your|account|the)\b", re.IGNORECASE)
WORDS = re.compile(r"<script.*?</script>|<[^>]*>", re.DOTALL)


def said(answer: object) -> str:
    return WORDS.sub(" ", answer.content.decode())


def sign_in(browser: Client, email: str, password: str = PASSWORD) -> object:
    return browser.post("/compte/login/", {"login": email, "password": password})


def test_the_right_password_signs_in_whatever_the_case_of_the_address(pole: Cluster, client: Client) -> None:
    assert sign_in(client, pole.people["team"].email.upper())["Location"] == "/"
    assert client.session["_auth_user_id"] == str(pole.people["team"].pk)


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(pole: Cluster, client: Client) -> None:
    errors = [
        sign_in(client, email, "faux mot de passe").context["form"].non_field_errors().as_text()
        for email in (pole.people["team"].email, "personne@ailleurs.example")
    ]
    assert errors[0] == errors[1] != ""


def test_after_five_wrong_passwords_the_right_one_waits(pole: Cluster, client: Client) -> None:
    email = pole.people["team"].email
    for _ in range(5):
        sign_in(client, email, "faux mot de passe")
    sign_in(client, email)
    assert "_auth_user_id" not in client.session
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert sign_in(other, pole.people["member"].email)["Location"] == "/"


def test_the_limits_are_counted_in_the_database(pole: Cluster, client: Client, django_db_blocker: object) -> None:
    from django.db import connection

    sign_in(client, pole.people["team"].email, "faux mot de passe")
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM vivier_cache WHERE cache_key LIKE %s", ["%login_failed%"])
        assert cursor.fetchone()[0] > 0


def test_a_flood_of_requests_gets_a_page_in_french(pole: Cluster, client: Client) -> None:
    answers = [client.post("/compte/password/reset/", {"email": f"x{n}@ailleurs.example"}) for n in range(21)]
    assert answers[-1].status_code == 429
    assert "Trop d’essais" in said(answers[-1])


def test_a_forgotten_password_is_chosen_again_by_letter(pole: Cluster, client: Client) -> None:
    user = pole.people["team"]
    client.post("/compte/password/reset/", {"email": user.email})
    letter = mail.outbox[0]
    assert letter.subject == "[Vivier] Choisir un autre mot de passe"
    assert not ENGLISH.search(letter.body.split("http")[0])
    link = re.search(r"http://127\.0\.0\.1:8000(/compte/password/reset/key/\S+)", letter.body).group(1)
    form = client.get(link)["Location"]
    done = client.post(form, {"password1": "une autre phrase longue", "password2": "une autre phrase longue"})
    assert done["Location"] == "/compte/password/reset/key/done/"
    assert "Ce lien ne sert plus" in said(Client().get(link))
    assert sign_in(Client(), user.email, "une autre phrase longue")["Location"] == "/"
    assert "vient d’être remplacé" in mail.outbox[1].body


def test_an_address_without_account_learns_nothing_on_the_screen(pole: Cluster, client: Client) -> None:
    known = client.post("/compte/password/reset/", {"email": pole.people["team"].email})
    unknown = client.post("/compte/password/reset/", {"email": "personne@ailleurs.example"})
    assert known["Location"] == unknown["Location"]
    assert "n’a pas de compte ici" in mail.outbox[1].body


def test_a_reset_letter_bears_this_sites_address_whatever_the_browser_says(pole: Cluster, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    Client(SERVER_NAME="pirate.example").post("/compte/password/reset/", {"email": pole.people["team"].email})
    assert "pirate.example" not in mail.outbox[0].body
    assert "http://127.0.0.1:8000/compte/" in mail.outbox[0].body


def test_a_closed_account_does_not_open(pole: Cluster, client: Client) -> None:
    user = pole.people["team"]
    user.is_active = False
    user.save()
    sign_in(client, user.email)
    assert "_auth_user_id" not in client.session


def test_signing_out_takes_a_button(signed_in: object) -> None:
    browser = signed_in("team")
    browser.get("/compte/logout/")
    assert "_auth_user_id" in browser.session
    assert "Vous êtes déconnecté" in said(browser.post("/compte/logout/", follow=True))
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize("route", CLOSED)
def test_pages_that_make_no_sense_here_do_not_exist(pole: Cluster, signed_in: object, route: str) -> None:
    path = "/compte/" + route.replace("<str:key>", "abc")
    for browser in (Client(), signed_in("director")):
        for ask in (browser.get, browser.post):
            assert ask(path).status_code == 404


OPEN = ["login/", "password/reset/", "password/reset/done/", "password/reset/key/1-x/", "password/reset/key/done/",
        "inactive/", "3rdparty/login/cancelled/", "3rdparty/login/error/"]  # fmt: skip
OWN = ["", "logout/", "password/change/", "reauthenticate/", "2fa/", "2fa/webauthn/", "effacer/"]


@pytest.mark.parametrize("route", OPEN + OWN)
def test_every_page_of_an_account_speaks_french_under_the_strict_csp(
    pole: Cluster, signed_in: object, route: str
) -> None:
    browser = Client() if route in OPEN else signed_in("team")
    answer = browser.get(f"/compte/{route}")
    assert answer.status_code in (200, 401)
    assert not ENGLISH.search(said(answer).replace("Your", ""))
    page = answer.content.decode()
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_somebody_without_a_password_may_choose_one(pole: Cluster, signed_in: object) -> None:
    pole.people["region"].set_unusable_password()
    pole.people["region"].save()
    answer = signed_in("region").get("/compte/password/set/")
    assert answer.status_code in (200, 302)
    assert "Choisir" in said(signed_in("region").get("/compte/"))
