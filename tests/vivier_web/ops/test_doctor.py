"""The doctor names what is missing, and says what to do about it."""

from pathlib import Path

import pytest

from factories.machine import Machine
from vivier_web.ops.doctor import examine


def levels() -> dict[str, str]:
    return {finding.subject: finding.level for finding in examine()}


def said(subject: str) -> str:
    return next(finding.sentence for finding in examine() if finding.subject == subject)


@pytest.fixture
def sound(db: None, settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    tmp_path.chmod(0o700)
    kept = tmp_path / "secret"
    kept.write_text("x" * 64)
    kept.chmod(0o600)
    settings.DEMO = settings.DEBUG = False
    settings.SITE_URL, settings.IS_HTTPS = "https://pole.example", True
    settings.ALLOWED_HOSTS = ["pole.example"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    monkeypatch.delenv("VIVIER_SECRET_KEY", raising=False)
    return kept


def test_a_sound_machine_has_nothing_to_mend(sound: Path) -> None:
    assert {subject: level for subject, level in levels().items() if level != "ok"} == {"Courrier": "warn"}


def test_a_secret_that_others_can_read_is_to_be_mended(sound: Path) -> None:
    sound.chmod(0o644)
    assert levels()["Clé secrète"] == "bad"
    assert f"chmod 600 {sound}" in said("Clé secrète")


def test_an_absent_or_short_secret_is_to_be_mended(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound.unlink()
    assert levels()["Clé secrète"] == "bad"
    monkeypatch.setenv("VIVIER_SECRET_KEY", "court")
    assert levels()["Clé secrète"] == "bad"
    monkeypatch.setenv("VIVIER_SECRET_KEY", "x" * 40)
    assert levels()["Clé secrète"] == "ok"


def test_a_site_that_is_not_encrypted_serves_this_machine_only(sound: Path, settings: object) -> None:
    settings.IS_HTTPS = False
    for url, level in (("http://127.0.0.1:8000", "warn"), ("http://pole.example", "bad")):
        settings.SITE_URL = url
        assert levels()["HTTPS"] == level


def test_a_proxy_or_a_host_that_was_forgotten_is_named(sound: Path, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["autre.example"]
    assert "VIVIER_HOSTS" in said("HTTPS")
    settings.SECURE_PROXY_SSL_HEADER = None
    assert "VIVIER_BEHIND_PROXY" in said("HTTPS")


def test_a_mail_server_that_does_not_answer_is_to_be_mended(sound: Path, settings: object) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert levels()["Courrier"] == "bad"


def test_a_demonstration_is_never_taken_for_the_real_thing(sound: Path, settings: object) -> None:
    settings.DEMO = True
    assert levels()["Démonstration"] == "warn"


def test_tables_that_wait_are_to_be_mended(machine: Machine) -> None:
    (machine.home / "vivier.sqlite3").unlink()
    said = machine.vivier("doctor", status=1)
    assert "à faire   Tables" in said
    assert "« vivier serve » les fait" in said
