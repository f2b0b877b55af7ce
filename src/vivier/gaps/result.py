"""What a measure of gaps gives: for each skill, people and hours with their intervals, and what makes it fragile."""

from dataclasses import dataclass

from vivier.vocabulary import InputError, Interval

FEW, LEAVING, BARELY_KNOWN = "few", "leaving", "barely_known"


@dataclass(frozen=True, slots=True)
class Amount:
    """Hold one figure: its mean over draws (parts add up), and the interval that holds 8 chances out of 10."""

    value: float
    interval: Interval

    def __post_init__(self) -> None:
        if not self.value == self.value:  # NaN differs from itself
            raise InputError("Un écart doit être un nombre : le calcul a produit une valeur indéfinie.")


@dataclass(frozen=True, slots=True)
class SkillGap:
    """Hold what is known of one skill.

    `posts` need it at the horizon. `holders` (estimated, today) and `remaining` (at the horizon) have the level that
    most posts ask, `level`; `short` is how many people are missing at the level of each post; `hours` would bring
    everyone there, recruits included, `hours_in_post` only those in post today. `n` people were assessed (`known` of
    them hold it), in `members` groups, of the `concerned` people of its occupations. `risk` is the chance that fewer
    than the terms ask remain. `reasons` say why it is fragile: `few`, `leaving`; `barely_known` asks to assess more.
    """

    skill: str
    level: int
    weight: float
    posts: Amount
    holders: Amount
    remaining: Amount
    short: Amount
    hours: Amount
    hours_in_post: Amount
    n: int
    known: int
    members: int
    concerned: int
    risk: float
    reasons: tuple[str, ...] = ()

    @property
    def coverage(self) -> float:
        """The share of the people concerned who were assessed (0–1)."""
        return min(1.0, self.n / self.concerned) if self.concerned else 1.0

    @property
    def is_critical(self) -> bool:
        """Whether few hold it, or too few may remain."""
        return FEW in self.reasons or LEAVING in self.reasons


@dataclass(frozen=True, slots=True)
class Gaps:
    """Hold the gaps of a pôle: skills in order of name, then what could not be measured, and their totals.

    `unmeasured` are required skills that nobody was assessed on: they have no gap, known or null. `unasked` are
    skills held that no occupation given calls for. `hours` and `short` add up over skills; one person short of two
    skills counts twice in `short`. `likeness` says how alike companies are: people that the pôle's levels weigh in
    those of one company.
    """

    years: int
    skills: tuple[SkillGap, ...]
    short: Amount
    hours: Amount
    hours_in_post: Amount
    unmeasured: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()
    likeness: float = 0.0

    @property
    def critical(self) -> tuple[SkillGap, ...]:
        """The fragile skills, the riskiest first."""
        found = (each for each in self.skills if each.is_critical)
        return tuple(sorted(found, key=lambda each: (-each.risk, each.known, each.skill)))

    def of(self, skill: str) -> SkillGap:
        """Give one skill.

        Raises:
            InputError: nobody was assessed on it, or nothing calls for it.
        """
        for each in self.skills:
            if each.skill == skill:
                return each
        raise InputError(f"« {skill} » n’a pas d’écart : personne n’y est évalué, ou aucun métier ne la demande.")
