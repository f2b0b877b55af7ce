"""Practices between pôles: what another may read, write, offer and measure; what is typed badly; nothing lost on the way."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from factories import cluster, filed, meetings
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.procedures.actions import versions
from vivier_web.procedures.actions.committee import decide_all
from vivier_web.procedures.models import Dossier, ProcedureVersion
from vivier_web.procedures.queries.delays import Delays, Share
from vivier_web.projects.actions.practices import Card, offer_practice, write_practice
from vivier_web.projects.choices import STEPS, PracticeAxis
from vivier_web.projects.models import Practice
from vivier_web.projects.queries.practices import Axis, Step, axes_of, practice_seen, practice_shown, practices_seen

WORDS = "Une séance par mois, les avis rendus quinze jours avant."
TYPED = {"place": "projects:Faire émerger", "title": "Ateliers", "words": WORDS}
PLACES = [(axis, step) for axis, steps in STEPS.items() for step in steps]


def written(found: Cluster, title: str = "Ateliers", *, offered: bool = False, **more: Any) -> Practice:
    said = {"axis": "projects", "step": "Faire émerger", "title": title, "words": WORDS}
    row = write_practice(found.pole, Card(**(said | more)), by=None)
    return offer_practice(row, by=None) if offered else row


def told(found: Cluster, whose: str = "") -> list[str]:
    return [each.title for axis in axes_of(found.pole, whose=whose) for step in axis.steps for each in step.practices]


def aged(found: Cluster, count: int, key: str = filed.LABEL) -> ProcedureVersion:
    """Give a procedure with so many dossiers that left its stages, the first one decided."""
    row = filed.decided(found).dossier
    for rank in range(1, count):
        Dossier.objects.create(
            pole=row.pole, procedure=row.procedure, organisation=row.organisation, reference=f"2025-{rank:03d}",
            stage=row.stage, entered_on=row.entered_on, passed=row.passed,
        )  # fmt: skip
    return ProcedureVersion.objects.get(pk=row.procedure_id, key=key)


def test_every_step_of_every_axis_takes_a_practice_and_no_step_of_another_axis_does(pole: Cluster) -> None:
    for axis, step in PLACES:
        written(pole, f"{axis} {step}", axis=axis, step=step)
    found = axes_of(pole.pole)
    assert [
        (axis.key, step.title, [each.title for each in step.practices]) for axis in found for step in axis.steps
    ] == [(axis, step, [f"{axis} {step}"]) for axis, step in PLACES]
    assert [axis.title for axis in found] == [str(label) for label in PracticeAxis.labels]
    for axis in STEPS:
        for _, step in (each for each in PLACES if each[0] != axis):
            with pytest.raises(InputError, match="l’une de ses étapes"):
                written(pole, axis=axis, step=step)
    assert Practice.objects.count() == len(PLACES)


def test_an_axis_counts_what_its_steps_hold() -> None:
    rows = tuple(Practice(title=title) for title in "abc")
    assert Axis("small", "PME", (Step("un", rows[:2]), Step("deux", ()), Step("trois", rows[2:]))).count == 3
    assert Axis("small", "PME", ()).count == 0


WRONG = [
    {"axis": ""},
    {"axis": "Projects"},
    {"step": ""},
    {"step": "faire émerger"},
    {"title": ""},
    {"title": "\n\t"},
    {"words": ""},
    {"words": f"   {'x' * 19}   "},
]


def test_a_practice_badly_said_is_refused_and_the_known_one_stays_as_it_was(pole: Cluster) -> None:
    row = written(pole)
    good = {"axis": "projects", "step": "Faire émerger", "title": "Neuve", "words": WORDS}
    before = Act.objects.count()
    for wrong in WRONG:
        with pytest.raises(InputError):
            write_practice(pole.pole, Card(**(good | wrong)), by=None, practice=row)
    assert list(Practice.objects.values_list("title", "words")) == [("Ateliers", WORDS)]
    assert Act.objects.count() == before


def test_what_is_written_is_trimmed_and_cut_to_what_the_base_holds(pole: Cluster) -> None:
    row = written(pole, f" {'t' * 200} ", words=f" {'w' * 4000} ", learned="l" * 3000, source=f"  {'s' * 300}")
    row = Practice.objects.get(pk=row.pk)
    assert [len(each) for each in (row.title, row.words, row.learned, row.source)] == [120, 3000, 2000, 200]
    assert str(row) == "t" * 120


def test_offered_then_withdrawn_then_offered_again_is_told_in_the_journal_each_time(pole: Cluster) -> None:
    row = written(pole)
    for is_offered in (True, False, True, True):
        assert offer_practice(row, by=pole.people["team"], is_offered=is_offered).is_offered is is_offered
    told_acts = Act.objects.filter(subject=f"practice:{row.pk}").order_by("number")
    assert list(told_acts.values_list("verb", flat=True)) == [
        "write_practice", "offer_practice", "withdraw_practice_offer", "offer_practice", "offer_practice",
    ]  # fmt: skip


def test_each_pole_reads_its_own_and_what_is_offered_and_sorts_them_out(pole: Cluster) -> None:
    other = cluster.founded("plasturgie", 1)
    written(pole, "Gardée")
    written(pole, "Donnée", offered=True)
    with scope(pole=other.pole):
        written(other, "Secrète ailleurs")
        theirs = written(other, "Offerte ailleurs", offered=True)
    assert [told(pole, whose) for whose in ("", "own", "others", "inconnu")] == [
        ["Donnée", "Gardée", "Offerte ailleurs"],
        ["Donnée", "Gardée"],
        ["Offerte ailleurs"],
        ["Donnée", "Gardée", "Offerte ailleurs"],
    ]
    assert told(other) == ["Donnée", "Offerte ailleurs", "Secrète ailleurs"]
    assert practice_seen(pole.pole, theirs.pk) == theirs
    assert practice_seen(pole.pole, theirs.pk + 99) is None
    with scopes_disabled():
        assert Practice.objects.count() == 4
        assert practices_seen(pole.pole).count() == 3


def test_a_practice_without_a_procedure_measures_nothing(pole: Cluster) -> None:
    shown = practice_shown(pole.pole, written(pole))
    assert (shown.measured, shown.own, shown.stages, shown.own_version, shown.may_adopt) == (
        None,
        None,
        (),
        None,
        False,
    )
    assert shown.is_own


def test_both_poles_are_measured_side_by_side_each_on_its_own_dossiers(pole: Cluster) -> None:
    other = cluster.founded("plasturgie", 1)
    row = written(pole, procedure=aged(pole, 6), offered=True)
    with scope(pole=other.pole):
        own = aged(other, 5)
        late = [
            {**each, "left_on": "2026-12-31"} if each["stage"] == "experts" else each
            for each in Dossier.objects.first().passed
        ]
        Dossier.objects.update(passed=late)
    theirs = practice_shown(other.pole, practice_seen(other.pole, row.pk))
    assert (theirs.measured.delays.dossiers, theirs.own.delays.dossiers) == (6, 5)
    assert theirs.own_version == own
    assert [(each.theirs, each.ours) for each in theirs.stages] == [(0, 0), (20, 304), (10, 10)]
    mine = practice_shown(pole.pole, row)
    assert (mine.measured.delays, mine.own, mine.may_adopt) == (
        Delays(6, (("filing", 0), ("experts", 20), ("committee", 10)), 30), None, False,
    )  # fmt: skip
    assert mine.measured.labelled == Share(0, 0), "one decision only"


@pytest.mark.parametrize("count", [4, 5])
def test_ones_own_pole_is_told_nothing_of_fewer_than_five_either(pole: Cluster, count: int) -> None:
    row = written(pole, procedure=aged(pole, count))
    assert (practice_shown(pole.pole, row).measured.delays is None) is (count < 5)


def test_only_what_is_published_and_offered_is_adopted_from_a_practice(pole: Cluster) -> None:
    other = cluster.founded("plasturgie", 1)
    row = written(pole, procedure=filed.published(pole), offered=True)
    may = lambda: practice_shown(other.pole, practice_seen(other.pole, row.pk)).may_adopt  # noqa: E731
    assert not may(), "the practice is offered, its procedure is not"
    versions.offer(row.procedure, by=None)
    assert may()
    ProcedureVersion.objects.filter(pk=row.procedure_id).update(state="retired")
    assert not may()
    ProcedureVersion.objects.filter(pk=row.procedure_id).delete()
    assert practice_seen(other.pole, row.pk).procedure is None


def test_another_pole_reads_an_offered_practice_without_a_word_of_its_dossiers_and_changes_nothing(
    pole: Cluster,
) -> None:
    other, browser = cluster.founded("plasturgie", 1), Client()
    row = written(pole, procedure=aged(pole, 5), offered=True, source="Guide du pôle")
    hidden = written(pole, "Gardée")
    browser.force_login(other.people["team"])
    page = browser.get(reverse("practice", args=[row.pk])).content.decode()
    assert "Guide du pôle" in page
    dossier = Dossier.objects.order_by("pk").first()
    for secret in (dossier.reference, dossier.title, "MARQUE", "Modifier", reverse("offer_practice", args=[row.pk])):
        assert secret
        assert secret not in page
    assert browser.get(reverse("practice", args=[hidden.pk])).status_code == 404
    assert browser.get(reverse("edit_practice", args=[row.pk])).status_code == 404
    assert browser.post(reverse("edit_practice", args=[row.pk]), TYPED).status_code == 404
    assert browser.post(reverse("offer_practice", args=[row.pk]), {"geste": "retirer"}).status_code == 404
    kept = Practice.objects.get(pk=row.pk)
    assert (kept.is_offered, kept.pole, kept.title) == (True, pole.pole, "Ateliers")


@pytest.mark.parametrize(("kind", "reads", "writes"), [
    ("team", 200, 200), ("director", 200, 200), ("board", 200, 403), ("governance", 200, 403),
    ("member", 403, 403), ("expert", 403, 403),
])  # fmt: skip
def test_the_team_writes_the_board_reads_members_do_neither(
    pole: Cluster, signed_in: Any, kind: str, reads: int, writes: int
) -> None:
    row, browser = written(pole), signed_in(kind)
    assert browser.get(reverse("practices")).status_code == reads
    assert browser.get(reverse("practice", args=[row.pk])).status_code == reads
    assert browser.get(reverse("new_practice")).status_code == writes
    assert browser.get(reverse("edit_practice", args=[row.pk])).status_code == writes
    offered = browser.post(reverse("offer_practice", args=[row.pk])).status_code
    assert offered == (302 if writes == 200 else 403)
    assert browser.get(reverse("offer_practice", args=[row.pk])).status_code == 405


def test_a_practice_is_changed_without_losing_what_was_not_touched(pole: Cluster, signed_in: Any) -> None:
    version = filed.published(pole)
    row = written(pole, offered=True, source="Guide du pôle", learned="Commencer tôt", procedure=version)
    browser, url = signed_in("team"), reverse("edit_practice", args=[row.pk])
    form = browser.get(url).context["form"]
    typed = {key: form[key].value() for key in form.fields}
    answer = browser.post(url, typed | {"title": "Ateliers trimestriels"}, follow=True).content.decode()
    assert "Les pôles à qui elle est offerte la lisent ainsi." in answer
    kept = Practice.objects.get()
    assert (kept.title, kept.words, kept.learned, kept.source, kept.procedure, kept.is_offered, kept.step) == (
        "Ateliers trimestriels", WORDS, "Commencer tôt", "Guide du pôle", version, True, "Faire émerger",
    )  # fmt: skip


BAD_FORMS = [
    {"place": ""},
    {"place": "projects:Cibler"},
    {"place": "projects"},
    {"title": "t" * 121},
    {"words": "Court."},
    {"words": "w" * 3001},
    {"source": "s" * 201},
    {"procedure": "99999"},
    {"procedure": "abc"},
]


def test_what_is_typed_badly_comes_back_as_typed_and_nothing_is_written(pole: Cluster, signed_in: Any) -> None:
    browser = signed_in("team")
    for wrong in BAD_FORMS:
        answer = browser.post(reverse("new_practice"), TYPED | wrong)
        assert answer.status_code == 422, wrong
        assert answer.context["form"]["title"].value() == (TYPED | wrong)["title"]
    assert not Practice.objects.exists()


def test_drafts_and_procedures_of_other_poles_are_not_offered_to_measure_on(pole: Cluster, signed_in: Any) -> None:
    other = cluster.founded("plasturgie", 1)
    with scope(pole=other.pole):
        theirs = filed.published(other)
    draft = versions.adopt_shipped(pole.pole, filed.POOLING, by=None)
    own = filed.published(pole)
    browser = signed_in("team")
    choices = [key for key, _ in browser.get(reverse("new_practice")).context["form"].fields["procedure"].choices]
    assert choices == ["", str(own.pk)]
    for version in (theirs, draft):
        assert browser.post(reverse("new_practice"), TYPED | {"procedure": version.pk}).status_code == 422


def test_the_page_asks_the_base_as_often_for_one_practice_as_for_three(pole: Cluster, signed_in: Any) -> None:
    other, counts = cluster.founded("plasturgie", 1), []
    browser = signed_in("board")
    assert browser.get(reverse("practices")).context["count"] == 0
    for rank in range(3):
        written(pole, f"Nôtre {rank}")
        with scope(pole=other.pole):
            written(other, f"Leur {rank}", offered=True)
        with CaptureQueriesContext(connection) as asked:
            page = browser.get(reverse("practices"))
        counts.append(len(asked))
        assert page.context["count"] == 2 * rank + 2
    assert len(set(counts)) == 1
    assert browser.get(reverse("practices") + "?de=own").context["count"] == 3


def test_what_a_meeting_decides_is_measured_in_the_share_that_a_practice_shows(pole: Cluster) -> None:
    meeting = meetings.held(pole, *([(5, 5, 5)] * 3), *([(1, 1, 1)] * 2))
    row = written(pole, procedure=meeting.procedure)
    assert practice_shown(pole.pole, row).measured.labelled == Share(0, 0)
    assert decide_all(meeting, by=None).decided == 5
    assert practice_shown(pole.pole, row).measured.labelled == Share(3, 5)
