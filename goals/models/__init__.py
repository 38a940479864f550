"""Rounds, the goal tree of a year, activities, and what a round says of each.

A goal, a measure or an activity lasts the year; everything that is *said* of it
(dates, texts, levels, figures) is a line that hangs on a round. So a locked
round is locked for all of it, and a plan does not change when a later report
does. See docs/adr/0003-a-round-holds-its-own-lines.md.
"""

from goals.models.activities import Activity, ActivityReport
from goals.models.constraints import choice_check
from goals.models.goals import Assessment, Goal
from goals.models.policy import Policy
from goals.models.rounds import PART_SLUGS, CalendarEntry, Round, Unlock
from goals.models.work import Draft, Event, Presence, Responsibility

__all__ = [
    "PART_SLUGS",
    "Activity",
    "ActivityReport",
    "Assessment",
    "CalendarEntry",
    "Draft",
    "Event",
    "Goal",
    "Policy",
    "Presence",
    "Responsibility",
    "Round",
    "Unlock",
    "choice_check",
]
