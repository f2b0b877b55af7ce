"""What silence does on the very day, once, in every pôle; and what the journal keeps of it all: no word of anybody."""

import datetime as dt
import json

import pytest
from django_scopes import scope, scopes_disabled

from factories import cluster, filed
from factories.cluster import Cluster
from vivier_web.accounts.models import Act
from vivier_web.procedures.actions.deciding import (
    Chosen,
    ask_corrections,
    decide,
    move,
    settle_condition,
)
from vivier_web.procedures.actions.filing import file_content, save_content, withdraw_dossier
from vivier_web.procedures.actions.granting import resume_grant, suspend_grant, withdraw_grant
from vivier_web.procedures.actions.judging import answer_invitation, invite_expert, recuse
from vivier_web.procedures.actions.silence import apply_silence, apply_silences
from vivier_web.procedures.models import Condition, Decision, Dossier, Opinion, ProcedureVersion
from vivier_web.procedures.queries.boards import lines_of

MOTIVES = "Le projet répond à un besoin montré par trois membres."


def later(days: int) -> dt.date:
    return filed.DAY + dt.timedelta(days=days)


@pytest.mark.parametrize(("day", "is_changed"), [(0, False), (180, False), (181, True), (4000, True)])
def test_a_form_lapses_the_day_after_its_last_day_and_not_before(pole: Cluster, day: int, is_changed: bool) -> None:
    dossier = filed.opened(pole)
    assert apply_silence(dossier, later(day)) is is_changed
    kept = Dossier.objects.get()
    assert (kept.stage, kept.outcome) == (("end", "lapsed") if is_changed else ("filing", ""))
    assert (kept.closed_at is not None) is is_changed


def test_a_silence_applied_twice_from_the_same_page_has_its_effect_once(pole: Cluster) -> None:
    as_read = filed.opened(pole)
    assert [apply_silence(as_read, later(200)) for _ in range(2)] == [True, False]
    assert Act.objects.filter(verb="apply_silence").count() == 1
    assert len(Dossier.objects.get().passed) == 1


def test_a_lapsed_form_is_no_decision_and_writes_none(pole: Cluster) -> None:
    filed.opened(pole)
    assert apply_silences(later(200)) == 1
    assert not Decision.objects.exists()


def test_the_clock_stands_still_while_corrections_are_awaited_and_gives_the_days_back(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    ask_corrections(dossier, "Le budget", by=None, on=later(10))
    assert apply_silences(later(900)) == 0, "it is the applicant who is awaited"
    file_content(dossier, {"title": "Corrigé"}, by=None, on=later(30))
    assert apply_silences(later(50)) == 0, "thirty days, and the twenty that were given back"
    assert apply_silences(later(51)) == 1
    kept = Dossier.objects.get()
    assert (kept.stage, kept.reminded_on) == ("experts", later(51))


def test_a_new_stage_is_reminded_anew(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    filed.judged(pole, dossier)
    assert apply_silence(dossier, later(40)) is True
    assert apply_silence(dossier, later(41)) is False
    dossier = move(dossier, "done", by=None, on=later(42))
    assert dossier.reminded_on is None
    assert apply_silence(dossier, later(42 + 45)) is False
    assert apply_silence(dossier, later(42 + 46)) is True
    effects = [json.loads(each.detail) for each in Act.objects.filter(verb="apply_silence").order_by("number")]
    assert effects == [{"stage": "experts", "effect": "escalate"}, {"stage": "committee", "effect": "remind"}]


def test_a_closed_dossier_hears_no_silence(pole: Cluster) -> None:
    dossier = withdraw_dossier(filed.opened(pole), by=None, on=later(1))
    assert apply_silence(dossier, later(9000)) is False
    assert apply_silences(later(9000)) == 0


def test_silence_is_applied_in_every_pole_whatever_the_scope_one_stands_in(pole: Cluster) -> None:
    mine = filed.opened(pole)
    other = cluster.founded("plasturgie", 1)
    with scope(pole=other.pole):
        theirs = filed.opened(other)
    assert apply_silences(later(200)) == 2
    with scopes_disabled():
        assert set(Dossier.objects.values_list("pk", "outcome")) == {(mine.pk, "lapsed"), (theirs.pk, "lapsed")}
    told = Act.objects.filter(verb="apply_silence").order_by("number").values_list("pole", "subject")
    assert set(told) == {("mecatronique", f"dossier:{mine.pk}"), ("plasturgie", f"dossier:{theirs.pk}")}


def silent(pole: Cluster, silence: str, *, enter: str = "") -> Dossier:
    """Bring a dossier before a committee whose silence decides; `enter` closes the stage it would lead to."""
    dossier = filed.filed(pole)
    filed.judged(pole, dossier)
    dossier = move(dossier, "done", by=None, on=later(20))
    text = dossier.procedure.text
    reminds = next(each for each in text.split("[[stage]]") if each.startswith('\nkey = "committee"'))
    decides = reminds.replace('silence = "remind"', f'silence = "{silence}"')
    assert decides != reminds
    text = text.replace(reminds, decides)
    if enter:
        text = text.replace('key = "attestation"\n', f'key = "attestation"\n{enter}\n')
    ProcedureVersion.objects.filter(pk=dossier.procedure_id).update(text=text)
    return Dossier.objects.get()


@pytest.mark.parametrize(
    ("silence", "outcome", "stage"), [("accept", "accepted", "attestation"), ("reject", "refused", "end")]
)
def test_the_silence_of_a_committee_that_decides_is_written_with_nobody_as_its_author(
    pole: Cluster, silence: str, outcome: str, stage: str
) -> None:
    dossier = silent(pole, silence)
    assert apply_silence(dossier, later(66)) is True
    made = Decision.objects.get()
    assert (made.outcome, made.by, made.on, made.sitting, made.opinions) == (outcome, None, later(66), 0, 3)
    assert made.motives.startswith("En retard de 1 jour : ")
    assert Dossier.objects.get().stage == stage
    assert apply_silence(dossier, later(67)) is False


def test_a_silence_that_leads_where_a_rule_says_no_waits_for_people_and_stops_no_other(pole: Cluster) -> None:
    rule = 'enter = [{ when = "passed.result >= 1", say = "Pas encore." }]'
    stuck = silent(pole, "accept", enter=rule)
    free = filed.opened(pole, filed.POOLING, rank=1)
    assert apply_silences(later(400)) == 1
    kept = {each.pk: each for each in Dossier.objects.all()}
    assert (kept[stuck.pk].stage, kept[stuck.pk].passed) == ("committee", stuck.passed)
    assert (kept[free.pk].stage, kept[free.pk].outcome) == ("end", "lapsed")
    assert not Decision.objects.exists(), "what was begun was undone"


def test_a_line_says_the_last_day_then_how_late_it_is(pole: Cluster) -> None:
    filed.opened(pole)
    (in_time,) = lines_of(pole.pole, pole.members[0], later(180))
    (late,) = lines_of(pole.pole, pole.members[0], later(182))
    assert (in_time.last_day, in_time.silence) == (later(180), None)
    assert (late.last_day, late.silence.late_days, late.silence.effect) == (later(180), 2, "lapse")


def test_the_journal_of_a_whole_dossier_holds_codes_and_numbers_only(pole: Cluster) -> None:
    dossier = filed.opened(pole)
    save_content(dossier, {"title": "MARQUE-DRAFT"}, by=pole.people["member"])
    dossier = file_content(dossier, filed.answers(dossier), by=pole.people["member"], on=filed.DAY)
    judges = filed.judged(pole, dossier)
    gone = invite_expert(dossier, filed.expert(pole, 7), by=None)
    answer_invitation(gone, "declined", by=gone.expert, reason="MARQUE-DECLINED")
    extra = filed.accepted(pole, dossier, 8)
    recuse(extra, "MARQUE-RECUSED", by=None)
    dossier = move(dossier, "done", by=None, on=later(20))
    ask_corrections(dossier, "MARQUE-WHY", by=None, on=later(21))
    condition = ("MARQUE-CONDITION", later(90))
    made = decide(
        dossier,
        Chosen("accepted_with_conditions", f"MARQUE-MOTIVES {MOTIVES}", (condition,), sitting=5),
        by=None,
        on=later(30),
    )
    settle_condition(Condition.objects.get(), "MARQUE-PROOF", by=None, on=later(31))
    grant = made.grants.get()
    suspend_grant(grant, "MARQUE-SUSPENDED", by=None)
    resume_grant(grant, by=None)
    withdraw_grant(grant, "MARQUE-WITHDRAWN", by=None)
    withdraw_dossier(made.dossier, by=None, on=later(32))
    told = Act.objects.filter(subject=f"dossier:{dossier.pk}")
    assert set(told.values_list("verb", flat=True)) == {
        "open_dossier",
        "save_content",
        "file_content",
        "invite_expert",
        "answer_invitation",
        "give_opinion",
        "move_dossier",
        "ask_corrections",
        "decide_dossier",
        "settle_condition",
        "suspend_grant",
        "resume_grant",
        "withdraw_grant",
        "withdraw_dossier",
    }
    assert filed.marker("opinion") in {each.for_applicant for each in Opinion.objects.all()}, "it could leak"
    written = "\n".join(f"{each.subject} {each.detail}" for each in told)
    people = {each.full_name for each in (*pole.people.values(), *(one.expert for one in judges))}
    secrets = {"MARQUE", "Porteur d’essai", dossier.reference, pole.members[0].name, pole.members[0].siren, "@"}
    assert [each for each in secrets | people if each in written] == []
    values = {value for each in told if each.detail for value in json.loads(each.detail).values()}
    codes = {value for value in values if isinstance(value, str)}
    assert codes == {"experts", "done", "committee", "accepted_with_conditions", "accepted", "declined", "recused"}
