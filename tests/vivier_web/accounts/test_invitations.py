"""Invitations: a letter, a link that opens one account once, within seven days."""

import datetime as dt
import re

import pytest
from django.core import mail, signing
from django.test import Client

from factories.cluster import Cluster
from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.invitations import LASTS, is_unused, read, written
from vivier_web.accounts.models import Act, User
from vivier_web.accounts.queries import first_broken_act
from vivier_web.members.actions import end_role, give_back_role, invite, send_invitation_again
from vivier_web.members.models import Role

GOOD = {"password": "une phrase assez longue", "again": "une phrase assez longue"}


@pytest.fixture
def invited(pole: Cluster) -> Role:
    return invite("Nora@Val.example ", "Nora Petit", RoleKind.TEAM, by=pole.people["director"], pole=pole.pole)


def link() -> str:
    return re.search(r"http://127\.0\.0\.1:8000(/\S+)", mail.outbox[-1].body).group(1)


def later(monkeypatch: pytest.MonkeyPatch, after: dt.timedelta) -> None:
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + after.total_seconds())


def test_inviting_opens_an_account_gives_the_role_and_writes(invited: Role, pole: Cluster) -> None:
    assert (invited.user.email, invited.kind, invited.pole) == ("nora@val.example", "team", pole.pole)
    assert not invited.user.has_usable_password()
    letter = mail.outbox[0]
    assert letter.to == ["nora@val.example"]
    assert letter.subject == "[Vivier] Votre accès\u202f: Équipe du pôle, Pôle mecatronique"
    assert "Camille Director vous ouvre un accès" in letter.body
    assert "{" not in letter.body
    verbs = list(Act.objects.order_by("-number").values_list("verb", flat=True)[:3])
    assert verbs == ["send_invitation", "grant_role", "open_account"]
    assert first_broken_act() is None


def test_the_link_lets_choose_a_password_and_signs_in(invited: Role, client: Client) -> None:
    assert "Bienvenue, Nora Petit" in client.get(link()).content.decode()
    assert client.post(link(), GOOD)["Location"] == "/"
    assert client.session["_auth_user_id"] == str(invited.user_id)
    assert User.objects.get(pk=invited.user_id).check_password(GOOD["password"])
    assert Act.objects.filter(verb="accept_invitation").count() == 1


def test_the_link_serves_once(invited: Role) -> None:
    Client().post(link(), GOOD)
    again = Client()
    answer = again.post(link(), {"password": "celle d’un autre", "again": "celle d’un autre"})
    assert answer.status_code == 410
    assert "Cette invitation ne sert plus" in answer.content.decode()
    assert "_auth_user_id" not in again.session
    assert User.objects.get(pk=invited.user_id).check_password(GOOD["password"])


def test_the_link_lasts_seven_days(invited: Role, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, LASTS - dt.timedelta(minutes=1))
    assert client.get(link()).status_code == 200
    later(monkeypatch, dt.timedelta(minutes=2))
    assert client.get(link()).status_code == 410


def test_a_forged_link_opens_nothing(invited: Role, client: Client) -> None:
    key = link().split("/")[3]
    changed = key[:-1] + ("A" if key[-1] != "A" else "B")
    for key in ("x", signing.dumps([invited.user_id, ""], salt="autre"), changed):
        assert client.get(f"/compte/invitation/{key}/").status_code == 410


def test_the_link_dies_with_the_role(invited: Role, client: Client, pole: Cluster) -> None:
    end_role(invited, by=pole.people["director"])
    assert client.get(link()).status_code == 410
    give_back_role(invited, by=pole.people["director"])
    assert client.get(link()).status_code == 200


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"password": "court", "again": "court"}, "trop court"),
        ({"password": "motdepasse123", "again": "motdepasse124"}, "Les deux mots de passe diffèrent"),
        ({"password": "nora@val.example", "again": "nora@val.example"}, "trop semblable"),
        ({}, "obligatoire"),
    ],
)
def test_a_weak_or_mistyped_password_is_told_beside_its_field(
    invited: Role, client: Client, typed: dict[str, str], told: str
) -> None:
    answer = client.post(link(), typed)
    assert answer.status_code == 200
    assert told in str(answer.context["form"].errors)
    assert not User.objects.get(pk=invited.user_id).has_usable_password()


def test_sending_again_writes_a_link_that_works(invited: Role, client: Client, pole: Cluster) -> None:
    send_invitation_again(invited, by=pole.people["director"])
    assert len(mail.outbox) == 2
    assert client.get(link()).status_code == 200


def test_somebody_who_has_an_account_gets_no_link_to_change_its_password(pole: Cluster) -> None:
    member = pole.people["member"]
    role = invite(member.email, "Autre nom", RoleKind.BOARD, by=pole.people["director"], pole=pole.pole)
    assert role.user == member
    assert "invitation/" not in mail.outbox[0].body
    assert "Vous avez déjà un compte" in mail.outbox[0].body
    assert User.objects.get(pk=member.pk).full_name == member.full_name


def test_inviting_twice_gives_one_role(invited: Role, pole: Cluster) -> None:
    again = invite("nora@val.example", "Nora", RoleKind.TEAM, by=pole.people["director"], pole=pole.pole)
    assert again == invited


def test_a_key_says_whether_the_password_still_stands() -> None:
    key = read(written(7, "!abc"))
    assert key is not None
    assert key.user_id == 7
    assert is_unused(key, "!abc")
    assert not is_unused(key, "!abd")
