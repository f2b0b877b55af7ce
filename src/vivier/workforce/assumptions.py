"""What a projection supposes: law, behaviour, turnover, hires, growth; every value with its label and its source."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from vivier.reference import RetirementLaw
from vivier.vocabulary import InputError
from vivier.workforce.ages import AGES, BANDS, FIRST_AGE, LAST_AGE
from vivier.workforce.beliefs import (
    LABELS,
    Behaviour,
    Hires,
    Line,
    Turnover,
    check_number,
    national_behaviour,
    national_hires,
    national_turnover,
    number,
    percent,
)


@dataclass(frozen=True, slots=True)
class Observed:
    """Count what the members' own files show for one age band: permanent staff, months deposited.

    `exits` leaves out retirements and ends of fixed-term contracts; `person_years` is the time spent in post;
    `retirements` the ends of careers (None: not told apart, so nothing is learned of them).
    `occupation` and `group` (a company, a site) may be left empty where they are not known.
    """

    band: str
    exits: int
    person_years: float
    hires: int = 0
    occupation: str = ""
    group: str = ""
    retirements: int | None = None

    def __post_init__(self) -> None:
        if self.band not in BANDS:
            raise InputError(f"« {self.band} » n’est pas une tranche d’âge ; tranches connues : {', '.join(BANDS)}.")
        if not 0 <= self.person_years < math.inf or not (_is_count(self.exits) and _is_count(self.hires)):
            raise InputError(
                "Départs et embauches observés sont des nombres entiers, positifs ou nuls ; "
                "les années-personnes, un nombre positif ou nul."
            )
        if self.retirements is not None and not _is_count(self.retirements):
            raise InputError("Les fins de carrière observées sont un nombre entier, positif ou nul.")
        if self.exits > 12 * self.person_years:
            raise InputError(f"Pour les {LABELS[self.band]}, il y a plus de départs que de mois passés en poste.")


def _is_count(n: float) -> bool:
    return 0 <= n < math.inf and n == int(n)


@dataclass(frozen=True, slots=True)
class Belief:
    """Hold what official statistics (or the pôle) say of one occupation, as departures from the general case.

    `exit_factor` and `career_end_factor` multiply the risks at each age, `growth_rate` (a year) adds to the general
    growth, `starters` is the number of young people who start in it each year nearby (None: not known), `ages`
    (62 weights, from 14 to 75 years) spreads people known by age band only.
    """

    exit_factor: float = 1.0
    career_end_factor: float = 1.0
    growth_rate: float = 0.0
    starters: float | None = None
    ages: tuple[float, ...] | None = None
    source: str = ""

    def __post_init__(self) -> None:
        check_number(self.exit_factor, "Facteur des autres départs d’un métier", 0.05, 5)
        check_number(self.career_end_factor, "Facteur des fins de carrière d’un métier", 0.1, 5)
        check_number(self.growth_rate, "Croissance annuelle d’un métier", -0.5, 0.5)
        if self.starters is not None:
            check_number(self.starters, "Jeunes débutants par an", 0, 1e9)
        if self.ages is not None and (
            len(self.ages) != AGES or not all(0 <= weight < math.inf for weight in self.ages) or not sum(self.ages)
        ):
            raise InputError(
                f"Le profil par âge d’un métier a {AGES} poids, de {FIRST_AGE} à {LAST_AGE} ans, positifs ou nuls, "
                "dont un au moins n’est pas nul."
            )


@dataclass(frozen=True, slots=True)
class Move:
    """Hold which share of the other exits of an occupation (0–1) goes to another occupation of the pôle."""

    source: str
    target: str
    share: float

    def __post_init__(self) -> None:
        check_number(self.share, f"Part des départs de {self.source} vers {self.target}", 0, 1)
        if self.source == self.target:
            raise InputError(f"Une mobilité mène d’un métier à un autre : « {self.source} » mène à lui-même.")


NOTHING_MORE = Belief()


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Hold everything a forecast supposes; what is not given comes from the national tables.

    `beliefs` are by occupation. `growth_rate` is the yearly growth of every headcount (0: stable) and `growth_sd` the
    standard deviation of what is not known about it, drawn once per path. `exit_level` multiplies all other exits,
    `career_shift` (years) moves the mean age at the end of careers. `exit_factors` multiply other exits by sex or by
    contract (`{"F": 0.9, "PUBLIC": 0.5}`).

    >>> from vivier.reference import retirement_law
    >>> Assumptions(retirement_law("2025-1403")).listed()[0][2]
    'loi 2025-1403'
    """

    law: RetirementLaw
    behaviour: Behaviour = field(default_factory=national_behaviour)
    turnover: Turnover = field(default_factory=national_turnover)
    hires: Hires = field(default_factory=national_hires)
    observed: tuple[Observed, ...] = ()
    beliefs: Mapping[str, Belief] = field(default_factory=dict)
    moves: tuple[Move, ...] = ()
    exit_factors: Mapping[str, float] = field(default_factory=dict)
    growth_rate: float = 0.0
    growth_sd: float = 0.0
    exit_level: float = 1.0
    career_shift: float = 0.0

    def __post_init__(self) -> None:
        check_number(self.growth_rate, "Croissance annuelle", -0.5, 0.5)
        check_number(self.growth_sd, "Écart-type de la croissance", 0, 0.2)
        check_number(self.exit_level, "Niveau des autres départs", 0.05, 5)
        check_number(self.career_shift, "Décalage de l’âge de fin de carrière", -3, 3)
        for value, factor in self.exit_factors.items():
            check_number(factor, f"Facteur des autres départs pour « {value} »", 0.05, 5)
        leaving: dict[str, float] = {}
        ways = [(move.source, move.target) for move in self.moves]
        for source, target in ways:
            if ways.count((source, target)) > 1:
                raise InputError(f"Deux mobilités mènent de {source} à {target} : additionnez leurs parts.")
        for move in self.moves:
            leaving[move.source] = leaving.get(move.source, 0.0) + move.share
        for source, share in leaving.items():
            check_number(share, f"Total des parts qui quittent le métier {source}", 0, 1 + 1e-9)

    def belief(self, occupation: str) -> Belief:
        """Give what is believed of one occupation."""
        return self.beliefs.get(occupation, NOTHING_MORE)

    @property
    def band_hazards(self) -> tuple[float, ...]:
        """The yearly hazards of other exits believed before any flow is seen, by band; 1 − exp(−hazard) a rate."""
        return tuple(-math.log1p(-rate) for rate in self.turnover.rates)

    def seen(self, band: str) -> tuple[int, float, int]:
        """Give the exits, person-years and hires observed for one band, all rows together."""
        rows = [row for row in self.observed if row.band == band]
        return (
            sum(row.exits for row in rows),
            math.fsum(row.person_years for row in rows),
            sum(row.hires for row in rows),
        )

    @property
    def hire_shares(self) -> tuple[float, ...]:
        """The shares of hires by band: the belief, then the hires observed, each for its weight."""
        seen = [self.seen(band)[2] for band in BANDS]
        total = self.hires.weight + sum(seen)
        return tuple(
            (share * self.hires.weight + n) / total for share, n in zip(self.hires.shares, seen, strict=True)
        )

    def listed(self) -> tuple[Line, ...]:
        """Give every hypothesis as (name, French label, French value, source), for the sheet of assumptions."""
        growth = "Réglage de l’étude"
        return (
            *_listed_law(self.law),
            *self.behaviour.listed(),
            *self.turnover.listed(),
            *self.hires.listed(),
            *(line for band in BANDS for line in self._listed_flows(band)),
            *self._listed_beliefs(),
            ("growth_rate", "Croissance annuelle de l’effectif", percent(self.growth_rate), growth),
            ("growth_sd", "Incertitude sur cette croissance (écart-type)", percent(self.growth_sd), growth),
        )

    def _listed_beliefs(self) -> Iterator[Line]:
        told = [belief for belief in self.beliefs.values() if belief.source]
        if told:
            growth = ", croissance" if any(belief.growth_rate for belief in told) else ""
            label = f"Métiers qui partent de leurs chiffres officiels (âges, autres départs{growth})"
            sources = dict.fromkeys(line.split(" ; ")[0] for belief in told for line in belief.source.split(" | "))
            yield "beliefs", label, str(len(told)), " | ".join(sources)

    def _listed_flows(self, band: str) -> Iterator[Line]:
        exits, years, hires = self.seen(band)
        source = "Flux mensuels des adhérents"
        if years:
            value = f"{exits} départs pour {number(years, 'années-personnes')}"
            yield f"observed.exits.{band}", f"Autres départs observés, {LABELS[band]}", value, source
        if hires:
            yield f"observed.hires.{band}", f"Embauches observées, {LABELS[band]}", str(hires), source


def _listed_law(law: RetirementLaw) -> Iterator[Line]:
    source = f"{law.source} — {law.certainty}"
    yield "law.version", "Âges légaux de la retraite", f"loi {law.version}", source
    label = f"{law.title} : pensions prenant effet à compter du"
    yield "law.valid_from", label, f"{law.valid_from:%d/%m/%Y}", source
    yield "law.full_rate_age", "Âge du taux plein sans condition de durée", number(law.full_rate_age, "ans"), source
    for row in law.generations:
        years, months = divmod(row.legal_age_months, 12)
        age = f"{years} ans" + (f" et {months} mois" if months else "") + f", {row.quarters} trimestres"
        yield (
            f"law.{row.born_from}",
            f"Âge légal des personnes nées à compter du {row.born_from:%d/%m/%Y}",
            age,
            source,
        )
