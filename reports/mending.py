"""Where what the review found is mended: a page and a place on it."""

from typing import Any

from django.urls import reverse

from goals.choices import Kind
from goals.models import Round
from reports.review.findings import Spot
from reports.writing.template import HEADINGS

# Cells that no page of the round changes: they come with the file, or from the definitions.
SET_ELSEWHERE = frozenset({"target", "name", "title", "start", "end", "code"})


def mend_address(spot: Spot, round: Round) -> str:
    """The page where a spot is mended, or read where nothing can be written on it."""
    address: list[Any] = [round.committee.slug, round.year, round.slug]
    reports = round.reports_outcomes
    if spot.kind == Kind.MEASURE and reports and spot.key and spot.field not in SET_ELSEWHERE:
        return f"{reverse('outcomes', args=address)}#measure-{spot.key}"
    if spot.kind == Kind.ACTIVITY and reports and spot.key and spot.field not in SET_ELSEWHERE:
        return f"{reverse('activities', args=address)}#activity-{spot.key}"
    if spot.kind == Kind.GOAL and reports and spot.field in ("assessment", "analysis", "reason"):
        return reverse("assess", args=[*address, spot.code])
    if spot.kind == Kind.SECTION and spot.field == "body" and (spot.key or spot.name):
        name = spot.name if spot.name in HEADINGS or not spot.key else spot.key
        return reverse("section", args=[*address, name])
    if spot.code:
        anchors = {Kind.MEASURE: "#indicators", Kind.ACTIVITY: "#activities"}
        return reverse("goal", args=[*address, spot.code]) + anchors.get(spot.kind, "")
    return reverse("report", args=address)
