"""The templates of sections: the city's, that everybody reads and a central controller sets,
and a committee's changes to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from goals.choices import FIRST_YEAR, LAST_YEAR, Part, RoundState
from goals.crumbs import crumbs
from goals.models import PART_SLUGS, Round
from goals.rounds import PARTS_BY_SLUG
from goals.rules import EditConflict, RoundLocked
from goals.views.filling import address_of
from organisation.access import Action, is_central, may, require_central
from reports.models import SectionTemplate
from reports.queries import template_for, template_of
from reports.views.rounds import get_round
from reports.writing.forms import BEFORE, TemplateSectionForm
from reports.writing.template import (
    Template,
    TemplateSection,
    added,
    changed,
    moved,
    new_key,
    without,
)
from reports.writing.templates import adapt_template, find_template, set_template, template_changes

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PLACE_NAMES: "dict[str, StrOrPromise]" = {
    "own": gettext_lazy("On the first page"),
    "front": gettext_lazy("Before the goals"),
    "women": gettext_lazy("With the differences between women and men"),
    "back": gettext_lazy("After the goals and the economy"),
}
NEW = "ny"


@dataclass(frozen=True)
class Line:
    """A section on the page, with what may be done with it."""

    section: TemplateSection
    may_move_up: bool = False
    may_move_down: bool = False
    may_edit: bool = False
    may_remove: bool = False
    may_leave_out: bool = False


@dataclass(frozen=True)
class Sheet:
    """A template that is shown and changed: the city's, or a committee's (`round`)."""

    year: int
    part: Part
    template: Template
    may_set: bool
    round: Round | None = None

    def store(self, request: HttpRequest, template: Template, version: int) -> None:
        """Store the whole template, as the person has changed it."""
        if self.round is not None:
            adapt_template(round=self.round, sections=template, version=version, by=request.user)
        else:
            set_template(
                year=self.year,
                part=self.part,
                sections=template,
                version=version,
                by=request.user,
            )

    def edits(self, section: TemplateSection) -> bool:
        """Whether the heading and the instructions of a section are changed here."""
        return self.may_set and (self.round is None or section.is_own)


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """The city's templates, by year and kind of document."""
    made = SectionTemplate.objects.filter(committee=None).values_list("year", "part")
    said = set(made)
    rounds = Round.objects.values_list("year", flat=True).distinct()
    years = {*rounds, *(year for year, _part in said), timezone.localdate().year + 1}
    context = {
        "years": [
            (year, [(part.label, PART_SLUGS[part], (year, part.value) in said) for part in Part])
            for year in sorted(years, reverse=True)
        ],
        "crumbs": [(_("Start"), "/"), (_("Templates"), "")],
    }
    return render(request, "reports/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, year: int, part: str) -> HttpResponse:
    """The city's template of a year's document."""
    if part not in PARTS_BY_SLUG or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    if request.method == "POST":
        require_central(request.user)
    kind = Part(PARTS_BY_SLUG[part])
    sheet = Sheet(year, kind, template_for(None, year, kind), is_central(request.user))
    return _answer(request, sheet)


@require_http_methods(["GET", "HEAD", "POST"])
def committee_template(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """What a committee makes of the city's template."""
    action = Action.ADAPT_TEMPLATE if request.method == "POST" else Action.READ
    round = get_round(request, committee, year, part, action)
    is_open = round.current_state != RoundState.DECIDED
    sheet = Sheet(
        round.year,
        Part(round.part),
        template_of(round),
        is_open and may(request.user, Action.ADAPT_TEMPLATE, round.committee),
        round,
    )
    return _answer(request, sheet)


def _answer(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    if request.method != "POST":
        key = request.GET.get("andra", "")
        found = next((one for one in sheet.template if one.key == key), None)
        edits = found is not None and sheet.edits(found)
        asks = edits or (key == NEW and sheet.may_set)
        form = TemplateSectionForm(of=found, city=sheet.round is None) if asks else None
        return _page(request, sheet, form, key if asks else "")
    act = request.POST.get("do", "")
    if act == "save":
        return _save(request, sheet)
    changes = ACTS.get(act)
    if changes is None:
        return _page(request, sheet, problem=_("Nothing was changed."), status=422)
    template = changes(sheet, request.POST.get("key", ""))
    if template == sheet.template:
        # Somebody else has removed the section meanwhile, or moved it as far as it goes.
        return _page(request, sheet, problem=_("Nothing was changed."), status=422)
    return _stored(request, sheet, template)


def _save(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """A section is added, or said otherwise."""
    key = request.POST.get("key", "")
    found = next((one for one in sheet.template if one.key == key), None)
    if key != NEW and (found is None or not sheet.edits(found)):
        return _page(request, sheet, problem=_("That section is not there any more."), status=422)
    form = TemplateSectionForm(request.POST, of=found, city=sheet.round is None)
    if not form.is_valid():
        return _page(request, sheet, form, key, status=422)
    said = dict(form.cleaned_data)
    place = said.pop("place", "")
    if found is not None:
        return _stored(request, sheet, changed(sheet.template, key, **said), form, key)
    taken = [one.key for one in sheet.template]
    made = new_key(said["heading"], in_front=place == BEFORE, taken=taken)
    section = TemplateSection(made, is_own=sheet.round is not None, **said)
    return _stored(request, sheet, added(sheet.template, section), form, key)


def _stored(
    request: HttpRequest,
    sheet: Sheet,
    template: Template,
    form: TemplateSectionForm | None = None,
    key: str = "",
) -> HttpResponse:
    """After trying to store the template as it was changed."""
    try:
        sheet.store(request, template, _version(request))
    except ValidationError as error:
        return _page(request, sheet, form, key, " ".join(error.messages), 422)
    except (EditConflict, RoundLocked) as refusal:
        return _page(request, sheet, form, key, str(refusal), 409)
    messages.success(request, _("The template is changed."))
    moved_key = request.POST.get("key", "")
    return redirect(f"{request.path}#section-{moved_key}" if not form else request.path)


def _up(sheet: Sheet, key: str) -> Template:
    return _step(sheet, key, -1)


def _down(sheet: Sheet, key: str) -> Template:
    return _step(sheet, key, 1)


def _step(sheet: Sheet, key: str, step: int) -> Template:
    """A committee moves what the city does not require; what it requires stays in its order."""
    fixed = sheet.round is not None and any(
        one.key == key and one.required for one in sheet.template
    )
    return sheet.template if fixed else moved(sheet.template, key, step)


def _remove(sheet: Sheet, key: str) -> Template:
    own = any(one.key == key and one.is_own for one in sheet.template)
    return without(sheet.template, key) if own or sheet.round is None else sheet.template


def _leave_out(sheet: Sheet, key: str) -> Template:
    if sheet.round is None or any(one.key == key and one.required for one in sheet.template):
        return sheet.template
    return changed(sheet.template, key, left_out=True)


def _take_back(sheet: Sheet, key: str) -> Template:
    return changed(sheet.template, key, left_out=False)


def _restore(sheet: Sheet, _key: str) -> Template:
    return () if sheet.round is not None else sheet.template


def _copy(sheet: Sheet, _key: str) -> Template:
    """Last year's, where the city made one."""
    if sheet.round is not None or find_template(None, sheet.year - 1, sheet.part) is None:
        return sheet.template
    return template_for(None, sheet.year - 1, sheet.part)


ACTS: dict[str, Callable[[Sheet, str], Template]] = {
    "up": _up,
    "down": _down,
    "remove": _remove,
    "leave_out": _leave_out,
    "take_back": _take_back,
    "restore": _restore,
    "copy": _copy,
}


def _version(request: HttpRequest) -> int:
    """The version that the page was shown with; one that is none conflicts with all."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else -1


def _page(
    request: HttpRequest,
    sheet: Sheet,
    form: TemplateSectionForm | None = None,
    editing: str = "",
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    # What somebody else has stored meanwhile: this is what the next form is filled from.
    row = find_template(sheet.round.committee if sheet.round else None, sheet.year, sheet.part)
    names = {one.key: one.heading for one in sheet.template}
    last_year = find_template(None, sheet.year - 1, sheet.part) if sheet.round is None else None
    context = {
        "sheet": sheet,
        "version": row.version if row else 0,
        "groups": list(_groups(sheet)),
        "form": form,
        "editing": editing,
        "problem": problem,
        "is_adapted": bool(sheet.round and row and row.sections),
        "last_year": sheet.year - 1 if last_year else None,
        "changes": template_changes(row, names),
        "crumbs": _crumbs(sheet),
    }
    return render(request, "reports/template.html", context, status=status)


def _groups(sheet: Sheet) -> "Sequence[tuple[StrOrPromise, list[Line]]]":
    """The sections by where they are printed, with what may be done with each."""
    return [
        (name, [_line(sheet, one, own) for one in own])
        for place, name in PLACE_NAMES.items()
        if (own := [one for one in sheet.template if one.place == place])
    ]


def _line(sheet: Sheet, one: TemplateSection, own: Sequence[TemplateSection]) -> Line:
    city = sheet.round is None
    moves = sheet.may_set and not one.has_own_place and (city or not one.required)
    return Line(
        section=one,
        may_move_up=moves and one is not own[0],
        may_move_down=moves and one is not own[-1],
        may_edit=sheet.edits(one),
        may_remove=sheet.edits(one) and not one.has_own_place,
        may_leave_out=sheet.may_set
        and not (city or one.is_own or one.required or one.has_own_place),
    )


def _crumbs(sheet: Sheet) -> list[tuple[str, Any]]:
    if sheet.round is not None:
        report = (_("Report"), address_of("report", sheet.round))
        return crumbs(sheet.round, report, (_("Sections"), ""))
    name = f"{sheet.part.label} {sheet.year}"
    return [(_("Start"), "/"), (_("Templates"), reverse("templates")), (name, "")]
