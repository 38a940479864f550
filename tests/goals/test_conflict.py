"""Who came between is told by name and time."""

from datetime import UTC, datetime

import pytest
import time_machine

from goals.choices import Level
from goals.rules import EditConflict, assess_goal
from organisation.access import SYSTEM
from tests.conftest import People
from tests.factories import AssessmentFactory, RoundFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_conflict_names_who_saved_and_when_in_stockholm(people: People) -> None:
    with time_machine.travel(datetime(2023, 5, 2, 12, 30, tzinfo=UTC), tick=True):
        line = AssessmentFactory(round=RoundFactory(committee=people.committee))
        assess_goal(assessment=line, level=Level.FULL, analysis="", version=1, by=people.eva)
        line.history.update(history_user=people.eva)

    with pytest.raises(EditConflict, match=r"^Eva has saved .*: 2 May 2023 14:30\.$") as caught:
        assess_goal(assessment=line, level=Level.NONE, analysis="", version=1, by=people.mona)

    assert caught.value.current.level == Level.FULL


def test_conflict_with_the_program_itself_names_nobody(people: People) -> None:
    line = AssessmentFactory(round=RoundFactory(committee=people.committee))
    assess_goal(assessment=line, level=Level.FULL, analysis="", version=1, by=SYSTEM)

    with pytest.raises(EditConflict, match=r"^Somebody else"):
        assess_goal(assessment=line, level=Level.NONE, analysis="", version=1, by=people.mona)
