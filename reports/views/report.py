"""A round's report as a page."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from goals.choices import Kind
from goals.crumbs import crumbs
from goals.models import Round
from goals.views.filling import address_of
from organisation.access import Action, may
from reports.compose import compose_report
from reports.document import Document
from reports.editions.queries import editions_of
from reports.gaps import Gap, to_analyse
from reports.jobs.how_far import files_of
from reports.rendering.render import render_body
from reports.rendering.standing import Standing
from reports.reviewing import findings_of, reviews
from reports.views import cards
from reports.views.rounds import get_round
from reports.views.sections import edits_of
from reports.writing.commented import place_name
from reports.writing.comments import open_comments
from reports.writing.section_work import texts_of, work_of


@require_safe
def report(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """The report as a page, with buttons for its files."""
    round = get_round(request, committee, year, part)
    document = compose_report(round)
    writes = may(request.user, Action.WRITE_REPORT, round.committee)
    takes_part = may(request.user, Action.COMMENT, round.committee)
    comments = open_comments(round) if takes_part else Counter()
    works = work_of(round, comments) if takes_part else []
    edits = edits_of([work.writing for work in works]) if writes else {}
    edition = editions_of(round).last()
    context = {
        "round": round,
        "works": works,
        "texts": texts_of(works, comments),
        "talked_of": _talked_of(document, round, comments),
        "shows_texts": request.GET.get("visa") == cards.TEXTS,
        "crumbs": crumbs(round, (_("Report"), "")),
        "reviewed": findings_of(round, document) if reviews(request.user, round) else None,
        "to_analyse": _to_analyse(document, round) if writes and round.is_open else [],
        "body": render_body(document, edits),
        "standing": Standing(document),
        "files": files_of(round, document, edition),
        "edition": edition,
    }
    return render(request, "reports/report.html", context)


def _talked_of(
    document: Document, round: Round, comments: Counter[str]
) -> list[tuple[str, str, int, str]]:
    """The goals, indicators and activities with open comments, as they are printed: the goal's
    code, the name, how many, and where they stand."""
    rows = []
    for goal in document.goals:
        rows.append((Kind.GOAL, goal.key, goal.code, goal.title))
        rows += [(Kind.MEASURE, one.key, goal.code, one.name) for one in goal.indicators]
        rows += [(Kind.ACTIVITY, one.key, goal.code, one.title) for one in goal.activities]
    return [
        (code, title, count, f"{_where(round, kind, key, code)}#comments")
        for kind, key, code, title in rows
        if (count := comments[place_name(kind, key)])
    ]


def _where(round: Round, kind: Kind, key: int | None, code: str) -> str:
    if kind == Kind.GOAL:
        return address_of("assess", round, code)
    return address_of("row_comments", round, place_name(kind, key))


def _to_analyse(document: Document, round: Round) -> list[tuple[Gap, str]]:
    """The gaps between women and men to write about, each with where the indicator is."""
    return [
        (gap, address_of("outcome_value", round, gap.indicator.key)) for gap in to_analyse(document)
    ]
