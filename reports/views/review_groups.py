"""Findings as pages show them: by the places of the document, equal notes of a goal together."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from goals.choices import Kind
from goals.models import Round
from reports.choices import Severity
from reports.document import Document
from reports.mending import mend_address
from reports.review.catalogue import BY_CODE
from reports.review.findings import FIELDS, Finding
from reports.review.names import section_name
from reports.reviewing import Accepted

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Refused:
    """An acceptance that was refused: of which finding, what was written, and what is wrong."""

    seen: tuple[str, str, str] = ("", "", "")
    reason: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Shown:
    """A finding as the page shows it: where it is mended, and who has accepted it."""

    finding: Finding
    link: str
    accepted: Accepted | None = None
    # What it is about, where no heading above says it.
    thing: str = ""
    # What somebody just wrote as a reason, and what was wrong with that.
    reason: str = ""
    problem: str = ""

    @property
    def anchor(self) -> str:
        """The finding's id on the page."""
        finding = self.finding
        parts = f"{finding.code}|{finding.spot.written}|{finding.mark}"
        return f"finding-{hashlib.sha256(parts.encode()).hexdigest()[:12]}"

    @property
    def title(self) -> "StrOrPromise":
        """The check's title."""
        return BY_CODE[self.finding.code].title

    @property
    def field(self) -> "StrOrPromise":
        """The text it is found in, where it is one."""
        return FIELDS.get(self.finding.spot.field, "")


@dataclass(frozen=True)
class Row:
    """A row under a heading: a finding, or several equal notes in one."""

    findings: list[Shown]

    @property
    def first(self) -> Shown:
        """What the row is called after."""
        return self.findings[0]

    @property
    def is_open(self) -> bool:
        """Whether something in it was just refused, and waits for its reason."""
        return any(one.problem for one in self.findings)


@dataclass(frozen=True)
class Group:
    """A goal, or a section, with what was found there."""

    code: str
    title: str
    link: str
    rows: list[Row] = field(default_factory=list)


def groups_of(
    findings: Iterable[Finding], document: Document, round: Round, refused: Refused
) -> list[Group]:
    """Findings by the goals and sections they are about, in the order they come."""
    places: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        code = finding.spot.code
        name = "" if code else section_name(finding.spot, document)
        places.setdefault((code, name), []).append(finding)
    return [
        _group(code, name, [_shown(one, refused, round) for one in own], document, round)
        for (code, name), own in places.items()
    ]


def shown_alone(accepted: Accepted, document: Document, round: Round) -> Shown:
    """An accepted finding, which stands under no heading and says itself what it is about."""
    spot = accepted.finding.spot
    name = spot.name if spot.code else section_name(spot, document)
    thing = " ".join(filter(None, (spot.code, name)))
    return Shown(accepted.finding, mend_address(spot, round), accepted, thing)


def goal_findings(findings: Iterable[Finding], round: Round) -> list[Shown]:
    """Findings with the pages where they are mended, for the pages of a goal."""
    return [_shown(finding, Refused(), round) for finding in findings]


def _group(code: str, name: str, findings: list[Shown], document: Document, round: Round) -> Group:
    rows = _folded(findings)
    goal = document.by_code.get(code)
    if goal is None:
        return Group("", name or _("The document"), "", rows)
    address = reverse("goal", args=[round.committee.slug, round.year, round.slug, code])
    return Group(code, goal.title, address, rows)


def _folded(findings: list[Shown]) -> list[Row]:
    """The findings in rows: the notes of one check share a row, where the first of them stands."""
    rows: list[Row] = []
    notes: dict[str, Row] = {}
    for one in findings:
        code, is_note = one.finding.code, one.finding.severity == Severity.NOTE
        if is_note and code in notes:
            notes[code].findings.append(one)
            continue
        rows.append(Row([one]))
        if is_note:
            notes[code] = rows[-1]
    return rows


def _shown(finding: Finding, refused: Refused, round: Round) -> Shown:
    spot = finding.spot
    link = mend_address(spot, round)
    thing = spot.name if spot.kind in (Kind.MEASURE, Kind.ACTIVITY) else ""
    if refused.seen == (finding.code, spot.written, finding.mark):
        return Shown(finding, link, thing=thing, reason=refused.reason, problem=refused.problem)
    return Shown(finding, link, thing=thing)
