"""Random tables, nested and linked, with holdings and zeros, protected then attacked by a stranger: what is betrayed.

`bench/stranger.py 500`: so many tables; a third of them linked. Nothing but the number attacked should be above 0.
"""

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from factories.tabled import LINKED, NESTED, register
from oracles.stranger_tables import attacked


def main(count: int) -> None:
    found: Counter[str] = Counter()
    for seed in range(count):
        texts = register(1000 + seed, 30 + seed % 50)
        if seed % 2:
            texts["turnover"][::9] = ["0"] * len(texts["turnover"][::9])
        for kind, cells in attacked(texts, NESTED if seed % 3 else LINKED).items():
            found[kind] += len(cells)
            if cells and kind != "attacked":
                print(f"{seed}: {kind}, {cells}", flush=True)
    told = ", ".join(f"{number} {kind}" for kind, number in found.items())
    print(f"{count} tables: {told}")
    sys.exit(1 if sum(found.values()) > found["attacked"] else 0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
