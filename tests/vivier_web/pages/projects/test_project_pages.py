"""The pages of ideas and projects, as the team, the board, the lead, a partner and any other member look at them."""

import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from factories import projected
from factories.cluster import Cluster
from vivier_web.accounts.actions import open_account
from vivier_web.members.actions import grant_role
from vivier_web.projects.actions.aiding import estimate_aid
from vivier_web.projects.building.grid import key_of
from vivier_web.projects.models import Budget, Estimate, Idea, Partner, Project
from vivier_web.projects.queries.budgets import cells_of, partners_in

DAY = dt.date(2018, 1, 15)


def contributor(found: Cluster, rank: int) -> Client:
    """Sign in as a contributor of another member."""
    user = open_account(f"membre-{rank}@{found.pole.slug}.example", f"Dominique Numéro{rank}", by=None)
    grant_role(user, "member", by=None, pole=found.pole, organisation=found.members[rank])
    client = Client()
    client.force_login(user)
    return client


def test_each_member_reads_of_a_project_what_it_is_to_it(pole: Cluster, signed_in: Any) -> None:
    row = projected.project(pole)
    projected.partner(row, pole.members[1], "joined", size="small")
    partners = partners_in(row)
    from vivier_web.projects.actions.budgets import save_budget

    cells = {
        key_of(partners[0].pk, "industrial", "staff"): 12_345_600,
        key_of(partners[1].pk, "industrial", "staff"): 700,
    }
    save_budget(row, cells, writes=[each.pk for each in partners], by=None)
    lead, partner, other = signed_in("member"), contributor(pole, 1), contributor(pole, 2)
    grid = f"/mon-entreprise/projets/{row.pk}/budget/"
    field = f"c-{partners[0].pk}:industrial:staff"
    assert field in lead.get(grid).content.decode()
    seen = partner.get(grid).content.decode()
    assert field not in seen
    assert f"c-{partners[1].pk}:industrial:staff" in seen
    export = partner.get(f"/mon-entreprise/projets/{row.pk}/budget.csv").content.decode()
    assert "7,00" in export
    assert "123456,00" not in export
    assert (lead.get(f"/mon-entreprise/projets/{row.pk}/aide/").status_code,
            partner.get(f"/mon-entreprise/projets/{row.pk}/aide/").status_code) == (200, 404)  # fmt: skip
    assert {
        other.get(f"/mon-entreprise/projets/{row.pk}/{each}").status_code
        for each in ("", "budget/", "aide/", "budget.csv")
    } == {404}
    assert row.title not in other.get("/mon-entreprise/projets/").content.decode()
    partner.post(grid, {field: "1", f"c-{partners[1].pk}:industrial:staff": "12,50", "version": "1"})
    assert cells_of(row) == cells | {key_of(partners[1].pk, "industrial", "staff"): 1250}


def test_an_invited_member_reads_what_and_who_then_joins(pole: Cluster) -> None:
    row = projected.filled(pole)
    Partner.objects.filter(project=row, organisation=pole.members[2]).update(state="invited")
    invited = contributor(pole, 2)
    page = invited.get(f"/mon-entreprise/projets/{row.pk}/").content.decode()
    assert "Un banc d’essai." in page
    assert "400\u202f000" not in page
    assert invited.get(f"/mon-entreprise/projets/{row.pk}/budget/").status_code == 404
    invited.post(f"/mon-entreprise/projets/{row.pk}/reponse/", {"reponse": "joined", "apport": "Essais"})
    assert Partner.objects.get(project=row, organisation=pole.members[2]).brings == "Essais"
    assert invited.get(f"/mon-entreprise/projets/{row.pk}/budget/").status_code == 200


def test_the_board_reads_projects_without_their_money(pole: Cluster, signed_in: Any) -> None:
    row = projected.filled(pole)
    estimate_aid(row, "fui-25", on=DAY, by=None)
    addresses = ("/agir/projets/", "/agir/projets/liste/", f"/agir/projets/{row.pk}/")
    for address in addresses:
        team, board = (signed_in(kind).get(address).content.decode() for kind in ("team", "board"))
        assert "900\u202f000,55" in team, address
        assert row.title in board
        assert not any(figure in board for figure in ("900\u202f000,55", "385\u202f000,19", "400\u202f000"))


def test_two_people_who_fill_the_grid_at_once_keep_each_their_work(pole: Cluster, signed_in: Any) -> None:
    row, browser = projected.filled(pole), signed_in("team")
    keys = [key_of(each.pk, "industrial", "other") for each in partners_in(row)]
    sent = {f"c-{key}": f"{amount / 100:.2f}" for key, amount in cells_of(row).items()} | {"version": "1"}
    before = cells_of(row)
    browser.post(f"/agir/projets/{row.pk}/budget/", sent | {f"c-{keys[0]}": "10"})
    browser.post(f"/agir/projets/{row.pk}/budget/", sent | {f"c-{keys[1]}": "20"})
    assert cells_of(row) == before | {keys[0]: 1000, keys[1]: 2000}


def test_a_wrong_amount_is_told_beside_its_cell_and_nothing_typed_is_lost(pole: Cluster, signed_in: Any) -> None:
    row = projected.filled(pole)
    name = f"c-{key_of(partners_in(row)[0].pk, 'industrial', 'other')}"
    answer = signed_in("team").post(f"/agir/projets/{row.pk}/budget/", {name: "douze", "version": "1"})
    assert (answer.status_code, Budget.objects.count()) == (422, 1)
    page = answer.content.decode()
    assert 'value="douze"' in page
    assert "« douze » n’est pas un montant" in page


def test_a_budget_is_exported_pasted_back_and_undone(pole: Cluster, signed_in: Any) -> None:
    row, browser = projected.filled(pole), signed_in("team")
    text = browser.get(f"/agir/projets/{row.pk}/budget.csv").content.decode()
    before = cells_of(row)
    browser.post(f"/agir/projets/{row.pk}/budget/importer/", {"texte": text.replace("400000,00", "400000,07")})
    partner = partners_in(row)[0]
    assert cells_of(row) == before | {key_of(partner.pk, "industrial", "staff"): 40_000_007}
    browser.post(f"/agir/projets/{row.pk}/budget/revenir/", {"version": "1"})
    assert (cells_of(row), Budget.objects.count()) == (before, 3)
    book = load_workbook(io.BytesIO(browser.get(f"/agir/projets/{row.pk}/budget.xlsx").content))
    assert book.active.cell(row=book.active.max_row, column=book.active.max_column).value == 900000.55
    refused = browser.post(f"/agir/projets/{row.pk}/budget/importer/", {"texte": "a;b\n1;2\n"})
    assert refused.status_code == 422


def test_the_aid_is_computed_from_the_page_and_told_line_by_line(pole: Cluster, signed_in: Any) -> None:
    row, browser = projected.filled(pole), signed_in("team")
    assert "Calculer l’aide" in browser.get(f"/agir/projets/{row.pk}/aide/").content.decode()
    said = {
        "regime": "fui-25",
        "on": "2018-01-15",
        "labelled": "yes",
        "quantified": "yes",
        "categories": ["industrial"],
    }
    assert browser.post(f"/agir/projets/{row.pk}/aide/", said).status_code == 302
    page = browser.get(f"/agir/projets/{row.pk}/aide/").content.decode()
    assert (Estimate.objects.count(), "385\u202f000,19" in page) == (1, True)
    for rule in (
        "PME sur le territoire d’un pôle labellisateur : 50 %",
        "Laboratoires, coûts complets : 40 %",
        "Il manque",
    ):
        assert rule in page
    browser.post(f"/agir/projets/{row.pk}/financement/", {"f-kind": "own", "f-amount": "515 000,36"})
    assert "couvre exactement les dépenses" in browser.get(f"/agir/projets/{row.pk}/aide/").content.decode()


def test_the_finder_asks_who_is_missing_and_tells_why(pole: Cluster, signed_in: Any) -> None:
    from vivier_web.members.actions import note_dealing

    row, browser = projected.project(pole), signed_in("team")
    note_dealing(
        pole.pole, pole.members[2], by=None, kind="visit", on=DAY, summary="Essais de soudage laser sur inox"
    )
    address = f"/agir/projets/{row.pk}/partenaires/"
    browser.post(address, {"skills": "soudure laser", "naf": "", "departments": "74"})
    page = browser.get(address).content.decode()
    assert pole.members[2].name in page
    assert pole.members[1].name not in page, "it is near, and brings nothing sought"
    assert "un échange noté (le 15/01/2018)" in page
    assert "concurrent possible" in page, "the same activity as the lead"


def test_an_idea_goes_from_a_member_to_a_project(pole: Cluster, signed_in: Any) -> None:
    member, team, other = signed_in("member"), signed_in("team"), contributor(pole, 1)
    member.post("/mon-entreprise/projets/idees/nouvelle/", projected.SAID | {"reach": "members"})
    idea = Idea.objects.get()
    other.post(f"/mon-entreprise/projets/idees/{idea.pk}/interet/", {})
    other.post(f"/mon-entreprise/projets/idees/{idea.pk}/remarque/", {"text": "Nous aussi."})
    page = team.get(f"/agir/idees/{idea.pk}/").content.decode()
    assert pole.members[1].name in page
    assert "Nous aussi." in page
    team.post(f"/agir/idees/{idea.pk}/projet/", {"porteur": pole.members[0].pk})
    project = Project.objects.get()
    assert "sollicite" in other.get("/mon-entreprise/projets/").content.decode()
    assert team.get(f"/agir/projets/{project.pk}/").status_code == 200


def test_an_idea_for_the_team_does_not_exist_for_other_members(pole: Cluster) -> None:
    row = projected.idea(pole, rank=0, reach="team", title="SECRET du Val")
    other = contributor(pole, 1)
    assert other.get(f"/mon-entreprise/projets/idees/{row.pk}/").status_code == 404
    assert other.post(f"/mon-entreprise/projets/idees/{row.pk}/interet/").status_code == 404
    assert "SECRET" not in other.get("/mon-entreprise/projets/idees/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [("/agir/projets/", 7), ("/agir/projets/liste/", 7), ("/agir/idees/", 7)],
)
def test_lists_ask_the_database_the_same_whatever_the_rows(
    pole: Cluster, signed_in: Any, django_assert_num_queries: Any, address: str, queries: int, rows: int
) -> None:
    for number in range(rows):
        projected.project(pole, f"Projet {number}")
        projected.idea(pole, rank=0, title=f"Idée {number}")
    browser = signed_in("team")
    browser.get(address)
    with django_assert_num_queries(queries):
        browser.get(address)
