"""Nearness of occupations, side by side with what a user would write instead, against published moves.

The moves published by ROME are what is to be found again; no score below looks at those to or from the codes it is
judged on. The weights come from a logit learned, for each fold of codes, on the moves between codes of the other
folds. Which traits there are, and the ridge, were chosen by looking at ROME v3 with folds of seed 0; the report draws
its folds with seed 42, on the same codes: the choice is not independent of them. ROME v4 played no part in it.

`--learn` learns on every code and prints the weights that are shipped (`weights.toml`). It needs a reference store
with ROME (VIVIER_REFERENCE); without one, a sentence and nothing else.
"""

import resource
import sys
import time

import numpy as np

from vivier.occupations.nearness.evidence import TRAITS, Evidence, gather
from vivier.occupations.nearness.finding import near
from vivier.occupations.nearness.measuring import calibration_error, measures
from vivier.occupations.nearness.weighing import DEFAULT, by_folds, calibrated, learn, shipped
from vivier.reference import store

SEED, FOLDS = 42, 5


def baselines(evidence: Evidence) -> dict[str, np.ndarray]:
    """Score codes × codes in the ways that need no learning."""
    every = np.arange(len(evidence.codes))
    traits = {name: evidence.traits(every, every)[..., TRAITS.index(name)] for name in ("uses", "titles")}
    shared = (evidence.uses @ evidence.uses.T).toarray()
    sizes = shared.diagonal()
    prefix = sum(
        np.array([[left[:n] == right[:n] for right in evidence.codes] for left in evidence.codes]) for n in (1, 3, 4)
    )
    return {
        "idf-cosine of skills": traits["uses"],
        "Jaccard of skills": shared / np.maximum(sizes[:, None] + sizes[None, :] - shared, 1),
        "titles only": traits["titles"],
        "skills + 0.5 titles": traits["uses"] + 0.5 * traits["titles"],
        "code prefix": prefix,
        "random": np.random.default_rng(SEED).random(shared.shape),
    }


def report(key: str, *, learning: bool) -> None:
    nomenclature = store().nomenclature(key)
    start = time.perf_counter()
    evidence = gather(nomenclature)
    took = time.perf_counter() - start
    published = evidence.official.toarray() > 0
    print(f"{nomenclature.entry.title}: {len(evidence.codes)} codes, {published.sum()} moves, {FOLDS} folds of codes")
    print("                            recall@5   @10    @20  hit@5    MRR")
    start = time.perf_counter()
    scores = by_folds(evidence, folds=FOLDS, seed=SEED)
    folds = time.perf_counter() - start
    for name, each in {"vivier, by folds": scores, **baselines(evidence)}.items():
        print(f"  {name:26}" + " ".join(f"{value:6.3f}" for value in measures(each, published)), flush=True)
    weights = calibrated(shipped(key), scores, published)
    print(f"  ECE of resemblance {calibration_error(weights.probability(scores), published):.4f}")
    start = time.perf_counter()
    for code in evidence.codes[:20]:
        near(code, nomenclature=nomenclature, evidence=evidence)
    one = (time.perf_counter() - start) / 20
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  gathered in {took:.2f} s, then {one * 1000:.0f} ms a code; folds {folds:.0f} s; peak {peak:.0f} MB")
    if learning:
        learned = calibrated(learn(evidence, np.arange(len(evidence.codes))), scores, published)
        pairs = zip(TRAITS, learned.traits.tolist(), strict=True)
        print("\n".join([f"[{key}]", *(f"{name} = {value:.5f}" for name, value in pairs)]))
        print(f"intercept = {learned.intercept:.5f}\nslope = {learned.slope:.5f}")


def main() -> None:
    held = [key for key in (DEFAULT, "rome4") if store().has(key)]
    if not held:
        print("ROME is not in the reference store (VIVIER_REFERENCE): nothing is measured.")
    for key in held:
        report(key, learning="--learn" in sys.argv)


if __name__ == "__main__":
    main()
