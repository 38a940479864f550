"""Checks of the sections beside the goals."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from goals.choices import Kind
from reports.choices import Severity
from reports.document import Document, SectionEntry
from reports.review.findings import Case, Check, Spot, Told, section_spot
from reports.review.names import NAMES

# What each kind of document has to say, by the section's key. Every other heading of the
# template is printed also when it is empty, so an empty one says nothing.
PLAN_REQUIRES = ("introduction",)
REPORT_REQUIRES = ("summary",)


def required_keys(document: Document) -> tuple[str, ...]:
    """The sections without which the document is not done."""
    return PLAN_REQUIRES if document.is_plan else REPORT_REQUIRES


def empty_section(case: Case) -> Iterator[Told]:
    """A section that the document has to have stands there without a word."""
    for section in _required(case.document):
        if not section.body.strip():
            yield (
                section_spot(section, "body"),
                _("The section “%(heading)s” is empty.") % {"heading": section.heading},
                section.heading,
            )


def missing_section(case: Case) -> Iterator[Told]:
    """A document that has texts lacks a section that it has to have.

    One that came without any sections has its texts elsewhere: nothing is said of it.
    """
    sections = case.document.sections or ()
    if not any(section.in_front for section in sections):
        return
    known = {section.key for section in sections}
    for key in required_keys(case.document):
        if key not in known:
            message = _("The document has no section “%(key)s”.") % {"key": NAMES[key]}
            yield Spot(Kind.SECTION, "", key, "body"), message, key


def unready_section(case: Case) -> Iterator[Told]:
    """A written section that nobody has said is ready, in a report where that is said."""
    for section in case.document.sections or ():
        if section.body.strip() and (section.pk or section.key) in case.unready:
            message = _("The section “%(heading)s” is not marked as ready.")
            yield (
                section_spot(section, "body"),
                message % {"heading": section.heading},
                f"{section.heading} {section.body}",
            )


def commented_section(case: Case) -> Iterator[Told]:
    """Comments on a section that nobody has resolved."""
    for section in case.document.sections or ():
        count = case.comments.get(section.pk or section.key, 0)
        if count:
            message = ngettext(
                "The section “%(heading)s” has %(count)s comment that is not resolved.",
                "The section “%(heading)s” has %(count)s comments that are not resolved.",
                count,
            )
            said = {"heading": section.heading, "count": count}
            yield section_spot(section, "body"), message % said, f"{section.heading} {count}"


def _required(document: Document) -> Iterator[SectionEntry]:
    keys = required_keys(document)
    return (
        section for section in document.sections or () if section.required or section.key in keys
    )


CHECKS = (
    Check(
        "section.empty", Severity.MUST, gettext_lazy("A required section is empty"), empty_section
    ),
    Check(
        "section.missing",
        Severity.LOOK,
        gettext_lazy("A required section is missing"),
        missing_section,
    ),
    Check(
        "section.unready",
        Severity.LOOK,
        gettext_lazy("A section is not marked as ready"),
        unready_section,
    ),
    Check(
        "section.comments",
        Severity.LOOK,
        gettext_lazy("Comments on a section are not resolved"),
        commented_section,
    ),
)
