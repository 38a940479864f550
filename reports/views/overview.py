"""The pages one walks through: start, committee, year, goal tree, goal."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from goals.choices import Kind
from goals.lifecycle import unlocked_in
from goals.locks import locks_of
from goals.models import PART_SLUGS, Round
from goals.places import Place
from goals.responsible import duties_of
from goals.views.filling import writer_of
from indicators.models import Measure
from organisation.access import Action, Principal, get_committee, may, visible_committees
from organisation.models import Committee, Membership, Role
from reports import queries, tree
from reports.compose import compose
from reports.document import Document, GoalEntry, IndicatorEntry
from reports.editions.queries import editions_of
from reports.reviewing import findings_of, reviews
from reports.summary import summarise
from reports.views import cards
from reports.views.review_groups import goal_findings
from reports.views.rounds import get_round
from reports.writing.commented import place_name
from reports.writing.comments import may_comment, open_comments, open_comments_in
from reports.writing.section_work import SectionWork, Texts, rounds_to_write, texts_of, works_in

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SEARCH_LENGTH = 100
# What each role is for, said to people.
ROLE_MEANINGS: dict[str, "StrOrPromise"] = {
    Role.ADMINISTRATOR: gettext_lazy(
        "Enters outcomes, follows up activities, assesses goals and opens rounds."
    ),
    Role.MANAGER: gettext_lazy("Follows up activities and assesses goals."),
    Role.READER: gettext_lazy("Reads everything that belongs to the committee."),
}
Crumbs = list[tuple[str, str]]


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What I have to do first, then what I may read, then my committees."""
    committees = visible_committees(request.user)
    rounds = queries.rounds_of(committees)
    opened = queries.open_rounds(rounds)
    own = rounds_to_write(writer_of(request), opened)
    working = [round for round in opened if cards.enters_in(request.user, round) or round.pk in own]
    reading = cards.latest_to_read(request.user, rounds)
    progress = queries.progress_of([*working, *reading])
    works, texts = _texts(request.user, [*working, *reading], own)
    years = cards.latest_years(rounds)
    context = {
        "cards": [
            cards.card(
                request.user,
                round,
                progress[round.pk],
                works.get(round.pk, ()),
                texts.get(round.pk),
            )
            for round in working
        ],
        "reading": [(round, progress[round.pk], texts.get(round.pk)) for round in reading],
        "follows_texts": any(round.pk in texts for round in reading),
        "committees": [(committee, years.get(committee.pk)) for committee in committees],
    }
    return render(request, "reports/start.html", context)


def _texts(
    user: Principal, rounds: list[Round], own: set[int]
) -> tuple[dict[int, list[SectionWork]], dict[int, Texts]]:
    """The sections of those rounds that the person writes in or steers, and how far all texts
    have come, by the rounds' keys; five queries, and none where there is no such round."""
    followed = [round for round in rounds if cards.follows_texts(user, round)]
    asked = followed + [round for round in rounds if round.pk in own and round not in followed]
    if not asked:
        return {}, {}
    comments = open_comments_in(asked)
    works = works_in(asked, comments)
    return works, {round.pk: texts_of(works[round.pk], comments[round.pk]) for round in followed}


@require_safe
def committee(request: HttpRequest, committee: str) -> HttpResponse:
    """A committee's years, each with its four documents."""
    owner = get_committee(request.user, committee)
    rounds = queries.rounds_of(visible_committees(request.user).filter(pk=owner.pk))
    context = {
        "committee": owner,
        "years": cards.years_of(rounds),
        "may_load": may(request.user, Action.LOAD_DOCUMENTS, owner),
        "crumbs": _crumbs(owner),
    }
    return render(request, "reports/committee.html", context)


@require_safe
def year(request: HttpRequest, committee: str, year: int) -> HttpResponse:
    """The rounds of a year, what is left to do in them, and who does what."""
    owner = get_committee(request.user, committee)
    rounds = [
        round
        for round in queries.rounds_of(visible_committees(request.user).filter(pk=owner.pk))
        if round.year == year
    ]
    if not rounds:
        raise Http404
    progress = queries.progress_of(rounds)
    may_open = may(request.user, Action.MANAGE_ROUNDS, owner)
    context = {
        "committee": owner,
        "year": year,
        "cards": [cards.card(request.user, round, progress[round.pk]) for round in rounds],
        "next": _next(rounds) if may_open else None,
        "people": _people(queries.people_of(owner)),
        "crumbs": _crumbs(owner, year),
    }
    return render(request, "reports/year.html", context)


@require_safe
def round_tree(request: HttpRequest, committee: str, year: int, part: str) -> HttpResponse:
    """The whole goal tree of a round, or what the filter asks for."""
    round = get_round(request, committee, year, part)
    show = request.GET.get("visa", tree.SHOW_ALL)
    text = request.GET.get("sok", "")[:SEARCH_LENGTH].strip()
    document = compose(round)
    nodes = tree.tree_of(document, show=show, text=text)
    context = {
        "round": round,
        "unlocked": unlocked_in(round),
        "edition": editions_of(round).last(),
        "document": document,
        "summary": summarise(document),
        "nodes": nodes,
        "found": tree.count_found(nodes),
        "show": show,
        "text": text,
        "choices": _choices(document),
        "is_filtered": bool(text) or (show in tree.CHOICES and show != tree.SHOW_ALL),
        **_rights(request.user, round),
        "crumbs": _crumbs(round.committee, round.year, round),
    }
    return render(request, "reports/tree.html", context)


@require_safe
def goal(request: HttpRequest, committee: str, year: int, part: str, code: str) -> HttpResponse:
    """Everything a round says of one goal."""
    round = get_round(request, committee, year, part)
    document = compose(round)
    if code not in document.by_code:
        raise Http404
    entry = document.by_code[code]
    before, after = _neighbours(document, entry)
    above = tree.ancestors(document, code)
    keys = _indicator_keys(entry)
    duties, higher = duties_of(round.committee), [_goal_place(up) for up in above[::-1]]
    found = findings_of(round, document).of_goal(code) if reviews(request.user, round) else []
    comments = open_comments(round)
    context = {
        "round": round,
        "document": document,
        "goal": entry,
        "indicators": [
            (row, keys[row.entry.key], duties.at(Place(Kind.MEASURE, row.entry.key or 0)))
            for row in tree.judged_indicators(entry, document)
        ],
        "activities": [
            (row, duties.at(Place(Kind.ACTIVITY, row.key or 0))) for row in entry.activities
        ],
        "duty": duties.of(_goal_place(entry), *higher),
        "any_hidden": any(row.has_hidden for row in entry.indicators),
        "by_sex": any(_has_sexes(row) for row in entry.indicators),
        "above": above,
        "below": tree.children(document, code),
        "before": before,
        "after": after,
        "findings": goal_findings(found, round),
        "open_comments": comments,
        "comments": comments[place_name(Kind.GOAL, entry.key)],
        "may_comment": may_comment(request.user, round),
        **_rights(request.user, round),
        "crumbs": _crumbs(round.committee, round.year, round, [*above, entry]),
    }
    return render(request, "reports/goal.html", context)


def _next(rounds: list[Round]) -> dict[str, str] | None:
    """The round that can be opened next: its name and the last word of its address."""
    part = cards.next_part(rounds)
    return {"label": str(part.label), "slug": PART_SLUGS[part]} if part else None


def _people(memberships: list[Membership]) -> "list[tuple[str, StrOrPromise, list[Membership]]]":
    """The roles in a committee: name, what it is for, and who has it."""
    return [
        (str(Role(role).label), meaning, [line for line in memberships if line.role == role])
        for role, meaning in ROLE_MEANINGS.items()
    ]


def _rights(user: Principal, round: Round) -> dict[str, bool]:
    """What the person may do in the round as it is now."""
    enters = round.reports_outcomes and locks_of(round).any_open
    return {
        "may_report": enters and may(user, Action.REPORT_OUTCOMES, round.committee),
        "may_follow_up": enters and may(user, Action.FOLLOW_UP_ACTIVITIES, round.committee),
        "may_assess": enters and may(user, Action.ASSESS_GOALS, round.committee),
    }


def _choices(document: Document) -> "list[tuple[str, StrOrPromise]]":
    """What the tree's filter offers; a plan has nothing to be met yet."""
    offered = [tree.SHOW_ALL] if document.is_plan else list(tree.CHOICES)
    return [(value, tree.CHOICES[value]) for value in offered]


def _neighbours(document: Document, entry: GoalEntry) -> tuple[GoalEntry | None, GoalEntry | None]:
    """The goals before and after in the order they are printed."""
    place = document.goals.index(entry)
    before = document.goals[place - 1] if place else None
    after = document.goals[place + 1] if place + 1 < len(document.goals) else None
    return before, after


def _indicator_keys(entry: GoalEntry) -> dict[int | None, int]:
    """The keys of the lasting indicators behind the goal's measures, for links."""
    measures = [row.key for row in entry.indicators if row.key is not None]
    return dict(Measure.objects.filter(pk__in=measures).values_list("pk", "indicator_id"))


def _goal_place(entry: GoalEntry) -> Place:
    """Where a document's goal is."""
    return Place(Kind.GOAL, entry.key or 0)


def _has_sexes(row: IndicatorEntry) -> bool:
    return row.by_sex or not (row.women.is_nothing and row.men.is_nothing)


def _crumbs(
    committee: Committee,
    year: int | None = None,
    round: Round | None = None,
    goals: list[GoalEntry] | None = None,
) -> Crumbs:
    """The way here; the last one is the page itself and has no address."""
    way: Crumbs = [(_("Start"), reverse("start")), (committee.name, committee.get_absolute_url())]
    if year is not None:
        way.append((str(year), reverse("year", args=[committee.slug, year])))
    if round is not None:
        way.append((round.get_part_display(), round.get_absolute_url()))
        address: list[Any] = [committee.slug, round.year, round.slug]
        way += [(entry.code, reverse("goal", args=[*address, entry.code])) for entry in goals or ()]
    return [*way[:-1], (way[-1][0], "")]
