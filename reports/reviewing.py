"""What the review finds in a round, and accepting what may stand."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from goals.choices import Kind, RoundState, Verb
from goals.events import record
from goals.models import Round
from goals.places import Place
from goals.queries import policy_now
from goals.rules import RoundLocked, read_text
from indicators.choices import WarningCode
from indicators.models import Acceptance
from organisation.access import Action, Principal, may, require
from organisation.models import User
from reports.choices import Severity
from reports.compose import compose
from reports.document import Document
from reports.models import AcceptedFinding
from reports.review.catalogue import review
from reports.review.findings import Case, Finding, Spot
from reports.review.indicators import ABOUT_BREAK, PREFIX
from reports.review.names import section_name
from reports.writing.comments import open_comments
from reports.writing.section_work import SectionWork, work_of

REASON_LENGTH = 500
# A warning that was accepted on the sheet, by the measure, the warning and its figures.
OnTheSheet = dict[tuple[int | None, str, str], Acceptance]


@dataclass(frozen=True)
class Accepted:
    """A finding that somebody has said may stand."""

    finding: Finding
    reason: str
    by: User | None
    at: datetime
    # The acceptance's key; nothing when the warning was accepted on the sheet, where it stays.
    key: int | None = None


@dataclass(frozen=True)
class Reviewed:
    """A document with what the review found in it."""

    document: Document
    open: tuple[Finding, ...]
    accepted: tuple[Accepted, ...]

    @cached_property
    def counts(self) -> dict[Severity, int]:
        """How many findings there are of each severity, the gravest first, without the accepted."""
        counted = Counter(finding.severity for finding in self.open)
        return {severity: counted[severity] for severity in Severity}

    @property
    def must(self) -> int:
        """How many things must be mended."""
        return self.counts[Severity.MUST]

    def of_goal(self, code: str) -> list[Finding]:
        """The open findings about a goal, and about what stands under it."""
        return [finding for finding in self.open if finding.spot.code == code]


def findings_of(round: Round, document: Document | None = None) -> Reviewed:
    """Everything the review finds in a round: nine queries, and those of composing it."""
    document = document or compose(round)
    policy = policy_now()
    comments = open_comments(round)
    works = work_of(round, comments)
    waiting: dict[int | str, int] = {_key(work): work.comments for work in works}
    waiting.update((name, count) for name, count in comments.items() if ":" in name)
    case = Case(
        document,
        document.gap_threshold,
        policy.smallest_group,
        unready=_unready(works),
        comments=waiting,
        severities=policy.severities,
    )
    said = {
        (one.code, one.spot, one.about): one
        for one in AcceptedFinding.objects.filter(round=round).select_related("by")
    }
    on_the_sheet = _accepted_on_the_sheet(round)
    still_open, accepted = [], []
    for finding in review(case):
        own = said.get((finding.code, finding.spot.written, finding.mark))
        theirs = None if own else _warning_accepted(finding, on_the_sheet)
        if own:
            accepted.append(Accepted(finding, own.reason, own.by, own.at, own.pk))
        elif theirs:
            accepted.append(Accepted(finding, theirs.reason, theirs.by, theirs.at))
        else:
            still_open.append(finding)
    return Reviewed(document, tuple(still_open), tuple(accepted))


def _unready(works: Sequence[SectionWork]) -> frozenset[int | str]:
    """The sections that are not ready; none in a report where nobody says who writes what, or
    that something is ready."""
    if not any(work.is_ready or work.writers for work in works):
        return frozenset()
    return frozenset(_key(work) for work in works if work.writing.counts and not work.is_ready)


def _key(work: SectionWork) -> int | str:
    """How the document knows the section."""
    return work.writing.section.pk if work.writing.section else work.writing.key


def reviews(user: Principal, round: Round) -> bool:
    """Whether the person works with what the review finds: whoever only reads is spared it."""
    committee = round.committee
    return may(user, Action.WRITE_REPORT, committee) or may(user, Action.MANAGE_ROUNDS, committee)


@transaction.atomic
def accept_finding(
    *, round: Round, code: str, spot: str, mark: str, reason: str, by: User
) -> AcceptedFinding:
    """Say why something that the review found may stand, as long as nothing of it changes.

    `spot` and `mark` are those of the finding as the person saw it. What has been
    accepted already stays as it was accepted. Also a locked round can be reviewed: that
    changes nothing in it. A decided one is done.

    Raises:
        RoundLocked, Http404, PermissionDenied: nothing was changed.
        ValidationError: there is no reason, or the finding is no longer as it was seen.
    """
    require(by, Action.WRITE_REPORT, round.committee)
    held = _hold(round)
    reason, _as_read = read_text(reason, REASON_LENGTH)
    if not reason:
        raise ValidationError(_("Write why it may stand."))
    seen = (code, spot, mark)
    found = findings_of(held)
    finding = next((f for f in found.open if (f.code, f.spot.written, f.mark) == seen), None)
    if finding is None:
        there = AcceptedFinding.objects.filter(round=held, code=code, spot=spot, about=mark).first()
        if there is None:
            raise ValidationError(_("That has changed since you saw it. Read it again."))
        return there
    accepted = AcceptedFinding.objects.create(
        round=held,
        code=code,
        spot=spot,
        about=mark,
        message=finding.message,
        reason=reason,
        by=by,
    )
    thing = _thing(finding.spot, found.document)
    said = {"check": code, "finding": finding.message, "reason": reason}
    _record(finding.spot, held, by, name=thing, **said)
    return accepted


@transaction.atomic
def undo_acceptance(*, round: Round, key: int, by: User) -> None:
    """Take back that a finding was accepted; it is open again. The event tells what was said.

    What somebody else has taken back already is left at that.

    Raises:
        RoundLocked, Http404, PermissionDenied: nothing was changed.
    """
    require(by, Action.WRITE_REPORT, round.committee)
    held = _hold(round)
    accepted = AcceptedFinding.objects.select_for_update().filter(pk=key).first()
    if accepted is None:
        return
    if accepted.round_id != held.pk:
        raise Http404
    found = findings_of(held)
    there = next((one for one in found.accepted if one.key == key), None)
    spot = there.finding.spot if there else _read_spot(accepted.spot)
    accepted.delete()
    said = {"check": accepted.code, "finding": accepted.message, "reason": accepted.reason}
    _record(spot, held, by, name=_thing(spot, found.document), undone="yes", **said)


def _hold(round: Round) -> Round:
    """The round, held until the transaction ends, unless it has been decided."""
    rounds = Round.objects.select_for_update(of=("self",), no_key=True)
    held = rounds.select_related("committee").get(pk=round.pk)
    if held.current_state == RoundState.DECIDED:
        raise RoundLocked(held)
    return held


def _record(spot: Spot, round: Round, by: Principal, **details: Any) -> None:
    key = spot.key if spot.kind in (Kind.GOAL, Kind.MEASURE, Kind.ACTIVITY, Kind.SECTION) else None
    place = Place(spot.kind, key) if key else Place(Kind.ROUND, round.pk)
    record(Verb.FINDING_ACCEPTED, by=by, round=round, place=place, **details)


def _thing(spot: Spot, document: Document) -> str:
    """What the history calls that which was found: the row, the goal, the section, the table."""
    if spot.kind in (Kind.MEASURE, Kind.ACTIVITY):
        return spot.name
    if spot.kind == Kind.SECTION:
        return section_name(spot, document) or _("The document")
    return " ".join(part for part in (spot.code, spot.name) if part)


def _read_spot(written: str) -> Spot:
    """A stored spot; without its key, since what it names may be gone."""
    kind, code, name, field = (*written.split("|"), "", "", "")[:4]
    return Spot(Kind(kind), code, name, field)


def _accepted_on_the_sheet(round: Round) -> OnTheSheet:
    accepted = Acceptance.objects.filter(outcome__round=round).select_related("by", "outcome")
    return {(one.outcome.measure_id, one.code, one.about): one for one in accepted}


def _warning_accepted(finding: Finding, accepted: OnTheSheet) -> Acceptance | None:
    """The sheet's acceptance of the same warnings, when all that the finding tells has one."""
    warning = finding.code.removeprefix(PREFIX)
    if warning == finding.code or warning not in WarningCode.values:
        return None
    abouts = finding.about.split(ABOUT_BREAK)
    found = [accepted.get((finding.spot.key, warning, about)) for about in abouts]
    return found[-1] if all(found) else None


def gravest(findings: Iterable[Finding]) -> Severity | None:
    """The gravest severity among findings; nothing where there are none."""
    order = list(Severity)
    return min((finding.severity for finding in findings), key=order.index, default=None)
