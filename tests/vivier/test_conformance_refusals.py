"""Nonsense is refused by every engine, with one French sentence."""

import datetime as dt
import math
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest

from factories import occupations as small
from factories import tabled
from factories.secret import crossed
from vivier.aid import Cost, Partner
from vivier.disclosure import Rules as SecrecyRules
from vivier.disclosure.records import records_of
from vivier.disclosure.system import System
from vivier.gaps import Held, Required
from vivier.gaps.data import Retention
from vivier.intake import Cell, Options
from vivier.intake.data import Count, TitleCell
from vivier.occupations import code, near
from vivier.occupations.aggregation import CodeCell, Weights
from vivier.panels import Terms as PanelTerms
from vivier.panels.data import Affinity, Quota
from vivier.panels.honesty import Mark
from vivier.reference import retirement_law
from vivier.strategy import Answers, Finding
from vivier.supply import Offer, Opening, Portrait
from vivier.survey import calibrate, follow_up, impute, outliers, reweigh
from vivier.training import Need, plan
from vivier.vocabulary import InputError, Interval
from vivier.workforce import Assumptions, Stock, forecast
from vivier.workforce.assumptions import Belief, Move, Observed
from vivier.workforce.data import Cell as StockCell


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: calibrate([math.nan], {}, {}),
        lambda: outliers([-1.0], [1.0]),
        lambda: follow_up([math.nan], [1.0], [1.0]),
        lambda: impute([1.0, 2.0], [1.0, 2.0], ["a", "a"], [math.nan, 1.0]),
        lambda: reweigh([math.nan], [True], ["a"]),
        lambda: Cost("staff", "industrial", math.nan),  # type: ignore[arg-type]
        lambda: Cost("staff", "industrial", Decimal("nan")),
        lambda: Partner("Forge", "company", "small", other_public_eur=-1),
        lambda: Affinity(("Blanc",), ("D1",), [[math.nan]]),
        lambda: Mark("Blanc", "D1", math.nan),
        lambda: Quota("finance", ("Blanc",), least=math.nan),  # type: ignore[arg-type]
        lambda: PanelTerms(seconds=math.nan),
        lambda: SecrecyRules(max_share=math.nan),
        lambda: records_of(tabled.register(6, 1) | {"turnover": ["nan"]}, tabled.FLAT),
        lambda: Required("H2913", "TIG", share=math.nan),
        lambda: Opening("D2Z", math.nan, Interval(0, 1)),
        lambda: Offer("Lyon", "254", "cap", math.nan),
        lambda: Portrait("D2Z", {"254": math.nan}),
        lambda: System(np.array([math.nan, 1.0]), crossed(np.ones(1)).relations),
        lambda: Held("TIG", 3, math.nan),  # type: ignore[arg-type]
        lambda: Retention("H2913", math.nan),
        lambda: CodeCell("632e", math.nan),
        lambda: Finding("f1", "need", "s1", "Soudeurs", (("m1", math.nan),)),
        lambda: Answers("q1", "Recruter est difficile", "entreprises", (math.nan,)),  # type: ignore[arg-type]
        lambda: Need("Atelier", math.nan, 4.6, "CACES", 2),
        lambda: plan([], [], places=[], budget=math.nan),
        lambda: Weights({"B1X34b": -1.0}, "Dares"),
        lambda: Interval(math.nan, 1.0),
        lambda: Interval(2.0, 1.0),
        lambda: code([math.nan], nomenclature=small.trades()),  # type: ignore[list-item]
        lambda: code(["Soudeur"], nomenclature=small.trades(), hints=[]),
        lambda: near("X01", nomenclature=small.trades(), n=0),
        lambda: near("X01", nomenclature=small.trades(), direction="vers"),
        lambda: StockCell("623f", 30, "H", -1),
        lambda: StockCell("623f", 30, "H", math.nan),  # type: ignore[arg-type]
        lambda: Cell("623f", 30, "H", "CDI", 0),
        lambda: TitleCell("Tourneur", "623f", 30, "H", "CDI", 0),
        lambda: Count(people=3),
        lambda: Options(siren="123456789"),
        lambda: Options(prefer="autre"),
        lambda: StockCell("623f", "senior", "H", 1),
        lambda: Assumptions(retirement_law("2025-1403"), growth_rate=math.nan),
        lambda: Assumptions(retirement_law("2025-1403"), exit_factors={"F": math.nan}),
        lambda: Belief(starters=math.nan),
        lambda: Move("623f", "474b", math.nan),
        lambda: Observed("25_34", 1, math.nan),
        lambda: forecast(
            Stock(dt.date(2026, 1, 31)), assumptions=Assumptions(retirement_law("2025-1403")), horizon=200
        ),
        lambda: forecast(
            Stock(dt.date(2026, 1, 31)), assumptions=Assumptions(retirement_law("2025-1403")), horizon=math.nan
        ),  # type: ignore[arg-type]
    ],
)
def test_nonsense_is_refused_with_one_french_sentence(nonsense: Callable[[], object]) -> None:
    with pytest.raises(InputError) as refused:
        nonsense()
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert sentence.count(". ") == 0
