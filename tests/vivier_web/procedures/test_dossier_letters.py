"""Letters about dossiers: who gets which, once; and nothing in them that is closed to anybody."""

import datetime as dt

import pytest
from django.core import mail

from factories import filed
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.procedures.actions.deciding import ask_corrections, move
from vivier_web.procedures.actions.filing import file_content
from vivier_web.procedures.actions.judging import answer_invitation, invite_expert, remind_expert, remind_experts
from vivier_web.procedures.actions.silence import apply_silences
from vivier_web.procedures.models import Assignment, Opinion
from vivier_web.procedures.tasks import letters


def later(days: int) -> dt.date:
    return filed.DAY + dt.timedelta(days=days)


def told() -> list[tuple[str, tuple[str, ...]]]:
    """Give what was sent since the last look: the last words of each subject, and to whom."""
    found = [(each.subject.split(" : ")[1], tuple(each.recipients())) for each in mail.outbox]
    mail.outbox.clear()
    return found


def test_each_side_is_told_when_its_turn_comes_and_only_then(pole: Cluster) -> None:
    member, team = (pole.people["member"].email,), (pole.people["director"].email, pole.people["team"].email)
    expert, state = (pole.people["expert"].email,), (pole.people["state"].email,)
    dossier = filed.filed(pole)
    assert told() == [("dossier 2026-001 déposé", member), ("le dossier 2026-001 arrive chez vous", team)]
    ask_corrections(dossier, "SECRET-CORRECTION", by=None, on=later(2))
    assert told() == [("une correction est demandée sur le dossier 2026-001", member)]
    dossier = file_content(dossier, filed.answers(dossier), by=None, on=later(3))
    assert told() == [("dossier 2026-001 déposé", member)], "it stays where it was: nobody else is told again"
    invite_expert(dossier, pole.people["expert"], by=None)
    assert told() == [("votre avis est demandé sur le dossier 2026-001", expert)]
    other = filed.filed(pole, filed.REGIONAL, rank=1)
    assert told()[-1] == (f"le dossier {other.reference} arrive chez vous", state)


def test_no_letter_holds_an_answer_a_mark_a_motive_or_the_name_of_who_judged(pole: Cluster) -> None:
    filed.decided(pole)
    decided = filed.decided_by_the_state(pole)
    experts = {each.expert.full_name for each in Assignment.objects.select_related("expert")}
    closed = {"MARQUE", "Décidé", "SECRET", "accepted", "Accepté", "sous conditions"} | experts
    assert Opinion.objects.filter(for_panel__contains="MARQUE").exists(), "something could leak"
    assert decided.motives.startswith("Décidé")
    assert len(mail.outbox) >= 15
    for each in mail.outbox:
        whole = f"{each.subject}\n{each.body}\n{each.to}"
        assert not [word for word in closed if word in whole], whole
        assert each.body.count("http") == 1
        assert "2026-00" in each.subject
    kinds = {each.subject.split("] ")[1].split(" : ")[1].split(" 2026")[0] for each in mail.outbox}
    assert "une décision est rendue sur le dossier" in kinds


def test_an_expert_is_reminded_a_week_before_once_and_by_the_team_once_a_day(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    asked = [invite_expert(dossier, filed.expert(pole, rank), by=None) for rank in range(3)]
    answer_invitation(asked[1], "declined", by=asked[1].expert)
    told()
    last = dt.timedelta(days=dossier.definition().stage("experts").deadline.days)  # type: ignore[union-attr]
    assert [remind_experts(filed.DAY + last - dt.timedelta(days=n)) for n in (8, 7, 6)] == [0, 2, 0]
    waiting = tuple((each.expert.email,) for each in (asked[0], asked[2]))
    assert sorted(told()) == sorted(("votre avis est attendu sur le dossier 2026-001", each) for each in waiting)
    remind_expert(asked[0], by=None, on=later(1))
    with pytest.raises(InputError, match="déjà été relancé aujourd’hui"):
        remind_expert(asked[0], by=None, on=later(1))
    with pytest.raises(InputError, match="Rien n’est attendu"):
        remind_expert(asked[1], by=None, on=later(1))


def test_a_letter_that_leaves_late_tells_nobody_of_a_stage_that_is_over(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    filed.judged(pole, dossier)
    made = Assignment.objects.first()
    move(dossier, "done", by=None, on=later(9))
    told()
    letters.write_to_expert.call("reminded", made.pk)  # type: ignore[union-attr]
    letters.write_letter.call("filed", 0, "applicant", "filing")
    assert told() == []


def test_a_delay_that_ran_out_is_told_to_whom_the_dossier_goes_up(pole: Cluster) -> None:
    filed.filed(pole)
    told()
    apply_silences(later(400))
    subjects = [subject for subject, _ in told()]
    assert subjects == ["le délai du dossier 2026-001 est passé"]
