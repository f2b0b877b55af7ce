"""A funder answers an amendment on its own desk: the one asked and no other, by the rules of everyone asked."""

import re
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories import amended, filed, followed
from factories.cluster import Cluster
from vivier_web.accounts.models import Act, User
from vivier_web.projects.actions.agreements import Granted, sign_agreement
from vivier_web.projects.actions.amending import ask_amendment, withdraw_amendment
from vivier_web.projects.actions.signing import sign_amendment
from vivier_web.projects.models import Amendment, AmendmentAnswer, Funder, Project
from vivier_web.projects.queries.amendments import Wanted
from vivier_web.projects.queries.funders import place_of

EPCI = "200000001"
LATER = "Six mois de plus pour les essais."


def _asked(pole: Cluster, **territories: str) -> Amendment:
    """An amendment of a project paid by the State and a Region, to which others are added, each by its territory."""
    project = amended.funded(pole)
    for name, territory in territories.items():
        kind = "region" if name == "Région" else "local"
        Funder.objects.update_or_create(project=project, name=name, defaults={"kind": kind, "territory": territory})
    made = ask_amendment(project, Wanted(LATER, ends_on=followed.ago(-700)), by=None)
    for each in Funder.objects.filter(project=project).exclude(name__in=("Bpifrance", "Région")):
        AmendmentAnswer.objects.create(amendment=made, side="funder", funder=each)
    return made


def _browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _answer(made: Amendment, name: str) -> str:
    pk = made.answers.get(funder__name=name).pk
    return reverse("authority_answer_amendment", args=[pk])


# who is asked, by its name; which agent looks; whether the amendment is theirs
SEATS = [
    ("Bpifrance", "state", "", True),
    ("Bpifrance", "region", "84", False),
    ("Région", "region", "84", True),
    ("Région", "region", "27", False),
    ("Région", "state", "", False),
    ("Région", "local", "84", False),  # the code of another thing: the Vaucluse
    ("Haute-Savoie", "local", "74", True),
    ("Haute-Savoie", "local", EPCI, False),
    ("Agglomération", "local", EPCI, True),
    ("Agglomération", "local", "74", False),
    ("Agglomération", "region", "84", False),
    ("Sans territoire", "local", "74", False),
]


@pytest.mark.parametrize(("name", "kind", "territory", "is_theirs"), SEATS)
def test_each_amendment_is_read_and_answered_by_the_agents_of_the_funder_it_asks(
    pole: Cluster, name: str, kind: str, territory: str, is_theirs: bool
) -> None:
    places = {"Région": "84", "Haute-Savoie": "74", "Agglomération": EPCI, "Sans territoire": ""}
    made = _asked(pole, **places)
    client = _browser(filed.agent(kind, 5, **({"territory": territory} if territory else {})))
    url = _answer(made, name)
    assert (url in client.get(reverse("authority_grants")).content.decode()) is is_theirs
    assert client.post(url, {"said": "accepted", "words": "Comité"}).status_code == (302 if is_theirs else 404)
    row = made.answers.get(funder__name=name)
    assert (row.said, row.is_own) == (("accepted", True) if is_theirs else ("", False))
    assert Act.objects.filter(verb="answer_amendment").count() == int(is_theirs)


def test_a_funder_reads_what_changes_refuses_with_its_reason_and_the_pole_reads_who_answered(
    pole: Cluster, django_capture_on_commit_callbacks: Any
) -> None:
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        made = _asked(pole, Région="84")
    agent = pole.people["region"]
    assert any(agent.email in each.bcc and reverse("authority_grants") in each.body for each in mail.outbox)
    client, team = _browser(agent), _browser(pole.people["team"])
    desk = client.get(reverse("desk_authority")).content.decode()
    assert "1\u00a0avenant attend votre accord" in " ".join(re.sub(r"<[^>]+>", "", desk).split(" "))
    page = client.get(reverse("authority_grants")).content.decode()
    assert LATER in page
    assert "L’aide calculée ne change pas" in page
    url = _answer(made, "Région")
    told = list(client.post(url, {"said": "refused"}, follow=True).context["messages"])
    assert [str(each) for each in told] == [
        "Dites pourquoi vous refusez : qui a demandé l’avenant pourra le corriger."
    ]
    client.post(url, {"said": "refused", "words": "Commission du 3"})
    made.refresh_from_db()
    assert made.state == "refused"
    read = team.get(reverse("project_amendments", args=[made.project_id])).content.decode()
    assert "répondu par le financeur lui-même" in read
    after = client.get(reverse("authority_grants")).content.decode()
    assert url not in after
    assert "Commission du 3" in after


def test_what_the_team_notes_by_letter_says_so_and_what_is_withdrawn_waits_no_more(pole: Cluster) -> None:
    made = _asked(pole, Région="84")
    team, row = _browser(pole.people["team"]), made.answers.get(funder__name="Bpifrance")
    here = reverse("answer_project_amendment", args=[made.project_id, row.pk])
    team.post(here, {"said": "accepted", "words": "Courriel du 12"})
    assert (
        "noté par l’équipe du pôle"
        in team.get(reverse("project_amendments", args=[made.project_id])).content.decode()
    )
    withdraw_amendment(made, by=None)
    assert (
        _answer(made, "Région")
        not in _browser(pole.people["region"]).get(reverse("authority_grants")).content.decode()
    )


def test_the_desk_of_a_funder_costs_as_much_at_three_amendments_as_at_one(pole: Cluster) -> None:
    client, url = _browser(pole.people["region"]), reverse("authority_grants")
    _asked(pole, Région="84")
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _ in range(2):
        _asked(pole, Région="84")
    with CaptureQueriesContext(connection) as three:
        page = client.get(url).content.decode()
    assert (len(one), page.count("attend votre accord")) == (len(three), 3)


# kind, territory as typed, the place kept (None: refused)
TYPED = [
    ("region", "84", ("region", "84")),
    ("region", "", None),
    ("region", "99", "refused"),
    ("local", "74", ("local", "74")),
    ("local", "200 000 001", ("local", EPCI)),
    ("local", "84000", "refused"),
    ("state", "84", ("state", "")),
    ("europe", "84", None),
]


@pytest.mark.parametrize(("kind", "typed", "place"), TYPED)
def test_the_territory_of_a_funder_is_typed_with_the_agreement(
    pole: Cluster, signed_in: Any, kind: str, typed: str, place: Any
) -> None:
    project = followed.awarded(pole)
    said = {
        "signed_on": followed.ago(9).isoformat(), "starts_on": followed.ago(5).isoformat(),
        "ends_on": followed.ago(-500).isoformat(), "kind_0": kind, "funder_0": "Un financeur", "territory_0": typed,
        f"aid_{project.lead_id}_0": "1000",
    }  # fmt: skip
    answer = signed_in("team").post(reverse("project_agreement", args=[project.pk]), said)
    if place == "refused":
        assert answer.status_code == 422
        assert "son territoire est le code d’une Région" in answer.content.decode()
        assert not Funder.objects.exists()
    else:
        assert place_of(Funder.objects.get()) == place


def test_a_territory_said_once_stays_when_an_amendment_says_none(pole: Cluster) -> None:
    project = amended.built(pole)
    Project.objects.update(state="granted")
    granted = (Granted("region", "Région", project.lead_id, 1000, "84"),)
    sign_agreement(project, followed.terms(project, granted=granted), by=None)
    made = ask_amendment(project, Wanted(LATER, ends_on=followed.ago(-700)), by=None)
    granted = (Granted("region", "Région", project.lead_id, 1000),)
    terms = followed.terms(project, granted=granted, signed_on=followed.ago(1), what=LATER)
    sign_amendment(amended.accepted(made), terms, by=None)
    assert place_of(Funder.objects.get()) == ("region", "84")
