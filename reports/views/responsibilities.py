"""Who answers for the goals, indicators and activities of a committee's year."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from goals.duties import reassign, set_responsible
from goals.models import Round
from organisation.access import Action, get_committee, may
from organisation.models import Committee, User
from reports.duty_forms import AssignForm, ReassignForm
from reports.responsibilities import DutyRow, names_of, places_of, rows_of
from reports.work import WITHOUT_OWNER, owner_key, owner_name

EVERYTHING = ""


@require_http_methods(["GET", "HEAD", "POST"])
def responsibilities(request: HttpRequest, committee: str, year: int) -> HttpResponse:
    """Who answers for what; an administrator names them, many rows at a time."""
    action = Action.ASSIGN if request.method == "POST" else Action.READ
    owner = get_committee(request.user, committee, action)
    rows = _rows(owner, year)
    form = AssignForm(
        request.POST if request.method == "POST" else None,
        committee=owner,
        places=[row.place for row in rows],
    )
    if request.method == "POST" and form.is_valid() and _assign(request, owner, rows, form):
        return redirect(request.get_full_path())
    show = request.GET.get("visa", EVERYTHING)
    context = {
        "committee": owner,
        "year": year,
        "rows": [row for row in rows if show == EVERYTHING or owner_key(row.duty) == show],
        "total": len(rows),
        "show": show,
        "choices": _choices(rows),
        "without_owner": sum(not row.duty.has_owner for row in rows),
        "form": form if may(request.user, Action.ASSIGN, owner) else None,
        "chosen": request.POST.getlist("places"),
        "crumbs": _crumbs(owner, year, (_("Responsibilities"), "")),
    }
    status = 422 if form.errors else 200
    return render(request, "reports/responsibilities.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def reassign_view(request: HttpRequest, committee: str, year: int) -> HttpResponse:
    """Give everything that a person answers for to another: asked, told how much, and done."""
    owner = get_committee(request.user, committee, Action.ASSIGN)
    _rows(owner, year)
    form = ReassignForm(request.POST if request.method == "POST" else None, committee=owner)
    asks = None
    if request.method == "POST" and form.is_valid():
        from_person, to_person = form.from_said, form.to_said
        places = places_of(owner, from_person)
        if "confirmed" in request.POST:
            try:
                count = reassign(
                    committee=owner,
                    from_person=from_person,
                    to_person=to_person,
                    names=names_of(places),
                    by=request.user,
                )
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _moved(count, from_person, to_person))
                return redirect("responsibilities", owner.slug, year)
        else:
            asks = {"from": from_person, "to": to_person, "count": len(places)}
    address = reverse("responsibilities", args=[owner.slug, year])
    context = {
        "committee": owner,
        "year": year,
        "form": form,
        "asks": asks,
        "crumbs": _crumbs(owner, year, (_("Responsibilities"), address), (_("Reassign"), "")),
    }
    return render(request, "reports/reassign.html", context, status=422 if form.errors else 200)


def _rows(committee: Committee, year: int) -> list[DutyRow]:
    """The year's rows; a year without rounds is unknown."""
    if not Round.objects.filter(committee=committee, year=year).exists():
        raise Http404
    return rows_of(committee, year)


def _assign(
    request: HttpRequest, committee: Committee, rows: list[DutyRow], form: AssignForm
) -> bool:
    """Name the chosen unit and person; whether the rule let it through."""
    chosen = set(form.chosen)
    try:
        changed = set_responsible(
            committee=committee,
            places={row.place: row.full_name for row in rows if row.place in chosen},
            unit=form.unit_said,
            person=form.person_said,
            by=request.user,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    text = ngettext(
        "%(changed)s row changed, of %(chosen)s chosen.",
        "%(changed)s rows changed, of %(chosen)s chosen.",
        changed,
    )
    messages.success(request, text % {"changed": changed, "chosen": len(chosen)})
    return True


def _moved(count: int, from_person: User, to_person: User | None) -> str:
    if to_person is None:
        text = ngettext(
            "%(name)s no longer answers for %(count)s row.",
            "%(name)s no longer answers for %(count)s rows.",
            count,
        )
        return text % {"name": from_person, "count": count}
    text = ngettext(
        "%(count)s row went from %(from)s to %(to)s.",
        "%(count)s rows went from %(from)s to %(to)s.",
        count,
    )
    return text % {"count": count, "from": from_person, "to": to_person}


def _choices(rows: list[DutyRow]) -> list[tuple[str, str]]:
    """What the filter offers: everybody who answers for something, and what nobody does."""
    named = {owner_key(row.duty): owner_name(row.duty) for row in rows if row.duty.has_owner}
    return [
        (EVERYTHING, _("Everything")),
        (WITHOUT_OWNER, _("Without owner")),
        *sorted(named.items(), key=lambda choice: choice[1].casefold()),
    ]


def _crumbs(committee: Committee, year: int, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        (_("Start"), reverse("start")),
        (committee.name, committee.get_absolute_url()),
        (str(year), reverse("year", args=[committee.slug, year])),
        *more,
    ]
