"""The pages of projects under bad hands: wrong numbers, closed doors, double acts, what is refused and told, what is kept."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_scopes import scope

from factories import filed, projected
from factories.cluster import Cluster, founded
from vivier_web.accounts.actions import open_account
from vivier_web.accounts.choices import STAFF, RoleKind
from vivier_web.members.actions import grant_role
from vivier_web.projects.actions import budgets, opening
from vivier_web.projects.building.grid import key_of
from vivier_web.projects.models import Budget, Estimate, FundingLine, Partner, PriorAid, Project
from vivier_web.projects.queries.budgets import cells_of, partners_in

DAY = dt.date(2018, 1, 15)
WRONG_KEYS = ("", "x", "-1", "0", "999999", "²", "٣x", "1" * 30, "1.0")  # what a hand may write where a key is waited


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


DOORS = {
    "": {"team", "board", "governance"},
    "budget/": {"team"},
    "budget.csv": {"team"},
    "aide/": {"team"},
    "partenaires/": {"team"},
    "modifier/": {"team"},
}


def test_each_role_opens_the_doors_of_a_project_that_are_its_own_and_no_other(pole: Cluster, signed_in: Any) -> None:
    row = projected.filled(pole)
    team = {str(each) for each in STAFF}
    for door, roles in DOORS.items():
        may = (roles - {"team"}) | team
        opened = {
            kind
            for kind in RoleKind.values
            if signed_in(kind).get(f"/agir/projets/{row.pk}/{door}").status_code == 200
        }
        assert opened == may, door
    assert Client().get(f"/agir/projets/{row.pk}/").status_code in {302, 403, 404}


def test_a_project_of_another_pole_is_not_there(pole: Cluster, signed_in: Any) -> None:
    other = founded("bois", 1)
    with scope(pole=other.pole):
        theirs, idea = projected.filled(other), projected.idea(other)
    team = signed_in("team")
    for door in ("", "budget/", "budget.xlsx", "aide/", "partenaires/", "modifier/"):
        assert team.get(f"/agir/projets/{theirs.pk}/{door}").status_code == 404, door
    for gesture in ("geste/", "dossier/", "procedure/", "financement/", "budget/revenir/", "partenaires/solliciter/"):
        assert team.post(f"/agir/projets/{theirs.pk}/{gesture}", {}).status_code == 404, gesture
    assert team.get(f"/agir/idees/{idea.pk}/").status_code == 404
    mine = projected.project(pole)
    with scope(pole=other.pole):
        partner = theirs.partners.first()
    assert team.get(f"/agir/projets/{mine.pk}/partenaires/{partner.pk}/").status_code == 404


def test_gestures_are_posts_and_reading_changes_nothing(pole: Cluster, signed_in: Any) -> None:
    row, team = projected.filled(pole), signed_in("team")
    before = Project.objects.filter(pk=row.pk).values().get()
    gestures = ("geste/", "procedure/", "dossier/", "partenaires/solliciter/", "budget/importer/", "budget/revenir/")
    assert {team.get(f"/agir/projets/{row.pk}/{each}").status_code for each in (*gestures, "financement/")} == {405}
    for page in ("", "budget/", "aide/", "partenaires/", "modifier/"):
        team.get(f"/agir/projets/{row.pk}/{page}")
    assert Project.objects.filter(pk=row.pk).values().get() == before
    assert (Budget.objects.count(), Estimate.objects.count()) == (1, 0)


def test_a_key_that_is_no_key_is_told_or_not_found_and_never_breaks(pole: Cluster, signed_in: Any) -> None:
    row, team = projected.filled(pole), signed_in("team")
    idea, partner = projected.idea(pole), partners_in(row)[1]
    line = budgets.add_funding(row, "own", Decimal(5), by=None)
    prior = budgets.declare_prior_aid(partner, DAY, Decimal(5), by=None)
    here = f"/agir/projets/{row.pk}/"
    fields = (
        ("partenaires/solliciter/", "membre"),
        ("procedure/", "procedure"),
        ("budget/revenir/", "version"),
        ("financement/", "retirer"),
        (f"partenaires/{partner.pk}/de-minimis/", "retirer"),
        (f"partenaires/{partner.pk}/reponse/", "reponse"),
    )
    for address, name in fields:
        keys = set(WRONG_KEYS) - ({"0"} if name == "version" else set())  # version 0 is the empty grid
        answers = {team.post(here + address, {name: each}).status_code for each in keys}
        assert answers <= {302, 404}, address
    assert {team.post(f"/agir/idees/{idea.pk}/projet/", {"porteur": each}).status_code for each in WRONG_KEYS} == {
        302
    }
    own = contributor(pole, 1)
    answers = {
        own.post(f"/mon-entreprise/projets/{row.pk}/de-minimis/", {"retirer": each}).status_code
        for each in WRONG_KEYS
    }
    assert answers == {302}
    kept = (FundingLine.objects.get(), PriorAid.objects.get(), Project.objects.get(), Budget.objects.get().number)
    assert kept == (line, prior, row, 1)


def test_filters_of_the_board_bear_anything(pole: Cluster, signed_in: Any) -> None:
    row, team = projected.project(pole), signed_in("team")
    for query, is_found in (
        ("", True),
        ("?etat=emerging", True),
        ("?etat=inconnu", True),  # no state: no filter
        ("?etat=filed", False),
        ("?departement=74", True),
        ("?departement=741", False),
        ("?q=forge", True),
        ("?q=" + "x" * 500, False),
        ("?q=%25%27%22", True),
        ("?procedure=rien", False),
        ("?page=999", True),
        ("?page=abc", True),
    ):
        for address in ("/agir/projets/", "/agir/projets/liste/"):
            answer = team.get(address + query)
            assert (answer.status_code, row.title in told(answer)) == (200, is_found), address + query
    assert team.get("/agir/projets/carte/").status_code == 200
    assert "Aucun projet en cours" not in told(team.get("/agir/projets/"))
    opening.drop_project(row, by=None)
    assert "Aucun projet en cours" in told(team.get("/agir/projets/"))


def test_lists_are_cut_in_pages_that_hold_every_project_once_the_latest_first(pole: Cluster, signed_in: Any) -> None:
    for rank in range(27):
        projected.project(pole, f"Projet n{rank:02}")
    team = signed_in("team")
    pages = [told(team.get(f"/agir/projets/liste/?page={number}")) for number in (1, 2)]
    seen = [[rank for rank in range(27) if f"Projet n{rank:02}" in page] for page in pages]
    assert seen == [list(range(2, 27)), [0, 1]]


def test_a_project_is_corrected_or_refused_with_its_words_kept(pole: Cluster, signed_in: Any) -> None:
    row, team = projected.project(pole), signed_in("team")
    address = f"/agir/projets/{row.pk}/modifier/"
    for said in (
        {"title": ""},
        {"title": " "},
        {"title": "a" * 121},
        {"title": "Bon", "summary": "a" * 2001},
        {"title": "Bon", "starts_on": "2026-02-30"},
        {"title": "Bon", "starts_on": "2026-02-02", "ends_on": "2026-02-01"},
        {"title": "Bon", "next_step": "a" * 201},
    ):
        answer = team.post(address, {"summary": "Mes mots à garder"} | said)
        assert answer.status_code == 422, said
        assert "summary" in said or "Mes mots à garder" in told(answer)
    row.refresh_from_db()
    assert (row.title, row.summary) == ("Capteurs pour la forge", "Un banc d’essai.")
    said = {"title": "  Deux   mots ", "starts_on": "2026-02-01", "ends_on": "2026-02-01", "next_step": "Appeler"}
    assert team.post(address, said).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.summary, row.starts_on, row.next_step) == ("Deux mots", "", dt.date(2026, 2, 1), "Appeler")


def test_a_partner_is_asked_answers_leads_and_leaves_from_the_page_of_the_team(pole: Cluster, signed_in: Any) -> None:
    row, team = projected.project(pole), signed_in("team")
    here = f"/agir/projets/{row.pk}/"
    for _ in range(2):  # twice is told, not done twice
        answer = team.post(f"{here}partenaires/solliciter/", {"membre": pole.members[1].pk}, follow=True)
    assert "déjà sollicité" in told(answer)
    partner = Partner.objects.get(project=row, organisation=pole.members[1])
    seen = []
    for said in ("lead", "joined", "lead", "left", "declined", "invited"):
        team.post(f"{here}partenaires/{partner.pk}/reponse/", {"reponse": said})
        partner.refresh_from_db()
        row.refresh_from_db()
        seen.append((partner.state, row.lead_id == partner.organisation_id))
    assert seen == [
        ("invited", False),  # who has not joined does not lead
        ("joined", False),
        ("joined", True),
        ("joined", True),  # who leads does not leave
        ("joined", True),
        ("joined", True),
    ]


def test_resources_of_the_plan_are_typed_refused_and_taken_out(pole: Cluster, signed_in: Any) -> None:
    row, team = projected.filled(pole), signed_in("team")
    address = f"/agir/projets/{row.pk}/financement/"
    other = projected.project(pole, "Autre").partners.get()
    for said in (
        {},
        {"f-kind": "own"},
        {"f-kind": "own", "f-amount": "douze"},
        {"f-kind": "own", "f-amount": "0"},
        {"f-kind": "own", "f-amount": "-5"},
        {"f-kind": "own", "f-amount": "1,005"},
        {"f-kind": "or", "f-amount": "5"},
        {"f-kind": "own", "f-amount": "5", "f-partner": str(other.pk)},
        {"f-kind": "own", "f-amount": "5", "f-label": "a" * 121},
    ):
        assert team.post(address, said).status_code == 302
        assert FundingLine.objects.count() == 0, said
    partner = partners_in(row)[0]
    team.post(
        address, {"f-kind": "loan", "f-amount": "1 200,50", "f-partner": str(partner.pk), "f-label": " Banque "}
    )
    line = FundingLine.objects.get()
    assert (line.kind, line.amount_eur, line.partner, line.label) == ("loan", Decimal("1200.50"), partner, "Banque")
    theirs = budgets.add_funding(other.project, "own", Decimal(9), by=None)
    assert team.post(address, {"retirer": theirs.pk}).status_code == 404, "it is of another project"
    assert [team.post(address, {"retirer": line.pk}).status_code for _ in range(2)] == [302, 404]
    assert FundingLine.objects.get() == theirs


def test_the_aid_is_not_computed_on_wrong_words(pole: Cluster, signed_in: Any) -> None:
    row, empty, team = projected.filled(pole), projected.project(pole, "Vide"), signed_in("team")
    good = {"regime": "fui-25", "on": "2018-01-15"}
    for said in ({"regime": "rien"}, {"on": ""}, {"on": "hier"}, {"market_years": "-1"}, {"market_years": "51"},
                 {"labelled": "peut-être"}, {"categories": ["voyage"]}):  # fmt: skip
        assert team.post(f"/agir/projets/{row.pk}/aide/", good | said).status_code == 422, said
    answer = team.post(f"/agir/projets/{empty.pk}/aide/", good)
    assert (answer.status_code, "budget est vide" in told(answer)) == (422, True)
    assert Estimate.objects.count() == 0
    assert team.post(f"/agir/projets/{row.pk}/aide/", good | {"labelled": "no"}).status_code == 302
    row.refresh_from_db()
    assert (row.declared, row.market_years, row.categories) == (
        {"labelled": False},
        None,
        ["industrial", "experimental"],
    )


def test_tables_that_are_no_budget_are_refused_and_the_grid_stays(pole: Cluster, signed_in: Any) -> None:
    row, team = projected.filled(pole), signed_in("team")
    before, name = cells_of(row), pole.members[0].name
    address = f"/agir/projets/{row.pk}/budget/importer/"
    for text in ("", "rien", f"Catégorie;Nature;{name}\nvoyage;personnel;5", f"Catégorie;Nature;{name}\n;;\nx;y;z",
                 f"Catégorie;Nature;{name};{name}\nrecherche industrielle;personnel;5;6"):  # fmt: skip
        assert team.post(address, {"texte": text}).status_code == 422, text
    for content in (b"", b"PK\x03\x04 no archive", b"\x00\x01\x02", b"%PDF-1.4"):
        answer = team.post(address, {"fichier": SimpleUploadedFile("budget.xlsx", content)})
        assert answer.status_code == 422, content
    assert (cells_of(row), Budget.objects.count()) == (before, 1)
    assert team.get(f"/agir/projets/{row.pk}/budget.ods").status_code == 404
    for kind in ("csv", "xlsx"):
        answer = team.get(f"/agir/projets/{row.pk}/budget.{kind}")
        assert answer["Cache-Control"] == "private, no-store"
        assert team.post(address, {"fichier": SimpleUploadedFile(f"b.{kind}", answer.content)}).status_code == 302
    assert (cells_of(row), Budget.objects.count()) == (before, 1), "what comes back the same is no version"


def test_a_grid_saved_after_a_partner_left_says_so_and_keeps_what_was_typed(pole: Cluster, signed_in: Any) -> None:
    row, team = projected.filled(pole), signed_in("team")
    gone, stays = partners_in(row)[1], partners_in(row)[0]
    Partner.objects.filter(pk=gone.pk).update(state="left")
    said = {f"c-{key_of(gone.pk, 'industrial', 'other')}": "7", f"c-{key_of(stays.pk, 'industrial', 'other')}": "9"}
    assert team.post(f"/agir/projets/{row.pk}/budget/", said | {"version": "1"}).status_code == 302
    cells = cells_of(row)
    assert cells[key_of(stays.pk, "industrial", "other")] == 900
    assert not any(key.startswith(f"{gone.pk}:") for key in cells)


def test_giving_up_choosing_and_filing_are_told_when_they_cannot_be(pole: Cluster, signed_in: Any) -> None:
    row, team = projected.filled(pole), signed_in("team")
    here = f"/agir/projets/{row.pk}/"
    assert "Choisissez d’abord la procédure" in told(team.post(f"{here}dossier/", {}, follow=True))
    team.post(f"{here}procedure/", {"procedure": filed.published(pole).pk})
    team.post(f"{here}dossier/", {})
    assert "encore ouvert" in told(team.post(f"{here}dossier/", {}, follow=True))
    assert row.dossiers.count() == 1
    states = []
    for said in ("", "reprendre", "reprendre"):
        team.post(f"{here}geste/", {"geste": said})
        row.refresh_from_db()
        states.append(row.state)
    assert states == ["dropped", "building", "building"]
