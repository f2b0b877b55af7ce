"""How many questions a project is asked twice from pôle to State, and how many are left once keys are shared.

« Today » is the two forms and grids side by side, each filled and judged for itself; « shared » is the same two files
with the keys they have in common: the second body reads the answer or the mark of the first, except for what its own
file wants anew. The files are the shipped ones: no official form was at hand, so the counts are those of our files,
built on the public criteria; a pôle that adapts them counts its own by naming two files. The last line of each chain
is the cautious count: the second body judges every criterion anew, and only answers are carried over.
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from vivier.french import counted as french
from vivier_web.procedures.coordination import Chain, Question, chain
from vivier_web.procedures.definition import Procedure, read, shipped

CHAINS = (
    ("label-et-financement-fui", ""),
    ("label-seul-anr", "i-demo"),
    ("label-seul-anr", "i-demo-regionalise"),
    ("label-seul-anr", "appel-europeen"),
)
HALF = 0.5


def counted(questions: Iterable[Question]) -> str:
    """Write how many questions there are: fields and criteria."""
    kinds = [each.kind for each in questions]
    fields, criteria = french(kinds.count("field"), "question"), french(kinds.count("criterion"), "critère")
    return f"{len(kinds):3} ({fields}, {criteria})"


def fields_removed(found: Chain) -> int:
    """Count what disappears when no mark is taken over: answers of forms only."""
    return sum(each.kind == "field" and not each.again for each in found.twice)


def told(name: str, found: Chain) -> str:
    """Write one chain."""
    still = ", ".join(each.key for each in found.still) or "rien"
    return "\n".join((
        name,
        f"  demandé par le premier      {counted(found.first)}",
        f"  demandé par le second       {counted(found.second)}",
        f"  demandé deux fois           {counted(found.twice)}",
        f"  encore demandé deux fois    {counted(found.still)} : {still}",
        f"  disparaît                   {found.removed} sur {len(found.twice)}, {float(found.share_removed):.0%}",
        f"  si le second rejuge tout    {fields_removed(found)} sur {len(found.twice)}",
    ))  # fmt: skip


def named(name: str) -> Procedure | None:
    """Find a shipped procedure, or read a file."""
    if name.endswith(".toml"):
        return read(Path(name).read_text(encoding="utf-8"))
    return next((each for each in shipped() if each.key == name), None)


def main() -> int:
    """Print each chain, and return 1 when one of them keeps more than half of its repeated questions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", nargs="?", help="une procédure livrée, ou un fichier .toml")
    parser.add_argument("second", nargs="?", default="", help="idem ; rien : les deux côtés de la première")
    asked = parser.parse_args()
    pairs = ((asked.first, asked.second),) if asked.first else CHAINS
    shares = []
    for first, second in pairs:
        one = named(first)
        if one is None:
            parser.error(f"{first} : procédure inconnue")
        found = chain(one, named(second) if second else None)
        print(told(f"{first} → {second or 'l’État, dans la même procédure'}", found))
        shares.append(float(found.share_removed))
    return int(min(shares) < HALF)


if __name__ == "__main__":
    sys.exit(main())
