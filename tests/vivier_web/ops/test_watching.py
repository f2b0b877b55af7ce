"""What surrounds every answer: a log that betrays nobody, headers, limits."""

import json
import logging
from io import BytesIO

import pytest
from django.conf import settings as at_start
from django.db import DatabaseError
from django.test import Client
from django.urls import path, reverse

from factories.cluster import Cluster
from vivier_web import urls as all_urls
from vivier_web.ops import watching
from vivier_web.ops.logs import Json, masked
from vivier_web.pages.shared.access import anyone


def told(record: logging.LogRecord) -> dict[str, object]:
    return json.loads(Json().format(record))


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> object:
    caplog.set_level("INFO", "vivier.request")
    return lambda: [told(record) for record in caplog.records]


def test_a_request_is_told_by_the_pattern_of_its_address(db: None, client: Client, lines: object) -> None:
    client.get("/compte/password/reset/key/4-SECRET-OF-A-LETTER/?email=paul@exemple.fr")
    (line,) = [one for one in lines() if one["event"] == "request"]
    assert "SECRET" not in json.dumps(line)
    assert "paul" not in json.dumps(line)
    assert line["path"] == "/compte/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"
    assert (line["level"], line["method"], line["status"]) == ("info", "GET", 200)
    assert line["ms"] >= 0
    assert len(line["request"]) == 16


def test_an_unknown_address_is_not_repeated(db: None, client: Client, lines: object) -> None:
    client.get("/paul@exemple.fr/")
    assert "paul" not in json.dumps(lines())
    assert [one["path"] for one in lines() if one["event"] == "request"] == ["unknown"]


@anyone
def failing(_request: object) -> None:
    raise DatabaseError("Key (email)=(paul@exemple.fr) already exists; née Dupont")


class Failing:
    urlpatterns = (*all_urls.urlpatterns, path("tombe/", failing))


def test_a_failure_is_told_by_its_kind_and_place_never_by_its_words(
    db: None, settings: object, lines: object
) -> None:
    settings.ROOT_URLCONF = Failing
    answer = Client(raise_request_exception=False).get("/tombe/?nir=180017512345678")
    assert answer.status_code == 500
    assert "Dupont" not in answer.content.decode()
    (line,) = [one for one in lines() if "exception" in one]
    said = json.dumps(lines(), ensure_ascii=False)
    assert not {"Dupont", "paul", "180017512345678"} & set(said.replace("@", " ").split())
    assert line["exception"] == "DatabaseError"
    assert line["where"][-1].endswith(" failing")


@pytest.mark.parametrize(
    "said", ["paul@exemple.fr", "10.0.0.7", "2001:db8:0:1:2:3:4:5", "180017512345678", "1800175123456"]
)
def test_what_looks_personal_in_a_message_is_masked(said: str) -> None:
    assert said not in masked(f"refused ({said}) twice")
    assert masked("calcul 12, 2026-01-31T09:00:00") == "calcul 12, 2026-01-31T09:00:00"


def test_the_log_of_the_product_is_ours() -> None:
    assert at_start.LOGGING["formatters"]["json"]["()"] == "vivier_web.ops.logs.Json"
    assert at_start.LOGGING["root"]["handlers"] == ["stream"]


def test_every_answer_has_the_headers_of_safety(signed_in: object) -> None:
    for answer in (Client().get("/compte/login/"), Client().get("/nulle-part/"), signed_in("team").get("/")):
        headers = answer.headers
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "geolocation=()" in headers["Permissions-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "http" not in headers["Content-Security-Policy"]
    assert signed_in("team").get("/").headers["Cache-Control"] == "private, no-store"


def test_cookies_cannot_be_read_by_scripts_nor_sent_by_other_sites(pole: Cluster, settings: object) -> None:
    settings.DEMO = True
    client = Client()
    client.post("/essai/", {"email": pole.people["team"].email})
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_what_is_too_heavy_is_refused_before_it_is_read(signed_in: object, settings: object) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2**20
    client = signed_in("member")
    answer = client.post("/pole/", {"file": BytesIO(b"0" * (2**20 + 1))})
    assert answer.status_code == 413
    assert "il dépasse 1 Mo" in answer.content.decode()
    assert client.post("/pole/", {"file": BytesIO(b"0" * 1000)}).status_code == 302


def test_whoever_sends_too_often_is_asked_to_wait_and_nobody_else(signed_in: object, settings: object) -> None:
    settings.RATE_LIMITS = {"choose_pole": 3}
    one, other = signed_in("team"), signed_in("member")
    assert [one.post("/pole/", {}).status_code for _ in range(5)] == [302, 302, 302, 429, 429]
    refused = one.post("/pole/", {})
    assert "rien n’a été perdu" in refused.content.decode()
    assert refused.headers["Retry-After"] == "3600"
    assert other.post("/pole/", {}).status_code == 302
    assert one.get("/").status_code == 200


def test_deposits_are_limited_at_the_addresses_that_receive_them(signed_in: object, settings: object) -> None:
    assert set(settings.RATE_LIMITS.values()) == {30}
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, 2)
    one = signed_in("member")
    for name in ("deposit_send", "deposit_read", "deposit_send_read"):
        said = [one.post(reverse(name), "{}", content_type="application/json").status_code for _ in range(4)]
        assert 429 not in said[:2], name
        assert said[2:] == [429, 429], name
    assert watching.HEADERS
