"""Run tests on a throwaway PostgreSQL: start it, run pytest with DATABASE_URL, stop it.

Where DATABASE_URL is given, that server is used. Otherwise Debian's binaries make one in a temporary folder, under
another account when we are root (PostgreSQL refuses root). Without either, says so and gives 0: nothing was proven.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "jit=off")
TESTS = ["tests/vivier_web", "-n", "2", "--create-db"]


def main() -> int:
    """Run pytest; what follows on the command line is given to it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the server is stopped whatever stops us
    tests = sys.argv[1:] or TESTS
    if os.environ.get("DATABASE_URL"):
        return run(tests, os.environ["DATABASE_URL"])
    if not BINARIES:
        print("PostgreSQL n’est pas sur cette machine : apt-get install -y postgresql. Rien n’a été prouvé.")
        return 0
    with server(BINARIES[0].parent) as url:
        return run(tests, url)


def run(tests: list[str], url: str) -> int:
    """Run pytest on this database."""
    said = os.environ | {"DATABASE_URL": url}
    return subprocess.run([sys.executable, "-m", "pytest", *tests], env=said, check=False).returncode


@contextmanager
def server(binaries: Path) -> Iterator[str]:
    """Give the address of a PostgreSQL that lives as long as this block."""
    folder = Path(tempfile.mkdtemp(prefix="vivier-pg-"))
    account = other_account()
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)
    as_other = [] if account is None else as_account(account)
    data, port = folder / "data", free_port()
    made = [binaries / "initdb", "-D", data, "-U", "vivier", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"]
    try:
        subprocess.run([*as_other, *made, "--no-sync"], check=True, stdout=subprocess.DEVNULL, cwd=folder)
        settings = [word for one in FAST for word in ("-c", one)]
        listening = ["-p", str(port), "-h", "127.0.0.1", "-k", folder]
        started = [*as_other, binaries / "postgres", "-D", data, *listening, *settings]
        with (folder / "log").open("wb") as log:
            child = subprocess.Popen(started, stdout=log, stderr=log, cwd=folder)
        try:
            wait(binaries, port, child)
            yield f"postgres://vivier@127.0.0.1:{port}/postgres"
        finally:
            child.send_signal(signal.SIGINT)  # fast shutdown
            child.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def other_account() -> pwd.struct_passwd | None:
    """Give the account PostgreSQL will run as, when we are root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


def as_account(account: pwd.struct_passwd) -> list[str]:
    """Give the words that run a command as another account, in the same process."""
    return ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]


def free_port() -> int:
    """Give a port nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


def wait(binaries: Path, port: int, child: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers."""
    ask = [binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port), "-t", "1"]
    for _ in range(60):
        if child.poll() is not None:
            break
        if subprocess.run(ask, check=False).returncode == 0:
            return
        subprocess.run(["sleep", "0.25"], check=False)
    raise SystemExit("PostgreSQL n’a pas démarré.")


if __name__ == "__main__":
    sys.exit(main())
