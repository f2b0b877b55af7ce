"""The desk of an authority: the pôles of its territory by their public cards, and nothing of their members."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from factories import belongings, cluster, collected
from factories.cluster import Cluster
from vivier_web.accounts.actions import open_account
from vivier_web.accounts.choices import RoleKind
from vivier_web.members.actions import award_label, describe_pole, end_role, found_pole, grant_role
from vivier_web.members.choices import PoleKind
from vivier_web.members.models import Contact, Dealing, Pole, Role
from vivier_web.members.published import PAGE, PoleCard, pole_card_of, pole_cards
from vivier_web.members.territory import DEPARTMENTS, REGION_OF, REGIONS
from vivier_web.skills.models import Deposit

AUTHORITIES = ["region", "state", "local"]


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*>([^<]+?)\s*(?:<|$)', page)


def heading(page: str) -> str:
    return re.search(r"<h1>(.*?)</h1>", page).group(1).replace("\xa0", " ")


def cells(page: str, name: str) -> list[str]:
    """Give what the row of a pôle says, without its marks."""
    (row,) = [one for one in re.findall(r"<tr[^>]*>(.*?)</tr>", page) if f">{name}" in one]
    return [re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]


def agent(*territories: str, kind: str = RoleKind.REGION, email: str = "agent@region.example") -> Client:
    """Give the browser of an agent who holds one role over each of these territories."""
    user = open_account(email, "Claude Agent", by=None)
    for territory in territories:
        grant_role(user, kind, by=None, territory=territory)
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def elsewhere(pole: Cluster) -> None:
    """Three more pôles: two of other regions, one that says none."""
    found_pole("ile", "Pôle d’Île-de-France", "craft", by=None, region="11")
    found_pole("reunion", "Pôle de La Réunion", "ptce", by=None, region="04")
    found_pole("nulle-part", "Pôle sans région", "cluster", by=None)


def test_an_agent_of_a_region_sees_the_poles_of_that_region_alone(elsewhere: None, signed_in: object) -> None:
    page = signed_in("region").get("/").content.decode()
    assert names(page) == ["Pôle mecatronique"]
    assert heading(page) == "Auvergne-Rhône-Alpes\u202f: 1 pôle"
    assert not [name for name in ("Île-de-France", "Réunion", "sans région") if name in page]


def test_agents_of_the_state_see_them_all(elsewhere: None, signed_in: object) -> None:
    page = signed_in("state").get("/").content.decode()
    assert set(names(page)) == {"Pôle de La Réunion", "Pôle d’Île-de-France", "Pôle mecatronique", "Pôle sans région"}
    assert heading(page) == "4 pôles"
    said = cells(page, "Pôle sans région")
    assert said == ["Pôle sans région", "Grappe d’entreprises (cluster)", "non précisée", "aucun"]


@pytest.mark.parametrize(
    ("territories", "seen"),
    [
        (["11"], {"Pôle d’Île-de-France"}),
        (["04"], {"Pôle de La Réunion"}),
        (["53"], set()),
        (["99"], set()),
        (["11", "04"], {"Pôle de La Réunion", "Pôle d’Île-de-France"}),
        (["11", "53"], {"Pôle d’Île-de-France"}),
    ],
)
def test_what_an_agent_sees_is_what_their_roles_are_over(
    elsewhere: None, territories: list[str], seen: set[str]
) -> None:
    assert set(names(agent(*territories).get("/").content.decode())) == seen


def test_an_agent_of_two_regions_sees_the_poles_of_both_and_of_no_other(elsewhere: None) -> None:
    """The other Regions' pôles are there to leak, and their labels too: the agent of the State sees them."""
    today = timezone.localdate()
    for pole in Pole.objects.all():
        with scope(pole=pole):
            award_label(
                pole, f"Label de {pole.slug}", by=None, granted_on=today, ends_on=today + dt.timedelta(days=30)
            )
    page = agent("11", "04").get("/").content.decode()
    assert heading(page) == "La Réunion, Île-de-France\u202f: 2 pôles"
    assert re.findall(r"Label de ([a-z-]+)</b>", page) == ["reunion", "ile"]
    assert not [word for word in ("mecatronique", "sans région", "nulle-part") if word in page]
    state = open_account("etat@essai.example", "Claude État", by=None)
    grant_role(state, RoleKind.STATE, by=None)
    browser = Client()
    browser.force_login(state)
    assert len(re.findall(r"Label de ([a-z-]+)</b>", browser.get("/").content.decode())) == 4


@pytest.mark.parametrize(
    ("code", "seen"),
    [("75", ["Pôle d’Île-de-France"]), ("974", ["Pôle de La Réunion"]), ("74", ["Pôle mecatronique"])],
)
def test_an_agent_of_a_departement_sees_the_poles_of_its_region(elsewhere: None, code: str, seen: list[str]) -> None:
    page = agent(code, kind=RoleKind.LOCAL).get("/").content.decode()
    assert names(page) == seen
    assert "Un pôle ne dit que sa Région" in page


def test_an_agent_of_an_epci_placed_in_no_region_sees_all_the_public_cards_and_is_told_why(elsewhere: None) -> None:
    page = agent("200011773", kind=RoleKind.LOCAL).get("/").content.decode()
    assert len(names(page)) == 4
    assert "Un EPCI n’est rattaché ici à aucune Région" in page


def test_a_label_is_told_to_the_authority_nine_months_before_its_end(pole: Cluster, signed_in: object) -> None:
    today = timezone.localdate()
    for days in (-1, 0, 270, 271):
        award_label(
            pole.pole, f"Fin {days}", by=None, granted_on=today - dt.timedelta(days=900),
            ends_on=today + dt.timedelta(days=days),
        )  # fmt: skip
    page = signed_in("region").get("/").content.decode()
    assert re.findall(r"<b>Fin (-?\d+)</b>", page) == ["0", "270"]


def test_a_region_without_a_pole_is_told_so_and_not_shown_an_empty_table(elsewhere: None) -> None:
    page = agent("53").get("/").content.decode()
    assert heading(page) == "Bretagne\u202f: 0 pôle"
    assert "Aucun pôle de votre territoire" in page
    assert "<table" not in page


def test_a_role_taken_back_closes_the_desk(pole: Cluster, signed_in: object) -> None:
    browser = signed_in("region")
    assert "Cartes publiques" in browser.get("/").content.decode()
    end_role(Role.objects.get(user=pole.people["region"]), by=None)
    assert "Cartes publiques" not in browser.get("/").content.decode()


@pytest.mark.parametrize("kind", AUTHORITIES)
def test_nothing_of_the_members_of_a_pole_reaches_the_desk(pole: Cluster, signed_in: object, kind: str) -> None:
    belongings.dealing(pole)
    belongings.contact(pole)
    wave = collected.collected(pole.pole, members=2, people=12)
    collected.deposit(wave, pole.members[0], collected.crowd(pole.members[0].siren), [("Régleur sur presse", 4)])
    # There is something to leak.
    assert (Dealing.objects.count(), Contact.objects.count(), Deposit.objects.count()) == (1, 1, 3)
    page = signed_in(kind).get("/").content.decode()
    own = pole.people[kind]
    private = [one.name for one in pole.members] + [one.siren for one in pole.members]
    private += ["Annecy", "Cluses", "Adhérent", "Dominique Essai", "Visite de l’atelier", "Régleur", "Janvier 2026"]
    private += [user.email for user in pole.people.values() if user != own]
    assert "Pôle mecatronique" in page
    assert [word for word in private if word in page] == []


@pytest.mark.parametrize("kind", AUTHORITIES)
@pytest.mark.parametrize(
    "path",
    ["/connaitre/membres/", "/prevoir/etudes/", "/equipe/", "/equipe/journal/", "/equipe/cles/", "/mon-entreprise/"],
)
def test_an_authority_opens_no_room_of_a_pole(signed_in: object, kind: str, path: str) -> None:
    browser = signed_in(kind)
    assert browser.get(path).status_code == 403
    page = browser.get("/").content.decode()
    assert f'href="{path}"' not in page


def test_a_card_shows_its_kind_its_region_and_the_labels_of_today(pole: Cluster, signed_in: object) -> None:
    today = timezone.localdate()
    day = dt.timedelta(days=1)
    for name, granted_on, ends_on in (
        ("Phase V", today, None),
        ("Label d’un jour", today - day, today),
        ("Hier", today - 9 * day, today - day),
        ("Demain", today + day, None),
    ):
        award_label(pole.pole, name, by=None, granted_on=granted_on, ends_on=ends_on)
    said = cells(signed_in("region").get("/").content.decode(), "Pôle mecatronique")
    assert said == ["Pôle mecatronique", "Pôle de compétitivité", "Auvergne-Rhône-Alpes", "Label d’un jour, Phase V"]


@pytest.mark.parametrize("kind", PoleKind.values)
def test_each_kind_of_pole_is_said_in_french(pole: Cluster, signed_in: object, kind: str) -> None:
    describe_pole(pole.pole, by=None, kind=kind)
    said = cells(signed_in("state").get("/").content.decode(), "Pôle mecatronique")
    assert said[1] == PoleKind(kind).label


def test_a_fictional_pole_is_said_to_be_one(pole: Cluster, signed_in: object) -> None:
    assert ">fictif<" not in signed_in("state").get("/").content.decode()
    describe_pole(pole.pole, by=None, is_fictional=True)
    assert cells(signed_in("state").get("/").content.decode(), "Pôle mecatronique")[0] == "Pôle mecatronique fictif"


def test_a_name_is_written_and_never_run(pole: Cluster, signed_in: object) -> None:
    describe_pole(pole.pole, by=None, name="<script>alert(1)</script>")
    page = signed_in("state").get("/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


@pytest.fixture
def many(pole: Cluster) -> list[str]:
    """One more pôle of the region than two pages hold; their names, in order."""
    for number in range(2 * PAGE):
        found_pole(f"p-{number}", f"Pôle {number:03d}", "cluster", by=None, region="84")
    return [f"Pôle {number:03d}" for number in range(2 * PAGE)] + ["Pôle mecatronique"]


def test_every_pole_is_reached_by_following_the_pages(many: list[str], signed_in: object) -> None:
    browser, path, seen, walked = signed_in("region"), "/", [], []
    while path:
        page = browser.get(path).content.decode()
        assert heading(page) == "Auvergne-Rhône-Alpes\u202f: 201 pôles"
        seen += names(page)
        after = re.search(r'rel="next" href="(\?page=\d+)"', page)
        before = re.search(r'rel="prev" href="\?page=(\d+)"', page)
        walked.append(int(before.group(1)) if before else 0)
        path = "/" + after.group(1) if after else ""
    assert seen == many
    assert walked == [0, 1, 2]


def test_a_page_that_does_not_exist_is_the_nearest_that_does(many: list[str], signed_in: object) -> None:
    first, second, last = ("Pôle 000", PAGE), ("Pôle 100", PAGE), ("Pôle mecatronique", 1)
    browser = signed_in("region")
    for asked, said in {
        "1": first, "2": second, "3": last, "03": last, "4": last, "999": last, "0": first, "-1": first,
        "1000": first, "": first, "deux": first, "1.5": first, "²": first, "٣": first, "9" * 5000: first, "\x00": first,
    }.items():  # fmt: skip
        shown = names(browser.get("/", {"page": asked}).content.decode())
        assert (shown[0], len(shown)) == said, asked[:9]


def test_the_desk_asks_the_same_few_questions_for_one_pole_and_for_three(
    pole: Cluster, signed_in: object, django_assert_num_queries: object
) -> None:
    browser = signed_in("state")
    with django_assert_num_queries(9):
        assert len(names(browser.get("/").content.decode())) == 1
    with scope(pole=None):
        for rank, slug in enumerate(("plasturgie", "chimie"), 1):
            other = cluster.founded(slug, first=rank)
            award_label(other.pole, "Phase V", by=None, granted_on=dt.date(2024, 1, 1))
    with django_assert_num_queries(9):
        assert len(names(browser.get("/").content.decode())) == 3


def test_the_cards_read_nothing_but_what_is_published(pole: Cluster) -> None:
    award_label(pole.pole, "Phase V", by=None, granted_on=dt.date(2024, 1, 1))
    card = PoleCard("mecatronique", "Pôle mecatronique", "competitivity", "84", ("Phase V",), is_fictional=False)
    assert pole_cards() == ((card,), 1)
    assert pole_cards(regions=["84"]) == ((card,), 1)
    assert pole_cards(regions=["11"]) == ((), 0)
    assert pole_cards(regions=[]) == ((), 0)
    assert pole_cards(page=2) == ((), 1)
    assert pole_card_of(pole.pole) == card


def test_every_region_has_a_code_of_two_digits_and_a_name() -> None:
    assert len(REGIONS) == 18
    assert [code for code, name in REGIONS.items() if not re.fullmatch(r"\d\d", code) or not name] == []


def test_every_departement_is_in_one_region_and_every_region_has_one() -> None:
    assert set(REGION_OF) == set(DEPARTMENTS)
    assert set(REGION_OF.values()) == set(REGIONS)
    assert (REGION_OF["74"], REGION_OF["2A"], REGION_OF["976"]) == ("84", "94", "06")
