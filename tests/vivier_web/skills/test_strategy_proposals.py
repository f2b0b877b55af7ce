"""A proposal of strategy: found from published figures, frozen, the same bytes again, and naming nobody."""

import gzip
import json
from dataclasses import replace

import pytest
from django.utils import timezone

from factories import decided
from factories.cluster import Cluster
from factories.collected import crowd, deposit
from vivier.strategy import emerge
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.members.models import Organisation
from vivier_web.skills.actions.strategy import propose_strategy, requeue_lost_strategies, work_out_strategy
from vivier_web.skills.models import Run, StrategyProposal, StrategySheet
from vivier_web.skills.queries.strategy import opened
from vivier_web.skills.queries.strategy_reads import gathered_for
from vivier_web.skills.queries.strategy_told import told
from vivier_web.skills.strategy.findings import findings

ON = decided.ON


@pytest.fixture
def sheet(pole: Cluster) -> StrategySheet:
    return decided.shared(pole.pole, answers=6)


def test_the_trades_planted_among_members_are_the_axes_found(sheet: StrategySheet) -> None:
    axes = opened(sheet.proposal).axes.axes
    found = {frozenset(axis.subjects) for axis in axes}
    for trade in decided.TRADES:
        assert any(len(subjects & set(trade)) >= 3 and subjects <= set(trade) for subjects in found), trade


def test_the_same_inputs_and_seed_give_the_same_bytes_and_another_seed_may_not(sheet: StrategySheet) -> None:
    run = Run.objects.select_related("pole", "study").get()
    again = decided.again(run)
    other = decided.again(run, seed=7)
    first = sheet.proposal
    assert (again.proposal.result_sha256, again.proposal.inputs_sha256) == (first.result_sha256, first.inputs_sha256)
    assert other.proposal.inputs_sha256 != first.inputs_sha256
    assert [one.number for one in StrategyProposal.objects.order_by("number")] == [1, 2, 3]


def test_a_proposal_that_is_done_is_never_changed(sheet: StrategySheet) -> None:
    sheet.proposal.seed = 3
    with pytest.raises(InputError, match="ne se modifie pas"):
        sheet.proposal.save()


def test_neither_a_member_nor_what_it_holds_is_kept_with_a_proposal(sheet: StrategySheet) -> None:
    proposal = sheet.proposal
    gathered = gathered_for(proposal.run, proposal.call, today=ON)
    assert any(each.members for each in findings(gathered.reads)), "members are read: something could leak"
    kept = gzip.decompress(bytes(proposal.result)).decode() + gzip.decompress(bytes(proposal.sources)).decode()
    kept += json.dumps(sheet.axes)
    assert "m0001" not in kept
    for one in Organisation.objects.all():
        assert one.name not in kept
        assert one.siren not in kept


def test_a_finding_stands_on_three_members_and_five_people(sheet: StrategySheet) -> None:
    gathered = gathered_for(sheet.proposal.run, sheet.proposal.call, today=ON)
    rare = replace(gathered.reads, seniors={"623e": {1: 4, 2: 3}})
    kept = {each.key for each in findings(gathered.reads)}
    assert "departs-623e" in kept
    assert "departs-623e" not in {each.key for each in findings(rare)}
    assert all(each.holders >= 3 for each in findings(gathered.reads))


def test_every_figure_of_a_finding_is_the_published_one(sheet: StrategySheet) -> None:
    from vivier.report.traced.formula import worked
    from vivier.report.traced.marks import named

    held = opened(sheet.proposal)
    found = findings(gathered_for(sheet.proposal.run, sheet.proposal.call, today=ON).reads)
    assert {each.kind for each in found} >= {"departure", "opening"}
    for each in found:
        assert each.figure.value == pytest.approx(worked(each.figure.provenance, named(held.sources)).figure.value)


def test_a_deposit_that_changed_since_the_run_is_said_and_not_read(pole: Cluster) -> None:
    wave = decided.planted(pole.pole, 6)
    run = decided.worked_out(wave)
    organisation = wave.deposits.first().organisation
    wave.deposits.filter(organisation=organisation).update(replaced_at=timezone.now())
    deposit(wave, organisation, crowd(organisation.siren, 44, seed=9))
    asked = propose_strategy(run, None, by=None)
    work_out_strategy(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, "relancez l’étude" in asked.trouble) == ("failed", True)
    assert not StrategySheet.objects.exists()


def test_where_members_are_all_alike_nothing_stands_out_and_it_is_said(pole: Cluster) -> None:
    mixed = (tuple(code for trade in decided.TRADES for code in trade),)
    sheet = decided.proposed(pole.pole, members=12, trades=mixed)
    said = told(opened(sheet.proposal))
    assert (sheet.axes, said.headline) == ([], "Rien ne se détache du hasard")
    assert "cent fois" in said.chance or "fois sur cent" in said.chance


def test_weights_given_are_those_used_and_said(pole: Cluster) -> None:
    sheet = decided.proposed(pole.pole)
    weighed = decided.again(sheet.proposal.run, weights={"volume": 4, "shared": 1})
    held = opened(weighed.proposal)
    assert {one.name: one.weight for one in held.axes.criteria}["volume"] == pytest.approx(0.8)
    assert told(held).weighed == "choisis par le pôle"


@pytest.mark.parametrize("wrong", [{"volume": -1}, {"volume": 99}, {"beauty": 1}, {"volume": 0}])
def test_a_weight_out_of_bounds_is_refused(pole: Cluster, wrong: dict[str, float]) -> None:
    run = decided.worked_out(decided.planted(pole.pole, 6))
    with pytest.raises(InputError):
        propose_strategy(run, None, by=None, weights=wrong)


def test_a_proposal_lost_with_its_worker_is_queued_again(pole: Cluster, settings: object) -> None:
    run = decided.worked_out(decided.planted(pole.pole, 6))
    asked = propose_strategy(run, None, by=None)
    StrategyProposal.objects.filter(pk=asked.pk).update(state="running", attempts=1, beat_at="2026-01-01T00:00Z")
    assert requeue_lost_strategies() == 1
    asked.refresh_from_db()
    assert asked.state == "queued"
    assert "requeue_strategy" in set(Act.objects.values_list("verb", flat=True))


def test_the_engine_alone_finds_what_the_product_shows(sheet: StrategySheet) -> None:
    gathered = gathered_for(sheet.proposal.run, sheet.proposal.call, today=ON)
    assert emerge(findings(gathered.reads), links=gathered.links, seed=1) == opened(sheet.proposal).axes
