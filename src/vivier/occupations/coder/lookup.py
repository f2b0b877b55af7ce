"""Titles that the nomenclature already holds: found as they are, or recognised as too short to decide."""

from collections.abc import Mapping
from dataclasses import dataclass

from vivier.occupations.coder.titles import canonical, first_form, forms, words

HEAD = 1000  # a code whose titles begin with a word comes before those that only hold it
MOST_NAMED = 6  # the code and five alternatives
SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Lookup:
    """Hold the codes of each canonical title, and those of each head or single word with several codes.

    Codes are numbers in the order of the model; those of a head (« abatteur ») come most frequent first.
    """

    whole: Mapping[str, tuple[int, ...]]
    heads: Mapping[str, tuple[int, ...]]

    def find(self, canonical_title: str) -> tuple[int, ...]:
        """Give the codes of a title: one where it is decided, several where one must ask, none where unknown."""
        return self.whole.get(canonical_title) or self.heads.get(canonical_title, ())


def learn_lookup(titles: tuple[tuple[str, int], ...]) -> Lookup:
    """Gather the codes of whole titles, of each gendered form, and of what stands before the slash."""
    whole: dict[str, set[int]] = {}
    heads: dict[str, dict[int, int]] = {}
    for text, code in titles:
        for writing in {canonical(text), *(" ".join(words(form)) for form in forms(text))} - {""}:
            whole.setdefault(writing, set()).add(code)
        written = canonical(text).split(" ")
        for head in {" ".join(words(first_form(text))), written[0]} - {""}:
            _count(heads, head, code, HEAD)
        for word in {*written} - {""}:  # « abatteur » alone may be the machine of another title
            _count(heads, word, code, 1)
    return Lookup(
        {text: tuple(sorted(codes)) for text, codes in sorted(whole.items())},
        {
            head: tuple(sorted(counts, key=lambda code: (-counts[code], code)))
            for head, counts in sorted(heads.items())
            if len(counts) >= SEVERAL
        },
    )


def _count(heads: dict[str, dict[int, int]], head: str, code: int, weight: int) -> None:
    counts = heads.setdefault(head, {})
    counts[code] = counts.get(code, 0) + weight


def question(title: str, labels: list[str]) -> str:
    """Ask which occupation is meant, in French.

    >>> question("Abatteur", ["Extraction de carrière", "Bûcheronnage et élagage"])
    '« Abatteur » : extraction de carrière ou bûcheronnage et élagage ?'
    """
    named = [" / ".join(map(_in_sentence, label.split(" / "))) for label in labels[:MOST_NAMED]]
    others = ["autre chose"] if len(labels) > MOST_NAMED else []
    *most, last = [*named, *others] or ["quel métier"]
    choices = f"{', '.join(most)} ou {last}" if most else last
    return f"« {' '.join(title.split())} » : {choices} ?"


def _in_sentence(label: str) -> str:
    return label[:1].lower() + label[1:] if label[1:2].islower() else label
