"""The fields of the open data's tables: their names, what they mean, and what stands in them.

Names and codes are those of the interchange file, so that the two can be read together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from config.formats import Value, format_date
from config.texts import plain
from reports.document import ActivityEntry, Document, GoalEntry, IndicatorEntry
from reports.office.columns import unit_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Entry = TypeVar("Entry")


class Kind(StrEnum):
    """What sort of thing a field holds."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    FLAG = "flag"


@dataclass(frozen=True)
class Field(Generic[Entry]):
    """A field of a table."""

    name: str
    meaning: "StrOrPromise"
    content: Callable[[Document, Entry], str]
    kind: Kind = Kind.TEXT


def _day(day: date | None) -> str:
    return format_date(day) if day else ""


def _flag(*, said: bool) -> str:
    return "true" if said else "false"


def _goal_title(document: Document, code: str) -> str:
    return document.by_code[code].title if code in document.by_code else ""


def _shared() -> "tuple[Field[Entry], ...]":
    """Whose figures they are, in every row: tables of several committees can be put together."""
    return (
        Field("municipality", _("municipality"), lambda document, _entry: document.municipality),
        Field("committee", _("committee"), lambda document, _entry: document.committee),
        Field("year", _("year"), lambda document, _entry: str(document.year), Kind.NUMBER),
        Field(
            "kind",
            _("plan, t1, t2 (the tertial reports) or annual"),
            lambda document, _entry: document.part.value,
        ),
    )


def _amount_and_text(name: str, meaning: "StrOrPromise") -> tuple[Field[IndicatorEntry], ...]:
    """A figure as a number, and as it is printed: with its unit, or a word where it is none."""

    def value(row: IndicatorEntry) -> Value:
        found: Value = getattr(row, name)
        return found

    def text(row: IndicatorEntry) -> str:
        return "" if value(row).is_nothing else value(row).text

    return (
        Field(name, meaning, lambda _document, row: value(row).bare, Kind.NUMBER),
        Field(
            f"{name}_text",
            format_lazy("{meaning}{as_printed}", meaning=meaning, as_printed=_(", as printed")),
            lambda _document, row: text(row),
        ),
    )


GOALS: tuple[Field[GoalEntry], ...] = (
    *_shared(),
    Field("code", _("the goal's code, its key within the year"), lambda _document, goal: goal.code),
    Field(
        "level",
        _("direction (the council's direction goal), area (the council's goal) or committee"),
        lambda _document, goal: goal.level.value,
    ),
    Field("title", _("what the goal says"), lambda _document, goal: goal.title),
    Field(
        "assessment",
        _("how far it is met: full, partial or none; empty: not assessed"),
        lambda _document, goal: goal.assessment.value if goal.assessment else "",
    ),
    Field(
        "reason",
        _("why it is assessed so, where that differs from the proposal"),
        lambda _document, goal: plain(goal.reason),
    ),
    Field("description", _("description"), lambda _document, goal: plain(goal.description)),
    Field(
        "expected_results",
        _("the results that are expected, one a line"),
        lambda _document, goal: "\n".join(goal.expected_results or ()),
    ),
    Field(
        "reached_results",
        _("those of them that have been reached"),
        lambda _document, goal: "\n".join(goal.reached_results or ()),
    ),
    Field("analysis", _("analysis"), lambda _document, goal: plain(goal.analysis)),
)

INDICATORS: tuple[Field[IndicatorEntry], ...] = (
    *_shared(),
    Field("goal", _("the code of the goal it stands under"), lambda _document, row: row.goal),
    Field(
        "goal_title",
        _("what that goal says"),
        lambda document, row: _goal_title(document, row.goal),
    ),
    Field(
        "name",
        _("the indicator's name, its key from year to year"),
        lambda _document, row: row.name,
    ),
    Field(
        "owner",
        _("council or committee: who has decided it"),
        lambda _document, row: row.owner.value,
    ),
    Field(
        "better",
        _("higher, lower or within: which way it should go"),
        lambda _document, row: row.better.value,
    ),
    Field(
        "periodicity",
        _("year or tertial: how often it is measured"),
        lambda _document, row: row.periodicity.value if row.periodicity else "",
    ),
    Field(
        "by_sex",
        _("whether it is reported for women and men as well"),
        lambda _document, row: _flag(said=row.by_sex),
        Kind.FLAG,
    ),
    *_amount_and_text("outcome", _("the outcome")),
    *_amount_and_text("women", _("the outcome for women and girls")),
    *_amount_and_text("men", _("the outcome for men and boys")),
    *_amount_and_text("previous_year", _("the outcome of the year before")),
    *_amount_and_text("forecast", _("the forecast for the whole year (tertial reports)")),
    *_amount_and_text("target", _("the committee's target for the year")),
    *_amount_and_text("council_target", _("the council's target for the year")),
    Field("unit", _("the unit of the figures"), lambda _document, row: unit_of(row)),
    Field("period", _("the period that was measured"), lambda _document, row: row.period),
    Field(
        "state",
        _(
            "why there is no outcome: not_measured, later, not_applicable or too_few (people to be"
            " shown)"
        ),
        lambda _document, row: row.state,
    ),
    Field(
        "expected_on",
        _("when an outcome that comes later is expected"),
        lambda _document, row: _day(row.expected_on),
        Kind.DAY,
    ),
    Field(
        "fulfilment",
        _(
            "how far the outcome reaches the committee's target: full, partial or none; empty:"
            " it cannot be assessed"
        ),
        lambda _document, row: row.fulfilment.value if row.fulfilment else "",
    ),
    Field(
        "forecast_fulfilment",
        _("the same for the forecast (tertial reports)"),
        lambda document, row: (
            row.forecast_fulfilment.value
            if document.has_forecast and row.forecast_fulfilment
            else ""
        ),
    ),
    Field("analysis", _("analysis"), lambda _document, row: plain(row.analysis)),
)

ACTIVITIES: tuple[Field[ActivityEntry], ...] = (
    *_shared(),
    Field("goal", _("the code of the goal it stands under"), lambda _document, row: row.goal),
    Field(
        "goal_title",
        _("what that goal says"),
        lambda document, row: _goal_title(document, row.goal),
    ),
    Field("title", _("what is to be done"), lambda _document, row: row.title),
    Field(
        "owner",
        _("council or committee: who has decided it"),
        lambda _document, row: row.owner.value,
    ),
    Field("start", _("first day"), lambda _document, row: _day(row.start), Kind.DAY),
    Field("end", _("last day"), lambda _document, row: _day(row.end), Kind.DAY),
    Field(
        "status",
        _("not_started, ongoing, done or stopped; empty: nothing was said"),
        lambda _document, row: row.status,
    ),
    Field(
        "deviation",
        _("whether it does not go as planned"),
        lambda _document, row: _flag(said=row.deviation),
        Kind.FLAG,
    ),
    Field("analysis", _("analysis"), lambda _document, row: plain(row.analysis)),
)
