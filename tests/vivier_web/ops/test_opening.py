"""How a platform gets its first pôle and people, from the command line."""

import re

import pytest
from click.testing import CliRunner
from django.core import mail
from django.test import Client
from django_tasks_db.models import DBTaskResult

from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act, User
from vivier_web.members.models import Network, Pole, Role
from vivier_web.ops.opening import invite, open_pole

pytestmark = pytest.mark.django_db
FOUND = ("bois-du-jura", "Pôle bois du Jura", "--kind", "artisanat", "--director", "lea@bois.example",
         "--director-name", "Léa Petit", "--region", "27", "--network", "Réseau bois")  # fmt: skip


def run(command, *words):
    done = CliRunner().invoke(command, list(words), standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.output


def without(words, option):
    at = words.index(option)
    return (*words[:at], *words[at + 2 :])


def test_a_pole_is_opened_with_its_director_who_takes_it_up_by_the_link_shown():
    said = run(open_pole, *FOUND)
    pole = Pole.objects.get()
    assert (pole.slug, pole.name, pole.kind, pole.region) == ("bois-du-jura", "Pôle bois du Jura", "craft", "27")
    assert [one.name for one in pole.networks.all()] == ["Réseau bois"]
    role = Role.objects.get()
    assert (role.kind, role.pole, role.user.email) == ("director", pole, "lea@bois.example")
    assert "« Pôle bois du Jura » est ouvert" in said
    (path,) = re.findall(r"https?://[^/]+(/compte/invitation/\S+)", said)
    assert Client().get(path).status_code == 200
    assert [act.verb for act in Act.objects.order_by("pk")] == [
        "found_pole", "link_network", "open_account", "grant_role", "send_invitation",
    ]  # fmt: skip
    assert DBTaskResult.objects.count() + len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Bois du Jura", *FOUND[1:]), "en minuscules"),
        (("-bois", *FOUND[1:]), "en minuscules"),
        ((FOUND[0], " ", *FOUND[2:]), "Donnez le nom du pôle"),
        ((*without(FOUND, "--region"), "--region", "99"), "n’est pas le code INSEE d’une région"),
        ((*without(FOUND, "--director"), "--director", "lea"), "n’est pas une adresse électronique"),
        ((*without(FOUND, "--director-name"), "--director-name", " "), "le prénom et le nom"),
    ],
)
def test_what_cannot_be_opened_opens_nothing(words, said):
    arguments = ("--", *words) if words[0].startswith("-") else words
    if words[0].startswith("-"):
        arguments = (*words[2:], "--", *words[:2])
    with pytest.raises(InputError, match=said):
        run(open_pole, *arguments)
    assert not Pole.objects.exists()
    assert not User.objects.exists()


def test_two_poles_never_bear_one_identifier():
    run(open_pole, *FOUND)
    with pytest.raises(InputError, match="s’appelle déjà"):
        run(open_pole, *FOUND)


@pytest.mark.parametrize(
    ("words", "kind", "over"),
    [
        (("--role", "exploitant"), "operator", {}),
        (("--role", "etat"), "state", {}),
        (("--role", "region", "--territory", "84"), "region", {"territory": "84"}),
        (("--role", "collectivite", "--territory", "200040715"), "local", {"territory": "200040715"}),
        (("--role", "equipe", "--pole", "mecatronique"), "team", {"pole__slug": "mecatronique"}),
        (("--role", "reseau", "--network", "Réseau"), "network", {"network__name": "Réseau"}),
    ],
)
def test_each_role_is_over_what_it_asks(pole: Cluster, words, kind, over):
    Network.objects.get_or_create(name="Réseau")
    said = run(invite, "ana@example.org", "Ana Roy", *words)
    assert Role.objects.filter(user__email="ana@example.org", kind=kind, **over).count() == 1
    assert "Une lettre part à ana@example.org. Son lien, valable sept jours" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--role", "region"), "demande --territory"),
        (("--role", "equipe"), "demande --pole"),
        (("--role", "region", "--territory", "Rhône"), "n’est pas le code INSEE d’une région"),
        (("--role", "equipe", "--pole", "inconnu"), "Aucun pôle ne s’appelle"),
        (("--role", "reseau", "--network", "Inconnu"), "Aucun réseau ne s’appelle"),
        (("--role", "etat", "--pole", "mecatronique"), "retirez --pole"),
    ],
)
def test_a_role_over_nothing_or_over_too_much_is_refused(pole: Cluster, words, said):
    before = Role.objects.count()
    with pytest.raises(InputError, match=said):
        run(invite, "ana@example.org", "Ana Roy", *words)
    assert Role.objects.count() == before


def test_whoever_has_a_password_is_given_no_link(pole: Cluster):
    director = pole.people["director"]
    director.set_password("une longue phrase de passe")
    director.save()
    said = run(invite, director.email, director.full_name, "--role", "etat")
    assert "Son lien" not in said
