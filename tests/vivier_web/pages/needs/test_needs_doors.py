"""The rooms of needs answer forged, late and unexpected requests without losing, showing or counting anything wrong."""

import time

import pytest
from django.core import signing
from django.utils import timezone
from django_scopes import scope

from factories import collected, needed
from factories.cluster import Cluster, founded
from vivier_web.skills.actions.waves import freeze_wave
from vivier_web.skills.models import NeedsCall, NeedsDraft, NeedsRelease, NeedsReturn, ProjectNeed

RETURN, BOARD = "/mon-entreprise/besoins/", "/connaitre/besoins/"
PROJECT = {"project": "Plateau commun", "title": "soudeur", "people": "4", "pcs": "623d", "pour": "soudeur"}
YEAR = timezone.localdate().year


@pytest.fixture
def call(pole: Cluster) -> NeedsCall:
    return needed.opened(pole.pole)


def body(answer: object) -> str:
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_what_changes_a_return_is_posted_and_what_shows_it_is_not(
    pole: Cluster, call: NeedsCall, signed_in: object
) -> None:
    needed.answered(call, pole.members[0])
    browser = signed_in("member")
    changes = ("garder/", "annuler/", "comme-avant/", "envoyer/", "corriger/", "recu/accord/")
    assert {path: browser.get(RETURN + path).status_code for path in changes} == dict.fromkeys(changes, 405)
    shows = ("", "recu/", "metiers/", "retour.csv", "mon-retour.docx")
    assert {path: browser.post(RETURN + path).status_code for path in shows} == dict.fromkeys(shows, 405)
    assert [browser.get(RETURN + path).status_code for path in shows] == [302, 200, 200, 200, 200]
    assert not NeedsDraft.objects.exists()


def test_a_wave_that_asks_nothing_here_is_no_error_and_gives_no_file(
    pole: Cluster, call: NeedsCall, signed_in: object
) -> None:
    needed.answered(call, pole.members[0])
    browser, team = signed_in("member"), signed_in("team")
    for wave in ("0", "abc", "-1", "9" * 30, "1 OR 1=1"):
        assert "Aucun retour n’est attendu" in body(browser.get(RETURN, {"vague": wave}))
        assert browser.get(f"{RETURN}retour.csv", {"vague": wave}).status_code == 404
        saved = browser.post(f"{RETURN}garder/?vague={wave.replace(' ', '+')}", {"etape": "perception"})
        assert (saved.status_code, saved.url) == (302, f"/mon-entreprise/?membre={pole.members[0].pk}")
        assert browser.get(BOARD, {"vague": wave}).status_code == 403
        assert team.get(BOARD, {"vague": wave}).status_code == 404
    assert not NeedsDraft.objects.exists()


def test_time_that_the_page_did_not_sign_is_not_counted(pole: Cluster, call: NeedsCall, signed_in: object) -> None:
    browser = signed_in("member")
    for opened in ("", "faux", signing.dumps(0, salt="vivier.autre")):
        browser.post(f"{RETURN}garder/", {"etape": "perception", "ouvert": opened})
        assert NeedsDraft.objects.get().seconds == 0


def test_time_that_the_page_signed_is_counted(pole: Cluster, call: NeedsCall, signed_in: object) -> None:
    opened = signing.dumps(int(time.time()) - 120, salt="vivier.needs")
    signed_in("member").post(f"{RETURN}garder/", {"etape": "perception", "ouvert": opened})
    assert 120 <= NeedsDraft.objects.get().seconds <= 150


@pytest.mark.parametrize(
    ("gesture", "where"),
    [("suite", 422), ("recrutements", "&etape=recrutements"), ("nulle-part", "&etape=difficultes"), ("quitter", "")],
)
def test_a_button_leads_where_it_says_and_always_keeps_the_step(
    gesture: str, where: str | int, pole: Cluster, call: NeedsCall, signed_in: object
) -> None:
    said = {"etape": "difficultes", "geste": gesture, "recruiting": "often"}
    answer = signed_in("member").post(f"{RETURN}garder/", said)
    assert NeedsDraft.objects.get().typed == {"recruiting": "often"}
    if isinstance(where, int):
        assert answer.status_code == where
    else:
        assert answer.url.endswith(where)
        assert answer.url.startswith("/mon-entreprise/" if gesture == "quitter" else RETURN)


def test_taking_a_row_off_leaves_those_whose_number_begins_the_same(
    pole: Cluster, call: NeedsCall, signed_in: object
) -> None:
    hires = [(f"Métier {rank}", "-", 2027, 1) for rank in range(12)]
    said = needed.typed(*hires) | {"etape": "recrutements", "retirer": "hires-1"}
    signed_in("member").post(f"{RETURN}garder/", said)
    titles = {name for name in NeedsDraft.objects.get().typed if name.endswith("-title")}
    assert titles == {f"hires-{rank}-title" for rank in range(12) if rank != 1}


def test_what_has_no_sense_yet_is_told_and_changes_nothing(pole: Cluster, call: NeedsCall, signed_in: object) -> None:
    browser = signed_in("member")
    assert "autre année" in body(browser.post(f"{RETURN}comme-avant/", {"etape": "perception"}, follow=True))
    assert "rien à corriger" in body(browser.post(f"{RETURN}corriger/", follow=True))
    assert browser.post(f"{RETURN}recu/accord/", {"accord": "oui"}).status_code == 404
    assert browser.get(f"{RETURN}recu/").url == f"{RETURN}?membre={pole.members[0].pk}"
    assert not NeedsDraft.objects.exists()
    assert not NeedsRelease.objects.exists()


def test_a_closed_wave_still_gives_back_what_was_sent_and_takes_no_more(
    pole: Cluster, call: NeedsCall, signed_in: object
) -> None:
    sent = needed.answered(call, pole.members[0])
    freeze_wave(call.wave, by=None)
    browser = signed_in("member")
    page = body(browser.get(RETURN, follow=True))
    assert "Votre retour est envoyé" in page
    assert "Corriger mon retour" not in page
    for path in ("envoyer/", "corriger/", "annuler/"):
        assert "pas ouverte" in body(browser.post(RETURN + path, follow=True))
    assert list(NeedsReturn.objects.values_list("pk", "version")) == [(sent.pk, 1)]
    file = browser.get(f"{RETURN}retour.json")
    assert file["Cache-Control"] == "private, no-store"
    assert file["Content-Disposition"] == 'attachment; filename="besoins-2026-01-v1.json"'


def test_what_is_typed_is_never_run_by_a_page(pole: Cluster, call: NeedsCall, signed_in: object) -> None:
    hostile = "<script>alert(1)</script>"
    said = needed.typed((hostile, "623d", 2027, 2), **needed.skill(hostile), **needed.training(f'"{hostile}'))
    sent = needed.answered(call, pole.members[0], said, is_released=True)
    browser, team = signed_in("member"), signed_in("team")
    pages = [browser.get(f"{RETURN}recu/"), team.get(f"{BOARD}retours/{sent.pk}/")]
    browser.post(f"{RETURN}corriger/")
    pages += [browser.get(RETURN, {"etape": slug}) for slug in ("recrutements", "competences", "relire")]
    assert [hostile in body(page) for page in pages] == [False] * 5
    assert ["&lt;script&gt;alert(1)" in body(page) for page in pages] == [True] * 5


@pytest.mark.parametrize(
    ("kind", "reads", "follows", "declares"),
    [("team", 200, True, 200), ("director", 200, True, 200), ("governance", 200, True, 403),
     ("board", 200, False, 403), ("member", 403, False, 403), ("accountant", 403, False, 403),
     ("expert", 403, False, 403), ("trainer", 403, False, 403)],
)  # fmt: skip
def test_sums_are_read_by_more_than_those_who_follow_and_declare(
    kind: str, reads: int, follows: bool, declares: int, pole: Cluster, call: NeedsCall, signed_in: object
) -> None:
    sent = needed.answered(call, pole.members[0], is_released=True)
    browser = signed_in(kind)
    page = browser.get(BOARD)
    assert page.status_code == reads
    assert ("Plasturgie Ardéchoise" in body(page)) == follows
    assert (f"/retours/{sent.pk}/" in body(page)) == (declares == 200)
    assert browser.get(f"{BOARD}{call.wave_id}/export.csv").status_code == reads
    assert browser.get(f"{BOARD}retours/{sent.pk}/").status_code == declares
    assert browser.get(f"{BOARD}projets/").status_code == declares
    assert browser.post(f"{BOARD}{call.wave_id}/relancer/").status_code == (302 if declares == 200 else 403)


def test_the_wave_and_the_returns_of_another_pole_are_not_found(
    pole: Cluster, call: NeedsCall, signed_in: object
) -> None:
    other = founded("plasturgie", 1)
    with scope(pole=other.pole):
        theirs = needed.opened(other.pole)
        sent = needed.answered(theirs, other.members[0], is_released=True)
        need = needed.project(other.pole)
    team = signed_in("team")
    assert team.get(f"{BOARD}{theirs.wave_id}/export.csv").status_code == 404
    assert team.get(f"{BOARD}retours/{sent.pk}/").status_code == 404
    for path in (f"{theirs.wave_id}/demander/", f"{theirs.wave_id}/relancer/", f"projets/{need.pk}/retirer/"):
        assert team.post(BOARD + path).status_code == 404
    with scope(pole=other.pole):
        assert ProjectNeed.objects.get().withdrawn_at is None


def test_the_board_states_its_finding_and_filters_who_answered(
    pole: Cluster, call: NeedsCall, signed_in: object
) -> None:
    team = signed_in("team")
    assert "0 retour sur 3" in body(team.get(BOARD))
    said = needed.typed(("Usineur", "623e", 2027, 300, "is_difficult"), **needed.training("CAO", 3))
    for member in [*pole.members[1:], *(collected.member(pole.pole, number) for number in range(3))]:
        needed.answered(call, member, said)
    page = body(team.get(BOARD))
    assert "1 500 embauches prévues, d’abord : " in page
    facts = page.split('aria-label="Les chiffres des retours"')[1].split("</ul>")[0]
    assert [words in facts for words in ("<b>1 500</b>", "<b>100 %</b>", "<b>15</b>")] == [True] * 3
    waiting, received = (body(team.get(BOARD, {"etat": state})) for state in ("attendu", "envoye"))
    assert ("Mécanique du Val" in waiting, "Adhérent 1" in waiting) == (True, False)
    assert ("Mécanique du Val" in received, "Adhérent 1" in received) == (False, True)
    assert team.get(BOARD, {"page": "zzz"}).status_code == 200


def test_a_wrong_need_of_a_project_is_shown_again_and_not_kept(pole: Cluster, signed_in: object) -> None:
    team, path, right = signed_in("team"), f"{BOARD}projets/", PROJECT | {"year": str(YEAR)}
    wrong = (
        ("year", str(YEAR - 1)), ("year", str(YEAR + 16)), ("year", "bientôt"), ("people", "0"), ("people", "10000"),
        ("people", "1.5"), ("project", "  "), ("title", ""), ("pcs", "zzzz"), ("pour", "comptable"), ("pcs", ""),
    )  # fmt: skip
    for name, said in wrong:
        answer = team.post(path, right | {name: said})
        assert (name, said, answer.status_code) == (name, said, 422)
        assert not ProjectNeed.objects.exists()
    assert team.post(path, right).status_code == 302


@pytest.mark.parametrize("year", [YEAR, YEAR + 15])
def test_the_first_and_the_last_year_of_a_project_are_allowed(year: int, pole: Cluster, signed_in: object) -> None:
    team = signed_in("team")
    assert team.post(f"{BOARD}projets/", PROJECT | {"year": str(year)}).status_code == 302
    need = ProjectNeed.objects.get()
    assert (need.year, need.title, need.pcs) == (year, "soudeur", "623d")
    team.post(f"{BOARD}projets/{need.pk}/retirer/")
    assert "Plateau commun" in body(team.post(f"{BOARD}projets/{need.pk}/retablir/", follow=True))
    need.refresh_from_db()
    assert need.withdrawn_at is None
