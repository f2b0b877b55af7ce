"""The home page sends everyone to their desk."""

import pytest
from django.test import Client


def test_whoever_is_not_signed_in_is_asked_to(client: Client, db: None) -> None:
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer["Location"] == "/compte/login/?next=/"


@pytest.mark.parametrize("kind", ["team", "member", "region", "employee", "operator"])
def test_everyone_finds_a_desk(signed_in: object, kind: str) -> None:
    answer = signed_in(kind).get("/")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer["Content-Security-Policy"]
