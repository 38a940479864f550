"""How far rounds have come, for as many rounds as there are in the same few queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from goals.choices import Part
from goals.models import ActivityReport, Assessment, Round
from indicators.choices import OutcomeState
from indicators.models import Target
from organisation.models import Committee, Membership
from reports.models import ReportFile, SectionTemplate
from reports.writing.template import Stored, Template, effective

PART_ORDER = {part: position for position, part in enumerate(Part.values)}


@dataclass(frozen=True)
class Progress:
    """What has been entered in a round, and what is missing."""

    indicators: int = 0
    outcomes: int = 0
    goals: int = 0
    assessed: int = 0
    activities: int = 0
    followed_up: int = 0
    deviations: int = 0
    unexplained: int = 0

    @property
    def outcomes_left(self) -> int:
        """Indicators with neither an outcome nor a reason why there is none."""
        return self.indicators - self.outcomes

    @property
    def assessments_left(self) -> int:
        """Goals that nobody has assessed."""
        return self.goals - self.assessed


def progress_of(rounds: Collection[Round]) -> dict[int, Progress]:
    """How far each of the rounds has come, by the round's key; three queries for all of them."""
    counts: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for rows in (_outcomes(rounds), _assessments(rounds), _activities(rounds)):
        for row in rows:
            counts[row.pop("round")].update(row)
    return {round.pk: Progress(**counts[round.pk]) for round in rounds}


def _outcomes(rounds: Collection[Round]) -> Iterable[Any]:
    """An outcome counts when it stands in the same round as its indicator's target."""
    states = [state for state in OutcomeState.values if state != OutcomeState.MISSING]
    reported = Q(measure__outcomes__round=F("round"), measure__outcomes__state__in=states)
    return (
        Target.objects.filter(round__in=rounds)
        .order_by()
        .values("round")
        .annotate(
            indicators=Count("pk", distinct=True),
            outcomes=Count("measure__outcomes", filter=reported, distinct=True),
        )
    )


def _assessments(rounds: Collection[Round]) -> Iterable[Any]:
    return (
        Assessment.objects.filter(round__in=rounds)
        .order_by()
        .values("round")
        .annotate(goals=Count("pk"), assessed=Count("pk", filter=~Q(level="")))
    )


def _activities(rounds: Collection[Round]) -> Iterable[Any]:
    """A loaded document may say that an analysis exists without its text: that is explained."""
    unexplained = Q(deviation=True, analysis="", commented=False)
    return (
        ActivityReport.objects.filter(round__in=rounds)
        .order_by()
        .values("round")
        .annotate(
            activities=Count("pk"),
            followed_up=Count("pk", filter=~Q(status="")),
            deviations=Count("pk", filter=Q(deviation=True)),
            unexplained=Count("pk", filter=unexplained),
        )
    )


def rounds_of(committees: QuerySet[Committee]) -> list[Round]:
    """The committees' rounds, the latest first; each with its latest PDF, or what becomes it.

    `file_key` and `file_state` say which that is, and how far it has come.
    """
    files = ReportFile.objects.filter(
        round=OuterRef("pk"), edition=None, state__in=ReportFile.GOOD
    ).order_by("-pk")
    rounds = (
        Round.objects.filter(committee__in=committees)
        .select_related("committee")
        .annotate(
            file_key=Subquery(files.values("pk")[:1]),
            file_state=Subquery(files.values("state")[:1]),
        )
    )
    return sorted(rounds, key=lambda round: (-round.year, -PART_ORDER[round.part]))


def open_rounds(rounds: Iterable[Round]) -> list[Round]:
    """Those that take what people enter; the one due first is first, then the latest."""
    return sorted(
        (round for round in rounds if round.is_open),
        key=lambda round: (round.due or date.max, -round.year, -PART_ORDER[round.part]),
    )


def people_of(committee: Committee) -> list[Membership]:
    """Who has a role in the committee and may log in, by name."""
    return list(
        committee.memberships.filter(user__is_active=True)
        .select_related("user")
        .order_by("user__name", "user__email")
    )


def template_of(round: Round) -> Template:
    """The sections that a round's document has, also those the committee leaves out; one query."""
    return template_for(round.committee, round.year, round.part)


def templates_of(rounds: Collection[Round]) -> dict[int, Template]:
    """The same of as many rounds as there are, by their keys; one query."""
    rows = SectionTemplate.objects.filter(
        Q(committee=None) | Q(committee__in={round.committee_id for round in rounds}),
        year__in={round.year for round in rounds},
    )
    found = {(row.committee_id, row.year, row.part): row.sections for row in rows}
    return {
        round.pk: effective(
            found.get((None, round.year, round.part)),
            found.get((round.committee_id, round.year, round.part)),
        )
        for round in rounds
    }


def made_template_of(round: Round) -> Template | None:
    """The same; nothing where neither the city nor the committee has said anything."""
    city, own = _templates(round.committee, round.year, round.part)
    return None if city is None and not own else effective(city, own)


def template_for(committee: Committee | None, year: int, part: str) -> Template:
    """The template of a committee, or of the city, for a year's document; one query."""
    return effective(*_templates(committee, year, part))


def _templates(
    committee: Committee | None, year: int, part: str
) -> tuple[Stored | None, Stored | None]:
    """The city's template and the committee's changes to it, as they are stored."""
    rows = SectionTemplate.objects.filter(
        Q(committee=None) | Q(committee=committee), year=year, part=part
    )
    found = {row.committee_id: row.sections for row in rows}
    return found.get(None), found.get(committee.pk) if committee else None
