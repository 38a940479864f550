"""Run every check and every test, and say at the end which passed.

Used by `make test`. All steps run even when one fails, so that one run tells
everything; the exit code is 1 when any failed.

    scripts/run_tests.py              all
    scripts/run_tests.py lint types   only the steps named
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTEST = [str(BIN / "pytest"), "-n", "auto"]
# Nothing from the developer's own .env or shell may change what is tested.
ENVIRONMENT = {
    "DEBUG": "1",
    "SECRET_KEY": "only-for-tests",
    "DATABASE_URL": f"sqlite:///{ROOT}/var/test.sqlite3",
    "PYTHONUNBUFFERED": "1",
}


class Step(NamedTuple):
    name: str
    commands: list[list[str]]


def tool(*arguments: str) -> list[str]:
    return [str(BIN / arguments[0]), *arguments[1:]]


def script(name: str, *arguments: str) -> list[str]:
    return [sys.executable, f"scripts/{name}", *arguments]


STEPS = [
    Step("lint", [tool("ruff", "check", "."), tool("ruff", "format", "--check", ".")]),
    Step("types", [tool("mypy")]),
    Step(
        "templates",
        [tool("djlint", "--lint", "templates"), tool("djangofmt", "--check", "templates")],
    ),
    Step("translations", [script("check_translations.py")]),
    Step(
        "migrations",
        [[sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]],
    ),
    Step("SQLite", [[*PYTEST, "-m", "not browser and not postgres"]]),
    Step("PostgreSQL", [script("with_postgres.py", *PYTEST, "-m", "not browser")]),
    Step("browser", [[*PYTEST, "-m", "browser"]]),
]


def run(step: Step) -> bool:
    for command in step.commands:
        shown = " ".join(command).replace(f"{ROOT}/", "")
        print(f"\n── {step.name}: {shown}", flush=True)
        finished = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **ENVIRONMENT},
            stdin=subprocess.DEVNULL,
            check=False,
        )
        if finished.returncode != 0:
            print(f"── {step.name}: exit code {finished.returncode}", flush=True)
            return False
    return True


def main(names: list[str]) -> int:
    unknown = set(names) - {step.name for step in STEPS}
    if unknown:
        sys.exit(f"No such step: {', '.join(sorted(unknown))}")
    results = []
    for step in STEPS:
        if names and step.name not in names:
            continue
        start = time.monotonic()
        passed = run(step)
        results.append((step.name, passed, time.monotonic() - start))
    print("\n── Summary")
    for name, passed, seconds in results:
        print(f"{'passed' if passed else 'FAILED'}  {name:<14}{seconds:7.1f} s")
    return int(not all(passed for _, passed, _ in results))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
