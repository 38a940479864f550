"""A round's life: opened, locked, opened again, unlocked for a time, decided. Each act is told.

Every rule takes the round's row first, as `goals.rules.hold_round` does before a
save: so a lock and a save at the same moment come one after the other.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goals.choices import Kind, RoundState, Verb
from goals.events import record
from goals.locks import locks_of
from goals.models import Event, Round, Unlock
from goals.places import Place
from organisation.access import Action, Principal, require, require_central
from organisation.models import User

REASON_LENGTH = 500
# How far ahead an unlock may reach: whoever needs longer opens the round again.
LONGEST_UNLOCK = timedelta(days=31)


@dataclass(frozen=True)
class RoundAnswer:
    """What became of one round of many; `problem` says why nothing was done with it."""

    round: Round
    problem: str = ""


def end_of_day(day: date) -> datetime:
    """The last second of a day, in the time zone of the settings."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


# States -------------------------------------------------------------------------------


@transaction.atomic
def open_planned(*, round: Round, by: Principal) -> Round:
    """Open a prepared round before the day it would open by itself.

    Raises:
        ValidationError: it is not planned, or its last day has passed.
    """
    held = hold_to_manage(round, by)
    _expect(held, [RoundState.PLANNED], _("Only a planned round can be opened."))
    _expect_day_ahead(held.locks)
    return _put(held, RoundState.OPEN, Verb.ROUND_OPENED, by)


@transaction.atomic
def lock_round(*, round: Round, reason: str, by: Principal) -> Round:
    """Let nothing more be entered in the round. What is unlocked in it locks too.

    Raises:
        ValidationError: it is not open, or no reason was given.
    """
    held = hold_to_manage(round, by)
    _expect(held, [RoundState.OPEN], _("Only an open round can be locked."))
    reason = clean_reason(reason)
    _end_unlocks(held, by)
    return _put(held, RoundState.LOCKED, Verb.ROUND_LOCKED, by, reason)


@transaction.atomic
def reopen_round(*, round: Round, reason: str, by: Principal, locks: date | None) -> Round:
    """Open a locked round again until the end of the day `locks`; None: until somebody locks it.

    What was unlocked in it needs that no more: when the round locks again, so does it.

    Raises:
        ValidationError: it is not locked, no reason was given, or the day has passed.
    """
    held = hold_to_manage(round, by)
    _expect(
        held,
        [RoundState.LOCKED],
        _("Only a locked round can be opened again."),
    )
    reason = clean_reason(reason)
    _expect_day_ahead(locks)
    _end_unlocks(held, by)
    held.locks = locks
    return _put(held, RoundState.OPEN, Verb.ROUND_REOPENED, by, reason)


@transaction.atomic
def reopen_decided(*, round: Round, reason: str, by: Principal) -> Round:
    """Open a decided round, so that its report can be corrected, until somebody locks it.

    Only for rounds whose decided report is kept elsewhere: `reports.editions.making` sees to that.

    Raises:
        ValidationError: it is not decided, or no reason was given.
    """
    held = hold_to_manage(round, by)
    _expect(held, [RoundState.DECIDED], _("Only a decided round is opened for a correction."))
    held.locks = None
    return _put(held, RoundState.OPEN, Verb.ROUND_REOPENED, by, clean_reason(reason))


@transaction.atomic
def decide_round(*, round: Round, reason: str, by: Principal) -> Round:
    """Say that the committee has decided: from now on nothing in the round changes.

    `reason` is where the decision can be found: "Nämndens beslut 2023-05-25 § 7".

    Raises:
        ValidationError: it is not locked, or no decision was named.
    """
    held = hold_to_manage(round, by)
    _expect(held, [RoundState.LOCKED], _("Lock the round before it is marked as decided."))
    reason = clean_reason(reason)
    _end_unlocks(held, by)
    return _put(held, RoundState.DECIDED, Verb.ROUND_DECIDED, by, reason)


def lock_rounds(*, year: int, part: str, reason: str, by: Principal) -> list[RoundAnswer]:
    """Lock every committee's open round of that part: each by itself, so that one that
    cannot be locked stops no other.

    Raises:
        PermissionDenied: the person is no central controller.
        ValidationError: no reason was given.
    """
    require_central(by)
    reason = clean_reason(reason)
    rounds = Round.objects.filter(year=year, part=part).select_related("committee")
    answers = []
    for round in rounds.order_by("committee__name", "pk"):
        try:
            answers.append(RoundAnswer(lock_round(round=round, reason=reason, by=by)))
        except ValidationError as error:
            answers.append(RoundAnswer(round, " ".join(error.messages)))
    return answers


# Unlocking for a time -----------------------------------------------------------------


@transaction.atomic
def unlock(*, round: Round, place: Place, until: datetime, reason: str, by: Principal) -> Unlock:
    """Open a locked round, one goal of it or one indicator, until that time.

    It locks itself again: `goals.locks.locks_of` looks at the clock.

    Raises:
        ValidationError: the round is not locked, has no such place, the time has
            passed or lies more than 31 days ahead, or no reason was given.
    """
    held = hold_to_manage(round, by)
    _expect(held, [RoundState.LOCKED], _("Only in a locked round can something be unlocked."))
    reason = clean_reason(reason)
    now = timezone.now()
    if until <= now:
        raise ValidationError({"until": _("Choose a time that lies ahead.")})
    if timezone.localtime(until).date() > timezone.localdate(now) + LONGEST_UNLOCK:
        raise ValidationError(
            {
                "until": _("Unlock for at most %(days)s days, or open the round again.")
                % {"days": LONGEST_UNLOCK.days}
            }
        )
    names = place_names(held, [place])
    if place not in names:
        raise ValidationError({"place": _("That does not belong to the round.")})
    made = Unlock.objects.create(
        round=held,
        kind=place.kind,
        key=place.key,
        reason=reason,
        by=by if isinstance(by, User) else None,
        at=now,
        until=until,
    )
    _tell_unlock(Verb.UNLOCKED, made, by, names[place], reason=reason)
    return made


@transaction.atomic
def end_unlock(*, unlock: Unlock, by: Principal) -> Unlock:
    """Lock again what was unlocked, before its time is out.

    Raises:
        ValidationError: it has locked itself already.
    """
    held = hold_to_manage(unlock.round, by)
    current = Unlock.objects.get(pk=unlock.pk, round=held)
    now = timezone.now()
    if current.until <= now:
        raise ValidationError(_("It is locked again already."))
    _end(current, now, by, place_names(held, [current.place]))
    return current


def running_unlocks(round: Round) -> list[Unlock]:
    """What is unlocked in the round right now, the one that ends first being first."""
    running = Unlock.objects.filter(round=round, until__gt=timezone.now())
    return list(running.select_related("by").order_by("until", "pk"))


def unlocked_in(round: Round) -> list[tuple[str, Unlock]]:
    """What is unlocked in a locked round right now, with its name; the first to lock is first."""
    unlocks = locks_of(round).unlocks
    names = place_names(round, [one.place for one in unlocks]) if unlocks else {}
    return [(names.get(one.place, ""), one) for one in unlocks]


def place_names(round: Round, places: Collection[Place]) -> dict[Place, str]:
    """What the places of the round that can be unlocked are called; others are left out."""
    keys: dict[Kind, list[int]] = {kind: [] for kind in Kind}
    for place in places:
        keys[place.kind].append(place.key)
    names = {Place(Kind.ROUND, round.pk): round.title} if round.pk in keys[Kind.ROUND] else {}
    if keys[Kind.GOAL]:
        lines = round.assessments.filter(goal__in=keys[Kind.GOAL]).select_related("goal")
        names |= {Place(Kind.GOAL, line.goal_id): str(line.goal) for line in lines}
    if keys[Kind.MEASURE]:
        # The way back from the round: goals knows no indicators, but their lines hang on it.
        targets = round.targets.filter(measure__in=keys[Kind.MEASURE])
        found = targets.values_list("measure", "measure__indicator__name")
        names |= {Place(Kind.MEASURE, key): name for key, name in found}
    return names


# How ----------------------------------------------------------------------------------


def hold_to_manage(round: Round, by: Principal) -> Round:
    """The round as it is stored, held until the transaction ends, for somebody who manages it.

    Raises:
        Http404, PermissionDenied: the person may not.
    """
    require(by, Action.MANAGE_ROUNDS, round.committee)
    held = Round.objects.select_for_update(of=("self",)).select_related("committee")
    return held.get(pk=round.pk)


def clean_reason(reason: str) -> str:
    """The reason without space around it.

    Raises:
        ValidationError: there is none, or it is too long.
    """
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Write why: it is kept, and others read it.")})
    if len(reason) > REASON_LENGTH:
        raise ValidationError(
            {"reason": _("Use at most %(count)s characters.") % {"count": REASON_LENGTH}}
        )
    return reason


def _expect(round: Round, states: Collection[RoundState], message: str) -> None:
    state = round.current_state
    if state in states:
        return
    if state == RoundState.DECIDED:
        message = _("The round is decided, and stays as it is. Correct it in a new edition.")
    raise ValidationError(
        _("%(round)s is %(state)s. %(message)s")
        % {"round": round.title, "state": round.state_label.lower(), "message": message}
    )


def _expect_day_ahead(locks: date | None) -> None:
    """An open round whose last day has passed would lock again at once."""
    if locks is not None and locks < timezone.localdate():
        raise ValidationError({"locks": _("The last day has passed. Give another one, or none.")})


def _put(round: Round, state: RoundState, verb: Verb, by: Principal, reason: str = "") -> Round:
    round.state = state
    round.full_clean()
    round.save(update_fields=["state", "locks"])
    told: dict[str, Any] = {"reason": reason} if reason else {}
    record(verb, by=by, round=round, name=round.title, **told)
    return round


def _end_unlocks(round: Round, by: Principal) -> None:
    running, now = running_unlocks(round), timezone.now()
    names = place_names(round, [one.place for one in running])
    for one in running:
        _end(one, now, by, names)


def _end(unlock: Unlock, now: datetime, by: Principal, names: dict[Place, str]) -> None:
    _tell_unlock(Verb.UNLOCK_ENDED, unlock, by, names.get(unlock.place, ""))
    unlock.until = max(now, unlock.at)
    unlock.save(update_fields=["until"])


def _tell_unlock(verb: Verb, unlock: Unlock, by: Principal, thing: str, **more: Any) -> Event:
    return record(
        verb,
        by=by,
        round=unlock.round,
        place=unlock.place,
        name=unlock.round.title,
        thing=thing,
        until=unlock.until.isoformat(),
        **more,
    )
