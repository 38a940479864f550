"""What was changed behind the triggers is found, whatever it was."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from goals.choices import Verb
from goals.events import record
from organisation.access import SYSTEM
from reports.choices import EditionKind
from reports.editions.verifying import faults
from reports.migrations._keep_editions import laying, taking
from reports.models import Edition, EditionFile
from tests.factories import RoundFactory, edition, edition_file

pytestmark = pytest.mark.django_db


def run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def kept(in_english: None) -> Edition:
    """Two editions with a file of the first, as they are made."""
    round = RoundFactory()
    first = edition(round, kind=EditionKind.PROPOSAL)
    edition_file(first)
    return edition(round, number=2, follows=first.digest)


@pytest.fixture
def without_triggers(kept: Edition) -> Edition:
    """The database lets everything through, as to somebody who took its triggers away: until
    the test is rolled back."""
    connection.check_constraints()
    run(taking(connection.vendor))
    return kept


def found() -> list[str]:
    return [fault.message for fault in faults()]


def test_what_is_as_it_was_made_has_no_faults(
    kept: Edition, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verify_editions")

    assert "2 editions and 1 files are as they were made" in capsys.readouterr().out


TAMPERED = {
    "UPDATE reports_edition SET snapshot = '{}' WHERE number = 2": [
        "The snapshot is not the one that its digest was made of.",
        "The snapshot cannot be read: 'format'",
    ],
    "UPDATE reports_edition SET snapshot = replace(snapshot, 'Stockholms', 'Malmös')"
    " WHERE number = 1": ["The snapshot is not the one that its digest was made of."],
    "UPDATE reports_edition SET paragraph = '8' WHERE number = 2": [
        "Columns differ from the snapshot: paragraph"
    ],
    "UPDATE reports_edition SET signature = 'Nils' WHERE number = 2": [
        "Columns differ from the snapshot: signature"
    ],
    "UPDATE reports_editionfile SET size = 7": [
        "The file is not the one that its digest was made of."
    ],
    "DELETE FROM reports_edition WHERE number = 2": ["The history tells of it, but it is gone."],
}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite keeps what is no text")
def test_what_cannot_be_read_is_told_and_stops_nothing(without_triggers: Edition) -> None:
    run(
        [
            "UPDATE reports_editionfile SET content = CAST(X'504BFFFE' AS TEXT)",
            "UPDATE reports_edition SET snapshot = CAST(X'7BFFFE' AS TEXT) WHERE number = 1",
        ]
    )

    unread = [message for message in found() if "cannot be read:" in message]

    assert [message.partition(" cannot be read:")[0] for message in unread] == [
        "The snapshot",
        "The file",
    ]


@pytest.mark.parametrize("statement", TAMPERED)
def test_what_was_changed_is_found(without_triggers: Edition, statement: str) -> None:
    with transaction.atomic():
        record(
            Verb.EDITION_DECIDED,
            by=SYSTEM,
            round=without_triggers.round,
            number=str(without_triggers.number),
        )
    run([statement])
    connection.check_constraints()
    run(laying(connection.vendor))

    assert found() == TAMPERED[statement]


def test_a_gap_is_found(without_triggers: Edition) -> None:
    edition(without_triggers.round, number=4, kind=EditionKind.CORRECTION)
    run(["DELETE FROM reports_editionfile", "DELETE FROM reports_edition WHERE number = 1"])
    connection.check_constraints()
    run(laying(connection.vendor))

    assert found() == ["The edition before it is missing."] * 2


def test_an_edition_put_in_the_place_of_another_is_found(without_triggers: Edition) -> None:
    """Made anew, with a digest that fits: the one after it tells."""
    round = without_triggers.round
    run(["DELETE FROM reports_editionfile", "DELETE FROM reports_edition WHERE number = 1"])
    edition(round, kind=EditionKind.PROPOSAL, registry_number="Annat")
    connection.check_constraints()
    run(laying(connection.vendor))

    assert found() == ["It does not follow the edition that stands before it."]


def test_missing_triggers_are_found_and_the_command_ends_with_one(
    without_triggers: Edition, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("verify_editions")

    assert ended.value.code == 1
    told = capsys.readouterr().err
    assert "reports_edition_no_" in told
    assert "4 faults" in told or "6 faults" in told


@pytest.mark.parametrize("count", [1, 3])
def test_verifying_reads_each_snapshot_and_file_by_itself(
    in_english: None, django_assert_num_queries: object, count: int
) -> None:
    """So that one that cannot be read stops nothing, and one at a time is in memory."""
    for _number in range(count):
        edition_file(edition(RoundFactory()))

    with django_assert_num_queries(5 + 2 * count):  # type: ignore[operator]
        assert found() == []
    assert EditionFile.objects.count() == count
