"""What `make run` does when one of its two processes ends."""

import sys
from pathlib import Path

from scripts.run_dev import run

# Waits until two workers have said that they were here.
SERVER = """
import sys, time
while len(open(sys.argv[1]).read()) < 2: time.sleep(0.05)
"""
WORKER = "import sys; open(sys.argv[1], 'a').write('x'); sys.exit(9)"


def run_with(said: Path, *, least: float) -> int:
    said.touch()
    commands = ([sys.executable, "-c", script, str(said)] for script in (SERVER, WORKER))
    return run(*commands, least=least)


def test_a_worker_that_dies_is_replaced_and_the_server_goes_on(tmp_path: Path) -> None:
    said = tmp_path / "said"
    assert run_with(said, least=0) == 0
    assert len(said.read_text()) >= 2


def test_a_worker_that_cannot_start_ends_both(tmp_path: Path) -> None:
    said = tmp_path / "said"
    assert run_with(said, least=600) == 9
    assert said.read_text() == "x"
