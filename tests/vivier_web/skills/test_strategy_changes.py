"""Each change of a strategy as an action: what it refuses, writes in the journal, keeps, publishes and prints."""

import pytest
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from factories import cluster, decided, needed
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.skills.actions import strategy_sheets as acts
from vivier_web.skills.actions.strategy import MOST_SEED, propose_strategy, work_out_strategy
from vivier_web.skills.actions.strategy_papers import ask_strategy_paper, work_out_strategy_paper
from vivier_web.skills.models import Run, StrategyPaper, StrategyProposal, StrategySheet
from vivier_web.skills.published import published_strategy
from vivier_web.skills.queries.strategy import (
    document_of,
    opened,
    preview,
    proposals_of,
    runs_to_read,
    trouble_with,
)
from vivier_web.skills.queries.strategy_reads import gathered_for
from vivier_web.skills.strategy.sheet import LINKS, from_json

COUNT = '{{etude.metiers["ensemble"]}}'


@pytest.fixture
def sheet(pole: Cluster) -> StrategySheet:
    """A sheet of a small pôle, where nothing stood out: its axes are those people add."""
    return decided.shared(pole.pole, members=6)


def written(sheet: StrategySheet, name: str = "Former ensemble", **links: str) -> str:
    """Add an axis, write its six links and retain it."""
    told = {each: f"{words} à tenir." for each, (words, _) in LINKS.items()}
    told |= {"evidence": f"L’étude compte {COUNT}.", "indicator": "Postes, relevés chaque année."}
    key = acts.add_axis(sheet, name, by=None)
    acts.rewrite_axis(sheet, key, name, told | links, by=None)
    acts.decide_axis(sheet, key, "kept", by=None)
    return key


def verbs() -> list[str]:
    return list(Act.objects.order_by("pk").values_list("verb", flat=True))


def test_what_changes_nothing_is_neither_kept_nor_written_in_the_journal(sheet: StrategySheet) -> None:
    key = written(sheet)
    before, journal = list(sheet.before), verbs()
    acts.decide_axis(sheet, key, "kept", by=None)
    acts.move_axis(sheet, key, -1, by=None)
    assert (sheet.before, verbs()) == (before, journal)


def test_fifty_changes_can_be_taken_back_and_no_more(sheet: StrategySheet) -> None:
    key = acts.add_axis(sheet, "Former", by=None)
    for rank in range(acts.MOST_BEFORE + 2):
        acts.decide_axis(sheet, key, ("kept", "debate")[rank % 2], by=None)
    assert len(StrategySheet.objects.get(pk=sheet.pk).before) == acts.MOST_BEFORE
    for _ in range(acts.MOST_BEFORE):
        acts.undo_change(sheet, by=None)
    assert [axis.key for axis in from_json(sheet.axes)] == [key]  # that it was added is not taken back any more
    with pytest.raises(InputError, match="plus de changement"):
        acts.undo_change(sheet, by=None)


def test_two_people_who_change_at_once_lose_nothing(sheet: StrategySheet) -> None:
    other = StrategySheet.objects.get(pk=sheet.pk)
    first, second = acts.add_axis(sheet, "Former", by=None), acts.add_axis(other, "Attirer", by=None)
    assert first != second
    assert [axis.name for axis in from_json(StrategySheet.objects.get(pk=sheet.pk).axes)] == ["Former", "Attirer"]


UNCOMPOSED = (
    "{{", "}}", "{{}}", "{{{{etude}}}}", "{{{" + COUNT, 'Un {{etude.\nmetiers["ensemble"]}}', '{{etude.rien["x"]}}',
    '{{besoins.retours["comptes"]}}', '{{somme(etude.metiers["ensemble"],etude.membres["ensemble"])}}',
)  # fmt: skip


def test_a_link_that_cannot_be_composed_is_refused_and_changes_nothing(sheet: StrategySheet) -> None:
    key = written(sheet)
    held, before = opened(sheet.proposal), StrategySheet.objects.get(pk=sheet.pk).axes
    kept = dict(from_json(before)[-1].links)
    assert trouble_with(held, f"Ici {COUNT}.") == ""
    for text in UNCOMPOSED:
        with pytest.raises(acts.TextError) as refused:
            acts.rewrite_axis(sheet, key, "Former", kept | {"risk": text}, by=None)
        assert refused.value.troubles == {"risk": trouble_with(held, text)} != {"risk": ""}, text
    assert StrategySheet.objects.get(pk=sheet.pk).axes == before


def test_a_figure_that_fails_is_previewed_as_one_to_take_up_again(sheet: StrategySheet) -> None:
    held = opened(sheet.proposal)
    assert preview(held, 'Ici {{etude.rien["x"]}} et {{}}.') == "Ici [chiffre à reprendre] et [chiffre à reprendre]."
    assert preview(held, f"Ici {COUNT}.") == f"Ici {held.shown(COUNT.strip('{}'))}."


def test_a_name_with_a_figure_never_breaks_the_document(sheet: StrategySheet) -> None:
    with pytest.raises(InputError, match="ne porte pas de chiffre"):
        acts.add_axis(sheet, "Axe {{x}}", by=None)
    assert sheet.axes == StrategySheet.objects.get(pk=sheet.pk).axes == []


def test_a_whole_document_is_published_replaces_the_other_and_is_taken_back(sheet: StrategySheet) -> None:
    pole = sheet.pole
    written(sheet)
    other = decided.again(sheet.proposal.run, seed=2)
    written(other, "Attirer")
    assert published_strategy(pole) is None
    for each, name in ((sheet, "Former ensemble"), (other, "Attirer")):
        acts.publish_strategy(each, by=None)
        found = published_strategy(pole)
        assert found is not None
        assert (found.pk, found.title) == (each.proposal_id, "Stratégie du pôle mecatronique")
        assert [words for style, words in found.lines if style == "-"] == [f"Axe 1\u202f: {name}"]
        assert not any("{{" in words for _, words in found.lines)
    assert StrategySheet.objects.filter(published_at__isnull=False).count() == 1
    acts.withdraw_strategy(other, by=None)
    assert published_strategy(pole) is None
    assert verbs()[-3:] == ["publish_strategy", "publish_strategy", "withdraw_strategy"]


def test_a_publication_of_one_pole_is_neither_read_nor_replaced_by_another(sheet: StrategySheet) -> None:
    written(sheet)
    acts.publish_strategy(sheet, by=None)
    elsewhere = cluster.founded("plasturgie", first=1)
    with scope(pole=elsewhere.pole):
        assert published_strategy(elsewhere.pole) is None
        assert proposals_of(elsewhere.pole) == runs_to_read(elsewhere.pole) == []
        theirs = decided.proposed(elsewhere.pole, members=6)
        assert theirs.proposal.number == 1  # each pôle counts its own
        written(theirs, "Attirer")
        acts.publish_strategy(theirs, by=None)
    found = published_strategy(sheet.pole)
    assert found is not None
    assert found.pk == sheet.proposal_id
    with scopes_disabled():
        assert StrategySheet.objects.filter(published_at__isnull=False).count() == 2


def test_what_is_not_retained_or_not_proven_is_not_published(sheet: StrategySheet) -> None:
    with pytest.raises(InputError, match="Aucun axe"):
        acts.publish_strategy(sheet, by=None)
    key = written(sheet, evidence="Sans chiffre.")
    with pytest.raises(InputError, match="quinze points"):
        acts.publish_strategy(sheet, by=None)
    assert published_strategy(sheet.pole) is None
    found = document_of(opened(sheet.proposal), sheet)
    assert (found.met, found.is_met) == (len(found.points) - 1, False)
    (fault,) = [fault for point in found.points for fault in point.faults]
    assert fault.axis == key
    assert "Document de travail" in found.text


def test_a_seed_is_a_whole_number_within_bounds(sheet: StrategySheet) -> None:
    for seed in (-1, MOST_SEED + 1, 1.0, "1", True, None):
        with pytest.raises(InputError, match="graine"):
            propose_strategy(sheet.proposal.run, None, by=None, seed=seed)  # type: ignore[arg-type]
    assert StrategyProposal.objects.count() == 1


def test_a_run_without_result_is_not_read(sheet: StrategySheet) -> None:
    run = sheet.proposal.run
    for state in ("queued", "running", "failed"):
        Run.objects.filter(pk=run.pk).update(state=state)
        run.refresh_from_db()
        assert runs_to_read(sheet.pole) == []
        with pytest.raises(InputError, match="pas encore de résultat"):
            propose_strategy(run, None, by=None)


def test_proposals_are_numbered_and_keep_what_was_asked(sheet: StrategySheet) -> None:
    asked = propose_strategy(sheet.proposal.run, None, by=None, seed=0, weights={"volume": 3})
    whole = {"volume": 3.0, "urgency": 0.0, "difficulty": 0.0, "projects": 0.0, "shared": 0.0}
    assert (asked.number, asked.state) == (2, "queued")
    assert asked.parameters == {"seed": 0, "weights": whole}
    assert [one.number for one in proposals_of(sheet.pole)] == [2, 1]


def test_a_proposal_that_is_worked_out_twice_is_worked_out_once(sheet: StrategySheet) -> None:
    asked = propose_strategy(sheet.proposal.run, None, by=None)
    work_out_strategy(asked.pk)
    asked.refresh_from_db()
    kept, at = bytes(asked.result or b""), asked.finished_at
    work_out_strategy(asked.pk)
    asked.refresh_from_db()
    assert (bytes(asked.result or b""), asked.finished_at, asked.state) == (kept, at, "done")
    assert StrategySheet.objects.filter(proposal=asked).count() == 1
    work_out_strategy(asked.pk + 99)  # one that is not there any more
    assert verbs().count("finish_strategy") == 2


def test_a_run_whose_result_is_damaged_fails_in_a_sentence_and_leaves_no_sheet(sheet: StrategySheet) -> None:
    asked = propose_strategy(sheet.proposal.run, None, by=None)
    Run.objects.filter(pk=asked.run_id).update(result=b"abime")
    work_out_strategy(asked.pk)
    asked.refresh_from_db()
    assert asked.state == "failed"
    assert asked.trouble.startswith("Le calcul a rencontré une erreur imprévue")
    assert "abime" not in asked.trouble
    assert not StrategySheet.objects.filter(proposal=asked).exists()


def test_projects_are_a_source_and_a_criterion(sheet: StrategySheet) -> None:
    needed.project(sheet.pole, people=6, pcs="478b")
    found = gathered_for(sheet.proposal.run, None, today=timezone.localdate())
    assert [one.name for one in found.sources] == ["projets"]
    assert found.reads.projects == {"478b": 6}
    held = opened(decided.again(sheet.proposal.run, seed=3).proposal)
    assert held.shown('projets.metiers["478b"]') == "6 postes"
    assert held.shown('projets.metiers["ensemble"]') == "6 postes"
    assert [name for name, _, _ in held.files] == ["etude", "projets"]
    assert [name for name, _, _ in opened(sheet.proposal).files] == ["etude"]  # what was proposed does not move


def test_a_text_has_one_pdf_that_is_made_again_only_when_it_failed(sheet: StrategySheet) -> None:
    found, asked = document_of(opened(sheet.proposal), sheet), []
    first = ask_strategy_paper(sheet, found, by=None, enqueue=asked.append)
    assert ask_strategy_paper(sheet, found, by=None, enqueue=asked.append).pk == first.pk
    assert len(asked) == 1

    def refuse(_paper: StrategyPaper) -> bytes:
        raise InputError("Plus de papier.")

    def break_down(_paper: StrategyPaper) -> bytes:
        raise OSError("secret")

    for write, trouble in ((refuse, "Plus de papier."), (break_down, "Le PDF a rencontré une erreur")):
        work_out_strategy_paper(first.pk, write)
        first.refresh_from_db()
        assert (first.state, first.trouble.startswith(trouble)) == ("failed", True)
        assert "secret" not in first.trouble
        first = ask_strategy_paper(sheet, found, by=None, enqueue=asked.append)
        assert (first.state, first.trouble, first.attempts) == ("queued", "", 0)
    work_out_strategy_paper(first.pk, lambda paper: paper.text.encode())
    work_out_strategy_paper(first.pk, lambda _paper: b"autre")
    first.refresh_from_db()
    assert (first.state, bytes(first.content or b""), first.size) == ("done", found.text.encode(), first.size)
    assert first.size == len(found.text.encode())
    assert ask_strategy_paper(sheet, found, by=None, enqueue=asked.append).state == "done"
    assert len(asked) == 3
    written(sheet)
    ask_strategy_paper(sheet, document_of(opened(sheet.proposal), sheet), by=None, enqueue=asked.append)
    assert (len(asked), StrategyPaper.objects.count()) == (4, 2)
