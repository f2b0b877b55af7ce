"""Opening several pôles and inviting from the command line: networks, territories, kinds; and all or nothing."""

import re

import pytest
from click import BadParameter, MissingParameter
from click.testing import CliRunner
from django.core import mail
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act, User
from vivier_web.members.choices import PoleKind
from vivier_web.members.models import Membership, Network, Organisation, Pole, Role
from vivier_web.members.queries import poles_of, roles_of
from vivier_web.members.territory import REGIONS
from vivier_web.ops.demo.neighbour import MEMBERS, found
from vivier_web.ops.opening import invite, open_pole
from vivier_web.skills.models import Wave
from vivier_web.skills.published import side_by_side

pytestmark = pytest.mark.django_db
KINDS = {"competitivite": "competitivity", "artisanat": "craft", "ptce": "ptce", "grappe": "cluster"}


def run(command: object, *words: str) -> str:
    done = CliRunner().invoke(command, list(words), standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.output


def opened(slug: str, name: str = "Pôle essai", kind: str = "grappe", **said: str) -> str:
    options = {"kind": kind, "director": f"dir@{slug}.example", "director-name": "Léa Petit"} | said
    return run(open_pole, slug, name, *(word for key, value in options.items() for word in (f"--{key}", value)))


def invited(*words: str, email: str = "ana@example.org", name: str = "Ana Roy") -> str:
    return run(invite, email, name, *words)


def networks() -> dict[str, list[str]]:
    """Give each network the identifiers of its pôles."""
    return {one.name: sorted(one.poles.values_list("slug", flat=True)) for one in Network.objects.all()}


def test_two_poles_open_in_two_new_networks() -> None:
    opened("bois", network="Réseau bois")
    opened("cuir", network="Réseau cuir")
    assert networks() == {"Réseau bois": ["bois"], "Réseau cuir": ["cuir"]}
    assert set(Network.objects.values_list("slug", flat=True)) == {"reseau-bois", "reseau-cuir"}


@pytest.mark.parametrize("again", ["Réseau bois", "réseau  Bois", " Réseau bois ", "Reseau bois"])
def test_a_network_written_otherwise_is_the_same(again: str) -> None:
    opened("bois", network="Réseau bois")
    opened("cuir", network=again)
    assert networks() == {"Réseau bois": ["bois", "cuir"]}


def test_a_network_known_by_its_name_keeps_its_identifier(pole: Cluster) -> None:
    opened("bois", network="Réseau mécanique")
    assert networks() == {"Réseau mécanique": ["bois", "mecatronique"]}
    assert Network.objects.get().slug == "mecanique"


@pytest.mark.parametrize("name", [" ", "–", "…", "!!!"])
def test_a_network_without_a_letter_opens_nothing(name: str) -> None:
    with pytest.raises(InputError, match="nom du réseau"):
        opened("bois", network=name)
    assert (Pole.objects.count(), Network.objects.count(), User.objects.count(), Act.objects.count()) == (0, 0, 0, 0)


def test_a_network_of_a_very_long_name_has_an_identifier_that_holds() -> None:
    name = "Réseau " + "très " * 20 + "long"
    opened("bois", network=name)
    assert len(Network.objects.get(name=name).slug) <= 50


def test_without_a_network_a_pole_is_in_none() -> None:
    opened("bois")
    assert (networks(), Pole.objects.get().networks.count()) == ({}, 0)


@pytest.mark.parametrize("said", KINDS)
def test_each_kind_of_pole_has_its_french_word(said: str) -> None:
    opened("bois", kind=said)
    assert Pole.objects.get().kind == KINDS[said]
    assert set(KINDS.values()) == set(PoleKind.values)


def test_a_pole_keeps_its_name_bare_its_domain_and_its_region() -> None:
    opened("bois-2", "  Pôle bois  ", domain="Bois", region="94")
    pole = Pole.objects.get()
    assert (pole.slug, pole.name, pole.domain, pole.region) == ("bois-2", "Pôle bois", "Bois", "94")
    assert not pole.is_fictional


@pytest.mark.parametrize(
    "slug", ["Bois", "bois du jura", "bois_du", "b--s", "bois-", "boïs", "", "b" * 51, "bois\n", "٣"]
)
def test_an_identifier_that_would_break_an_address_is_refused(slug: str) -> None:
    with pytest.raises(InputError, match="en minuscules sans accent"):
        opened(slug, director="dir@bois.example")
    assert not Pole.objects.exists()


@pytest.mark.parametrize("slug", ["b", "9", "b-9-c", "b" * 50])
def test_an_identifier_may_be_short_or_long(slug: str) -> None:
    opened(slug, director="dir@bois.example")
    assert Pole.objects.get().slug == slug


def test_a_pole_that_cannot_be_given_its_director_is_not_opened_nor_its_network() -> None:
    with pytest.raises(InputError, match="n’est pas une adresse électronique"):
        opened("bois", network="Réseau bois", director="lea@")
    assert (Pole.objects.count(), Network.objects.count(), Act.objects.count(), len(mail.outbox)) == (0, 0, 0, 0)


def test_what_was_refused_may_be_opened_once_mended() -> None:
    with pytest.raises(InputError):
        opened("bois", director="lea@")
    assert "« Pôle essai » est ouvert" in opened("bois")


@pytest.mark.parametrize("role", ["salarie", "membre", "", "operator"])
def test_a_role_that_is_invited_on_screen_is_not_invited_here(pole: Cluster, role: str) -> None:
    with pytest.raises(BadParameter):
        invited("--role", role)
    with pytest.raises(MissingParameter):
        invited()
    assert not User.objects.filter(email="ana@example.org").exists()


@pytest.mark.parametrize("code", ["84", "2A", "2B", "971", "200040715"])
def test_a_territory_is_kept_as_it_is_written(code: str) -> None:
    invited("--role", "collectivite", "--territory", code)
    assert Role.objects.get().territory == code


@pytest.mark.parametrize(
    "code", ["8", "2C", "2a", "99", "20", "9711", "20004071", "2000407155", "84 ", "٨٤", "84\n", "8-4", "²²"]
)
def test_a_territory_nobody_could_have_written_is_refused(code: str) -> None:
    with pytest.raises(InputError, match="Un territoire s’écrit"):
        invited("--role", "collectivite", "--territory", code)
    with pytest.raises(InputError, match="n’est pas le code INSEE d’une région"):
        invited("--role", "region", "--territory", code)
    assert not Role.objects.exists()


def test_the_code_of_no_region_is_refused_with_the_list_of_regions() -> None:
    for code in ("99", "74", "200040715"):
        with pytest.raises(InputError) as why:
            invited("--role", "region", "--territory", code)
        assert all(f"{name} {known}" in str(why.value) for known, name in REGIONS.items())
    invited("--role", "region", "--territory", "06")
    assert Role.objects.get().territory == "06"


@pytest.mark.parametrize(
    ("words", "removed"),
    [
        (("--role", "exploitant", "--pole", "mecatronique", "--territory", "84"), "--pole, --territory"),
        (("--role", "region", "--territory", "84", "--network", "Réseau mécanique"), "--network"),
        (("--role", "direction", "--pole", "mecatronique", "--territory", "84"), "--territory"),
        (("--role", "reseau", "--pole", "mecatronique"), "--pole"),
    ],
)
def test_what_a_role_is_not_over_is_named_to_be_removed(pole: Cluster, words: tuple[str, ...], removed: str) -> None:
    with pytest.raises(InputError) as refused:
        invited(*words)
    assert str(refused.value) == f"Ce rôle ne s’exerce pas ainsi : retirez {removed}."


@pytest.mark.parametrize(("email", "name"), [("ana", "Ana"), ("ana@", "Ana"), ("", "Ana"), ("a@b.fr", " ")])
def test_somebody_without_an_address_or_a_name_is_not_invited(email: str, name: str) -> None:
    with pytest.raises(InputError):
        invited("--role", "etat", email=email, name=name)
    assert (User.objects.count(), Role.objects.count(), len(mail.outbox)) == (0, 0, 0)


def test_whoever_is_invited_twice_holds_one_role_and_is_given_a_link_each_time() -> None:
    for _ in range(2):
        said = invited("--role", "etat")
        assert len(re.findall(r"/compte/invitation/\S+", said)) == 1
    assert (Role.objects.count(), User.objects.count()) == (1, 1)


def test_somebody_invited_to_two_poles_looks_at_both() -> None:
    for slug, name in (("bois", "Pôle bois"), ("cuir", "Pôle cuir")):
        opened(slug, name)
        invited("--role", "equipe", "--pole", slug)
    user = User.objects.get(email="ana@example.org")
    assert [one.slug for one in poles_of(roles_of(user))] == ["bois", "cuir"]


# The second pôle of the demonstration.


def test_the_neighbour_is_fictional_just_open_and_seen_by_its_network(pole: Cluster) -> None:
    before = roles_of(pole.people["network"])
    with scopes_disabled():
        found()
    made = Pole.objects.get(slug="plasturgie-du-haut-jura")
    assert (made.is_fictional, made.region, made.kind) == (True, "27", "cluster")
    assert made in poles_of(before)
    assert not made.networks.exclude(slug="mecanique").exists()
    today = timezone.localdate()
    line, own = side_by_side([made, pole.pole], today=today)
    assert (line.members, line.deposited, line.wave, line.run_pk) == (4, 0, "Première collecte", None)
    assert (own.members, own.wave) == (3, "")  # nothing is added to the first
    with scope(pole=made):
        names = Membership.objects.order_by("pk").values_list("organisation__name", "organisation__siren")
        assert list(names) == [(name, siren) for name, siren, _ in MEMBERS]
        wave = Wave.objects.get()
        assert wave.opens_on == today < wave.closes_on


def test_the_members_of_the_neighbour_are_of_no_real_company(pole: Cluster) -> None:
    with scopes_disabled():
        found()
    sirens = set(Organisation.objects.values_list("siren", flat=True)) - {one.siren for one in pole.members}
    assert len(sirens) == len(MEMBERS)
    assert {siren[:4] for siren in sirens} == {"0001"}  # no SIREN begins with zero
