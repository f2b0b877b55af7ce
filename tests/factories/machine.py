"""A machine where the product is installed: its own folder, its own database, commands run as a person would."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Machine:
    """Hold the folder of a machine and the address of its database (none: SQLite in its folder)."""

    home: Path
    url: str = ""
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What its commands find around them."""
        kept = {
            name: said
            for name, said in os.environ.items()
            if not name.startswith(("VIVIER_", "DATABASE_", "PYTEST_"))
        }
        paths = f"{ROOT / 'src'}{os.pathsep}{ROOT / 'tests'}"
        kept |= {"PYTHONPATH": paths, "VIVIER_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": "vivier_web.settings"}
        return kept | ({"DATABASE_URL": self.url} if self.url else {}) | self.more

    def vivier(self, *words: str | Path, status: int = 0) -> str:
        """Run a command to its end; gives all it said."""
        return self._run([sys.executable, "-m", "vivier_web.ops", *map(str, words)], status)

    def python(self, program: str, *words: str, status: int = 0) -> str:
        """Run a few lines with Django set up."""
        return self._run([sys.executable, "-c", f"import django; django.setup()\n{program}", *words], status)

    def _run(self, command: list[str], status: int) -> str:
        done = subprocess.run(
            command,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            cwd=self.home.parent,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    @contextmanager
    def running(self, command: list[str]) -> Iterator["subprocess.Popen[bytes]"]:
        """Keep a process alive as long as the block; its whole session ends with it."""
        with (self.home / "log").open("ab") as log:
            child = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, start_new_session=True, cwd=self.home.parent
            )
        try:
            yield child
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
            child.wait(10)


def wait_for(is_done: Callable[[], bool], seconds: float = 30) -> bool:
    """Wait until something is so; gives False when it never was."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_done():
            return True
        time.sleep(0.05)
    return False
