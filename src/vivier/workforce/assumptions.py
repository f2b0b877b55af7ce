"""What a projection supposes: law, behaviour, turnover, hires, growth; every value with its label and its source."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from vivier.reference import RetirementLaw, career_table
from vivier.vocabulary import InputError
from vivier.workforce.ages import BANDS

LABELS = dict(zip(BANDS, ("moins de 25 ans", "25–34 ans", "35–44 ans", "45–54 ans", "55–59 ans", "60 ans et plus"),
                  strict=True))  # fmt: skip
Line = tuple[str, str, str, str]


def _check_number(value: float, label: str, low: float, high: float) -> None:
    if not low <= value <= high:  # also refuses NaN
        raise InputError(f"« {label} » doit être un nombre entre {_number(low)} et {_number(high)}.")


def _number(value: float, unit: str = "") -> str:
    return f"{value:.4g}".replace(".", ",") + (f"\u00a0{unit}" if unit else "")


def _percent(share: float) -> str:
    return _number(round(100 * share, 2), "%")


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Hold how people leave at the end of their career, around the legal age of their generation.

    Shares (sum 1): before the legal age over the last `early_years`, in the three months after it, later and up to
    the full-rate age, in the three months after that age, and beyond. `shift_sd` (years) is the standard deviation
    of the shift of the mean age, drawn once per path.
    """

    early_share: float
    early_years: float
    legal_share: float
    later_share: float
    full_rate_share: float
    beyond_share: float
    shift_sd: float
    source: str

    def __post_init__(self) -> None:
        for share in self.shares:
            _check_number(share, "Part des départs en fin de carrière", 0, 1)
        if not math.isclose(sum(self.shares), 1, abs_tol=1e-9):
            raise InputError("Les parts des départs avant, à, et après l’âge légal doivent faire 1 ensemble.")
        _check_number(self.early_years, "Années de départ anticipé", 0.25, 10)
        _check_number(self.shift_sd, "Écart-type du décalage de l’âge de départ", 0, 2)

    @property
    def shares(self) -> tuple[float, float, float, float, float]:
        """The five shares, by increasing age."""
        return (self.early_share, self.legal_share, self.later_share, self.full_rate_share, self.beyond_share)

    def listed(self) -> Iterator[Line]:
        """Give every value with its name, its French label and its source."""
        labels = (
            f"départs avant l’âge légal (sur {_number(self.early_years)} ans)", "départs à l’âge légal (trois mois)",
            "départs ensuite, jusqu’au taux plein", "départs à l’âge du taux plein (trois mois)", "départs au-delà",
        )  # fmt: skip
        names = ("early_share", "legal_share", "later_share", "full_rate_share", "beyond_share")
        for name, label, share in zip(names, labels, self.shares, strict=True):
            yield f"retirement.{name}", f"Fin de carrière : {label}", _percent(share), self.source
        label = "Fin de carrière : incertitude sur l’âge moyen de départ (écart-type)"
        yield "retirement.shift_sd", label, _number(self.shift_sd, "an"), self.source


def national_behaviour() -> Behaviour:
    """Give the retirement behaviour of the national table of hypotheses.

    >>> national_behaviour().early_share
    0.22
    """
    table = career_table("retirement")
    return Behaviour(**table.values, source=table.origin)


@dataclass(frozen=True, slots=True)
class Turnover:
    """Hold what is believed of other exits before looking at the members' own flows.

    `rates` are yearly exit probabilities by age band, in the order of `BANDS`; `weight` is what the belief is worth,
    in person-years per band. Two coefficients of variation: `period_cv`, of the years to come around those seen (more
    data never makes the future certain), and `occupation_cv`, of occupations around the pôle.
    """

    rates: tuple[float, ...]
    weight: float
    period_cv: float
    occupation_cv: float
    source: str

    def __post_init__(self) -> None:
        if len(self.rates) != len(BANDS):
            raise InputError(f"Il faut un taux de départ pour chacune des {len(BANDS)} tranches d’âge.")
        for rate in self.rates:
            _check_number(rate, "Taux de départ annuel", 1e-6, 0.99)
        _check_number(self.weight, "Poids de l’a priori, en années-personnes", 0.1, 1e12)
        _check_number(self.period_cv, "Dispersion des années à venir", 0, 2)
        _check_number(self.occupation_cv, "Dispersion entre métiers", 0, 2)

    def listed(self) -> Iterator[Line]:
        """Give every value with its name, its French label and its source."""
        for band, rate in zip(BANDS, self.rates, strict=True):
            yield f"turnover.{band}", f"Autres départs par an, {LABELS[band]} (a priori)", _percent(rate), self.source
        yield (
            "turnover.weight",
            "Poids de cet a priori",
            _number(self.weight, "années-personnes par tranche"),
            self.source,
        )
        label = "Dispersion des années à venir autour de celles observées (coefficient de variation)"
        yield "turnover.period_cv", label, _percent(self.period_cv), self.source
        label = "Dispersion des métiers autour du pôle (coefficient de variation)"
        yield "turnover.occupation_cv", label, _percent(self.occupation_cv), self.source


def national_turnover() -> Turnover:
    """Give the turnover of the national table of hypotheses.

    >>> national_turnover().rates
    (0.28, 0.17, 0.11, 0.08, 0.06, 0.05)
    """
    table = career_table("turnover")
    rates = tuple(table.values[band] for band in BANDS)
    rest = {name: value for name, value in table.values.items() if name not in BANDS}
    return Turnover(rates, **rest, source=table.origin)


@dataclass(frozen=True, slots=True)
class Hires:
    """Hold the ages at hiring believed before any hire is seen: shares by age band, worth `weight` hires."""

    shares: tuple[float, ...]
    weight: float
    source: str

    def __post_init__(self) -> None:
        if len(self.shares) != len(BANDS) or not math.isclose(sum(self.shares), 1, abs_tol=1e-9):
            raise InputError(f"Les {len(BANDS)} parts des embauches par tranche d’âge doivent faire 1 ensemble.")
        for share in self.shares:
            _check_number(share, "Part des embauches", 0, 1)
        _check_number(self.weight, "Poids de l’a priori, en embauches", 0.1, 1e12)

    def listed(self) -> Iterator[Line]:
        """Give every value with its name, its French label and its source."""
        for band, share in zip(BANDS, self.shares, strict=True):
            yield f"hires.{band}", f"Embauches, part des {LABELS[band]} (a priori)", _percent(share), self.source
        yield "hires.weight", "Poids de cet a priori", _number(self.weight, "embauches"), self.source


def national_hires() -> Hires:
    """Give the ages at hiring of the national table of hypotheses.

    >>> sum(national_hires().shares)
    1.0
    """
    table = career_table("hires")
    return Hires(tuple(table.values[band] for band in BANDS), table.values["weight"], table.origin)


@dataclass(frozen=True, slots=True)
class Observed:
    """Count what the members' own files show for one age band: permanent staff, months deposited.

    `exits` leaves out retirements and ends of fixed-term contracts; `person_years` is the time spent in post.
    """

    band: str
    exits: int
    person_years: float
    hires: int = 0

    def __post_init__(self) -> None:
        if self.band not in BANDS:
            raise InputError(f"« {self.band} » n’est pas une tranche d’âge ; tranches connues : {', '.join(BANDS)}.")
        if self.exits < 0 or self.hires < 0 or not 0 <= self.person_years < math.inf:
            raise InputError("Départs, embauches et années-personnes observés sont des nombres positifs ou nuls.")
        if self.exits > 12 * self.person_years:
            raise InputError(f"Pour les {LABELS[self.band]}, il y a plus de départs que de mois passés en poste.")


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Hold everything a forecast supposes; what is not given comes from the national tables.

    `growth_rate` is the yearly growth of every headcount (0: stable) and `growth_sd` the standard deviation of what
    is not known about it, drawn once per path.

    >>> from vivier.reference import retirement_law
    >>> Assumptions(retirement_law("2025-1403")).listed()[0][2]
    'loi 2025-1403'
    """

    law: RetirementLaw
    behaviour: Behaviour = field(default_factory=national_behaviour)
    turnover: Turnover = field(default_factory=national_turnover)
    hires: Hires = field(default_factory=national_hires)
    observed: tuple[Observed, ...] = ()
    growth_rate: float = 0.0
    growth_sd: float = 0.0

    def __post_init__(self) -> None:
        _check_number(self.growth_rate, "Croissance annuelle", -0.5, 0.5)
        _check_number(self.growth_sd, "Écart-type de la croissance", 0, 0.2)

    def seen(self, band: str) -> tuple[int, float, int]:
        """Give the exits, person-years and hires observed for one band, all rows together."""
        rows = [row for row in self.observed if row.band == band]
        return (
            sum(row.exits for row in rows),
            math.fsum(row.person_years for row in rows),
            sum(row.hires for row in rows),
        )

    @property
    def exit_beta(self) -> tuple[tuple[float, float], ...]:
        """The two parameters, by band, of the Beta that the monthly exit probability follows once flows are seen.

        By the month, because people leave all along the year: an exit is one success among twelve trials a
        person-year, and the yearly probability is 1 − (1 − monthly)¹².
        """
        prior = [1 - (1 - rate) ** (1 / 12) for rate in self.turnover.rates]
        trials = 12 * self.turnover.weight
        return tuple(
            (monthly * trials + exits, (1 - monthly) * trials + 12 * years - exits)
            for monthly, (exits, years, _) in zip(prior, map(self.seen, BANDS), strict=True)
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
            ("growth_rate", "Croissance annuelle de l’effectif", _percent(self.growth_rate), growth),
            ("growth_sd", "Incertitude sur cette croissance (écart-type)", _percent(self.growth_sd), growth),
        )

    def _listed_flows(self, band: str) -> Iterator[Line]:
        exits, years, hires = self.seen(band)
        source = "Flux mensuels des adhérents"
        if years:
            value = f"{exits} départs pour {_number(years, 'années-personnes')}"
            yield f"observed.exits.{band}", f"Autres départs observés, {LABELS[band]}", value, source
            weight = years / (years + self.turnover.weight)
            label = f"Poids des flux des adhérents dans le taux, {LABELS[band]}"
            yield f"observed.weight.{band}", label, _percent(weight), "Calcul : observé / (observé + a priori)"
        if hires:
            yield f"observed.hires.{band}", f"Embauches observées, {LABELS[band]}", str(hires), source


def _listed_law(law: RetirementLaw) -> Iterator[Line]:
    source = f"{law.source} — {law.certainty}"
    yield "law.version", "Âges légaux de la retraite", f"loi {law.version}", source
    label = f"{law.title} : pensions prenant effet à compter du"
    yield "law.valid_from", label, f"{law.valid_from:%d/%m/%Y}", source
    yield "law.full_rate_age", "Âge du taux plein sans condition de durée", _number(law.full_rate_age, "ans"), source
    for row in law.generations:
        years, months = divmod(row.legal_age_months, 12)
        age = f"{years} ans" + (f" et {months} mois" if months else "") + f", {row.quarters} trimestres"
        yield (
            f"law.{row.born_from}",
            f"Âge légal des personnes nées à compter du {row.born_from:%d/%m/%Y}",
            age,
            source,
        )
