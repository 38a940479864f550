"""The words that goals, rounds and activities are described with."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Years that a round or a goal can be of.
FIRST_YEAR, LAST_YEAR = 1990, 2100


class Part(models.TextChoices):
    """Which of the year's documents a round is for, in the order they come."""

    PLAN = "plan", _("Plan")
    T1 = "t1", _("Tertial report 1")
    T2 = "t2", _("Tertial report 2")
    ANNUAL = "annual", _("Annual report")


class RoundState(models.TextChoices):
    """Where a round is in its life; only an open one takes what people enter."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    LOCKED = "locked", _("Locked")
    DECIDED = "decided", _("Decided")


class GoalLevel(models.TextChoices):
    """The step of the goal tree; the first two belong to the council."""

    DIRECTION = "direction", _("Direction goal")
    AREA = "area", _("Area goal")
    COMMITTEE = "committee", _("Committee goal")


class Owner(models.TextChoices):
    """Who set a goal, an indicator or an activity."""

    COUNCIL = "council", _("The council")
    COMMITTEE = "committee", _("The committee")


class Level(models.TextChoices):
    """How far a goal or a target is met. No level at all: not assessed."""

    FULL = "full", _("Met fully")
    PARTIAL = "partial", _("Met partly")
    NONE = "none", pgettext_lazy("level", "Not met")


EXPECTED: "dict[Level, StrOrPromise]" = {
    Level.FULL: _("Expected to be met fully"),
    Level.PARTIAL: _("Expected to be met partly"),
    Level.NONE: _("Expected not to be met"),
}


def level_words(level: Level, *, expected: bool) -> str:
    """A level in words: as the forecast of a tertial report, or as the result of the year."""
    return str(EXPECTED[level] if expected else level.label)


class ProposalMode(models.TextChoices):
    """Whether the program proposes how far goals are met."""

    PROPOSE = "propose", _("Propose a level, with its reasons")
    MANUAL = "manual", _("Propose nothing: people judge by themselves")


class ActivityStatus(models.TextChoices):
    """How far an activity has come."""

    NOT_STARTED = "not_started", _("Not started")
    ONGOING = "ongoing", _("Ongoing")
    DONE = "done", pgettext_lazy("activity", "Done")
    STOPPED = "stopped", _("Stopped")


class Kind(models.TextChoices):
    """What sort of thing a place in a round is; see `goals.places`."""

    ROUND = "round", _("Round")
    GOAL = "goal", _("Goal")
    MEASURE = "measure", _("Indicator")
    ACTIVITY = "activity", _("Activity")
    SECTION = "section", _("Section")


class Verb(models.TextChoices):
    """What somebody did, as the history tells it."""

    ROUND_PLANNED = "round_planned", _("Prepared the round")
    ROUND_OPENED = "round_opened", _("Opened the round")
    ROUND_LOCKED = "round_locked", _("Locked the round")
    ROUND_REOPENED = "round_reopened", _("Opened the round again")
    ROUND_DECIDED = "round_decided", _("Marked the round as decided")
    DATES_CHANGED = "dates_changed", _("Changed the round's dates")
    UNLOCKED = "unlocked", _("Unlocked for a time")
    UNLOCK_ENDED = "unlock_ended", _("Locked again before the time was out")
    OUTCOME_CHANGED = "outcome_changed", _("Changed an outcome")
    OUTCOME_RESTORED = "outcome_restored", _("Restored an earlier outcome")
    ACTIVITY_CHANGED = "activity_changed", _("Followed up an activity")
    GOAL_ASSESSED = "goal_assessed", _("Assessed a goal")
    WARNING_ACCEPTED = "warning_accepted", _("Accepted a warning")
    RESPONSIBLE_CHANGED = "responsible_changed", _("Changed who is responsible")
    SECTION_WRITTEN = "section_written", _("Wrote a section")
    FINDING_ACCEPTED = "finding_accepted", _("Accepted a finding")
    SECTION_READY = "section_ready", _("Said whether a section is ready")
    EDITION_SUBMITTED = "edition_submitted", _("Submitted the report")
    EDITION_DECIDED = "edition_decided", _("Recorded the decision of the report")
    EDITION_CORRECTED = "edition_corrected", _("Corrected the report")
    DOCUMENT_LOADED = "document_loaded", _("Loaded a document")
