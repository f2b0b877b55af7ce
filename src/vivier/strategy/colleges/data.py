"""What colleges answered, and what can be said of how far apart they are."""

from dataclasses import dataclass

from vivier.strategy.data import check_text
from vivier.vocabulary import InputError, Interval

SCALE, YES_NO = "scale", "yes_no"
MOST_ANSWERS = 2_000  # of one college to one question: beyond, exactness is not what is wanted


@dataclass(frozen=True, slots=True)
class Answers:
    """Hold what one college answered to one question: 1 to 5 (`scale`) or 0 and 1 (`yes_no`), `None` for no answer.

    >>> Answers("q4", "Recruter est-il difficile ?", "entreprises", (5, 4, None, 2)).given
    (5, 4, 2)
    """

    question: str
    label: str
    college: str
    values: tuple[int | None, ...]
    kind: str = SCALE

    def __post_init__(self) -> None:
        check_text("La clé d’une question", self.question)
        what = f"La question « {self.question} »"
        check_text(f"{what} : son libellé", self.label)
        check_text(f"{what} : le collège", self.college)
        if self.kind not in (SCALE, YES_NO):
            raise InputError(f"{what} est d’une sorte inconnue ; sortes connues : {SCALE} et {YES_NO}.")
        low, high = self.bounds
        for value in self.values:
            if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
                raise InputError(f"{what} : une réponse doit être un nombre entier.")
            if value is not None and not low <= value <= high:
                raise InputError(f"{what} : une réponse doit être comprise entre {low} et {high}.")
        if len(self.values) > MOST_ANSWERS:
            raise InputError(f"{what} a plus de {MOST_ANSWERS} réponses dans un collège : résumez-les autrement.")

    @property
    def bounds(self) -> tuple[int, int]:
        """The least and the most an answer may be."""
        return (1, 5) if self.kind == SCALE else (0, 1)

    @property
    def given(self) -> tuple[int, ...]:
        """The answers that were given."""
        return tuple(value for value in self.values if value is not None)

    @property
    def favourable(self) -> int:
        """How many say yes, or 4 or 5."""
        return sum(value >= (4 if self.kind == SCALE else 1) for value in self.given)


@dataclass(frozen=True, slots=True)
class CollegeView:
    """Hold how one college answers one question: `n` answers, `favourable` of them, its exact 95 % interval."""

    college: str
    n: int
    favourable: int
    median: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Gap:
    """Hold how far apart two colleges are on one question.

    `difference` is the share of favourable answers of the first less that of the second, with its exact interval.
    `advantage` is how much oftener an answer of the first is above one of the second than below (−1 to 1). `p_value`
    is exact; `p_adjusted` holds for all the comparisons made (Holm).
    """

    question: str
    first: str
    second: str
    difference: float
    interval: Interval
    advantage: float
    p_value: float
    p_adjusted: float
    is_proven: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """Hold one question: how each college answers, and the colleges left out because too few of them answered."""

    question: str
    label: str
    kind: str
    colleges: tuple[CollegeView, ...]
    too_few: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Perceptions:
    """Hold the questions, and the gaps between colleges from the most to the least proven."""

    questions: tuple[QuestionView, ...]
    gaps: tuple[Gap, ...]
    comparisons: int
    risk: float
    sentence: str
