"""Run a command against a PostgreSQL of its own.

    scripts/with_postgres.py pytest -n auto

Starts a new cluster in a temporary directory, reachable only through a socket
there, sets DATABASE_URL, runs the command, and stops and removes the cluster
whatever happens. Exits as the command did.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

START_SECONDS = 30
# Nothing in it is worth keeping, so nothing needs to reach the disk.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "1h",
    "max_wal_size": "4GB",
    # The tables stay small: to plan, compile and clean for large ones takes longer.
    "autovacuum": "off",
    "jit": "off",
    "shared_buffers": "256MB",
    "listen_addresses": "",
    "max_connections": "200",
    "log_min_messages": "fatal",
}


def find_programs() -> Path:
    """Say where initdb and postgres are: Debian does not put them on the path."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(path.parts[4].split(".")[0]),
    )
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    sys.exit("PostgreSQL's initdb is not here; on Debian: apt-get install postgresql")


@contextmanager
def temporary_cluster() -> Iterator[str]:
    """Start a cluster, and yield the DATABASE_URL of its one database."""
    programs = find_programs()
    # PostgreSQL refuses to run as root; Debian's package made a user for it.
    user = "postgres" if os.geteuid() == 0 else None
    groups: list[str] | None = [] if user else None
    # A socket's path may be no longer than about a hundred characters.
    folder = Path(tempfile.mkdtemp(prefix="rodtrad-pg-", dir="/tmp"))  # noqa: S108
    server: subprocess.Popen[bytes] | None = None
    try:
        if user:
            shutil.chown(folder, user, user)
        data = folder / "data"
        subprocess.run(
            [
                programs / "initdb",
                *("--pgdata", data, "--username", "rodtrad", "--auth", "trust"),
                *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
            ],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            user=user,
            group=user,
            extra_groups=groups,
            cwd=folder,
        )
        settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, *settings],
            stdin=subprocess.DEVNULL,
            user=user,
            group=user,
            extra_groups=groups,
            cwd=folder,
            # Ctrl+C is for the command; the server stops after it.
            start_new_session=True,
        )
        wait_until_ready(programs, folder, server)
        subprocess.run(
            [programs / "createdb", "-h", folder, "-U", "rodtrad", "rodtrad"], check=True
        )
        yield f"postgres://rodtrad@/{folder}/rodtrad"
    finally:
        if server is not None and server.poll() is None:
            server.send_signal(signal.SIGQUIT)  # at once: the data is thrown away
            server.wait(timeout=START_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_ready(programs: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            sys.exit(f"PostgreSQL stopped while starting, with exit code {server.returncode}.")
        ready = subprocess.run(
            [programs / "pg_isready", "-q", "-h", folder, "-U", "rodtrad", "-d", "postgres"],
            check=False,
        )
        if ready.returncode == 0:
            return
        time.sleep(0.1)
    sys.exit(f"PostgreSQL did not start within {START_SECONDS} seconds.")


def stop(signum: int, _frame: FrameType | None) -> None:
    # As an exception, so that the cluster is removed on the way out.
    sys.exit(128 + signum)


def main(command: list[str]) -> int:
    if not command:
        sys.exit(__doc__)
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGHUP, stop)
    with temporary_cluster() as url:
        environment = {**os.environ, "DATABASE_URL": url}
        process = subprocess.Popen(command, env=environment)
        try:
            return process.wait()
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
