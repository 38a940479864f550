"""What is not finished in a round: what somebody who is about to lock it should know."""

from collections import Counter
from dataclasses import dataclass

from goals.models import ActivityReport, Assessment, Draft, Round
from indicators.queries import Summary, lines_of, summary_of
from organisation.models import User


@dataclass(frozen=True)
class Unfinished:
    """Counts of what is missing, and who has written something that is not saved."""

    outcomes: Summary
    # Deviations without an analysis, and goals without an assessment.
    unexplained: int
    unassessed: int
    # Activities without a status.
    not_followed_up: int
    drafts: list[tuple[User, int]]

    @property
    def missing(self) -> int:
        """Outcomes without a value or a reason."""
        return self.outcomes.total - self.outcomes.reported

    def __bool__(self) -> bool:
        counts = (self.missing, self.outcomes.warnings, self.outcomes.unexplained)
        rest = (self.unexplained, self.unassessed, self.not_followed_up, self.drafts)
        return any((*counts, *rest))


def unfinished(round: Round) -> Unfinished:
    """Everything in the round that somebody has left undone; a plan has no outcomes to miss."""
    written = Draft.objects.filter(round=round).select_related("by")
    drafts = sorted(Counter(draft.by for draft in written).items(), key=lambda pair: str(pair[0]))
    if not round.reports_outcomes:
        return Unfinished(Summary(0, 0, 0, 0), 0, 0, 0, drafts)
    deviations = ActivityReport.objects.filter(round=round, deviation=True, commented=False)
    return Unfinished(
        outcomes=summary_of(lines_of(round)),
        unexplained=deviations.filter(analysis="").count(),
        not_followed_up=ActivityReport.objects.filter(round=round, status="").count(),
        unassessed=Assessment.objects.filter(round=round, level="").count(),
        drafts=drafts,
    )
