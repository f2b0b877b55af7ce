"""How near experts are to dossiers, by the words they share: TF-IDF, accents folded, French stop words left out."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy import sparse

from vivier.panels.data import Affinity, Dossier, Expert

_STOP_TEXT = (
    "a afin ai ainsi alors apres au aucun aussi autre autres aux avant avec avoir avons ayant bien c car ce ceci "
    "cela celle celles celui ces cet cette ceux chaque chez comme comment d dans de depuis des deux dont du elle "
    "elles en encore entre est et etaient etait ete etre eu eux fait faire il ils j je jusqu jusque l la le les "
    "leur leurs lors lorsque m ma mais me meme memes mes moins mon n ne nos notre nous on ont ou par parce pas "
    "pendant peu peut peuvent plus plusieurs pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa "
    "sans se selon sera seront ses si soit son sont sous sur t ta tant tel telle telles tels tes toi ton tous "
    "tout toute toutes tres tu un une vers via vos votre vous y "
)
_STOP = frozenset(_STOP_TEXT.split())
_WORD = re.compile(r"[a-z0-9]+")
_SHARED = 8  # words of a pair that are shown


def terms_of(text: str) -> list[str]:
    """Give the words of a text that count: folded, without stop words, plurals brought to the singular.

    >>> terms_of("Les procédés de soudage, et l’aéronautique")
    ['procede', 'soudage', 'aeronautique']
    """
    folded = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    plain = "".join(each for each in folded if not unicodedata.combining(each))
    return [_singular(word) for word in _WORD.findall(plain) if word not in _STOP and len(word) > 1]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word[-1] in "sx" and not word.endswith("ss") else word


def affinity(experts: Sequence[Expert], dossiers: Sequence[Dossier]) -> Affinity:
    """Work out how near each expert is to each dossier: the cosine of their TF-IDF words, from 0 to 1.

    >>> near = affinity([Expert("A. Blanc", "soudage laser"), Expert("C. Roux", "droit social")],
    ...                 [Dossier("FUI-12", "Le soudage laser de l’aluminium")])
    >>> round(near.of("A. Blanc", "FUI-12"), 2), near.of("C. Roux", "FUI-12")
    (0.73, 0.0)
    >>> [word for word, _ in near.words["A. Blanc", "FUI-12"]]
    ['laser', 'soudage']

    Raises:
        InputError: a name is blank, or is there twice.
    """
    names = tuple(each.name for each in experts), tuple(each.name for each in dossiers)
    texts = [*(terms_of(each.text) for each in experts), *(terms_of(each.text) for each in dossiers)]
    matrix, words = _weighed(texts)
    mine, theirs = matrix[: len(experts)], matrix[len(experts) :]
    values = np.clip((mine @ theirs.T).toarray(), 0.0, 1.0)
    shared = {
        (names[0][at], names[1][to]): _shared(mine[at], theirs[to], words) for at, to in np.argwhere(values > 0)
    }
    return Affinity(*names, tuple(tuple(row) for row in values.tolist()), shared)


def _weighed(texts: list[list[str]]) -> tuple[sparse.csr_matrix, list[str]]:
    """Give texts in rows and words in columns, weighed by how rare they are, each row of length one."""
    words = sorted({word for text in texts for word in text})
    rank = {word: at for at, word in enumerate(words)}
    spread = Counter(word for text in texts for word in set(text))
    cells = [
        (row, rank[word], (1 + math.log(count)) * (1 + math.log((1 + len(texts)) / (1 + spread[word]))))
        for row, text in enumerate(texts)
        for word, count in sorted(Counter(text).items())
    ]
    rows, columns, weights = (list(each) for each in zip(*cells, strict=True)) if cells else ([], [], [])
    matrix = sparse.csr_matrix((weights, (rows, columns)), shape=(len(texts), len(words)))
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1))).ravel()
    return sparse.csr_matrix(sparse.diags(1 / np.where(length > 0, length, 1)) @ matrix), words


def _shared(mine: sparse.csr_matrix, theirs: sparse.csr_matrix, words: list[str]) -> tuple[tuple[str, float], ...]:
    both = mine.multiply(theirs).tocoo()
    ranked = sorted(zip(-both.data, (words[at] for at in both.col), strict=True))
    return tuple((word, float(-weight)) for weight, word in ranked[:_SHARED])
