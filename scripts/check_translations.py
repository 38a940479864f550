"""Check that the Swedish catalogue has every message, and no other.

Runs makemessages on a copy of the sources, so that the work tree stays as it
is, and compares. `make messages` brings the catalogue up to date.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "sv"
CATALOGUES = ("django", "djangojs")
# What makemessages may read. Hidden folders are never copied.
NOT_SOURCES = ("node_modules", "staticfiles", "var", "tests", "docs", "__pycache__")
SUFFIXES = {".py", ".html", ".txt", ".js", ".po", ".svg", ".css"}


def copy_sources(target: Path) -> None:
    for folder, subfolders, names in os.walk(ROOT):
        subfolders[:] = [n for n in subfolders if n not in NOT_SOURCES and not n.startswith(".")]
        place = target / Path(folder).relative_to(ROOT)
        place.mkdir(parents=True, exist_ok=True)
        for name in names:
            if Path(name).suffix in SUFFIXES:
                shutil.copy2(Path(folder, name), place / name)


def make_messages(target: Path) -> None:
    environment = {
        **os.environ,
        "DEBUG": "1",
        "DATABASE_URL": "sqlite://:memory:",
    }
    for domain in CATALOGUES:
        subprocess.run(
            [sys.executable, "manage.py", "makemessages", "--locale", LANGUAGE]
            + ["--domain", domain, "--no-wrap", "--add-location", "file", "--verbosity", "0"],
            cwd=target,
            env=environment,
            stdin=subprocess.DEVNULL,
            check=True,
        )


def messages(catalogue: Path, *options: str) -> list[str]:
    """Return the catalogue's entries, sorted, each as msgattrib prints it."""
    printed = subprocess.run(
        ["msgattrib", "--no-obsolete", "--no-location", "--no-wrap", "--sort-output", *options]
        + [str(catalogue)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    entries = (entry.strip() for entry in printed.split("\n\n"))
    return [entry for entry in entries if entry and '\nmsgid ""\nmsgstr ""\n"' not in f"\n{entry}"]


def check(before: Path, after: Path) -> list[str]:
    """Return what is wrong with one catalogue, each fault with its entry."""
    if not after.exists():
        return []
    if not before.exists():
        return ["there is no catalogue yet"] if messages(after) else []
    broken = subprocess.run(
        ["msgfmt", "--check", "--output-file", os.devnull, str(before)],
        check=False,
        capture_output=True,
        text=True,
    )
    faults = [broken.stderr.strip()] if broken.returncode else []
    faults += [f"not translated:\n{entry}" for entry in messages(after, "--untranslated")]
    faults += [f"fuzzy:\n{entry}" for entry in messages(after, "--only-fuzzy")]
    old, new = set(messages(before)), set(messages(after))
    faults += [f"no longer in the sources:\n{entry}" for entry in sorted(old - new)]
    return faults


def main() -> int:
    faulty = False
    with tempfile.TemporaryDirectory(prefix="rodtrad-messages-") as name:
        copy = Path(name)
        copy_sources(copy)
        shutil.copytree(ROOT / "locale", copy / "locale", dirs_exist_ok=True)
        before = Path(name, "before")
        shutil.copytree(ROOT / "locale", before)
        (copy / "locale" / LANGUAGE / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
        make_messages(copy)
        for domain in CATALOGUES:
            relative = Path(LANGUAGE, "LC_MESSAGES", f"{domain}.po")
            for fault in check(before / relative, copy / "locale" / relative):
                faulty = True
                print(f"locale/{relative}: {fault}\n", file=sys.stderr)
    if faulty:
        print("Run `make messages`, and translate what is new.", file=sys.stderr)
    return int(faulty)


if __name__ == "__main__":
    sys.exit(main())
