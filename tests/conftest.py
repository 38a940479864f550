"""What tests share: the people, and a document put into the database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck, settings

from goals.models import Round
from organisation.access import SYSTEM
from organisation.models import Committee, Role, User
from reports.interchange import read
from reports.load import load
from reports.migrations._keep_editions import laying, taking
from tests.documents import as_file
from tests.factories import CommitteeFactory, member
from tests.sharing import Once, shared_by_run

# How long an example takes tells of the machine, and of what else it does.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # Begun last, they would be waited for by processes that have nothing left to do.
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    _deselect_what_asks_no_database(config, items)


def _deselect_what_asks_no_database(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What never asks a database proves on PostgreSQL what it has proved on SQLite: it is run
    once. pytest counts it as deselected."""
    if connection.vendor == "sqlite":
        return
    config.hook.pytest_deselected(items=[item for item in items if not _asks_a_database(item)])
    items[:] = [item for item in items if _asks_a_database(item)]


def _asks_a_database(item: pytest.Item) -> bool:
    """Whether a fixture or a mark of the test opens one, or a process that it starts does."""
    fixtures = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    marks = [item.get_closest_marker(name) for name in ("django_db", "database")]
    return bool(fixtures) or any(marks)


@pytest.fixture(scope="session", autouse=True)
def emptying_takes_editions_too() -> None:
    """Tests with transactions of their own leave their rows behind, and Django empties all the
    tables after them. The database refuses that of editions: so the triggers are taken away
    for as long, and laid again. For every connection: a browser's tests have one of their own."""
    operations = type(connection.ops)
    empty = operations.sql_flush

    def sql_flush(self: Any, *args: Any, **kwargs: Any) -> list[str]:
        vendor = connection.vendor
        return [*taking(vendor), *empty(self, *args, **kwargs), *laying(vendor)]

    operations.sql_flush = sql_flush  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    return shared_by_run(tmp_path_factory)


@dataclass(frozen=True)
class People:
    """Eva enters, Mona judges and Rolf reads in one committee; Nils enters in another."""

    committee: Committee
    other_committee: Committee
    eva: User
    mona: User
    rolf: User
    nils: User
    karin: User


@pytest.fixture
def people(db: None) -> People:
    committee = CommitteeFactory(name="Åby nämnd", slug="aby")
    other = CommitteeFactory(name="Östra nämnden", slug="ostra")
    return People(
        committee=committee,
        other_committee=other,
        eva=member(Role.ADMINISTRATOR, committee, name="Eva"),
        mona=member(Role.MANAGER, committee, name="Mona"),
        rolf=member(Role.READER, committee, name="Rolf"),
        nils=member(Role.ADMINISTRATOR, other, name="Nils"),
        karin=member(Role.CONTROLLER, name="Karin"),
    )


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """Every test begins in the language of the settings. Django's client answers in the reader's
    language and leaves the thread in it, for whichever test chance puts next."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture
def in_english(language: None) -> Iterator[None]:
    """Messages in the language of the source, for tests that look for words in them."""
    with translation.override("en"):
        yield


@pytest.fixture
def loaded(db: None) -> Callable[[dict[str, Any]], Round]:
    """Puts a document into the database; gives its round."""

    def load_data(data: dict[str, Any]) -> Round:
        return load(read(as_file(data)), by=SYSTEM).round

    return load_data
