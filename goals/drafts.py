"""What people have written and not saved yet: kept with its errors, for its writer only."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goals.cells import RowAnswer
from goals.choices import Kind
from goals.models import Draft, Round
from goals.places import Place
from organisation.access import Action, require
from organisation.models import User

# Characters in a cell; an analysis in the real documents is at most a few thousand.
TEXT_LENGTH = 20_000
# Which right lets somebody write at a place, and so keep a draft there.
WRITING = {
    Kind.MEASURE: Action.REPORT_OUTCOMES,
    Kind.ACTIVITY: Action.FOLLOW_UP_ACTIVITIES,
    Kind.GOAL: Action.ASSESS_GOALS,
}


@transaction.atomic
def keep_draft(
    *, round: Round, place: Place, cell: str, text: str, seen: str, typed: int, by: User
) -> None:
    """Keep what somebody is writing in a cell; also when the round is locked, so that nothing
    is lost. What was typed earlier (`typed`, milliseconds) but arrives later is left out.

    Raises:
        Http404, PermissionDenied: the person may not write there.
        ValidationError: the text is too long, or the place holds nothing to write in.
    """
    if place.kind not in WRITING:
        raise ValidationError(_("Nothing can be written there."))
    require(by, WRITING[place.kind], round.committee)
    if len(text) > TEXT_LENGTH:
        raise ValidationError(
            _("Use at most %(count)s characters.") % {"count": TEXT_LENGTH}, code="max_length"
        )
    where = {"round": round, "by": by, "kind": place.kind, "key": place.key, "cell": cell}
    said = {"text": text, "seen": seen, "typed": typed, "at": timezone.now()}
    _draft, made = Draft.objects.get_or_create(**where, defaults=said)
    if not made:
        Draft.objects.filter(**where, typed__lte=typed).update(**said)


def drop_drafts(*, round: Round, place: Place, cells: Iterable[str], by: User) -> None:
    """Forget what somebody wrote in cells: it is saved now, or given up."""
    Draft.objects.filter(
        round=round, by=by, kind=place.kind, key=place.key, cell__in=cells
    ).delete()


def drafts_of(user: User, round: Round) -> dict[tuple[Place, str], Draft]:
    """Everything the person has written and not saved in the round."""
    own = Draft.objects.filter(round=round, by=user)
    return {(draft.place, draft.cell): draft for draft in own}


def keep_unsaved(*, round: Round, place: Place, answer: RowAnswer, typed: int, by: User) -> None:
    """After a row was sent in: drafts of what was refused, none of what was saved."""
    saved = [name for name, cell in answer.cells.items() if cell.state == "saved"]
    drop_drafts(round=round, place=place, cells=saved, by=by)
    for name, cell in answer.cells.items():
        if cell.state != "saved":
            keep_draft(
                round=round,
                place=place,
                cell=name,
                text=cell.text,
                seen=cell.seen,
                typed=typed,
                by=by,
            )
