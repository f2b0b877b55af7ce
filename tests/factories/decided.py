"""A pôle whose members hang together by trade, the run drawn from it, and the strategy proposed from both."""

import datetime as dt

from factories import needed, scenes
from factories.collected import ON, crowd, deposit, member
from vivier_web.skills.actions.runs import work_out
from vivier_web.skills.actions.strategy import propose_strategy, work_out_strategy
from vivier_web.skills.actions.strategy_sheets import decide_axis, rewrite_axis
from vivier_web.skills.actions.studies import plan_study, queue_run
from vivier_web.skills.actions.waves import open_wave
from vivier_web.skills.models import NeedsCall, Run, StrategySheet
from vivier_web.skills.strategy.sheet import from_json

TRADES = (
    ("623e", "623f", "623g", "628c", "624e"),
    ("624b", "624c", "623a", "483a", "474a"),
    ("628a", "628b", "652a", "653a", "543f"),
)


def planted(pole, members=18, people=40, trades=TRADES):
    """Open a wave in which members of three trades deposited, each trade with its own occupations."""
    wave = open_wave(pole, "Janvier 2026", on=ON, opens_on=ON, closes_on=dt.date(2026, 3, 31), by=None)
    for number in range(members):
        organisation = member(pole, number)
        deposit(wave, organisation, crowd(organisation.siren, people, codes=trades[number % len(trades)]))
    return wave


def worked_out(wave, draws=100):
    """Plan a study of a wave and work it out."""
    work_out(queue_run(plan_study(wave, "Étude", {"horizon": 10, "draws": draws}, by=None), by=None).pk)
    return Run.objects.select_related("pole", "study").get(study__wave=wave)


def answering(wave, members=6):
    """Let so many members send their return."""
    call = needed.asked(wave)
    for one in list(wave.deposits.select_related("organisation").order_by("pk"))[:members]:
        needed.answered(call, one.organisation)
    return call


def proposed(pole, *, members=18, answers=0, seed=1, trades=TRADES):
    """Propose a strategy and work it out; give its sheet."""
    wave = planted(pole, members, trades=trades)
    run = worked_out(wave)
    if answers:
        answering(wave, answers)
    return again(run, seed=seed)


def shared(pole, **asked):
    """Give the sheet of `proposed`, worked out once by each worker for all the tests that start from it."""
    return scenes.played(("a strategy", *asked.items()), lambda: proposed(pole, **asked))


def again(run, *, seed=1, weights=None):
    """Propose from the same run, and from the returns if any; give the sheet."""
    call = NeedsCall.objects.filter(pole=run.pole).first()
    asked = propose_strategy(run, call, by=None, seed=seed, weights=weights)
    work_out_strategy(asked.pk)
    return sheet_of(asked)


def sheet_of(asked):
    found = StrategySheet.objects.select_related("proposal__run__study__wave", "proposal__pole", "pole")
    return found.get(proposal=asked)


def retained(sheet):
    """Name and retain the axes proposed, as a team would."""
    for rank, axis in enumerate(from_json(sheet.axes), 1):
        rewrite_axis(sheet, axis.key, f"Tenir le métier {'ABCD'[rank - 1]}", dict(axis.links), by=None)
        decide_axis(sheet, axis.key, "kept", by=None)
    return sheet
