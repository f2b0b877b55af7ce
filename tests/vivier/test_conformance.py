"""One suite for every engine: what a caller may count on whatever the engine."""

import copy
import dataclasses
import datetime as dt
import json
import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from factories import aid as aided
from factories import occupations as small
from factories import strategy as axes
from factories import surveyed, tabled, titled
from factories.dsn import OTHER_NIC, Declaration, Sending, people
from factories.secret import crossed
from oracles.disclosure import hide
from vivier.aid import Consortium, Partner, compute, rules
from vivier.disclosure import protect, tables_of
from vivier.disclosure.records import records_of
from vivier.disclosure.suppression import suppress
from vivier.gaps import Ahead, Held, Required, measure
from vivier.gaps import Terms as GapTerms
from vivier.gaps.data import Needed, Retention, Staff
from vivier.intake import Cell, Company, Headcount, Options, read
from vivier.intake.data import Count
from vivier.intake.layout import as_json
from vivier.intake.polyvalence import read_polyvalence
from vivier.occupations import Hints, code, near
from vivier.occupations.aggregation import CodeCell, aggregate
from vivier.occupations.aggregation.data import Key
from vivier.occupations.aggregation.matrix import linked
from vivier.occupations.skills import match
from vivier.panels import Terms as PanelTerms
from vivier.panels import assign, honesty
from vivier.panels.data import Affinity
from vivier.panels.honesty import Mark
from vivier.reference import Entry, Nomenclature, retirement_law
from vivier.report import write
from vivier.strategy import Answers, Rules, emerge, perceptions
from vivier.study import Parameters, run
from vivier.supply import Offer, Opening, Portrait, adapt
from vivier.supply import Terms as SupplyTerms
from vivier.survey import calibrate, follow_up, impute, outliers, reweigh
from vivier.training import Course, Need, Place, Terms, plan
from vivier.vocabulary import InputError, Interval
from vivier.workforce import Assumptions, Stock, forecast
from vivier.workforce.assumptions import Belief, Move, Observed
from vivier.workforce.data import Cell as StockCell
from vivier.workforce.projection import compare
from vivier.workforce.scenarios import shipped_scenarios, under

ON = dt.date(2026, 1, 31)
DRAWS = 120


def plain(value: Any) -> str:
    """Everything an engine gave, as JSON: NaN and infinities are refused on the way."""
    return json.dumps(dataclasses.asdict(value), default=str, allow_nan=False, sort_keys=True)


@dataclass
class Engine:
    """One engine under test: how to make its input, run it on rows in any order, and on nothing."""

    name: str
    rows: Callable[[], list[Any]]
    run: Callable[[list[Any], Path], str]


def _payroll_rows() -> list[Any]:
    months = ("01112025", "01122025", "01012026")
    return [
        (f"{month}_{nic}.dsn", Sending((Declaration(people(size), month=month, nic=nic),)).encoded())
        for month in months
        for nic, size in (("00013", 12), (OTHER_NIC, 5))
    ]


def _read(rows: list[Any], folder: Path) -> str:
    paths = []
    for name, content in rows:
        (folder / name).write_bytes(content)
        paths.append(folder / name)
    return json.dumps(as_json(read(paths, on=ON, options=Options(single_ages=True))), allow_nan=False)


def _stock_rows() -> list[Any]:
    return [
        *(StockCell(code, age, sex, 3) for code in ("623f", "474b", "628a") for age in (24, 41, 59) for sex in "HF"),
        *(StockCell("628a", band, "H", 2, "PUBLIC", "b") for band in ("25_34", "60_plus", "inconnu")),
        StockCell("623f", 35, "F", 240, group="a"),
        StockCell("623f", 35, "F", 9, "CDD"),
    ]


def _forecast(rows: list[Any], _: Path) -> str:
    stock = Stock(ON, tuple(rows))
    return plain(
        forecast(stock, assumptions=Assumptions(retirement_law("2025-1403")), horizon=4, draws=DRAWS, seed=3)
    )


def _scenarios(rows: list[Any], _: Path) -> str:
    """Shipped scenarios side by side, with moves, starters, unequal companies and what their flows show."""
    stock = Stock(ON, tuple(rows))
    told = Assumptions(
        retirement_law("2025-1403"),
        observed=(Observed("25_34", 4, 30.5, group="a"), Observed("35_44", 1, 60.0, 2, "628a", "b")),
        beliefs={"623f": Belief(career_end_factor=1.5, starters=3.0), "628a": Belief(1.4)} if rows else {},
        moves=(Move("474b", "623f", 0.3),) if rows else (),
        exit_factors={"F": 0.9},
    )
    outlooks = compare(stock, under(told, shipped_scenarios()), horizon=3, draws=DRAWS, seed=3)
    return json.dumps(
        {name: [dataclasses.asdict(row) for row in each.estimates] for name, each in outlooks.items()},
        allow_nan=False,
    )


def _company_rows() -> list[Any]:
    def company(siren: str, *cells: Cell) -> Company:
        ordered = tuple(sorted(cells, key=lambda cell: cell.key))
        return Company(siren, ON, "dsn", Count(sum(c.n for c in cells), cells=ordered))

    return [
        company("000100115", Cell("623f", 58, "H", "CDI", 7), Cell("474b", 33, "F", "CDD", 2)),
        company("000100222", Cell("623f", 30, "F", "CDI", 4)),
        company("000100339", Cell("6", "55_59", "H", "inconnu", 5)),
    ]


def _study(rows: list[Any], _: Path) -> str:
    return plain(run(Headcount(ON, tuple(rows)), parameters=Parameters(horizon=4, draws=DRAWS)))


def _titled_rows() -> list[Any]:
    return list(titled.workshop().companies)


def _titled_study(rows: list[Any], _: Path) -> str:
    parameters = Parameters(horizon=4, draws=DRAWS)
    return plain(run(Headcount(ON, tuple(rows)), parameters=parameters, coder=titled.coder))


def _report(rows: list[Any], folder: Path) -> str:
    made = write(run(Headcount(ON, tuple(rows)), parameters=Parameters(horizon=4, draws=DRAWS)), folder)
    return "".join(path.read_bytes().hex() for path in (made.page, made.workbook, made.data))


def _coded_rows() -> list[Any]:
    return [CodeCell(code, n, q) for code, n in (("632e", 7.1), ("681a", 3), ("?", 0.2)) for q in ("", "3")]


def _aggregation(rows: list[Any], _: Path) -> str:
    couples = {Key("632e"): {Key("B1X34b"): 1}, Key("681a"): {Key("B1X33a"): 3, Key("B2X31a"): 2}}
    return plain(aggregate(rows, links=linked(couples)))


def _title_rows() -> list[Any]:
    return [
        ("Soudeuse TIG (H/F)", Hints()),
        ("Abatteur", Hints(naf="02.20Z")),
        ("", Hints()),
        ("chef R&D", Hints("623f")),
    ]


def _code(rows: list[Any], _: Path) -> str:
    found = code([text for text, _ in rows], nomenclature=small.trades(), hints=[hints for _, hints in rows])
    return json.dumps(sorted(zip((text for text, _ in rows), map(plain, found), strict=True)))


def _near(rows: list[Any], _: Path) -> str:
    """Neighbours on a nomenclature whose titles come in any order; nothing at all is refused with a sentence."""
    tables: dict[str, list[Any]] = {
        "codes": [("métier", each, label, "") for each, label in small.LABELS.items()],
        "titles": rows,
    }
    entry = Entry("small", "Petite", levels=("métier",), grain="métier")
    nomenclature = Nomenclature(entry, lambda name: tables.get(name, []))
    try:
        return json.dumps([plain(each) for own in small.LABELS for each in near(own, nomenclature=nomenclature)])
    except InputError as refused:
        return str(refused)


def _need_rows() -> list[Any]:
    return [
        Need(f"Atelier {n}", 45.4 + n / 10, 4.6, course, 2 + n, 1500)
        for n in range(4)
        for course in ("CACES", "Soudage TIG")
    ]


def _plan(rows: list[Any], _: Path) -> str:
    """Plan shared sessions; the seconds are the clock's."""
    offered = [Course(name, 4, 8, 2400, max_sessions_per_place=2) for name in ("CACES", "Soudage TIG")]
    found = plan(rows, offered, places=[Place("Lycée", 45.5, 4.7, 3)], budget=5000, terms=Terms(0.6))
    return plain(dataclasses.replace(found, seconds=0.0))


def _secret_rows() -> list[Any]:
    inside = np.round(np.random.default_rng(4).lognormal(4, 1, (5, 5)))
    return [
        (row, column, inside[row, column], (row + 2 * column) % 5 == 0) for row in range(5) for column in range(5)
    ]


def _suppressed(rows: list[Any], _: Path) -> str:
    """Place the records in a table of five sectors and five regions, margins added, and hide."""
    inside, betrays = np.zeros((5, 5)), np.zeros((6, 6), dtype=bool)
    for row, column, value, is_sensitive in rows:
        inside[row, column], betrays[row, column] = value, is_sensitive
    system, sensitive = crossed(inside), betrays.ravel()
    level = 0.15 * system.values * sensitive
    return json.dumps(
        suppress(system, sensitive=sensitive, lower=level, upper=level, cost=1 + system.values).tolist()
    )


def _finding_rows() -> list[Any]:
    amounts, _ = axes.planted(40, 18, 1001)
    return axes.findings(amounts)


def _emerge(rows: list[Any], _: Path) -> str:
    return plain(emerge(rows, rules=Rules(flips=99, resamples=10), seed=3))


def _answer_rows() -> list[Any]:
    return [
        Answers(f"q{n}", "Recruter est difficile", college, tuple((n + at * k) % 5 + 1 for at in range(7)))
        for n in range(3)
        for k, college in enumerate(("entreprises", "organismes", "syndicats"))
    ]


def _perceptions(rows: list[Any], _: Path) -> str:
    return plain(perceptions(rows))


def _holding_rows() -> list[Any]:
    whole = [Held("TIG", 3, 4, "A"), Held("TIG", 1, 2, "A"), Held("TIG", 3, 0, "B", is_whole=True)]
    return [*whole, Held("MIG", 3, 2, "A", "25_34"), Held("MIG", 0, 1, "B", "55_59"), Held("Pliage", 2, 1)]


def _gaps(rows: list[Any], _: Path) -> str:
    """Gaps of two companies, of which matrices and a declaration cover a part."""
    staff = [Staff("H2913", n, group, age) for group, n in (("A", 9), ("B", 4)) for age in ("25_34", "55_59")]
    ahead = Ahead(5, tuple(staff), (Retention("H2913", 0.8, 0.05),), (Needed("H2913", 28.0, 2.0),))
    required = [Required("H2913", skill) for skill in ("TIG", "MIG", "Chanfrein")]
    return plain(measure(required, rows, ahead=ahead, terms=GapTerms(draws=DRAWS), seed=3))


def _offer_rows() -> list[Any]:
    return [
        Offer(zone, name, level, 6, 5)
        for zone in ("Lyon", "Vienne")
        for name in ("254", "251")
        for level in ("cap", "bac")
    ]


def _adapt(rows: list[Any], _: Path) -> str:
    """Places beside the openings of two families in two zones."""
    openings = [
        Opening(code, 90, Interval(60, 120), zone) for code in ("D2Z", "D4Z", "X0Z") for zone in ("Lyon", "Vienne")
    ]
    levels = {"none": 0.2, "cap": 0.6, "bac": 0.2}
    portraits = [Portrait(code, {"254": 0.4, "312": 0.1}, levels, answers=60) for code in ("D2Z", "D4Z")]
    return plain(adapt(openings, rows, portraits=portraits, terms=SupplyTerms(5)))


def _match_rows() -> list[Any]:
    return [("1", "Soudage TIG"), ("2", "Soudage MIG"), ("3", "Pliage"), ("4", "Contrôle qualité")]


def _matches(rows: list[Any], _: Path) -> str:
    return json.dumps([plain(each) for each in match(["Soudage tig inox", "Plieur"], among=dict(rows))])


def _matrix_rows() -> list[Any]:
    titles = "Matricule;Nom;MIG;TIG"
    return [(f"{n}.csv", f"{titles}\n1;Durand;U;I\n{n};Petit;L;O\n".encode()) for n in (7, 8, 9)]


def _polyvalence(rows: list[Any], folder: Path) -> str:
    for name, content in rows:
        (folder / name).write_bytes(content)
    try:
        return plain(read_polyvalence([folder / name for name, _ in rows], on=ON, ages=True))
    except InputError as refused:  # no matrix at all
        return str(refused)


def _partner_rows() -> list[Any]:
    return [partner for seed in (3, 4) for partner in renamed(aided.drawn(seed, "fui-25").partners, seed)]


def renamed(partners: Any, seed: int) -> list[Partner]:
    return [dataclasses.replace(each, name=f"{each.name} de {seed}", role="partner") for each in partners]


def _aid(rows: list[Any], _: Path) -> str:
    """The aid to partners of whom the first by name leads; nobody at all is refused with a sentence."""
    first = min((each.name for each in rows), default="")
    led = [dataclasses.replace(each, role="lead") if each.name == first else each for each in rows]
    names = ("de-minimis-2831", "fui-25", "gber-2023", "i-demo", "i-demo-regional-aura", "pspc")
    try:
        awards = [compute(Consortium("Forge", tuple(led)), rules=rules(name), today=ON) for name in names]
        return json.dumps([plain(each) for each in awards])
    except InputError as refused:
        return str(refused)


def _expert_rows() -> list[Any]:
    return [
        ("Blanc", (0.9, 0.8, 0.1)),
        ("Petit", (0.2, 0.3, 0.4)),
        ("Roux", (0.7, 0.1, 0.6)),
        ("Noir", (0.5, 0.5, 0.2)),
    ]


def _assign(rows: list[Any], _: Path) -> str:
    near = Affinity(tuple(name for name, _ in rows), ("D1", "D2", "D3") if rows else (), [row for _, row in rows])
    return plain(assign(near, loads=(0, 2), terms=PanelTerms(per_dossier=2, alternates=1)))


def _mark_rows() -> list[Any]:
    return [Mark(f"E{e}", f"D{d}", 10 + (d * 5) % 7 + e % 3) for d in range(6) for e in range(d % 2, 4)]


def _honesty(rows: list[Any], _: Path) -> str:
    return plain(honesty(rows, kept=3 if rows else 0, seed=3))


def _register_rows() -> list[Any]:
    return list(zip(*tabled.register(6, 40).values(), strict=True))


def _protect(rows: list[Any], _: Path) -> str:
    """Tables of region × section from companies; the slow search chooses the secondary cells."""
    names = tuple(tabled.register(6, 1))
    texts = {name: [row[at] for row in rows] for at, name in enumerate(names)}
    return json.dumps(list(protect(tables_of(records_of(texts, tabled.FLAT), tabled.FLAT), search=hide).rows()))


def _answer_pairs() -> list[Any]:
    """Give, of each member: its name, last year, this year, weight, stratum."""
    whole = surveyed.population(3, 30)
    asked = zip(whole.before.tolist(), whole.answers.tolist(), whole.strata, strict=True)
    return [(f"m{n}", before, now if n % 4 else math.nan, 1 + n / 7, at) for n, (before, now, at) in enumerate(asked)]


def _survey(rows: list[Any], _: Path) -> str:
    """Every verb on the same members, told by name: a column follows the order of its rows."""
    names, before, now, weights, strata = map(list, zip(*rows, strict=True)) if rows else ([], [], [], [], [])
    told = [not math.isnan(each) for each in now]
    odd = outliers(before, now)
    filled = impute(now, before, strata, weights)
    kept = reweigh(weights, told, strata)
    called = follow_up(filled.values, before, weights)
    even = calibrate(kept.values, {"tous": [1.0] * len(rows)}, {"tous": 99.0 if rows else 0.0})
    columns = (odd.verdicts, filled.values, kept.values, called.scores, even.values)
    by_name = sorted(zip(names, *(each.tolist() for each in columns), strict=True))
    calls = [names[at] for at in called.listed]
    return json.dumps([by_name, calls, filled.total, filled.error, odd.median_ratio], allow_nan=False)


ENGINES = [
    Engine("survey", _answer_pairs, _survey),
    Engine("aid", _partner_rows, _aid),
    Engine("panels", _expert_rows, _assign),
    Engine("panels of marks", _mark_rows, _honesty),
    Engine("disclosure", _register_rows, _protect),
    Engine("gaps", _holding_rows, _gaps),
    Engine("supply", _offer_rows, _adapt),
    Engine("occupations.skills", _match_rows, _matches),
    Engine("intake polyvalence", _matrix_rows, _polyvalence),
    Engine("disclosure, secondary suppression", _secret_rows, _suppressed),
    Engine("strategy", _finding_rows, _emerge),
    Engine("strategy of colleges", _answer_rows, _perceptions),
    Engine("training", _need_rows, _plan),
    Engine(
        "occupations.nearness",
        lambda: [(each, text, "") for each, texts in small.TITLES.items() for text in texts],
        _near,
    ),
    Engine("occupations.aggregation", _coded_rows, _aggregation),
    Engine("intake", _payroll_rows, _read),
    Engine("occupations", _title_rows, _code),
    Engine("workforce", _stock_rows, _forecast),
    Engine("workforce scenarios", _stock_rows, _scenarios),
    Engine("study", _company_rows, _study),
    Engine("study of titles", _titled_rows, _titled_study),
    Engine("report", _company_rows, _report),
]


@pytest.fixture(params=ENGINES, ids=lambda engine: engine.name)
def engine(request: pytest.FixtureRequest) -> Engine:
    return request.param


@pytest.fixture
def folders(tmp_path: Path) -> Callable[[], Path]:
    counter = iter(range(99))

    def fresh() -> Path:
        path = tmp_path / str(next(counter))
        path.mkdir()
        return path

    return fresh


def test_same_inputs_and_seed_give_the_same_bytes(engine: Engine, folders: Callable[[], Path]) -> None:
    assert engine.run(engine.rows(), folders()) == engine.run(engine.rows(), folders())


def test_the_order_of_rows_is_irrelevant(engine: Engine, folders: Callable[[], Path]) -> None:
    rows = engine.rows()
    random.Random(5).shuffle(rows)
    assert engine.run(rows, folders()) == engine.run(engine.rows(), folders())


def test_inputs_are_untouched(engine: Engine, folders: Callable[[], Path]) -> None:
    rows = engine.rows()
    before = copy.deepcopy(rows)
    engine.run(rows, folders())
    assert rows == before


def test_nothing_in_gives_nothing_out_and_no_failure(engine: Engine, folders: Callable[[], Path]) -> None:
    assert engine.run([], folders())
