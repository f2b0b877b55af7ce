"""Labels asked of other pôles and letters that leave late: what came meanwhile is looked at again."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from factories import cluster, filed
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.members.actions import end_role
from vivier_web.members.models import Role
from vivier_web.procedures.actions.colabelling import ask_colabel, decide_colabel
from vivier_web.procedures.actions.deciding import Chosen, ask_corrections, decide, move
from vivier_web.procedures.actions.filing import file_content, save_content, withdraw_dossier
from vivier_web.procedures.models import Colabel, Dossier
from vivier_web.procedures.queries.addressees import addresses_of, places_of, team_of
from vivier_web.procedures.queries.colabels import asked_of, colabels_of, decided_by, others, read_by
from vivier_web.procedures.tasks import letters

WHY = "Deux de nos adhérents attendent ce projet."


@pytest.fixture
def other(pole: Cluster) -> Iterator[Cluster]:
    """Found a second pôle; rows are read in the scope of the first."""
    found = cluster.founded("plasturgie", 1)
    with scope(pole=pole.pole):
        yield found


def labelled(pole: Cluster, outcome: str = "accepted") -> Dossier:
    dossier = filed.filed(pole)
    filed.judged(pole, dossier)
    dossier = move(dossier, "done", by=None, on=filed.DAY)
    decide(dossier, Chosen(outcome, "Décidé par le comité.", sitting=6), by=None, on=filed.DAY)
    return Dossier.objects.get(pk=dossier.pk)


def test_a_letter_to_an_associated_pole_says_nothing_once_the_dossier_is_closed_or_answered(
    pole: Cluster, other: Cluster
) -> None:
    dossier = labelled(pole)
    asked = ask_colabel(dossier, other.pole, by=None)
    mail.outbox.clear()
    letters.write_to_copole.call(asked.pk)
    assert len(mail.outbox) == 1
    letters.write_to_copole.call(10**6)
    withdraw_dossier(dossier, by=None)
    mail.outbox.clear()
    letters.write_to_copole.call(asked.pk)
    assert mail.outbox == []


@pytest.mark.parametrize("outcome", ["refused", "resubmit"])
def test_what_the_lead_pole_did_not_label_nobody_labels_after_it(pole: Cluster, other: Cluster, outcome: str) -> None:
    dossier = filed.filed(pole)
    asked = ask_colabel(dossier, other.pole, by=None)
    assert decided_by(dossier, 1) == {}
    filed.judged(pole, dossier)
    moved = move(dossier, "done", by=None, on=filed.DAY)
    decide(moved, Chosen(outcome, "Décidé par le comité.", sitting=6), by=None, on=filed.DAY)
    assert decided_by(dossier, 1) == {"mecatronique": outcome}
    told = "Ce dossier est refusé" if outcome == "refused" else "chef de file se prononce d’abord"
    with pytest.raises(InputError, match=told):
        decide_colabel(asked, "accepted", WHY, by=None)
    assert [each.words for each in colabels_of(dossier)] == ["attendu"]


BAD = [
    ("", WHY, "Choisissez"),
    ("resubmit", WHY, "Choisissez"),
    ("accepted_with_conditions", WHY, "Choisissez"),
    ("Accepted", WHY, "Choisissez"),
    ("accepted", "", "Motivez"),
    ("accepted", "  neuf car.  ", "Motivez"),
    ("refused", "\n\t", "Motivez"),
]


def test_an_opinion_badly_said_is_refused_then_one_well_said_is_for_ever(pole: Cluster, other: Cluster) -> None:
    asked = ask_colabel(labelled(pole), other.pole, by=None)
    for outcome, motives, words in BAD:
        with pytest.raises(InputError, match=words):
            decide_colabel(asked, outcome, motives, by=None)
    made = decide_colabel(asked, "refused", f"  {WHY}  ", by=other.people["team"], on=filed.DAY)
    assert (made.outcome, made.motives, made.decided_on, made.words) == ("refused", WHY, filed.DAY, "refusé")
    with scope(pole=other.pole):
        row = Colabel.objects.get()
        row.motives = "Réécrit"
        with pytest.raises(InputError, match="déjà prononcé"):
            row.save()
        assert Colabel.objects.get().motives == WHY
    assert decided_by(made.dossier, 1) == {"mecatronique": "accepted", "plasturgie": "refused"}
    assert decided_by(made.dossier, 2) == {"mecatronique": "accepted"}, "of the version it was asked on"


def test_each_pole_lists_what_was_asked_of_it_alone(pole: Cluster, other: Cluster) -> None:
    dossier = labelled(pole)
    third = cluster.founded("chimie")
    assert [each.slug for each in others(pole.pole, dossier)] == ["chimie", "plasturgie"]
    asked = ask_colabel(dossier, other.pole, by=None)
    assert [each.slug for each in others(pole.pole, dossier)] == ["chimie"]
    for found, rows in ((other, [asked.pk]), (third, []), (pole, [])):
        with scope(pole=found.pole):
            assert [each.pk for each in asked_of(found.pole)] == rows
            assert (read_by(found.pole, asked.pk) is not None) is bool(rows)
    with scope(pole=other.pole):
        read = read_by(other.pole, asked.pk)
    assert read is not None
    assert (read.lead, read.why_not, read.row.pk) == ("Pôle mecatronique", "", asked.pk)
    closed = [filed.marker(each) for each in ("technical_secret", "budget", "letter")]
    assert not [each for each in closed if each in str(read.shown.documents)]


def test_the_page_that_asks_refuses_what_names_no_pole(pole: Cluster, other: Cluster, signed_in: Any) -> None:
    dossier, team = labelled(pole), signed_in("team")
    url = reverse("ask_dossier_colabel", args=[dossier.pk])
    for said in ("", "abc", "²", "-1", "0", "9" * 30, str(10**6)):
        assert "Choisissez un pôle dans la liste." in team.post(url, {"pole": said}, follow=True).content.decode(), (
            said
        )
    assert "chef de file" in team.post(url, {"pole": pole.pole.pk}, follow=True).content.decode()
    assert colabels_of(dossier) == []
    for kind in ("governance", "member", "expert", "state"):
        assert signed_in(kind).post(url, {"pole": other.pole.pk}).status_code == 403, kind
    assert team.get(url).status_code == 405
    assert "est sollicité" in team.post(url, {"pole": other.pole.pk}, follow=True).content.decode()
    assert "déjà sollicité sur cette version" in team.post(url, {"pole": other.pole.pk}, follow=True).content.decode()
    assert len(colabels_of(dossier)) == 1
    theirs = Client()
    theirs.force_login(other.people["team"])
    assert dossier.reference in theirs.get(reverse("colabels")).content.decode()
    assert theirs.post(url, {"pole": pole.pole.pk}).status_code == 404, "the dossier is not theirs to share"


# --- To whom letters go, and what they no longer say ---


def test_letters_go_to_the_living_roles_of_each_side_once(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    people = {kind: user.email for kind, user in pole.people.items()}
    whole = {side: addresses_of(dossier, side) for side in ("applicant", "pole", "state", "region", "local")}
    assert whole == {
        "applicant": [people["member"]],
        "pole": sorted([people["director"], people["team"]]),
        "state": [people["state"]],
        "region": [people["region"]],
        "local": [people["local"]],
    }
    assert team_of(pole.pole) == whole["pole"]
    assert places_of(dossier) == {("state", ""), ("region", "84"), ("local", "74")}
    filed.agent("region", 1, territory="11")
    filed.agent("local", 1, territory="73")
    assert addresses_of(dossier, "region") == whole["region"], "another Region is told nothing"
    assert addresses_of(dossier, "local") == whole["local"]
    end_role(Role.objects.get(user=pole.people["member"]), by=None)
    pole.people["state"].is_active = False
    pole.people["state"].save()
    assert (addresses_of(dossier, "applicant"), addresses_of(dossier, "state")) == ([], [])
    mail.outbox.clear()
    letters.write_letter.call("filed", dossier.pk, "applicant", "filing")
    assert mail.outbox == [], "nobody is left to tell"


@pytest.mark.parametrize("letter", ["filed", "corrections", "decided", "yours", "late"])
def test_each_letter_to_an_applicant_names_the_dossier_and_gives_one_link_of_theirs(
    pole: Cluster, letter: str
) -> None:
    dossier = filed.filed(pole)
    mail.outbox.clear()
    letters.write_letter.call(letter, dossier.pk, "applicant", dossier.stage)
    (sent,) = mail.outbox
    assert sent.subject == f"[Vivier] Pôle mecatronique : {letters.SUBJECTS[letter].format(dossier.reference)}"
    assert (sent.to, sent.cc, sent.bcc) == ([], [], [pole.people["member"].email])
    assert reverse("my_dossier", args=[dossier.pk]) in sent.body
    assert dossier.title not in sent.body
    assert "MARQUE" not in sent.body


# --- Corrections, drafts, two people at once ---


def test_a_draft_is_nobody_s_but_the_applicant_s_and_a_correction_is_answered_once(
    pole: Cluster, signed_in: Any
) -> None:
    dossier = filed.filed(pole)
    with pytest.raises(InputError, match="à l’instruction"):
        save_content(dossier, {"title": "BROUILLON"}, by=None)
    with pytest.raises(InputError, match="Dites au porteur"):
        ask_corrections(dossier, " \n", by=None)
    ask_corrections(dossier, "Datez le budget.", by=None, on=filed.DAY)
    with pytest.raises(InputError, match="déjà demandée"):
        ask_corrections(dossier, "Et signez-le.", by=None)
    save_content(dossier, {"title": "BROUILLON"}, by=None)
    for kind in ("team", "governance"):
        assert "BROUILLON" not in signed_in(kind).get(reverse("dossier", args=[dossier.pk])).content.decode()
    assert "BROUILLON" in signed_in("member").get(reverse("fill_dossier", args=[dossier.pk])).content.decode()
    done = file_content(dossier, {"title": "Déposé"}, by=None, on=filed.DAY + dt.timedelta(days=4))
    assert (done.title, done.draft, done.stage) == ("Déposé", {}, "experts")
    assert [each["answered_on"] for each in done.pauses] == ["2026-03-06"]
    with pytest.raises(InputError, match="à l’instruction"):
        file_content(dossier, {"title": "Encore"}, by=None)
    assert done.contents.count() == 2
