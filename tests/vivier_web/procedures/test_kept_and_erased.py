"""How long what a dossier says is kept, to the day; what is erased then, and what stays for ever."""

import datetime as dt
import json

import pytest
from django.utils import timezone
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st

from factories import cluster, filed
from factories.cluster import Cluster
from vivier_web.accounts.models import Act
from vivier_web.procedures.actions.colabelling import ask_colabel
from vivier_web.procedures.actions.deciding import ask_corrections
from vivier_web.procedures.actions.erasing import erase_dossier, erase_old_dossiers, forget_expertise
from vivier_web.procedures.actions.filing import save_content, withdraw_dossier
from vivier_web.procedures.actions.granting import suspend_grant, withdraw_grant
from vivier_web.procedures.actions.judging import invite_expert, recuse
from vivier_web.procedures.choices import AssignmentState
from vivier_web.procedures.kept import kept_until, rule_of, rules
from vivier_web.procedures.models import Assignment, Colabel, Condition, Content, Decision, Dossier, Grant, Opinion
from vivier_web.procedures.queries.paths import path_of
from vivier_web.procedures.queries.personal import expertise_of
from vivier_web.procedures.queries.shown import Reader, shown_to

TODAY = dt.date(2026, 6, 1)
day = dt.date.fromisoformat
KEPT = [
    # closed on, end of what was granted, whether something was granted, last day kept
    ("2026-01-31", None, False, "2028-01-31"),
    ("2026-02-28", None, False, "2028-02-28"),
    ("2024-02-29", None, False, "2026-02-28"),  # no 29 February that year
    ("2026-12-31", None, False, "2028-12-31"),
    ("2026-01-31", "2030-01-01", False, "2028-01-31"),  # a term without a grant is not looked at
    ("2026-01-31", None, True, "2036-01-31"),  # granted without a term
    ("2026-01-31", "2026-01-31", True, "2036-01-31"),
    ("2026-01-31", "2025-06-30", True, "2036-01-31"),  # it ended before the dossier did
    ("2026-01-31", "2026-02-01", True, "2036-02-01"),
    ("2026-01-31", "2029-12-31", True, "2039-12-31"),
    ("2024-02-29", None, True, "2034-02-28"),
]


@pytest.mark.parametrize(("closed", "until", "has_grant", "last"), KEPT)
def test_the_last_day_is_counted_from_the_end_or_from_the_term(
    closed: str, until: str | None, has_grant: bool, last: str
) -> None:
    term = day(until) if until else None
    assert kept_until(day(closed), granted_until=term, has_grant=has_grant, today=TODAY) == day(last)


def test_before_the_first_rule_nothing_is_erased() -> None:
    first = rules()[0].starts_on
    assert [each.starts_on for each in rules()] == sorted({each.starts_on for each in rules()})
    assert rule_of(first - dt.timedelta(days=1)) is None
    assert rule_of(first) == rules()[0]
    assert rule_of(dt.date(2999, 1, 1)) == rules()[-1]
    before = first - dt.timedelta(days=1)
    assert kept_until(first, granted_until=None, has_grant=True, today=before) is None
    assert all(each.granted_months >= each.other_months > 0 for each in rules())


@given(
    st.dates(dt.date(2015, 1, 1), dt.date(2080, 1, 1)), st.none() | st.dates(dt.date(2015, 1, 1), dt.date(2080, 1, 1))
)
def test_what_granted_something_is_never_erased_before_what_did_not(closed: dt.date, until: dt.date | None) -> None:
    plain = kept_until(closed, granted_until=until, has_grant=False, today=TODAY)
    granted = kept_until(closed, granted_until=until, has_grant=True, today=TODAY)
    assert plain is not None
    assert granted is not None
    assert closed < plain < granted
    assert until is None or until < granted


# --- On rows ---


def later(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def closed(found: Cluster, rank: int = 0) -> Dossier:
    return withdraw_dossier(filed.filed(found, rank=rank), by=None)


def test_open_dossiers_and_recent_ones_are_kept_and_each_is_erased_once(pole: Cluster) -> None:
    gone, recent = closed(pole), closed(pole, 1)
    filed.filed(pole, rank=2)
    Dossier.objects.filter(pk=gone.pk).update(closed_at=timezone.now() - dt.timedelta(days=760))
    assert erase_old_dossiers() == 1
    assert erase_old_dossiers() == 0
    gone.refresh_from_db()
    assert gone.erased_at is not None
    assert {each.dossier_id for each in Content.objects.all()} == {recent.pk, Dossier.objects.get(closed_at=None).pk}
    assert Act.objects.filter(verb="erase_dossier").count() == 1


def test_dossiers_of_every_pole_are_erased_each_in_its_own(pole: Cluster) -> None:
    other = cluster.founded("plasturgie", 1)
    closed(pole)
    with scope(pole=other.pole):
        theirs = closed(other)
    assert erase_old_dossiers(later(800)) == 2
    with scope(pole=other.pole):
        assert Dossier.objects.get(pk=theirs.pk).erased_at is not None
    assert set(Act.objects.filter(verb="erase_dossier").values_list("pole", flat=True)) == {
        "mecatronique",
        "plasturgie",
    }


@pytest.mark.parametrize(("until", "kept", "erased"), [(None, 3640, 3660), (400, 4040, 4060)])
def test_a_grant_with_a_term_is_counted_from_its_end(
    pole: Cluster, until: int | None, kept: int, erased: int
) -> None:
    made = filed.decided(pole)
    withdraw_dossier(made.dossier, by=None)
    Grant.objects.update(until_on=later(until) if until else None)
    assert erase_old_dossiers(later(kept)) == 0
    assert erase_old_dossiers(later(erased)) == 1


def test_what_was_withdrawn_for_good_grants_nothing_any_more(pole: Cluster) -> None:
    made = filed.decided(pole)
    withdraw_grant(made.grants.get(), "Projet abandonné", by=None)
    withdraw_dossier(made.dossier, by=None)
    assert erase_old_dossiers(later(720)) == 0
    assert erase_old_dossiers(later(740)) == 1


def test_every_free_word_goes_and_every_fact_stays(pole: Cluster) -> None:
    other = cluster.founded("plasturgie", 1)
    dossier = filed.filed(pole)
    asked = ask_colabel(dossier, other.pole, by=None)
    with scope(pole=other.pole):
        Colabel.objects.filter(pk=asked.pk).update(outcome="accepted", motives="MOT")
    ask_corrections(dossier, "MOT", by=None)
    save_content(dossier, {"title": "MOT"}, by=None)
    recuse(filed.accepted(pole, Dossier.objects.get()), "MOT", by=None)
    Dossier.objects.update(pauses=[each | {"answered_on": each["asked_on"]} for each in Dossier.objects.get().pauses])
    Dossier.objects.update(stage="filing", title="MOT")
    Decision.objects.create(
        dossier=dossier, stage="committee", outcome="accepted", motives="MOT", on=TODAY, content=1, digest="d" * 64
    )
    decision = Decision.objects.get()
    Condition.objects.create(decision=decision, text="MOT", due_on=TODAY, proof="MOT", settled_on=TODAY)
    grant = Grant.objects.create(decision=decision, key="label", title="Label", from_on=TODAY)
    suspend_grant(grant, "MOT", by=None)
    before = path_of(Dossier.objects.get())
    erase_dossier(dossier)
    row, grant, condition = Dossier.objects.get(), Grant.objects.get(), Condition.objects.get()
    assert (row.title, row.draft, [each["why"] for each in row.pauses]) == ("", {}, [""])
    assert not Content.objects.exists()
    assert [each.reason for each in Assignment.objects.all()] == [""]
    assert (Decision.objects.get().motives, Decision.objects.get().digest) == ("", "d" * 64)
    assert (condition.text, condition.proof, condition.settled_on) == ("", "", TODAY)
    assert (grant.why, grant.title, bool(grant.suspended_on)) == ("", "Label", True)
    with scope(pole=other.pole):
        assert list(Colabel.objects.values_list("outcome", "motives")) == [("accepted", "")]
    assert path_of(row) == before
    shown = shown_to(row, Reader(frozenset({"pole", "applicant", "committee"})))
    assert (shown.version, shown.documents, shown.hidden, shown.filed_on) == (0, (), (), None)
    erase_dossier(row)
    assert Dossier.objects.get().title == "", "twice is once"


def test_opinions_keep_their_marks_and_lose_their_words(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    filed.judged(pole, dossier, count=2)
    marks = list(Opinion.objects.values_list("marks", "recommendation", "content"))
    Opinion.objects.update(for_public="MOT")
    erase_dossier(dossier)
    assert list(Opinion.objects.values_list("marks", "recommendation", "content")) == marks
    assert set(Opinion.objects.values_list("for_public", "for_applicant", "for_panel")) == {("", "", "")}


def test_who_leaves_declines_what_waits_and_keeps_what_was_said(pole: Cluster) -> None:
    user, team = pole.people["expert"], pole.people["team"]
    waiting = invite_expert(filed.filed(pole), user, by=None)
    accepted = filed.accepted(pole, filed.filed(pole, rank=1))
    given = filed.judged(pole, filed.filed(pole, rank=2), count=2)
    other = given[1].expert
    assert forget_expertise(user, by=team) == 2
    states = dict(Assignment.objects.filter(expert=user).values_list("pk", "state"))
    declined, kept = AssignmentState.DECLINED, AssignmentState.ACCEPTED
    assert states == {waiting.pk: declined, accepted.pk: declined, given[0].pk: kept}
    assert Assignment.objects.get(expert=other).state == kept
    assert Opinion.objects.count() == 2
    assert forget_expertise(user, by=team) == 0, "twice is once"
    told = Act.objects.filter(verb="forget_expertise")
    assert [(each.subject, json.loads(each.detail)) for each in told] == [
        (f"user:{user.pk}", {"declined": 2, "interests": 0, "cards": 0})
    ]
    assert forget_expertise(pole.people["member"], by=None) == 0


def test_somebody_takes_away_what_they_did_and_nothing_of_others(pole: Cluster) -> None:
    assert expertise_of(pole.people["board"]) == {
        "expertises": [], "depots": [], "decisions_ecrites": [], "fiches_d_expert": [], "seances": [],
    }  # fmt: skip
    made = filed.decided(pole)
    expert, member, team = (expertise_of(pole.people[kind]) for kind in ("expert", "member", "team"))
    place = {"pole": "Pôle mecatronique", "dossier": made.dossier.reference}
    assert [
        (len(each["expertises"]), len(each["depots"]), len(each["decisions_ecrites"]))
        for each in (expert, member, team)
    ] == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
    asked = expert["expertises"][0]
    assert {key: asked[key] for key in ("pole", "dossier", "etape", "interet_declare")} == place | {
        "etape": "experts",
        "interet_declare": "",
    }
    assert asked["reponse"] == "A accepté, sans intérêt à déclarer"
    (opinion,) = asked["avis"]
    assert set(opinion["notes"].values()) == {4}
    assert (opinion["version"], opinion["recommandation"], opinion["pour_ceux_qui_decident"]) == (
        1,
        "accepted",
        filed.marker("panel"),
    )
    assert team["decisions_ecrites"] == [place | {"le": made.on.isoformat()}]
    assert filed.marker("technical_secret") not in str(member), "what was filed belongs to the company"
