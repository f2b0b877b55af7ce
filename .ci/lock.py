"""Check (or renew, with --write) the lock, and that no tracked file names a package registry."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
COMPILE = (
    *("pip", "compile", "--quiet", "--universal", "--generate-hashes", "--all-extras", "--group", "dev"),
    *("--python-version", "3.11", "--no-header", "--no-annotate"),
)
# Written so that this file does not name them itself.
REGISTRIES = re.compile(r"py[p]i\.org|python[h]osted\.|npm[j]s\.|deb\.[d]ebian\.")


def compiled(into: Path) -> None:
    """Compile the lock; what a former lock already chose stays."""
    uv = Path(sys.executable).with_name("uv")
    subprocess.run([uv, *COMPILE, "pyproject.toml", "-o", into], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def wanted(text: str) -> set[str]:
    """Give the pinned requirements of a lock."""
    return {line.rstrip(" \\") for line in text.splitlines() if "==" in line}


def main() -> int:
    """Return 1 with what is wrong."""
    if "--write" in sys.argv:
        compiled(LOCK)
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        again = Path(folder) / "requirements.lock"
        again.write_text(LOCK.read_text(encoding="utf-8"), encoding="utf-8")
        compiled(again)
        moved = wanted(again.read_text(encoding="utf-8")) ^ wanted(LOCK.read_text(encoding="utf-8"))
    if moved:
        wrong.append(f"requirements.lock is not what pyproject.toml asks for ({', '.join(sorted(moved))}): make lock")
    uv = {line for line in wanted(LOCK.read_text(encoding="utf-8")) if line.startswith("uv==")}
    if uv != wanted((ROOT / "requirements-uv.lock").read_text(encoding="utf-8")):
        wrong.append("requirements-uv.lock does not pin the uv of requirements.lock")
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, tracked.split("\0")):
        path = ROOT / name
        if path.is_file() and REGISTRIES.search(path.read_text(encoding="utf-8", errors="replace")):
            wrong.append(f"{name} names a package registry")
    if '"resolved"' in (ROOT / "package-lock.json").read_text(encoding="utf-8"):
        wrong.append("package-lock.json holds download addresses")
    print(*(wrong or ["lock up to date, no registry address in a tracked file"]), sep="\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
