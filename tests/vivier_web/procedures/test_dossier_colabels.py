"""One project, several pôles: the lead one decides first, each of the others once, on what was filed."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from factories import cluster, filed
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.procedures.actions.colabelling import ask_colabel, confirm_colabel, decide_colabel
from vivier_web.procedures.actions.deciding import Chosen, decide, move
from vivier_web.procedures.actions.filing import withdraw_dossier, write_content
from vivier_web.procedures.models import Colabel, Decision, Dossier
from vivier_web.procedures.queries.colabels import colabels_of, lines_of_colabels, others

WHY = "Deux de nos adhérents attendent ce projet."


def later(days: int) -> dt.date:
    return filed.DAY + dt.timedelta(days=days)


@pytest.fixture
def other(pole: Cluster) -> Iterator[Cluster]:
    """Found a second pôle, whose team may be asked."""
    found = cluster.founded("plasturgie", 1)
    with scope(pole=pole.pole):
        yield found


def labelled(pole: Cluster) -> Dossier:
    dossier = filed.filed(pole)
    filed.judged(pole, dossier)
    return move(dossier, "done", by=None, on=later(9))


def lead_decides(dossier: Dossier) -> None:
    decide(dossier, Chosen("accepted", "Label unanime du comité.", sitting=5), by=None, on=later(10))


def test_the_lead_decides_first_then_each_pole_once(pole: Cluster, other: Cluster) -> None:
    dossier = labelled(pole)
    mail.outbox.clear()
    asked = ask_colabel(dossier, other.pole, by=None)
    assert sorted(mail.outbox[0].bcc) == sorted([other.people["director"].email, other.people["team"].email])
    with pytest.raises(InputError, match="chef de file se prononce d’abord"):
        decide_colabel(asked, "accepted", WHY, by=None)
    lead_decides(dossier)
    with pytest.raises(InputError, match="Motivez"):
        decide_colabel(asked, "accepted", "oui", by=None)
    with pytest.raises(InputError, match="Choisissez"):
        decide_colabel(asked, "resubmit", WHY, by=None)
    assert decide_colabel(asked, "accepted", WHY, by=None).outcome == "accepted"
    with pytest.raises(InputError, match="déjà prononcé"):
        decide_colabel(asked, "refused", WHY, by=None)
    assert [(each.pole, each.outcome, each.content) for each in colabels_of(dossier)] == [(other.pole, "accepted", 1)]


def test_who_may_be_asked_is_bounded_by_the_procedure(pole: Cluster, other: Cluster) -> None:
    with pytest.raises(InputError, match="rien déposé"):
        ask_colabel(filed.opened(pole, rank=1), other.pole, by=None)
    dossier = filed.filed(pole)
    with pytest.raises(InputError, match="est le chef de file"):
        ask_colabel(dossier, pole.pole, by=None)
    ask_colabel(dossier, other.pole, by=None)
    with pytest.raises(InputError, match="déjà sollicité"):
        ask_colabel(dossier, other.pole, by=None)
    for rank in range(3):
        ask_colabel(dossier, cluster.founded(f"autre-{rank}").pole, by=None)
    with pytest.raises(InputError, match="a déjà 5 pôles"):
        ask_colabel(dossier, cluster.founded("un-de-trop").pole, by=None)
    with pytest.raises(InputError, match="ne prévoit pas"):
        ask_colabel(filed.filed(pole, filed.POOLING, rank=2), other.pole, by=None)


def test_the_associated_pole_reads_what_is_opened_to_it_and_nothing_else(pole: Cluster, other: Cluster) -> None:
    dossier = labelled(pole)
    asked = ask_colabel(dossier, other.pole, by=None)
    lead_decides(dossier)
    client, stranger = Client(), Client()
    client.force_login(other.people["team"])
    stranger.force_login(pole.people["team"])
    url = reverse("colabel", args=[asked.pk])
    page = client.get(url).content.decode()
    assert filed.marker("summary") in page or filed.marker("public") in page
    closed = [filed.marker(each) for each in ("technical_secret", "budget", "letter", "opinion", "panel")]
    assert not [each for each in closed if each in page]
    assert stranger.get(url).status_code == 404, "it was asked of another pôle"
    assert client.get(reverse("dossier", args=[dossier.pk])).status_code == 404
    assert client.post(url, {"outcome": "accepted", "motives": "non"}).status_code == 422
    assert client.post(url, {"outcome": "accepted", "motives": WHY}).status_code == 302
    with scope(pole=other.pole):
        assert Colabel.objects.get().outcome == "accepted"
    assert WHY in stranger.get(reverse("dossier", args=[dossier.pk])).content.decode()


def presented(dossier: Dossier, **answers: object) -> None:
    """File another version, as the applicant does when the committee sends the dossier back or asks a correction."""
    write_content(dossier, answers, by=None)


def labels_again(dossier: Dossier) -> None:
    """Let the lead pôle label what is now presented."""
    said = {"stage": dossier.decisions.last().stage, "outcome": "accepted", "motives": "Encore.", "on": filed.DAY}
    Decision.objects.create(dossier=dossier, content=dossier.contents.count(), **said)


# What happens after the lead pôle labelled and asked another; whether the other may label, or what it is told;
# what the lead one reads of it.
LATER: list[tuple[str, tuple[str, ...], str, str]] = [
    ("nothing", (), "", "avis attendu"),
    ("the pôle adds what its stage asks", ("add",), "", "avis attendu"),
    ("another version", ("file",), "chef de file se prononce d’abord", "à confirmer sur la nouvelle version"),
    ("another version, labelled by the lead", ("file", "lead"), "relisez-la, puis confirmez", "à confirmer"),
    ("labelled again and confirmed", ("file", "lead", "confirm"), "", "avis attendu"),
    ("confirmed before the lead labels again", ("file", "confirm"), "chef de file se prononce", "avis attendu"),
    ("confirmed, then yet another", ("file", "lead", "confirm", "file"), "chef de file", "à confirmer"),
    ("withdrawn", ("withdraw",), "Ce dossier est retiré", "demande close avec le dossier"),
    ("another version, withdrawn", ("file", "withdraw"), "Ce dossier est retiré", "demande close"),
    ("said already, then another version", ("say", "file"), "déjà prononcé", "sur une version dépassée"),
    ("said already, then withdrawn", ("say", "withdraw"), "déjà prononcé", "labellisé le"),
]


@pytest.mark.parametrize(("what", "steps", "told", "read"), LATER, ids=[each[0] for each in LATER])
def test_what_was_asked_on_one_version_never_labels_another_nor_what_was_withdrawn(
    pole: Cluster, other: Cluster, what: str, steps: tuple[str, ...], told: str, read: str
) -> None:
    dossier = labelled(pole)
    lead_decides(dossier)
    dossier = Dossier.objects.get(pk=dossier.pk)
    asked = ask_colabel(dossier, other.pole, by=None)
    for rank, step in enumerate(steps):
        if step == "file":
            presented(dossier, summary=f"Autre résumé {rank}")
        elif step == "add":
            presented(dossier, committee_note="Ajouté par le pôle")
        elif step == "lead":
            labels_again(dossier)
        elif step == "confirm":
            with pytest.raises(InputError, match="pendant votre lecture"):
                confirm_colabel(asked, content=1, by=None)
            confirm_colabel(asked, content=dossier.contents.count(), by=None)
        elif step == "say":
            decide_colabel(asked, "accepted", WHY, by=None)
        else:
            withdraw_dossier(dossier, by=None)
    dossier = Dossier.objects.get(pk=dossier.pk)
    assert read in lines_of_colabels(dossier)[0].words
    if told:
        with pytest.raises(InputError, match=told):
            decide_colabel(asked, "accepted", WHY, by=None)
    else:
        with pytest.raises(InputError, match="Rien n’est à confirmer"):
            confirm_colabel(asked, content=dossier.contents.count(), by=None)
        assert decide_colabel(asked, "accepted", WHY, by=None).content == (2 if "confirm" in steps else 1)
    may_ask_again = what.startswith("said already, then another")
    assert (other.pole in others(pole.pole, dossier)) is may_ask_again


def test_a_new_version_is_confirmed_by_the_page_before_it_is_labelled(pole: Cluster, other: Cluster) -> None:
    dossier = labelled(pole)
    lead_decides(dossier)
    asked = ask_colabel(dossier, other.pole, by=None)
    presented(dossier, summary="Autre résumé")
    labels_again(dossier)
    client, url = Client(), reverse("colabel", args=[asked.pk])
    client.force_login(other.people["team"])
    assert "J’ai lu la version 2" in client.get(url).content.decode()
    assert client.post(url, {"outcome": "accepted", "motives": WHY}).status_code == 422
    client.post(url, {"geste": "confirmer", "content": "2"})
    page = client.get(url).content.decode()
    assert "Le label de votre pôle" in page
    assert "J’ai lu la version" not in page
    assert client.post(url, {"outcome": "accepted", "motives": WHY}).status_code == 302
