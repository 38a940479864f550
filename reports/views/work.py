"""My work: what is left to do in a round, whose it is, and how far everybody is."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from goals.crumbs import crumbs
from goals.models import Goal, Round
from organisation.access import Action, Principal, may
from organisation.models import User
from reports.views.cards import due_text
from reports.views.rounds import get_round
from reports.work import WITHOUT_OWNER, Item, Lack, items_of, owner_key, shares
from reports.writing.section_work import SectionWork, work_of

MINE, ALL = "mina", "alla"
# What the filter says, for everything that it leaves out.
MISSING = "saknas"


@dataclass(frozen=True)
class Group:
    """A goal with what is to be done for it."""

    goal: Goal
    # Not done, whether or not it can be done yet.
    left: list[Item]
    done: list[Item]


@require_safe
def work(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """Everything to do in a round: mine, somebody's or everybody's."""
    round = get_round(request, committee, year, part)
    if not round.reports_outcomes:
        raise Http404
    items = items_of(round)
    mine = _mine(request.user, round, items)
    works = work_of(round)
    own_texts = any(request.user in work.writers for work in works)
    whose = request.GET.get("visa", "") or (MINE if mine or own_texts else ALL)
    shown = mine if whose == MINE else _whose(items, whose)
    lack = request.GET.get("brist", "")
    context = {
        "round": round,
        "due": due_text(round),
        "whose": whose,
        "whose_name": _name_of(whose, items),
        "lack": lack,
        "lacks": _lacks(shown),
        "counts": {"mine": _left(mine), "all": _left(items)},
        "left": _left(shown),
        "total": len(shown),
        "groups": _groups(shown, lack),
        "works": [work for work in works if not lack and _writes(work, whose, request.user)],
        "shares": shares(items),
        "without_owner": [item for item in items if not item.duty.has_owner],
        "may_assign": may(request.user, Action.ASSIGN, round.committee),
        "may_report": may(request.user, Action.REPORT_OUTCOMES, round.committee),
        "crumbs": crumbs(round, (_("My work"), "")),
    }
    return render(request, "reports/work.html", context)


def _mine(user: Principal, round: Round, items: Iterable[Item]) -> list[Item]:
    """What the person does; an administrator also what no person answers for."""
    if not isinstance(user, User):
        return []
    administers = may(user, Action.ASSIGN, round.committee)
    return [item for item in items if item.is_for(user, administers=administers)]


def _whose(items: list[Item], whose: str) -> list[Item]:
    if whose == ALL:
        return items
    return [item for item in items if owner_key(item.duty) == whose]


def _writes(work: SectionWork, whose: str, user: Principal) -> bool:
    """Whether a section is in the list: somebody's are those that they are to write."""
    if whose in (MINE, ALL):
        return bool(work.writers) if whose == ALL else user in work.writers
    return any(f"person-{person.pk}" == whose for person in work.writers)


def _name_of(whose: str, items: Iterable[Item]) -> str:
    """Who the list is for, when it is one person or unit, or nobody."""
    if whose in (MINE, ALL):
        return ""
    if whose == WITHOUT_OWNER:
        return _("Without owner")
    return next((share.name for share in shares(items) if share.key == whose), "")


def _left(items: Iterable[Item]) -> int:
    return sum(not item.is_done for item in items)


def _lacks(items: list[Item]) -> list[tuple[str, str]]:
    """What is missing, counted: the word for the filter and the text."""
    counts = {lack: sum(item.lack == lack for item in items) for lack in Lack}
    return [(lack.value, _lack_text(lack, count)) for lack, count in counts.items() if count]


def _lack_text(lack: Lack, count: int) -> str:
    if lack == Lack.OUTCOME:
        text = ngettext("%(count)s outcome missing", "%(count)s outcomes missing", count)
    elif lack == Lack.ANALYSIS:
        text = ngettext(
            "%(count)s outcome without analysis", "%(count)s outcomes without analysis", count
        )
    elif lack == Lack.DEVIATION:
        text = ngettext(
            "%(count)s deviation without analysis",
            "%(count)s deviations without analysis",
            count,
        )
    elif lack == Lack.STATUS:
        text = ngettext(
            "%(count)s activity not followed up", "%(count)s activities not followed up", count
        )
    else:
        text = ngettext("%(count)s goal not assessed", "%(count)s goals not assessed", count)
    return text % {"count": count}


def _groups(items: Iterable[Item], lack: str) -> list[Group]:
    """The goals with what the filter asks for; items come in the order of the goals."""
    if lack:
        items = [item for item in items if not item.is_done and lack in (MISSING, item.lack)]
    return [
        Group(goal, [item for item in own if not item.is_done], [i for i in own if i.is_done])
        for goal, own in ((goal, list(own)) for goal, own in groupby(items, lambda i: i.goal))
    ]
