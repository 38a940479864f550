"""The row history behind an event: the line as it became, beside the one before it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from config.formats import Value, format_date
from goals.choices import Kind, Verb
from goals.models import ActivityReport, Assessment, Event, Round
from goals.proposal import Ground
from indicators.changes import text_of
from indicators.fields import ValueField
from indicators.models import Outcome
from indicators.suppression import is_share
from reports.compared import Pieces, compare
from reports.models import Section

# What each kind of line says, in the order it is shown.
FIELDS: dict[type[models.Model], tuple[str, ...]] = {
    Outcome: (*Outcome.FIGURES, "state", "expected_on", "period", "analysis"),
    ActivityReport: ("start", "end", "new_end", "status", "deviation", "analysis"),
    Assessment: (
        *("level", "proposed", "grounds", "reason", "description"),
        *("expected_results", "reached_results", "analysis"),
    ),
    Round: ("state", "opens", "due", "locks"),
    Section: ("heading", "body"),
}
PROSE = frozenset(
    {"analysis", "grounds", "reason", "description", "expected_results", "reached_results", "body"}
)
# The lines that hang on a round: how each names what it is about.
LINES: dict[str, tuple[type[Outcome | ActivityReport | Assessment], str]] = {
    Kind.MEASURE: (Outcome, "measure_id"),
    Kind.ACTIVITY: (ActivityReport, "activity_id"),
    Kind.GOAL: (Assessment, "goal_id"),
}
ROUND_ACTS = frozenset(
    {
        Verb.ROUND_PLANNED,
        Verb.ROUND_OPENED,
        Verb.ROUND_LOCKED,
        Verb.ROUND_REOPENED,
        Verb.ROUND_DECIDED,
        Verb.DATES_CHANGED,
    }
)


@dataclass(frozen=True)
class Field:
    """A field of a line, before and after."""

    label: str
    before: str
    after: str
    # Running text is compared word by word, anything else as a whole.
    is_prose: bool

    @property
    def is_changed(self) -> bool:
        """Whether the event changed it."""
        return self.before != self.after

    @property
    def compared(self) -> tuple[Pieces, Pieces]:
        """Both texts in pieces: what was removed from the first, what was added in the second."""
        return compare(self.before, self.after)


@dataclass(frozen=True)
class Evidence:
    """A row of the history, and what it changed."""

    # The historical rows; without one before, the line was made then.
    record: Any
    before: Any | None
    fields: list[Field]

    @property
    def changed(self) -> list[Field]:
        """The fields that differ."""
        return [field for field in self.fields if field.is_changed]

    @property
    def kept(self) -> list[Field]:
        """The fields that are as they were, and say something."""
        return [field for field in self.fields if not field.is_changed and field.after]


def evidence_of(event: Event, *, discreet: bool = False) -> Evidence | None:
    """The row history behind an event; none where it changed no row, or the row is older
    than its history.

    A line may have been loaded again since: the row is the latest of that version
    that was there when the event was written. Said discreetly, figures that are no shares
    are left out, for those who may not see small groups.
    """
    records = _records(event)
    record = records.order_by("history_id").last() if records is not None else None
    if record is None:
        return None
    earlier = type(record).objects.filter(id=record.id, history_id__lt=record.history_id)
    before = earlier.order_by("history_id").last()
    model = type(record.instance)
    fields = [
        _field(model, name, before, record)
        for name in FIELDS[model]
        if not discreet or _is_discreet(name, before, record)
    ]
    return Evidence(record, before, fields)


def _records(event: Event) -> models.QuerySet[Any] | None:
    """The rows among which the event's is the last."""
    if event.verb in ROUND_ACTS:
        found: models.QuerySet[Any] = Round.history.filter(id=event.round_id)
    else:
        version = text_of(event.details, "version")
        if not version.isdecimal():
            return None
        if event.kind == Kind.SECTION:
            found = Section.history.filter(id=event.key, version=version)
        elif event.kind in LINES:
            model, key = LINES[event.kind]
            lines = model.history.filter(round_id=event.round_id, version=version)
            found = lines.filter(**{key: event.key})
        else:
            return None
    return found.filter(history_date__lte=event.at).select_related("history_user")


def _is_discreet(name: str, *records: Any) -> bool:
    """Whether a field can be told without showing how many people something was about."""
    values = (getattr(record.instance, name) for record in records if record is not None)
    return all(not isinstance(value, Value) or is_share(value) for value in values)


def _field(model: type[models.Model], name: str, before: Any | None, after: Any) -> Field:
    own = getattr(model, name)
    label = own.verbose_name if isinstance(own, ValueField) else _meta_label(model, name)
    return Field(
        label=str(capfirst(label)),
        before=_written(before.instance, name) if before else "",
        after=_written(after.instance, name),
        is_prose=name in PROSE,
    )


def _meta_label(model: type[models.Model], name: str) -> Any:
    return getattr(model._meta.get_field(name), "verbose_name", name)


def _written(line: Any, name: str) -> str:
    """A field as people read it."""
    value = getattr(line, name)
    if isinstance(value, Value):
        return value.text
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return format_date(value)
    if name == "grounds":
        return "\n".join(ground.words for ground in map(Ground.read, value) if ground)
    if isinstance(value, list):
        return "\n".join(map(str, value))
    words = getattr(line, f"get_{name}_display", None)
    return str(words() if words else value or "")
