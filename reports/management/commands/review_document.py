"""`manage.py review_document COMMITTEE YEAR PART`: what is wrong with a round's document."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from goals.choices import Part
from goals.models import Round
from goals.queries import policy_now
from organisation.commands import add_user_argument, require_database
from reports.choices import Severity
from reports.document import Document
from reports.entry import BrokenDocument
from reports.interchange import read
from reports.management.commands.write_document import PART_HELP, find_round, read_part
from reports.mending import mend_address
from reports.references import expand
from reports.review.catalogue import in_print, review
from reports.review.findings import Case, Finding
from reports.review.names import section_name
from reports.reviewing import findings_of

FORMATS = ("text", "json")
LANGUAGES = ("sv", "en")
# The exit status when there is nothing to review; 1 says that something must be mended.
NOT_REVIEWED = 2


@dataclass(frozen=True)
class Line:
    """A finding as the command tells it: in both languages, and whether it may stand."""

    finding: Finding
    messages: dict[str, str]
    link: str = ""
    reason: str | None = None


class Command(BaseCommand):
    """Reviews one document. The exit status is 1 when something must be mended."""

    help = (
        "Tell what the review finds in a plan or report; exit with 1 if something must be mended."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "committee",
            metavar="COMMITTEE",
            nargs="?",
            help="the committee's address, as in /norrmalm/",
        )
        parser.add_argument(
            "year", metavar="YEAR", type=int, nargs="?", help="the document's year, as 2023"
        )
        parser.add_argument(
            "part",
            metavar="PART",
            type=read_part,
            choices=Part.values,
            nargs="?",
            help=PART_HELP,
        )
        parser.add_argument(
            "--file",
            metavar="FILE",
            type=Path,
            help="review a file in the interchange format instead; nothing is loaded",
        )
        parser.add_argument(
            "--format", choices=FORMATS, default="text", help="text for people (default), or json"
        )
        parser.add_argument(
            "--language",
            choices=LANGUAGES,
            default="sv",
            help="the language of the text (default: sv); json has both",
        )
        add_user_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        require_database()
        try:
            document, lines = _reviewed(options)
        except CommandError as error:
            error.returncode = NOT_REVIEWED
            raise
        if options["format"] == "json":
            found = [_data(one) for one in lines]
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
        else:
            with translation.override(options["language"]):
                self.stdout.write("\n".join(_text(document, lines)))
        if any(one.finding.severity == Severity.MUST and one.reason is None for one in lines):
            sys.exit(1)


def _reviewed(options: dict[str, Any]) -> tuple[Document, list[Line]]:
    if options["file"]:
        return _of_file(options["file"])
    if options["part"]:
        return _of_round(find_round(options))
    raise CommandError(_("Name a committee, a year and a part, or a file."))


def _of_round(round: Round) -> tuple[Document, list[Line]]:
    """A round's findings in the order of print, those that may stand too."""
    told: dict[str, dict[tuple[str, str, str], str]] = {}
    for language in LANGUAGES:
        with translation.override(language):
            found = findings_of(round)
        all_of_them = [*found.open, *(one.finding for one in found.accepted)]
        told[language] = {_identity(one): one.message for one in all_of_them}
    reasons = {_identity(one.finding): one.reason for one in found.accepted}
    lines = [
        Line(
            finding,
            {language: told[language][_identity(finding)] for language in LANGUAGES},
            mend_address(finding.spot, round),
            reasons.get(_identity(finding)),
        )
        for finding in in_print(all_of_them, found.document)
    ]
    return found.document, lines


def _of_file(path: Path) -> tuple[Document, list[Line]]:
    """The findings of a file in the interchange format, which need not be loaded."""
    try:
        document = expand(read(path.read_bytes()))
    except BrokenDocument as error:
        raise CommandError(f"{path}: {error}") from error
    except OSError as error:
        raise CommandError(_("%(path)s: the file cannot be read.") % {"path": path}) from error
    policy = policy_now()
    case = Case(document, policy.gap_threshold, policy.smallest_group, policy.severities)
    told: list[list[Finding]] = []
    for language in LANGUAGES:
        with translation.override(language):
            told.append(in_print(review(case), document))
    return document, [
        Line(swedish, dict(zip(LANGUAGES, (swedish.message, english.message), strict=True)))
        for swedish, english in zip(*told, strict=True)
    ]


def _identity(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.spot.written, finding.mark


def _data(line: Line) -> dict[str, Any]:
    finding = line.finding
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "place": {
            "kind": finding.spot.kind.value,
            "goal": finding.spot.code,
            "name": finding.spot.name,
            "field": finding.spot.field,
        },
        "message": line.messages,
        "link": line.link,
        "accepted": line.reason is not None,
        "reason": line.reason or "",
    }


def _text(document: Document, lines: list[Line]) -> Iterator[str]:
    """The findings by goal, each on a line; then how many there are of each severity."""
    language = translation.get_language()
    for code, own in groupby(lines, lambda one: one.finding.spot.code):
        goal = document.by_code.get(code)
        yield f"{code} {goal.title}" if goal else _("Sections and tables")
        for one in own:
            finding = one.finding
            own_name = finding.spot.name if goal else section_name(finding.spot, document)
            name = own_name if goal is None or own_name != goal.title else ""
            message = one.messages.get(language, finding.message)
            accepted = "" if one.reason is None else f" [{_('may stand')}: {one.reason}]"
            place = f"{name}: " if name else ""
            yield f"  {finding.severity.label}: {place}{message}{accepted} ({finding.code})"
    still_open = [one.finding.severity for one in lines if one.reason is None]
    counts = [f"{severity.label}: {still_open.count(severity)}" for severity in Severity]
    yield ", ".join(counts)
