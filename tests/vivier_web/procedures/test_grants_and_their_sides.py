"""What a decision grants: how long, how often again, and that the side that granted it alone changes it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from factories import filed
from factories.cluster import Cluster
from factories.procedures import small
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.procedures.actions.deciding import Chosen, decide
from vivier_web.procedures.actions.granting import renew_grant, resume_grant, suspend_grant, withdraw_grant
from vivier_web.procedures.definition.data import Colabel
from vivier_web.procedures.definition.data import Grant as Granted
from vivier_web.procedures.lifecycle import grant_ends_on, must_relabel, why_not_colabel
from vivier_web.procedures.lifecycle.granting import may_renew
from vivier_web.procedures.models import Assignment, Dossier, Grant
from vivier_web.procedures.queries.shown import Reader, shown_to

Sign = Callable[[str], Any]
LABEL = Granted("label", "Label", (12, 24, 48), 2)
FOREVER = Granted("award", "Aide")
DAY = dt.date(2026, 3, 2)

TERMS = [
    (dt.date(2023, 1, 1), 48, dt.date(2026, 12, 31)),
    (dt.date(2026, 1, 31), 12, dt.date(2027, 1, 30)),
    (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 27)),  # the 28 February 2025 less one day
    (dt.date(2024, 2, 29), 48, dt.date(2028, 2, 28)),
    (dt.date(2026, 3, 1), 24, dt.date(2028, 2, 29)),
]


@pytest.mark.parametrize(("start", "months", "last"), TERMS)
def test_what_is_granted_ends_the_day_before_its_anniversary(start: dt.date, months: int, last: dt.date) -> None:
    assert grant_ends_on(LABEL, start, months) == last


@pytest.mark.parametrize("months", [0, -12, 11, 13, 36, 480])
def test_a_length_that_is_not_offered_is_refused_with_those_that_are(months: int) -> None:
    with pytest.raises(InputError, match="« Label » dure 12, 24, 48 mois"):
        grant_ends_on(LABEL, DAY, months)


@pytest.mark.parametrize("months", [0, 12, 999])
def test_what_has_no_term_never_ends_whatever_is_asked(months: int) -> None:
    assert grant_ends_on(FOREVER, DAY, months) is None


@given(st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)), st.sampled_from(LABEL.durations))
def test_a_renewal_begins_where_the_grant_before_ended_and_no_day_is_lost(start: dt.date, months: int) -> None:
    last = grant_ends_on(LABEL, start, months)
    assert last is not None
    again = grant_ends_on(LABEL, last + dt.timedelta(days=1), months)
    assert again is not None
    assert (again - start).days // 28 >= 2 * months
    whole = grant_ends_on(Granted("label", "Label", (2 * months,)), start, 2 * months)
    assert whole is not None
    assert abs((again - whole).days) <= 3, "two terms in a row are one of twice the length, but for the end of months"


@pytest.mark.parametrize(("renewals", "may"), [(0, ""), (1, "0"), (2, "01"), (9, "012345678")])
def test_it_is_renewed_as_many_times_as_the_procedure_says(renewals: int, may: str) -> None:
    granted = Granted("label", "Label", (12,), renewals)
    assert "".join(str(n) for n in range(10) if may_renew(granted, n)) == may


RELABELS = [
    # rule, version that was labelled, version filed now, to be decided again
    ("always", 1, 1, True),
    ("always", 1, 2, True),
    ("if_changed", 1, 1, False),
    ("if_changed", 1, 2, True),
    ("if_changed", 3, 2, False),
    ("kept", 1, 1, False),
    ("kept", 1, 9, False),
]


@pytest.mark.parametrize(("rule", "labelled", "content", "again"), RELABELS)
def test_a_new_presentation_is_decided_again_by_the_rule_of_its_procedure(
    rule: str, labelled: int, content: int, again: bool
) -> None:
    assert must_relabel(replace(small(), relabel=rule), labelled=labelled, content=content) is again


YES, COND, NO = "accepted", "accepted_with_conditions", "refused"
ALREADY, NONE, LEAD = "déjà prononcé", "ne prévoit pas", "se prononce d’abord"
MAY = [
    # rule, what was decided before, who asks, what is said (nothing: it may)
    (Colabel(3), {}, "lead", ""),
    (Colabel(3), {"lead": YES}, "lead", ALREADY),
    (None, {}, "lead", ""),  # the lead one labels without any rule
    (None, {"lead": YES}, "b", NONE),
    (Colabel(3), {}, "b", LEAD),
    (Colabel(3), {"lead": NO}, "b", LEAD),
    (Colabel(3), {"lead": "resubmit"}, "b", LEAD),
    (Colabel(3), {"lead": YES}, "b", ""),
    (Colabel(3), {"lead": COND}, "b", ""),
    (Colabel(3), {"lead": YES, "b": YES}, "b", ALREADY),
    (Colabel(3), {"lead": YES, "b": NO}, "b", ALREADY),
    (Colabel(3), {"lead": YES, "b": YES}, "c", ""),
    (Colabel(3), {"lead": YES, "b": YES, "c": NO}, "d", "déjà 3 pôles"),
    (Colabel(2), {"lead": YES, "b": NO}, "c", "déjà 2 pôles"),
    (Colabel(3, lead_first=False), {}, "b", ""),
    (Colabel(3, lead_first=False), {"lead": NO}, "b", ""),
    (Colabel(2, lead_first=False), {"b": YES}, "c", "déjà 2 pôles"),  # the lead one counts before it says anything
    (Colabel(2, lead_first=False), {"b": YES}, "lead", ""),
]


@pytest.mark.parametrize(("rule", "decided", "pole", "why"), MAY)
def test_a_pole_labels_a_shared_project_when_the_rule_lets_it(
    rule: Colabel | None, decided: dict[str, str], pole: str, why: str
) -> None:
    said = why_not_colabel(rule, decided, lead="lead", pole=pole)
    assert bool(said) == bool(why)
    assert why in said


@given(
    st.integers(2, 5),
    st.booleans(),
    st.lists(st.tuples(st.sampled_from("labcdef"), st.sampled_from([YES, COND, NO])), max_size=20),
)
def test_whatever_the_order_no_more_poles_decide_than_the_rule_says(
    most: int, lead_first: bool, asks: list[tuple[str, str]]
) -> None:
    decided: dict[str, str] = {}
    for pole, outcome in asks:
        if not why_not_colabel(Colabel(most, lead_first=lead_first), decided, lead="l", pole=pole):
            assert pole not in decided
            assert not lead_first or pole == "l" or decided["l"] in {YES, COND}
            decided[pole] = outcome
    assert len({"l", *decided}) <= most


# --- Sides: who granted alone suspends, gives back, renews, withdraws ---


def acts_on(grant: Grant, **seat: str) -> list[Callable[[], object]]:
    return [
        lambda: suspend_grant(grant, "Un motif", by=None, **seat),
        lambda: resume_grant(grant, by=None, **seat),
        lambda: renew_grant(grant, months=12, by=None, **seat),
        lambda: withdraw_grant(grant, "Un motif", by=None, **seat),
    ]


def test_what_the_state_granted_is_not_the_pole_s_to_change_nor_the_other_way_round(pole: Cluster) -> None:
    theirs, ours = filed.decided_by_the_state(pole).grants.get(), filed.decided(pole).grants.get()
    before = list(Grant.objects.order_by("pk").values())
    for act in [*acts_on(theirs), *acts_on(theirs, seat="region"), *acts_on(ours, seat="state")]:
        with pytest.raises(InputError, match="Qui a accordé"):
            act()
    assert list(Grant.objects.order_by("pk").values()) == before
    assert not Act.objects.filter(
        verb__in=["suspend_grant", "resume_grant", "renew_grant", "withdraw_grant"]
    ).exists()
    assert suspend_grant(theirs, "Convention dénoncée", by=None, seat="state").why == "Convention dénoncée"
    assert resume_grant(theirs, by=None, seat="state").suspended_on is None
    assert suspend_grant(ours, "Condition en retard", by=None).suspended_on


def test_the_page_of_the_pole_offers_only_what_it_granted_and_refuses_the_rest(
    pole: Cluster, signed_in: Sign
) -> None:
    theirs, ours = filed.decided_by_the_state(pole).grants.get(), filed.decided(pole).grants.get()
    team = signed_in("team")
    for grant, is_ours in ((theirs, False), (ours, True)):
        dossier = grant.decision.dossier
        url = reverse("change_dossier_grant", args=[dossier.pk, grant.pk])
        page = team.get(reverse("dossier", args=[dossier.pk])).content.decode()
        assert (url in page) is is_ours
        answer = team.post(url, {"geste": "suspendre", "why": "Un motif"}, follow=True)
        assert ("Qui a accordé" in answer.content.decode()) is not is_ours
        grant.refresh_from_db()
        assert bool(grant.suspended_on) is is_ours
    assert team.post(reverse("change_dossier_grant", args=[ours.decision.dossier_id, theirs.pk])).status_code == 404


def test_the_team_neither_recuses_nor_reminds_those_whom_an_authority_asked(pole: Cluster, signed_in: Sign) -> None:
    decision = filed.decided_by_the_state(pole)
    agents = list(Assignment.objects.filter(dossier=decision.dossier).order_by("pk"))
    team = signed_in("team")
    for each in agents:
        for name in ("recuse_dossier_expert", "remind_dossier_expert"):
            answer = team.post(reverse(name, args=[decision.dossier_id, each.pk]), {"reason": "Un intérêt"})
            assert answer.status_code == 404, name
    assert {each.state for each in Assignment.objects.all()} == {"accepted"}
    ours = filed.accepted(pole, filed.filed(pole))
    team.post(reverse("recuse_dossier_expert", args=[ours.dossier_id, ours.pk]), {"reason": "Un intérêt"})
    ours.refresh_from_db()
    assert ours.state == "recused", "those it asked are its own to recuse"


GESTURES = [
    ({}, "Choisissez"),
    ({"geste": "brûler"}, "Choisissez"),
    ({"geste": "suspendre"}, "Dites pourquoi"),
    ({"geste": "suspendre", "why": " \n "}, "Dites pourquoi"),
    ({"geste": "retirer", "why": ""}, "Dites pourquoi"),
    ({"geste": "rendre"}, "Il n’est pas suspendu."),
]


def test_each_gesture_that_says_nothing_changes_nothing(pole: Cluster, signed_in: Sign) -> None:
    grant = filed.decided(pole).grants.get()
    url = reverse("change_dossier_grant", args=[grant.decision.dossier_id, grant.pk])
    team, before = signed_in("team"), Grant.objects.values().get()
    for said, words in GESTURES:
        assert words in team.post(url, said, follow=True).content.decode(), said
        assert Grant.objects.values().get() == before
    assert team.get(url).status_code == 405
    for kind in ("governance", "board", "expert", "member", "network"):
        assert signed_in(kind).post(url, {"geste": "retirer", "why": "Un motif"}).status_code == 403, kind
    assert Grant.objects.values().get() == before


def test_giving_back_twice_or_what_was_never_suspended_keeps_everything(pole: Cluster) -> None:
    grant = filed.decided(pole).grants.get()
    with pytest.raises(InputError, match="n’est pas suspendu"):
        resume_grant(grant, by=None)
    suspend_grant(grant, "x" * 400, by=None)
    assert len(Grant.objects.get().why) == 300
    resume_grant(grant, by=None)
    with pytest.raises(InputError, match="n’est pas suspendu"):
        resume_grant(grant, by=None)
    assert Act.objects.filter(verb="resume_grant").count() == 1
    suspend_grant(grant, "Encore", by=None)
    withdrawn = withdraw_grant(grant, "Pour de bon", by=None)
    assert (withdrawn.why, bool(withdrawn.suspended_on), bool(withdrawn.withdrawn_on)) == ("Pour de bon", True, True)


def test_a_second_label_renews_the_first_only_if_the_procedure_lets_it_and_else_nothing_is_written(
    pole: Cluster,
) -> None:
    decision = filed.decided(pole)
    Dossier.objects.update(stage="committee")
    dossier = Dossier.objects.get()
    filed_again = [each for each in dossier.definition().grants if each.key == "label"]
    assert filed_again[0].renewals == 0
    chosen = Chosen("accepted", "Une seconde fois, à l’unanimité.", sitting=6)
    with pytest.raises(InputError, match="déjà été renouvelé"):
        decide(dossier, chosen, by=None, on=filed.DAY + dt.timedelta(days=40))
    assert list(Grant.objects.values_list("decision", flat=True)) == [decision.pk]
    assert Dossier.objects.get().decisions.count() == 1
    withdraw_grant(Grant.objects.get(), "Retiré d’abord", by=None)
    made = decide(dossier, chosen, by=None, on=filed.DAY + dt.timedelta(days=40))
    assert (made.grants.get().renewed_from, Grant.objects.count()) == (None, 2), "what was withdrawn is not renewed"


def test_the_applicant_reads_what_was_granted_to_it_with_why_it_is_suspended(pole: Cluster, signed_in: Sign) -> None:
    grant = filed.decided(pole).grants.get()
    suspend_grant(grant, "MOTIF-DE-SUSPENSION", by=None)
    shown = shown_to(grant.decision.dossier, Reader(frozenset({"applicant"})))
    assert [one.why for each in shown.decisions for one in each.row.grants.all()] == ["MOTIF-DE-SUSPENSION"]
    page = signed_in("member").get(reverse("my_dossier", args=[grant.decision.dossier_id])).content.decode()
    assert "MOTIF-DE-SUSPENSION" in page
