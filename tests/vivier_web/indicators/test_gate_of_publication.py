"""The gate of publication: what passes it, the attacks it refuses, and that nothing else can be published."""

import datetime as dt
import hashlib
import json

import pytest
from django_scopes import scope, scopes_disabled

from factories import collected, publishing
from factories.publishing import COARSE, FINE, LARGE, MEDIUM, ON
from vivier.disclosure import Rules
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.indicators import published
from vivier_web.indicators.actions import passing
from vivier_web.indicators.actions import publishing as acts
from vivier_web.indicators.actions.knowing import note_known_figure
from vivier_web.indicators.gate.frozen import Card, Sealed, document_of, sealed
from vivier_web.indicators.gate.layout import HEADCOUNT
from vivier_web.indicators.models import Publication, PublicationWork
from vivier_web.indicators.queries.cube_rows import Asked
from vivier_web.indicators.queries.cubes import gathered
from vivier_web.indicators.queries.passages import passage_of
from vivier_web.indicators.queries.publications import past_of, shown_by
from vivier_web.members.actions import found_pole, link_group
from vivier_web.skills.actions.waves import erase_wave, freeze_wave
from vivier_web.skills.actions.works import take
from vivier_web.skills.models import Deposit


def cell(document, **codes):
    """Find a cell by its codes: value, units, status."""
    wanted = [codes.get(column, "T") for column in document["columns"]]
    return next(each[-3:] for each in document["cells"] if each[:-3] == wanted)


def test_a_publication_shows_totals_and_hides_the_member_that_is_alone(pole):
    found = publishing.published(publishing.frozen(pole.pole))
    document = document_of(bytes(found.content))
    value, units, status = cell(document)
    assert (units, status) == (25, "published")
    assert value == sum(1_111 + 207 * (number % 5) for number in range(24)) + LARGE
    assert cell(document, departement="01", region="84") == [None, 1, "primary"]
    assert [each[2] for each in document["cells"] if each[-3] is None and each[-1] == "published"] == []
    assert document["audit"]["verdict"].startswith("Rien n’est trahi")


def test_what_is_published_is_what_was_rehearsed_and_a_rehearsal_publishes_nothing(pole):
    given = publishing.frozen(pole.pole)
    rehearsal = publishing.rehearsed(given)
    assert not Publication.objects.exists()
    assert bytes(publishing.published(given).content) == bytes(rehearsal.preview)


def test_the_journal_keeps_the_digest_of_what_was_frozen(pole):
    found = publishing.published(publishing.frozen(pole.pole))
    act = Act.objects.get(verb="publish_figures")
    assert act.subject == f"publication:{found.pk}"
    assert json.loads(act.detail)["sha256"] == hashlib.sha256(bytes(found.content)).hexdigest() == found.sha256
    assert str(LARGE) not in act.detail


# --- Nothing is published otherwise ---


def test_only_tables_that_were_protected_can_be_sealed():
    blank = dict.fromkeys(Card.__slots__, "")
    with pytest.raises(TypeError):
        sealed(object(), Card(**blank), Rules())
    with pytest.raises(TypeError):
        Sealed(b"{}")


def test_a_publication_without_a_seal_cannot_be_kept_nor_one_changed(pole):
    one = {"key": "x", "cube": "effectifs", "on": ON, "title": "x", "content": b"{}", "sha256": "0" * 64}
    with pytest.raises(InputError, match="contrôle du secret"):
        Publication.objects.create(pole=pole.pole, published_at=dt.datetime.now(dt.UTC), **one)
    found = publishing.published(publishing.frozen(pole.pole))
    found.title = "Autre"
    with pytest.raises(InputError, match="ne se modifie pas"):
        found.save()


def test_bytes_that_were_tampered_with_are_not_shown(pole):
    found = publishing.published(publishing.frozen(pole.pole))
    Publication.objects.filter(pk=found.pk).update(content=bytes(found.content).replace(b"primary", b"PRIMARY"))
    published.reading.document_kept.cache_clear()
    with pytest.raises(InputError, match="n’est plus celle qui a été figée"):
        published.dataset(found.key)


def test_an_open_wave_an_erased_one_and_another_poles_are_refused(pole):
    opened = publishing.deposited(pole.pole)
    with pytest.raises(InputError, match="figez-la"):
        acts.publish(pole.pole, publishing.asked(opened), by=None)
    frozen = freeze_wave(opened, by=None)
    for asked in (
        Asked("effectifs", "wave:0", MEDIUM, {}),
        Asked("effectifs", f"wave:{frozen.pk}", "tout", {}),
        Asked("rien", f"wave:{frozen.pk}", MEDIUM, {}),
    ):
        with pytest.raises(InputError):
            acts.publish(pole.pole, asked, by=None)
    erase_wave(frozen, by=None)
    with pytest.raises(InputError, match="effacées"):
        acts.publish(pole.pole, publishing.asked(frozen), by=None)
    assert not PublicationWork.objects.exists()


# --- The three attacks ---


def test_with_and_without_the_largest_employer_is_refused(pole):
    given = publishing.frozen(pole.pole)
    publishing.published(given, COARSE)
    work = publishing.refused(given, COARSE, perimeter="college", value="Entreprises")
    assert "« Ensemble »" in work.trouble
    assert any("Auvergne-Rhône-Alpes" in each and "une ou deux unités près" in each for each in work.breaches)
    assert Publication.objects.count() == 1
    assert str(LARGE) not in work.trouble + json.dumps(work.breaches)


def test_the_same_table_with_one_member_more_is_refused_even_once_the_first_is_withdrawn(pole):
    first = publishing.frozen(pole.pole)
    acts.withdraw_publication(publishing.published(first, COARSE), "Une erreur de saisie", by=None)
    again = publishing.wave(pole.pole, "Janvier 2026 bis")
    for deposit in Deposit.objects.filter(wave=first):
        collected.deposit(again, deposit.organisation, received(deposit))
    publishing.gave(again, pole.pole, 950, 3_217)
    work = publishing.refused(freeze_wave(again, by=None), COARSE)
    assert "« Ensemble »" in work.trouble
    assert any("« Industrie manufacturière » a été publiée à une ou deux unités près" in e for e in work.breaches)


def received(deposit):
    from vivier.intake.sending import received as read

    return read(deposit.cells).companies[0]


def test_a_detail_that_what_appeared_leaves_no_way_to_protect_is_refused_in_words_that_say_what_to_do(pole):
    given, told = publishing.frozen(pole.pole), {}
    for number in range(24):
        place = publishing.PLACES[number % 4]
        told[place] = told.get(place, 0) + 1_111 + 207 * (number % 5)
    figures = [({"departement": place}, people) for place, people in told.items()]
    figures.append(({"region": "84"}, sum(told.values()) + LARGE))
    for cell_of, people in figures:
        note_known_figure(pole.pole, ("effectifs", ON), cell_of, value=people, where="Rapport annuel 2025", by=None)
    work = publishing.refused(given)
    assert work.breaches == []
    assert work.trouble == (
        "Ce détail ne peut pas être protégé : ce qui a déjà paru donnerait une case sensible par différence "
        "(« Rapport annuel 2025 », chiffres du 31/01/2026). Aucun autre détail ne peut l’être aujourd’hui : gardez ce "
        "qui a paru, et publiez la prochaine collecte."
    )
    named = [{"words": "Rapport annuel 2025", "on": "2026-01-31", "key": ""}]
    assert work.refusal == {"beside": named, "details": []}
    assert not Publication.objects.exists()


def test_a_margin_that_appeared_elsewhere_is_refused_where_it_betrays(pole):
    given = publishing.frozen(pole.pole)
    note_known_figure(
        pole.pole, ("effectifs", ON), {"departement": "01"}, value=LARGE, where="Rapport annuel 2025", by=None
    )
    work = publishing.refused(given)
    assert "« Ain »" in work.trouble
    assert any(each == "La case « Ain », masquée ici, est publiée dans un autre fichier." for each in work.breaches)
    assert not Publication.objects.exists()


def test_a_figure_that_betrays_nobody_lets_the_publication_pass(pole):
    given = publishing.frozen(pole.pole)
    total = sum(int(row["effectif"]) for row in gathered(pole.pole, publishing.asked(given)).rows)
    note_known_figure(pole.pole, ("effectifs", ON), {}, value=total, where="Discours du président", by=None)
    assert publishing.published(given).audit["hidden"] > 0


def test_publishing_the_same_again_and_coarser_after_finer_is_allowed_and_remembered(pole):
    given = publishing.frozen(pole.pole)
    first = publishing.published(given, FINE)
    second = publishing.published(given, COARSE)
    finer, coarser = (document_of(bytes(each.content)) for each in (first, second))
    assert finer["cells"] == coarser["cells"], "what is already published stays, hidden or shown"
    assert coarser["history"] == [first.sha256]
    assert (first.key, second.key) == ("effectifs-mecatronique-2026-01-31-1", "effectifs-mecatronique-2026-01-31-2")


def test_a_publication_that_appeared_meanwhile_sends_back_to_the_gate(pole):
    """The window between the audit and the freezing: what was compared is no longer all there is."""
    given = publishing.frozen(pole.pole)
    asked = publishing.asked(given)
    late = take(PublicationWork, acts.publish(pole.pole, asked, by=None).pk, step="")
    passage = passage_of(late)
    past = passage.past()
    out = passing._sealed(late, passage, past, lambda _step, _share: None)
    publishing.published(given, COARSE)
    with pytest.raises(InputError, match="a paru entre-temps"):
        passing._freeze(late, passage, past, out)
    assert Publication.objects.count() == 1


def test_what_others_publish_meanwhile_of_their_own_members_stops_nobody(pole):
    late = take(
        PublicationWork, acts.publish(pole.pole, publishing.asked(publishing.frozen(pole.pole)), by=None).pk, step=""
    )
    passage = passage_of(late)
    past = passage.past()
    out = passing._sealed(late, passage, past, lambda _step, _share: None)
    other = found_pole("plasturgie", "Pôle Plasturgie", "cluster", by=None, region="84")
    with scope(pole=other):
        theirs = publishing.wave(other)
        for number in range(40, 52):
            publishing.gave(theirs, other, number, 1_000 + number)
        freeze_wave(theirs, by=None)
        publishing.published(theirs, COARSE)
    passing._freeze(late, passage, past, out)
    with scopes_disabled():
        assert sorted(Publication.objects.values_list("pole__slug", flat=True)) == ["mecatronique", "plasturgie"]


# --- Who contributes ---


def test_two_members_of_one_group_are_one_contributor(pole):
    given = publishing.wave(pole.pole)
    members = [publishing.gave(given, pole.pole, number, 1_000, department="38") for number in range(3)]
    for number in range(10, 16):
        publishing.gave(given, pole.pole, number, 1_000)
    freeze_wave(given, by=None)
    before = document_of(bytes(publishing.rehearsed(given).preview))
    assert cell(before, departement="38", region="84")[2] == "published"
    link_group(pole.pole, members[0], members[1].siren, by=None)
    after = document_of(bytes(publishing.rehearsed(given).preview))
    assert cell(after, departement="38", region="84") == [None, 3, "primary"]


@pytest.mark.parametrize(
    ("detail", "codes", "expected"),
    [
        (MEDIUM, {"departement": "69", "region": "84"}, (6, "published")),
        (MEDIUM, {"section": "C"}, (25, "published")),
        (COARSE, {"taille": "5000+"}, (1, "primary")),
        (FINE, {"division": "30", "section": "C"}, (1, "primary")),
    ],
)
def test_cells_count_their_contributors(pole, detail, codes, expected):
    work = publishing.rehearsed(publishing.frozen(pole.pole), detail)
    _, units, status = cell(document_of(bytes(work.preview)), **codes)
    assert (units, status) == expected


def test_a_pole_of_few_members_is_offered_coarser_tables_or_agreements(pole):
    from vivier_web.indicators.gate.words import proposals

    given = publishing.wave(pole.pole)
    for number in range(4):
        publishing.gave(given, pole.pole, number, 40, department=publishing.PLACES[number])
    work = publishing.rehearsed(freeze_wave(given, by=None))
    outlook = shown_by(work).outlook
    said = proposals(outlook, work.detail, members=4)
    assert outlook.is_mostly_hidden
    assert [each.split(" :")[0] for each in said[:1]] == ["Publier moins de détail"]
    assert "accord signé" in said[1]
    assert len(said) == 3


def test_people_are_counted_once_in_the_establishment_they_work_in(pole):
    given = publishing.frozen(pole.pole)
    found = gathered(pole.pole, publishing.asked(given))
    assert found.members == 25
    assert sum(int(row["effectif"]) for row in found.rows) == sum(
        Deposit.objects.filter(wave=given).values_list("people", flat=True)
    )
    assert {row["region"] for row in found.rows} == {"84"}
    assert set(found.texts()) == {*HEADCOUNT.columns, "unit", "holding", "effectif"}


def test_withdrawing_hides_the_figures_and_forgets_nothing(pole):
    found = publishing.published(publishing.frozen(pole.pole))
    with pytest.raises(InputError, match="pourquoi"):
        acts.withdraw_publication(found, " ", by=None)
    acts.withdraw_publication(found, "Une erreur de saisie", by=None)
    shown = published.dataset(found.key)
    assert (shown.cells, shown.files, shown.card.withdrawn_why) == ((), (), "Une erreur de saisie")
    assert published.datasets() == ((), 0)
    assert published.published_file(found.key, "csv").is_withdrawn
    assert past_of(pole.pole, HEADCOUNT, ON).digests == (found.sha256,)
    acts.restore_publication(found, by=None)
    with scopes_disabled():
        assert published.datasets()[1] == 1
