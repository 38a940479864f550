"""What was done, in sentences: "Eva changed the outcome for women from 85 % to 86 %."

The sentences stand here and not in goals, which writes most of the events, because
they need every word that an event can hold: the levels and statuses of goals as well
as the states and warnings of indicators. This is the first app that knows them all,
so nobody has to register words anywhere.

A sentence is made of the event alone, without a query: whoever asks for many has
read the people along (`select_related("by")`). Each part of it has a text of its own
to translate, so that another language can bend it. An event that lacks a detail, from
before that was written, becomes a plainer sentence; none crashes, and none is empty.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from goals.choices import Kind, Verb
from goals.models import Event
from indicators.changes import Change, changes_of, count_of, listed, quoted, text_of, warnings_of
from indicators.choices import WarningCode

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What an event is about when its name is not known, or known already.
THINGS: "dict[str, StrOrPromise]" = {
    Kind.ROUND: gettext_lazy("the round"),
    Kind.GOAL: gettext_lazy("the goal"),
    Kind.MEASURE: gettext_lazy("the indicator"),
    Kind.ACTIVITY: gettext_lazy("the activity"),
    Kind.SECTION: gettext_lazy("the section"),
}
ROUND_CLAUSES: "dict[str, StrOrPromise]" = {
    Verb.ROUND_PLANNED: gettext_lazy("%(who)s prepared %(round)s"),
    Verb.ROUND_OPENED: gettext_lazy("%(who)s opened %(round)s"),
    Verb.ROUND_LOCKED: gettext_lazy("%(who)s locked %(round)s"),
    Verb.ROUND_REOPENED: gettext_lazy("%(who)s opened %(round)s again"),
    Verb.ROUND_DECIDED: gettext_lazy("%(who)s marked %(round)s as decided"),
}
EDITION_CLAUSES: "dict[str, StrOrPromise]" = {
    Verb.EDITION_SUBMITTED: gettext_lazy("%(who)s submitted the report of %(round)s"),
    Verb.EDITION_DECIDED: gettext_lazy("%(who)s recorded the decision of the report of %(round)s"),
    Verb.EDITION_CORRECTED: gettext_lazy("%(who)s corrected the report of %(round)s"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """An event as its sentence needs it: who, about what, and the details that can be read."""

    event: Event
    who: str
    thing: str
    # Without a name the page tells already what it is about.
    is_named: bool
    changes: list[Change]

    def text(self, name: str) -> str:
        """A detail as text; empty when there is none."""
        return text_of(self.event.details, name)

    @property
    def round(self) -> str:
        """The round, by its name if that is known."""
        name = self.text("name") if self.is_named else ""
        return _("the round %(name)s") % {"name": name} if name else str(THINGS[Kind.ROUND])


def sentence(event: Event, *, named: bool = True, discreet: bool = False) -> str:
    """What was done, as a whole sentence in the active language.

    `named` says which thing it was done to; a page about that thing leaves it out. `discreet`
    leaves out figures, see `changes_of`.
    """
    name = text_of(event.details, "name") if named else ""
    said = Said(
        event=event,
        who=_who(event),
        thing=quoted(name) if name else str(THINGS.get(event.kind, THINGS[Kind.ROUND])),
        is_named=bool(name),
        changes=changes_of(event, discreet=discreet),
    )
    told = TELLERS.get(event.verb, _changed)(said) + "."
    reason = said.text("reason")
    if not reason:
        return told
    decided = event.verb in (Verb.ROUND_DECIDED, Verb.EDITION_DECIDED)
    why = _("Decision: %(reason)s") if decided else _("Reason: %(reason)s")
    return f"{told} {why % {'reason': reason}}"


def _who(event: Event) -> str:
    """The person's name. An event without a person was made by the program itself: whoever
    has done something is never deleted."""
    if event.by_id is None:
        return _("The program")
    return str(event.by) or _("Somebody")


# One for each kind of sentence, without its full stop --------------------------------------


def _round_said(said: Said) -> str:
    return str(ROUND_CLAUSES[said.event.verb]) % {"who": said.who, "round": said.round}


def _dates(said: Said) -> str:
    return _of(said, said.round, _("%(who)s changed the dates of %(thing)s"))


def _outcome(said: Said) -> str:
    values = {"who": said.who, "thing": said.thing}
    if said.is_named and len(said.changes) == 1 and said.changes[0].is_told:
        told = _("%(who)s changed %(cell)s in %(thing)s from %(before)s to %(after)s")
        return told % (values | said.changes[0].values)
    if said.is_named and len(said.changes) == 1:
        return _("%(who)s changed %(cell)s in %(thing)s") % (values | said.changes[0].values)
    return _of(said, said.thing, _("%(who)s changed the outcome of %(thing)s"))


def _restored(said: Said) -> str:
    version = said.text("restored")
    if version:
        clause = _("%(who)s restored version %(version)s of %(thing)s")
    else:
        clause = _("%(who)s restored an earlier outcome of %(thing)s")
    clause %= {"who": said.who, "thing": said.thing, "version": version}
    return f"{clause}: {_told(said.changes)}" if said.changes else clause


def _activity(said: Said) -> str:
    return _of(said, said.thing, _("%(who)s followed up %(thing)s"))


def _goal(said: Said) -> str:
    return _of(said, said.thing, _("%(who)s changed the assessment of %(thing)s"))


def _section(said: Said) -> str:
    return _("%(who)s wrote %(thing)s") % {"who": said.who, "thing": said.thing}


def _section_ready(said: Said) -> str:
    clause = (
        _("%(who)s marked %(thing)s as not ready")
        if said.text("undone")
        else _("%(who)s marked %(thing)s as ready")
    )
    return clause % {"who": said.who, "thing": said.thing}


def _edition(said: Said) -> str:
    clause = str(EDITION_CLAUSES[said.event.verb]) % {"who": said.who, "round": said.round}
    number, registry = said.text("number"), said.text("registry_number")
    facts = [
        _("edition %(number)s") % {"number": number} if number else "",
        _("registry number %(number)s") % {"number": registry} if registry else "",
    ]
    told = ", ".join(filter(None, facts))
    return f"{clause}: {told}" if told else clause


def _finding(said: Said) -> str:
    finding = said.text("finding")
    clause = (
        _("%(who)s took back that what the review found in %(thing)s may stand")
        if said.text("undone")
        else _("%(who)s accepted what the review found in %(thing)s")
    )
    told = clause % {"who": said.who, "thing": said.thing}
    return f"{told}: {finding.removesuffix('.')}" if finding else told


def _responsible(said: Said) -> str:
    return _of(said, said.thing, _("%(who)s changed who is responsible for %(thing)s"))


def _changed(said: Said) -> str:
    return _of(said, said.thing, _("%(who)s changed %(thing)s"))


def _of(said: Said, thing: str, plain: str) -> str:
    """Which cells of a thing changed; `plain` is for when that is not known."""
    values = {"who": said.who, "thing": thing}
    if not said.changes:
        return plain % values
    if not said.is_named:
        return _("%(who)s changed %(changes)s") % (values | {"changes": _told(said.changes)})
    if len(said.changes) > 1:
        return f"{_('%(who)s changed %(thing)s') % values}: {_told(said.changes)}"
    only = said.changes[0]
    if only.is_told:
        told = _("%(who)s changed %(cell)s of %(thing)s from %(before)s to %(after)s")
        return told % (values | only.values)
    return _("%(who)s changed %(cell)s of %(thing)s") % (values | only.values)


def _told(changes: Iterable[Change]) -> str:
    return listed(
        _("%(cell)s from %(before)s to %(after)s") % change.values
        if change.is_told
        else change.label
        for change in changes
    )


def _warning(said: Said) -> str:
    codes = [code for code, about in warnings_of(said.event)]
    values = {"who": said.who, "thing": said.thing}
    if not codes:
        return _("%(who)s accepted a warning for %(thing)s") % values
    labels = dict(WarningCode.choices)
    told = ngettext(
        "%(who)s accepted the warning %(warnings)s for %(thing)s",
        "%(who)s accepted the warnings %(warnings)s for %(thing)s",
        len(codes),
    )
    return told % (
        values | {"warnings": listed(quoted(str(labels.get(code, code))) for code in codes)}
    )


def _unlocked(said: Said) -> str:
    until = _moment(said.text("until"))
    values = {"who": said.who, "what": _unlocked_thing(said), "until": until}
    if until:
        return _("%(who)s unlocked %(what)s until %(until)s") % values
    return _("%(who)s unlocked %(what)s for a time") % values


def _unlock_ended(said: Said) -> str:
    values = {"who": said.who, "what": _unlocked_thing(said)}
    return _("%(who)s locked %(what)s again before the time was out") % values


def _unlocked_thing(said: Said) -> str:
    """What was unlocked: all of the round, or something in it."""
    what = said.text("thing")
    if said.event.kind == Kind.ROUND or (what and what == said.text("name")):
        return said.round
    thing = quoted(what) if what else str(THINGS.get(said.event.kind, THINGS[Kind.ROUND]))
    if not said.is_named:
        return thing
    return _("%(thing)s in %(round)s") % {"thing": thing, "round": said.round}


def _moment(text: str) -> str:
    """A time in words, where the text is one."""
    try:
        moment = parse_datetime(text)
        if moment is None:
            return ""
        aware = timezone.make_aware(moment) if timezone.is_naive(moment) else moment
        return date_format(timezone.localtime(aware), "j F Y H:i")
    except (ValueError, OverflowError):
        return ""


def _loaded(said: Said) -> str:
    details = said.event.details
    added, changed, removed = (count_of(details, name) for name in ("added", "changed", "removed"))
    parts = [
        (added, ngettext("%(count)s line added", "%(count)s lines added", added)),
        (changed, ngettext("%(count)s line changed", "%(count)s lines changed", changed)),
        (removed, ngettext("%(count)s line removed", "%(count)s lines removed", removed)),
    ]
    counted = [text % {"count": count} for count, text in parts if count]
    clause = _("%(who)s loaded a document into %(round)s") % {"who": said.who, "round": said.round}
    return f"{clause}: {listed(counted)}" if counted else clause


TELLERS: dict[str, Callable[[Said], str]] = {
    **dict.fromkeys(ROUND_CLAUSES, _round_said),
    Verb.DATES_CHANGED: _dates,
    Verb.UNLOCKED: _unlocked,
    Verb.UNLOCK_ENDED: _unlock_ended,
    Verb.OUTCOME_CHANGED: _outcome,
    Verb.OUTCOME_RESTORED: _restored,
    Verb.ACTIVITY_CHANGED: _activity,
    Verb.GOAL_ASSESSED: _goal,
    Verb.WARNING_ACCEPTED: _warning,
    Verb.RESPONSIBLE_CHANGED: _responsible,
    Verb.SECTION_WRITTEN: _section,
    Verb.SECTION_READY: _section_ready,
    **dict.fromkeys(EDITION_CLAUSES, _edition),
    Verb.FINDING_ACCEPTED: _finding,
    Verb.DOCUMENT_LOADED: _loaded,
}
