"""Run Rödtråd on this computer: web server and background worker, with demo data.

Ctrl+C stops both; so does either of them stopping by itself. Used by `make run`.
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


def run(commands: list[list[str]]) -> int:
    """Run the commands until one of them ends, then stop the others."""
    # Each gets a process group of its own, since they start children that reload.
    processes = [
        subprocess.Popen(command, cwd=ROOT, start_new_session=True) for command in commands
    ]
    try:
        while all(process.poll() is None for process in processes):
            time.sleep(0.3)
        return next(p.returncode for p in processes if p.returncode is not None) or 1
    except KeyboardInterrupt:
        return 0
    finally:
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
    return run(
        [
            [*MANAGE, "runserver", f"127.0.0.1:{port}"],
            [*MANAGE, "report_worker"],
        ]
    )


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
