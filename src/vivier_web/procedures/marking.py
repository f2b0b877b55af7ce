"""From opinions to a consensus sheet with its minority views, a proposed decision with motives, a ranked list."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median

from vivier.french import counted
from vivier.vocabulary import InputError
from vivier_web.procedures.definition.grids import Criterion, Grid, Ranking, Rule
from vivier_web.procedures.definition.words import OUTCOMES, POSITIVE
from vivier_web.procedures.dossier import Mark, Opinion

FAR = Fraction(1, 4)  # a mark further than a quarter of the scale from the consensus is a minority view


@dataclass(frozen=True, slots=True)
class Minority:
    """Hold one view that differs: who, on which criterion, which mark."""

    evaluator: str
    criterion: str
    mark: Fraction


@dataclass(frozen=True, slots=True)
class Note:
    """Hold what the opinions say of one criterion: how many, the consensus, its extremes, who differs."""

    criterion: Criterion
    n: int
    value: Fraction | None
    low: Fraction | None
    high: Fraction | None
    minority: tuple[Minority, ...]

    @property
    def spread(self) -> Fraction:
        """How far apart the extreme marks are."""
        return self.high - self.low if self.high is not None and self.low is not None else Fraction(0)

    @property
    def is_under(self) -> bool:
        """Tell whether the consensus is under the threshold of the criterion."""
        threshold = self.criterion.threshold
        return threshold is not None and self.value is not None and self.value < Fraction(threshold)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Hold a consensus: notes by criterion, points, share of the most one could have, vetoes, recommendations."""

    grid: Grid
    opinions: int
    notes: tuple[Note, ...]
    points: Fraction
    share: Fraction
    vetoes: tuple[Minority, ...]
    recommendations: tuple[tuple[str, int], ...]

    def note(self, key: str) -> Note | None:
        """Find the note of a criterion."""
        return next((each for each in self.notes if each.criterion.key == key), None)

    @property
    def total(self) -> Fraction:
        """The total, in the unit of the threshold of the grid (a share when it has none)."""
        return self.points if self.grid.total and self.grid.total.kind == "points" else self.share

    @property
    def minority(self) -> tuple[Minority, ...]:
        """Every view that differs, criterion after criterion."""
        return tuple(view for each in self.notes for view in each.minority)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Hold the outcome that the rule proposes, and why, in French; people decide."""

    outcome: str
    motives: tuple[str, ...]


def check_marks(grid: Grid, marks: Mapping[str, Mark]) -> dict[str, str]:
    """Say what is wrong with the marks of one opinion: criterion → one sentence; empty when all is well."""
    troubles = {key: "Ce critère n’est pas dans la grille." for key in marks if grid.criterion(key) is None}
    for criterion in grid.criteria:
        mark = marks.get(criterion.key)
        if mark is None:
            if criterion.required:
                troubles[criterion.key] = "Donnez une note à ce critère."
        elif not Decimal(str(mark)).is_finite() or not criterion.low <= mark <= criterion.high:
            troubles[criterion.key] = f"La note va de {criterion.low} à {criterion.high}."
    return troubles


def consensus(grid: Grid, opinions: Iterable[Opinion]) -> Sheet:
    """Gather opinions on one grid; those of the same evaluator must have been reduced to the last one."""
    given = [each for each in opinions if each.grid == grid.key]
    for each in given:
        for key, sentence in check_marks(grid, each.marks).items():
            raise InputError(f"Un avis ne se lit pas, critère « {key} » : {sentence}")
    notes = tuple(_note(grid, criterion, given) for criterion in grid.criteria)
    marked = [each for each in notes if each.value is not None]
    points = sum((Fraction(each.criterion.weight) * (each.value or 0) for each in marked), Fraction(0))
    most = sum((Fraction(each.criterion.weight) * each.criterion.high for each in marked), Fraction(0))
    vetoes = tuple(view for criterion in grid.criteria for view in _vetoes(criterion, given))
    said = Counter(each.recommendation for each in given if each.recommendation)
    ordered = tuple(sorted(said.items(), key=lambda pair: (-pair[1], pair[0])))
    return Sheet(grid, len(given), notes, points, points / most if most else Fraction(0), vetoes, ordered)


def _marks(key: str, opinions: Iterable[Opinion]) -> list[tuple[str, Fraction]]:
    said = ((each.evaluator, each.marks.get(key)) for each in opinions)
    return [(who, Fraction(str(mark))) for who, mark in said if mark is not None]


def _note(grid: Grid, criterion: Criterion, opinions: list[Opinion]) -> Note:
    marks = _marks(criterion.key, opinions)
    values = [mark for _, mark in marks]
    if not values:
        return Note(criterion, 0, None, None, None, ())
    value = Fraction(median(values)) if grid.method == "median" else sum(values, Fraction(0)) / len(values)
    far = FAR * (criterion.high - criterion.low)
    differing = (Minority(who, criterion.key, mark) for who, mark in marks if _differs(criterion, mark, value, far))
    return Note(criterion, len(values), value, min(values), max(values), tuple(differing))


def _differs(criterion: Criterion, mark: Fraction, value: Fraction, far: Fraction) -> bool:
    threshold = criterion.threshold
    crosses = threshold is not None and (mark < Fraction(threshold)) != (value < Fraction(threshold))
    return crosses or abs(mark - value) > far


def _vetoes(criterion: Criterion, opinions: list[Opinion]) -> Iterable[Minority]:
    if criterion.veto is not None:
        for who, mark in _marks(criterion.key, opinions):
            if mark <= Fraction(criterion.veto):
                yield Minority(who, criterion.key, mark)


def propose(rule: Rule, sheet: Sheet) -> Proposal:
    """Apply the rule of a stage to a consensus: vetoes first, then criteria, then the total."""
    if not sheet.opinions:
        raise InputError("Aucun avis n’a été rendu : demandez-en avant de proposer une décision.")
    vetoed = tuple(_veto_words(sheet, view) for view in sheet.vetoes)
    if vetoed:
        return Proposal(rule.on_veto, vetoed)
    under = tuple(_under_words(each) for each in sheet.notes if each.is_under)
    if under:
        return Proposal(rule.on_criterion, under)
    total = sheet.grid.total
    if total and sheet.total < Fraction(total.threshold):
        return Proposal(
            rule.on_total, (f"Total de {total_words(sheet)}, sous le seuil de {_threshold_words(sheet)}.",)
        )
    reached = f"Total de {total_words(sheet)}"
    reached += f", au seuil de {_threshold_words(sheet)} ou plus." if total else "."
    if rule.conditions_under is not None and sheet.share < Fraction(rule.conditions_under):
        marge = f"Sous {plain(rule.conditions_under * 100)}\u00a0% du maximum : l’accord est assorti de conditions."
        return Proposal("accepted_with_conditions", (reached, marge))
    return Proposal("accepted", (reached,))


def _veto_words(sheet: Sheet, view: Minority) -> str:
    criterion = next(each for each in sheet.grid.criteria if each.key == view.criterion)
    return f"« {criterion.title} » : une note de {written(view.mark)}, qui vaut veto."


def _under_words(note: Note) -> str:
    value = written(note.value or Fraction(0))
    threshold = plain(note.criterion.threshold or 0)
    return f"« {note.criterion.title} » : {value} sur {note.criterion.high}, sous le seuil de {threshold}."


def total_words(sheet: Sheet) -> str:
    """Write the total of a consensus in the unit of its grid."""
    if sheet.grid.total and sheet.grid.total.kind == "points":
        most = sum(Fraction(each.weight) * each.high for each in sheet.grid.criteria)
        return f"{written(sheet.points)} points sur {written(Fraction(most))}"
    return f"{percent(sheet.share)} du maximum"


def _threshold_words(sheet: Sheet) -> str:
    total = sheet.grid.total
    threshold = total.threshold if total else Decimal(0)
    return f"{plain(threshold * 100)}\u00a0%" if total and total.kind == "share" else plain(threshold)


def plain(value: Decimal | int) -> str:
    """Write a threshold whole, with all its decimals: it is a rule, not a measure."""
    return f"{Decimal(value).normalize():f}".replace(".", ",")


def written(value: Fraction) -> str:
    """Write a mark with two decimals at most, cut and never rounded up to a threshold it does not reach."""
    cut = Decimal(math.floor(value * 100)) / 100
    return f"{cut.normalize():f}".replace(".", ",")


def percent(value: Fraction) -> str:
    """Write a share as a percentage, cut in the same way."""
    return f"{written(value * 100)}\u00a0%"


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one dossier of a list: its key, its consensus, the outcome proposed for it, what it asks for."""

    key: str
    sheet: Sheet
    outcome: str
    asked_eur: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        if self.outcome not in OUTCOMES:
            raise InputError("Cette issue n’existe pas.")
        if not self.asked_eur.is_finite() or self.asked_eur < 0:
            raise InputError("Un montant demandé est un nombre, positif ou nul.")


@dataclass(frozen=True, slots=True)
class Ranked:
    """Hold the place of one dossier: its rank (0 when it is left out), kept, reserve or out, and its exact equals."""

    key: str
    rank: int
    place: str
    equals: tuple[str, ...]
    motive: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Hold that the committee gave a dossier another place in its list, counted from 1."""

    key: str
    place: int


def rank(ranking: Ranking, entries: Iterable[Entry], moved: Iterable[Moved] = ()) -> tuple[Ranked, ...]:
    """Rank those whose proposed outcome is positive, cut by places and money, then the reserve.

    The order is strict: once one does not fit in the money, those after it are not kept either. Equals that the tie
    rule does not separate share a rank; at a cut they all wait (« reserve » or « out ») for the committee. What it
    moved by hand, one after the other, has the place it was given and no equal.
    """
    whole = list(entries)
    groups: dict[tuple[Fraction, ...], list[Entry]] = {}
    for each in sorted(whole, key=lambda entry: entry.key):
        if each.outcome in POSITIVE:
            groups.setdefault(_order(ranking, each), []).append(each)
    found, kept, spent, is_cut = [], 0, Decimal(0), False
    before = 0
    for group in _by_hand(ranking, [groups[order] for order in sorted(groups, reverse=True)], list(moved)):
        asked = sum((each.asked_eur for each in group), Decimal(0))
        is_cut = is_cut or not _fits(ranking, kept + len(group), spent + asked)
        place = "out" if before + len(group) > kept + ranking.reserve else "reserve"
        place = place if is_cut else "kept"
        if not is_cut:
            kept, spent = kept + len(group), spent + asked
        found += [_ranked(each, before + 1, place, group) for each in group]
        before += len(group)
    left = [each for each in sorted(whole, key=lambda entry: entry.key) if each.outcome not in POSITIVE]
    return (*found, *(Ranked(each.key, 0, "out", (), f"{OUTCOMES[each.outcome].capitalize()}.") for each in left))


def _by_hand(ranking: Ranking, groups: list[list[Entry]], moved: list[Moved]) -> list[list[Entry]]:
    """Put what was moved where it was put, then gather equals that still follow one another."""
    line, touched = [each for group in groups for each in group], {each.key for each in moved}
    for move in moved:
        for each in [one for one in line if one.key == move.key]:
            line.remove(each)
            line.insert(max(0, move.place - 1), each)
    found: list[list[Entry]] = []
    for each in line:
        is_equal = found and _order(ranking, found[-1][0]) == _order(ranking, each)
        if is_equal and not {each.key, found[-1][0].key} & touched:
            found[-1].append(each)
        else:
            found.append([each])
    return found


def _order(ranking: Ranking, entry: Entry) -> tuple[Fraction, ...]:
    values = (entry.sheet.note(key) for key in ranking.ties)
    return (entry.sheet.total, *(each.value or Fraction(0) if each else Fraction(0) for each in values))


def _fits(ranking: Ranking, places: int, spent: Decimal) -> bool:
    has_place = not ranking.places or places <= ranking.places
    return has_place and (ranking.budget_eur is None or spent <= ranking.budget_eur)


def _ranked(entry: Entry, place_in_list: int, place: str, group: list[Entry]) -> Ranked:
    equals = tuple(each.key for each in group if each is not entry)
    words = {"kept": "Retenu", "reserve": "Liste de réserve", "out": "Au-delà de la réserve"}[place]
    tied = f", à égalité avec {counted(len(equals), 'autre dossier', 'autres dossiers')}" if equals else ""
    return Ranked(entry.key, place_in_list, place, equals, f"{words} : {total_words(entry.sheet)}{tied}.")
