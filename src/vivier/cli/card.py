"""The card of one code: all that the nomenclatures of this machine say of it."""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from vivier.cli.nomenclatures import DEMONSTRATION, day
from vivier.cli.statistics import show_statistic, statistics_of
from vivier.reference import Nomenclature, Passage, Store
from vivier.vocabulary import InputError

_MOST = 10  # of each thing: a card is read at a glance
_RELATIONS = ("exactMatch", "closeMatch", "narrowMatch", "broadMatch")
_RELATION_WORDS = {
    "exactMatch": "exact",
    "closeMatch": "proche",
    "narrowMatch": "plus précis",
    "broadMatch": "plus large",
}
_KINDS = {"skill": "Savoir-faire", "knowledge": "Savoirs", "context": "Contextes de travail"}
_FACTS = {"pcs": "PCS-ESE", "fap": "Famille (démonstration)", "isco08": "CITP-08", "naf": "Divisions de la NAF"}
_LOOKALIKES = str.maketrans("oil", "011")
Line = tuple[str, list[str]]  # a heading and what it says


def show_cards(held: Store, typed: str) -> None:
    """Print the card of a code in every nomenclature that has it; that of a statistic when its name is typed.

    Raises:
        InputError: none has; the sentence gives the nearest codes.
    """
    console = Console(highlight=False)
    if typed.casefold() in held.statistics:
        show_statistic(held.statistic(typed.casefold()))
        return
    if held.is_demonstration:
        console.print(f"[bold]{DEMONSTRATION}[/bold]\n")
    for nomenclature, code in holding(held, typed):
        entry = nomenclature.entry
        console.print(f"[bold]{escape(code)} — {escape(nomenclature.label(code))}[/bold]", soft_wrap=True)
        version = f", version {entry.version}" if entry.version not in entry.title else ""
        console.print(Padding(f"{escape(entry.title)}{version}, niveau « {nomenclature.level(code)} »", (0, 0, 0, 2)))
        for heading, items in lines(held, nomenclature, code):
            if items:
                console.print(Padding(f"[bold]{heading}[/bold] : {escape(' ; '.join(items))}", (0, 0, 0, 2)))
        dated = f", {day(entry)}" if entry.date else ""
        console.print(
            Padding(f"[dim]Source : {escape(entry.attribution)}{dated} ({entry.licence})[/dim]\n", (0, 0, 0, 2))
        )


def lines(held: Store, nomenclature: Nomenclature, code: str) -> Iterator[Line]:
    """Give what is known of a code, heading by heading; a heading may have nothing to say."""
    parent = nomenclature.parent(code)
    yield "Dans", [f"{parent} {nomenclature.label(parent)}"] if parent and nomenclature.holds(parent) else []
    children = nomenclature.children(code)
    yield f"Regroupe ({len(children)})", _few(f"{child} {nomenclature.label(child)}" for child in children)
    yield "Groupes", [f"{group} {nomenclature.label(group)}" for group in nomenclature.groups(code)]
    yield "Définition", [text] if (text := nomenclature.text(code)) else []
    yield "Accès", [text] if (text := nomenclature.text(code, "access")) else []
    titles = nomenclature.titles(code)
    yield f"Appellations ({len(titles)})", _few(title.text for title in titles)
    uses = sorted(nomenclature.skills(code), key=lambda use: not use.core)
    for kind, heading in _KINDS.items():
        found = [use.label for use in uses if use.kind == kind]
        yield f"{heading} ({len(found)})", _few(found)
    near = nomenclature.near(code)
    yield f"Métiers proches ({len(near)})", _few(f"{each.code} {nomenclature.label(each.code)}" for each in near)
    yield from _facts(held, nomenclature, code)
    yield from _passages(held, nomenclature, code)
    yield "Statistiques", statistics_of(held, nomenclature.id, code)


def _facts(held: Store, nomenclature: Nomenclature, code: str) -> Iterator[Line]:
    known = {"pcs": "pcs-ese", "isco08": "isco08"}
    for name, value in nomenclature.facts(code).items():
        label = _labelled(held, known.get(name, ""), value)
        yield _FACTS.get(name, name.capitalize()), [label]


def _passages(held: Store, nomenclature: Nomenclature, code: str) -> Iterator[Line]:
    """Follow the passages from and to a code; those of ROME 3 hold for ROME 4 through the parent code."""
    key, start, through = nomenclature.id, code, ""
    if key == "rome4" and (parent := nomenclature.ancestor(code, "parent")):
        key, start = "rome3", parent
        through = "" if parent == code else f", par le code parent {parent}"
    for entry in held.entries.values():
        if not entry.is_passage:
            continue
        passage = held.passage(*entry.joins)
        if entry.joins == ("esco", "ogr"):
            yield from _esco(held, passage, nomenclature, code)
        elif entry.joins[0] == key:
            yield _name(held, entry.joins[1]) + through, _few(_targets(held, passage, start))
        elif entry.joins[1] == key and not held.has(f"{key}-{entry.joins[0]}"):
            sources = dict.fromkeys(pair.source for pair in passage.sources(start))
            yield (
                _name(held, entry.joins[0]) + through,
                _few(_labelled(held, entry.joins[0], each) for each in sources),
            )
    if key == "rome3":
        yield from _pcs(held, start)


def _pcs(held: Store, rome: str) -> Iterator[Line]:
    """Go from ROME 3 to PCS-2003 through the families they share: the Dares publishes no shorter way."""
    if held.has("rome3-fap2009") and held.has("fap2009-pcs2003"):
        families = dict.fromkeys(pair.target for pair in held.passage("rome3", "fap2009").targets(rome))
        passage = held.passage("fap2009", "pcs2003")
        found = dict.fromkeys(pair.target for family in families for pair in passage.targets(family))
        yield "PCS-2003 des mêmes FAP-2009", _few(_labelled(held, "pcs2003", code) for code in found)


def _targets(held: Store, passage: Passage, start: str) -> list[str]:
    qualifications: dict[str, list[str]] = defaultdict(list)
    for pair in passage.targets(start):
        qualifications[pair.target].append(pair.qualification)
    several = len(qualifications) > 1
    return [
        _labelled(held, passage.entry.joins[1], target)
        + (f" (qualifications {', '.join(found)})" if several and all(found) else "")
        for target, found in qualifications.items()
    ]


def _esco(held: Store, passage: Passage, nomenclature: Nomenclature, code: str) -> Iterator[Line]:
    if nomenclature.id == "esco":
        found = [
            f"appellation {pair.target} ({_RELATION_WORDS.get(pair.relation, pair.relation)})"
            for pair in passage.targets(code)
        ]
        yield f"Appellations du ROME ({len(found)})", _few(found)
        return
    best: dict[str, int] = {}
    for title in nomenclature.titles(code) if nomenclature.id in ("rome3", "rome4") else ():
        for pair in passage.sources(title.id):
            rank = _RELATIONS.index(pair.relation) if pair.relation in _RELATIONS else len(_RELATIONS)
            best[pair.source] = min(rank, best.get(pair.source, rank))
    ordered = sorted(best, key=lambda each: (best[each], each))
    words = [_RELATION_WORDS.get(relation, relation) for relation in (*_RELATIONS, "autre")]
    yield (
        f"ESCO ({len(best)})",
        _few(f"{_labelled(held, 'esco', each, short=True)} ({words[best[each]]})" for each in ordered),
    )


def _labelled(held: Store, key: str, code: str, *, short: bool = False) -> str:
    """Write a code with its label, when its nomenclature is there; `short` leaves out a code nobody can read."""
    if key not in held.ids or not held.nomenclature(key).holds(code):
        return code
    label = held.nomenclature(key).label(code)
    return label if short else f"{code} {label}"


def _name(held: Store, key: str) -> str:
    names = {
        "fap2021": "FAP-2021",
        "fap2009": "FAP-2009",
        "rome3": "ROME 3",
        "isco08": "CITP-08",
        "pcs2003": "PCS-2003",
    }
    return held.entries[key].title if key in held.entries else names.get(key, key)


def _few(found: Iterable[str]) -> list[str]:
    listed = list(found)
    more = len(listed) - _MOST
    return [*listed[:_MOST], *([f"et {more} autres" if more > 1 else "et 1 autre"] if more > 0 else [])]


def holding(held: Store, typed: str) -> list[tuple[Nomenclature, str]]:
    """Give the nomenclatures that have a code as people type it; if none has, one sentence names the nearest."""
    found = [(each, typed) for each in held.holding(typed)]
    if found:
        return found
    codes = [
        (each, code)
        for each in map(held.nomenclature, held.ids)
        for level in each.entry.levels
        for code in each.codes(level)
    ]
    alike = dict.fromkeys((each.id, code) for each, code in codes if _bare(code) == _bare(typed))
    if alike:
        return [(held.nomenclature(key), code) for key, code in alike]
    near = difflib.get_close_matches(
        _bare(typed), {_bare(code) for _, code in codes if _is_alike(code, typed)}, 5, 0.5
    )
    shown = {_bare(code): code for _, code in codes}
    said = f" Codes les plus proches : {', '.join(shown[each] for each in near)}." if near else ""
    raise InputError(
        f"Le code « {typed} » n’est dans aucune des nomenclatures présentes ({', '.join(held.ids)}).{said}"
    )


def _bare(code: str) -> str:
    """Leave out the case and the marks, and take for digits the letters that look like them."""
    bare = "".join(each for each in code.casefold() if each.isalnum())
    return bare[:1] + bare[1:].translate(_LOOKALIKES)


def _is_alike(code: str, typed: str) -> bool:
    return _bare(code)[:1] == _bare(typed)[:1] and abs(len(code) - len(typed)) <= 2
