"""The comments on an indicator's or an activity's analysis, beside what it says.

It is written in a table, where there is no room for them: that links here.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goals.choices import Kind
from goals.crumbs import crumbs
from goals.views.filling import address_of
from organisation.access import Action
from reports.compose import compose
from reports.document import ActivityEntry, Document, IndicatorEntry
from reports.views.comments_beside import comments_beside, marked_texts
from reports.views.rounds import get_round
from reports.writing.commented import Placed, find_placed
from reports.writing.forms import CommentForm

# Where each kind of row is written.
SHEETS = {Kind.MEASURE: "outcomes", Kind.ACTIVITY: "activities"}


@require_safe
def row_comments(
    request: HttpRequest, committee: str, year: int, part: str, name: str
) -> HttpResponse:
    """What a row says, and what is said of it. A goal's comments stand where it is assessed."""
    round = get_round(request, committee, year, part, Action.READ)
    return row_page(request, find_placed(round, name))


def row_page(
    request: HttpRequest, row: Placed, refused: CommentForm | None = None, status: int = 200
) -> HttpResponse:
    """The page; with what was refused, where something was.

    Raises:
        Http404: what is commented is no row of a table.
    """
    if row.place.kind not in SHEETS:
        raise Http404
    round, document = row.round, compose(row.round)
    entry = _entry(row, document)
    said = comments_beside(request, row, refused)
    (text,), lost = marked_texts(said["threads"], entry.analysis or "")
    title = entry.name if isinstance(entry, IndicatorEntry) else entry.title
    goal = address_of("goal", round, row.code)
    context = {
        "round": round,
        "goal": document.by_code[row.code],
        "goal_address": goal,
        "title": title,
        "indicator": entry if row.place.kind == Kind.MEASURE else None,
        "activity": entry if row.place.kind == Kind.ACTIVITY else None,
        "text": text,
        "lost": lost,
        "links_passages": True,
        "written_at": f"{address_of(SHEETS[row.place.kind], round)}#{row.place.anchor}",
        **said,
        "crumbs": crumbs(round, (row.code, goal), (title, "")),
    }
    return render(request, "reports/row_comments.html", context, status=status)


def _entry(row: Placed, document: Document) -> IndicatorEntry | ActivityEntry:
    goal = document.by_code[row.code]
    rows = goal.indicators if row.place.kind == Kind.MEASURE else goal.activities
    return next(one for one in rows if one.key == row.place.key)
