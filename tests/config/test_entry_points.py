"""bin/web and bin/worker, which production starts, start here just as they do there."""

import http.client
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sharing import Once
from tests.workers import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
# It migrates from nothing, on a machine that may do much else; one that has died fails at once.
START_SECONDS = PATIENCE

pytestmark = pytest.mark.database


@pytest.fixture
def production(tmp_path: Path, once: Once) -> Iterator[dict[str, str]]:
    """Yield the environment of a production server with a database of its own.

    On PostgreSQL it is the database that the tests' own are made beside, which
    no other test touches.
    """
    database = os.environ.get("DATABASE_URL", "")
    if not database.startswith("postgres"):
        database = f"sqlite:///{tmp_path}/db.sqlite3"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "0",
        "HTTPS": "0",
        "SECRET_KEY": "only-for-this-test-but-long-enough-for-a-server-to-start",
        "ALLOWED_HOSTS": "rodtrad.example,localhost",
        "DATABASE_URL": database,
        "WEB_CONCURRENCY": "1",
        "BIND": "127.0.0.1",
    }
    # They collect static files into one folder, and migrate one database.
    with once.alone("entry points"):
        yield environment


def run(*command: str, environment: dict[str, str]) -> None:
    finished = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout


def manage(*arguments: str, environment: dict[str, str]) -> None:
    run(str(ROOT / ".venv/bin/python"), "manage.py", *arguments, environment=environment)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def server(production: dict[str, str], tmp_path: Path) -> Iterator[dict[str, str]]:
    """Start bin/web and yield its environment once it answers."""
    manage("collectstatic", "--no-input", "--verbosity", "0", environment=production)
    environment = {**production, "PORT": str(free_port())}
    log = tmp_path / "web.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(ROOT / "bin/web")], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
    try:
        wait_until_well(environment, process, log)
        yield {**environment, "LOG": str(log)}
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=START_SECONDS)


def wait_until_well(
    environment: dict[str, str], process: subprocess.Popen[bytes], log: Path
) -> None:
    deadline = time.monotonic() + START_SECONDS
    answer = ""
    while time.monotonic() < deadline and process.poll() is None:
        asked = subprocess.run(
            [str(ROOT / "bin/healthy")],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if asked.returncode == 0:
            return
        answer = asked.stderr
        time.sleep(0.3)
    pytest.fail(f"bin/web is not well. {answer}\n{log.read_text()}")


def get(path: str, *, port: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=10)
    connection.request("GET", path, headers={"Host": "rodtrad.example"})
    return connection.getresponse()


@pytest.mark.long
def test_web_serves_the_log_in_page_and_its_style_sheets(server: dict[str, str]) -> None:
    response = get("/logga-in/", port=server["PORT"])
    page = response.read().decode()
    sheets = re.findall(r'href="([^"]+\.css)"', page)

    assert response.status == 200, Path(server["LOG"]).read_text()
    assert "<form" in page
    assert sheets, page
    for sheet in sheets:
        answer = get(sheet, port=server["PORT"])
        assert answer.status == 200, sheet
        assert "immutable" in (answer.getheader("Cache-Control") or ""), sheet


def test_worker_does_what_waits_and_ends(production: dict[str, str]) -> None:
    manage("migrate", "--no-input", "--verbosity", "0", environment=production)

    run(str(ROOT / "bin/worker"), "--batch", environment=production)


def test_docker_is_told_all_that_the_readme_says_can_be_set() -> None:
    named = re.findall(r"^\| (`[A-Z_`, ]+`) \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    can_be_set = {name for names in named for name in re.findall(r"[A-Z_]+", names)}
    compose = (ROOT / "docker-compose.yml").read_text()
    told = set(re.findall(r"^ +([A-Z_]+):", compose, re.MULTILINE))
    # The image's own: it never debugs, has one place to listen and to keep, and a ready worker.
    own = {"DEBUG", "BIND", "PORT", "PDF_CACHE_DIR", "PDF_KEEP_READY"}
    assert can_be_set - told == own
