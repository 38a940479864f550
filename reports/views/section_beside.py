"""What stands beside a section that is written: how it will look, and who writes it."""

from time import time
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goals.views.filling import address_of, writer_of
from organisation.access import Action, may, people_who_may
from organisation.models import User
from reports.compose import compose
from reports.document import OWN_PLACES
from reports.forms import SectionForm
from reports.models import Comment, SectionWriter
from reports.queries import made_template_of
from reports.references import expanded
from reports.rendering.passages import mark_passages
from reports.rendering.preview import render_preview
from reports.views.rounds import get_round
from reports.writing.forms import WritersForm
from reports.writing.section_work import set_writers
from reports.writing.sections import CELL, Writing, find_writing, writings_of

# So many previews may one person ask for in so many seconds.
MOST_PREVIEWS, SECONDS = 40, 10


@require_POST
def section_preview(
    request: HttpRequest, committee: str, year: int, part: str, name: str
) -> HttpResponse:
    """A section as the report would show what stands in the field; nothing is stored."""
    round = get_round(request, committee, year, part, Action.WRITE_REPORT)
    writing = find_writing(round, name)
    if _asks_too_often(writer_of(request)):
        return JsonResponse({}, status=429, headers={"Retry-After": "1"})
    form = SectionForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"message": " ".join(map(str, form.errors.get(CELL, ())))}, status=422)
    text = form.cleaned_data[CELL]
    # Only references need the whole document.
    shown = expanded(text, compose(round)) if "[[" in text else text
    return render(request, "reports/_section_preview.html", beside_of(writing, shown))


def _asks_too_often(user: User) -> bool:
    key = f"preview:{user.pk}:{int(time()) // SECONDS}"
    cache.add(key, 0, 2 * SECONDS)
    return cache.incr(key) > MOST_PREVIEWS


@require_POST
def section_writers(
    request: HttpRequest, committee: str, year: int, part: str, name: str
) -> HttpResponse:
    """Say who is to write a section."""
    round = get_round(request, committee, year, part, Action.ASSIGN)
    writing = find_writing(round, name)
    people = people_who_may(Action.WRITE_REPORT, round.committee)
    form = WritersForm(request.POST, people=people | _writers(writing))
    if not form.is_valid():
        messages.error(request, _("Choose among those who may write."))
        return redirect("section", committee, year, part, writing.name)
    try:
        changed = set_writers(
            round=round, name=name, people=form.cleaned_data["people"], by=request.user
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        if changed:
            messages.success(request, _("Who writes the section is changed."))
    return redirect("section", committee, year, part, writing.name)


def beside_of(writing: Writing, text: str, *, has_heading: bool = True) -> dict[str, Any]:
    """How a text stands in the report, between what is before and after it there, with the
    passages that comments are about marked. References in the text are replaced already."""
    quotes = {
        comment.pk: comment.quote
        for comment in Comment.objects.filter(
            round=writing.round, name__in=writing.names, answers=None, resolved_at=None
        ).exclude(quote="")
    }
    is_left_out = _is_left_out(writing, text)
    has_heading = has_heading and writing.key not in OWN_PLACES and not is_left_out
    heading = writing.heading if has_heading else ""
    preview, found = mark_passages(render_preview(heading, text), quotes)
    before, after = _neighbours(writing)
    return {
        "preview": preview if text or heading else "",
        "is_left_out": is_left_out,
        "before": before,
        "after": after,
        "lost": quotes.keys() - found,
    }


def _is_left_out(writing: Writing, text: str) -> bool:
    """Whether the report has no such section as long as that is its text."""
    asks_for_text = writing.template is not None and not writing.required
    if text.strip() or not asks_for_text or writing.key in OWN_PLACES:
        return False
    return made_template_of(writing.round) is not None


def _neighbours(writing: Writing) -> tuple[str, str]:
    """The headings before and after a section in the report; what is computed where it stands
    first or last of its place, and nothing where it has a place of its own."""
    if writing.key in OWN_PLACES:
        return "", ""
    printed = [
        one
        for one in writings_of(writing.round)
        if one.name == writing.name or ((one.section or one.required) and one.key not in OWN_PLACES)
    ]
    own = [one for one in printed if one.in_front == writing.in_front]
    at = [one.name for one in own].index(writing.name)
    first, last = ("", _("The goals")) if writing.in_front else (_("The goals and the economy"), "")
    before = own[at - 1].heading if at else first
    return before, own[at + 1].heading if at + 1 < len(own) else last


def people_beside(request: HttpRequest, writing: Writing) -> dict[str, Any]:
    """Who writes the section."""
    round = writing.round
    may_assign = may(request.user, Action.ASSIGN, round.committee)
    writers = list(_writers(writing))
    people = people_who_may(Action.WRITE_REPORT, round.committee) | _writers(writing)
    return {
        "writers": writers,
        "writers_form": WritersForm(people=people, chosen=writers)
        if may_assign and not round.is_decided
        else None,
        "preview_address": address_of("section_preview", round, writing.name),
    }


def _writers(writing: Writing) -> Any:
    """Those who are to write the section, by name."""
    rows = SectionWriter.objects.filter(round=writing.round, name__in=writing.names)
    return User.objects.filter(pk__in=rows.values("person")).distinct().order_by("name", "email")
