"""The page of people and roles: seeing, inviting, taking back, giving back."""

import pytest
from django.core import mail

from factories import cluster
from factories.cluster import Cluster
from vivier_web.accounts.models import Act, User
from vivier_web.members.actions import invite
from vivier_web.members.models import Network, Role

NEW = {"full_name": "Nora Petit", "email": "nora@val.example"}


def text(answer: object) -> str:
    return answer.content.decode()


def role_of(pole: Cluster, kind: str) -> Role:
    return pole.people[kind].roles.get()


def test_the_director_sees_everyone_of_the_pole_and_nobody_else(pole: Cluster, signed_in: object) -> None:
    other = cluster.founded("plasturgie", 1)
    page = text(signed_in("director").get("/equipe/"))
    for kind in ("team", "member", "accountant", "board"):
        assert pole.people[kind].email in page
    assert not [user for user in other.people.values() if user.email in page]
    assert pole.people["region"].email not in page, "platform-wide roles are the operator's"


def test_the_operator_sees_the_roles_over_no_pole_too(pole: Cluster, signed_in: object) -> None:
    page = text(signed_in("operator").get("/equipe/"))
    assert pole.people["region"].email in page
    assert pole.people["team"].email in page


def test_the_team_sees_but_has_no_buttons(pole: Cluster, signed_in: object) -> None:
    page = text(signed_in("team").get("/equipe/"))
    assert pole.people["member"].email in page
    assert "Retirer" not in page
    assert "Inviter" not in page


def test_people_are_found_by_name_address_or_role(pole: Cluster, signed_in: object) -> None:
    browser = signed_in("director")
    assert [role.kind for role in browser.get("/equipe/?q=ACCOUNTANT@").context["page"]] == ["accountant"]
    assert [role.kind for role in browser.get("/equipe/?role=member").context["page"]] == ["member"]
    assert "Personne ne répond à ce choix" in text(browser.get("/equipe/?q=zzz"))
    assert browser.get("/equipe/?role=%00&page=zz&retire=99999999999999999999").status_code == 200


def test_more_than_fifty_people_make_two_pages_in_few_queries(
    pole: Cluster, signed_in: object, django_assert_num_queries: object
) -> None:
    browser = signed_in("director")
    browser.get("/equipe/")
    for size in (1, 3):
        while Role.objects.filter(kind="expert", ended_at=None).count() < size:
            number = Role.objects.count()
            invite(f"e{number}@x.example", f"Expert {number}", "expert", by=None, pole=pole.pole)
        with django_assert_num_queries(8):
            assert len(browser.get("/equipe/?role=expert").context["page"]) == size
    for number in range(50):
        invite(f"f{number}@x.example", f"Expert {number}", "expert", by=None, pole=pole.pole)
    answer = browser.get("/equipe/?role=expert")
    assert len(answer.context["page"]) == 50
    assert "?role=expert&amp;page=2" in text(answer)


def test_inviting_asks_only_what_the_role_needs(pole: Cluster, signed_in: object) -> None:
    browser = signed_in("operator")
    asked = {
        kind: set(browser.get(f"/equipe/inviter/{kind}/").context["form"].fields) - {"full_name", "email"}
        for kind in ("team", "member", "network", "region", "state")
    }
    assert asked == {
        "team": set(), "member": {"organisation"}, "network": {"network"}, "region": {"territory"}, "state": set(),
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["team", "member", "network", "region", "state", "operator"])
def test_every_sort_of_role_can_be_given_from_the_screen(pole: Cluster, signed_in: object, kind: str) -> None:
    over = {"organisation": pole.members[1].pk, "network": Network.objects.get().pk, "territory": "84"}
    answer = signed_in("operator").post(f"/equipe/inviter/{kind}/", NEW | over)
    assert answer["Location"] == "/equipe/"
    role = User.objects.get(email="nora@val.example").roles.get()
    assert role.kind == kind
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("kind", ["operator", "state", "region", "local", "network"])
def test_a_director_cannot_give_a_role_beyond_the_pole(pole: Cluster, signed_in: object, kind: str) -> None:
    browser = signed_in("director")
    assert kind not in {choice.kind for choice in browser.get("/equipe/inviter/").context["choices"]}
    answer = browser.post(f"/equipe/inviter/{kind}/", NEW | {"territory": "84"})
    assert answer.status_code == 403
    assert not User.objects.filter(email="nora@val.example").exists()


def test_a_director_invites_only_for_the_members_of_the_pole(pole: Cluster, signed_in: object) -> None:
    elsewhere = cluster.register_organisation("Ailleurs", siren=None, by=None)
    answer = signed_in("director").post("/equipe/inviter/member/", NEW | {"organisation": elsewhere.pk})
    assert "organisation" in answer.context["form"].errors
    assert not User.objects.filter(email="nora@val.example").exists()


def test_what_was_typed_stays_when_something_is_wrong(pole: Cluster, signed_in: object) -> None:
    answer = signed_in("director").post("/equipe/inviter/team/", {"full_name": "Nora Petit", "email": "nora"})
    assert 'value="Nora Petit"' in text(answer)
    assert not mail.outbox
    assert not Act.objects.filter(verb="send_invitation").exists()


def test_a_role_taken_back_works_no_more_and_can_be_given_back(pole: Cluster, signed_in: object) -> None:
    browser, team = signed_in("director"), signed_in("team")
    role = role_of(pole, "team")
    answer = browser.post(f"/equipe/roles/{role.pk}/retirer/")
    assert answer["Location"] == f"/equipe/?retire={role.pk}"
    note = text(browser.get(answer["Location"]))
    assert "n’a plus le rôle" in note
    assert f"/equipe/roles/{role.pk}/rendre/" in note
    assert team.get("/equipe/").status_code == 403
    browser.post(f"/equipe/roles/{role.pk}/rendre/")
    assert team.get("/equipe/").status_code == 200
    verbs = Act.objects.filter(subject=f"user:{role.user_id}").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["end_role", "give_back_role"]


def test_a_director_does_not_lock_themselves_out(pole: Cluster, signed_in: object) -> None:
    browser = signed_in("director")
    role = role_of(pole, "director")
    browser.post(f"/equipe/roles/{role.pk}/retirer/")
    assert "Ce rôle est le vôtre" in text(browser.get("/equipe/"))
    assert Role.objects.get(pk=role.pk).ended_at is None


def test_a_role_given_anew_is_not_given_back_twice(pole: Cluster, signed_in: object) -> None:
    browser = signed_in("director")
    role = role_of(pole, "board")
    browser.post(f"/equipe/roles/{role.pk}/retirer/")
    invite(role.user.email, "x", "board", by=None, pole=pole.pole)
    browser.post(f"/equipe/roles/{role.pk}/rendre/")
    assert Role.objects.filter(user=role.user, ended_at=None).count() == 1


def test_an_invitation_is_sent_again(pole: Cluster, signed_in: object) -> None:
    signed_in("director").post(f"/equipe/roles/{role_of(pole, 'team').pk}/renvoyer/")
    assert mail.outbox[0].to == [pole.people["team"].email]


def test_invitations_are_limited(pole: Cluster, signed_in: object, settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"invite": "1/h/user"}
    browser = signed_in("director")
    statuses = [
        browser.post("/equipe/inviter/team/", NEW | {"email": f"n{n}@x.example"}).status_code for n in range(2)
    ]
    assert statuses == [302, 429]
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("gesture", ["renvoyer", "retirer", "rendre"])
def test_the_roles_of_another_pole_cannot_be_touched(pole: Cluster, signed_in: object, gesture: str) -> None:
    other = cluster.founded("plasturgie", 1)
    role = role_of(other, "team")
    assert signed_in("director").post(f"/equipe/roles/{role.pk}/{gesture}/").status_code == 404
    assert Role.objects.get(pk=role.pk).ended_at is None
    assert not mail.outbox
