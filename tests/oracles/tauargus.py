"""τ-Argus alone on a table given with its sensitive cells, in a process of its own: it brings its own HiGHS.

Run as a script on a folder holding `table.npz` (`codes`, of (cells, dimensions), `values`, `units`, `sensitive`,
`width`; `parent_0`… of (codes, 2) by dimension) and a method (`MOD(1,5,1,0,0)`, `OPT(1,5)`), it writes `hidden.npy`.
`pytauargus` is not in the lock: any Python that has it will do.
"""

import sys
from pathlib import Path

import numpy as np

TOTAL, DEPTH = "Total", "@"


def hierarchy(pairs: np.ndarray) -> list[str]:
    """Write a tree as τ-Argus reads it: each code under its parent, after as many marks as it is deep."""
    children: dict[str, list[str]] = {}
    for child, parent in pairs.tolist():
        children.setdefault(parent, []).append(child)
    lines, waiting = [], [(child, 0) for child in reversed(children[TOTAL])]
    while waiting:
        code, depth = waiting.pop()
        lines.append(DEPTH * depth + code)
        waiting += [(child, depth + 1) for child in reversed(children.get(code, []))]
    return lines


def write(folder: Path, held: dict[str, np.ndarray], method: str) -> None:
    """Write the table, its description and the batch."""
    dims = held["codes"].shape[1]
    about = ['<SEPARATOR> ";"', "<SAFE> S", "<UNSAFE> U"]
    for axis in range(dims):
        pairs = held[f"parent_{axis}"]
        about += [f"dim{axis}", " <RECODEABLE>", f" <TOTCODE> {TOTAL}"]
        if (pairs[:, 1] != TOTAL).any():
            (folder / f"dim{axis}.hrc").write_text("\n".join(hierarchy(pairs)) + "\n")
            about += [
                " <HIERARCHICAL>",
                f' <HIERCODELIST> "{folder / f"dim{axis}.hrc"}"',
                f' <HIERLEADSTRING> "{DEPTH}"',
            ]
    about += ["value", " <NUMERIC>", " <DECIMALS> 0", "units", " <FREQUENCY>", "status", " <STATUS>"]
    about += ["lower", " <NUMERIC> <LOWERPL>", " <DECIMALS> 3", "upper", " <NUMERIC> <UPPERPL>", " <DECIMALS> 3"]
    (folder / "table.rda").write_text("\n".join(about) + "\n")
    rows = zip(held["codes"], held["values"], held["units"], held["sensitive"], held["width"], strict=True)
    with (folder / "table.tab").open("w") as file:
        for codes, value, units, is_sensitive, width in rows:
            # The width may lie anywhere: half of it on each side is as much, and what τ-Argus can be asked.
            half = f"{width / 2:.3f};{width / 2:.3f}" if is_sensitive else "0;0"
            file.write(f"{';'.join(codes)};{value:.0f};{units};{'U' if is_sensitive else 'S'};{half}\n")
    names = "".join(f'"dim{axis}"' for axis in range(dims))
    (folder / "run.arb").write_text(
        f'<OPENTABLEDATA> "{folder / "table.tab"}"\n<OPENMETADATA> "{folder / "table.rda"}"\n'
        f'<SPECIFYTABLE> {names}|"value"||\n<SAFETYRULE>\n<READTABLE> 0\n<SUPPRESS> {method}\n'
        f'<WRITETABLE> (1,5,SO+,"{folder / "out.tab"}")\n'
    )


def main(folder: Path, method: str) -> None:
    """Let τ-Argus choose, and keep which cells it hides."""
    from pytauargus.engine import run_batch

    held = dict(np.load(folder / "table.npz"))
    write(folder, held, method)
    run_batch(str(folder / "run.arb"))
    dims, status = held["codes"].shape[1], {}
    for line in (folder / "out.tab").read_text().splitlines():
        parts = [part.strip('" ') for part in line.split(";")]
        status[tuple(part or TOTAL for part in parts[:dims])] = parts
    hidden = [any(mark in status[tuple(codes)][dims + 1 :] for mark in "UM") for codes in held["codes"].tolist()]
    np.save(folder / "hidden.npy", np.array(hidden))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
