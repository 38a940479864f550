"""The settings in production: complete, or refused at start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "PATH": os.environ["PATH"],
    "DEBUG": "0",
    "HTTPS": "1",
    "SECRET_KEY": "a-long-random-text-" + "0123456789abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "mal.example.se",
    "DATABASE_URL": "sqlite:///:memory:",
}


def check(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=PRODUCTION | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_has_nothing_that_django_warns_of() -> None:
    checked = check()
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(("name", "value"), [("SECRET_KEY", ""), ("PDF_SECONDS", "soon")])
def test_what_cannot_be_right_stops_the_start(name: str, value: str) -> None:
    checked = check(**{name: value})
    assert checked.returncode != 0
    assert name in checked.stderr or value in checked.stderr


def test_missing_key_is_told_in_one_line() -> None:
    checked = check(SECRET_KEY="")
    assert checked.stderr.splitlines() == [
        "Set SECRET_KEY to a long random text, or DEBUG=1 to try Rödtråd."
    ]
