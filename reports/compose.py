"""Makes the document of a round from the database, in a number of queries that does not grow."""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from django.db.models import Q

from config.formats import swedish_key
from goals.choices import GoalLevel, Level, Owner, Part
from goals.models import ActivityReport, Assessment, Policy, Round
from goals.queries import policy_now, rule_of
from indicators.choices import Better, OutcomeState, Periodicity
from indicators.models import Outcome, Target
from indicators.protection import protected
from indicators.queries import tolerance_of
from reports.choices import ReportStatus
from reports.document import (
    ActivityEntry,
    Document,
    GoalEntry,
    IndicatorEntry,
    SectionEntry,
)
from reports.models import Report
from reports.past import past_of
from reports.queries import made_template_of
from reports.references import expand
from reports.writing.template import Template, heading_of, shown

# The two states that the figures tell by themselves, so that no document says them.
UNSAID_STATES = (OutcomeState.ENTERED, OutcomeState.MISSING)
# The year's reports, in the order they come.
REPORTS = (Part.T1, Part.T2, Part.ANNUAL)


def compose(round: Round, *, raw: bool = False) -> Document:
    """The document of a round: what it says of each goal, indicator and activity.

    Whoever asks, numbers of so few people that they may not be shown are left out here, so
    that nothing that is made of the document can show them. References in its texts are then
    replaced by what they say now; `raw` keeps them as they were written, for those who write.
    """
    policy = policy_now()
    report = Report.objects.filter(round=round).prefetch_related("sections").first()
    indicators, activities = _indicators(round, policy), _activities(round)
    assessments = Assessment.objects.filter(round=round).select_related("goal")
    document = Document(
        # A document keeps the names it was made with, whatever a committee is called later.
        municipality=(report and report.municipality) or round.committee.municipality,
        committee=(report and report.committee_name) or round.committee.name,
        slug=round.committee.slug,
        part=Part(round.part),
        year=round.year,
        goals=tuple(
            _goal(line, indicators[line.goal_id], activities[line.goal_id])
            for line in sorted(assessments, key=lambda line: line.goal.sort_key)
        ),
        sections=_sections(report, made_template_of(round)),
        economy=report.economy if report else None,
        registry_number=report.registry_number if report else "",
        gap_threshold=policy.gap_threshold,
        tolerance=policy.tolerance,
        judging=rule_of(policy),
        status=report.status if report and report.status != ReportStatus.DRAFT else "",
    )
    return document if raw else expand(document)


def compose_report(round: Round) -> Document:
    """The document of a round with the report before it, to tell what has changed since."""
    before = earlier_round(round)
    document = compose(round)
    return replace(document, earlier=compose(before)) if before else document


def earlier_round(round: Round) -> Round | None:
    """The committee's report before this one: the year's latest, else last year's annual report.

    A plan reports nothing, and so has none.
    """
    place = REPORTS.index(Part(round.part)) if round.part in REPORTS else 0
    same_year = Q(year=round.year, part__in=REPORTS[:place])
    last_year = Q(year=round.year - 1, part=Part.ANNUAL) if round.part in REPORTS else Q(pk=None)
    rounds = Round.objects.filter(same_year | last_year, committee=round.committee)
    return max(
        rounds.select_related("committee"),
        key=lambda one: (one.year, REPORTS.index(Part(one.part))),
        default=None,
    )


def _goal(
    line: Assessment, indicators: list[IndicatorEntry], activities: list[ActivityEntry]
) -> GoalEntry:
    return GoalEntry(
        code=line.goal.code,
        level=GoalLevel(line.goal.level),
        title=line.goal.title,
        assessment=Level(line.level) if line.level else None,
        description=line.description,
        expected_results=tuple(line.expected_results),
        reached_results=tuple(line.reached_results),
        analysis=line.analysis,
        reason=line.reason,
        indicators=tuple(indicators),
        activities=tuple(activities),
        key=line.goal_id,
    )


def _indicators(round: Round, policy: Policy) -> defaultdict[int, list[IndicatorEntry]]:
    """The indicators' rows by goal, in Swedish alphabetical order."""
    outcomes = {line.measure_id: line for line in Outcome.objects.filter(round=round)}
    targets = Target.objects.filter(round=round).select_related(
        "measure__indicator__predecessor", "measure__goal"
    )
    past, limit = past_of(round, targets), policy.smallest_group
    by_goal: defaultdict[int, list[IndicatorEntry]] = defaultdict(list)
    for target in sorted(targets, key=lambda line: swedish_key(line.measure.indicator.name)):
        outcome = protected(outcomes.get(target.measure_id) or Outcome(), target, limit)
        last_year = past.of(target.measure.indicator.name, round.year - 1) or Outcome()
        entry = indicator_entry(
            target, outcome, protected(last_year, target, limit), policy.tolerance
        )
        series = past.series(entry, target, limit)
        by_goal[target.measure.goal_id].append(replace(entry, series=series))
    return by_goal


def indicator_entry(
    target: Target, outcome: Outcome, before: Outcome, tolerance: Decimal
) -> IndicatorEntry:
    """An indicator's row, from its target and outcome in a round, and last year's outcome.

    The municipality's tolerance holds where the indicator has none of its own.
    """
    measure = target.measure
    indicator = measure.indicator
    return IndicatorEntry(
        goal=measure.goal.code,
        name=indicator.name,
        owner=Owner.COUNCIL if indicator.is_councils else Owner.COMMITTEE,
        better=Better(target.better),
        periodicity=Periodicity(target.periodicity) if target.periodicity else None,
        by_sex=target.by_sex,
        outcome=outcome.total,
        women=outcome.women,
        men=outcome.men,
        previous_women=before.women,
        previous_men=before.men,
        previous_year=outcome.previous_year,
        forecast=outcome.forecast,
        target=target.target,
        council_target=target.council_target,
        period=outcome.period,
        commented=outcome.commented,
        analysis=outcome.analysis,
        state="" if outcome.state in UNSAID_STATES else outcome.state,
        expected_on=outcome.expected_on,
        tolerance=tolerance_of(indicator, tolerance),
        key=measure.pk,
    )


def _activities(round: Round) -> defaultdict[int, list[ActivityEntry]]:
    """The activities' rows by goal, in Swedish alphabetical order."""
    lines = ActivityReport.objects.filter(round=round).select_related("activity__goal")
    by_goal: defaultdict[int, list[ActivityEntry]] = defaultdict(list)
    for line in sorted(
        lines, key=lambda line: (swedish_key(line.activity.title), line.activity.number)
    ):
        activity = line.activity
        by_goal[activity.goal_id].append(
            ActivityEntry(
                goal=activity.goal.code,
                owner=Owner.COUNCIL if activity.by_council else Owner.COMMITTEE,
                title=activity.title,
                start=line.start,
                end=line.end,
                deviation=line.deviation,
                commented=line.commented,
                analysis=line.analysis,
                status=line.status,
                key=activity.pk,
            )
        )
    return by_goal


def _sections(report: Report | None, template: Template | None) -> tuple[SectionEntry, ...]:
    """The sections as they are printed: what the template requires is there unwritten too,
    and what it leaves to the writer only with a text.

    What it does not have stands after that which it follows in the report. Without a
    template they stand as they were loaded or written.
    """
    asked = {one.key: (rank, one) for rank, one in enumerate(shown(template or ()))}
    found, rank = [], -1
    for section in report.sections.all() if report else ():
        rank, said = asked.pop(section.key, (rank, None))
        if said and not said.required and not section.body.strip():
            continue
        entry = SectionEntry(
            key=section.key,
            heading=heading_of(said, section.heading),
            body=section.body,
            pk=section.pk,
            required=bool(said and said.required),
        )
        found.append((rank, entry))
    for place, one in asked.values():
        if one.required:
            found.append((place, SectionEntry(key=one.key, heading=one.heading, required=True)))
    return tuple(entry for _rank, entry in sorted(found, key=lambda pair: pair[0]))
