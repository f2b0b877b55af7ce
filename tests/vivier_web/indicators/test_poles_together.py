"""Several pôles put together: each enterprise once, the overlap told, nothing betrayed by a subtraction."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from factories import collected, publishing
from factories.publishing import COARSE, MEDIUM, ON
from vivier.vocabulary import InputError
from vivier_web.indicators import published
from vivier_web.indicators.actions.publishing import (
    publish,
    publish_together,
    requeue_lost_publications,
    withdraw_publication,
    work_out_publication,
)
from vivier_web.indicators.gate.frozen import document_of
from vivier_web.indicators.gate.together import belonging, code_of
from vivier_web.indicators.models import Publication, PublicationWork
from vivier_web.indicators.queries.circles import circle_of_network, circle_of_territory, offers_of
from vivier_web.indicators.queries.cubes import gathered
from vivier_web.indicators.queries.memory import past_of_pole
from vivier_web.indicators.queries.memory.views import kept_rows
from vivier_web.members.actions import admit_member, found_pole, link_network
from vivier_web.members.models import Network
from vivier_web.pages.shared import figures
from vivier_web.skills.actions.waves import freeze_wave


@pytest.fixture
def two(pole):
    """Two pôles of one network: the second shares five members with the first, and has seven of its own."""
    network = Network.objects.get()
    first = publishing.wave(pole.pole)
    shared = [publishing.gave(first, pole.pole, number, 1_000 + number, department="74") for number in range(5)]
    for number in range(5, 12):
        publishing.gave(first, pole.pole, number, 1_000 + number, department="38")
    freeze_wave(first, by=None)
    other = found_pole("plasturgie", "Pôle Plasturgie", "cluster", by=None, region="84", domain="Plasturgie")
    link_network(network, other, by=None)
    with scope(pole=other):
        second = publishing.wave(other)
        for number, organisation in enumerate(shared):
            admit_member(other, organisation, joined_on=dt.date(2024, 1, 1), by=None)
            collected.deposit(second, organisation, publishing.crowd(number, 1_000 + number))
        for number in range(20, 27):
            publishing.gave(second, other, number, 2_000 + number, department="69")
        freeze_wave(second, by=None)
    return network, first, second


def both(two, detail=COARSE):
    for given in two[1:]:
        with scope(pole=given.pole):
            publishing.published(given, detail)


def total(document, **codes):
    wanted = [codes.get(column, "T") for column in document["columns"]]
    return next(tuple(each[-3:-1]) for each in document["cells"] if each[:-3] == wanted)


def test_an_enterprise_of_two_poles_counts_in_each_and_once_in_all_and_the_overlap_is_told(two):
    network, *_ = two
    both(two)
    assert [(one.on, one.count, one.words) for one in offers_of(circle_of_network(network))] == [(ON, 2, "Effectif")]
    found = publishing.together(circle_of_network(network))
    document = document_of(bytes(found.content))
    shared = sum(1_000 + number for number in range(5))
    mine, other = shared + sum(1_000 + n for n in range(5, 12)), shared + sum(2_000 + n for n in range(20, 27))
    assert total(document) == (mine + other - shared, 19)
    assert total(document, dans_pole="mecatronique") == (mine, 12)
    assert total(document, dans_pole="plasturgie") == (other, 12)
    overlap = {"appartenance": "mecatronique+plasturgie"}
    assert total(document, **overlap) == (shared, 5)
    assert document["labels"]["appartenance"]["mecatronique+plasturgie"] == "Pôle mecatronique et Pôle Plasturgie"


def test_it_is_read_by_anyone_like_any_other(two):
    both(two)
    found = publishing.together(circle_of_network(two[0]))
    browser = Client()
    assert browser.get(reverse("published_dataset", args=[found.key])).status_code == 200
    assert browser.get(f"/api/open/donnees/{found.key}").json()["dataset"]["pole"] == ""
    assert {each.name for each in published.dataset(found.key).files} == set(published.FORMS)


def test_its_page_opens_on_what_is_of_all_and_crosses_it_by_pole(two):
    """What one pôle published in more detail is there, compared with the rest; it is no table of all of them."""
    network, first, second = two
    publishing.published(first, MEDIUM)
    with scope(pole=second.pole):
        publishing.published(second, COARSE)
    out = published.dataset(publishing.together(circle_of_network(network)).key)
    assert any(dict(zip(out.columns, each.codes, strict=True))["departement"] != "T" for each in out.cells)
    known = figures.axes(out)
    assert "departement" not in known
    assert set(known["region"]) == {"appartenance", "dans_pole"}
    assert figures.chosen(out, "", "") == ("region", "")
    drawn = figures.grid(out, "region", "dans_pole")
    assert (drawn.columns_title, drawn.heads[0]) == ("Dans le pôle", "Ensemble")
    assert {code for code, *_ in drawn.rows} == {""} | {
        code for each in out.cells if (code := dict(zip(out.columns, each.codes, strict=True))["region"]) != "T"
    }
    assert any(area.is_hidden or area.level for area in figures.mapped(out)[0])


def test_poles_that_did_not_publish_are_not_put_together(two):
    network, first, _ = two
    with pytest.raises(InputError, match="au moins deux pôles"):
        publishing.together(circle_of_network(network))
    publishing.published(first)
    with pytest.raises(InputError, match="au moins deux pôles"):
        publishing.together(circle_of_network(network))


def test_a_pole_that_publishes_after_is_protected_with_what_was_published_together(two):
    network, first, _ = two
    both(two)
    publishing.together(circle_of_network(network))
    work = work_out_publication(publish(first.pole, publishing.asked(first, MEDIUM), by=None).pk)
    assert work.state == "done", work.breaches
    document = document_of(bytes(Publication.objects.get(work=work).content))
    assert len(document["history"]) == 3, "its own, that of both, and that of a pôle that shares members"


def test_together_then_without_one_shared_member_is_refused_with_the_cells_named(two):
    network, first, _ = two
    both(two)
    publishing.together(circle_of_network(network))
    again = publishing.wave(first.pole, "Janvier 2026 bis")
    for number in range(1, 12):
        organisation = first.deposits.order_by("pk")[number].organisation
        collected.deposit(again, organisation, publishing.crowd(number, 1_000 + number))
    work = publishing.refused(freeze_wave(again, by=None), COARSE)
    assert "« Ensemble »" in work.trouble


def test_the_secretariat_of_a_network_publishes_together_from_its_page(two, signed_in):
    browser = signed_in("network")
    assert "Publier ensemble" not in browser.get(reverse("network_figures")).content.decode()
    both(two)
    assert "Publier ensemble" in browser.get(reverse("network_figures")).content.decode()
    done = browser.post(reverse("publish_joint", args=["reseau-mecanique", "effectifs", ON.isoformat()]), follow=True)
    assert "attend son tour" in done.content.decode()
    with scopes_disabled():
        (waiting,) = PublicationWork.objects.filter(pole=None)
    assert "HX-Refresh" not in browser.get(reverse("joint_progress"))
    work_out_publication(waiting.pk)
    assert browser.get(reverse("joint_progress"))["HX-Refresh"] == "true"
    page = browser.get(reverse("network_figures")).content.decode()
    assert "attend son tour" not in page
    with scopes_disabled():
        key = Publication.objects.get(work=waiting).key
    assert reverse("published_dataset", args=[key]) in page
    shown = browser.get(reverse("published_dataset", args=[key])).content.decode().replace("\xa0", " ")
    assert "12 entreprises" not in shown
    assert "de 19 entreprises" in shown
    refused = browser.post(reverse("publish_joint", args=["reseau-mecanique", "effectifs", "hier"]), follow=True)
    assert "Choisissez un jour" in refused.content.decode()


def test_only_those_whose_circle_it_is_withdraw_it_and_later_audits_remember_it(two, signed_in):
    network, _, second = two
    both(two)
    out = publishing.together(circle_of_network(network))
    national = publishing.together(circle_of_territory("FR"))
    secretary, state, region = (signed_in(kind) for kind in ("network", "state", "region"))
    why = {"why": "Une erreur"}
    assert [
        browser.post(reverse("withdraw_joint", args=[made.pk]), why).status_code
        for browser, made in ((state, out), (region, out), (secretary, national), (region, national))
    ] == [404] * 4
    assert "pourquoi" in secretary.post(reverse("withdraw_joint", args=[out.pk]), follow=True).content.decode()
    done = secretary.post(reverse("withdraw_joint", args=[out.pk]), why, follow=True).content.decode()
    assert "retirée" in done
    assert published.dataset(out.key).cells == ()
    state.post(reverse("withdraw_joint", args=[national.pk]), why)
    assert published.dataset(national.key).cells == ()
    with scope(pole=second.pole):
        past = past_of_pole(second.pole, gathered(second.pole, publishing.asked(second)))
    assert {out.sha256, national.sha256} <= set(past.digests)
    secretary.post(reverse("restore_joint", args=[out.pk]))
    assert published.dataset(out.key).cells


@pytest.mark.parametrize(("slug", "code"), [("hors", "hors"), ("T", "T_")])
def test_a_pole_whose_slug_means_something_else_is_a_code_of_its_own(slug, code):
    from vivier.disclosure.overlaps import groups_of, left_by

    assert code_of(slug) == code
    assert groups_of(belonging(["a", slug])["appartenance"]) in (("a", code), (code, "a"))
    assert not left_by(code)


def test_the_records_of_what_appeared_together_are_still_known(two):
    """What is left without a pôle is a cell of the records that nobody published."""
    network, *_ = two
    both(two)
    out = publishing.together(circle_of_network(network))
    document = document_of(bytes(out.content))
    assert not [each for each in document["cells"] if any(str(code).startswith("hors ") for code in each[:-3])]
    rows = kept_rows(out, document)
    assert rows is not None
    assert len({row["unit"] for row in rows}) == 19
    document["cells"][0][-3] = 1.0
    assert kept_rows(out, document) is None


def test_asked_twice_it_is_done_once_and_a_refusal_stays_on_the_page(two, signed_in):
    network, first, _ = two
    both(two)
    publishing.together(circle_of_network(network))
    circle = circle_of_territory("FR")
    asked = [publish_together(circle, "effectifs", ON, by=None).pk for _ in range(2)]
    assert asked[0] == asked[1]
    withdraw_publication(Publication.objects.filter(pole=first.pole).get(), "Une erreur", by=None)
    assert work_out_publication(asked[0]).state == "failed"
    shown = signed_in("state").get(reverse("authority_figures")).content.decode()
    assert "au moins deux pôles" in shown
    assert "Rien n’est sorti" in shown


def test_a_passage_lost_with_its_worker_is_queued_again_and_done(two):
    network, *_ = two
    both(two)
    work = publish_together(circle_of_network(network), "effectifs", ON, by=None)
    with scopes_disabled():
        long_ago = timezone.now() - dt.timedelta(hours=1)
        PublicationWork.objects.filter(pk=work.pk).update(state="running", attempts=1, beat_at=long_ago)
    assert requeue_lost_publications() == 1
    assert work_out_publication(work.pk).state == "done"
    with scopes_disabled():
        assert Publication.objects.get(work=work).network == network
