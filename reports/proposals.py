"""What there is to judge each goal of a document by, and what that speaks for. No database."""

from goals.choices import ActivityStatus
from goals.proposal import ActivityState, Evidence, Judged, Proposal, propose
from reports.document import ActivityEntry, Document, GoalEntry
from reports.summary import judged


def evidence_of(goal: GoalEntry, document: Document) -> Evidence:
    """The evidence for a goal: in a tertial report the indicators are judged by their forecasts."""
    expected = [result for result in goal.expected_results or () if result.strip()]
    reached = set(goal.reached_results or ())
    return Evidence(
        indicators=tuple(Judged(row.name, judged(row, document)) for row in goal.indicators),
        activities=tuple(_state(row, document) for row in goal.activities),
        children=tuple(
            Judged(child.title, child.assessment) for child in document.below.get(goal.code, ())
        ),
        results=len(expected),
        reached=sum(result in reached for result in expected),
        forecasts=document.has_forecast,
    )


def proposal_of(goal: GoalEntry, document: Document) -> Proposal:
    """What the document's own rule proposes for one of its goals; a plan has no proposals."""
    if document.is_plan:
        return Proposal(None)
    return propose(evidence_of(goal, document), document.judging)


def _state(row: ActivityEntry, document: Document) -> ActivityState:
    """How an activity goes. Printed reports only tell deviations, so there everything else
    counts as going to plan, though it is not told as that; a document that states how
    activities go has not heard of those without a status.
    """
    if row.status == ActivityStatus.STOPPED:
        return ActivityState.STOPPED
    if row.deviation:
        return ActivityState.DEVIATING
    if row.status == ActivityStatus.DONE:
        return ActivityState.DONE
    if row.status:
        return ActivityState.ONGOING
    return ActivityState.UNKNOWN if document.states_activities else ActivityState.UNSTATED
