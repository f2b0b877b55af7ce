"""Accounts, the journal and the links of invitations, action by action."""

import datetime as dt
import json
from dataclasses import replace

import jwt
import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.contrib.auth import authenticate
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from factories.cluster import PASSWORD, Cluster
from factories.proconnect import CURVE, RSA, SECRET, Provider
from vivier_web.accounts.actions import choose_first_password, erase_person, open_account, record
from vivier_web.accounts.choices import (
    AUTHORITIES,
    OVER_ALL,
    OVER_NETWORK,
    OVER_ORGANISATION,
    OVER_POLE,
    OVER_TERRITORY,
    STAFF,
    RoleKind,
)  # fmt: skip
from vivier_web.accounts.invitations import Link, is_unused, read, written
from vivier_web.accounts.journal import GENESIS, Entry, first_broken, seal
from vivier_web.accounts.models import Act, User
from vivier_web.accounts.proconnect.provider import KEPT, ProConnect
from vivier_web.accounts.proconnect.tokens import verified
from vivier_web.accounts.queries import account_of, count_and_seal, first_broken_act, has_second_factor

DAY = dt.datetime(2026, 1, 31, 9, tzinfo=dt.UTC)
ENTRIES = st.builds(
    Entry,
    st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2040, 1, 1), timezones=st.just(dt.UTC)),  # noqa: DTZ001
    st.none() | st.integers(1, 10**9),
    st.text(max_size=8),
    st.text(max_size=8),
    st.text(max_size=8),
    st.text(max_size=20),
)


@pytest.mark.parametrize("typed", ["Nora@Val.Example", "  nora@val.example ", "NORA@VAL.EXAMPLE\n"])
def test_an_address_has_one_account_however_it_is_typed(db: None, typed: str) -> None:
    first = open_account("nora@val.example", " Nora Petit ", by=None)
    again = open_account(typed, "Autre Nom", by=None, password=PASSWORD)
    assert again == first
    kept = User.objects.get()
    assert (kept.email, kept.full_name, kept.has_usable_password()) == ("nora@val.example", "Nora Petit", False)
    assert User.objects.get_by_natural_key(typed) == first
    assert list(Act.objects.values_list("verb", "subject")) == [("open_account", f"user:{first.pk}")]


def test_without_a_password_nobody_signs_in_until_one_is_chosen(db: None) -> None:
    user = open_account("nora@val.example", "Nora", by=None)
    for password in ("", None, "!", user.password):
        assert authenticate(email="nora@val.example", password=password) is None
    choose_first_password(user, PASSWORD)
    assert authenticate(email="nora@val.example", password=PASSWORD) == user
    told = Act.objects.get(verb="accept_invitation")
    assert (told.actor_id, told.subject, told.detail) == (user.pk, f"user:{user.pk}", "")


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Nora Petit", "NP"), ("Anne-Marie Du Val", "AV"), ("nora", "NN"), ("é à", "ÉÀ"), ("Jean-Luc", "JL"),
        ("", "NN"), ("-", "??"), ("ß", "SS"), ("  Nora  Petit  ", "NP"),
    ],
)  # fmt: skip
def test_a_badge_has_two_letters_whatever_the_name(name: str, initials: str) -> None:
    assert User(email="nora@val.example", full_name=name).initials == initials


@given(name=st.text(max_size=20))
def test_no_name_breaks_the_badge_of_every_page(name: str) -> None:
    assert len(User(email="n@v.example", full_name=name).initials) <= 2


def test_somebody_named_by_a_dash_still_has_their_pages(pole: Cluster) -> None:
    client = Client()
    client.force_login(open_account("tiret@val.example", "-", by=None))
    assert client.get("/compte/").status_code == 200


def test_each_kind_of_role_is_over_one_thing_alone() -> None:
    parts = (OVER_ALL, OVER_TERRITORY, OVER_NETWORK, OVER_ORGANISATION, OVER_POLE)
    assert sorted(kind for part in parts for kind in part) == sorted(RoleKind.values)
    assert frozenset() == AUTHORITIES & (OVER_POLE | OVER_ORGANISATION)
    assert STAFF <= OVER_POLE


def test_an_act_says_who_what_where_and_in_which_order(pole: Cluster) -> None:
    count, previous = count_and_seal()
    by = pole.people["team"]
    act = record("try", by=by, subject="wave:1", pole="mecatronique", b=2, a=[1, "é"], on=dt.date(2026, 1, 31))
    said = (act.number, act.actor_id, act.verb, act.pole, act.subject, act.detail)
    assert said == (count + 1, by.pk, "try", "mecatronique", "wave:1", '{"a": [1, "é"], "b": 2, "on": "2026-01-31"}')
    assert str(act) == f"{count + 1} try"
    assert Act.objects.get(pk=act.pk).entry == act.entry
    assert act.sealed == seal(act.entry, previous)
    assert count_and_seal() == (count + 1, act.sealed)
    assert record("bare", by=None).detail == ""


def test_a_journal_begins_at_its_genesis(db: None) -> None:
    assert (count_and_seal(), first_broken_act()) == ((0, GENESIS), None)
    act = record("first", by=None)
    assert (act.number, act.sealed) == (1, seal(act.entry, GENESIS))


def chain(entries: list[Entry]) -> list[tuple[int, Entry, str]]:
    acts, previous = [], GENESIS
    for number, entry in enumerate(entries, 1):
        previous = seal(entry, previous)
        acts.append((number, entry, previous))
    return acts


@given(entries=st.lists(ENTRIES, min_size=1, max_size=6), data=st.data())
def test_whichever_act_is_changed_or_removed_it_is_the_one_named(entries: list[Entry], data: st.DataObject) -> None:
    acts = chain(entries)
    assert first_broken(acts) is None
    at = data.draw(st.integers(0, len(acts) - 1))
    number, entry, sealed = acts[at]
    name, value = data.draw(
        st.sampled_from(
            [("at", entry.at + dt.timedelta(microseconds=1)), ("actor_id", (entry.actor_id or 0) + 1)]
            + [(field, getattr(entry, field) + "x") for field in ("verb", "pole", "subject", "detail")]
        )
    )
    changed = [*acts[:at], (number, replace(entry, **{name: value}), sealed), *acts[at + 1 :]]
    assert first_broken(changed) == number
    removed = [*acts[:at], *acts[at + 1 :]]
    assert first_broken(removed) == (None if at == len(acts) - 1 else number)
    assert first_broken([*acts[:at], (number, entry, "0" * 64), *acts[at + 1 :]]) == number


def test_words_cannot_slide_from_one_field_of_an_act_to_the_next() -> None:
    one, other = Entry(DAY, 1, "ab", "c", "", ""), Entry(DAY, 1, "a", "bc", "", "")
    assert seal(one, GENESIS) != seal(other, GENESIS)
    assert seal(Entry(DAY, None, "a", "", "", ""), GENESIS) != seal(Entry(DAY, 0, "a", "", "", ""), GENESIS)


@given(user_id=st.integers(1, 10**12), password=st.text(max_size=30), other=st.text(max_size=30))
def test_a_link_names_its_person_and_dies_with_the_password_of_that_day(
    user_id: int, password: str, other: str
) -> None:
    link = read(written(user_id, password))
    assert link is not None
    assert link.user_id == user_id
    assert is_unused(link, password)
    assert is_unused(link, other) == (password == other)


@given(key=st.text(max_size=60))
def test_no_text_is_taken_for_a_link(key: str) -> None:
    assert read(key) is None


def test_a_link_signed_for_another_use_or_changed_by_a_letter_is_none() -> None:
    key = written(7, "!x")
    assert read(signing.dumps([7, "x"], salt="autre")) is None
    assert read(signing.dumps([7, "x"], salt="vivier.invitation")) == Link(7, "x")
    assert [
        at for at in range(len(key) - 1) if read(key[:at] + ("A" if key[at] != "A" else "B") + key[at + 1 :])
    ] == []


def test_erasing_one_person_touches_nobody_else(pole: Cluster) -> None:
    gone, stays = pole.people["member"], pole.people["team"]
    for user in (gone, stays):
        Authenticator.objects.create(user=user, type="totp", data={})
        store = SessionStore()
        store["_auth_user_id"] = str(user.pk)
        store.save()
    before = User.objects.filter(pk=stays.pk).values().get()
    erase_person(gone, by=stays)
    assert User.objects.filter(pk=stays.pk).values().get() == before
    assert (has_second_factor(stays), has_second_factor(gone)) == (True, False)
    assert SessionStore.get_model_class().objects.count() == 1
    left = User.objects.get(pk=gone.pk)
    assert (left.email, str(left), left.initials) == (f"efface-{gone.pk}@personne.invalid", "Personne effacée", "PE")
    told = Act.objects.order_by("-number").first()
    assert (told.verb, told.actor_id, told.subject) == ("erase_person", stays.pk, f"user:{gone.pk}")


def test_codes_of_rescue_are_known_but_protect_nobody_alone(pole: Cluster) -> None:
    user = pole.people["team"]
    Authenticator.objects.create(user=user, type="recovery_codes", data={"seed": "CECI-EST-SECRET"})
    assert not has_second_factor(user)
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "Clé", "credential": {}})
    assert has_second_factor(user)
    said = account_of(user)
    assert [one["nature"] for one in said["seconds_facteurs"]] == ["recovery_codes", "webauthn"]
    assert "CECI-EST-SECRET" not in json.dumps(said)


def test_what_is_known_of_somebody_holds_what_they_did_and_what_was_done_to_them(pole: Cluster) -> None:
    team, member = pole.people["team"], pole.people["member"]
    before = len(account_of(team)["journal"])
    record("try", by=team, subject=f"user:{member.pk}")
    record("try", by=None, subject=f"user:{team.pk}")
    record("try", by=member, subject=f"user:{team.pk}0")
    acts = account_of(team)["journal"][before:]
    assert [act["objet"] for act in acts] == [f"user:{member.pk}", f"user:{team.pk}"]
    assert account_of(team)["compte"]["derniere_connexion"] is None


ISSUER = "https://proconnect.example"
PROVIDER = Provider(issuer=ISSUER)
KEYS = PROVIDER.keys()


def token(algorithm: str = "RS256", key: object = RSA, kid: str | None = None, **said: object) -> str:
    whole = {"iss": ISSUER, "aud": "vivier", "sub": "7", "iat": 1_000, "exp": 9_999_999_999} | said
    kept = {name: value for name, value in whole.items() if value is not None}
    return jwt.encode(kept, key, algorithm, {"kid": algorithm if kid is None else kid})


def test_a_token_signed_by_either_published_key_is_read() -> None:
    for signed in (token(), token("ES256", CURVE)):
        assert verified(signed, KEYS, issuer=ISSUER, audience="vivier")["sub"] == "7"
    assert verified(token(exp=None, iat=None), KEYS, issuer=ISSUER, audience="vivier", lasting=False)["sub"] == "7"


@pytest.mark.parametrize(
    ("signed", "keys"),
    [
        ("", KEYS), ("a.b.c", KEYS), ("é", KEYS),
        (token("none", None), KEYS), (token("HS256", SECRET * 2), KEYS), (token("HS256", SECRET * 2, "RS256"), KEYS),
        (token(kid="inconnue"), KEYS), (token(kid="ES256"), KEYS), (token("ES256", CURVE, "RS256"), KEYS),
        (token(), {}), (token(), {"keys": []}), (token(), {"keys": [{"kid": "RS256"}]}),
        (token(iss=None), KEYS), (token(aud=None), KEYS), (token(sub=None), KEYS), (token(iat=None), KEYS),
        (token(exp=1_100), KEYS), (token(iss=ISSUER + "/"), KEYS), (token(aud=["autre"]), KEYS),
        (token(nbf=9_999_999_999), KEYS), (token()[:-4] + "AAAA", KEYS),
    ],
)  # fmt: skip
def test_a_token_that_proves_nothing_is_refused(signed: str, keys: dict[str, object]) -> None:
    with pytest.raises(OAuth2Error):
        verified(signed, keys, issuer=ISSUER, audience="vivier")


def test_of_an_identity_only_what_recognises_the_person_is_kept() -> None:
    said = {"sub": "7", "siret": "1", "idp_id": "x", "email": "a@b.example", "given_name": "Ada", "phone": "06"}
    kept = ProConnect.extract_extra_data(None, {"userinfo": said})
    assert kept == {"sub": "7", "siret": "1", "idp_id": "x"}
    assert set(kept) == set(KEPT)
    assert ProConnect.extract_extra_data(None, {"userinfo": {"sub": "7"}}) == {"sub": "7"}
