"""Signing in through ProConnect: the whole flow against a provider of our own, and each way it may go wrong."""

import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from factories import proconnect
from factories.cluster import Cluster
from factories.proconnect import CLIENT, CURVE, FORGED, SECRET, Provider
from vivier_web import settings as product
from vivier_web.accounts.models import Act
from vivier_web.members.actions import end_role

PERSON = {"sub": "a1b2", "given_name": "Ada", "usual_name": "Martin", "siret": "13002526500013", "idp_id": "x"}


@pytest.fixture
def provider(pole: Cluster, settings: object) -> Iterator[Provider]:
    with proconnect.serving() as served:
        settings.PROCONNECT = {"issuer": served.issuer, "client_id": CLIENT, "secret": SECRET}
        settings.SOCIALACCOUNT_PROVIDERS = product.proconnect(**settings.PROCONNECT)
        served.claims = PERSON | {"email": pole.people["region"].email.upper()}
        yield served


def come_back(provider: Provider, browser: Client, **spoiled: str) -> object:
    sent = browser.post("/compte/proconnect/")
    assert sent.status_code == 302, sent.content
    code = provider.authorize(sent["Location"])
    return browser.get("/compte/proconnect/retour/", {"code": code, "state": provider.asked["state"]} | spoiled)


def is_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def test_an_invited_agent_comes_in_and_is_known_by_their_sub(provider: Provider, pole: Cluster) -> None:
    browser = Client()
    assert come_back(provider, browser)["Location"] == "/"
    assert browser.session["_auth_user_id"] == str(pole.people["region"].pk)
    link = SocialAccount.objects.get()
    assert (link.provider, link.uid) == ("proconnect", "a1b2")
    assert link.extra_data == {"sub": "a1b2", "siret": "13002526500013", "idp_id": "x"}
    assert Act.objects.filter(verb="link_identity", subject=f"user:{link.user_id}").count() == 1


def test_the_second_time_the_address_no_longer_matters(provider: Provider, pole: Cluster) -> None:
    come_back(provider, Client())
    provider.claims["email"] = "ada.autrement@region.example"
    browser = Client()
    come_back(provider, browser)
    assert browser.session["_auth_user_id"] == str(pole.people["region"].pk)
    assert SocialAccount.objects.count() == 1


def test_what_is_asked_is_what_proconnect_wants_and_nothing_a_visitor_adds(provider: Provider) -> None:
    sent = Client().post("/compte/proconnect/?scope=phone&auth_params=prompt%3Dnone")
    provider.authorize(sent["Location"])
    assert set(provider.asked) == {
        "client_id", "redirect_uri", "scope", "response_type", "state", "nonce", "code_challenge", "code_challenge_method",
    }  # fmt: skip
    assert set(provider.asked["scope"].split()) == {"openid", "given_name", "usual_name", "email", "siret"}
    assert provider.asked["code_challenge_method"] == "S256"
    assert min(len(provider.asked["state"]), len(provider.asked["nonce"])) >= 32


def test_states_and_nonces_are_never_the_same(provider: Provider) -> None:
    asked = []
    for _ in range(2):
        provider.authorize(Client().post("/compte/proconnect/")["Location"])
        asked += [provider.asked["state"], provider.asked["nonce"]]
    assert len(set(asked)) == 4


def test_keys_of_both_kinds_are_read(provider: Provider) -> None:
    provider.algorithm, provider.key = "ES256", CURVE
    browser = Client()
    come_back(provider, browser)
    assert is_in(browser)


PAST = int(time.time()) - 3600
SPOILED = {
    "another nonce": {"nonce": "x" * 43},
    "no nonce": {"nonce": ""},
    "a forged signature": {"key": FORGED},
    "a shared secret for a key": {"algorithm": "HS256"},
    "an expired id_token": {"id_token": {"exp": PAST, "iat": PAST - 60}},
    "an id_token without end": {"id_token": {"exp": None}},
    "another audience": {"id_token": {"aud": "someone-else"}},
    "another issuer": {"id_token": {"iss": "https://ailleurs.example"}},
    "an identity of another person": {"userinfo": {"sub": "zz"}},
    "an identity for another site": {"userinfo": {"aud": "someone-else"}},
    "an identity in plain JSON": {"is_json": True},
}


@pytest.mark.parametrize("spoiled", SPOILED.values(), ids=SPOILED)
def test_a_spoiled_answer_is_refused_in_french(provider: Provider, spoiled: dict[str, object]) -> None:
    for name, value in spoiled.items():
        setattr(provider, name, value)
    browser = Client()
    answer = come_back(provider, browser)
    assert answer.status_code == 401
    assert "n’a pas pu vous faire entrer" in answer.content.decode()
    assert not is_in(browser)
    assert not SocialAccount.objects.exists()


def test_a_wrong_state_is_refused(provider: Provider) -> None:
    browser = Client()
    assert come_back(provider, browser, state="y" * 43).status_code == 401
    assert not is_in(browser)


def test_a_code_cannot_be_played_twice(provider: Provider) -> None:
    browser = Client()
    come_back(provider, browser)
    again = Client()
    again.cookies = browser.cookies
    assert again.get("/compte/proconnect/retour/", {"code": "c", "state": provider.asked["state"]}).status_code == 401


def test_giving_up_over_there_says_so(provider: Provider) -> None:
    answer = come_back(provider, Client(), error="access_denied")
    assert answer["Location"] == "/compte/3rdparty/login/cancelled/"


def test_somebody_nobody_invited_is_told_what_to_ask(provider: Provider) -> None:
    provider.claims["email"] = "inconnu@region.example"
    browser = Client()
    answer = come_back(provider, browser)
    assert answer.status_code == 403
    assert "Demandez une invitation" in answer.content.decode()
    assert not is_in(browser)


@pytest.mark.parametrize("kind", ["team", "director", "member", "operator"])
def test_a_role_that_is_not_of_an_authority_does_not_come_in_this_way(
    provider: Provider, pole: Cluster, kind: str
) -> None:
    provider.claims["email"] = pole.people[kind].email
    browser = Client()
    assert come_back(provider, browser).status_code == 403
    assert not is_in(browser)


def test_an_agent_whose_role_was_taken_back_no_longer_comes_in(provider: Provider, pole: Cluster) -> None:
    come_back(provider, Client())
    end_role(pole.people["region"].roles.get(), by=None)
    browser = Client()
    assert come_back(provider, browser).status_code == 403
    assert not is_in(browser)


def test_another_identity_with_the_same_address_is_refused(provider: Provider) -> None:
    come_back(provider, Client())
    provider.claims["sub"] = "usurper"
    answer = come_back(provider, Client())
    assert answer.status_code == 403
    assert "déjà lié à une autre identité" in answer.content.decode()


def test_signing_out_ends_the_session_over_there_too(provider: Provider) -> None:
    browser = Client()
    come_back(provider, browser)
    away = browser.post("/compte/logout/")["Location"]
    asked = {key: values[0] for key, values in parse_qs(urlsplit(away).query).items()}
    assert away.startswith(f"{provider.issuer}/session/end?")
    assert asked["post_logout_redirect_uri"] == "http://127.0.0.1:8000/compte/proconnect/fin/"
    assert len(asked["state"]) >= 32
    assert asked["id_token_hint"].count(".") == 2
    assert not is_in(browser)
    back = browser.get("/compte/proconnect/fin/", {"state": asked["state"]}, follow=True)
    assert "de Vivier comme de ProConnect" in back.content.decode()


def test_somebody_who_came_by_password_signs_out_here_only(provider: Provider, signed_in: object) -> None:
    assert signed_in("region").post("/compte/logout/")["Location"] == "/compte/login/"


def test_a_provider_that_is_down_shows_a_page(provider: Provider, settings: object) -> None:
    settings.PROCONNECT = {**settings.PROCONNECT, "issuer": "http://127.0.0.1:9"}
    settings.SOCIALACCOUNT_PROVIDERS = product.proconnect(**settings.PROCONNECT)
    assert Client().post("/compte/proconnect/").status_code == 401


def test_a_provider_that_names_another_issuer_is_refused(provider: Provider, settings: object) -> None:
    settings.PROCONNECT = {**settings.PROCONNECT, "issuer": "http://127.0.0.1:9/ailleurs"}
    assert Client().post("/compte/proconnect/").status_code == 401


def test_the_button_is_there_only_when_it_is_set_up(provider: Provider, settings: object) -> None:
    assert "S’identifier avec ProConnect" in Client().get("/compte/login/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = product.proconnect("", "", "")
    assert "ProConnect" not in Client().get("/compte/login/").content.decode()
    assert Client().post("/compte/proconnect/").status_code == 404
