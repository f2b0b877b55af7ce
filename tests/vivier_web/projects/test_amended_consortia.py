"""After the award: who leaves, enters, leads and pays what, accepted by each who must, then signed as one act."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from factories import amended, followed
from factories.amended import STAFF
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.members.actions import grant_role
from vivier_web.projects.actions.agreements import Granted, Terms, amend_agreement
from vivier_web.projects.actions.amending import answer_amendment, ask_amendment, withdraw_amendment
from vivier_web.projects.actions.awards import note_award, watch_awards
from vivier_web.projects.actions.budgets import declare_prior_aid, remove_prior_aid
from vivier_web.projects.actions.deliverables import Promised, add_deliverable
from vivier_web.projects.actions.opening import resume_project
from vivier_web.projects.actions.payments import Asked, ask_payment
from vivier_web.projects.actions.reviews import plan_review
from vivier_web.projects.actions.signing import sign_amendment
from vivier_web.projects.building.amending import Move, Shift, moved, suggested
from vivier_web.projects.models import Agreement, Amendment, Award, Budget, Estimate, Funder, Project, Review
from vivier_web.projects.queries.amendments import Wanted, effect_told, grants_after
from vivier_web.projects.queries.budgets import cells_of
from vivier_web.projects.queries.consortium import carriers_of, ties_of
from vivier_web.projects.queries.due import member_duties

WHY = "Le partenaire se recentre."


def _terms(amendment: Amendment) -> Terms:
    last = Agreement.objects.filter(project=amendment.project).first()
    kinds = dict(Funder.objects.filter(project=amendment.project).values_list("name", "kind"))
    granted = tuple(Granted(kinds[name], name, who, said) for (name, who), said in grants_after(amendment).items())
    return Terms(followed.ago(1), last.starts_on, amendment.ends_on or last.ends_on, granted, amendment.why)


def _euros(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_partner_is_replaced_as_one_act_and_what_was_stays_readable(pole: Cluster) -> None:
    project = amended.funded(pole)
    leaver, newcomer = amended.partner(project), pole.members[2]
    add_deliverable(project, Promised("report", "Essais", leaver.organisation, followed.ago(-9)), by=None)
    state = Funder.objects.get(project=project, kind="state")
    ask_payment(project, Asked(leaver.organisation, state, "Avance", followed.ago(9), Decimal(18_000)), by=None)
    mail.outbox.clear()
    wanted = Wanted(WHY, leaves=leaver.organisation, joins=newcomer, brings="Essais", takes_all=True)
    made = ask_amendment(project, wanted, by=pole.people["team"])
    asked = [(each.side, str(each), each.said) for each in made.answers.all()]
    assert asked == [
        ("lead", "Mécanique du Val", ""), ("partner", "Laboratoire des matériaux", ""),
        ("partner", "Plasturgie Ardéchoise", ""), ("pole", "Le pôle", "accepted"),
        ("funder", "Bpifrance", ""), ("funder", "Région", ""),
    ]  # fmt: skip
    assert ties_of(project)[leaver.organisation_id] == "joined"  # nothing changes before it is signed
    with pytest.raises(InputError, match="accepté par tous"):
        sign_amendment(made, _terms(made), by=None)
    amended.accepted(made)
    assert made.state == "agreed"
    known = {
        ("Bpifrance", project.lead_id): 60_000, ("Région", project.lead_id): 30_000,
        ("Bpifrance", leaver.organisation_id): 18_000,  # what it asked stays covered
        ("Bpifrance", newcomer.pk): 42_000, ("Région", newcomer.pk): 30_000,
    }  # fmt: skip
    assert grants_after(made) == known
    sign_amendment(made, _terms(made), by=pole.people["team"])
    project.refresh_from_db()
    assert [each.name for each in carriers_of(project)] == ["Mécanique du Val", "Laboratoire des matériaux"]
    assert ties_of(project)[leaver.organisation_id] == "left"
    entered = project.partners.get(organisation=newcomer)
    assert cells_of(project)[f"{entered.pk}:industrial:staff"] == 200_000_00
    assert (project.deliverables.get().organisation, project.base_eur) == (newcomer, 400_000)
    assert [each.number for each in Agreement.objects.filter(project=project)] == [2, 1]
    assert (Budget.objects.filter(project=project).count(), Estimate.objects.filter(project=project).count()) == (
        2,
        2,
    )
    latest, first = Estimate.objects.filter(project=project)
    assert (latest.on, latest.regime) == (first.on, "fui-25")  # the rules and the day of the award
    assert project.aid_eur == latest.total_eur
    verbs = Act.objects.filter(verb__contains="amendment").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["ask_amendment", *["answer_amendment"] * 5, "sign_amendment"]


# what changes, who must say yes, what the budget of the lead and of the partner becomes (thousands of euros)
CHANGES: tuple[tuple[str, dict[str, Any], list[str], tuple[int, int]], ...] = (
    ("a change of lead", {"lead": 1}, ["lead", "lead", "pole", "funder", "funder"], (200, 200)),
    ("costs moved", {"move": 50}, ["lead", "partner", "pole", "funder", "funder"], (250, 150)),
    ("a later end", {"ends": -700}, ["lead", "pole", "funder", "funder"], (200, 200)),
    ("somebody leaves", {"leaves": 1}, ["lead", "partner", "pole", "funder", "funder"], (200, 0)),
    ("the lead leaves", {"leaves": 0, "lead": 1}, ["lead", "lead", "pole", "funder", "funder"], (0, 200)),
)


@pytest.mark.parametrize(("said", "sides", "costs"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_each_change_asks_who_it_touches_and_moves_the_budget(
    pole: Cluster, said: dict[str, Any], sides: list[str], costs: tuple[int, int]
) -> None:
    project = amended.funded(pole)
    lead, other = amended.partner(project, 0), amended.partner(project, 1)
    rows = [lead, other]
    wanted = Wanted(
        WHY,
        leaves=rows[said["leaves"]].organisation if "leaves" in said else None,
        lead=rows[said["lead"]].organisation if "lead" in said else None,
        ends_on=followed.ago(said["ends"]) if "ends" in said else None,
        moves=(Move(other.pk, lead.pk, *STAFF, said["move"] * 1000_00),) if "move" in said else (),
    )
    made = ask_amendment(project, wanted, by=None)
    assert sorted(each.side for each in made.answers.all()) == sorted(sides)
    sign_amendment(amended.accepted(made), _terms(made), by=None)
    project.refresh_from_db()
    cells = cells_of(project)
    assert tuple(cells.get(f"{each.pk}:industrial:staff", 0) // 1000_00 for each in rows) == costs
    assert project.lead_id == rows[said.get("lead", 0)].organisation_id
    assert project.ends_on == (followed.ago(said["ends"]) if "ends" in said else followed.ago(-500))


REFUSED: tuple[tuple[dict[str, Any], str], ...] = (
    ({"why": ""}, "pourquoi"),
    ({}, "ce que l’avenant change"),
    ({"leaves": 0}, "qui conduit ensuite"),
    ({"leaves": 2}, "Qui part est un partenaire"),
    ({"lead": 2}, "partenaire qui reste ou qui entre"),
    ({"joins": 1}, "déjà dans le consortium"),
    ({"move": (1, 0, 300_000_00)}, "n’a que 200 000"),
    ({"move": (1, 1, 5)}, "d’un partenaire à un autre"),
    ({"move": (1, None, 5)}, "choisissez qui les reçoit"),
    ({"ends": 500}, "suit le début"),
    ({"leaves": 0, "lead": 1, "asker": 1}, "le reste revient au chef de file"),
    ({"move": (0, 1, 5), "asker": 1}, "le reste revient au chef de file"),
)


@pytest.mark.parametrize(("said", "words"), REFUSED)
def test_what_does_not_hold_is_refused_and_nothing_is_kept(pole: Cluster, said: dict[str, Any], words: str) -> None:
    project = amended.funded(pole)
    rows, members = [amended.partner(project, rank).pk for rank in (0, 1)], pole.members
    moves = ()
    if "move" in said:
        giver, taker, cents = said["move"]
        moves = (Move(rows[giver], 0 if taker is None else rows[taker], *STAFF, cents),)
    named = {name: members[said[name]] for name in ("leaves", "lead", "joins") if name in said}
    ends_on = followed.ago(said["ends"]) if "ends" in said else None
    asker = members[said["asker"]] if "asker" in said else None
    with pytest.raises(InputError) as why:
        ask_amendment(
            project, Wanted(said.get("why", WHY), ends_on=ends_on, moves=moves, **named), by=None, asker=asker
        )
    assert words in _euros(str(why.value))
    assert not Amendment.objects.exists()


def test_one_refusal_closes_it_and_another_may_be_asked(pole: Cluster) -> None:
    project = amended.funded(pole)
    wanted = Wanted(WHY, leaves=pole.members[1])
    made = ask_amendment(project, wanted, by=None, asker=pole.members[1])
    assert [each.said for each in made.answers.all()] == ["", "accepted", "", "", ""]  # who asks accepts
    with pytest.raises(InputError, match="déjà en attente"):
        ask_amendment(project, wanted, by=None)
    funder = made.answers.get(funder__name="Région")
    with pytest.raises(InputError, match="Dites pourquoi"):
        answer_amendment(funder, "refused", by=None)
    answer_amendment(funder, "refused", by=None, words="Comité du 3 mars")
    made.refresh_from_db()
    assert made.state == "refused"
    with pytest.raises(InputError, match="n’attend plus"):
        answer_amendment(made.answers.get(side="pole"), "accepted", by=None)
    again = ask_amendment(project, wanted, by=None)
    assert (again.number, withdraw_amendment(again, by=None).state) == (2, "withdrawn")
    assert ties_of(project)[pole.members[1].pk] == "joined"


def test_a_partner_reads_its_own_lines_and_the_totals(pole: Cluster) -> None:
    project = amended.funded(pole)
    lead, other = amended.partner(project, 0), amended.partner(project, 1)
    wanted = Wanted(WHY, moves=(Move(other.pk, lead.pk, *STAFF, 50_000_00),))
    made = ask_amendment(project, wanted, by=None)
    whole, own = effect_told(made), effect_told(made, only=other.organisation_id)
    assert [row.words for row in whole.partners] == ["Mécanique du Val", "Plasturgie Ardéchoise"]
    assert [(row.words, _euros(row.cost_after)) for row in own.partners] == [("Plasturgie Ardéchoise", "150 000 €")]
    assert "Mécanique" not in str(own)
    assert _euros(own.whole.cost_after) == "400 000 €"
    assert len(whole.lines) == 2


@given(
    st.dictionaries(st.sampled_from(["1:industrial:staff", "2:industrial:staff", "3:experimental:other"]),
                    st.integers(1, 10**9), min_size=1),
    st.lists(st.tuples(st.sampled_from([1, 2, 3]), st.sampled_from([1, 2, 3, 0]), st.integers(1, 10**9)), max_size=4),
)  # fmt: skip
def test_moving_costs_creates_and_loses_none(cells: dict[str, int], said: list[tuple[int, int, int]]) -> None:
    moves = [Move(giver, taker, "industrial", "staff", cents) for giver, taker, cents in said]
    try:
        after = moved(cells, moves)
    except InputError:
        return
    assert sum(after.values()) == sum(cells.values())
    assert all(amount > 0 for amount in after.values())


CELLS = st.dictionaries(
    st.tuples(st.sampled_from(["État", "Région"]), st.integers(1, 3)), st.integers(0, 10**8), min_size=1
)


@given(CELLS, st.integers(0, 100), st.dictionaries(st.integers(1, 4), st.tuples(*[st.integers(0, 10**8)] * 2)))
def test_nobody_is_granted_less_than_it_asked_and_what_is_freed_is_not_lost(
    granted: dict[tuple[str, int], int], share: int, aids: dict[int, tuple[int, int]]
) -> None:
    known = {
        cell: Decimal(cents) / 100 for cell, cents in ({("État", 1): 7} | granted).items()
    }  # who leaves had some
    asked = {cell: (amount * share / 100).quantize(Decimal("0.01"), "ROUND_DOWN") for cell, amount in known.items()}
    before, after = ({who: pair[rank] for who, pair in aids.items()} for rank in (0, 1))
    found = suggested(known, asked, Shift(1, 4, before, after))
    assert all(found.get(cell, Decimal()) >= amount for cell, amount in asked.items())
    for name in ("État", "Région"):
        was = known.get((name, 1), Decimal())
        assert found.get((name, 1), Decimal()) + found.get((name, 4), Decimal()) == was


def test_reviews_asked_for_on_top_outlive_an_amendment(pole: Cluster) -> None:
    project = followed.running(pole)
    extra = plan_review(project, due_on=followed.ago(-77), by=None)
    terms = followed.terms(project, long=1000, what="Cent jours de plus", signed_on=followed.ago(2))
    amend_agreement(project, terms, by=None)
    days = list(Review.objects.filter(project=project).values_list("due_on", flat=True))
    assert (extra.due_on in days, days[-1], len(days)) == (True, followed.ago(-600), len(set(days)))


def test_an_award_lost_then_noted_again_is_another_award(pole: Cluster) -> None:
    project = followed.awarded(pole, days=200)
    assert watch_awards() == 1
    project.refresh_from_db()
    assert project.state == "dropped"
    resume_project(project, by=None)
    note_award(project, announced_on=followed.ago(5), rule="fui-25", by=None)
    award = Award.objects.get(project=project)
    assert (award.lapsed_on, award.revived_on, award.announced_on) == (None, None, followed.ago(5))


def test_de_minimis_aids_are_declared_after_the_award_and_what_was_counted_stays(pole: Cluster) -> None:
    project = amended.funded(pole)
    other = amended.partner(project)
    late = declare_prior_aid(other, followed.ago(40), Decimal(9_000), by=None)
    remove_prior_aid(late, by=None)  # no computation counted it
    kept = declare_prior_aid(other, followed.ago(40), Decimal(9_000), by=None)
    made = ask_amendment(project, Wanted(WHY, ends_on=followed.ago(-700)), by=None)
    sign_amendment(amended.accepted(made), _terms(made), by=None)
    with pytest.raises(InputError, match="reste au dossier"):
        remove_prior_aid(kept, by=None)
    assert Project.objects.get(pk=project.pk).amendments.get().agreement.number == 2


@pytest.mark.parametrize("count", [1, 3])
def test_what_a_member_owes_is_asked_in_as_many_queries_whatever_its_projects(
    pole: Cluster, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        followed.ended(pole)
    with django_assert_num_queries(4):
        found = member_duties(pole.pole, pole.members[0], followed.TODAY)
    assert (found.projects, len(found.returns)) == (count, 2 * count)


def _signed_in(client: Client, pole: Cluster, kind: str) -> Client:
    client.force_login(pole.people[kind])
    return client


def test_an_amendment_from_the_page_of_the_lead_to_the_signature_of_the_team(pole: Cluster, client: Client) -> None:
    project = amended.funded(pole)
    lead, other = amended.partner(project, 0), amended.partner(project, 1)
    _signed_in(client, pole, "member")
    address = reverse("ask_my_amendment", args=[project.pk])
    typed = {
        "why": WHY, "leaves": str(other.organisation_id), "joins": "nobody of that name", "brings": "Essais",
        "takes_all": "on", "giver_1": str(other.pk), "taker_1": str(lead.pk), "line_1": "industrial:staff",
        "amount_1": "50 k€",
    }  # fmt: skip
    page = client.post(address, typed)
    assert page.status_code == 422
    assert "écrivez son SIREN" in (said := page.content.decode())
    assert f'value="{WHY}"' in said, "nothing typed is lost"
    assert client.post(address, typed | {"joins": "Laboratoire des matériaux"}).status_code == 302
    made = Amendment.objects.get(project=project)
    own, funder = made.answers.get(organisation=lead.organisation), made.answers.filter(side="funder").first()
    assert own.said == "accepted", "whoever asks accepts"
    assert (
        client.post(reverse("answer_my_amendment", args=[project.pk, funder.pk]), {"said": "accepted"}).status_code
        == 404
    )
    _signed_in(client, pole, "team")
    for each in made.answers.filter(said=""):
        client.post(reverse("answer_project_amendment", args=[project.pk, each.pk]), {"said": "accepted"})
    page = client.get(reverse("project_agreement", args=[project.pk])).content.decode()
    assert "accepté par tous" in page
    assert "Laboratoire des matériaux" in page, "a line for who enters"
    boxes = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page)) | {"signed_on": followed.ago(1).isoformat()}
    days = {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("starts_on", "ends_on")}
    kinds = {"kind_0": "state", "kind_1": "region"}
    answer = client.post(reverse("project_agreement", args=[project.pk]), boxes | days | kinds)
    assert answer.status_code == 302
    assert [each.name for each in carriers_of(Project.objects.get())] == [
        "Mécanique du Val",
        "Laboratoire des matériaux",
    ]
    board = (
        _signed_in(client, pole, "governance").get(reverse("project_amendments", args=[project.pk])).content.decode()
    )
    assert WHY in board
    assert "Dépenses avant" not in board, "who steers the pôle reads who and why, not the costs"


def test_whoever_answers_for_the_lead_and_a_partner_says_for_whom(pole: Cluster, client: Client) -> None:
    project = amended.funded(pole)
    other = amended.partner(project).organisation
    grant_role(pole.people["member"], "member", by=None, pole=pole.pole, organisation=other)
    address = reverse("my_project_amendments", args=[project.pk])
    page = _signed_in(client, pole, "member").get(address).content.decode()
    assert "Vous agissez ici pour" in page
    ask = reverse("ask_my_amendment", args=[project.pk]) + f"?membre={other.pk}"
    assert 'name="joins"' not in client.get(ask).content.decode(), "a partner asks for itself"
    answer = client.post(ask, {"why": WHY, "leaves": str(other.pk)})
    assert answer["Location"].endswith(f"?membre={other.pk}"), "the next page acts for the same one"
    made = Amendment.objects.get(project=project)
    assert made.asked_by == other
    waiting = made.answers.get(side="lead")
    client.post(
        reverse("answer_my_amendment", args=[project.pk, waiting.pk]) + f"?membre={project.lead_id}",
        {"said": "accepted"},
    )
    assert [each.said for each in made.answers.all()][:2] == ["accepted", "accepted"]


def test_the_lead_works_the_aid_out_and_a_partner_reads_its_share(pole: Cluster, client: Client) -> None:
    project = amended.built(pole)
    other = amended.partner(project).organisation
    typed = {"regime": "fui-25", "on": followed.ago(3).isoformat(), "categories": ["industrial"]}
    address = reverse("member_project_aid", args=[project.pk])
    assert _signed_in(client, pole, "member").post(address, typed).status_code == 302
    assert Estimate.objects.get(project=project).by == pole.people["member"]
    grant_role(pole.people["member"], "member", by=None, pole=pole.pole, organisation=other)
    query = f"?membre={other.pk}"
    assert client.post(address + query, typed).status_code == 404, "a partner works nothing out"
    page = _euros(client.get(reverse("member_project", args=[project.pk]) + query).content.decode())
    assert "Votre part du financement" in page
    assert "Tout le projet : 400 000 €" in page
