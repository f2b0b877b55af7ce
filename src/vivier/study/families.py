"""The pôle in official families (FAP-2021), set beside its region: openings, ends of careers, tension."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from vivier.study.data import ALL, Figure, Row, Table
from vivier.study.difficulty import Judged
from vivier.study.projected import figure_of
from vivier.vocabulary import Interval
from vivier.workforce import Assumptions, Outlook, Stock
from vivier.workforce.data import Cell
from vivier.workforce.landmarks import Landmark
from vivier.workforce.references import beliefs_of
from vivier.workforce.tension import Declared, Signals, tensions

GOLDEN = (5**0.5 - 1) / 2
GROWTH_SD = 0.005  # a year, around the official growth: the pôle is not its region [M]
UNCLEAR = "passage_ambigu"
_SENIOR_BANDS = ("55-59", "60+")


@dataclass(frozen=True)
class Families:
    """Hold the way from the occupations of a study to official families, and what is published of them.

    `shares` give, for each occupation (PCS-ESE), the share of its people in each family; `landmarks` what is
    published of each family in `region` (a name), `occupations` what that says of each occupation. `path` says by
    which official tables. `bridged` says by which tables, and with which weights, figures published in another
    nomenclature came to the families; `ambiguous_share` (0–1) how many people came from a code that leads to several.
    """

    title: str
    region: str
    shares: Mapping[str, Mapping[str, float]]
    labels: Mapping[str, str]
    landmarks: Mapping[str, Landmark]
    occupations: Mapping[str, Landmark] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    bridged: tuple[str, ...] = ()
    ambiguous_share: float = 0.0

    @property
    def ambiguous(self) -> frozenset[str]:
        """The occupations whose people are shared between several families."""
        return frozenset(code for code, found in self.shares.items() if len(found) > 1)


def family_stock(stock: Stock, families: Families) -> Stock:
    """Give the same people by family; those of an occupation that leads nowhere are left out.

    The people of an occupation are dealt one by one, along a sequence that keeps to the shares at every step: whole
    people, and each family receives the same mix of ages and of companies.
    """
    dealt: dict[str, int] = defaultdict(int)
    people: dict[tuple[str, int | str, str, str, str], int] = defaultdict(int)
    for cell in sorted(stock.cells, key=lambda cell: (cell.occupation, str(cell.age), cell.sex, cell.group)):
        shares = families.shares.get(cell.occupation, {})
        for _ in range(cell.n if shares else 0):
            dealt[cell.occupation] += 1
            family = _drawn(shares, dealt[cell.occupation] * GOLDEN % 1)
            people[family, cell.age, cell.sex, cell.contract, cell.group] += 1
    return Stock(stock.on, tuple(Cell(*key[:3], n, *key[3:]) for key, n in people.items()))


def _drawn(shares: Mapping[str, float], place: float) -> str:
    reached, place = 0.0, place * sum(shares.values())
    for family, share in sorted(shares.items()):
        reached += share
        if place < reached:
            return family
    return max(shares)


def official_assumptions(assumptions: Assumptions, families: Families, stock: Stock) -> Assumptions:
    """Give the same assumptions, each occupation starting from its official ages and exits, its headcount stable."""
    held = {cell.occupation for cell in stock.cells}
    told = {name: _without_growth(one) for name, one in families.occupations.items() if name in held}
    return replace(assumptions, beliefs=beliefs_of(told, turnover=assumptions.turnover))


def _without_growth(mark: Landmark) -> Landmark:
    said = {name: line for name, line in mark.sources.items() if name != "growth_rate"}
    return replace(mark, growth_rate=None, sources=said)


def family_assumptions(assumptions: Assumptions, families: Families, stock: Stock) -> Assumptions:
    """Give the same assumptions, each family starting from its official figures; flows keep their companies."""
    held = {cell.occupation for cell in stock.cells}
    believed = beliefs_of(
        {name: one for name, one in families.landmarks.items() if name in held}, turnover=assumptions.turnover
    )
    flows = tuple(
        type(row)(row.band, row.exits, row.person_years, row.hires, group=row.group) for row in assumptions.observed
    )
    return Assumptions(
        assumptions.law, assumptions.behaviour, assumptions.turnover, assumptions.hires, flows, believed,
        growth_sd=GROWTH_SD,
    )  # fmt: skip


def family_tables(
    outlook: Outlook, families: Families, doubtful: Mapping[str, int], said: Mapping[str, Judged] | None = None
) -> tuple[Table, Table]:
    """Give the tables of the families: what is projected beside the region, and the tension of each.

    `doubtful` counts, by family, the people who come from an occupation that several families share; `said` what
    members declare of their own hiring projects.
    """
    held = [name for name in outlook.occupations if name]
    beside = (
        f"Les salariés en emploi durable par famille ({families.title}), à la croissance de la famille en "
        f"{families.region} ; cadence de la région : celle de la Dares, pour autant de personnes (2019-2030, "
        "avant la réforme de 2023, toutes sorties définitives comprises)"
    )
    return (
        Table(
            "familles", "Familles professionnelles", beside, ("famille", "chiffre"),
            (
                *(row for name in ("", *held) for row in _projected(outlook, name, families, doubtful)),
                *_unclear(outlook, families),
            ),
        ),
        Table(
            "tension", "Tension des familles",
            f"Niveau de 1 à 5 face aux familles de France, et ce qui le fait ({families.region}, sinon France) ; "
            "« declare » : part des embauches que les membres jugent difficiles ; « ecart » : declare − difficulty, "
            "s’ils sont assez nombreux",
            ("famille", "chiffre"),
            tuple(_tensions(held, outlook, families, said or {})),
        ),
    )  # fmt: skip


def _projected(outlook: Outlook, name: str, families: Families, doubtful: Mapping[str, int]) -> Iterator[Row]:
    n = outlook.whole("openings", name, "dares").n
    key = name or ALL
    yield Row((key, "effectif"), Figure(n, "personnes", n))
    for chiffre, measure, cause in (
        ("postes", "openings", "dares"),
        ("creations", "net_creations", ""),
        ("fins_de_carriere", "openings", "retirement"),
    ):
        yield Row((key, chiffre), figure_of(outlook.whole(measure, name, cause), "postes"))
    landmark = families.landmarks.get(name)
    if landmark is not None and landmark.career_end_rate is not None:
        expected = round(n * landmark.career_end_rate * outlook.horizon, 2)
        yield Row((key, "fins_de_carriere_region"), Figure(expected, "postes", n))
    doubts = doubtful.get(name, 0) if name else sum(doubtful.values())
    yield Row((key, "partages"), Figure(doubts, "personnes", n))


def _unclear(outlook: Outlook, families: Families) -> Iterator[Row]:
    """Say how much of the official figures of each family comes from a code that several families share."""
    if not families.bridged:
        return
    people = {name: n for name, n in zip(outlook.occupations, outlook.people, strict=True) if name}
    told = {name: families.landmarks[name].ambiguous_share for name in people if name in families.landmarks}
    whole = sum(people[name] for name in told)
    if whole:
        mean = sum(people[name] * share for name, share in told.items()) / whole
        yield Row((ALL, UNCLEAR), Figure(round(mean, 4), "part", whole))
    for name, share in told.items():
        yield Row((name, UNCLEAR), Figure(round(share, 4), "part", people[name]))


def _tensions(held: Sequence[str], outlook: Outlook, families: Families, said: Mapping[str, Judged]) -> Iterator[Row]:
    signals = [
        _signals(name, families.landmarks[name], said.get(name)) for name in held if name in families.landmarks
    ]
    people = dict(zip(outlook.occupations, outlook.people, strict=True))
    for found in tensions(signals):
        n = people[found.occupation]
        if found.level is not None:
            yield Row((found.occupation, "niveau"), Figure(found.level, "niveau", n))
        landmark = families.landmarks[found.occupation]
        for component in found.components:
            bounds = landmark.difficulty_bounds if component.name == "difficulty" else None
            yield Row((found.occupation, component.name), _component(component.value, bounds, n))
        if found.declared is not None:
            yield from _declared(found.occupation, found.declared)


def _declared(family: str, found: Declared) -> Iterator[Row]:
    """Give what members declare, and its gap with the official figure unless too few of them answered."""
    around = Interval(round(found.interval.low, 4), round(found.interval.high, 4))
    yield Row((family, "declare"), Figure(round(found.share, 4), "part", found.hires, None, around))
    yield Row((family, "reponses"), Figure(found.n, "membres", found.n))
    if found.gap is not None and found.gap_interval is not None and found.verdict != "too_few":
        apart = Interval(round(found.gap_interval.low, 4), round(found.gap_interval.high, 4))
        yield Row((family, "ecart"), Figure(round(found.gap, 4), "part", found.hires, None, apart))


def _component(value: float, bounds: Interval | None, n: int) -> Figure:
    around = None if bounds is None else Interval(round(bounds.low, 4), round(bounds.high, 4))
    return Figure(round(value, 4), "part", n, around, around)


def _signals(name: str, landmark: Landmark, said: Judged | None) -> Signals:
    ages = landmark.ages
    return Signals(
        name,
        difficulty=landmark.difficulty,
        exit_rate=landmark.exit_rate,
        ageing=None if ages is None else sum(ages[band] for band in _SENIOR_BANDS),
        supply=landmark.jobseekers_per_job,
        declared_hard=None if said is None else said.hard,
        declared_hires=None if said is None else said.hires,
        n=0 if said is None else said.members,
    )
