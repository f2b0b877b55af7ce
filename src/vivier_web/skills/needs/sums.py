"""Sums of returns that betray no member: by occupation and year, skill, training, difficulty, transition, opinion."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from vivier.reference import pcs_label
from vivier_web.members.search import folded as plain
from vivier_web.skills.guard.folding import OTHERS, ways_of
from vivier_web.skills.guard.threshold import THRESHOLD, Given, added, gathered, showable
from vivier_web.skills.needs.answers import Answered
from vivier_web.skills.needs.schema import Schema

BATCH = 5  # returns are counted five by five: one more never changes a sum alone
AGREES = 4  # from this mark on
_UNKNOWN = "inconnu"
_OTHER_WORDS = "Autres, regroupés"
Parts = dict[str, Counter[str]]  # part → company → people (or one, for an answer)


@dataclass(frozen=True, slots=True)
class Sum:
    """Hold one figure that may be shown: posts, people or members, or a share (0–1), and how many members gave it."""

    value: float
    unit: str
    n: int


@dataclass(frozen=True, slots=True)
class SumRow:
    """Hold one row: what it is about, and its figures; None where a figure would betray somebody."""

    label: str
    code: str
    figures: tuple[Sum | None, ...]


@dataclass(frozen=True, slots=True)
class SumTable:
    """Hold one table of sums."""

    name: str
    title: str
    definition: str
    heads: tuple[str, ...]
    rows: tuple[SumRow, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Hold all that a pôle may read of the returns of a wave; `counted` of them are in the sums."""

    counted: int
    tables: tuple[SumTable, ...] = field(default=())

    def table(self, name: str) -> SumTable:
        """Give a table by its name."""
        return next(table for table in self.tables if table.name == name)


def in_batches(found: Iterable[Answered]) -> tuple[Answered, ...]:
    """Take returns as they came, corrections included, when those of enough members can be taken together.

    Two readings then never differ by too few members: a correction waits for others, as a first return does.
    """
    taken: dict[int, Answered] = {}
    waiting: dict[int, Answered] = {}
    for one in found:
        waiting[one.organisation_id] = one
        if len(waiting) == BATCH:
            taken |= waiting
            waiting = {}
    return tuple(taken.values())


def board(found: Sequence[Answered], colleges: Mapping[int, str], schema: Schema) -> Board:
    """Add up returns given as they came, corrections included; `colleges` says in which each member sits."""
    counted = in_batches(found)
    if not counted:
        return Board(0)
    tables = (
        _occupations(counted),
        _skills(counted),
        *_trainings(counted),
        *_difficulties(counted, schema),
        _transitions(counted, schema),
        _perceptions(counted, colleges, schema),
    )
    return Board(len(counted), tables)


def _occupations(counted: Sequence[Answered]) -> SumTable:
    """Add up hires by occupation, rare ones in their group of the PCS, and by year where that may be shown."""
    rows = [(_who(one), hire) for one in counted for hire in one.hires]
    years = sorted({hire.year for _, hire in rows})
    heads = ("Postes", *map(str, years), "Jugés difficiles")
    held = _parts((hire.pcs or _UNKNOWN, who, hire.people) for who, hire in rows)
    table = "Une embauche compte dans son métier (PCS-ESE) ; les métiers trop rares, dans leur groupe."
    if not held or not THRESHOLD.is_met(added(held.values())):
        return SumTable("metiers", "Embauches prévues", table, heads, ())
    way = ways_of(held)
    by_year = _crossed((way[hire.pcs or _UNKNOWN], str(hire.year), who, hire.people) for who, hire in rows)
    hard = _crossed(
        (way[hire.pcs or _UNKNOWN], "hard" if hire.is_difficult else "other", who, hire.people) for who, hire in rows
    )
    whole, splits = _totals(by_year), (_with_all(by_year), _with_all(hard))
    shown = [_shown(each) for each in splits]
    found = [
        SumRow(
            _words(group),
            "" if group in (_ALL, OTHERS, _UNKNOWN) else group,
            (
                _sum(given, "postes"),
                *(_cell(splits[0], shown[0], group, str(year), "postes") for year in years),
                _share(splits[1], shown[1], group, "hard"),
            ),
        )
        for group, given in whole
    ]
    return SumTable("metiers", "Embauches prévues", table, heads, tuple(found))


_ALL = "ensemble"


def _words(group: str) -> str:
    if group == _ALL:
        return "Tous les métiers"
    if group == OTHERS:
        return "Autres métiers, regroupés"
    if group == _UNKNOWN:
        return "Métier non précisé"
    return pcs_label(group) if len(group) == 4 else f"{pcs_label(group)} : autres"


def _totals(cells: Mapping[str, Parts]) -> list[tuple[str, Given]]:
    sums = {group: added(held.values()) for group, held in cells.items()}
    ordered = sorted(sums.items(), key=lambda one: (one[0] == OTHERS, -sum(one[1].values()), one[0]))
    return [(_ALL, added(sums.values())), *ordered]


def _with_all(cells: Mapping[str, Parts]) -> dict[str, Parts]:
    whole: Parts = {}
    for held in cells.values():
        for cell, given in held.items():
            whole.setdefault(cell, Counter()).update(given)
    return {_ALL: whole, **cells}


def _shown(cells: Mapping[str, Parts]) -> frozenset[str]:
    """Say which items may show their cells, « ensemble » among them."""
    items = {item: held for item, held in cells.items() if item != _ALL}
    is_whole = all(THRESHOLD.is_met(given) for given in cells[_ALL].values())
    return showable(items) | (frozenset([_ALL]) if is_whole else frozenset())


def _cell(cells: Mapping[str, Parts], shown: frozenset[str], item: str, cell: str, unit: str) -> Sum | None:
    return _sum(cells[item].get(cell, {}), unit) if item in shown else None


def _share(cells: Mapping[str, Parts], shown: frozenset[str], item: str, cell: str) -> Sum | None:
    if item not in shown:
        return None
    total = added(cells[item].values()).total()
    return Sum(round(sum(cells[item].get(cell, {}).values()) / total, 4), "part", total)


def _sum(given: Given, unit: str) -> Sum:
    return Sum(sum(given.values()), unit, sum(n > 0 for n in given.values()))


def _skills(counted: Sequence[Answered]) -> SumTable:
    """Add up people by skill, to gain and to pass on apart."""
    rows = [(_who(one), wish) for one in counted for wish in one.skills]
    words = _writings(wish.skill for _, wish in rows)
    sides: list[dict[str, Sum]] = []
    for side in ("gain", "pass_on"):
        parts = _parts((plain(wish.skill), who, wish.people) for who, wish in rows if wish.direction == side)
        sides.append(_gathered(parts))
    keys = sorted(
        {key for side in sides for key in side},
        key=lambda key: (key == OTHERS, -max(side[key].value for side in sides if key in side), key),
    )
    found = (SumRow(words.get(key, _OTHER_WORDS), "", tuple(side.get(key) for side in sides)) for key in keys)
    heads = ("À acquérir (personnes)", "À transmettre (personnes)")
    said = "Ce que trop peu de membres demandent est regroupé."
    return SumTable("competences", "Compétences", said, heads, tuple(found))


def _trainings(counted: Sequence[Answered]) -> Iterable[SumTable]:
    rows = [(_who(one), wish) for one in counted for wish in one.trainings]
    words = _writings(wish.topic for _, wish in rows)
    heads = ("Personnes",)
    topics = _gathered(_parts((plain(wish.topic), who, wish.people) for who, wish in rows))
    said = "Personnes à former par sujet ; ce que trop peu de membres demandent est regroupé."
    yield SumTable("formations", "Formations souhaitées", said, heads, _rows(topics, words))
    when = _gathered(_parts((str(wish.from_on.year), who, wish.people) for who, wish in rows))
    yield SumTable("formations_quand", "Quand", "Année du début souhaité.", heads, _rows(when, {}))
    far = _gathered(_parts((_band(wish.km), who, wish.people) for who, wish in rows))
    said = "Distance que les membres acceptent."
    yield SumTable("formations_distance", "Jusqu’où", said, heads, _rows(far, dict(_BANDS.values()), list(_BY_CODE)))


_BANDS = {20: ("a", "20 km au plus"), 50: ("b", "21 à 50 km"), 100: ("c", "51 à 100 km"), 10_000: ("d", "Plus loin")}
_BY_CODE = tuple(code for code, _ in _BANDS.values())


def _band(km: int) -> str:
    return next(code for most, (code, _) in _BANDS.items() if km <= most)


def _difficulties(counted: Sequence[Answered], schema: Schema) -> Iterable[SumTable]:
    labels = schema.labels("recruiting")
    levels = _gathered(_parts((one.difficulties.level, _who(one), 1) for one in counted), "membres")
    said = "Une réponse par membre."
    heads = ("Membres", "Part")
    rows = tuple(
        SumRow(row.label, "", (*row.figures, _of_all(row.figures[0], len(counted))))
        for row in _rows(levels, labels, [*labels, OTHERS])
    )
    yield SumTable("difficultes", "Recruter est difficile", said, heads, rows)
    found = []
    for code, words in schema.labels("reasons").items():
        yes = _split(counted, lambda one, code=code: code in one.difficulties.reasons)  # type: ignore[misc]
        if yes is None or yes.value:
            found.append(SumRow(words, "", (yes,)))
    yield SumTable("raisons", "Pourquoi", "Part des membres qui donnent cette raison.", ("Part",), tuple(found))


def _of_all(figure: Sum | None, whole: int) -> Sum | None:
    return None if figure is None else Sum(round(figure.value / whole, 4), "part", whole)


def _transitions(counted: Sequence[Answered], schema: Schema) -> SumTable:
    found = []
    for kind, words in schema.named("choice", "transition_").items():
        states = {_who(one): each.state for one in counted for each in one.transitions if each.kind == kind}
        either, begun = (
            _split(counted, lambda one, those=those, states=states: states.get(_who(one)) in those)  # type: ignore[misc]
            for those in (("planned", "under_way"), ("under_way",))
        )
        if either is not None and begun is not None and not _is_met(either.value - begun.value, counted):
            begun = None  # what is only planned is the difference of the two
        found.append(SumRow(words, "", (either, begun)))
    said = "Part des membres, d’ici trois ans."
    return SumTable("transitions", "Transitions", said, ("Prévue ou engagée", "Déjà engagée"), tuple(found))


def _is_met(share: float, counted: Sequence[Answered]) -> bool:
    n = round(share * len(counted))
    return THRESHOLD.is_met({str(rank): 1 for rank in range(n)})


def _split(counted: Sequence[Answered], says: Callable[[Answered], bool]) -> Sum | None:
    """Give the share of members who say something, when those who do and those who do not may both be shown."""
    parts = _parts((("yes" if says(one) else "no"), _who(one), 1) for one in counted)
    if not all(THRESHOLD.is_met(given) for given in parts.values()):
        return None
    return Sum(round(len(parts.get("yes", ())) / len(counted), 4), "part", len(counted))


def _perceptions(counted: Sequence[Answered], colleges: Mapping[int, str], schema: Schema) -> SumTable:
    """Give the share that agrees with each statement, by college: the gaps of perception."""
    names = sorted({colleges.get(one.organisation_id, "") for one in counted})
    seats = {one.organisation_id: colleges.get(one.organisation_id, "") for one in counted}
    found = []
    for statement, words in schema.named("scale", "perception_").items():
        cells = _with_all(
            _crossed(
                (seats[one.organisation_id], "yes" if _agrees(one, statement) else "no", _who(one), 1)
                for one in counted
            )
        )
        shown = _shown(cells)
        columns = [_ALL, *names] if len(names) > 1 else [_ALL]
        found.append(SumRow(words, "", tuple(_share(cells, shown, item, "yes") for item in columns)))
    heads = ("Tous", *(name or "Sans collège" for name in names)) if len(names) > 1 else ("Tous",)
    said = "Part de ceux qui sont plutôt ou tout à fait d’accord, parmi tous ceux qui ont répondu."
    return SumTable("perceptions", "Perception, par collège", said, heads, tuple(found))


def _agrees(one: Answered, statement: str) -> bool:
    return any(each.statement == statement and each.mark >= AGREES for each in one.perceptions)


def _who(one: Answered) -> str:
    return str(one.organisation_id)


def _parts(rows: Iterable[tuple[str, str, int]]) -> Parts:
    found: Parts = {}
    for part, who, n in rows:
        found.setdefault(part, Counter())[who] += n
    return found


def _crossed(rows: Iterable[tuple[str, str, str, int]]) -> dict[str, Parts]:
    found: dict[str, Parts] = {}
    for item, cell, who, n in rows:
        found.setdefault(item, {}).setdefault(cell, Counter())[who] += n
    return found


def _gathered(parts: Parts, unit: str = "personnes") -> dict[str, Sum]:
    """Add up parts of one whole, those too small together; nothing when the whole itself may not be shown."""
    if not parts or not THRESHOLD.is_met(added(parts.values())):
        return {}
    where = gathered(parts, OTHERS)
    sums: Parts = {}
    for part, given in parts.items():
        sums.setdefault(where[part], Counter()).update(given)
    return {part: _sum(given, unit) for part, given in sums.items()}


def _rows(sums: Mapping[str, Sum], words: Mapping[str, str], order: Sequence[str] = ()) -> tuple[SumRow, ...]:
    def rank(part: str) -> tuple[bool, float, str]:
        place = order.index(part) if part in order else -sums[part].value
        return part == OTHERS, place, part

    found = (words.get(part, _OTHER_WORDS if part == OTHERS else part) for part in sorted(sums, key=rank))
    return tuple(SumRow(said, "", (sums[part],)) for said, part in zip(found, sorted(sums, key=rank), strict=True))


def _writings(texts: Iterable[str]) -> dict[str, str]:
    """Give each folded text as it is most often written."""
    seen: dict[str, Counter[str]] = {}
    for text in texts:
        seen.setdefault(plain(text), Counter())[text] += 1
    return {key: min(found, key=lambda text: (-found[text], text)) for key, found in seen.items()}
