"""The demonstration is made through the actions, and opens its door to nobody else."""

import pytest
from django.db.models import Count, Sum
from django.test import Client
from django_scopes import scope, scopes_disabled

from factories.cluster import Cluster
from vivier.report.traced import verdicts
from vivier.vocabulary import InputError
from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.models import Act, User
from vivier_web.accounts.queries import first_broken_act
from vivier_web.indicators.models import Campaign, Sheet
from vivier_web.members.models import Membership, Pole, Role
from vivier_web.ops.demo import build
from vivier_web.ops.demo.building import SLUG
from vivier_web.skills.models import StrategySheet, Wave
from vivier_web.skills.queries.strategy import document_of, opened


@pytest.fixture
def built(db: None) -> Pole:
    with scopes_disabled():
        build(members=6)
    return Pole.objects.get(slug=SLUG)


def test_the_demonstration_has_its_members_its_waves_and_one_person_a_role(built: Pole) -> None:
    with scope(pole=built):
        assert Membership.objects.count() == 6 + 3
        frozen, opened = Wave.objects.order_by("pk")
    assert built.is_fictional
    assert (frozen.frozen_at is None, opened.frozen_at is None) == (False, True)
    assert set(Role.objects.values_list("kind", flat=True)) == set(RoleKind.values)
    assert all(user.email.endswith(".example") for user in User.objects.all())


def test_everything_in_the_demonstration_was_done_by_an_action(built: Pole) -> None:
    verbs = set(Act.objects.values_list("verb", flat=True))
    done = {
        "found_pole",
        "register_organisation",
        "admit_member",
        "open_account",
        "grant_role",
        "open_wave",
        "freeze_wave",
    }
    assert done <= verbs
    assert Act.objects.filter(verb="admit_member").count() == 6 + 3 + 4  # those of the neighbour
    assert first_broken_act() is None


def test_seven_fields_of_ten_of_this_years_indicators_were_prefilled_in_the_demonstration(built: Pole) -> None:
    with scope(pole=built):
        this, last, _ = Campaign.objects.order_by("-year")
        begun = Sheet.objects.filter(campaign=this, started_at__isnull=False)
        counted = begun.aggregate(asked=Sum("asked"), prefilled=Sum("prefilled"), sheets=Count("pk"))
    assert (this.frozen_at is None, last.frozen_at is None) == (True, False)
    assert counted["sheets"] == 1 + 2
    assert counted["prefilled"] / counted["asked"] >= 0.7


def test_the_demonstration_is_built_once(built: Pole) -> None:
    before = Act.objects.count()
    assert build(members=6) == "Pôle fictif : déjà là."
    assert Act.objects.count() == before


def test_the_demonstration_is_never_built_where_a_real_pole_lives(pole: Cluster) -> None:
    with pytest.raises(InputError, match="vrai pôle"):
        build(members=2)


def test_the_sign_in_page_of_a_demonstration_lists_its_people(built: Pole, settings: object) -> None:
    settings.DEMO = True
    page = Client().get("/compte/login/").content.decode()
    # Three more members who have not deposited yet, two more experts so that a dossier has three opinions, a second
    # agent of the State, the three experts of the neighbour, its team and one of its members.
    assert page.count("Entrer comme") == len(RoleKind) + 3 + 2 + 1 + 3 + 2
    assert "Équipe du pôle (Pôle Plasturgie du Haut-Jura)" in page
    assert page.index("Nadia Belkacem") < page.index("Hélène Vasseur") < page.index("Sophie Garnier")
    assert "Contributeur d’un membre (Usinage du Val" in page
    settings.DEMO = False
    assert "Entrer comme" not in Client().get("/compte/login/").content.decode()


@pytest.mark.parametrize("kind", RoleKind.values)
def test_one_click_enters_a_demonstration(pole: Cluster, settings: object, kind: str) -> None:
    settings.DEMO = True
    client = Client()
    assert client.post("/essai/", {"email": pole.people[kind].email})["Location"] == "/"
    assert client.get("/").status_code == 200


def test_the_door_does_not_exist_outside_a_demonstration(pole: Cluster, settings: object) -> None:
    settings.DEMO = False
    client = Client()
    assert client.post("/essai/", {"email": pole.people["team"].email}).status_code == 404
    assert client.get("/").status_code == 302


def test_the_door_opens_to_fictional_people_alone(pole: Cluster, settings: object) -> None:
    settings.DEMO = True
    User.objects.create_user("paul@exemple.fr", full_name="Paul")
    client = Client()
    for email in ("paul@exemple.fr", "personne@mecatronique.example", ""):
        assert client.post("/essai/", {"email": email}).status_code == 404
    assert client.get("/essai/").status_code == 405


def test_the_strategy_of_the_demonstration_was_decided_or_says_that_nothing_stands_out(built: Pole) -> None:
    with scope(pole=built):
        sheet = StrategySheet.objects.select_related("proposal__run__study", "proposal__pole").get()
        document = document_of(opened(sheet.proposal), sheet)
    assert sheet.proposal.state == "done"
    assert document.met >= 14


def test_the_strategy_of_the_whole_demonstration_has_its_fifteen_points(db: None) -> None:
    with scopes_disabled():
        build()
    with scope(pole=Pole.objects.get(slug=SLUG)):
        sheet = StrategySheet.objects.select_related("proposal__run__study", "proposal__pole").get()
        document = document_of(opened(sheet.proposal), sheet)
    assert [point for point in document.points if point.faults] == []
    assert len(document.axes) >= 2
    assert sheet.published_at is not None
    assert all(verdict.is_right for verdict in verdicts(document.traced))
