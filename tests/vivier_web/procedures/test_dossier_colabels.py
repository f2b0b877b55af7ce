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
from vivier_web.procedures.actions.colabelling import ask_colabel, decide_colabel
from vivier_web.procedures.actions.deciding import Chosen, decide, move
from vivier_web.procedures.models import Colabel, Dossier
from vivier_web.procedures.queries.colabels import colabels_of

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
