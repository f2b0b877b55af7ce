"""Say what is missing on this machine, and the one line that installs it.

As root on Debian with CI=true, it runs that line itself. Nothing here is needed to read files or make a study:
chromium and its fonts serve the browser stories of the tests.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

LIBRARIES = "/usr/lib", "/usr/lib64", "/lib"


def has_library(name: str) -> bool:
    """Tell whether a shared library is installed."""
    return any(next(Path(folder).rglob(f"{name}.so*"), None) for folder in LIBRARIES if Path(folder).is_dir())


def has_fonts() -> bool:
    """Tell whether the fallback fonts of the browser are installed."""
    return next(Path("/usr/share/fonts").rglob("DejaVuSans.ttf"), None) is not None


NEEDED = {
    "python3-venv": lambda: shutil.which("python3") is not None,
    "nodejs": lambda: shutil.which("node") is not None,
    "npm": lambda: shutil.which("npm") is not None,
    "chromium": lambda: shutil.which("chromium") is not None,
    "fonts-dejavu-core": has_fonts,
    "libpango-1.0-0": lambda: has_library("libpango-1.0"),
    "poppler-utils": lambda: shutil.which("pdfinfo") is not None,
}


def main() -> int:
    """Print what is missing; install it where that is allowed."""
    missing = [package for package, is_there in NEEDED.items() if not is_there()]
    if not missing:
        print("doctor : tout ce qui vient du système est là.")
        return 0
    line = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(missing)}"
    may_install = os.environ.get("CI") == "true" and os.geteuid() == 0 and shutil.which("apt-get") is not None
    if not may_install:
        print(f"doctor : il manque {', '.join(missing)} ; à lancer en administrateur :\n  {line}")
        return 0
    print(f"doctor : installation de {', '.join(missing)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(["sh", "-c", line], check=False, env=environment, stdout=subprocess.DEVNULL).returncode


if __name__ == "__main__":
    sys.exit(main())
