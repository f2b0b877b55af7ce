"""The projects and ideas of a member on its own pages: what it takes back, what it finds, whom it looks as."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories import projected
from factories.cluster import Cluster
from vivier_web.accounts.actions import open_account
from vivier_web.members.actions import grant_role
from vivier_web.projects.actions import budgets
from vivier_web.projects.actions.aiding import estimate_aid
from vivier_web.projects.building.grid import key_of
from vivier_web.projects.models import Idea, PriorAid
from vivier_web.projects.queries.budgets import cells_of, partners_in

DAY = dt.date(2018, 1, 15)


def contributor(found: Cluster, *ranks: int) -> Client:
    """Sign in as a contributor of these members."""
    user = open_account(f"contributeur-{ranks[0]}@{found.pole.slug}.example", "Dominique Essai", by=None)
    for rank in ranks:
        grant_role(user, "member", by=None, pole=found.pole, organisation=found.members[rank])
    client = Client()
    client.force_login(user)
    return client


def told(answer: Any) -> str:
    """Give the page that follows."""
    return str(answer.content.decode())


def test_a_partner_takes_back_only_its_own_column_and_its_own_declaration(pole: Cluster) -> None:
    row = projected.filled(pole)
    lead, second, _ = partners_in(row)
    key = key_of(second.pk, "experimental", "staff")
    before = cells_of(row)
    budgets.save_budget(
        row, {key: 5, key_of(lead.pk, "industrial", "staff"): 6}, writes=[lead.pk, second.pk], by=None
    )
    theirs = budgets.declare_prior_aid(lead, DAY, Decimal(5), by=None)
    partner, here = contributor(pole, 1), f"/mon-entreprise/projets/{row.pk}/"
    partner.post(f"{here}budget/revenir/", {"version": "1"})
    assert cells_of(row) == before | {key_of(lead.pk, "industrial", "staff"): 6}
    partner.post(f"{here}de-minimis/", {"retirer": theirs.pk})
    partner.post(f"{here}de-minimis/", {"p-granted_on": "2999-01-01", "p-amount": "5"})
    partner.post(f"{here}de-minimis/", {"p-granted_on": "2017-01-01", "p-amount": ""})
    assert PriorAid.objects.get() == theirs
    partner.post(f"{here}de-minimis/", {"p-granted_on": "2017-01-01", "p-amount": "1 000,50", "p-giver": "Région"})
    mine = PriorAid.objects.exclude(pk=theirs.pk).get()
    assert (mine.partner, mine.amount_eur) == (second, Decimal("1000.50"))
    assert partner.post(f"{here}reponse/", {"reponse": "left"}).status_code == 302
    second.refresh_from_db()
    assert second.state == "joined", "a member answers the two words it is offered"


def test_who_declined_or_was_never_asked_finds_no_project(pole: Cluster) -> None:
    row = projected.filled(pole)
    estimate_aid(row, "fui-25", on=DAY, by=None)
    partner, here = contributor(pole, 1), f"/mon-entreprise/projets/{row.pk}/"
    doors = ("", "budget/", "budget.csv", "aide/")
    assert [partner.get(here + each).status_code for each in doors] == [200, 200, 200, 404]
    partner.post(f"{here}reponse/", {"reponse": "declined"})
    assert {partner.get(here + each).status_code for each in doors} == {404}
    assert partner.post(f"{here}reponse/", {"reponse": "joined"}).status_code == 404, "it is asked again first"
    assert row.title not in told(partner.get("/mon-entreprise/projets/"))


def test_who_answers_for_two_members_looks_as_the_one_it_names(pole: Cluster) -> None:
    row = projected.filled(pole)
    both = contributor(pole, 1, 2)
    second, third = partners_in(row)[1:]
    for asked, open_column, closed in ((1, second, third), (2, third, second)):
        page = told(both.get(f"/mon-entreprise/projets/{row.pk}/budget/?membre={pole.members[asked].pk}"))
        assert f"c-{open_column.pk}:industrial:staff" in page
        assert f"c-{closed.pk}:industrial:staff" not in page


def test_an_idea_is_decided_from_its_page_and_a_member_reads_why(pole: Cluster, signed_in: Any) -> None:
    row, team, member = projected.idea(pole, rank=0, reach="team"), signed_in("team"), signed_in("member")
    address = f"/agir/idees/{row.pk}/"
    for said in (
        {},
        {"etat": "rien"},
        {"etat": "project"},
        {"etat": "set_aside"},
        {"etat": "set_aside", "reason": " "},
    ):
        assert team.post(f"{address}decider/", said).status_code == 302
        row.refresh_from_db()
        assert row.state == "proposed", said
    team.post(f"{address}decider/", {"etat": "set_aside", "reason": "Hors de nos domaines."})
    assert "Hors de nos domaines." in told(member.get(f"/mon-entreprise/projets/idees/{row.pk}/"))
    assert team.post(f"{address}modifier/", projected.SAID).status_code == 302, "it is of a member"
    assert Idea.objects.get().title == projected.SAID["title"]


def test_pages_of_a_member_ask_the_database_the_same_for_one_row_and_for_three(pole: Cluster) -> None:
    row, member = projected.project(pole), contributor(pole, 1)
    addresses = ("/mon-entreprise/projets/", "/mon-entreprise/projets/idees/", f"/mon-entreprise/projets/{row.pk}/")
    mine = projected.partner(row, pole.members[1])
    counts: list[list[int]] = []
    for rows in (1, 2):  # one of each, then three
        for number in range(rows):
            other = projected.project(pole, f"Projet {rows}{number}")
            projected.partner(other, pole.members[1], "invited")
            projected.idea(pole, rank=0, title=f"Idée {rows}{number}")
            budgets.declare_prior_aid(mine, DAY, Decimal(5), by=None)
        if rows == 2:
            projected.partner(row, pole.members[2])
        for address in addresses:
            member.get(address)
        counts.append([])
        for address in addresses:
            with CaptureQueriesContext(connection) as seen:
                assert member.get(address).status_code == 200
            counts[-1].append(len(seen))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 15, counts


def test_a_member_that_is_in_nothing_is_told_so(pole: Cluster) -> None:
    member = contributor(pole, 2)
    assert member.get("/mon-entreprise/projets/").status_code == 200
    assert member.get("/mon-entreprise/projets/idees/").status_code == 200
    for key in (1, 999_999):
        assert member.get(f"/mon-entreprise/projets/{key}/").status_code == 404
        assert member.get(f"/mon-entreprise/projets/idees/{key}/").status_code == 404
        assert member.post(f"/mon-entreprise/projets/idees/{key}/interet/").status_code == 404
