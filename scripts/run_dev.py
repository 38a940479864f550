"""Run Rödtråd on this computer: web server and background worker, with demo data.

Ctrl+C stops both; so does the server stopping by itself. A worker that dies is replaced, as
whatever runs the program for real does. Used by `make run`.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, str(ROOT / "manage.py")]
STOP_SECONDS = 10
# A worker that dies sooner than this never came to work: a new one would die too.
LEAST_SECONDS = 5.0


def manage(*arguments: str) -> None:
    finished = subprocess.run([*MANAGE, *arguments], cwd=ROOT, check=False)
    if finished.returncode != 0:
        sys.exit(finished.returncode)


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def stop(_signum: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """A process in a group of its own, since it starts children that reload."""
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True)


def run(server: list[str], worker: list[str], *, least: float = LEAST_SECONDS) -> int:
    """Run both until the server ends, with a new worker for each that dies."""
    serving, working, since = start(server), start(worker), time.monotonic()
    try:
        while serving.poll() is None:
            if working.poll() is not None:
                if time.monotonic() - since < least:
                    return working.returncode or 1
                print("The worker died: a new one is started.", flush=True)
                signal_group(working, signal.SIGKILL)
                working, since = start(worker), time.monotonic()
            time.sleep(0.3)
        return serving.returncode
    except KeyboardInterrupt:
        return 0
    finally:
        end([serving, working])


def end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        signal_group(process, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            signal_group(process, signal.SIGKILL)
            process.wait()


def signal_group(process: subprocess.Popen[bytes], signum: signal.Signals) -> None:
    try:
        os.killpg(process.pid, signum)
    except ProcessLookupError:
        return


def main() -> int:
    port = int(os.environ.get("PORT", "8000"))
    if is_taken(port):
        sys.exit(f"Port {port} is taken. Use another one: make run PORT={port + 1}")
    if port != 8000:
        # What is published tells its own address.
        os.environ.setdefault("SITE_URL", f"http://localhost:{port}")
    signal.signal(signal.SIGTERM, stop)
    manage("migrate", "--verbosity", "0")
    manage("demo")
    print(f"\nRödtråd: http://localhost:{port}  (Ctrl+C stops it)\n", flush=True)
    return run([*MANAGE, "runserver", f"127.0.0.1:{port}"], [*MANAGE, "report_worker"])


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
