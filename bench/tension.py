"""The fixed points of tension recomputed from the published files, and our index beside the one Dares publishes.

Side by side with what a user would pick instead: the share of difficult projects of BMO, alone. Skips with a sentence
where the published files are absent.
"""

import sys
from itertools import combinations
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

from vivier.workforce.tension import SIGNALS, Signals, score, tensions

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
sys.path.insert(0, str(ROOT / "tests"))
from oracles import tension as published  # noqa: E402  # the readers of the published files judge the tests too


def fixed_points() -> None:
    families = {
        "difficulty": published.difficulty_2024(DATA),
        "supply": published.families(published.supply(DATA), 5),
        "exit_rate": published.families(published.exits(DATA), 3),
        "ageing": published.families(published.ageing(DATA), 5),
    }
    print("Fixed points: quantiles 5, 25, 50, 75 and 95 % of the families")
    for name, values in families.items():
        ends = np.quantile(list(values.values()), [0.05, 0.25, 0.5, 0.75, 0.95])
        print(f"  {name:12}", *(f"{each:.4f}" for each in ends), f" n = {len(values)}")


def correlations() -> None:
    signals = published.correlated_signals(DATA)
    shared = sorted(set.intersection(*map(set, signals.values())))
    scores = {name: [score(name, signals[name][code]) for code in shared] for name in SIGNALS}
    print(f"Correlations of the scores, {len(shared)} families")
    for a, b in combinations(SIGNALS, 2):
        print(f"  {a} x {b}: {np.corrcoef(scores[a], scores[b])[0, 1]:.2f}")


def beside_dares() -> None:
    theirs, signals = published.published_tension(DATA, "fap 225"), published.signals_2019(DATA)
    ours = {each.occupation: each for each in tensions([Signals(**row) for row in signals])}
    kept = ("occupation", "difficulty", "supply")
    market = tensions([Signals(**{name: row[name] for name in kept}) for row in signals])
    rankings = {
        "our index": {code: each.score for code, each in ours.items()},
        "difficulty and jobseekers only": {each.occupation: each.score for each in market},
        "BMO difficulty alone (the usual pick)": {row["occupation"]: row["difficulty"] for row in signals},
        "jobseekers alone": {row["occupation"]: row["supply"] and -row["supply"] for row in signals},
        "exits alone": {row["occupation"]: row["exit_rate"] for row in signals},
        "ageing alone": {row["occupation"]: row["ageing"] for row in signals},
    }
    print(f"Rank correlation with the index of Dares (2019, {len(theirs)} families)")
    for name, found in rankings.items():
        codes = [code for code in theirs if found.get(code) is not None]
        value = spearmanr([found[code] for code in codes], [theirs[code][0] for code in codes]).statistic
        print(f"  {name:40} {value:+.2f}  n = {len(codes)}")
    levels = [category for _, category in theirs.values()], [each.level for each in ours.values()]
    counts = [[sum(each == rank for each in row) for rank in range(1, 6)] for row in levels]
    print(f"Families by level, 1 to 5: Dares {counts[0]}, ours {counts[1]}")


def main() -> None:
    if not (DATA / "dares-psm").is_dir():
        print("Les fichiers publiés (../shared/data) ne sont pas sur cette machine : rien à comparer.")
        return
    fixed_points()
    correlations()
    beside_dares()


if __name__ == "__main__":
    main()
