"""The procedures of a pôle change through acts: a published text never does, and each act leaves its line."""

import json
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django_scopes import scope, scopes_disabled

from factories import cluster, procedures
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.ops.demo import procedures as demo
from vivier_web.pages.pole.people.sentences import SENTENCES
from vivier_web.procedures.actions import versions as acts
from vivier_web.procedures.definition import UnreadableProcedure, digest, read, shipped, write
from vivier_web.procedures.models import ProcedureVersion
from vivier_web.procedures.queries import measured
from vivier_web.procedures.queries.versions import (
    checked,
    offered_elsewhere,
    offered_version,
    origin_of,
    shipped_beside,
    versions_of,
)

KEY = "label-seul-anr"
UNSOUND = procedures.SMALL.replace('key = "petit-label"', 'key = "bancal"').replace(
    'exit = [{ on = "done", to = ["end"] }]', 'exit = [{ on = "done", to = ["contract"] }]'
)


def adopted(found: Cluster) -> ProcedureVersion:
    return acts.adopt_shipped(found.pole, KEY, by=found.people["team"])


def published(found: Cluster) -> ProcedureVersion:
    return acts.publish_procedure(adopted(found), by=found.people["team"])


def verbs() -> list[str]:
    return list(
        Act.objects.order_by("number").filter(subject__startswith="procedure:").values_list("verb", flat=True)
    )


def test_an_adopted_procedure_is_a_draft_that_says_where_it_comes_from(pole: Cluster) -> None:
    made = adopted(pole)
    model = next(each for each in shipped() if each.key == KEY)
    assert (made.key, made.version, made.title, made.kind) == (KEY, "2026-1", model.title, "project_label")
    assert made.is_draft
    assert made.published_at is None
    assert made.definition() == model
    assert made.digest == made.taken_from == digest(model)
    assert origin_of(made) == f"la procédure livrée « {model.title} », version 2026-1"


def test_the_same_version_is_adopted_once(pole: Cluster) -> None:
    adopted(pole)
    with pytest.raises(InputError, match="a déjà"):
        adopted(pole)
    assert ProcedureVersion.objects.count() == 1


def test_an_unknown_shipped_procedure_is_refused(pole: Cluster) -> None:
    with pytest.raises(InputError, match="n’est plus livrée"):
        acts.adopt_shipped(pole.pole, "inconnue", by=None)


def test_a_published_text_is_canonical_and_never_changes(pole: Cluster) -> None:
    draft = acts.import_procedure(pole.pole, f"# à relire\n{procedures.SMALL}", by=None)
    assert draft.text.startswith("# à relire")
    made = acts.publish_procedure(draft, by=None)
    assert made.text == write(procedures.small())
    assert made.published_at is not None
    with pytest.raises(InputError, match="ne change plus"):
        acts.save_draft(made, procedures.SMALL.replace("Petit label", "Autre"), by=None)
    made.text = made.text.replace("Petit label", "Autre")
    with pytest.raises(InputError, match="ne change plus"):
        made.save()
    made.refresh_from_db()
    assert made.definition() == procedures.small()
    with pytest.raises(InputError, match="n’est pas un brouillon"):
        acts.publish_procedure(made, by=None)


def test_a_retired_text_does_not_change_either(pole: Cluster) -> None:
    made = acts.retire(published(pole), by=None)
    with pytest.raises(InputError, match="ne change plus"):
        acts.save_draft(made, procedures.SMALL, by=None)


def test_a_draft_changes_with_its_text_and_repeats_what_it_says(pole: Cluster) -> None:
    draft = acts.import_procedure(pole.pole, procedures.SMALL, by=None)
    kept = acts.save_draft(draft, procedures.SMALL.replace('title = "Petit label"', 'title = "Grand label"'), by=None)
    assert (kept.pk, kept.title) == (draft.pk, "Grand label")
    assert kept.digest != draft.digest
    assert kept.definition().title == "Grand label"


def test_a_draft_that_cannot_be_read_is_refused_with_its_line_and_stays_as_it_was(pole: Cluster) -> None:
    draft = acts.import_procedure(pole.pole, procedures.SMALL, by=None)
    with pytest.raises(UnreadableProcedure, match="Ligne 4"):
        acts.save_draft(draft, procedures.SMALL.replace('"project_label"', '"projet"'), by=None)
    draft.refresh_from_db()
    assert draft.text == procedures.SMALL


def test_what_does_not_pass_the_checks_is_not_published(pole: Cluster) -> None:
    draft = acts.import_procedure(pole.pole, UNSOUND, by=None)
    with pytest.raises(acts.UnsoundProcedure, match="avant de publier") as why:
        acts.publish_procedure(draft, by=None)
    assert any("aucune suite ne mène à une fin" in each.sentence for each in why.value.findings)
    draft.refresh_from_db()
    assert draft.is_draft


def test_the_next_version_is_a_draft_of_the_same_procedure(pole: Cluster) -> None:
    first = published(pole)
    second, third = acts.new_version(first, by=None), acts.new_version(first, by=None)
    assert [second.version, third.version] == ["2026-2", "2026-3"]
    assert second.taken_from == first.digest
    assert replace(second.definition(), version="2026-1") == first.definition()
    assert origin_of(second) == "la version 2026-1"


def test_two_texts_never_bear_the_same_version(pole: Cluster) -> None:
    first = acts.import_procedure(pole.pole, procedures.SMALL, by=None)
    with pytest.raises(InputError, match=r"écrivez par exemple version = \"2\""):
        acts.import_procedure(pole.pole, procedures.SMALL, by=None)
    second = acts.new_version(first, by=None)
    with pytest.raises(InputError, match="déjà une version"):
        acts.save_draft(second, procedures.SMALL, by=None)
    second.version = first.version
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_a_title_longer_than_its_column_is_said_rather_than_cut(pole: Cluster) -> None:
    with pytest.raises(InputError, match="ne dépasse pas 200"):
        acts.import_procedure(pole.pole, procedures.SMALL.replace("Petit label", "L" * 201), by=None)


def test_a_version_set_aside_comes_back_where_it_was(pole: Cluster) -> None:
    made, draft = published(pole), acts.import_procedure(pole.pole, procedures.SMALL, by=None)
    for each, state in ((made, "published"), (draft, "draft")):
        assert acts.retire(each, by=None).state == "retired"
        assert acts.resume(each, by=None).state == state


def test_only_what_is_published_is_offered_and_what_is_retired_is_offered_no_more(pole: Cluster) -> None:
    draft = adopted(pole)
    with pytest.raises(InputError, match="version publiée"):
        acts.offer(draft, by=None)
    draft.offered = True
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.save()
    made = acts.offer(acts.publish_procedure(ProcedureVersion.objects.get(), by=None), by=None)
    assert made.offered
    assert not acts.retire(made, by=None).offered
    assert not acts.resume(made, by=None).offered


def test_another_pole_sees_and_adopts_what_is_offered_and_nothing_else(pole: Cluster) -> None:
    kept, given = published(pole), acts.import_procedure(pole.pole, procedures.SMALL, by=None)
    given = acts.offer(acts.publish_procedure(given, by=None), by=None)
    other = cluster.founded("plasturgie", 1)
    with scope(pole=other.pole):
        assert [each.pk for each in offered_elsewhere(other.pole)] == [given.pk]
        assert offered_version(other.pole, kept.pk) is None
        with pytest.raises(InputError, match="n’est plus offerte"):
            acts.adopt_from_pole(other.pole, kept.pk, by=None)
        made = acts.adopt_from_pole(other.pole, given.pk, by=None)
        assert (made.pole, made.digest, made.state) == (other.pole, given.digest, "draft")
        assert origin_of(made) == "la procédure de Pôle mecatronique, version 1"
        with pytest.raises(InputError, match="a déjà"):
            acts.adopt_from_pole(other.pole, given.pk, by=None)
    assert offered_elsewhere(pole.pole) == []
    acts.withdraw_offer(given, by=None)
    with scope(pole=other.pole):
        assert offered_elsewhere(other.pole) == []
        assert origin_of(made) == "une procédure offerte naguère"
        assert made.definition() == given.definition()


def test_another_text_of_a_version_one_has_takes_the_next_number(pole: Cluster) -> None:
    given = acts.import_procedure(pole.pole, procedures.SMALL, by=None)
    given = acts.offer(acts.publish_procedure(given, by=None), by=None)
    other = cluster.founded("plasturgie", 1)
    with scope(pole=other.pole):
        acts.import_procedure(other.pole, procedures.SMALL.replace("Petit label", "Le nôtre"), by=None)
        assert acts.adopt_from_pole(other.pole, given.pk, by=None).version == "2"


def test_each_act_leaves_one_line_of_numbers_and_codes_with_its_sentence(pole: Cluster) -> None:
    made = published(pole)
    acts.offer(made, by=pole.people["team"])
    acts.offer(made, by=None)  # already is: nothing is said twice
    acts.withdraw_offer(made, by=None)
    acts.retire(made, by=None)
    acts.resume(made, by=None)
    draft = acts.new_version(made, by=None)
    acts.save_draft(draft, write(replace(draft.definition(), title="Label rapide")), by=None)
    acts.import_procedure(pole.pole, procedures.SMALL, by=None)
    assert verbs() == [
        "adopt_procedure", "publish_procedure", "offer_procedure", "withdraw_procedure_offer", "retire_procedure",
        "resume_procedure", "clone_procedure", "save_procedure", "import_procedure",
    ]  # fmt: skip
    assert set(verbs()) <= set(SENTENCES)
    first = Act.objects.get(verb="adopt_procedure")
    assert json.loads(first.detail) == {"key": KEY, "source": "shipped", "version": "2026-1"}
    assert (first.pole, first.actor_id) == ("mecatronique", pole.people["team"].pk)


def test_a_text_is_checked_line_by_line() -> None:
    assert checked(procedures.SMALL).is_sound
    broken = checked('key = "a"\nversion = 3\n')
    assert broken.procedure is None
    assert broken.troubles == ((2, "On attend ici un texte entre guillemets."),)
    unsound = checked("\ufeff" + UNSOUND.replace("\n", "\r\n"))
    assert unsound.procedure is not None
    assert not unsound.is_sound
    line, sentence = next(each for each in unsound.troubles if "aucune suite" in each[1])
    assert "Contrat" in sentence
    assert UNSOUND.splitlines()[line - 1].startswith("exit")


def test_readers_are_shown_what_is_published_alone(pole: Cluster) -> None:
    made = published(pole)
    acts.import_procedure(pole.pole, procedures.SMALL, by=None)
    assert list(versions_of(pole.pole, is_written=False, state="draft")) == [made]
    assert versions_of(pole.pole).count() == 2
    assert list(versions_of(pole.pole, state="published", kind="project_label")) == [made]
    assert not versions_of(pole.pole, kind="call").exists()


def test_the_shelf_says_what_the_pole_made_of_each_shipped_procedure(pole: Cluster) -> None:
    made = acts.new_version(published(pole), by=None)
    found = {each.procedure.key: each.own for each in shipped_beside(pole.pole)}
    assert found.pop(KEY) == made
    assert set(found.values()) == {None}


def test_a_definition_is_read_once_for_the_same_text(pole: Cluster) -> None:
    made = published(pole)
    assert made.definition() is ProcedureVersion.objects.get().definition()
    assert read(made.text) == made.definition()


def test_nothing_is_measured_before_there_are_dossiers(pole: Cluster) -> None:
    assert measured(published(pole)) is None


def test_the_demonstration_adopts_adapts_and_exchanges_through_the_acts(pole: Cluster) -> None:
    demo.adopt_some(pole.pole, by=pole.people["team"])
    states = {(each.key, each.version): each.state for each in ProcedureVersion.objects.all()}
    assert states == {
        (demo.LABEL, "2026-1"): "retired",
        (demo.LABEL, "2026-2"): "published",
        (demo.SUPPORT, "2026-1"): "published",
        (demo.POOLING, "2026-1"): "published",
        (demo.POOLING, "2026-2"): "draft",
    }
    cluster.founded(demo.NEIGHBOUR, 1)
    demo.exchange()
    assert [each.title for each in offered_elsewhere(pole.pole)] == ["Label de projet, comité restreint"]
    with scopes_disabled():
        assert not any(checked(each.text).troubles for each in ProcedureVersion.objects.all())
