"""The house keeps its order: imports go one way, between apps and inside them."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Each may import from those before it.
APPS = ("config", "organisation", "goals", "indicators", "reports")
# Inside an app: words and pure rules, then models, and so on to the pages. What a
# file does that is named otherwise stands here with the layer it belongs to.
LAYERS = ("words", "models", "queries", "rules", "forms", "views")
LAYER_OF = {
    "choices": "words",
    "slugs": "words",
    "tree": "words",
    "formats": "words",
    "fulfilment": "words",
    "places": "words",
    "cells": "words",
    "plausibility": "words",
    "suppression": "words",
    "gaps": "words",
    "document": "words",
    "snapshot": "words",
    "comparing": "words",
    "compared": "words",
    "making": "rules",
    "state": "queries",
    "acts": "queries",
    "verifying": "queries",
    "keeping": "queries",
    "office": "words",
    "interchange": "words",
    "template": "words",
    "passages": "words",
    "economy_tables": "words",
    "summary": "words",
    "firstpage": "words",
    "reasons": "words",
    "presentation": "words",
    "render": "words",
    "pdf_child": "words",
    "press": "words",
    "progress": "words",
    "fields": "words",
    "numerals": "words",
    "texts": "words",
    "proposal": "words",
    "grounds": "words",
    "proposals": "words",
    "references": "words",
    "statements": "words",
    "opening": "words",
    "review": "words",
    "access": "queries",
    "locks": "queries",
    "responsible": "queries",
    "work": "queries",
    "responsibilities": "queries",
    "history": "queries",
    "changes": "queries",
    "protection": "queries",
    "sentences": "queries",
    "evidence": "queries",
    "judging": "queries",
    "events": "rules",
    "drafts": "rules",
    "lifecycle": "rules",
    "policy": "rules",
    "policy_forms": "forms",
    "calendar": "rules",
    "presence": "rules",
    "bulk": "rules",
    "duties": "rules",
    "reminders": "rules",
    "compose": "queries",
    "past": "queries",
    "queries": "queries",
    "rounds": "rules",
    "reviewing": "rules",
    "mending": "rules",
    "load": "rules",
    "sections": "rules",
    "templates": "rules",
    "section_work": "rules",
    "comments": "rules",
    "commented": "rules",
    "files": "rules",
    "tasks": "rules",
    "beating": "rules",
    "sweeping": "rules",
    "worker": "rules",
    "drawn": "queries",
    "how_far": "queries",
    "finished": "forms",
    "forms": "forms",
    "widgets": "words",
    "duty_forms": "forms",
    "entry": "words",
    "sheet": "forms",
    "sent": "forms",
    "columns": "forms",
    "paste": "forms",
    "workbook": "forms",
    "versions": "forms",
    "charts": "queries",
    "line_chart": "words",
    "moments": "words",
    "pictures": "words",
    "admin": "views",
    "urls": "views",
    "views": "views",
}


def modules(app: str) -> Iterator[Path]:
    return (path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)


def imports(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports, wherever in the file it does."""
    for node in ast.walk(ast.parse(path.read_text())):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write the whole path of what you import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (name for name in names if name.split(".")[0] in APPS)


def layer(parts: tuple[str, ...]) -> int | None:
    """How far out in its app a module lies; None where no layer was given."""
    for name in parts:
        if name in LAYER_OF or name in LAYERS:
            return LAYERS.index(LAYER_OF.get(name, name))
    return None


@pytest.mark.parametrize("app", [app for app in APPS if (ROOT / app).is_dir()])
def test_apps_import_only_from_those_before_them(app: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(app)
        for name in imports(path)
        if APPS.index(name.split(".")[0]) > APPS.index(app)
    ]
    # The settings name every app, and the addresses gather theirs: by name, not by import.
    assert wrong == []


@pytest.mark.parametrize("app", [app for app in APPS if (ROOT / app).is_dir()])
def test_modules_import_only_from_layers_before_theirs(app: str) -> None:
    wrong = []
    for path in modules(app):
        own = layer(path.relative_to(ROOT / app).with_suffix("").parts)
        for name in imports(path):
            other = layer(tuple(name.split(".")[1:]))
            same_app = name.split(".")[0] == app
            if same_app and own is not None and other is not None and other > own:
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert wrong == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Not even for the sake of a type: two that know each other are one room with a wall in it."""
    by_name = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for app in APPS
        for path in modules(app)
    }
    imported = {
        name: {
            known
            for said in imports(path)
            if (known := said if said in by_name else said.rpartition(".")[0]) in by_name
            # A package hands on what its own modules say.
            and not name.startswith(f"{known}.")
        }
        for name, path in by_name.items()
    }
    TopologicalSorter(imported).prepare()


def test_document_knows_no_database() -> None:
    seen: set[str] = set()
    waiting = [ROOT / "reports/document.py"]
    while waiting:
        for name in imports(waiting.pop()):
            for parts in (name.split("."), name.split(".")[:-1]):
                path = ROOT.joinpath(*parts).with_suffix(".py")
                if path.is_file() and str(path) not in seen:
                    seen.add(str(path))
                    waiting.append(path)

    assert {Path(path).stem for path in seen}.isdisjoint({"models", "queries", "compose"})
    assert str(ROOT / "config/formats.py") in seen


def test_every_app_says_what_lives_there() -> None:
    for app in APPS:
        file = ROOT / app / "__init__.py"
        if file.is_file():
            assert len((ast.get_docstring(ast.parse(file.read_text())) or "").splitlines()) >= 3


def test_nothing_reads_outside_the_project() -> None:
    """The project stands alone: only checks that are skipped without it may look beside it."""
    outside = [
        str(path.relative_to(ROOT))
        for app in (*APPS, "scripts", "bin", "templates")
        for path in (ROOT / app).rglob("*")
        if path.is_file() and path.suffix != ".pyc" and b"shared/data" in path.read_bytes()
    ]
    assert outside == []
