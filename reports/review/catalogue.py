"""Every check there is, and a document reviewed with all of them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from goals.choices import Kind
from reports.choices import Severity
from reports.document import Document
from reports.review import (
    activities,
    claims,
    dangling,
    duplicates,
    gaps,
    goals,
    hidden,
    indicators,
    prose,
    sections,
    tables,
    targets,
    values,
    verdicts,
)
from reports.review.findings import Case, Check, Finding, Spot

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CATALOGUE: tuple[Check, ...] = (
    *sections.CHECKS,
    *goals.CHECKS,
    *targets.CHECKS,
    *indicators.CHECKS,
    *activities.CHECKS,
    *gaps.CHECKS,
    *duplicates.CHECKS,
    *claims.CHECKS,
    *values.CHECKS,
    *verdicts.CHECKS,
    *prose.CHECKS,
    *dangling.CHECKS,
    *hidden.CHECKS,
    *tables.CHECKS,
)
BY_CODE: dict[str, Check] = {check.code: check for check in CATALOGUE}
# What a check looks at, by the first word of its code.
GROUPS: "dict[str, StrOrPromise]" = {
    "section": gettext_lazy("Sections"),
    "goal": gettext_lazy("Goals"),
    "target": gettext_lazy("Targets"),
    "indicator": gettext_lazy("Outcomes"),
    "activity": gettext_lazy("Activities"),
    "duplicate": gettext_lazy("What stands twice"),
    "code": gettext_lazy("Codes"),
    "claim": gettext_lazy("What the texts say of numbers"),
    "text": gettext_lazy("Texts"),
    "table": gettext_lazy("Tables"),
    "gap": gettext_lazy("Women and men"),
}
GRAVITY = {severity: place for place, severity in enumerate(Severity)}
Order = dict[tuple[str, str, str], int]


def group_of(code: str) -> str:
    """What the check with that code looks at; a key of `GROUPS`."""
    return code.partition(".")[0]


def review(case: Case) -> list[Finding]:
    """Everything the checks find, the gravest first, and then as the document is printed."""
    found = [finding for check in CATALOGUE for finding in check.findings(case)]
    order = order_of(case.document)
    return sorted(found, key=lambda one: (GRAVITY[one.severity], place_of(one.spot, order)))


def order_of(document: Document) -> Order:
    """Where everything that has a name stands in the printed document."""
    sections = document.sections or ()
    named: list[tuple[str, str, str]] = []
    named += [_section(one.key or one.heading) for one in sections if one.in_front]
    for goal in document.goals:
        named.append((Kind.GOAL, goal.code, goal.title))
        named += [(Kind.MEASURE, row.goal, row.name) for row in goal.indicators]
        named += [(Kind.ACTIVITY, row.goal, row.title) for row in goal.activities]
    named += [_section(one.key or one.heading) for one in sections if not one.in_front]
    return {name: place for place, name in reversed(list(enumerate(named)))}


def place_of(spot: Spot, order: Order) -> int:
    """Where a spot stands; what is not in the list, such as an economy table, comes last."""
    return order.get((spot.kind, spot.code, spot.name), len(order))


def in_print(findings: Iterable[Finding], document: Document) -> list[Finding]:
    """The findings in the order the document is printed, the gravest first at each place."""
    order = order_of(document)
    return sorted(findings, key=lambda one: (place_of(one.spot, order), GRAVITY[one.severity]))


def _section(name: str) -> tuple[str, str, str]:
    return (Kind.SECTION, "", name)
