"""What the pages show of rounds: cards with tasks, and years with their documents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goals.choices import Part, RoundState
from goals.models import Round
from organisation.access import Action, Principal, rights_in
from reports import tree
from reports.queries import PART_ORDER, Progress
from reports.writing.section_work import SectionWork, Texts

# What the report page shows first: how far its texts have come.
TEXTS = "texter"
ENTERING = frozenset({Action.REPORT_OUTCOMES, Action.FOLLOW_UP_ACTIVITIES, Action.ASSESS_GOALS})


@dataclass(frozen=True)
class Task:
    """One thing to do in a round, and how far it has come."""

    title: str
    # The page where it is done, and what the page shows first.
    page: str
    status: str
    is_done: bool
    # For a bar; no total, no bar.
    done: int = 0
    total: int = 0
    show: str = ""
    # The rest of the page's address, after the round: a section's name.
    name: str = ""


@dataclass(frozen=True)
class RoundCard:
    """A round with what the person has to do in it."""

    round: Round
    progress: Progress
    tasks: list[Task]
    due: str


@dataclass(frozen=True)
class Slot:
    """The place of one of a year's four documents, which may not be there yet."""

    label: str
    round: Round | None


@dataclass(frozen=True)
class Year:
    """A committee's year and its documents."""

    year: int
    slots: list[Slot]


def enters_in(user: Principal, round: Round) -> bool:
    """Whether the person has things to enter in the round."""
    entering = ENTERING & rights_in(user, round.committee)
    return round.is_open and round.reports_outcomes and bool(entering)


def follows_texts(user: Principal, round: Round) -> bool:
    """Whether the person takes part in writing the round's report, or in steering that."""
    is_done = round.current_state == RoundState.DECIDED
    return not is_done and Action.COMMENT in rights_in(user, round.committee)


def card(
    user: Principal,
    round: Round,
    progress: Progress,
    works: Sequence[SectionWork] = (),
    texts: Texts | None = None,
) -> RoundCard:
    """The round, and what the person has to do in it while it is open; also in `works`, and how
    far all its texts have come."""
    tasks = list(_tasks(user, round, progress)) if enters_in(user, round) else []
    tasks += [_texts(texts)] if texts and (texts.total or texts.comments) else []
    tasks += [_text(work) for work in works if user in work.writers]
    return RoundCard(round, progress, tasks, due_text(round))


def _texts(texts: Texts) -> Task:
    return Task(
        title=_("Write the texts"),
        page="report",
        status=texts_text(texts),
        done=texts.ready,
        total=texts.total,
        is_done=texts.ready == texts.total and not texts.comments,
        show=TEXTS,
    )


def texts_text(texts: Texts) -> str:
    """How far a report's texts have come, in few words."""
    said = _("%(ready)s of %(total)s sections ready") % {
        "ready": texts.ready,
        "total": texts.total,
    }
    if not texts.comments:
        return said
    waiting = ngettext("%(count)s open comment", "%(count)s open comments", texts.comments)
    return f"{said} · {waiting % {'count': texts.comments}}"


def _text(work: SectionWork) -> Task:
    return Task(
        title=_("Write: %(section)s") % {"section": work.writing.label},
        page="section",
        status=str(work.state.label),
        is_done=work.is_ready,
        name=work.writing.name,
    )


def _tasks(user: Principal, round: Round, progress: Progress) -> Iterable[Task]:
    rights = rights_in(user, round.committee)
    if Action.REPORT_OUTCOMES in rights:
        yield Task(
            title=_("Enter outcomes"),
            page="outcomes",
            status=_("%(done)s of %(total)s outcomes filled in")
            % {"done": progress.outcomes, "total": progress.indicators},
            done=progress.outcomes,
            total=progress.indicators,
            is_done=not progress.outcomes_left,
        )
    if Action.FOLLOW_UP_ACTIVITIES in rights:
        yield Task(
            title=_("Follow up activities"),
            page="activities",
            status=_activities_text(progress),
            done=progress.followed_up,
            total=progress.activities,
            is_done=not progress.unexplained and progress.followed_up == progress.activities,
        )
    if Action.ASSESS_GOALS in rights:
        yield Task(
            title=_("Assess goals"),
            page="round",
            status=_("%(done)s of %(total)s goals assessed")
            % {"done": progress.assessed, "total": progress.goals},
            done=progress.assessed,
            total=progress.goals,
            is_done=not progress.assessments_left,
            show=tree.SHOW_UNASSESSED if progress.assessments_left else tree.SHOW_ALL,
        )


def _activities_text(progress: Progress) -> str:
    if progress.unexplained:
        return ngettext(
            "%(count)s deviation lacks an analysis",
            "%(count)s deviations lack an analysis",
            progress.unexplained,
        ) % {"count": progress.unexplained}
    return _("%(done)s of %(total)s activities followed up") % {
        "done": progress.followed_up,
        "total": progress.activities,
    }


def due_text(round: Round) -> str:
    """How far off the last day is; nothing when none is set or the round is not open."""
    if round.due is None or not round.is_open:
        return ""
    days = (round.due - timezone.localdate()).days
    if days < 0:
        return ngettext("%(count)s day ago", "%(count)s days ago", -days) % {"count": -days}
    if days == 0:
        return _("today")
    return ngettext("in %(count)s day", "in %(count)s days", days) % {"count": days}


def years_of(rounds: Iterable[Round]) -> list[Year]:
    """One committee's years, the latest first, each with a place for its four documents."""
    by_year: dict[int, dict[str, Round]] = {}
    for round in rounds:
        by_year.setdefault(round.year, {})[round.part] = round
    return [
        Year(year, [Slot(str(part.label), documents.get(part)) for part in Part])
        for year, documents in sorted(by_year.items(), reverse=True)
    ]


def latest_years(rounds: Iterable[Round]) -> dict[int, Year]:
    """The latest year of each committee, by the committee's key."""
    by_committee: dict[int, list[Round]] = {}
    for round in rounds:
        by_committee.setdefault(round.committee_id, []).append(round)
    return {key: years_of(own)[0] for key, own in by_committee.items()}


def latest_to_read(user: Principal, rounds: Iterable[Round]) -> list[Round]:
    """The latest report of each committee in which the person only reads; `rounds` latest first."""
    latest: dict[int, Round] = {}
    for round in rounds:
        reads_only = not ENTERING & rights_in(user, round.committee)
        if reads_only and round.current_state != RoundState.PLANNED:
            latest.setdefault(round.committee_id, round)
    return list(latest.values())


def next_part(rounds: Iterable[Round]) -> Part | None:
    """The part that comes after the latest of a year's rounds; nothing after the annual report."""
    latest = max((PART_ORDER[round.part] for round in rounds), default=-1)
    return list(Part)[latest + 1] if latest + 1 < len(Part) else None
