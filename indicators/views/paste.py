"""Paste outcomes from a spreadsheet: what would become of them, and taking them back."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goals.cells import CellState, RowAnswer
from goals.choices import Kind
from goals.drafts import drafts_of
from goals.locks import locks_of
from goals.models import Round
from goals.rules import RoundLocked
from goals.sent import MOST_ROWS, Sent, WrongWriter, read_json, read_rows, require_writer
from goals.views.filling import row_json, row_of, writer_of
from indicators.paste import preview_of
from indicators.queries import line_of, lines_of
from indicators.rules import put_back_outcome
from indicators.views.outcomes import SHEET, get_reporting_round
from organisation.access import Action


@require_POST
def outcome_preview(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """What would become of pasted cells; nothing is stored."""
    round = get_reporting_round(request, committee, year, part, Action.REPORT_OUTCOMES)
    return _answer(request, lambda said: _preview(request, round, said))


@require_POST
def outcome_undo(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """Put back what stood in cells before a paste, where nobody has changed them since."""
    round = get_reporting_round(request, committee, year, part, Action.REPORT_OUTCOMES)
    return _answer(request, lambda said: _undo(request, round, said))


def _answer(request: HttpRequest, work: Callable[[dict[str, Any]], dict[str, Any]]) -> HttpResponse:
    try:
        said = read_json(request)
        require_writer(said, writer_of(request))
        return JsonResponse(work(said))
    except ValidationError as error:
        return JsonResponse({"message": " ".join(error.messages)}, status=422)
    except WrongWriter as error:
        return JsonResponse({"message": str(error)}, status=401)


def _preview(request: HttpRequest, round: Round, said: Mapping[str, Any]) -> dict[str, Any]:
    rows, beyond = read_rows(said), _beyond(said)
    try:
        preview = preview_of(round, lines_of(round), rows, beyond, writer_of(request))
    except KeyError as error:
        raise Http404 from error
    context = {"preview": preview, "round": round}
    return {
        "rows": [row.as_json() for row in preview.rows if row.texts],
        "html": render_to_string("indicators/_preview.html", context, request),
    }


def _beyond(said: Mapping[str, Any]) -> list[str]:
    """What was pasted outside the table.

    Raises:
        ValidationError: it is not what our pages send.
    """
    beyond = said.get("beyond", [])
    texts = isinstance(beyond, list) and all(isinstance(text, str) for text in beyond)
    if not texts or len(beyond) > MOST_ROWS:
        raise ValidationError(_("The page sent something that cannot be read."))
    return [str(text) for text in beyond]


def _undo(request: HttpRequest, round: Round, said: Mapping[str, Any]) -> dict[str, Any]:
    """The rows as they are now, and how many cells were put back and were left."""
    answers = [_put_back(request, round, sent) for sent in read_rows(said)]
    return {
        "rows": [row for row, _back, _left in answers],
        "back": sum(back for _row, back, _left in answers),
        "left": sum(left for _row, _back, left in answers),
    }


def _put_back(request: HttpRequest, round: Round, sent: Sent) -> tuple[dict[str, Any], int, int]:
    if sent.place.kind != Kind.MEASURE:
        raise Http404
    line, writer, locked = line_of(round, sent.place.key), writer_of(request), ""
    try:
        answer = put_back_outcome(round=round, measure=line.measure, cells=sent.cells, by=writer)
    except RoundLocked as error:
        answer, locked = RowAnswer(line), str(error)
    back = answer.named(CellState.SAVED)
    # What is left says what is stored: the paste is taken back, and no draft of it is kept.
    shown = RowAnswer(answer.line, {name: answer.cells[name] for name in back})
    row = row_of(SHEET, answer.line, locks_of(round), drafts_of(writer, round), shown, locked)
    return row_json(SHEET, request, round, row), len(back), len(sent.cells) - len(back)
