"""What people have written and not saved yet: kept with its errors, for its writer only."""

import re
from collections.abc import Iterable
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goals.cells import CellState, RowAnswer, storable
from goals.choices import Kind
from goals.models import Draft, Round
from goals.places import Place
from organisation.access import Action, require
from organisation.models import User

# Characters in a cell; an analysis in the real documents is at most a few thousand.
TEXT_LENGTH = 20_000
# A draft may hold errors; that the text is too long is one of them.
DRAFT_LENGTH = 10 * TEXT_LENGTH
# How far ahead of ours a writer's clock may go, in milliseconds.
AHEAD = 60_000
CELL = re.compile("[a-z_]{1,20}")
MARK = re.compile("[0-9a-f]{0,64}")
# Which right lets somebody write at a place, and so keep a draft there.
WRITING = {
    Kind.MEASURE: Action.REPORT_OUTCOMES,
    Kind.ACTIVITY: Action.FOLLOW_UP_ACTIVITIES,
    Kind.GOAL: Action.ASSESS_GOALS,
    Kind.SECTION: Action.WRITE_REPORT,
}


@transaction.atomic
def keep_draft(
    *, round: Round, place: Place, cell: str, text: str, seen: str, typed: int, by: User
) -> None:
    """Keep what somebody is writing in a cell; also when the round is locked, so that nothing
    is lost. What was typed earlier (`typed`, milliseconds; 0: just now) but arrives later is
    left out.

    Raises:
        Http404, PermissionDenied: the person may not write there.
        ValidationError: the text cannot be kept, or the place holds nothing to write in.
    """
    if place.kind not in WRITING or not 0 <= place.key < 2**63:
        raise ValidationError(_("Nothing can be written there."))
    require(by, WRITING[place.kind], round.committee)
    _check(cell, text, seen)
    moment = _moment(typed)
    where = {"round": round, "by": by, "kind": place.kind, "key": place.key, "cell": cell}
    said = {"text": text, "seen": seen, "typed": moment, "at": timezone.now()}
    # Held, so that a save that drops an older draft meanwhile does not take this one with it.
    draft, made = Draft.objects.select_for_update().get_or_create(**where, defaults=said)
    if not made and (not typed or draft.typed <= moment):
        Draft.objects.filter(pk=draft.pk).update(**said)


def _check(cell: str, text: str, seen: str) -> None:
    if not CELL.fullmatch(cell):
        raise ValidationError(_("There is no such field in the row."), code="no_cell")
    if not MARK.fullmatch(seen):
        raise ValidationError(_("The page sent something that cannot be read."))
    if len(text) > DRAFT_LENGTH:
        raise ValidationError(
            _("Use at most %(count)s characters.") % {"count": DRAFT_LENGTH}, code="max_length"
        )
    if storable(text) != text:
        raise ValidationError(_("The text holds characters that cannot be stored. Write it again."))


def _moment(typed: int) -> int:
    """When something was typed. A clock that goes far ahead is not believed: what the same
    person writes later on another machine would be left out."""
    return max(0, min(typed, int(timezone.now().timestamp() * 1000) + AHEAD))


def drop_drafts(
    *, round: Round, place: Place, cells: Iterable[str], by: User, typed: int = 0
) -> None:
    """Forget what somebody wrote in cells: it is saved now, or given up. What has been typed
    after that moment (`typed`; 0: just now) is kept."""
    drafts = Draft.objects.filter(
        round=round, by=by, kind=place.kind, key=place.key, cell__in=cells
    )
    if typed:
        drafts = drafts.filter(typed__lte=_moment(typed))
    drafts.delete()


def drafts_of(user: User, round: Round) -> dict[tuple[Place, str], Draft]:
    """Everything the person has written and not saved in the round."""
    own = Draft.objects.filter(round=round, by=user)
    return {(draft.place, draft.cell): draft for draft in own}


@transaction.atomic
def keep_unsaved(*, round: Round, place: Place, answer: RowAnswer, typed: int, by: User) -> None:
    """After a row was sent in: drafts of what was refused, none of what was saved.

    What cannot be a draft (no such cell, as long as a book) does not stop the others.
    """
    drop_drafts(round=round, place=place, cells=answer.named(CellState.SAVED), by=by, typed=typed)
    for name, cell in answer.cells.items():
        if cell.state != CellState.SAVED:
            with suppress(ValidationError):
                keep_draft(
                    round=round,
                    place=place,
                    cell=name,
                    text=storable(cell.text),
                    seen=cell.seen,
                    typed=typed,
                    by=by,
                )
