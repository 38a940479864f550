"""The days on which rounds open, are due and lock: each round's own, and the year's for all."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goals.choices import RoundState, Verb
from goals.events import CellChange, record
from goals.lifecycle import RoundAnswer, hold_to_manage
from goals.models import CalendarEntry, Round
from organisation.access import Principal, require_central


@dataclass(frozen=True)
class Dates:
    """When a round opens, is due, and locks; its last day is the one it locks after."""

    opens: date | None = None
    due: date | None = None
    locks: date | None = None

    @classmethod
    def of(cls, dated: "Round | CalendarEntry | None") -> "Dates":
        """Those of a round or of a line of the calendar."""
        return cls(dated.opens, dated.due, dated.locks) if dated else cls()


def dates_for_new(year: int, part: str) -> Dates:
    """The calendar's dates for a round that is made today.

    A last day that has passed is left out: the round would be locked before anybody
    had seen it.
    """
    dates = Dates.of(CalendarEntry.objects.filter(year=year, part=part).first())
    if dates.locks and dates.locks < timezone.localdate():
        return Dates(dates.opens, dates.due)
    return dates


@transaction.atomic
def set_dates(
    *, round: Round, opens: date | None, due: date | None, locks: date | None, by: Principal
) -> Round:
    """Give a round days of its own.

    A last day that lies ahead opens a round which the calendar has locked; that is
    told too. To lock one by hand, or open what was locked by hand, there are rules
    that ask for a reason.

    Raises:
        ValidationError: the days are not in order, the round is decided, or it is open
            and the last day has passed already.
    """
    held = hold_to_manage(round, by)
    _move(held, Dates(opens, due, locks), by)
    return held


@transaction.atomic
def set_calendar(
    *,
    year: int,
    part: str,
    opens: date | None,
    due: date | None,
    locks: date | None,
    by: Principal,
) -> list[RoundAnswer]:
    """Give a part of a year its days for all committees.

    The rounds that go by the calendar, or have no days at all, go along; the answers
    tell which. A round with days of its own keeps them, as does a decided one.

    Raises:
        PermissionDenied: the person is no central controller.
        ValidationError: the days are not in order.
    """
    require_central(by)
    dates = Dates(opens, due, locks)
    entry, _made = CalendarEntry.objects.select_for_update().get_or_create(year=year, part=part)
    before = Dates.of(entry)
    entry.opens, entry.due, entry.locks = opens, due, locks
    entry.full_clean()
    entry.save()
    rounds = Round.objects.filter(year=year, part=part).select_related("committee")
    held = rounds.select_for_update(of=("self",)).order_by("pk")
    return [_follow(round, before, dates, by) for round in held]


def _follow(round: Round, before: Dates, dates: Dates, by: Principal) -> RoundAnswer:
    """Take one round along with the calendar, if it goes by it."""
    if Dates.of(round) not in (before, dates, Dates()):
        return RoundAnswer(round, _("has dates of its own"))
    try:
        _move(round, dates, by)
    except ValidationError as error:
        return RoundAnswer(round, " ".join(error.messages))
    return RoundAnswer(round)


def _move(round: Round, dates: Dates, by: Principal) -> None:
    before, state = Dates.of(round), round.current_state
    if dates == before:
        return
    if state == RoundState.DECIDED:
        raise ValidationError(_("The round is decided, and stays as it is."))
    round.opens, round.due, round.locks = dates.opens, dates.due, dates.locks
    round.full_clean()
    if state == RoundState.OPEN and round.is_locked:
        raise ValidationError(
            {"locks": _("That day has passed. To lock the round now, lock it with a reason.")}
        )
    round.save(update_fields=["opens", "due", "locks"])
    cells: list[CellChange] = [
        (name, _written(getattr(before, name)), _written(getattr(dates, name)))
        for name in ("opens", "due", "locks")
        if getattr(before, name) != getattr(dates, name)
    ]
    if round.current_state != state:
        cells.append(("state", state.value, round.current_state.value))
    record(Verb.DATES_CHANGED, by=by, round=round, name=round.title, cells=cells)


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""
