"""Practices are written, offered, and shown with what is measured, never with what is claimed."""

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from factories import cluster, filed
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.procedures.actions import versions
from vivier_web.procedures.models import Dossier, ProcedureVersion
from vivier_web.procedures.queries.delays import Delays, Share
from vivier_web.projects.actions.practices import Card, offer_practice, write_practice
from vivier_web.projects.choices import STEPS, PracticeAxis
from vivier_web.projects.models import Practice
from vivier_web.projects.queries.practices import axes_of, practice_seen, practice_shown

WORDS = "Une séance par mois, les avis rendus quinze jours avant."


def card(**more: object) -> Card:
    said = {"axis": "projects", "step": "Expertiser et labelliser", "title": "Avis en avance", "words": WORDS}
    return Card(**(said | more))


def with_dossiers(found: Cluster, count: int) -> Practice:
    """Write a practice on a procedure whose first decided dossier is counted so many times."""
    row = filed.decided(found).dossier
    versions.offer(row.procedure, by=None)
    for rank in range(1, count):
        Dossier.objects.create(
            pole=row.pole, procedure=row.procedure, organisation=row.organisation, reference=f"2025-{rank:03d}",
            stage=row.stage, entered_on=row.entered_on, passed=row.passed,
        )  # fmt: skip
    made = write_practice(found.pole, card(procedure=row.procedure), by=None)
    return offer_practice(made, by=None)


def test_every_axis_has_its_steps() -> None:
    assert list(STEPS) == PracticeAxis.values
    assert all(steps for steps in STEPS.values())


def test_a_practice_is_read_by_other_poles_once_it_is_offered_and_no_more_after(pole: Cluster) -> None:
    other = cluster.founded("plasturgie", 1)
    made = write_practice(pole.pole, card(), by=None)
    titles = lambda: [p.title for axis in axes_of(other.pole) for s in axis.steps for p in s.practices]  # noqa: E731
    assert titles() == []
    assert practice_seen(other.pole, made.pk) is None
    offer_practice(made, by=None)
    assert titles() == ["Avis en avance"]
    assert axes_of(other.pole, whose="own")[2].count == 0
    offer_practice(made, by=None, is_offered=False)
    assert titles() == []
    assert [axis.count for axis in axes_of(pole.pole)] == [0, 0, 1, 0, 0, 0]


@pytest.mark.parametrize(("count", "is_told"), [(4, False), (5, True)])
def test_what_is_measured_is_told_from_five_dossiers_on(pole: Cluster, count: int, is_told: bool) -> None:
    other = cluster.founded("plasturgie", 1)
    made = with_dossiers(pole, count)
    shown = practice_shown(other.pole, practice_seen(other.pole, made.pk))
    expected = Delays(5, (("filing", 0), ("experts", 20), ("committee", 10)), 30) if is_told else None
    assert shown.measured.delays == expected
    assert shown.measured.labelled == Share(0, 0)  # one decision: too few whatever the dossiers
    assert [each.theirs for each in shown.stages] == ([0, 20, 10] if is_told else [])
    assert (shown.is_own, shown.may_adopt, shown.own) == (False, True, None)


def test_the_procedure_of_a_practice_is_adopted_from_its_card_with_its_differences(pole: Cluster) -> None:
    """Theirs has the delays of a version of its own."""
    made = with_dossiers(pole, 1)
    other = cluster.founded("plasturgie", 1)
    with scope(pole=other.pole):
        own = versions.adopt_shipped(other.pole, filed.LABEL, by=None)
        text = own.text.replace('version = "2026-1"', 'version = "2025-9"', 1)
        versions.save_draft(own, text, by=None)
    browser = Client()
    browser.force_login(other.people["team"])
    page = browser.get(f"/agir/pratiques/{made.pk}/").content.decode()
    assert f"?avant=v{own.pk}&amp;apres=v{made.procedure_id}" in page
    assert "moins de cinq dossiers" in page
    answer = browser.post(reverse("adopt_offered_procedure", args=[made.procedure_id]), follow=True)
    assert "adoptée en brouillon" in answer.content.decode()
    with scope(pole=other.pole):
        assert ProcedureVersion.objects.filter(key=filed.LABEL, state="draft").count() == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"axis": "autre"}, "l’axe"),
        ({"step": "Cibler"}, "l’une de ses étapes"),
        ({"title": " "}, "Donnez un titre"),
        ({"words": "Court."}, "une phrase au moins"),
    ],
)
def test_a_practice_that_says_too_little_is_refused(pole: Cluster, wrong: dict[str, str], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        write_practice(pole.pole, card(**wrong), by=None)
    assert not Practice.objects.exists()


def test_the_procedure_of_another_pole_measures_nothing_of_ours(pole: Cluster) -> None:
    other = cluster.founded("plasturgie", 1)
    with scope(pole=other.pole):
        theirs = filed.published(other)
    with pytest.raises(InputError, match="de votre pôle"):
        write_practice(pole.pole, card(procedure=theirs), by=None)


def test_what_is_typed_of_a_practice_is_kept_and_offered_with_a_way_back(pole: Cluster, signed_in: object) -> None:
    browser = signed_in("team")
    typed = {"place": "small:Repérer les PME", "title": "Un appel par PME", "words": WORDS}
    assert browser.post("/agir/pratiques/nouvelle/", typed | {"words": ""}).status_code == 422
    answer = browser.post("/agir/pratiques/nouvelle/", typed)
    made = Practice.objects.get()
    assert answer["Location"] == f"/agir/pratiques/{made.pk}/"
    page = browser.post(f"/agir/pratiques/{made.pk}/offrir/", {"geste": "offrir"}, follow=True).content.decode()
    assert "Offerte : les autres pôles la lisent" in page
    assert "Annuler" in page
    with scopes_disabled():
        assert Practice.objects.get().is_offered
