"""Every address × every role × own and other committee × GET and POST.

The addresses are taken from the program: one without a row here fails.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from config.middleware import PUBLIC
from goals.choices import Part, Verb
from goals.events import record
from goals.models import Round
from organisation.access import SYSTEM
from organisation.models import Committee, Role, User
from reports.choices import EditionFormat, FileState
from reports.models import AcceptedFinding, Comment, Report, ReportFile, Section
from reports.urls import public as public_pages
from tests.factories import (
    ActivityReportFactory,
    AssessmentFactory,
    OutcomeFactory,
    RoundFactory,
    TargetFactory,
    UserFactory,
    edition,
    edition_file,
    member,
)

pytestmark = pytest.mark.django_db

EVERYBODY = {"anonymous", "nobody", "administrator", "manager", "reader", "controller"}
LOGGED_IN = EVERYBODY - {"anonymous"}
READ = {"administrator", "manager", "reader", "controller"}
ENTER = {"administrator"}
JUDGE = {"administrator", "manager"}
MANAGE = {"administrator", "controller"}
COMMENT = {"administrator", "manager", "controller"}
# Answers to somebody who may: done, shown, or “mend this first”.
FINE = {200, 204, 302, 422}


@dataclass(frozen=True)
class Row:
    """Who may GET and who may POST an address; no one: the method is not there."""

    get: set[str] = field(default_factory=set)
    post: set[str] = field(default_factory=set)
    # Those who may know of it: they get 403 where they may not, all others 404.
    known: set[str] = field(default_factory=lambda: READ)
    # What the address names, from the things in `Place`.
    args: tuple[str, ...] = ()


ROUND = ("committee", "year", "part")
ACCOUNT = Row(get=EVERYBODY, post=EVERYBODY, known=EVERYBODY)
OPEN = Row(get=EVERYBODY, known=EVERYBODY)
MATRIX: dict[str, Row] = {
    # What is published, for everybody
    "published": OPEN,
    "published_committee": replace(OPEN, args=("committee",)),
    "publication": replace(OPEN, args=ROUND),
    "public_whole": replace(OPEN, args=ROUND),
    "public_search": replace(OPEN, args=ROUND),
    "public_changes": replace(OPEN, args=ROUND),
    "public_chapter": replace(OPEN, args=(*ROUND, "chapter")),
    "public_goal": replace(OPEN, args=(*ROUND, "code")),
    "public_indicator": replace(OPEN, args=(*ROUND, "published_indicator")),
    "public_file": replace(OPEN, args=(*ROUND, "published_file")),
    "open_data": OPEN,
    "open_data_catalogue": OPEN,
    "open_data_schema": OPEN,
    "site_map": OPEN,
    "robots": OPEN,
    # People
    "health": Row(get=EVERYBODY, known=EVERYBODY),
    "set_language": ACCOUNT,
    "account_login": ACCOUNT,
    "account_logout": ACCOUNT,
    "account_reset_password": ACCOUNT,
    "account_reset_password_done": Row(get=EVERYBODY, known=EVERYBODY),
    "account_reset_password_from_key": Row(
        get=EVERYBODY, post=EVERYBODY, known=EVERYBODY, args=("uidb36", "key")
    ),
    "account_reset_password_from_key_done": Row(get=EVERYBODY, known=EVERYBODY),
    "account_inactive": Row(get=EVERYBODY, known=EVERYBODY),
    "account_change_password": Row(get=LOGGED_IN, post=LOGGED_IN, known=LOGGED_IN),
    "reminder_settings": Row(get=LOGGED_IN, post=LOGGED_IN, known=LOGGED_IN),
    # Walking through
    "start": Row(get=LOGGED_IN, known=LOGGED_IN),
    "committee": Row(get=READ, args=("committee",)),
    "year": Row(get=READ, args=("committee", "year")),
    "round": Row(get=READ, args=ROUND),
    "goal": Row(get=READ, args=(*ROUND, "code")),
    "indicator": Row(get=READ, args=("own_indicator",)),
    # What was done
    "round_history": Row(get=READ, args=ROUND),
    "committee_history": Row(get=READ, args=("committee",)),
    "event_evidence": Row(get=READ, args=(*ROUND, "event")),
    # Entering
    "outcomes": Row(get=READ, args=ROUND),
    "outcome_save": Row(get=READ, post=ENTER, args=(*ROUND, "measure")),
    "outcome_value": Row(get=READ, args=(*ROUND, "measure")),
    "outcome_restore": Row(post=ENTER, args=(*ROUND, "measure")),
    "outcome_cells": Row(post=ENTER, args=ROUND),
    "outcomes_state": Row(get=READ, args=ROUND),
    "outcomes_excel": Row(get=READ, args=ROUND),
    "outcome_preview": Row(post=ENTER, args=ROUND),
    "outcome_undo": Row(post=ENTER, args=ROUND),
    "draft": Row(post=READ, args=ROUND),
    "presence": Row(post=READ, args=ROUND),
    "activities": Row(get=READ, args=ROUND),
    "activity_cells": Row(post=JUDGE, args=ROUND),
    "activities_state": Row(get=READ, args=ROUND),
    "activities_rest": Row(get=JUDGE, post=JUDGE, args=ROUND),
    "activity_save": Row(get=READ, post=JUDGE, args=(*ROUND, "activity")),
    "assess": Row(get=READ, post=JUDGE, args=(*ROUND, "code")),
    "manage_round": Row(get=READ, post=MANAGE, args=ROUND),
    "calendar_now": Row(get=LOGGED_IN, known=LOGGED_IN),
    "calendar": Row(get=LOGGED_IN, post={"controller"}, known=LOGGED_IN, args=("year",)),
    "open_round": Row(post=MANAGE, args=("committee", "year", "next_part")),
    "policy": Row(get=LOGGED_IN, post={"controller"}, known=LOGGED_IN),
    # Who does what
    "work": Row(get=READ, args=ROUND),
    "responsibilities": Row(get=READ, post=ENTER, args=("committee", "year")),
    "reassign": Row(get=ENTER, post=ENTER, args=("committee", "year")),
    # The review
    "review_policy": Row(get=LOGGED_IN, post={"controller"}, known=LOGGED_IN),
    "review": Row(get=READ, args=ROUND),
    "review_accept": Row(post=JUDGE, args=ROUND),
    "review_undo": Row(post=JUDGE, args=(*ROUND, "accepted")),
    # The report
    "report": Row(get=READ, args=ROUND),
    "section": Row(get=READ, post=JUDGE, args=(*ROUND, "section")),
    "section_preview": Row(post=JUDGE, args=(*ROUND, "section")),
    "section_writers": Row(post=ENTER, args=(*ROUND, "section")),
    "comment_add": Row(post=COMMENT, args=(*ROUND, "section")),
    "row_comments": Row(get=READ, args=(*ROUND, "row")),
    "comment": Row(post=COMMENT, args=(*ROUND, "comment")),
    "templates": Row(get=LOGGED_IN, known=LOGGED_IN),
    "template": Row(get=LOGGED_IN, post={"controller"}, known=LOGGED_IN, args=("year", "part")),
    "committee_template": Row(get=READ, post=ENTER, args=ROUND),
    "report_word": Row(get=READ, args=ROUND),
    "report_excel": Row(get=READ, args=ROUND),
    "report_csv": Row(get=READ, args=ROUND),
    "editions": Row(get=READ, args=ROUND),
    "editions_compare": Row(get=READ, args=ROUND),
    "edition": Row(get=READ, args=(*ROUND, "edition")),
    "edition_files": Row(post=ENTER, args=(*ROUND, "edition")),
    "edition_file": Row(get=READ, args=(*ROUND, "edition", "format")),
    "edition_act": Row(get=ENTER, post=ENTER, args=(*ROUND, "act")),
    "report_json": Row(get=READ, args=ROUND),
    "report_pdf_ask": Row(post=READ, args=ROUND),
    "report_pdf_status": Row(get=READ, args=(*ROUND, "file")),
    "report_pdf_again": Row(post=READ, args=(*ROUND, "file")),
    "report_pdf_cancel": Row(post=MANAGE, args=(*ROUND, "file")),
    "report_pdf_download": Row(get=READ, args=(*ROUND, "file")),
}


PUBLISHED = {pattern.name for pattern in public_pages.urlpatterns}


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """The names of all addresses but those of the administration pages."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern} has no name"
            yield pattern.name
        elif pattern.namespace != "admin":
            yield from names(pattern.url_patterns)


def test_every_address_has_a_row() -> None:
    assert set(names(get_resolver().url_patterns)) == set(MATRIX)


@dataclass(frozen=True)
class Place:
    """A committee with a round that has one of each thing, and everything that names them."""

    names: dict[str, Any]

    @classmethod
    def make(cls) -> "Place":
        round: Round = RoundFactory(part=Part.T1)
        committee = round.committee
        target = TargetFactory(round=round, measure__indicator__committee=committee)
        goal = target.measure.goal
        AssessmentFactory(round=round, goal=goal)
        OutcomeFactory(round=round, measure=target.measure)
        activity = ActivityReportFactory(round=round, activity__goal=goal).activity
        file = ReportFile.objects.create(round=round, state=FileState.READY, content=b"%PDF-1.7")
        section = Section.objects.create(
            report=Report.objects.create(round=round), position=1, key="own", heading="Eget"
        )
        accepted = AcceptedFinding.objects.create(
            round=round, code="goal.unassessed", spot="goal|1||", reason="Rätt.", by=UserFactory()
        )
        comment = Comment.objects.create(
            round=round, name=str(section.pk), text="Stämmer det?", by=UserFactory()
        )
        published = edition(round, with_earlier=True)
        edition_file(published, EditionFormat.JSON, b"{}")
        edition_file(published, EditionFormat.PDF)
        with transaction.atomic():
            event = record(Verb.ROUND_OPENED, by=SYSTEM, round=round, name=round.title)
        return cls(
            {
                "committee": committee.slug,
                "year": round.year,
                "part": round.slug,
                "next_part": "t2",
                "code": goal.code,
                "chapter": f"mal-{goal.code.replace('.', '-')}",
                "published_indicator": f"{goal.code}-1",
                "published_file": "rapport.json",
                "measure": target.measure.pk,
                "activity": activity.pk,
                "row": f"activity:{activity.pk}",
                "own_indicator": target.measure.indicator.pk,
                "file": file.pk,
                "event": event.pk,
                "section": section.pk,
                "comment": comment.pk,
                "accepted": accepted.pk,
                "edition": 1,
                "format": "pdf",
                "act": "lamna-in",
                "uidb36": "1",
                "key": "a-b",
            }
        )

    def address(self, name: str) -> str:
        return reverse(name, args=[self.names[arg] for arg in MATRIX[name].args])


@dataclass(frozen=True)
class World:
    """Two committees, and everybody who has to do with the first, or with none."""

    place: Place
    other: Place
    people: dict[str, User | None]

    @property
    def administrator(self) -> User:
        found = self.people["administrator"]
        assert found is not None
        return found


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once: what a test changes is taken back to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        place = Place.make()
        yield World(place, Place.make(), people(place))
        transaction.set_rollback(True)


def people(place: Place) -> dict[str, User | None]:
    committee = Committee.objects.get(slug=place.names["committee"])
    return {
        "anonymous": None,
        "nobody": UserFactory(),
        "administrator": member(Role.ADMINISTRATOR, committee),
        "manager": member(Role.MANAGER, committee),
        "reader": member(Role.READER, committee),
        "controller": member(Role.CONTROLLER),
    }


def expected(row: Row, who: str, method: str, *, own: bool) -> set[int]:
    """The answers that are right for that person."""
    allowed = row.get if method == "get" else row.post
    central = who in ("controller", "nobody", "anonymous") or row.known >= LOGGED_IN
    if who == "anonymous" and who not in row.known:
        return {302}
    if not allowed:
        return {405}
    if not own and not central:
        return {404}
    if who in allowed:
        return FINE
    return {403} if who in row.known else {404}


def counts() -> tuple[int, ...]:
    """How many rows each table has, asked for all at once."""
    labels = ("organisation", "goals", "indicators", "reports")
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    tables = [model._meta.db_table for model in models]
    asked = [f'(SELECT COUNT(*) FROM "{table}")' for table in tables]  # noqa: S608 - our own
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked)}")
        found: tuple[int, ...] = cursor.fetchone()
    return found


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", MATRIX)
def test_who_gets_what(world: World, client: Client, name: str, method: str) -> None:
    row = MATRIX[name]
    wrong = []
    for who, user in world.people.items():
        for own, where in ((True, world.place), (False, world.other)):
            client.logout()
            if user is not None:
                client.force_login(user)
            right = expected(row, who, method, own=own)
            before = counts() if right != FINE else ()
            answer = getattr(client, method)(where.address(name))
            if answer.status_code not in right:
                wrong.append(
                    f"{who}, {'own' if own else 'other'}: {answer.status_code} not {right}"
                )
            if right != FINE and counts() != before:
                wrong.append(f"{who}, {'own' if own else 'other'}: something was stored")
            if who == "anonymous" and right == {302}:
                assert answer.headers["Location"].startswith("/logga-in/?next=")
    assert wrong == []


# What one address names must belong together: a foreign key in an own address is unknown.
OWNED = ("measure", "activity", "file", "code", "event", "section", "accepted", "comment", "row")
MIXED = [name for name, row in MATRIX.items() if {*OWNED} & {*row.args}]


@pytest.mark.parametrize("name", MIXED)
def test_foreign_thing_in_an_own_address_is_unknown(
    world: World, client: Client, name: str
) -> None:
    client.force_login(world.administrator)
    mixed = Place({**world.place.names, **{k: world.other.names[k] for k in OWNED}})
    before = counts()

    for method in ("get", "post"):
        assert getattr(client, method)(mixed.address(name)).status_code in (404, 405)
    assert counts() == before


@pytest.mark.parametrize("name", [n for n, row in MATRIX.items() if "part" in row.args])
@pytest.mark.parametrize(("year", "part"), [(1066, "t1"), (2023, "t9"), (10**30, "t1")])
def test_round_that_is_not_there_is_unknown(
    world: World, client: Client, name: str, year: int, part: str
) -> None:
    client.force_login(world.administrator)
    address = Place({**world.place.names, "year": year, "part": part}).address(name)

    assert client.get(address).status_code in (404, 405)
    assert client.post(address).status_code in (404, 405)


@pytest.mark.parametrize("name", [name for name, row in MATRIX.items() if row.post])
def test_posting_needs_the_page_it_was_sent_from(world: World, name: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.administrator)

    assert strict.post(world.place.address(name)).status_code == 403


@pytest.mark.parametrize("name", MATRIX)
def test_every_answer_carries_the_security_headers(world: World, client: Client, name: str) -> None:
    client.force_login(world.administrator)

    answer = client.get(world.place.address(name))

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    kept_by = "public" if name in PUBLISHED else "no-store"
    assert kept_by in answer.headers["Cache-Control"]
    if name in PUBLISHED:
        assert not answer.cookies


def test_addresses_for_everybody_are_those_that_know_nobody(world: World) -> None:
    """What may be opened without logging in is decided in one place, and by the address."""
    public = {name for name in MATRIX if world.place.address(name).startswith(PUBLIC)}

    assert public == PUBLISHED
