"""The interchange format `document/1`: a document as JSON, read and written.

Reading checks everything before anybody stores anything, and collects what is
wrong, with the entry and the field, so that a file can be mended in one go.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from config.formats import format_date, swedish_key
from goals.choices import FIRST_YEAR, LAST_YEAR, ActivityStatus, GoalLevel, Level, Owner, Part
from goals.tree import CODE, clean_code, code_key, parent_codes
from indicators.choices import Better, OutcomeState, Periodicity
from indicators.suppression import is_hidden
from organisation.slugs import is_slug
from reports.choices import ReportStatus
from reports.document import (
    ActivityEntry,
    Document,
    GoalEntry,
    IndicatorEntry,
    SectionEntry,
)
from reports.entry import Entry, Problems, refuse_unstorable

FORMAT = "document/1"
VALUE_FIELDS = (
    "outcome",
    "women",
    "men",
    "previous_year",
    "forecast",
    "target",
    "council_target",
)
Goals = dict[str, GoalEntry]
# The lists of a file, and the field that names an entry of each.
PARTS = {"goals": "code", "indicators": "name", "activities": "title", "sections": "heading"}
COMPUTED_FIELDS = ("fulfilment", "forecast_fulfilment")
KNOWN_FIELDS: dict[str, frozenset[str]] = {
    "": frozenset(
        ["format", "municipality", "committee", "kind", "year", "registry_number", "status"]
        + [*PARTS, "economy"]
    ),
    "goals": frozenset(
        ["code", "level", "title", "assessment", "description", "expected_results"]
        + ["reached_results", "analysis", "reason"]
    ),
    "indicators": frozenset(
        ["goal", "name", "owner", "better", "periodicity", "by_sex", *VALUE_FIELDS]
        + ["period", "commented", "analysis", "state", "expected_on", *COMPUTED_FIELDS]
    ),
    "activities": frozenset(
        ["goal", "owner", "title", "start", "end", "deviation", "commented", "analysis", "status"]
    ),
    "sections": frozenset(["key", "heading", "body"]),
}


def read(data: bytes, *, notes: list[str] | None = None) -> Document:
    """The document that a file says; fields it does not know are told in `notes`.

    Raises:
        BrokenDocument: the file is not JSON, not of this format, or contradicts itself.
    """
    problems = Problems()
    top = Entry(_parse(data, problems), "", problems)
    problems.raise_if_any()
    refuse_unstorable(top.data, problems)
    if top.data.get("format") != FORMAT:
        top.wrong("format", _("Expected “%(format)s”.") % {"format": FORMAT})
    problems.raise_if_any()
    document = _read_document(top)
    problems.raise_if_any()
    if notes is not None:
        notes.extend(_unknown_fields(top))
    return document


def _unknown_fields(top: Entry) -> Iterator[str]:
    """The fields that reading passes over, perhaps for being misspelled."""
    entries = [top]
    for part, title in PARTS.items():
        entries.extend(top.entries(part, title=title, required=False))
    for entry in entries:
        known = KNOWN_FIELDS[entry.name.split(" ")[0]]
        for field in entry.data:
            if field not in known:
                where = f"{entry.name}: " if entry.name else ""
                yield where + _("the field “%(field)s” is not known.") % {"field": field}


def _parse(data: bytes, problems: Problems) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        problems.add("", "", _("The file is not text in UTF-8."))
    except RecursionError:
        problems.add("", "", _("The file is not a document: it is nested too deep."))
    except json.JSONDecodeError as error:
        problems.add(
            "",
            "",
            _("The file is not valid JSON: line %(line)d, column %(column)d.")
            % {"line": error.lineno, "column": error.colno},
        )
    except ValueError:
        problems.add("", "", _("The file has a number that is not a number."))
    return {}


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _read_document(top: Entry) -> Document:
    committee = Entry(top.data.get("committee"), "committee", top.problems)
    slug = committee.text("slug", most=80)
    if slug and not is_slug(slug):
        committee.wrong("slug", _("Use the letters a–z, digits and hyphens only."))
    goals = _read_goals(top)
    return Document(
        municipality=top.text("municipality", required=False, most=200),
        committee=committee.text("name", most=200),
        slug=slug,
        part=top.choice("kind", Part) or Part.PLAN,
        year=top.whole_number("year", least=FIRST_YEAR, most=LAST_YEAR),
        goals=_with_rows(goals, _read_indicators(top, goals), _read_activities(top, goals)),
        sections=_read_sections(top),
        economy=_read_economy(top),
        registry_number=top.text("registry_number", required=False, most=60),
        status=str(top.choice("status", ReportStatus, required=False) or ""),
    )


def _with_rows(
    goals: Goals, indicators: list[IndicatorEntry], activities: list[ActivityEntry]
) -> tuple[GoalEntry, ...]:
    """The goals depth first, each with its rows in Swedish alphabetical order."""
    indicators_of: defaultdict[str, list[IndicatorEntry]] = defaultdict(list)
    activities_of: defaultdict[str, list[ActivityEntry]] = defaultdict(list)
    for indicator in sorted(indicators, key=lambda row: swedish_key(row.name)):
        indicators_of[indicator.goal].append(indicator)
    for activity in sorted(activities, key=lambda row: swedish_key(row.title)):
        activities_of[activity.goal].append(activity)
    return tuple(
        replace(
            goals[code],
            indicators=tuple(indicators_of[code]),
            activities=tuple(activities_of[code]),
        )
        for code in sorted(goals, key=code_key)
    )


def _read_goals(top: Entry) -> Goals:
    goals: Goals = {}
    entries: list[tuple[Entry, str]] = []
    for entry in top.entries("goals", title="code"):
        code = clean_code(entry.text("code", most=40))
        level = entry.choice("level", GoalLevel)
        title = entry.text("title", most=500)
        if code and not CODE.match(code):
            entry.wrong("code", _("Write the code as 1.3.1."))
        elif code in goals:
            entry.wrong("code", _("The code %(code)s is used twice.") % {"code": code})
        elif code:
            entries.append((entry, code))
            goals[code] = GoalEntry(
                code=code,
                level=level or GoalLevel.DIRECTION,
                title=title,
                assessment=entry.choice("assessment", Level, required=False),
                description=entry.optional_text("description"),
                expected_results=_read_results(entry, "expected_results"),
                reached_results=_read_results(entry, "reached_results"),
                analysis=entry.optional_text("analysis"),
                reason=entry.optional_text("reason"),
            )
    for entry, code in entries:
        is_top = "." not in code
        if is_top != (goals[code].level == GoalLevel.DIRECTION):
            entry.wrong("level", _("The code %(code)s is not of that level.") % {"code": code})
        elif not is_top and goals.keys().isdisjoint(parent_codes(code)):
            entry.wrong("code", _("There is no goal above %(code)s.") % {"code": code})
    return goals


def _read_results(entry: Entry, field: str) -> tuple[str, ...] | None:
    if entry.data.get(field) is None:
        return None
    results = entry.rows(field)
    if not all(isinstance(result, str) for result in results):
        entry.wrong(field, _("Expected a list of texts."))
        return None
    return tuple(results)


def _read_goal_code(entry: Entry, goals: Goals) -> str:
    code = clean_code(entry.text("goal", most=40))
    if code and code not in goals:
        entry.wrong("goal", _("There is no goal with the code %(code)s.") % {"code": code})
    return code


def _read_indicators(top: Entry, goals: Goals) -> list[IndicatorEntry]:
    indicators: list[IndicatorEntry] = []
    seen: set[tuple[str, str]] = set()
    for entry in top.entries("indicators", title="name"):
        goal, name = _read_goal_code(entry, goals), entry.text("name", most=500)
        if (goal, name) in seen:
            entry.wrong(
                "name", _("The indicator stands twice under goal %(code)s.") % {"code": goal}
            )
        seen.add((goal, name))
        indicators.append(
            IndicatorEntry(
                goal=goal,
                name=name,
                owner=entry.choice("owner", Owner) or Owner.COMMITTEE,
                better=entry.choice("better", Better) or Better.HIGHER,
                periodicity=entry.choice("periodicity", Periodicity, required=False),
                by_sex=entry.flag("by_sex"),
                period=entry.text("period", required=False, most=60),
                commented=entry.flag("commented"),
                analysis=entry.optional_text("analysis"),
                state=str(entry.choice("state", OutcomeState, required=False) or ""),
                expected_on=entry.date("expected_on"),
                outcome=entry.value("outcome"),
                women=entry.value("women"),
                men=entry.value("men"),
                previous_year=entry.value("previous_year"),
                forecast=entry.value("forecast"),
                target=entry.value("target"),
                council_target=entry.value("council_target"),
            )
        )
    return indicators


def _read_activities(top: Entry, goals: Goals) -> list[ActivityEntry]:
    activities: list[ActivityEntry] = []
    for entry in top.entries("activities", title="title"):
        start, end = entry.date("start"), entry.date("end")
        if start and end and end < start:
            entry.wrong("end", _("The end date is before the start date."))
        activities.append(
            ActivityEntry(
                goal=_read_goal_code(entry, goals),
                owner=entry.choice("owner", Owner) or Owner.COMMITTEE,
                title=entry.text("title", most=1000),
                start=start,
                end=end,
                deviation=entry.flag("deviation"),
                commented=entry.flag("commented"),
                analysis=entry.optional_text("analysis"),
                status=str(entry.choice("status", ActivityStatus, required=False) or ""),
            )
        )
    return activities


def _read_sections(top: Entry) -> tuple[SectionEntry, ...] | None:
    if top.data.get("sections") is None:
        return None
    return tuple(
        SectionEntry(
            key=entry.text("key", most=60),
            heading=entry.text("heading", most=300),
            body=entry.text("body", required=False),
        )
        for entry in top.entries("sections", title="heading")
    )


def _read_economy(top: Entry) -> dict[str, Any] | None:
    """The economy as it stands in the file, once its shape is known to be one we can print."""
    if top.data.get("economy") is None:
        return None
    economy = Entry(top.data["economy"], "economy", top.problems)
    economy.text("unit", required=False)
    for field in ("operating_areas", "investments"):
        for row in economy.entries(field, title="name", required=False):
            _check_amounts(row)
    if economy.data.get("result_units") is not None:
        units = Entry(economy.data["result_units"], "economy result_units", top.problems)
        units.text("unit", required=False)
        for row in units.entries("rows", title="name", required=False):
            _check_amounts(row)
    for table in economy.entries("tables", title="title", required=False):
        for field in ("section", "title", "footnote"):
            table.optional_text(field)
        _check_cells(table, "columns", table.rows("columns"))
        for number, cells in enumerate(table.rows("rows"), 1):
            _check_cells(table, f"rows {number}", cells)
    return economy.data


def _check_amounts(row: Entry) -> None:
    row.text("name")
    for field, amount in row.data.items():
        _check_cells(row, field, [amount])


def _check_cells(entry: Entry, field: str, cells: Any) -> None:
    if not isinstance(cells, list) or any(isinstance(cell, dict | list) for cell in cells):
        entry.wrong(field, _("Expected a list of texts."))


def write(document: Document) -> str:
    """The document as a file: what was read, and how far each indicator is met."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "municipality": document.municipality,
        "committee": {"name": document.committee, "slug": document.slug},
        "kind": document.part.value,
        "year": document.year,
        **_said(registry_number=document.registry_number, status=document.status),
        "goals": [_write_goal(goal) for goal in document.goals],
        "indicators": [_write_indicator(row, document) for row in document.indicators()],
        "activities": [_write_activity(row) for row in document.activities()],
        **_said(
            sections=[
                {"key": section.key, "heading": section.heading, "body": section.body}
                for section in document.sections or ()
            ],
        ),
    }
    if document.economy is not None:
        data["economy"] = document.economy
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _said(**fields: Any) -> dict[str, Any]:
    """The optional fields that say something."""
    return {name: value for name, value in fields.items() if value}


def _write_goal(goal: GoalEntry) -> dict[str, Any]:
    return {
        "code": goal.code,
        "level": goal.level.value,
        "title": goal.title,
        "assessment": goal.assessment.value if goal.assessment else None,
        **_said(
            description=goal.description,
            expected_results=list(goal.expected_results or ()),
            reached_results=list(goal.reached_results or ()),
            analysis=goal.analysis,
            reason=goal.reason,
        ),
    }


def _write_indicator(row: IndicatorEntry, document: Document) -> dict[str, Any]:
    written: dict[str, Any] = {
        "goal": row.goal,
        "name": row.name,
        "owner": row.owner.value,
        "better": row.better.value,
        "periodicity": row.periodicity.value if row.periodicity else None,
        "by_sex": row.by_sex,
        **{field: getattr(row, field).text or None for field in VALUE_FIELDS},
        # The state says why there is none.
        **({"outcome": None} if is_hidden(row.outcome) else {}),
        "period": row.period or None,
        "commented": row.commented,
        **_said(
            analysis=row.analysis,
            state=row.state,
            expected_on=format_date(row.expected_on) if row.expected_on else "",
        ),
        "fulfilment": row.fulfilment.value if row.fulfilment else None,
    }
    if document.has_forecast:
        forecast = row.forecast_fulfilment
        written["forecast_fulfilment"] = forecast.value if forecast else None
    return written


def _write_activity(row: ActivityEntry) -> dict[str, Any]:
    return {
        "goal": row.goal,
        "owner": row.owner.value,
        "title": row.title,
        "start": format_date(row.start) if row.start else None,
        "end": format_date(row.end) if row.end else None,
        "deviation": row.deviation,
        "commented": row.commented,
        **_said(analysis=row.analysis, status=row.status),
    }
