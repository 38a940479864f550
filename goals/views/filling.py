"""What the pages that a round is filled in on share: the rows, the filter, and saving.

Each page describes its kind of line as a `Sheet`, and so is small itself.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from goals.cells import RowAnswer
from goals.choices import Kind
from goals.drafts import drafts_of, drop_drafts
from goals.lifecycle import unlocked_in
from goals.locks import Locks, locks_of
from goals.models import Draft, Goal, Round
from goals.places import Place
from goals.responsible import duties_of
from goals.sent import (
    Sent,
    WrongWriter,
    over_theirs,
    read_json,
    read_post,
    read_rows,
    require_writer,
    typed_at,
)
from goals.sheet import CellSpec, EntryRow, as_json, entry_row, try_row
from organisation.access import Action, may
from organisation.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Drafts = Mapping[tuple[Place, str], Draft]
Line = TypeVar("Line")


@dataclass(frozen=True, kw_only=True)
class Sheet(Generic[Line]):
    """A page that a round is filled in on: how its lines are found, shown and saved."""

    kind: Kind
    # What one must be let do to fill it in.
    action: Action
    # The names of its addresses: the page, where cells are saved, and how far it has come.
    page: str
    cells: str
    state: str
    # The line of a key in the round; Http404 where there is none.
    find: Callable[[Round, int], Line]
    name: Callable[[Line], str]
    goal: Callable[[Line], Goal]
    # Where the line is: itself, its goal, and the goals above that.
    places: Callable[[Line], Sequence[Place]]
    columns: Callable[[Line], Sequence[CellSpec]]
    texts: Callable[[Line], dict[str, str]]
    enter: Callable[[Round, Line, Sent, User], RowAnswer]
    # What `?visa=` may say, with what people call it; nothing shows all.
    filters: "Mapping[str, StrOrPromise]"
    # Whether a filter shows a line; the last says whether the person answers for it.
    shows: Callable[[str, Line, bool], bool]
    # The templates that an answer renews, by how the ids of their places end.
    parts: Mapping[str, str]


def address_of(name: str, round: Round, *more: Any) -> str:
    """The address of a page of the round."""
    return reverse(name, args=[round.committee.slug, round.year, round.slug, *more])


def writer_of(request: HttpRequest) -> User:
    """Who is logged in; every page but the log-in page has somebody."""
    assert isinstance(request.user, User)  # noqa: S101 - the middleware lets nobody else through
    return request.user


def choice_of(sheet: Sheet[Any], request: HttpRequest) -> str:
    """The filter that was asked for; one that does not exist shows all."""
    choice = request.GET.get("visa", "")
    return choice if choice in sheet.filters else ""


def query_of(sheet: Sheet[Any], request: HttpRequest) -> str:
    """The filter that was asked for, as it stands in addresses."""
    choice = choice_of(sheet, request)
    return f"?visa={choice}" if choice else ""


# Rows -----------------------------------------------------------------------------------


def row_of(
    sheet: Sheet[Line],
    line: Line,
    locks: Locks,
    drafts: Drafts,
    answer: RowAnswer | None = None,
    locked: str = "",
) -> EntryRow:
    """A line as a row of the page."""
    places = sheet.places(line)
    return entry_row(
        place=places[0],
        name=sheet.name(line),
        line=line,
        specs=sheet.columns(line),
        texts=sheet.texts(line),
        is_open=locks.is_open(*places),
        drafts=drafts,
        answer=answer,
        locked=locked,
    )


def save_row(
    sheet: Sheet[Line], request: HttpRequest, round: Round, sent: Sent, typed: int
) -> EntryRow:
    """The row after trying to save what was sent of it."""
    if sent.place.kind != sheet.kind:
        raise Http404
    line = sheet.find(round, sent.place.key)
    writer = writer_of(request)
    answer, locked = try_row(
        lambda: sheet.enter(round, line, sent, writer),
        round=round,
        sent=sent,
        typed=typed,
        by=writer,
    )
    if answer.line is None:
        answer.line = line
    drafts = drafts_of(writer, round)
    return row_of(sheet, answer.line, locks_of(round), drafts, answer, locked)


def row_json(
    sheet: Sheet[Line], request: HttpRequest, round: Round, row: EntryRow
) -> dict[str, Any]:
    """The row's answer, with the parts of the page that say more than the cells do."""
    context = {"row": row, "round": round, "may_enter": True}
    html = {
        f"{row.anchor}-{end}": render_to_string(template, context, request)
        for end, template in sheet.parts.items()
    }
    return {**as_json(row), "html": html}


# Answers --------------------------------------------------------------------------------


def save_cells(sheet: Sheet[Line], request: HttpRequest, round: Round) -> HttpResponse:
    """Save cells of some rows, sent by the page's script; each row is saved by itself."""
    try:
        said = read_json(request)
        require_writer(said, writer_of(request))
        typed = typed_at(said)
        rows = [save_row(sheet, request, round, sent, typed) for sent in read_rows(said)]
    except ValidationError as error:
        return JsonResponse({"message": " ".join(error.messages)}, status=422)
    except WrongWriter as error:
        return JsonResponse({"message": str(error)}, status=401)
    return JsonResponse({"rows": [row_json(sheet, request, round, row) for row in rows]})


def save_form(
    sheet: Sheet[Line],
    request: HttpRequest,
    round: Round,
    key: int,
    show: Callable[[EntryRow, int], HttpResponse],
) -> HttpResponse:
    """Save one row that was posted as a form; or forget what was typed in it.

    A row that is not saved is shown again, by `show`, with the status of the answer.
    """
    line = sheet.find(round, key)
    place = sheet.places(line)[0]
    address = f"{address_of(sheet.page, round)}{query_of(sheet, request)}#{place.anchor}"
    if request.method != "POST":
        return redirect(address)
    names = [spec.name for spec in sheet.columns(line)]
    if "forget" in request.POST:
        drop_drafts(round=round, place=place, cells=names, by=writer_of(request))
        return redirect(address)
    try:
        sent = over_theirs(read_post(request.POST, place, names), request.POST, sheet.texts(line))
        row = save_row(sheet, request, round, sent, typed=0)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(address)
    if not row.is_saved:
        return show(row, 409 if row.locked or row.conflicts else 422)
    messages.success(request, _("Saved: %(name)s") % {"name": row.name})
    return redirect(address)


# The page -------------------------------------------------------------------------------


def page_context(
    sheet: Sheet[Line],
    request: HttpRequest,
    round: Round,
    lines: Sequence[Line],
    answered: EntryRow | None = None,
) -> dict[str, Any]:
    """What the page shows; a row that was just refused stands in its place with what was typed.

    A plan promises, and is not filled in here.
    """
    locks = locks_of(round)
    may_report = round.reports_outcomes and may(request.user, sheet.action, round.committee)
    drafts = drafts_of(writer_of(request), round) if may_report else {}
    choice = choice_of(sheet, request)
    fits = _fitting(sheet, round, lines, writer_of(request))
    shown = _shown(sheet, lines, fits[choice], answered)
    rows = [row_of(sheet, line, locks, drafts) for line in shown]
    return {
        "round": round,
        "groups": _groups(sheet, rows, answered),
        "answered": answered,
        "save_url": address_of(sheet.cells, round),
        "progress_url": address_of(sheet.state, round),
        "may_enter": may_report and locks.any_open,
        "may_report": may_report,
        "locks": locks,
        "unlocked": unlocked_in(round),
        "choice": choice,
        "filters": _counted(sheet, fits),
        "query": query_of(sheet, request),
    }


def filters_of(
    sheet: Sheet[Line], request: HttpRequest, round: Round, lines: Sequence[Line]
) -> "list[tuple[str, StrOrPromise, int]]":
    """The filters of the page: the word in the address, its name, and how many lines fit it."""
    return _counted(sheet, _fitting(sheet, round, lines, writer_of(request)))


def _counted(
    sheet: Sheet[Line], fits: Mapping[str, Sequence[Line]]
) -> "list[tuple[str, StrOrPromise, int]]":
    return [(value, label, len(fits[value])) for value, label in sheet.filters.items()]


def lines_shown(
    sheet: Sheet[Line], request: HttpRequest, round: Round, lines: Sequence[Line]
) -> list[Line]:
    """The lines that the filter of the page shows."""
    return _fitting(sheet, round, lines, writer_of(request))[choice_of(sheet, request)]


def _fitting(
    sheet: Sheet[Line], round: Round, lines: Sequence[Line], user: User
) -> dict[str, list[Line]]:
    """The lines that each filter shows. Mine is what it is in the list of one's work."""
    duties = duties_of(round.committee)
    administers = may(user, Action.ASSIGN, round.committee)
    whose = [
        (line, duties.of(*sheet.places(line)).is_for(user, administers=administers))
        for line in lines
    ]
    return {
        value: [line for line, is_mine in whose if sheet.shows(value, line, is_mine)]
        for value in sheet.filters
    }


def _shown(
    sheet: Sheet[Line], lines: Sequence[Line], fitting: Sequence[Line], answered: EntryRow | None
) -> Iterable[Line]:
    """The lines that the filter shows, and the one that was just refused."""
    if answered is None:
        return fitting
    keys = {sheet.places(line)[0] for line in fitting} | {answered.place}
    return (line for line in lines if sheet.places(line)[0] in keys)


def _groups(
    sheet: Sheet[Any], rows: Iterable[EntryRow], answered: EntryRow | None
) -> list[tuple[Goal, list[EntryRow]]]:
    standing = (
        answered if answered is not None and row.place == answered.place else row for row in rows
    )
    return [(goal, list(own)) for goal, own in groupby(standing, lambda row: sheet.goal(row.line))]
