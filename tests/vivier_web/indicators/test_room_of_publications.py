"""The room of publications: prepare, read why, publish, take back; what the gate must know."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from factories import campaigned, filed, publishing
from vivier_web.indicators.actions.publishing import day_of, work_out_publication
from vivier_web.indicators.models import KnownFigure, Publication, PublicationWork
from vivier_web.indicators.queries.cube_rows import Asked
from vivier_web.indicators.queries.cubes import gathered, sources_of
from vivier_web.indicators.queries.preparations import preparations
from vivier_web.indicators.queries.publications import works_of
from vivier_web.members.models import GroupLink
from vivier_web.procedures.models import Decision


def page(answer):
    return re.sub(r"\s+", " ", answer.content.decode()).replace("\xa0", " ").replace("\u202f", " ")


def test_a_publication_from_end_to_end(pole, signed_in):
    given = publishing.frozen(pole.pole)
    team, director = signed_in("team"), signed_in("director")
    assert "Publier sans trahir une entreprise" in page(team.get(reverse("publications")))
    said = {"source": f"effectifs|wave:{given.pk}", "perimeter": "all", "detail": "medium"}
    asked = team.post(reverse("prepare_publication"), said)
    work = PublicationWork.objects.get()
    assert asked["Location"] == reverse("publication_work", args=[work.pk])
    assert "attend son tour" in page(team.get(asked["Location"]))
    work_out_publication(work.pk)
    assert team.get(reverse("publication_progress", args=[work.pk]))["HX-Refresh"] == "true"
    shown = page(team.get(asked["Location"]))
    assert "Ain × 5 000 salariés et plus" in shown
    assert "Rien n’est trahi" in shown
    assert "Publier</button>" not in shown, "the team prepares, the direction publishes"
    assert "Publier</button>" in page(director.get(asked["Location"]))
    sent = director.post(reverse("publish_figures", args=[work.pk]))
    work_out_publication(PublicationWork.objects.get(is_final=True).pk)
    found = Publication.objects.get()
    assert "Voir la page publique" in page(director.get(sent["Location"]))
    assert "1 publication, aucune entreprise trahie" in page(team.get(reverse("publications")))
    withdrawn = director.post(reverse("withdraw_publication", args=[found.pk]), {"why": "Une erreur"}, follow=True)
    assert "elle reste comparée aux suivantes" in page(withdrawn)
    director.post(reverse("restore_publication", args=[found.pk]))
    assert Publication.objects.get().withdrawn_at is None


def test_a_refusal_names_its_cells_on_the_page(pole, signed_in):
    given = publishing.frozen(pole.pole)
    team = signed_in("team")
    said = {"source": f"effectifs|wave:{given.pk}", "departement": "01", "value": "48731", "where": "Rapport 2025"}
    team.post(reverse("known_figures"), said)
    assert KnownFigure.objects.get().codes[:2] == ["01", "84"]
    shown = page(team.get(reverse("publication_work", args=[publishing.refused(given).pk])))
    assert "Rien n’est publié" in shown
    assert "La case « Ain », masquée ici, est publiée dans un autre fichier." in shown


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"source": "effectifs|wave:{wave}", "value": "-3", "where": "Ici"}, "supérieure ou égale à 0"),
        ({"member": "{member}", "head": "12"}, "neuf chiffres"),
    ],
)
def test_what_is_typed_wrong_is_told_and_nothing_is_kept(pole, signed_in, form, words):
    given = publishing.frozen(pole.pole)
    keys = {"wave": given.pk, "member": pole.members[0].pk}
    answer = signed_in("team").post(
        reverse("known_figures"), {key: text.format(**keys) for key, text in form.items()}
    )
    assert (answer.status_code, words in page(answer)) == (422, True)
    assert not KnownFigure.objects.exists()
    assert not GroupLink.objects.exists()


def test_a_group_is_noted_and_taken_back(pole, signed_in):
    team, member = signed_in("team"), pole.members[0]
    for head, kept in (("404 833 048", ["404833048"]), ("", [])):
        team.post(reverse("known_figures"), {"member": member.pk, "head": head})
        assert list(GroupLink.objects.values_list("head", flat=True)) == kept


def test_dossiers_decided_in_a_year_are_counted_once_each_by_their_last_decision(pole):
    decision = filed.decided(pole)
    year = Decision.objects.get(pk=decision.pk).on.year
    assert ("dossiers", f"year:{year}", f"Dossiers décidés en {year}") in sources_of(pole.pole)
    found = gathered(pole.pole, Asked("dossiers", f"year:{year}", "coarse", {}))
    assert (len(found.rows), found.on) == (1, dt.date(year, 12, 31))
    assert {row["issue"] for row in found.rows} == {decision.outcome}
    assert day_of(pole.pole, "dossiers", f"year:{year}") == dt.date(year, 12, 31)
    work = publishing.prepare_publication(pole.pole, Asked("dossiers", f"year:{year}", "coarse", {}), by=None)
    done = work_out_publication(work.pk)
    assert (done.state, b'"published"' in bytes(done.preview)) == ("done", False)


def test_a_list_of_preparations_says_what_each_is_of_when_it_was_asked_and_by_whom(pole, signed_in):
    given, by = publishing.frozen(pole.pole), pole.people["team"]
    year = Decision.objects.get(pk=filed.decided(pole).pk).on.year
    campaign = campaigned.frozen(pole).campaign
    for cube, source, detail, whom in (
        ("effectifs", f"wave:{given.pk}", "zones", {"perimeter": "college", "value": "Grandes"}),
        ("dossiers", f"year:{year}", "coarse", {}),
        ("indicateur:emplois", f"campaign:{campaign.pk}", "medium", {}),
    ):
        publishing.prepare_publication(pole.pole, Asked(cube, source, detail, whom), by=by)
    PublicationWork.objects.create(pole=pole.pole, number=9, cube="effectifs", source="wave:0", detail="fine")
    (label,) = [words for cube, _, words in sources_of(pole.pole) if cube == "indicateur:emplois"]
    found = preparations(pole.pole, works_of(pole.pole))
    assert [(one.work.number, one.subject, one.detail, one.whom) for one in found] == [
        (9, "Effectifs des membres", "Détaillé", ""),
        (3, label, "Moyen", ""),
        (2, f"Dossiers décidés en {year}", "Large", ""),
        (1, "Effectifs, collecte « Janvier 2026 »", "Zones d’emploi", "collège « Grandes »"),
    ]
    listed, first = page(signed_in("team").get(reverse("publications"))), found[-1].work
    assert "Effectifs, collecte « Janvier 2026 »</a>" in listed
    assert f"le {timezone.localtime(first.queued_at):%d/%m/%Y à %H:%M} par {by}" in listed
    waiting = page(signed_in("team").get(reverse("publication_work", args=[first.pk])))
    assert "Effectifs, collecte « Janvier 2026 » · détail « Zones d’emploi », collège « Grandes »" in waiting


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_preparations_costs_as_many_queries_whatever_its_length(
    pole, signed_in, django_assert_num_queries, rows
):
    given = publishing.frozen(pole.pole)
    for _ in range(rows):
        publishing.prepare_publication(pole.pole, publishing.asked(given), by=pole.people["team"])
    browser = signed_in("team")
    with django_assert_num_queries(8):
        assert browser.get(reverse("publications")).status_code == 200
