"""The member's room and the team's board: what each may do there, in how many queries, and with no dead end."""

import datetime as dt
import io
import zipfile

import pytest
from django.utils import timezone

from factories.cluster import Cluster
from factories.shared_people import BAKER, TURNER, agreed, contributor, interested, offered, sought
from vivier_web.members.actions import admit_member, register_organisation
from vivier_web.skills.actions.mobility import withdraw_offer
from vivier_web.skills.models import Introduction, Offer, Search
from vivier_web.skills.queries.mobility import meeting_of, seen_by
from vivier_web.skills.queries.mobility_board import board_of

ROOM, BOARD = "/mon-entreprise/mobilite/", "/prevoir/mobilite/"
TODAY = timezone.localdate()


def text(client: object, path: str = ROOM) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def sent(**more: str) -> dict[str, str]:
    """Fill the form as a browser would."""
    first = TODAY + dt.timedelta(days=30)
    usual = {"title": "Soudeur TIG", "pcs": "623e", "people": "2", "from_on": first.isoformat()}
    usual |= {"until_on": (first + dt.timedelta(days=90)).isoformat(), "form": "loan", "acknowledges": "on"}
    return usual | more


def couple(one: Introduction | tuple[Offer, Search]) -> str:
    offer, search = (one.offer_id, one.search_id) if isinstance(one, Introduction) else (one[0].pk, one[1].pk)
    return f"{ROOM}rencontres/{offer}/{search}/"


def test_an_empty_room_says_what_it_is_for(signed_in: object, pole: Cluster) -> None:
    shown = text(signed_in("member"))
    assert "dites ce que vous pouvez proposer" in shown
    assert shown.count("btn-go") == 1


def test_a_title_brings_proposals_without_any_script_and_loses_nothing(signed_in: object, pole: Cluster) -> None:
    client = signed_in("member")
    answer = client.post(f"{ROOM}offrir/", {"title": "Soudeur TIG", "people": "7", "proposer": "oui"})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="623e"' in shown
    assert 'value="7"' in shown
    assert "errorlist" not in shown
    assert "Aucun ROME n’est installé" in shown


def test_suggestions_come_as_a_piece_of_the_form(signed_in: object, pole: Cluster) -> None:
    piece = text(signed_in("member"), f"{ROOM}metiers/?title=soudeur")
    assert 'name="pcs"' in piece
    assert "<html" not in piece


def test_a_link_from_elsewhere_fills_a_search(signed_in: object, pole: Cluster) -> None:
    shown = text(
        signed_in("member"), f"{ROOM}chercher/?intitule=Soudeur&pcs=623e&personnes=4&du=2027-04-01&au=2027-06-30"
    )
    assert 'value="2027-04-01"' in shown
    assert 'value="4"' in shown
    assert 'value="623e" checked' in shown


def test_offering_asks_for_the_reminder_and_then_keeps_it(signed_in: object, pole: Cluster) -> None:
    client = signed_in("member")
    refused = client.post(f"{ROOM}offrir/", sent(acknowledges=""))
    assert refused.status_code == 422
    assert "Cochez ce rappel" in refused.content.decode()
    assert client.post(f"{ROOM}offrir/", sent(), follow=True).status_code == 200
    offer = Offer.objects.get()
    assert (offer.organisation, offer.by, offer.acknowledged_on) == (pole.members[0], pole.people["member"], TODAY)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"pcs": ""}, "Choisissez le métier"),
        ({"pcs": "999z"}, "Choisissez un métier parmi ceux"),
        ({"note": "06 12 34 56 78"}, "contient un numéro"),
        ({"title": "a@b.fr"}, "adresse électronique"),
        ({"until_on": "2020-01-01", "from_on": "2019-01-01"}, "période est passée"),
        ({"until_on": "2026-01-01"}, "fin vient après"),
        ({"site": "999"}, "choix"),
    ],
)
def test_what_is_wrong_is_said_in_french_and_what_was_typed_stays(
    signed_in: object, pole: Cluster, wrong: dict[str, str], why: str
) -> None:
    answer = signed_in("member").post(f"{ROOM}chercher/", sent(km="50", people="9") | wrong)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert why in shown
    assert 'value="9"' in shown
    assert not Search.objects.exists()


def test_searching_keeps_the_radius_and_what_is_withdrawn_comes_back(signed_in: object, pole: Cluster) -> None:
    client = signed_in("member")
    client.post(f"{ROOM}chercher/", sent(km="50"))
    search = Search.objects.get()
    assert search.km == 50
    client.post(f"{ROOM}recherches/{search.pk}/retirer/")
    assert "Remettre" in text(client)
    client.post(f"{ROOM}recherches/{search.pk}/remettre/")
    assert "Remettre" not in text(client)


def test_both_sides_say_yes_through_the_pages_and_meet(signed_in: object, pole: Cluster, client: object) -> None:
    offer, search = offered(pole), sought(pole)
    mine = signed_in("member")
    client.force_login(contributor(pole))
    path = couple((offer, search))
    assert "Cela vous intéresse" in text(mine, path)
    mine.post(f"{path}interet/")
    assert "pas encore répondu" in text(mine, path)
    assert "attend votre réponse" in text(client)
    assert "1 réponse</span>" not in text(mine, "/mon-entreprise/")
    assert "Répondre" in text(client, "/mon-entreprise/")
    answer = client.post(f"{path}interet/", follow=True)
    assert pole.members[0].name in answer.content.decode()
    assert pole.members[1].name in text(mine, path)
    assert pole.members[1].name in text(mine)


def test_taking_back_and_declining_through_the_pages(signed_in: object, pole: Cluster) -> None:
    client, path = signed_in("member"), couple((offered(pole), sought(pole)))
    client.post(f"{path}interet/")
    client.post(f"{path}reprendre/")
    assert not Introduction.objects.exists()
    client.post(f"{path}sans-suite/")
    assert client.get(path).status_code == 404
    assert "Propositions" not in text(client)


def test_papers_are_given_to_both_sides_once_they_agreed_and_to_nobody_else(signed_in: object, pole: Cluster) -> None:
    client, one = signed_in("member"), agreed(pole)
    for slug in ("convention-pret", "avenant-pret", "note-cse-pret"):
        answer = client.get(f"{couple(one)}documents/{slug}.docx")
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            words = archive.read("word/document.xml").decode()
        assert pole.members[1].name in words
        assert "à relire" in words
    assert client.get(f"{couple(one)}documents/autre.docx").status_code == 404
    waiting = couple((offered(pole, pcs=TURNER), sought(pole, pcs=TURNER)))
    assert client.get(f"{waiting}documents/convention-pret.docx").status_code == 404
    others = couple((offered(pole, 1, pcs=BAKER), sought(pole, 2, pcs=BAKER)))
    assert client.get(f"{others}documents/convention-pret.docx").status_code == 404


def test_every_legal_way_is_shown_with_its_source_and_how_sure_it_is(signed_in: object, pole: Cluster) -> None:
    shown = text(signed_in("member"), couple((offered(pole, form="reconversion"), sought(pole))))
    assert shown.index("Période de reconversion</h3>") < shown.index("Prêt de main-d’œuvre à but non lucratif")
    assert shown.count("pas encore relu sur le texte") >= 4
    assert "facturé" in shown


def test_proposals_are_paged_by_the_server(signed_in: object, pole: Cluster) -> None:
    offered(pole)
    for _ in range(13):
        sought(pole)
    client = signed_in("member")
    assert text(client).count("/rencontres/") == 12
    assert text(client, f"{ROOM}?page=2").count("/rencontres/") == 1
    assert text(client, f"{ROOM}?page=abc").count("/rencontres/") == 12


@pytest.mark.parametrize("rows", [1, 3])
def test_the_room_of_a_member_is_read_in_so_many_queries(
    pole: Cluster, django_assert_num_queries: object, rows: int
) -> None:
    for _ in range(rows):
        offered(pole)
        agreed(pole)
        interested(offered(pole), sought(pole), pole.members[1])
    with django_assert_num_queries(5):  # offers, searches, members by place, introductions, contacts
        seen = seen_by(pole.pole, pole.members[0], today=TODAY)
    assert len(seen.agreed) == len(seen.to_answer) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_board_is_read_in_so_many_queries(pole: Cluster, django_assert_num_queries: object, rows: int) -> None:
    for _ in range(rows):
        agreed(pole)
        interested(offered(pole), sought(pole), pole.members[1])
    with django_assert_num_queries(4):  # offers, searches, members by place, introductions
        board = board_of(pole.pole, today=TODAY)
    assert (len(board.waiting), len(board.agreed)) == (rows, rows)


def test_a_couple_is_shown_to_its_sides_only_in_few_queries(pole: Cluster, django_assert_num_queries: object) -> None:
    offer, search = offered(pole), sought(pole)
    with django_assert_num_queries(4):
        assert meeting_of(pole.pole, pole.members[0], (offer.pk, search.pk), today=TODAY) is not None
    assert meeting_of(pole.pole, pole.members[2], (offer.pk, search.pk), today=TODAY) is None


def test_the_board_counts_what_waits_and_what_is_missing(signed_in: object, pole: Cluster) -> None:
    assert "la plateforme ne déduit aucun sureffectif" in text(signed_in("team"), BOARD)
    one = interested(offered(pole), sought(pole), pole.members[0])
    sought(pole, pcs=BAKER)
    client = signed_in("team")
    shown = text(client, BOARD)
    assert "1 mise en relation attend une réponse" in shown
    assert "1 recherche sans offre proche" in shown.replace("\u00a0", " ")
    assert "1 mise en relation sans réponse" in text(client, "/")
    client.post(f"{BOARD}{one.pk}/relancer/")
    assert "Une relance est partie" in client.post(f"{BOARD}{one.pk}/relancer/", follow=True).content.decode()


def test_an_occupation_is_named_on_the_board_from_three_companies_and_five_people(pole: Cluster) -> None:
    for member in (0, 1):
        offered(pole, member, people=3)
    assert [line.label for line in board_of(pole.pole, today=TODAY).lines] == [
        "Autres métiers, trop peu d’entreprises pour être nommés"
    ]
    assert board_of(pole.pole, today=TODAY).lines[0].offered is None
    offered(pole, 2, people=3)
    (line,) = board_of(pole.pole, today=TODAY).lines
    assert (line.label, line.offered, line.sought) == ("Soudeurs manuels", 9, 0)
    newcomer = register_organisation("Moules du Jura", siren="812345676", by=None, naf="25.62B")
    admit_member(pole.pole, newcomer, joined_on=TODAY, by=None, college="Entreprises")
    pole.members.append(newcomer)
    offered(pole, 3, pcs=TURNER, people=4)  # alone: naming the welders would tell this one by subtraction
    (line,) = board_of(pole.pole, today=TODAY).lines
    assert (line.label, line.offered) == ("Autres métiers, trop peu d’entreprises pour être nommés", 13)


def test_what_ended_or_was_withdrawn_is_neither_proposed_nor_counted(pole: Cluster) -> None:
    offer, _ = offered(pole), sought(pole)
    assert seen_by(pole.pole, pole.members[1], today=TODAY).total == 1
    assert seen_by(pole.pole, pole.members[1], today=offer.until_on + dt.timedelta(days=1)).total == 0
    withdraw_offer(offer, by=None)
    assert seen_by(pole.pole, pole.members[1], today=TODAY).total == 0
    assert board_of(pole.pole, today=TODAY).offers == 0
