"""The reasons for a proposal, in plain sentences of the active language. Pure.

A reason is kept as a code with figures, so that what was proposed when somebody decided
can be read later, and in another language.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext, ngettext_lazy
from django.utils.translation import gettext as _

from config.formats import format_number
from config.numerals import Gender, number_word
from goals.choices import Level

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Figures = Mapping[str, Any]


class GroundCode(StrEnum):
    """What a reason says."""

    INDICATORS = "indicators"
    INDICATORS_OPEN = "indicators_open"
    ACTIVITIES = "activities"
    ACTIVITIES_OPEN = "activities_open"
    CHILDREN = "children"
    CHILDREN_OPEN = "children_open"
    RESULTS = "results"
    WEIGHED = "weighed"
    ACTIVITIES_ALONE = "activities_alone"
    NEVER_FULL = "never_full"
    NOTHING = "nothing"
    MANUAL = "manual"


# Swedish counts these in another gender: "ett mål", "ett resultat".
NEUTER = frozenset({GroundCode.CHILDREN, GroundCode.CHILDREN_OPEN, GroundCode.RESULTS})


class Subject(NamedTuple):
    """Who a reason is about, by how many of them there are and how many it says something of."""

    only: "StrOrPromise"
    both: "StrOrPromise"
    all: "StrOrPromise"
    neither: "StrOrPromise"
    none: "StrOrPromise"
    some: "StrOrPromise"


INDICATORS = Subject(
    gettext_lazy("the only indicator"),
    gettext_lazy("both indicators"),
    gettext_lazy("all %(total)s indicators"),
    gettext_lazy("neither indicator"),
    gettext_lazy("none of %(total)s indicators"),
    gettext_lazy("%(count)s of %(total)s indicators"),
)
CHILDREN = Subject(
    gettext_lazy("the only goal below"),
    gettext_lazy("both goals below"),
    gettext_lazy("all %(total)s goals below"),
    gettext_lazy("neither goal below"),
    gettext_lazy("none of %(total)s goals below"),
    gettext_lazy("%(count)s of %(total)s goals below"),
)
ACTIVITIES = Subject(
    gettext_lazy("the only activity"),
    gettext_lazy("both activities"),
    gettext_lazy("all %(total)s activities"),
    gettext_lazy("neither activity"),
    gettext_lazy("none of %(total)s activities"),
    gettext_lazy("%(count)s of %(total)s activities"),
)
RESULTS = Subject(
    gettext_lazy("the only expected result"),
    gettext_lazy("both expected results"),
    gettext_lazy("all %(total)s expected results"),
    gettext_lazy("neither expected result"),
    gettext_lazy("none of %(total)s expected results"),
    gettext_lazy("%(count)s of %(total)s expected results"),
)
SUBJECTS: Mapping[GroundCode, Subject] = {
    GroundCode.INDICATORS: INDICATORS,
    GroundCode.INDICATORS_OPEN: INDICATORS,
    GroundCode.CHILDREN: CHILDREN,
    GroundCode.CHILDREN_OPEN: CHILDREN,
    GroundCode.ACTIVITIES: ACTIVITIES,
    GroundCode.ACTIVITIES_OPEN: ACTIVITIES,
    GroundCode.RESULTS: RESULTS,
}
# What is said of them. "" goes with "none of them".
MET: Mapping[str, Any] = {
    Level.FULL: ngettext_lazy("is met fully", "are met fully"),
    Level.PARTIAL: ngettext_lazy("is met partly", "are met partly"),
    Level.NONE: ngettext_lazy("is not met", "are not met"),
    "": gettext_lazy("is met"),
}
EXPECTED: Mapping[str, Any] = {
    Level.FULL: ngettext_lazy("is expected to be met fully", "are expected to be met fully"),
    Level.PARTIAL: ngettext_lazy("is expected to be met partly", "are expected to be met partly"),
    Level.NONE: ngettext_lazy("is expected not to be met", "are expected not to be met"),
    "": gettext_lazy("is expected to be met"),
}
JUDGED: Mapping[str, Any] = {
    Level.FULL: ngettext_lazy("is judged as met fully", "are judged as met fully"),
    Level.PARTIAL: ngettext_lazy("is judged as met partly", "are judged as met partly"),
    Level.NONE: ngettext_lazy("is judged as not met", "are judged as not met"),
    "": gettext_lazy("is judged as met"),
}
GOES: Mapping[str, Any] = {
    "done": ngettext_lazy("is done", "are done"),
    "ongoing": ngettext_lazy("goes to plan", "go to plan"),
    "deviating": ngettext_lazy("deviates from its plan", "deviate from their plans"),
    "stopped": ngettext_lazy("is stopped", "are stopped"),
    "unstated": ngettext_lazy("has no deviation", "have no deviation"),
    "": gettext_lazy("has a deviation"),
}
# Only one thing is said of these.
CANNOT_BE_JUDGED: Mapping[str, Any] = {
    Level.NONE: ngettext_lazy("cannot be judged yet", "cannot be judged yet"),
    "": gettext_lazy("can be judged yet"),
}
NOT_FOLLOWED_UP: Mapping[str, Any] = {
    Level.NONE: ngettext_lazy("is not followed up yet", "are not followed up yet"),
    "": gettext_lazy("is followed up yet"),
}
NOT_JUDGED: Mapping[str, Any] = {
    Level.NONE: ngettext_lazy("is not judged yet", "are not judged yet"),
    "": gettext_lazy("is judged yet"),
}
REACHED: Mapping[str, Any] = {
    Level.FULL: ngettext_lazy("is reached", "are reached"),
}
# What says that something is not so, and is told of all as "none of them is".
DENIED = (Level.NONE, "unstated")
# After the first: "three of twelve are met fully, seven partly and two not".
FURTHER: Mapping[str, Any] = {
    Level.PARTIAL: gettext_lazy("%(count)s partly"),
    Level.NONE: gettext_lazy("%(count)s not"),
}
# The same after "are judged as met fully".
FURTHER_JUDGED: Mapping[str, Any] = {
    Level.PARTIAL: ngettext_lazy("%(count)s as met partly", "%(count)s as met partly", "n"),
    Level.NONE: ngettext_lazy("%(count)s as not met", "%(count)s as not met", "n"),
}
LEVELS: "dict[str, StrOrPromise]" = {
    Level.FULL: gettext_lazy("from %(edge)s %% met fully is proposed"),
    Level.PARTIAL: gettext_lazy("from %(edge)s %% met partly is proposed"),
    Level.NONE: gettext_lazy("below %(edge)s %% not met is proposed"),
}


def words_of(code: GroundCode, figures: Figures) -> str:
    """A reason as one sentence with its full stop."""
    return capfirst(TELLERS[code](figures)) + "."


def _numbers(code: GroundCode, count: int, total: int) -> dict[str, Any]:
    """The counts as the active language writes them in running text."""
    if get_language() != "sv":
        return {"count": str(count), "total": str(total)}
    gender = Gender.NEUTER if code in NEUTER else Gender.COMMON
    return {
        "count": number_word(count, gender, largest=total),
        "total": number_word(total, gender),
    }


def _one(figures: Figures, code: GroundCode, predicates: Mapping[str, Any]) -> str:
    """How many of what there is are so; of the others nothing is said here."""
    count, total = figures["count"], figures["total"]
    told = next(name for name in predicates if name)
    return _counted({told: count, "open": total - count}, code, predicates)


def _subject(code: GroundCode, count: int, total: int, *, denied: bool) -> str:
    subject = SUBJECTS[code]
    if count < total:
        told = subject.some
    elif total == 1:
        told = subject.only
    elif total == 2:
        told = subject.neither if denied else subject.both
    else:
        told = subject.none if denied else subject.all
    return str(told) % _numbers(code, count, total)


def _counted(figures: Figures, code: GroundCode, predicates: Mapping[str, Any]) -> str:
    """How many of what there is are so, how many so: only the counts that are not zero.

    Those that are open, which nothing is said of here, belong to all there are.
    """
    counts = {name: int(figures.get(name, 0)) for name in predicates if figures.get(name)}
    open = int(figures.get("open", 0))
    total = sum(counts.values()) + open
    first, *further = counts
    denied = first in DENIED and counts[first] == total > 1
    subject = _subject(code, counts[first], total, denied=denied)
    predicate = predicates[""] if denied else predicates[first] % counts[first]
    parts = [f"{subject} {predicate}"]
    for name in further:
        numbers = _numbers(code, counts[name], total)
        short = (FURTHER_JUDGED if predicates is JUDGED else FURTHER).get(name)
        told = f"{numbers['count']} {predicates[name] % counts[name]}"
        parts.append(short % (numbers | {"n": counts[name]}) if short else told)
    *before, last = parts
    if not before:
        return last
    return _("%(first)s and %(last)s") % {"first": ", ".join(before), "last": last}


def _indicators(figures: Figures) -> str:
    predicates = EXPECTED if figures.get("forecasts") else MET
    return _counted(figures, GroundCode.INDICATORS, predicates)


def _children(figures: Figures) -> str:
    predicates = EXPECTED if figures.get("forecasts") else JUDGED
    return _counted(figures, GroundCode.CHILDREN, predicates)


def _activities(figures: Figures) -> str:
    """Where a document states no status at all, what only has no deviation is told as that."""
    told = _counted(figures, GroundCode.ACTIVITIES, GOES)
    unstated = int(figures.get("unstated", 0))
    if not unstated:
        return told
    status = ngettext("its status is not stated", "their status is not stated", unstated)
    return f"{told}; {status}"


def _indicators_open(figures: Figures) -> str:
    """Without an outcome, or a forecast, or a target to compare it with."""
    return _one(figures, GroundCode.INDICATORS_OPEN, CANNOT_BE_JUDGED)


def _activities_open(figures: Figures) -> str:
    return _one(figures, GroundCode.ACTIVITIES_OPEN, NOT_FOLLOWED_UP)


def _children_open(figures: Figures) -> str:
    return _one(figures, GroundCode.CHILDREN_OPEN, NOT_JUDGED)


def _results(figures: Figures) -> str:
    return _one(figures, GroundCode.RESULTS, REACHED)


def _weighed(figures: Figures) -> str:
    told = _("weighed together %(share)s %%; %(rule)s")
    rule = str(LEVELS[figures["level"]]) % {"edge": format_number(Decimal(figures["edge"]))}
    return told % {"share": figures["share"], "rule": rule}


def _activities_alone(figures: Figures) -> str:
    told = ngettext(
        "the proposal rests on only %(count)s activity",
        "the proposal rests on only %(count)s activities",
        figures["count"],
    )
    return told % _numbers(GroundCode.ACTIVITIES_ALONE, figures["count"], figures["total"])


def _never_full(figures: Figures) -> str:
    if figures.get("forecasts"):
        return _("the rule: never fully while an indicator is expected not to be met")
    return _("the rule: never fully while an indicator is not met")


TELLERS: Mapping[GroundCode, Callable[[Figures], str]] = {
    GroundCode.INDICATORS: _indicators,
    GroundCode.INDICATORS_OPEN: _indicators_open,
    GroundCode.ACTIVITIES: _activities,
    GroundCode.ACTIVITIES_OPEN: _activities_open,
    GroundCode.CHILDREN: _children,
    GroundCode.CHILDREN_OPEN: _children_open,
    GroundCode.RESULTS: _results,
    GroundCode.WEIGHED: _weighed,
    GroundCode.ACTIVITIES_ALONE: _activities_alone,
    GroundCode.NEVER_FULL: _never_full,
    GroundCode.NOTHING: lambda _figures: _("there is nothing to go by yet"),
    GroundCode.MANUAL: lambda _figures: _("the municipality judges without proposals"),
}
