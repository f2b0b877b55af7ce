"""What humans decided about titles, applied before any model; and the doubts that are worth asking them about."""

import datetime as dt
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from vivier.occupations.coder.data import Coding, Title
from vivier.occupations.coder.titles import canonical, plain
from vivier.reference import Nomenclature
from vivier.vocabulary import InputError

Key = tuple[str, str, str, str]  # the writing of a title, then its PCS, qualification and NAF, each folded
DECIDED = 1.0  # the probability of what a human decided: it is given, not estimated
_FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
# Which hints a row may ask for, most specific first: three, then two, then one; PCS before qualification before NAF.
_PATTERNS = sorted(
    itertools.product((True, False), repeat=3), key=lambda asked: (-sum(asked), [not one for one in asked])
)


@dataclass(frozen=True, slots=True)
class Decision:
    """Hold one row of a decisions file: a title with its hints, the code a human gave (empty: not yet), and when.

    An empty hint means any; an empty nomenclature means the one in use. `line` is where it stands in the file.
    """

    title: Title
    code: str = ""
    nomenclature: str = ""
    when: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """Hold one question for a human: the title, what was proposed, and how many rows of the input bear it."""

    title: Title
    coding: Coding
    count: int


@dataclass(frozen=True, slots=True)
class Decisions:
    """Hold what was decided, and what was already asked, about the titles of one nomenclature."""

    decided: Mapping[Key, str]
    asked: frozenset[Key] = frozenset()

    def coding(self, title: Title) -> Coding | None:
        """Give what a human decided of a title, the row with the most matching hints winning; None when nobody did.

        >>> said = Decisions({("soudeur", "", "", ""): "H2913", ("soudeur", "", "", "2822z"): "H2902"})
        >>> [said.coding(Title(text, naf=naf)).code for text, naf in (("SOUDEUSE (H/F)", ""), ("soudeur", "28.22Z"))]
        ['H2913', 'H2902']
        """
        code = next((self.decided[key] for key in _keys(title) if key in self.decided), None)
        return Coding(code, DECIDED, "coded") if code is not None else None

    def holds(self, title: Title) -> bool:
        """Tell whether some row, decided or waiting, is about this title."""
        return any(key in self.decided or key in self.asked for key in _keys(title))


def gather(rows: Iterable[Decision], *, nomenclature: Nomenclature) -> Decisions:
    """Gather the rows that are about a nomenclature; the order of rows is irrelevant.

    Of two dated decisions on the same title and hints, the later wins.

    Raises:
        InputError: a code does not exist in the nomenclature, a code has no title, or two rows contradict each other
            and dates do not settle it; the sentence names the lines.
    """
    known = {code.casefold(): code for code in nomenclature.codes()}
    given: dict[Key, list[tuple[Decision, str]]] = defaultdict(list)
    asked: set[Key] = set()
    for row in rows:
        if row.nomenclature.strip() not in ("", nomenclature.id):
            continue
        key = _key(row.title)
        if not row.code.strip():
            asked.add(key)
            continue
        code = known.get(row.code.strip().casefold())
        _refuse(row, key, code, nomenclature)
        given[key].append((row, code or ""))
    return Decisions({key: _settled(found) for key, found in given.items()}, frozenset(asked))


def doubts(answers: Mapping[Title, Coding], counts: Mapping[Title, int], decisions: Decisions) -> tuple[Doubt, ...]:
    """List what a human should look at and was not asked yet, most frequent first.

    Titles of one writing make one doubt, without hints, when the same code is proposed for them all; else one for
    each set of hints. A title without a letter or a figure cannot be recognised next year: it is not asked about.
    """
    together: dict[str, list[Title]] = defaultdict(list)
    for title in answers:
        together[_writing(title.text)].append(title)
    found: list[Doubt] = []
    for writing, titles in together.items():
        new = [title for title in titles if answers[title].decision != "coded" and not decisions.holds(title)]
        if not writing or not new:
            continue
        is_same = len({answers[title].code for title in titles}) == 1
        groups: dict[Key, list[Title]] = defaultdict(list)
        for title in new:
            groups[(writing, "", "", "") if is_same else _key(title)].append(title)
        found += [_doubt(group, answers, counts, keep=not is_same) for group in groups.values()]
    return tuple(sorted(found, key=lambda doubt: (-doubt.count, _key(doubt.title))))


def _doubt(
    group: Sequence[Title], answers: Mapping[Title, Coding], counts: Mapping[Title, int], *, keep: bool
) -> Doubt:
    """Speak for titles of one writing by the commonest of them."""
    seen: Counter[Title] = Counter()
    for title in group:
        seen[title] += counts[title]
    first = min(group, key=lambda title: (-seen[title], title.text, title.pcs, title.qualification, title.naf))
    return Doubt(first if keep else Title(first.text), answers[first], seen.total())


def _refuse(row: Decision, key: Key, code: str | None, nomenclature: Nomenclature) -> None:
    if code is None:
        raise InputError(
            f"La ligne {row.line} du fichier de décisions donne le code « {row.code.strip()} », qui n’existe pas "
            f"dans {nomenclature.entry.title} : corrigez-le, ou videz la case."
        )
    if not key[0]:
        raise InputError(
            f"La ligne {row.line} du fichier de décisions donne un code à un intitulé vide : écrivez l’intitulé, ou "
            "videz la case."
        )


def _settled(found: list[tuple[Decision, str]]) -> str:
    """Give the one code of rows on the same title and hints: all agree, or the latest says."""
    codes = {code for _, code in found}
    days = [_day(row.when) for row, _ in found]
    if len(codes) > 1 and all(days):
        codes = {code for (_, code), day in zip(found, days, strict=True) if day == max(days)}
    if len(codes) == 1:
        return codes.pop()
    lines = sorted(row.line for row, _ in found)
    named = f"{', '.join(map(str, lines[:-1]))} et {lines[-1]}"
    raise InputError(
        f"Les lignes {named} du fichier de décisions donnent des codes différents ({', '.join(sorted(codes))}) au "
        f"même intitulé « {found[0][0].title.text.strip()} » : gardez-en une, ou datez-les toutes, la plus récente "
        "l’emporte."
    )


def _day(text: str) -> str:
    """Read a day as spreadsheets write it (2026-01-31, 31/01/2026); nothing when it is not one.

    >>> _day(" 3/2/2026 "), _day("2026-02-03"), _day("hier")
    ('2026-02-03', '2026-02-03', '')
    """
    with suppress(ValueError):
        if french := _FRENCH_DAY.fullmatch(text.strip()):
            return dt.date(*(int(part) for part in reversed(french.groups()))).isoformat()
        return dt.date.fromisoformat(text.strip()[:10]).isoformat()
    return ""


def _writing(text: str) -> str:
    """Write a title in its one way; one without a word stays as it is, letters or figures at least."""
    return canonical(text) or _fold(text)


def _fold(hint: str) -> str:
    """Write a hint without case, accents, dots or spaces: « 28.22Z » and « 2822z » are the same.

    >>> _fold(" 28.22Z"), _fold("Ouvrier qualifié")
    ('2822z', 'ouvrierqualifie')
    """
    return _NOT_WORD.sub("", plain(hint))


def _key(title: Title) -> Key:
    return (_writing(title.text), _fold(title.pcs), _fold(title.qualification), _fold(title.naf))


def _keys(title: Title) -> list[Key]:
    """List the rows that would be about a title, the most specific first; none for a title without a word."""
    writing, pcs, qualification, naf = _key(title)
    wanted = (
        (pcs if one else "", qualification if two else "", naf if three else "") for one, two, three in _PATTERNS
    )
    return [(writing, *hints) for hints in dict.fromkeys(wanted)] if writing else []
