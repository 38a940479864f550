"""What the pages that a round is filled in on tell while somebody writes: drafts and presence."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from config.texts import from_editor
from config.widgets import MOST_HTML
from goals.drafts import drop_drafts, keep_draft
from goals.locks import locks_of
from goals.places import Place
from goals.presence import be_present
from goals.rounds import get_round
from goals.sent import WrongWriter, read_json, require_writer, typed_at
from organisation.models import User


@require_POST
def draft(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """Keep what somebody is writing in a cell, or forget it (`drop`)."""
    round = get_round(request.user, committee, year, part)
    try:
        said = read_json(request)
        user = _writer(request, said)
        place, cell = _place(said), str(said.get("cell", ""))
        if said.get("drop"):
            drop_drafts(round=round, place=place, cells=[cell], by=user)
        else:
            keep_draft(
                round=round,
                place=place,
                cell=cell,
                text=_text(said),
                seen=str(said.get("seen", "")),
                typed=typed_at(said),
                by=user,
            )
    except ValidationError as error:
        return JsonResponse({"message": " ".join(error.messages)}, status=422)
    except WrongWriter as error:
        return JsonResponse({"message": str(error)}, status=401)
    return HttpResponse(status=204)


@require_POST
def presence(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """Tell where somebody is writing; the answer tells where the others are, and the lock."""
    round = get_round(request.user, committee, year, part)
    try:
        said = read_json(request)
        user = _writer(request, said)
        place = _place(said) if said.get("place") else None
        others = be_present(round=round, place=place, cell=str(said.get("cell", "")), by=user)
    except ValidationError as error:
        return JsonResponse({"message": " ".join(error.messages)}, status=422)
    except WrongWriter as error:
        return JsonResponse({"message": str(error)}, status=401)
    here = [{"place": str(one.place), "cell": one.cell, "name": str(one.by)} for one in others]
    return JsonResponse({"others": here, "open": locks_of(round).any_open})


def _writer(request: HttpRequest, said: dict[str, Any]) -> User:
    """Who is logged in; the page must be theirs.

    Raises:
        WrongWriter: somebody else has logged in since the page was opened.
    """
    assert isinstance(request.user, User)  # noqa: S101 - the middleware lets nobody else through
    require_writer(said, request.user)
    return request.user


def _text(said: dict[str, Any]) -> str:
    """What is written; an editor sends HTML (`format`), and what is too long is not read."""
    text = str(said.get("text", ""))
    is_html = said.get("format") == "html" and len(text) <= MOST_HTML
    return from_editor(text) if is_html else text


def _place(said: dict[str, Any]) -> Place:
    try:
        return Place.read(str(said.get("place", "")))
    except ValueError as error:
        raise ValidationError(str(error)) from error
