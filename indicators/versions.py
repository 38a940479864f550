"""What a value has been: its versions, who changed what in it, and the accepted warnings."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from goals.choices import Kind
from goals.models import Event
from indicators.changes import changes_of, text_of, value_words
from indicators.columns import columns
from indicators.models import Acceptance, Outcome
from indicators.queries import Line
from indicators.rules import outcome_texts
from indicators.sentences import sentence
from organisation.models import User


@dataclass(frozen=True)
class Version:
    """An outcome as it once was stored."""

    number: int
    at: datetime
    who: str
    outcome: Outcome
    is_current: bool
    # Whether it says anything else than what is stored now.
    differs: bool
    # Whether it has another analysis than what is stored now.
    has_other_analysis: bool


@dataclass(frozen=True)
class LogLine:
    """A cell that somebody changed; or, without a cell, something else that was done, in words."""

    event: Event
    who: str
    text: str = ""
    cell: str = ""
    before: str = ""
    after: str = ""
    # Whether it is known from what, and to what.
    is_told: bool = False
    # The version that was restored, if one was.
    restored: str = ""


def versions_of(line: Line) -> list[Version]:
    """Every version of the line's outcome, the newest first, in one query."""
    rows = Outcome.history.filter(id=line.outcome.pk).exclude(history_type="-")
    latest = {
        row.version: row for row in rows.select_related("history_user").order_by("history_id")
    }
    now = outcome_texts(line)
    return [
        _version(line, row, now) for number, row in sorted(latest.items(), reverse=True) if number
    ]


def _version(line: Line, row: Outcome, now: dict[str, str]) -> Version:
    outcome: Outcome = row.instance  # type: ignore[attr-defined]
    then = outcome_texts(replace(line, outcome=outcome))
    return Version(
        number=row.version,
        at=row.history_date,  # type: ignore[attr-defined]
        who=_name(row.history_user),  # type: ignore[attr-defined]
        outcome=outcome,
        is_current=row.version == line.outcome.version,
        differs=then != now,
        has_other_analysis=then["analysis"] != now["analysis"],
    )


def log_of(line: Line, *, discreet: bool = False) -> list[LogLine]:
    """What was done to the indicator in its round, cell by cell, the newest first, in one query.

    Said discreetly, figures are left out; see `changes_of`.
    """
    events = Event.objects.filter(
        round=line.target.round, kind=Kind.MEASURE, key=line.measure.pk
    ).select_related("by")
    labels = {spec.name: str(spec.label) for spec in columns(line)}
    return [one for event in events for one in _told(event, labels, discreet)]


def _told(event: Event, labels: dict[str, str], discreet: bool) -> Iterator[LogLine]:
    changes = changes_of(event, discreet=discreet)
    if not changes:
        yield LogLine(event, _name(event.by), sentence(event, named=False, discreet=discreet))
    for change in changes:
        yield LogLine(
            event,
            _name(event.by),
            cell=labels.get(change.cell, change.label),
            before=value_words(change.cell, change.before or ""),
            after=value_words(change.cell, change.after or ""),
            is_told=change.is_told,
            restored=text_of(event.details, "restored"),
        )


def acceptances_of(line: Line) -> list[tuple[Acceptance, bool]]:
    """The warnings that somebody accepted, the newest first, and whether they still are about
    the figures that are stored."""
    holding = {acceptance.pk for _suspicion, acceptance in line.accepted}
    newest = sorted(line.acceptances, key=lambda one: (one.at, one.pk), reverse=True)
    return [(one, one.pk in holding) for one in newest]


def _name(person: User | None) -> str:
    """Who did it; without a person the program did, when it loaded a document."""
    return str(person) if person else _("The program")
