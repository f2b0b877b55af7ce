"""A word with one typo is brought back to the word of the nomenclature that it was."""

from collections.abc import Iterable

from vivier.occupations.coder.titles import plain, spelled

SHORTEST = 4  # shorter words have too many neighbours


def deletions(word: str) -> set[str]:
    """Give a word and what is left of it when any one letter is taken out.

    >>> sorted(deletions("bois"))
    ['bis', 'boi', 'bois', 'bos', 'ois']
    """
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def is_one_typo(left: str, right: str) -> bool:
    """Tell whether one letter added, lost, changed, or two neighbours swapped, lead from one word to the other.

    >>> is_one_typo("soudeur", "souduer"), is_one_typo("soudeur", "sodeur"), is_one_typo("soudeur", "sondage")
    (True, True, False)
    """
    if left == right or abs(len(left) - len(right)) > 1:
        return left == right
    start = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    rest, other = left[start:], right[start:]
    swapped = rest[:2] == other[1::-1] and rest[2:] == other[2:]
    return swapped or rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]


class Spelling:
    """Correct words against a vocabulary; what it knows, and what is too short, is left as it is."""

    __slots__ = ("_counts", "_near")

    def __init__(self, counts: Iterable[tuple[str, int]]) -> None:
        self._counts = dict(counts)
        self._near: dict[str, list[str]] | None = None

    def writings(self, title: str) -> list[str]:
        """Give the plain title with its first unknown word corrected in each possible way, likeliest first.

        >>> Spelling([("soudeur", 2), ("souder", 1)]).writings("Soudeurr à l’arc")
        ["soudeur a l'arc"]
        >>> Spelling([("soudeur", 2)]).writings("Soudeur")
        []
        """
        text = plain(title)
        for word in spelled(text):
            if word not in self._counts and (fits := self._corrections(word)):
                return [text.replace(word, known, 1) for known in fits]
        return []

    def _corrections(self, word: str) -> list[str]:
        """List the known words one typo away, the most frequent first."""
        if len(word) < SHORTEST or not word.isalpha():
            return []
        near = {known for left in deletions(word) for known in self._index().get(left, ())}
        fits = [known for known in near if is_one_typo(word, known)]
        return sorted(fits, key=lambda known: (-self._counts[known], known))

    def _index(self) -> dict[str, list[str]]:
        """Index the vocabulary by its deletions, the first time a word is unknown."""
        if self._near is None:
            self._near = {}
            for word in self._counts:
                if len(word) >= SHORTEST - 1:
                    for left in deletions(word):
                        self._near.setdefault(left, []).append(word)
        return self._near
