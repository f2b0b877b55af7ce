"""Reading payroll files beside a bare loop that only splits each line on its comma.

    python bench/intake.py            a file of 20,000 employees, made here
    python bench/intake.py FILE…      your own files

Each side runs in a process of its own, in turn, so that memory and caches are not shared. Prints the median times,
their ratio, and the peak memory of each side.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 5
ROOT = Path(__file__).resolve().parents[1]
BARE = """
import resource, sys, time
start = time.perf_counter()
lines = 0
for path in sys.argv[1:]:
    with open(path, encoding="iso-8859-1", newline="") as stream:
        for line in stream:
            line.split(",")
            lines += 1
"""
OURS = """
import datetime as dt, resource, sys, time
from vivier.intake import Options, read
start = time.perf_counter()
found = read(sys.argv[1:], on=dt.date(2026, 3, 31), options=Options(limit_mb=2000))
lines = found.people
"""
END = """
import json
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([time.perf_counter() - start, memory, lines]))
"""


def timed(program: str, files: list[str]) -> tuple[float, float, int]:
    """Run one side once: seconds, peak MB, lines or people."""
    command = [sys.executable, "-c", program + END, *files]
    seconds, memory, counted = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return seconds, memory, counted


def load_file(folder: Path, employees: int) -> Path:
    """Write a payroll file: by the published generator where it is, else a lighter one of our own."""
    path = folder / f"{employees}.dsn"
    generator = ROOT.parent / "shared" / "specs" / "dsn_samples" / "generate.py"
    if generator.is_file():
        subprocess.run([sys.executable, str(generator), str(employees), str(path)], check=True)
        return path
    # In a process of its own: a child inherits the peak memory of the one that starts it.
    subprocess.run([sys.executable, __file__, "--write", str(employees), str(path)], check=True)
    return path


def write_own_file(employees: int, path: Path) -> None:
    """Write our own load file: one establishment, no pay."""
    sys.path.insert(0, str(ROOT / "tests"))
    from factories.dsn import Contract, Declaration, Person, Sending

    staff = tuple(
        Person(nir=fictional_nir(i), sex=f"0{1 + i % 2}", contracts=(Contract(number=f"{i:07d}"),))
        for i in range(employees)
    )
    path.write_bytes(Sending((Declaration(staff, month="01032026"),)).encoded())


def fictional_nir(rank: int) -> str:
    """Give distinct well-formed numbers whose commune (990–999) does not exist."""
    month, department, commune = 1 + rank // 200 % 12, 1 + rank // 2400 % 95, 990 + rank // 228_000 % 10
    return f"{1 + rank % 2}{rank // 2 % 100:02d}{month:02d}{department:02d}{commune}{1 + rank % 999:03d}"


def compare(files: list[str], name: str) -> None:
    """Run both sides in turn and print the comparison."""
    bare, ours = [], []
    for _ in range(RUNS):
        bare.append(timed(BARE, files))
        ours.append(timed(OURS, files))
    seconds = [statistics.median(run[0] for run in side) for side in (bare, ours)]
    ratios = sorted(b[0] / a[0] for a, b in zip(bare, ours, strict=True))
    print(f"{name}: {bare[0][2]:,} lines, {ours[0][2]:,} people, median of {RUNS} runs in turn")
    print(f"  bare loop   {seconds[0]:7.2f} s   {max(run[1] for run in bare):6.0f} MB")
    print(f"  vivier.read {seconds[1]:7.2f} s   {max(run[1] for run in ours):6.0f} MB")
    print(f"  ratio       {statistics.median(ratios):7.2f}     from {ratios[0]:.2f} to {ratios[-1]:.2f} (bound: 6)")


def main() -> None:
    """Compare on the files given, else on 20,000 employees, then on 200,000 for memory."""
    if sys.argv[1:2] == ["--write"]:
        write_own_file(int(sys.argv[2]), Path(sys.argv[3]))
        return
    if sys.argv[1:]:
        compare(sys.argv[1:], "files given")
        return
    with tempfile.TemporaryDirectory() as folder:
        compare([str(load_file(Path(folder), 20_000))], "20,000 employees")
        large = [str(load_file(Path(folder), 200_000))]
        seconds, memory, people = timed(OURS, large)
        size = Path(large[0]).stat().st_size / 1e6
        print(f"{people:,} people in one file of {size:,.0f} MB: {seconds:.1f} s, {memory:.0f} MB (bound: 150)")


if __name__ == "__main__":
    main()
