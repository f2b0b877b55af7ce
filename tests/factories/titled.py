"""Companies whose people have a job title and, some of them, no occupation; and a coder that knows six titles."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence

from vivier.intake import Cell, Company, Headcount
from vivier.intake.data import UNKNOWN, Count, TitleCell
from vivier.occupations import Codings, Hints
from vivier.occupations.coder.data import Coding
from vivier.study.titles import Coder

ON = dt.date(2026, 1, 31)
SIREN, OTHER = "000100115", "000100222"
KNOWN = {
    "Soudeur TIG": Coding("623e", 0.96, "coded"),
    "Comptable": Coding("543b", 0.9, "coded", ("373c",)),
    "Tourneur": Coding("623g", 0.8, "coded"),
    "Chef d’équipe": Coding("483a", 0.41, "review", ("484a", "484b")),
    "Abatteur": Coding("691a", 0.5, "ask", ("623e",), "Abatteur : d’arbres ou de carrière ?"),
}
NOTHING = Coding("", 0.0, "review")
Person = tuple[str, str, str | int, str, str]  # title, PCS, age, sex, contract


def coder(titles: Sequence[str], hints: Sequence[Hints]) -> Codings:
    """Answer what is known of six titles, nothing of the others."""
    assert len(titles) == len(hints) == len(set(zip(titles, hints, strict=True)))  # each is asked once
    assert all(hint.pcs == "" for hint in hints)  # what is to be checked is never a hint
    return Codings(tuple(KNOWN.get(title, NOTHING) for title in titles))


def by_title(answer: Callable[[str], Coding]) -> Coder:
    """Make a coder that looks at titles alone."""
    return lambda titles, _: Codings(tuple(map(answer, titles)))


def by_activity(answer: Callable[[str], Coding]) -> Coder:
    """Make a coder that looks at the activity of the employer alone."""
    return lambda _, hints: Codings(tuple(answer(hint.naf) for hint in hints))


def company(people: Sequence[Person], *, siren: str = SIREN, naf: str = "") -> Company:
    """Make a company from its people, one by one; an empty title is none."""
    cells = Counter(person[1:] for person in people)
    titles = Counter(person for person in people if person[0])
    counted = sorted((Cell(*key, n) for key, n in cells.items()), key=lambda cell: cell.key)
    borne = tuple(TitleCell(*key, n, naf=naf) for key, n in sorted(titles.items(), key=str))
    return Company(siren, ON, "liste", Count(len(people), cells=tuple(counted)), titles=borne)


def person(title: str, pcs: str = UNKNOWN, *, age: str | int = 41, sex: str = "H", contract: str = "CDI") -> Person:
    """Describe one person."""
    return (title, pcs, age, sex, contract)


def workshop() -> Headcount:
    """Give two companies: eight people to code, to review, to ask about, or without title; three declared."""
    here = [
        *[person("Soudeur TIG")] * 3,
        person("Comptable", sex="F", age=58),
        *[person("Chef d’équipe", age=52)] * 2,
        person("Abatteur"),
        person(""),
        person("Tourneur", "623g"),
        person("Tourneur", "628c"),
    ]
    return Headcount(ON, (company(here), company([person("", "6", sex="F")], siren=OTHER)))
