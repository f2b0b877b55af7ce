"""What speaks for a move from an occupation to another: skills, words, titles, fields, seen from both ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from vivier.occupations.nearness.counting import (
    Grams,
    Vocabulary,
    latent,
    letters,
    rarity,
    summed,
    sums,
    unit,
    weighed,
    word_pairs,
    words,
)
from vivier.occupations.nearness.standing import NAMES, Standing, standing
from vivier.reference import Nomenclature

Places = Sequence[int] | np.ndarray  # of codes, in the order of `codes`
VIEWS = (
    "uses", "skill", "knowledge", "context", "core",  # what is called for, item by item
    "use_words", "skill_words", "knowledge_words", "titles", "label", "definition", "access", "everything",  # words
    "use_pairs", "title_pairs", "pairs", "use_letters", "title_letters", "letters",  # in pairs of words, in letters
)  # fmt: skip
STOOD = ("uses", "use_words", "titles", "everything")  # views in which codes also stand among all the others
LEVELS = {"grand domaine": "same_area", "domaine": "same_field", "parent": "same_parent"}
AXES = (40, 100, 250)  # of the latent space of words
LATENT = tuple(f"latent_{axes}" for axes in AXES)
COVERS = ("skills_covered", "skills_used", "words_covered", "words_used")
# What a target is called says whom it attracts: teaching and leading welcome people from everywhere. The 60 words
# (cut as `words` cuts them) that most occupations of ROME 3 have in their titles.
_CALLED = """
chef responsa agent agente technici industri assistan operateu operatri directeu charge directri chargee equipe
service conducte conductr techniqu producti aide exploita ouvriere ouvrier fabricat conseill controle monteur
monteuse ingenieu machines adjoint ligne produits atelier speciali adjointe gestion installa employee gestionn
informat employe entrepri preparat groupe electron construc animateu animatri maintena materiau projet equipeme
inspecte etudes services mecanici commerci inspectr professi
"""
CALLED = tuple(_CALLED.split())
TRAITS = (
    *VIEWS, *LATENT, *COVERS, *LEVELS.values(),
    *(f"{view}_{name}" for view in STOOD for name in NAMES),
    *(f"called_{word}" for word in CALLED), "heads_parent",
)  # fmt: skip


@dataclass(frozen=True)
class Evidence:
    """Hold what was gathered of a nomenclature of N codes at its usual grain, as sparse rows, one a code.

    `views` have rows of length 1; `masses` give the weight of what each code has; `groups` the number of the group of
    each code at each level; `uses` codes × skills (0 or 1) and `rarity` the weight of each skill; `official` the
    published moves, codes × codes; `latent` the place of each code among words; `standings` how they stand among all;
    `target` what is known of a code alone: the last of `TRAITS`.
    """

    codes: tuple[str, ...]
    views: Mapping[str, sp.csr_matrix]
    masses: Mapping[str, sp.csr_matrix]
    groups: Mapping[str, np.ndarray]
    uses: sp.csr_matrix
    rarity: np.ndarray
    skills: tuple[tuple[str, str], ...]
    official: sp.csr_matrix
    latent: np.ndarray
    standings: Mapping[str, Standing]
    target: np.ndarray

    def traits(self, sources: Places, targets: Places) -> np.ndarray:
        """Compare every source with every target: an array of sources × targets × `TRAITS`."""
        start, end = np.asarray(sources), np.asarray(targets)
        made = [(self.views[name][start] @ self.views[name][end].T).toarray() for name in VIEWS]
        made += [_directions(self.latent[start, :axes]) @ _directions(self.latent[end, :axes]).T for axes in AXES]
        made += [share for name in ("skills", "words") for share in _covers(self.masses[name], start, end)]
        made += [_same(self.groups.get(level), start, end) for level in LEVELS]
        made += [each for view in STOOD for each in self.standings[view].traits(start, end)]
        found = np.empty((len(start), len(end), len(TRAITS)), np.float32)
        for place, each in enumerate(made):
            found[..., place] = each
        found[..., len(made) :] = self.target[end]
        return found


def gather(nomenclature: Nomenclature) -> Evidence:
    """Read what a nomenclature says of its occupations; about a second for the 1,584 codes of ROME 4.

    >>> from vivier.reference import store
    >>> len(gather(store().nomenclature("demo")).codes)
    86
    """
    codes = tuple(sorted(nomenclature.codes()))
    place = {code: rank for rank, code in enumerate(codes)}
    skills = [(row[0], row[1], row[2]) for row in sorted(map(tuple, nomenclature.table("skills")))]
    kinds = np.array([kind for *_, kind in skills], dtype=str)
    uses, core = _uses(nomenclature, place, {key: rank for rank, (key, *_) in enumerate(skills)})
    said = _texts(nomenclature, place, [label for _, label, _ in skills])
    counts = _word_counts(said, uses, kinds) | _gram_counts(said, uses)
    items = {"uses": uses, "core": core} | {
        kind: uses[:, np.flatnonzero(kinds == kind)] for kind in ("skill", "knowledge", "context")
    }
    views = {name: unit(weighed(rows)) for name, rows in (items | counts).items()}
    near = [(place[row[0]], place[row[1]]) for row in nomenclature.table("near") if {row[0], row[1]} <= place.keys()]
    return Evidence(
        codes,
        views,
        {"skills": weighed(uses), "words": weighed(counts["use_words"])},
        _groups(nomenclature, codes),
        uses,
        rarity(uses),
        tuple((label, kind) for _, label, kind in skills),
        _presence([pair for pair in near if pair[0] != pair[1]], (len(codes), len(codes))),
        latent(views["everything"], max(AXES)),
        {name: standing(views[name]) for name in STOOD},
        np.column_stack([_called(said), _heads(nomenclature, codes)]),
    )


def _uses(
    nomenclature: Nomenclature, place: Mapping[str, int], known: Mapping[str, int]
) -> tuple[sp.csr_matrix, sp.csr_matrix]:
    """Give codes × skills, and the same for skills called the core of an occupation."""
    shape = (len(place), len(known))
    found = [row for row in nomenclature.table("uses") if row[0] in place and row[1] in known]
    core = [row for row in found if row[2] == "principale"]
    every, main = ([(place[row[0]], known[row[1]]) for row in rows] for rows in (found, core))
    return _presence(every, shape), _presence(main, shape)


def _presence(pairs: list[tuple[int, int]], shape: tuple[int, int]) -> sp.csr_matrix:
    once = sorted(set(pairs))
    rows, columns = [row for row, _ in once], [column for _, column in once]
    return sp.csr_matrix((np.ones(len(once), np.float32), (rows, columns)), shape)


@dataclass(frozen=True)
class _Said:
    """Hold the labels of skills, and by kind the texts of codes with the place of their code."""

    skills: list[str]
    texts: dict[str, list[tuple[int, str]]]
    size: int

    def counts(self, grams: Grams, uses: sp.csr_matrix) -> tuple[sp.csr_matrix, dict[str, sp.csr_matrix]]:
        """Count grams: skills × grams; by kind of text, codes × grams, `everything` and the `uses` included."""
        vocabulary = Vocabulary(grams)
        of_skills = vocabulary.count(self.skills)
        counted = {kind: vocabulary.count(text for _, text in texts) for kind, texts in self.texts.items()}
        by_skill = vocabulary.rows(of_skills)
        found = {
            kind: summed([owner for owner, _ in self.texts[kind]], vocabulary.rows(each), self.size)
            for kind, each in counted.items()
        }
        found["uses"] = uses @ by_skill
        found["everything"] = sum(list(found.values())[1:], start=next(iter(found.values())))
        return by_skill, found


def _texts(nomenclature: Nomenclature, place: Mapping[str, int], skills: list[str]) -> _Said:
    grain = nomenclature.entry.grain
    found = {
        "titles": [(row[0], row[1]) for row in nomenclature.table("titles")],
        "label": [(code, nomenclature.label(code, grain)) for code in place],
    }
    for kind in ("definition", "access"):
        found[kind] = [(row[0], row[2]) for row in nomenclature.table("texts") if row[1] == kind]
    kept = {kind: sorted((place[code], text) for code, text in rows if code in place) for kind, rows in found.items()}
    return _Said(skills, kept, len(place))


def _called(said: _Said) -> np.ndarray:
    """Give codes × `CALLED`: the root of the number of times a word is said for each title."""
    place = {word: rank for rank, word in enumerate(CALLED)}
    counts, titles = np.zeros((said.size, len(CALLED))), np.zeros(said.size)
    for owner, text in said.texts["titles"]:
        titles[owner] += 1
        for word in words(text):
            if word in place:
                counts[owner, place[word]] += 1
    return np.sqrt(counts / np.maximum(titles, 1)[:, None]).astype(np.float32)


def _word_counts(said: _Said, uses: sp.csr_matrix, kinds: np.ndarray) -> dict[str, sp.csr_matrix]:
    by_skill, found = said.counts(words, uses)
    for kind in ("skill", "knowledge"):
        of_kind = np.flatnonzero(kinds == kind)
        found[f"{kind}_words"] = uses[:, of_kind] @ by_skill[of_kind]
    return {"use_words": found.pop("uses"), **found}


def _gram_counts(said: _Said, uses: sp.csr_matrix) -> dict[str, sp.csr_matrix]:
    counts: dict[str, sp.csr_matrix] = {}
    for name, grams in (("pairs", word_pairs), ("letters", letters)):
        _, found = said.counts(grams, uses)
        counts |= {f"use_{name}": found["uses"], f"title_{name}": found["titles"], name: found["everything"]}
    return counts


def _groups(nomenclature: Nomenclature, codes: Sequence[str]) -> dict[str, np.ndarray]:
    found = {}
    for level in set(LEVELS) & set(nomenclature.entry.levels):
        above = [nomenclature.ancestor(code, level) or code for code in codes]
        found[level] = np.unique(above, return_inverse=True)[1]
    return found


def _heads(nomenclature: Nomenclature, codes: Sequence[str]) -> np.ndarray:
    """Tell which codes are their own parent: those that ROME 4 kept from ROME 3, to which most moves still lead."""
    if "parent" not in nomenclature.entry.levels:
        return np.zeros(len(codes), np.float32)
    return np.array([nomenclature.ancestor(code, "parent") == code for code in codes], np.float32)


def _same(groups: np.ndarray | None, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    if groups is None:
        return np.zeros((len(start), len(end)), bool)
    return np.asarray(groups[start][:, None] == groups[end][None, :])


def _covers(masses: sp.csr_matrix, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the share of the target that the source already has, and the share of the source that the target uses."""
    left, right = masses[start], masses[end]
    covered = (left.sign() @ right.T).toarray() / np.maximum(sums(right), 1e-9)[None, :]
    used = (left @ right.sign().T).toarray() / np.maximum(sums(left), 1e-9)[:, None]
    return covered, used


def _directions(points: np.ndarray) -> np.ndarray:
    return np.asarray(points / np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-9))
