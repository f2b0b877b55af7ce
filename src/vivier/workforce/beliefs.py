"""What is believed of careers before looking at a pôle: behaviour, turnover, ages at hiring; each with its source."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from vivier.reference import hypothesis
from vivier.vocabulary import InputError
from vivier.workforce.ages import BANDS

LABELS = dict(zip(BANDS, ("moins de 25 ans", "25–34 ans", "35–44 ans", "45–54 ans", "55–59 ans", "60 ans et plus"),
                  strict=True))  # fmt: skip
Line = tuple[str, str, str, str]


def check_number(value: float, label: str, low: float, high: float) -> None:
    """Refuse, with a sentence, a value that is not a number between two bounds."""
    if not low <= value <= high:  # also refuses NaN
        raise InputError(f"« {label} » doit être un nombre entre {number(low)} et {number(high)}.")


def number(value: float, unit: str = "") -> str:
    """Write a number the French way, with its unit."""
    short = f"{value:.4g}"
    plain = short if "e" not in short else f"{value:f}".rstrip("0").rstrip(".")
    return plain.replace(".", ",") + (f"\u00a0{unit}" if unit else "")


def percent(share: float) -> str:
    """Write a share as a percentage."""
    return number(round(100 * share, 2), "%")


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Hold how people leave at the end of their career, around the legal age of their generation.

    Shares (sum 1): before the legal age over the last `early_years`, in the three months after it, later and up to
    the full-rate age, in the three months after that age, and beyond. `shift_sd` (years) is the standard deviation
    of the shift of the mean age, drawn once per path; the shares too are drawn, as if `share_weight` departures had
    told them.
    """

    early_share: float
    early_years: float
    legal_share: float
    later_share: float
    full_rate_share: float
    beyond_share: float
    shift_sd: float
    share_weight: float
    source: str

    def __post_init__(self) -> None:
        for share in self.shares:
            check_number(share, "Part des départs en fin de carrière", 0, 1)
        if not math.isclose(sum(self.shares), 1, abs_tol=1e-9):
            raise InputError("Les parts des départs avant, à, et après l’âge légal doivent faire 1 ensemble.")
        check_number(self.early_years, "Années de départ anticipé", 0.25, 10)
        check_number(self.shift_sd, "Écart-type du décalage de l’âge de départ", 0, 2)
        check_number(self.share_weight, "Poids des parts de fin de carrière", 5, 1e12)

    @property
    def shares(self) -> tuple[float, float, float, float, float]:
        """The five shares, by increasing age."""
        return (self.early_share, self.legal_share, self.later_share, self.full_rate_share, self.beyond_share)

    def listed(self) -> Iterator[Line]:
        """Give every value with its name, its French label and its source."""
        labels = (
            f"départs avant l’âge légal (sur {number(self.early_years)} ans)", "départs à l’âge légal (trois mois)",
            "départs ensuite, jusqu’au taux plein", "départs à l’âge du taux plein (trois mois)", "départs au-delà",
        )  # fmt: skip
        names = ("early_share", "legal_share", "later_share", "full_rate_share", "beyond_share")
        for name, label, share in zip(names, labels, self.shares, strict=True):
            yield f"retirement.{name}", f"Fin de carrière : {label}", percent(share), self.source
        label = "Fin de carrière : incertitude sur l’âge moyen de départ (écart-type)"
        yield "retirement.shift_sd", label, number(self.shift_sd, "an"), self.source
        label = "Fin de carrière : poids de ces parts"
        yield "retirement.share_weight", label, number(self.share_weight, "départs"), self.source


def national_behaviour() -> Behaviour:
    """Give the retirement behaviour of the national table of hypotheses.

    >>> national_behaviour().early_share
    0.22
    """
    table = hypothesis("careers", "retirement")
    return Behaviour(**table.values, source=table.origin)


@dataclass(frozen=True, slots=True)
class Turnover:
    """Hold what is believed of other exits before looking at the members' own flows.

    `rates` are yearly exit probabilities by age band, in the order of `BANDS`. Coefficients of variation say how far
    things may be from them: `pole_cv` of pôles around the nation, `company_cv` of companies around their pôle,
    `occupation_cv` of occupations, `band_cv` of the shape by age, `year_cv` of one year to the next (for all
    companies at once, and again for each on its own), `year_memory` being the correlation of two years in a row.
    Spreads between companies and occupations are typical values: the engine learns them where there is something
    to learn from.
    """

    rates: tuple[float, ...]
    pole_cv: float
    company_cv: float
    occupation_cv: float
    band_cv: float
    year_cv: float
    year_memory: float
    source: str

    def __post_init__(self) -> None:
        if len(self.rates) != len(BANDS):
            raise InputError(f"Il faut un taux de départ pour chacune des {len(BANDS)} tranches d’âge.")
        for band, rate in zip(BANDS, self.rates, strict=True):
            check_number(rate, f"Taux de départ annuel, {LABELS[band]}", 1e-6, 0.99)
        for name, label in _SPREADS.items():
            check_number(getattr(self, name), label, 0, 0.99 if name == "year_memory" else 2)

    def listed(self) -> Iterator[Line]:
        """Give every value with its name, its French label and its source."""
        for band, rate in zip(BANDS, self.rates, strict=True):
            yield f"turnover.{band}", f"Autres départs par an, {LABELS[band]} (a priori)", percent(rate), self.source
        for name, label in _SPREADS.items():
            yield f"turnover.{name}", label, percent(getattr(self, name)), self.source


_SPREADS = {
    "pole_cv": "Dispersion des pôles autour des taux nationaux (coefficient de variation)",
    "company_cv": "Dispersion des entreprises autour du pôle (valeur typique)",
    "occupation_cv": "Dispersion des métiers autour du pôle (valeur typique)",
    "band_cv": "Dispersion de la forme par âge",
    "year_cv": "Dispersion d’une année à l’autre (toutes les entreprises à la fois, puis chacune)",
    "year_memory": "Corrélation de deux années qui se suivent",
}


def national_turnover() -> Turnover:
    """Give the turnover of the national table of hypotheses.

    >>> national_turnover().rates
    (0.28, 0.17, 0.11, 0.08, 0.06, 0.05)
    """
    table = hypothesis("careers", "turnover")
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
            check_number(share, "Part des embauches", 0, 1)
        check_number(self.weight, "Poids de l’a priori, en embauches", 0.1, 1e12)

    def listed(self) -> Iterator[Line]:
        """Give every value with its name, its French label and its source."""
        for band, share in zip(BANDS, self.shares, strict=True):
            yield f"hires.{band}", f"Embauches, part des {LABELS[band]} (a priori)", percent(share), self.source
        yield "hires.weight", "Poids de cet a priori", number(self.weight, "embauches"), self.source


def national_hires() -> Hires:
    """Give the ages at hiring of the national table of hypotheses.

    >>> sum(national_hires().shares)
    1.0
    """
    table = hypothesis("careers", "hires")
    return Hires(tuple(table.values[band] for band in BANDS), table.values["weight"], table.origin)
