"""A dossier from its applicant to the State, each by their own pages: two shipped chains, and who never reads what."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories import cluster, filed
from factories.cluster import Cluster
from vivier_web.accounts.actions import open_account
from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.models import User
from vivier_web.members.actions import grant_role
from vivier_web.procedures.models import Attestation, Decision, Dossier
from vivier_web.procedures.tasks import print_attestation

FUI, IDEMO = "label-et-financement-fui", "i-demo-regionalise"
FIGURES = {"territory_share": "60", "lab_share": "30", "aid_asked": "900000"}
BUDGET = [{"label": "Personnel", "amount": "2000000"}]


def agent(kind: str, rank: int, **over: Any) -> User:
    user = open_account(f"{kind}-{rank}@autorite.example", f"Agente {kind.title()}{rank}", by=None)
    if not user.roles.exists():
        grant_role(user, kind, by=None, **over)
    return user


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def posted(client: Client, name: str, *args: int, **data: Any) -> None:
    answer = client.post(reverse(name, args=args), data)
    assert answer.status_code == 302, answer.content.decode()[:3000]


def rows_of(name: str, rows: list[dict[str, str]]) -> dict[str, str]:
    return {f"{name}-{rank}-{key}": value for rank, row in enumerate(rows) for key, value in row.items()}


def file_it(found: Cluster, dossier: Dossier) -> None:
    """Fill in and file what is asked, by the page of the member."""
    dossier.refresh_from_db()
    typed: dict[str, Any] = {"geste": "deposer"}
    for key, value in filed.answers(dossier).items():
        if isinstance(value, list):
            typed |= rows_of(key, BUDGET if key == "budget" else value)
        else:
            typed[key] = FIGURES.get(key, value)
    posted(browser(found.people["member"]), "fill_dossier", dossier.pk, **typed)
    dossier.refresh_from_db()


def start(found: Cluster, key: str) -> Dossier:
    version = filed.published(found, key)
    answer = browser(found.people["member"]).post(reverse("start_dossier", args=[version.pk]))
    assert answer.status_code == 302
    return Dossier.objects.latest("pk")


def marks(dossier: Dossier, mark: int) -> dict[str, Any]:
    rule = dossier.definition().stage(dossier.stage).rule
    assert rule is not None
    keys = [each.key for each in dossier.definition().grid(rule.grid).criteria]
    words = {"for_applicant": "MOTS-PORTEUR", "for_panel": "MOTS-COMITE", "content": str(dossier.contents.count())}
    return {f"mark_{key}": str(mark) for key in keys} | words


def judge_as_agent(user: User, dossier: Dossier, mark: int) -> None:
    client = browser(user)
    posted(client, "authority_take_up", dossier.pk, declares="oui")
    posted(client, "authority_opinion", dossier.pk, **marks(dossier, mark))


def text_of(client: Client, dossier: Dossier) -> str:
    answer = client.get(reverse("authority_dossier", args=[dossier.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def through_the_pole(found: Cluster) -> Dossier:
    """Bring a dossier to the State by the pages of the member, the team and three experts."""
    dossier, team = start(found, FUI), browser(found.people["team"])
    file_it(found, dossier)
    posted(team, "move_dossier", dossier.pk, outcome="done")
    file_it(found, dossier)
    for rank in range(3):
        expert = filed.expert(found, rank)
        posted(team, "invite_dossier_expert", dossier.pk, expert=expert.pk)
        asked = dossier.assignments.get(expert=expert)
        posted(browser(expert), "answer_assignment", asked.pk, answer="accepted", declares="oui")
        posted(browser(expert), "judge_dossier", asked.pk, **marks(dossier, 5))
    posted(team, "move_dossier", dossier.pk, outcome="done")
    posted(team, "decide_dossier", dossier.pk, outcome="accepted", motives="Label unanime du comité.", sitting="6")
    file_it(found, dossier)
    assert dossier.stage == "state-review"
    return dossier


def test_a_project_goes_from_its_idea_to_the_decision_of_the_state_by_real_pages(pole: Cluster) -> None:
    dossier = through_the_pole(pole)
    state, region = browser(pole.people["state"]), browser(pole.people["region"])
    assert "1\u00a0dossier à instruire" in state.get(reverse("authority_dossiers")).content.decode()
    assert region.get(reverse("authority_dossier", args=[dossier.pk])).status_code == 404, "not at its stage yet"
    second = agent("state", 2)
    judge_as_agent(second, dossier, 3)
    assert "MOTS-COMITE" not in text_of(state, dossier), "whoever may still judge alone reads no other opinion"
    judge_as_agent(pole.people["state"], dossier, 2)
    posted(state, "authority_conclude", dossier.pk, outcome="done")
    posted(region, "authority_conclude", dossier.pk, outcome="done", motives="La Région mettra 120 000 €.")
    posted(
        state,
        "authority_decide",
        dossier.pk,
        outcome="accepted_with_conditions",
        motives="Retenu sous réserve du marché.",
        condition_0="Lettre d’un client",
        due_0=(timezone.localdate() + dt.timedelta(days=60)).isoformat(),
    )
    dossier.refresh_from_db()
    assert dossier.stage == "agreement"
    found = [(each.stage, each.outcome) for each in Decision.objects.order_by("pk")]
    assert found == [("committee", "accepted"), ("funders", "done"), ("gti", "accepted_with_conditions")]
    page = text_of(state, dossier)
    assert "Pôle et autorité d’accord sur 0 des 3" in page, (
        "5 for the pôle, 2.5 for the State, on the shared criteria"
    )
    assert "jugé plus bas ensuite" in page
    assert "La Région mettra 120 000 €." in page
    proof = Decision.objects.get(stage="gti").conditions.get()
    posted(state, "authority_settle_condition", dossier.pk, proof.pk, proof="Lettre du 3 novembre")
    posted(state, "authority_conclude", dossier.pk, outcome="done", agreement_file="Convention signée")
    dossier.refresh_from_db()
    assert (dossier.stage, [each.key for each in Decision.objects.latest("pk").grants.all()]) == ("yearly", ["award"])


def test_the_chain_of_the_region_goes_to_the_decision_too_with_its_attestation(pole: Cluster) -> None:
    dossier = start(pole, IDEMO)
    file_it(pole, dossier)
    state = browser(pole.people["state"])
    posted(state, "authority_corrections", dossier.pk, why="Le plan de financement est à dater.")
    file_it(pole, dossier)
    posted(state, "authority_ask_colleague", dossier.pk, agent=agent("state", 2).pk)
    colleague = browser(agent("state", 2))
    posted(colleague, "authority_answer", dossier.pk, answer="accepted", declares="oui")
    posted(colleague, "authority_opinion", dossier.pk, **marks(dossier, 4))
    judge_as_agent(pole.people["state"], dossier, 4)
    posted(state, "authority_conclude", dossier.pk, outcome="done")
    posted(
        browser(pole.people["region"]), "authority_conclude", dossier.pk, outcome="done", motives="Avis favorable."
    )
    posted(state, "authority_decide", dossier.pk, outcome="accepted", motives="Retenu, tous les avis concordent.")
    decision = Decision.objects.get(stage="committee")
    assert [each.key for each in decision.grants.all()] == ["award"]
    url = reverse("authority_attestation", args=[dossier.pk, decision.pk])
    assert state.get(url).status_code == 404, "the worker has not made it yet"
    print_attestation.call(decision.pk)
    assert Attestation.objects.filter(decision=decision).exists()
    assert state.get(url).content.startswith(b"%PDF")
    page = text_of(state, dossier)
    assert "Accepté" in page
    assert "Agente State2" in page, "who judged is told to the side that asked them"
    assert (
        "Agente State2"
        not in browser(pole.people["team"]).get(reverse("dossier", args=[dossier.pk])).content.decode()
    )


@pytest.mark.parametrize(
    ("kind", "over", "is_read"),
    [
        (RoleKind.STATE, {}, True),
        (RoleKind.REGION, {"territory": "84"}, False),  # the Region of the pôle, before its stage
        (RoleKind.REGION, {"territory": "11"}, False),
        (RoleKind.LOCAL, {"territory": "74"}, False),
    ],
)
def test_a_dossier_is_read_only_by_the_authority_of_its_stage(
    pole: Cluster, kind: str, over: dict[str, str], is_read: bool
) -> None:
    dossier = start(pole, IDEMO)
    client = browser(agent(kind, 7, **over))
    url = reverse("authority_dossier", args=[dossier.pk])
    assert client.get(url).status_code == 404, "nobody reads a draft"
    file_it(pole, dossier)
    assert (client.get(url).status_code == 200) is is_read
    assert (dossier.title in client.get(reverse("authority_dossiers") + "?voir=tous").content.decode()) is is_read
    gesture = client.post(reverse("authority_conclude", args=[dossier.pk]), {"outcome": "done"})
    assert gesture.status_code == (422 if is_read else 404)


def test_the_state_reaches_every_pole_and_a_region_its_own_only(pole: Cluster) -> None:
    dossier = start(pole, IDEMO)
    file_it(pole, dossier)
    for rank in range(2):
        judge_as_agent(agent("state", rank), dossier, 4)
    posted(browser(pole.people["state"]), "authority_conclude", dossier.pk, outcome="done")
    here, elsewhere = agent("region", 1, territory="84"), agent("region", 2, territory="11")
    assert browser(here).get(reverse("authority_dossier", args=[dossier.pk])).status_code == 200
    assert browser(elsewhere).get(reverse("authority_dossier", args=[dossier.pk])).status_code == 404
    other = cluster.founded("plasturgie", 1)
    agent_of_both = browser(other.people["state"])
    assert agent_of_both.get(reverse("authority_dossier", args=[dossier.pk])).status_code == 200
