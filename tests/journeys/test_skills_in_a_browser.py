"""A member gives its polyvalence matrix to its own browser: skills and counts leave it, and no name does."""

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from factories import cluster
from factories.held_skills import SECRETS, matrix
from factories.journal import let_tests_empty_it
from factories.site import served
from factories.watched import Watched
from vivier_web.skills.actions.waves import open_wave
from vivier_web.skills.models import SkillsDeposit

# Playwright keeps a loop running in this thread: Django would take a story for an asynchronous program.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
    pytest.mark.enable_socket,
]
PYTHON = Path(__file__).resolve().parents[2] / "src/vivier_web/pages/static/vendor/intake/intake.zip"


@pytest.fixture
def watched(browser, settings, tmp_path, transactional_db) -> Iterator[Watched]:
    if not PYTHON.exists():
        pytest.skip("make assets n’a pas préparé Python pour le navigateur")
    settings.STATIC_ROOT = tmp_path / "static"
    settings.WHITENOISE_USE_FINDERS = True
    settings.REFERENCE = str(tmp_path / "nowhere")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    let_tests_empty_it()
    (tmp_path / "static").mkdir()
    with served() as url:
        made = cluster.founded()
        today = timezone.localdate()
        with scope(pole=made.pole):
            open_wave(made.pole, "Hiver", on=dt.date(2026, 1, 31), opens_on=today, closes_on=today, by=None)
        client = Client()
        client.force_login(made.people["member"])
        one = Watched(browser, url, client)
        yield one
        one.context.close()


def opened(watched: Watched, path: Path) -> None:
    watched.page.goto(f"{watched.site}/mon-entreprise/competences/")
    watched.page.set_input_files("#fichiers", str(path))
    watched.page.click("#lire")
    watched.page.wait_for_selector("#relecture h2", timeout=60_000)


def test_a_matrix_is_read_here_seen_and_only_skills_and_counts_are_sent(watched, tmp_path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    opened(watched, matrix(tmp_path))
    page = watched.page
    assert page.inner_text("#relecture h2") == "2 compétences lues chez 4 personnes"
    said = page.inner_text("#relecture")
    assert "Méthode Zéphirin" in said  # its member sees that it stays, and why
    assert "contient un nom lu dans vos fichiers" in said
    assert not [one for one in watched.asked if one.startswith("POST")]
    assert Axe().run(page).response["violations"] == []
    page.uncheck("#competence-0")
    page.click("#envoyer")
    page.wait_for_selector("text=Vos compétences, pour vous seul", timeout=30_000)
    with scopes_disabled():
        kept = SkillsDeposit.objects.get()
    assert [(one["skill"], one["levels"]) for one in kept.cells["skills"]] == [
        ("Soudage TIG", [["1", 1], ["2", 1], ["3", 1], ["4", 1]])
    ]
    assert len([one for one in watched.asked if one.startswith("POST")]) == 1
    assert watched.has('"skill":"Soudage TIG"')  # the log does see what is posted
    assert [secret for secret in SECRETS if watched.has(secret)] == []
    assert not watched.has("Lecture de plan")  # it was unticked
    assert all(one.split(" ")[1].startswith((watched.site, "blob:", "data:")) for one in watched.asked)
    assert watched.complaints == []
    assert Axe().run(page).response["violations"] == []


def test_a_page_that_posted_names_would_be_seen_and_refused(watched, tmp_path) -> None:
    """What the first story looks for could be there: a leaking page is caught by the log, and keeps nothing."""
    opened(watched, matrix(tmp_path))
    status = watched.page.evaluate(
        """async () => {
          const form = document.querySelector("#matrices");
          const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
          const body = JSON.stringify({ names: ["ZEPHIRIN"], skills: [] });
          const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
          return (await fetch(form.dataset.send, { method: "POST", headers, body })).status;
        }"""
    )
    assert status == 400
    assert watched.has("ZEPHIRIN")
    with scopes_disabled():
        assert not SkillsDeposit.objects.exists()
