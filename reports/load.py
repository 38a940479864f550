"""Puts a document into the database: what a file says, in one transaction or not at all.

A file speaks for the whole of its round: lines that it no longer has are taken
away, those it has are added or changed, and what stays the same is not touched.
The council's goals and indicators are shared; a file never changes another
round's lines.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from config.formats import Value
from goals.calendar import dates_for_new
from goals.choices import GoalLevel, Owner, Verb
from goals.events import record
from goals.models import Activity, ActivityReport, Assessment, Goal, Round
from goals.rules import RoundLocked
from goals.tree import parent_codes
from indicators.choices import OutcomeState
from indicators.models import Indicator, Measure, Outcome, Target
from indicators.suppression import HIDDEN, is_hidden
from organisation.access import (
    Action,
    Principal,
    is_controller,
    may_everywhere,
    require,
)
from organisation.models import Committee
from reports.document import ActivityEntry, Document, GoalEntry, IndicatorEntry
from reports.models import Report, Section

Thing = TypeVar("Thing", bound=models.Model)


@dataclass
class Changes:
    """How many things a load added, changed and took away."""

    round: Round
    added: int = 0
    changed: int = 0
    removed: int = 0
    # What somebody should look at, though it was loaded.
    notes: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@transaction.atomic
def load(document: Document, *, by: Principal) -> Changes:
    """Make the round of the document say what the document says.

    Raises:
        Http404, PermissionDenied: the person may not load for that committee.
        RoundLocked: the round is locked, or decided.
    """
    committee = _committee(document, by)
    round, made = Round.objects.select_for_update().get_or_create(
        committee=committee,
        year=document.year,
        part=document.part,
        defaults=vars(dates_for_new(document.year, document.part)),
    )
    round.committee = committee
    if round.is_locked:
        raise RoundLocked(round)
    changes = Changes(round=round, added=int(made))
    loader = _Loader(changes)
    goals = loader.goals(document.goals)
    loader.indicators(list(document.indicators()), goals)
    loader.activities(list(document.activities()), goals)
    loader.report(document)
    loader.remove_unused()
    if changes:
        counts = {name: getattr(changes, name) for name in ("added", "changed", "removed")}
        record(Verb.DOCUMENT_LOADED, by=by, round=round, name=round.title, **counts)
    return changes


def _committee(document: Document, by: Principal) -> Committee:
    committee = Committee.objects.filter(slug=document.slug).first()
    if committee is not None:
        require(by, Action.LOAD_DOCUMENTS, committee)
    elif may_everywhere(by) or is_controller(by):
        committee = Committee(slug=document.slug)
    else:
        raise PermissionDenied(_("Only a central controller may add a committee."))
    if (committee.name, committee.municipality) != (document.committee, document.municipality):
        committee.name, committee.municipality = document.committee, document.municipality
        committee.save()
    return committee


class _Loader:
    """One load under way: the round it writes to, and what it has done so far."""

    def __init__(self, changes: Changes) -> None:
        self.changes = changes
        self.round = changes.round
        self.committee = changes.round.committee
        self.by_code: dict[str, Goal] = {}

    # Goals ---------------------------------------------------------------------------

    def goals(self, entries: Iterable[GoalEntry]) -> dict[str, Goal]:
        """Give the round its goals, and what it says of each; the goals by their codes."""
        known = {
            (goal.level, goal.code, goal.title, goal.committee_id): goal
            for goal in Goal.objects.filter(year=self.round.year).filter(
                models.Q(committee=None) | models.Q(committee=self.committee)
            )
        }
        goals = self.by_code
        for entry in entries:
            owner = self.committee if entry.level == GoalLevel.COMMITTEE else None
            goal = known.get((entry.level, entry.code, entry.title, owner and owner.pk))
            if goal is None:
                self._note_another_title(entry, known.values())
                above = (goals[code] for code in parent_codes(entry.code) if code in goals)
                goal = self._add(
                    Goal(
                        year=self.round.year,
                        level=entry.level,
                        code=entry.code,
                        title=entry.title,
                        committee=owner,
                        parent=next(above, None),
                    )
                )
            goals[entry.code] = goal
        lines = {line.goal_id: line for line in Assessment.objects.filter(round=self.round)}
        for entry in entries:
            goal = goals[entry.code]
            results, reached = entry.expected_results, entry.reached_results
            line = lines.get(goal.pk) or Assessment(round=self.round, goal=goal)
            level = entry.assessment or ""
            self._store(
                line,
                level=level,
                # Nothing was proposed to whoever decided what the file says.
                **({} if line.level == level else {"proposed": "", "grounds": []}),
                **_said(
                    description=entry.description,
                    expected_results=None if results is None else list(results),
                    reached_results=None if reached is None else list(reached),
                    analysis=entry.analysis,
                    reason=entry.reason,
                ),
            )
        self._remove(lines, kept={goal.pk for goal in goals.values()})
        return goals

    def _note_another_title(self, entry: GoalEntry, known: Iterable[Goal]) -> None:
        """Tell of a council's goal that has the code of another one: a slip of the pen?"""
        for goal in known:
            if entry.level != GoalLevel.COMMITTEE and (goal.level, goal.code) == (
                entry.level,
                entry.code,
            ):
                self.changes.notes.append(
                    _("Goal %(code)s: the council has another goal with that code: “%(title)s”.")
                    % {"code": goal.code, "title": goal.title}
                )

    # Indicators ----------------------------------------------------------------------

    def indicators(self, entries: list[IndicatorEntry], goals: Mapping[str, Goal]) -> None:
        """Give the round its measures' targets and outcomes."""
        indicators = self._definitions(entries)
        measures = {
            (measure.indicator_id, measure.goal_id): measure
            for measure in Measure.objects.filter(
                committee=self.committee, goal__in=list(goals.values())
            )
        }
        targets = {line.measure_id: line for line in Target.objects.filter(round=self.round)}
        outcomes = {line.measure_id: line for line in Outcome.objects.filter(round=self.round)}
        kept: set[int] = set()
        for entry in entries:
            indicator, goal = indicators[entry.owner, entry.name], goals[entry.goal]
            measure = measures.get((indicator.pk, goal.pk)) or self._add(
                Measure(indicator=indicator, committee=self.committee, goal=goal)
            )
            kept.add(measure.pk)
            self._store(
                targets.get(measure.pk) or Target(round=self.round, measure=measure),
                target=entry.target,
                council_target=entry.council_target,
                better=entry.better,
                by_sex=entry.by_sex,
                periodicity=entry.periodicity or "",
            )
            outcome = outcomes.get(measure.pk) or Outcome(round=self.round, measure=measure)
            self._store(
                outcome,
                **_figures(entry, outcome),
                **_why_none(entry, outcome),
                period=entry.period,
                commented=entry.commented,
                **_said(analysis=entry.analysis),
            )
        self._remove(targets, kept=kept)
        self._remove(outcomes, kept=kept)

    def _definitions(self, entries: Iterable[IndicatorEntry]) -> dict[tuple[Owner, str], Indicator]:
        """The indicators' definitions by owner and name; those that are new are added."""
        known = {
            (Owner.COUNCIL if indicator.is_councils else Owner.COMMITTEE, indicator.name): indicator
            for indicator in Indicator.objects.filter(
                models.Q(committee=None) | models.Q(committee=self.committee),
                name__in={entry.name for entry in entries},
            )
        }
        for entry in entries:
            indicator = known.get((entry.owner, entry.name))
            if indicator is None:
                known[entry.owner, entry.name] = self._add(
                    Indicator(
                        name=entry.name,
                        committee=self.committee if entry.owner == Owner.COMMITTEE else None,
                        better=entry.better,
                        by_sex=entry.by_sex,
                        periodicity=entry.periodicity or "",
                        unit=entry.target.unit or entry.outcome.unit,
                    )
                )
            else:
                # A file may know more of a definition than those before it, never less.
                self._store(
                    indicator,
                    by_sex=indicator.by_sex or entry.by_sex,
                    periodicity=indicator.periodicity or entry.periodicity or "",
                )
        return known

    # Activities ----------------------------------------------------------------------

    def activities(self, entries: Iterable[ActivityEntry], goals: Mapping[str, Goal]) -> None:
        """Give the round its activities' reports."""
        known = {
            (activity.goal_id, activity.by_council, activity.title, activity.number): activity
            for activity in Activity.objects.filter(
                committee=self.committee, goal__in=list(goals.values())
            )
        }
        lines = {line.activity_id: line for line in ActivityReport.objects.filter(round=self.round)}
        seen: Counter[tuple[int, bool, str]] = Counter()
        kept: set[int] = set()
        for entry in entries:
            goal, by_council = goals[entry.goal], entry.owner == Owner.COUNCIL
            key = (goal.pk, by_council, entry.title)
            seen[key] += 1
            activity = known.get((*key, seen[key])) or self._add(
                Activity(
                    goal=goal,
                    committee=self.committee,
                    by_council=by_council,
                    title=entry.title,
                    number=seen[key],
                )
            )
            kept.add(activity.pk)
            self._store(
                lines.get(activity.pk) or ActivityReport(round=self.round, activity=activity),
                start=entry.start,
                end=entry.end,
                deviation=entry.deviation,
                commented=entry.commented,
                **_said(status=entry.status or None, analysis=entry.analysis),
            )
        self._remove(lines, kept=kept)

    # The report ----------------------------------------------------------------------

    def report(self, document: Document) -> None:
        """Keep what the document has beside its goals."""
        report = Report.objects.filter(round=self.round).first() or Report(round=self.round)
        self._store(
            report,
            committee_name=document.committee,
            municipality=document.municipality,
            **_said(
                registry_number=document.registry_number or None,
                status=document.status or None,
                economy=document.economy,
            ),
        )
        if document.sections is None:
            return
        sections = {section.position: section for section in report.sections.all()}
        for position, entry in enumerate(document.sections, 1):
            self._store(
                sections.get(position) or Section(report=report, position=position),
                key=entry.key,
                heading=entry.heading,
                body=entry.body,
            )
        self._remove(sections, kept=range(1, len(document.sections) + 1))

    # Storing -------------------------------------------------------------------------

    def _add(self, thing: Thing) -> Thing:
        thing.save()
        self.changes.added += 1
        return thing

    def _store(self, thing: models.Model, **values: Any) -> None:
        """Give the thing its values; save it only if it is new or something differs."""
        differs = [name for name, value in values.items() if getattr(thing, name) != value]
        if not differs and thing.pk is not None:
            return
        for name in differs:
            setattr(thing, name, values[name])
        if thing.pk is None:
            self._add(thing)
            return
        if hasattr(thing, "version"):
            thing.version += 1
        thing.save()
        self.changes.changed += 1

    def _remove(self, lines: Mapping[int, models.Model], *, kept: Container[int]) -> None:
        """Take away the lines whose keys the document no longer has."""
        for key, line in lines.items():
            if key not in kept:
                self.changes.removed += 1
                line.delete()

    def remove_unused(self) -> None:
        """Take away what only lines that are gone now have used."""
        if not self.changes.removed:
            return
        committee, year = self.committee, self.round.year
        unused = Measure.objects.filter(
            committee=committee, goal__year=year, targets=None, outcomes=None
        )
        indicators = {measure.indicator_id for measure in unused}
        self._delete(unused)
        self._delete(Indicator.objects.filter(pk__in=indicators, measures=None))
        self._delete(Activity.objects.filter(committee=committee, goal__year=year, reports=None))
        goals = Goal.objects.filter(year=year).filter(
            models.Q(committee=committee) | models.Q(committee=None),
            assessments=None,
            measures=None,
            activities=None,
        )
        # A goal goes before the one above it, which is then unused in its turn.
        for goal in sorted(goals, key=lambda goal: goal.sort_key, reverse=True):
            successor = self.by_code.get(goal.code)
            for child in goal.children.all() if successor else ():
                child.parent = successor
                child.save()
            if not goal.children.exists():
                goal.delete()

    @staticmethod
    def _delete(things: Iterable[models.Model]) -> None:
        for thing in things:
            thing.delete()


def _said(**values: Any) -> dict[str, Any]:
    """The values that the document says; what it leaves out stays as it is."""
    return {name: value for name, value in values.items() if value is not None}


def _figures(entry: IndicatorEntry, outcome: Outcome) -> dict[str, Value]:
    """The figures as the document says them. A figure that was hidden when the file was written
    says nothing: what is stored stays, so that a file can be loaded again without a loss."""
    said = {
        "total": HIDDEN if _is_hidden_total(entry, outcome) else entry.outcome,
        "women": entry.women,
        "men": entry.men,
        "previous_year": entry.previous_year,
        "forecast": entry.forecast,
    }
    stored = {cell: getattr(outcome, cell) for cell in said}
    return {
        cell: stored[cell] if is_hidden(value) and stored[cell].is_number else value
        for cell, value in said.items()
    }


def _is_hidden_total(entry: IndicatorEntry, outcome: Outcome) -> bool:
    """Whether the file leaves a stored total out for being of too few people."""
    too_few = entry.state == OutcomeState.TOO_FEW and _is_empty(entry.outcome)
    return (too_few or is_hidden(entry.outcome)) and outcome.total.is_number


def _why_none(entry: IndicatorEntry, outcome: Outcome) -> dict[str, Any]:
    """Why there is a value or none, and when one is expected: only one that comes later is."""
    state = _state(entry, outcome)
    is_later = state == OutcomeState.LATER
    expected = entry.expected_on or outcome.expected_on
    return {"state": state, "expected_on": expected if is_later else None}


def _state(entry: IndicatorEntry, outcome: Outcome) -> str:
    """Why there is a value or none: as the document says, else as its figures tell."""
    if not _is_empty(entry.outcome) or _is_hidden_total(entry, outcome):
        return OutcomeState.ENTERED
    if entry.state:
        return entry.state
    # A file without figures does not know why: what somebody has said stays.
    return OutcomeState.MISSING if outcome.state == OutcomeState.ENTERED else outcome.state


def _is_empty(value: Value) -> bool:
    return value.amount is None and not value.word
