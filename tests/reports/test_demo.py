"""What is in the demo, which can be loaded again at any time."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoDbBlocker, Settings

from goals.choices import RoundState
from goals.models import Round
from indicators.models import Outcome
from organisation.models import Role, User
from reports.compose import compose, compose_report
from reports.demo.sections_begun import PASSAGE
from reports.management.commands.demo import PASSWORD, SMALLEST_GROUP
from reports.models import SectionTemplate
from reports.review.findings import Case
from reports.review.hidden import told as texts_that_tell
from reports.reviewing import findings_of
from reports.work import items_of
from reports.writing.section_work import work_of

COMMITTEE_INVENTED = "exempelnamnden"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo", "in_english")]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The demo, loaded once: what a test changes is taken back to it. Gives what was printed."""
    printed = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DEBUG=True), translation.override("sv"):
            call_command("demo", stdout=printed)
        yield printed.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def again(settings: Settings) -> None:
    """The demo, loaded once more."""
    settings.DEBUG = True
    call_command("demo")


def test_demo_has_four_committees_and_two_people_per_role(demo: str, client: Client) -> None:
    assert Round.objects.values("committee").distinct().count() == 4
    assert Round.objects.count() == 5
    for role in Role:
        people = User.objects.filter(memberships__role=role)
        assert people.count() == 2
        for person in people:
            assert person.email in demo
            assert client.login(email=person.email, password=PASSWORD)
    assert PASSWORD in demo
    # In one language, that of the program that it is run from.
    assert "The demo municipality is in place." in demo
    assert "Central controller" in demo and "Administratör" not in demo
    assert all(
        "demotext" in text.lower()
        for text in Outcome.objects.exclude(analysis="").values_list("analysis", flat=True)
    )


def test_demo_has_two_reports_after_each_other_that_everybody_reads(client: Client) -> None:
    address = [COMMITTEE_INVENTED, 2024, "t2"]
    shown = client.get(reverse("public_changes", args=address))
    assert shown.status_code == 200
    since = shown.context["since"]
    assert since.goals and since.deviations and since.indicators
    report = client.get(reverse("publication", args=address))
    assert reverse("public_changes", args=address) in report.text


def test_what_is_invented_says_so_and_has_nothing_to_mend() -> None:
    rounds = Round.objects.filter(committee__slug=COMMITTEE_INVENTED)
    for round in rounds:
        document = compose_report(round)
        (opening,) = [one for one in document.sections or () if one.key == "introduction"]
        assert "påhittade" in opening.body
        assert not findings_of(round, document).open
    assert len(rounds) == 2


def test_demo_again_leaves_what_is_there(settings: Settings) -> None:
    settings.DEBUG = True
    outcome = Outcome.objects.filter(round__state=RoundState.OPEN).first()
    assert outcome is not None
    outcome.analysis = "Min egen text."
    outcome.save()

    call_command("demo")

    outcome.refresh_from_db()
    assert outcome.analysis == "Min egen text."
    # Beside those who log in, one has left.
    assert User.objects.filter(is_active=True).count() == 8
    assert User.objects.count() == 9


def test_demo_has_people_units_somebody_who_left_and_gaps(again: None) -> None:
    owners = [item.duty for item in items_of(Round.objects.get(year=2023, part="t1"))]
    assert any(duty.active_person for duty in owners)
    assert any(duty.unit and not duty.active_person for duty in owners)
    assert any(duty.person and not duty.has_owner for duty in owners)
    assert any(not duty.says_something for duty in owners)


def test_demo_hides_small_groups() -> None:
    documents = [compose(round) for round in Round.objects.all()]
    rows = [row for document in documents for row in document.indicators()]

    hidden = {row.name for row in rows if row.has_hidden}
    assert any(name.startswith("Antal våldsutövare") for name in hidden)
    # Never more than the few that count people.
    assert len(hidden) <= 5
    assert not [
        told
        for document in documents
        for told in texts_that_tell(Case(document, smallest_group=SMALLEST_GROUP))
    ]


def test_demo_has_a_template_a_writer_a_ready_section_and_a_comment(again: None) -> None:
    round = Round.objects.get(year=2023, part="t1")
    works = {work.writing.name: work for work in work_of(round)}
    empty = works["front_viktiga_handelser"]
    assert SectionTemplate.objects.count() == 1
    assert (empty.writing.required, empty.writing.body) == (True, "")
    assert [str(person) for person in empty.writers] == ["Maria Holm"]
    assert empty.writing.instructions
    assert [name for name, work in works.items() if work.is_ready] == ["introduction"]
    assert works["summary"].comments == 1
    # What the comment is about is there: the demo shows a passage that is found.
    assert PASSAGE in works["summary"].writing.body
    assert [section.heading for section in compose(round).sections or () if section.required] == [
        "Sammanfattande analys",
        "Viktiga händelser",
    ]


def test_demo_again_writes_nothing_in_a_report_that_is_locked(settings: Settings) -> None:
    settings.DEBUG = True
    Round.objects.filter(year=2023, part="t1").update(state=RoundState.LOCKED)
    SectionTemplate.objects.all().delete()

    call_command("demo")

    assert not SectionTemplate.objects.exists()
