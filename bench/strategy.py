"""Axes found by `vivier.strategy`, beside what a user would pick instead: k-means or a tree, cut by silhouette.

Planted pôles of several sizes, kinds of intensity and noise, then noise alone; all on seeds 1000 and beyond (seeds 0
to 15 tuned the engine). Adjusted Rand over every subject, those of no axis counting as one more group. The two others
are from scipy: k-means (20 starts) and mean linkage over correlations, from 2 to 6 groups, the best silhouette kept;
they have no way to say « nothing » and no subject left out. Ratios are times over ours; memory is the peak of Python.
"""

import argparse
import sys
import time
import tracemalloc
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.cluster.vq import kmeans2
from scipy.spatial.distance import pdist, squareform

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from factories.strategy import Planted, findings, found_labels, noise, planted
from oracles.strategy import adjusted_rand
from vivier.strategy import Axes, emerge

FIRST = 1000
SIZES = ((20, 15), (40, 30), (100, 40), (300, 80))
CASES = {
    "franc, binaire": Planted(),
    "franc, comptages": Planted(kind="count"),
    "franc, montants": Planted(kind="amount"),
    "sans sujet isolé": Planted(noise=0.0),
    "axes égaux": Planted(is_unequal=False),
    "membres partagés": Planted(overlap=0.4),
    "réponses manquantes": Planted(missing=0.2),
    "quatre axes": Planted(axes=4, noise=0.1),
    "flou": Planted(within=0.65, outside=0.15),
    "très flou": Planted(within=0.5, outside=0.15),
}
KINDS = ("binary", "sized", "count", "amount", "missing")


def silhouette(distances: np.ndarray, labels: np.ndarray) -> float:
    groups = np.unique(labels)
    if len(groups) < 2:
        return -1.0
    means = np.stack([distances[:, labels == each].sum(1) for each in groups], 1)
    sizes = np.array([(labels == each).sum() for each in groups])
    own = np.searchsorted(groups, labels)
    rows = np.arange(len(labels))
    inner = means[rows, own] / np.maximum(sizes[own] - 1, 1)
    outer = means / sizes
    outer[rows, own] = np.inf
    nearest = outer.min(1)
    return float(np.where(sizes[own] > 1, (nearest - inner) / np.maximum(inner, nearest), 0).mean())


def filled(amounts: np.ndarray) -> np.ndarray:
    known = np.nan_to_num(amounts)
    return (known - known.mean(1, keepdims=True)) / np.maximum(known.std(1, keepdims=True), 1e-9)


def by_kmeans(amounts: np.ndarray, seed: int) -> np.ndarray:
    rows = filled(amounts)
    distances, best = squareform(pdist(rows)), (-2.0, np.zeros(len(rows), int))
    for groups in range(2, min(7, len(rows))):
        for start in range(20):
            labels = kmeans2(rows, groups, minit="++", rng=seed * 100 + start, missing="warn")[1]
            best = max(best, (silhouette(distances, labels), labels), key=lambda pair: pair[0])
    return best[1]


def by_tree(amounts: np.ndarray, _: int) -> np.ndarray:
    distances = np.nan_to_num(pdist(filled(amounts), "correlation"), nan=1.0)
    tree, square = linkage(distances, "average"), squareform(distances)
    cuts = [fcluster(tree, groups, "maxclust") for groups in range(2, min(7, len(square)))]
    return max(cuts, key=lambda labels: silhouette(square, labels))


def timed(way: Callable[..., Any], *given: object) -> tuple[Any, float]:
    start = time.process_time()
    found = way(*given)
    return found, time.process_time() - start


def by_knowing_all(amounts: np.ndarray, truth: np.ndarray, how: Planted) -> np.ndarray:
    """Label each subject as who knows how the pôle was drawn, and the axis of every other subject: the rest is luck.

    Yes or no only. A member is concerned by an axis with a chance that the other subjects of that axis tell.
    """
    shares = np.array([0.5, 0.3, 0.2, 0.15][: how.axes]) if how.is_unequal else np.ones(how.axes)
    shares = (shares / shares.sum() + 1 / how.axes) / 2
    usual = (shares + (1 - shares) * how.overlap)[:, None]
    grid = np.linspace(0.15, 0.5, 36)[:, None]
    labels = np.full(len(truth), -1)
    for subject, said in enumerate(amounts):
        known = ~np.isnan(said)
        others = np.arange(len(truth)) != subject
        heard = np.stack([_odds(amounts[others & (truth == axis)], how) for axis in range(how.axes)])
        concerned = 1 / (1 + (1 / usual - 1) / heard)
        chances = concerned * how.within + (1 - concerned) * how.outside
        told = np.log(np.where(said == 1, chances, 1 - chances))[:, known].sum(1)
        loose = np.log(np.where(said == 1, grid, 1 - grid))[:, known].sum(1)
        told = np.append(told, np.log(np.mean(np.exp(loose - loose.max()))) + loose.max())
        sizes = np.array([np.sum(truth[others] == each) for each in (*range(how.axes), -1)])
        best = int(np.argmax(told + np.log(np.maximum(sizes, 0.5))))
        labels[subject] = best if best < how.axes else -1
    return labels


def _odds(rows: np.ndarray, how: Planted) -> np.ndarray:
    """How much more likely these answers are where each member is concerned."""
    yes, no = how.within / how.outside, (1 - how.within) / (1 - how.outside)
    return np.prod(np.where(np.isnan(rows), 1.0, np.where(rows == 1, yes, no)), 0)


def limit_table(seeds: int) -> None:
    """Print what nobody could do better than, at the smallest size."""
    members, subjects = SIZES[0]
    print(f"limite de l’information, {members} × {subjects}, {seeds} graines : médiane (part des essais ≥ 0,8)")
    for name, how in CASES.items():
        if how.kind != "binary" or not seeds:
            continue
        drawn = [planted(members, subjects, seed, how) for seed in range(FIRST, FIRST + seeds)]
        marks = np.array([adjusted_rand(truth, by_knowing_all(amounts, truth, how)) for amounts, truth in drawn])
        print(f"  {name:22}{np.median(marks):.2f} ({np.mean(marks >= 0.8):4.0%})", flush=True)


def planted_table(seeds: int, sizes: Sequence[tuple[int, int]], sure: dict) -> None:
    print("ARI médian (part des essais ≥ 0,8) : vivier | k-means | arbre ; temps / le nôtre ; le nôtre en s")
    for members, subjects in sizes if seeds else ():
        for name, how in CASES.items():
            marks, spent = defaultdict(list), defaultdict(float)
            for seed in range(FIRST, FIRST + seeds):
                amounts, truth = planted(members, subjects, seed, how)
                rows = findings(amounts)
                axes, seconds = timed(lambda rows=rows, seed=seed: emerge(rows, seed=seed))
                spent["vivier"] += seconds
                marks["vivier"].append(adjusted_rand(truth, found_labels(axes, subjects)))
                judged(axes, truth, sure)
                for other, way in (("k-means", by_kmeans), ("arbre", by_tree)):
                    labels, seconds = timed(way, amounts, seed)
                    spent[other] += seconds
                    marks[other].append(adjusted_rand(truth, labels))
            said = " | ".join(
                f"{np.median(each):.2f} ({np.mean(np.array(each) >= 0.8):4.0%})" for each in marks.values()
            )
            ratios = " ".join(f"×{spent[other] / spent['vivier']:.2f}" for other in ("k-means", "arbre"))
            print(
                f"{members:4} × {subjects:2}  {name:22}{said}   {ratios}  {spent['vivier'] / seeds:.2f}", flush=True
            )


def judged(axes: Axes, truth: np.ndarray, sure: dict) -> None:
    """How near each axis is to a planted one, by what was said of it."""
    real = [set(np.flatnonzero(truth == axis)) for axis in range(truth.max() + 1)]
    for axis in axes.axes:
        held = {int(subject[1:]) for subject in axis.subjects}
        sure[axis.stability.level].append(max(len(held & each) / len(held | each) for each in real))


def noise_table(seeds: int, sizes: Sequence[tuple[int, int]]) -> None:
    print(f"bruit seul, {seeds} graines : part des essais où quelque chose se détache")
    for members, subjects in sizes if seeds else ():
        shares = {
            kind: np.mean(
                [
                    bool(emerge(findings(noise(members, subjects, seed, kind)), seed=seed).axes)
                    for seed in range(FIRST, FIRST + seeds)
                ]
            )
            for kind in KINDS
        }
        print(
            f"{members:4} × {subjects:2}  " + "  ".join(f"{kind} {share:.1%}" for kind, share in shares.items()),
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="planted pôles of each case")
    parser.add_argument("--noise", type=int, default=200, help="draws of noise alone of each kind")
    parser.add_argument("--limits", type=int, default=100, help="draws to tell what nobody could do better than")
    parser.add_argument("--sizes", nargs="+", default=[], help="members×subjects, as 20x15; none: all of them")
    given = parser.parse_args()
    sizes = [tuple(map(int, each.split("x"))) for each in given.sizes]
    limit_table(given.limits)
    rows = findings(planted(300, 80, FIRST)[0])
    tracemalloc.start()
    emerge(rows)
    print(f"mémoire au plus, 300 membres × 80 sujets : {tracemalloc.get_traced_memory()[1] / 1e6:.1f} Mo")
    tracemalloc.stop()
    print(f"temps de calcul, 300 membres × 80 sujets : {timed(emerge, rows)[1]:.2f} s")
    sure: dict = defaultdict(list)
    planted_table(given.seeds, sizes or SIZES, sure)
    print("ce que vaut la sûreté annoncée : axes, Jaccard moyen avec l’axe planté, part ≥ 0,75, part ≥ 0,5")
    for level, near in sorted(sure.items()):
        held = np.array(near)
        print(f"  {level:8}{len(held):6}  {held.mean():.2f}  {(held >= 0.75).mean():.0%}  {(held >= 0.5).mean():.0%}")
    noise_table(given.noise, sizes or SIZES[:3])


if __name__ == "__main__":
    main()
