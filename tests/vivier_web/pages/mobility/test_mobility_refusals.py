"""The rooms of mobility met with odd addresses, odd forms and odd names: a sentence or a page, never a broken one."""

import datetime as dt
import io
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from django.utils import timezone

from factories import cluster
from factories.cluster import Cluster
from factories.shared_people import BAKER, agreed, interested, offered, sought
from vivier_web.accounts.models import Act
from vivier_web.members.actions import grant_role
from vivier_web.pages.company.mobility.papers import PAPERS, written
from vivier_web.skills.models import Introduction, Offer, Search
from vivier_web.skills.queries.mobility_papers import Loan, Party

ROOM, BOARD = "/mon-entreprise/mobilite/", "/prevoir/mobilite/"
TODAY = timezone.localdate()
FIRST, LAST = TODAY + dt.timedelta(days=30), TODAY + dt.timedelta(days=120)


def sent(**more: str) -> dict[str, str]:
    usual = {"title": "Soudeur TIG", "pcs": "623e", "people": "2", "from_on": FIRST.isoformat()}
    return usual | {"until_on": LAST.isoformat(), "form": "loan", "acknowledges": "on"} | more


def words(docx: bytes) -> list[str]:
    """The paragraphs of a paper."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        body = ET.fromstring(archive.read("word/document.xml"))  # noqa: S314 (ours)
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return ["".join(text.text or "" for text in each.iter(f"{name}t")) for each in body.iter(f"{name}p")]


@pytest.mark.parametrize("page", ["99", "99999", "0", "-1", "", "abc", "1e3", "٢", "2 OR 1", "999999999999"])
def test_a_page_past_the_end_shows_the_last_one_and_never_an_empty_list(
    signed_in: Any, pole: Cluster, page: str
) -> None:
    offered(pole)
    sought(pole)
    answer = signed_in("member").get(ROOM, {"page": page})
    assert answer.status_code == 200
    assert answer.content.decode().count("/rencontres/") == 1


def test_the_page_after_the_last_shows_what_the_last_does(signed_in: Any, pole: Cluster) -> None:
    offered(pole)
    for _ in range(13):
        sought(pole)
    client = signed_in("member")
    last, past = (client.get(ROOM, {"page": page}).context["seen"].proposed for page in (2, 7))
    assert (len(last), past) == (1, last)


@pytest.mark.parametrize("member", ["0", "987654", "abc", "-1", "1 OR 1=1", "٣"])
@pytest.mark.parametrize("path", ["", "offrir/", "chercher/"])
def test_a_member_that_is_not_ones_own_is_refused(signed_in: Any, pole: Cluster, path: str, member: str) -> None:
    assert signed_in("member").get(f"{ROOM}{path}", {"membre": member}).status_code == 403


@pytest.mark.parametrize(
    "link",
    [
        {"personnes": "abc"},
        {"personnes": "-3"},
        {"du": "demain", "au": "2027-13-45"},
        {"pcs": "999z"},
        {"pcs": "623e' OR 1=1"},
        {"intitule": "<script>alert(1)</script>"},
        {"intitule": "x" * 3000},
        {"rome": '"><b>piège'},
        {"inconnu": "1"},
    ],
)
def test_a_link_that_is_wrong_opens_the_form_all_the_same_and_writes_nothing_of_its_own(
    signed_in: Any, pole: Cluster, link: dict[str, str]
) -> None:
    for path in ("offrir/", "chercher/"):
        answer = signed_in("member").get(f"{ROOM}{path}", link)
        shown = answer.content.decode()
        assert answer.status_code == 200
        assert "errorlist" not in shown
        assert "<script>alert(1)" not in shown
        assert '"><b>piège' not in shown
    assert (Offer.objects.count(), Search.objects.count()) == (0, 0)


@pytest.mark.parametrize("title", ["", " ", "!!!", "x" * 3000, "<b>soudeur</b>", "soudeur\ttig", "éàü", "🔥"])
def test_suggestions_answer_any_title(signed_in: Any, pole: Cluster, title: str) -> None:
    answer = signed_in("member").get(f"{ROOM}metiers/", {"title": title})
    assert answer.status_code == 200
    assert "<b>soudeur" not in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": "0"},
        {"people": "201"},
        {"people": "2,5"},
        {"people": ""},
        {"people": "99999999999999999999"},
        {"title": ""},
        {"title": "x" * 81},
        {"title": "Soudeur\x00"},
        {"note": "x" * 201},
        {"rome": "Z9999"},
        {"from_on": ""},
        {"from_on": "31/02/2027"},
        {"until_on": (FIRST + dt.timedelta(days=1200)).isoformat()},
        {"site": "abc"},
    ],
)
def test_a_form_that_is_wrong_is_shown_again_with_the_reason_and_keeps_nothing(
    signed_in: Any, pole: Cluster, wrong: dict[str, str]
) -> None:
    client = signed_in("member")
    for path, more in (("offrir/", {}), ("chercher/", {"km": "10"})):
        answer = client.post(f"{ROOM}{path}", sent(**more) | wrong)
        assert answer.status_code == 422
        assert answer.context["form"].errors
    assert (Offer.objects.count(), Search.objects.count()) == (0, 0)


@pytest.mark.parametrize("more", [{"km": "-1"}, {"km": "1501"}, {"km": "loin"}])
def test_a_radius_out_of_bounds_is_refused_and_none_means_the_whole_pole(
    signed_in: Any, pole: Cluster, more: dict[str, str]
) -> None:
    client = signed_in("member")
    assert client.post(f"{ROOM}chercher/", sent(**more)).status_code == 422
    assert client.post(f"{ROOM}chercher/", sent(km="")).status_code == 302
    assert Search.objects.get().km == 0


@pytest.mark.parametrize("form", ["", "sale", "LOAN"])
def test_a_way_that_is_none_is_refused(signed_in: Any, pole: Cluster, form: str) -> None:
    assert signed_in("member").post(f"{ROOM}offrir/", sent(form=form)).status_code == 422
    assert not Offer.objects.exists()


def test_what_changes_something_is_never_done_by_following_a_link(signed_in: Any, pole: Cluster) -> None:
    offer, search = offered(pole), sought(pole, 0)
    met = sought(pole)
    couple = {"offer": offer.pk, "search": met.pk}
    one = interested(offer, met, pole.members[1])
    before = Act.objects.count()
    client = signed_in("member")
    for name in ("show_interest", "take_interest_back", "decline_meeting"):
        assert client.get(reverse(name, kwargs=couple)).status_code == 405
    for name, row in (("withdraw_offer", offer), ("resume_offer", offer), ("withdraw_search", search)):
        assert client.get(reverse(name, args=[row.pk])).status_code == 405
    assert client.get(reverse("resume_search", args=[search.pk])).status_code == 405
    assert signed_in("team").get(reverse("nudge_introduction", args=[one.pk])).status_code == 405
    assert Act.objects.count() == before


def test_buttons_of_rows_of_others_or_of_nobody_are_not_found_and_change_nothing(
    signed_in: Any, pole: Cluster
) -> None:
    rows = {"offer": offered(pole, 1, pcs=BAKER), "search": sought(pole, 2, pcs=BAKER)}
    client = signed_in("member")
    for kind, row in rows.items():
        for verb in ("withdraw", "resume"):
            for pk in (row.pk, 987654):
                assert client.post(reverse(f"{verb}_{kind}", args=[pk])).status_code == 404
    couple = {f"{kind}": row.pk for kind, row in rows.items()}
    for name in ("show_interest", "take_interest_back", "decline_meeting"):
        assert client.post(reverse(name, kwargs=couple)).status_code == 404
    assert not Introduction.objects.exists()
    assert [Offer.objects.get().withdrawn_at, Search.objects.get().withdrawn_at] == [None, None]


def test_the_team_of_another_pole_cannot_nudge_and_the_team_of_this_one_can(signed_in: Any, pole: Cluster) -> None:
    one = interested(offered(pole), sought(pole), pole.members[0])
    other = cluster.founded("plasturgie", 1)
    path = reverse("nudge_introduction", args=[one.pk])
    client = signed_in("team")
    client.force_login(other.people["team"])
    assert client.post(path).status_code == 404
    one.refresh_from_db()
    assert one.nudged_at is None
    assert signed_in("team").post(path).status_code == 302
    one.refresh_from_db()
    assert one.nudged_at is not None


def test_who_answers_for_two_members_acts_for_the_one_asked(signed_in: Any, pole: Cluster) -> None:
    grant_role(pole.people["member"], "member", by=None, pole=pole.pole, organisation=pole.members[2])
    client = signed_in("member")
    client.post(f"{ROOM}offrir/?membre={pole.members[2].pk}", sent())
    assert Offer.objects.get().organisation == pole.members[2]
    offer, search = Offer.objects.get(), sought(pole)
    path = f"{ROOM}rencontres/{offer.pk}/{search.pk}/"
    assert client.get(f"{path}?membre={pole.members[0].pk}").status_code == 404
    assert client.get(f"{path}?membre={pole.members[2].pk}").status_code == 200
    done = client.post(f"{path}interet/?membre={pole.members[2].pk}")
    assert done.headers["Location"] == f"{path}?membre={pole.members[2].pk}"


def test_a_paper_is_a_file_of_ones_own_that_nothing_keeps(signed_in: Any, pole: Cluster) -> None:
    one = agreed(pole)
    keys = {"offer": one.offer_id, "search": one.search_id, "slug": "note-cse-pret"}
    answer = signed_in("member").get(reverse("mobility_paper", kwargs=keys))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="note-cse-pret.docx"'
    assert answer.headers["Cache-Control"] == "private, no-store"


ODD = "A | B\n# {work} & <w:t> *c* % {0}"


@pytest.mark.parametrize("slug", PAPERS)
def test_a_paper_holds_every_name_as_one_line_whatever_it_is_made_of(slug: str) -> None:
    plain_loan = Loan(Party("Un", "1", "Ici"), Party("Deux", "2", "Là"), "Souder", 2, FIRST, LAST)
    odd = Loan(Party(ODD, "1", ODD), Party("Deux", "2", "Là"), ODD, 1, FIRST, LAST)
    usual, found = words(written(PAPERS[slug], plain_loan, TODAY)), words(written(PAPERS[slug], odd, TODAY))
    assert len(found) == len(usual), "an odd name opens no line, no table and no list"
    assert "A B # {work} & <w:t>" in " ".join(found)
    assert all(name in " ".join(usual) for name in ("Un", "Deux", "Souder"))
    assert "{" not in " ".join(usual)


@pytest.mark.parametrize("slug", PAPERS)
def test_a_paper_is_the_same_bytes_for_the_same_loan(slug: str) -> None:
    loan = Loan(Party("Un", "1", "Ici"), Party("Deux", "2", "Là"), "Souder", 2, FIRST, LAST)
    assert written(PAPERS[slug], loan, TODAY) == written(PAPERS[slug], loan, TODAY)
