"""The pages that a round is filled in on: rows of cells as they are shown, and trying to save one.

What a page sends is read by `goals.sent`.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goals.cells import CellAnswer, CellState, RowAnswer, mark
from goals.drafts import keep_unsaved
from goals.models import Draft, Round
from goals.places import Place
from goals.rules import RoundLocked
from goals.sent import Sent
from organisation.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


# How a cell stands, in the words that the page's script uses too.
SAID: "dict[str, StrOrPromise]" = {
    CellState.SAVED: gettext_lazy("✓ Saved"),
    CellState.WARNING: gettext_lazy("▲ Not saved: look at the warning"),
    CellState.CONFLICT: gettext_lazy("Not saved: somebody else has written here"),
    CellState.LOCKED: gettext_lazy("Not saved: locked"),
}


@dataclass(frozen=True, slots=True)
class CellSpec:
    """A column that can be filled in: `kind` is figure, choice, tick, day or text."""

    name: str
    label: str
    kind: str
    options: Sequence[tuple[str, Any]] = ()


@dataclass(slots=True)
class Cell:
    """A cell as it is shown: what stands in it, and how its last saving went."""

    spec: CellSpec
    place: Place
    is_open: bool
    # What stands in the field, and what is stored in the round.
    text: str
    stored: str
    seen: str
    state: str = ""
    message: str = ""
    answer: CellAnswer | None = None
    draft: Draft | None = None

    @property
    def id(self) -> str:
        """The field's id on the page."""
        return f"{self.place.anchor}-{self.spec.name}"

    @property
    def attributes(self) -> SafeString:
        """The field's attributes, whatever kind of field it is. There are hundreds on a page:
        written here, they take a third of the time that a template of their own took."""
        return format_html(
            'id="{}" name="{}" form="{}-form" data-cell="{}" data-stored="{}" data-state="{}" '
            'aria-describedby="{}-state"{}{}{}',
            self.id,
            self.spec.name,
            self.place.anchor,
            self.spec.name,
            self.stored,
            self.state,
            self.id,
            mark_safe(' aria-invalid="true"') if self.state == CellState.INVALID else "",
            self._lock,
            format_html(' data-drafted="{}"', self.draft.text) if self.draft else "",
        )

    @property
    def _lock(self) -> str:
        if self.is_open:
            return ""
        if self.spec.kind in ("choice", "tick"):
            return mark_safe(" disabled")
        return mark_safe(" readonly")

    @property
    def said(self) -> str:
        """How the cell stands, in words; empty when there is nothing to say."""
        if not self.is_open:
            return ""
        if self.state == "draft" and self.draft:
            at = date_format(timezone.localtime(self.draft.at), "j/n H:i")
            return _("Not saved: draft of %(time)s") % {"time": at}
        if self.state == CellState.INVALID:
            return self.message
        return str(SAID.get(self.state, ""))

    @property
    def stored_mark(self) -> str:
        """The mark of what is stored now, for somebody who has seen it."""
        return mark(self.stored)

    @property
    def shown_text(self) -> str:
        """What stands in the field, as people read it."""
        return self._shown(self.text)

    @property
    def shown_stored(self) -> str:
        """What is stored, as people read it."""
        return self._shown(self.stored)

    def _shown(self, text: str) -> str:
        if self.spec.kind == "tick":
            return str(_("Yes") if text else _("No"))
        return str(dict(self.spec.options).get(text, text))

    @property
    def is_unlisted(self) -> bool:
        """Whether it is to be chosen from a list, and says something that is not there."""
        return self.spec.kind == "choice" and self.text not in dict(self.spec.options)

    @property
    def is_unsaved(self) -> bool:
        """Whether the field says something else than what is stored."""
        return self.text != self.stored


@dataclass(slots=True)
class EntryRow:
    """A line of the round on the page; `line` is what the template shows besides the cells."""

    place: Place
    name: str
    line: Any
    cells: dict[str, Cell]
    is_open: bool
    # Why nothing of it can be saved, when somebody just tried.
    locked: str = ""
    warnings: Sequence[Any] = ()
    was_sent: bool = False

    @property
    def anchor(self) -> str:
        """The row's place on the page."""
        return self.place.anchor

    @property
    def marks(self) -> str:
        """The marks of what the writer saw, as the page sends them back."""
        return json.dumps({name: cell.seen for name, cell in self.cells.items()})

    @property
    def conflicts(self) -> list[Cell]:
        """The cells that somebody else has changed meanwhile."""
        return [cell for cell in self.cells.values() if cell.state == CellState.CONFLICT]

    @property
    def problems(self) -> list[Cell]:
        """The cells that cannot be read, or do not go together with the others."""
        return [cell for cell in self.cells.values() if cell.state == CellState.INVALID]

    @property
    def held_back(self) -> list[Cell]:
        """The cells that wait for a warning to be accepted."""
        return [cell for cell in self.cells.values() if cell.state == CellState.WARNING]

    @property
    def drafts(self) -> list[Cell]:
        """The cells in which the person has written something that is not saved."""
        return [cell for cell in self.cells.values() if cell.draft]

    @property
    def to_accept(self) -> Sequence[Any]:
        """The warnings that can be accepted: those that hold a cell back, else those stored."""
        return self.warnings or getattr(self.line, "warnings", ())

    @property
    def is_saved(self) -> bool:
        """Whether everything on the row is stored."""
        return not self.locked and not any(cell.is_unsaved for cell in self.cells.values())


def entry_row(
    *,
    place: Place,
    name: str,
    line: Any,
    specs: Sequence[CellSpec],
    texts: Mapping[str, str],
    is_open: bool,
    drafts: Mapping[tuple[Place, str], Draft],
    answer: RowAnswer | None = None,
    locked: str = "",
) -> EntryRow:
    """A row with what is stored, over it what the person has written and not saved."""
    row = EntryRow(place, name, line, {}, is_open, locked, was_sent=bool(answer or locked))
    for spec in specs:
        stored = texts[spec.name]
        cell = Cell(spec, place, is_open, stored, stored, mark(stored))
        draft = drafts.get((place, spec.name))
        if draft is not None and draft.text != stored:
            cell.text, cell.seen, cell.draft, cell.state = draft.text, draft.seen, draft, "draft"
        if answer is not None and spec.name in answer.cells:
            said = answer.cells[spec.name]
            cell.answer, cell.state, cell.message = said, said.state, said.message
            # A cell that was saved may have been changed by what was saved beside it.
            if said.state != CellState.SAVED:
                cell.text, cell.seen = said.text, said.seen
        row.cells[spec.name] = cell
    if answer is not None:
        row.warnings = answer.warnings
    return row


def as_json(row: EntryRow) -> dict[str, Any]:
    """A row's answer to the page's script."""
    return {
        "place": str(row.place),
        "locked": row.locked,
        "cells": {
            name: {
                "state": cell.answer.state if cell.answer else "",
                "text": cell.text,
                "seen": cell.seen,
                "message": cell.message,
                "stored": cell.stored,
                "mark": mark(cell.stored),
            }
            for name, cell in row.cells.items()
        },
    }


def try_row(
    enter: Callable[[], RowAnswer], *, round: Round, sent: Sent, typed: int, by: User
) -> tuple[RowAnswer, str]:
    """Enter a row by its rule; whatever is refused is kept as drafts. Gives why nothing could
    be saved, when the round is locked there."""
    locked = ""
    try:
        answer = enter()
    except RoundLocked as error:
        locked = str(error)
        refused = {
            name: CellAnswer(CellState.LOCKED, cell.text, cell.seen)
            for name, cell in sent.cells.items()
        }
        answer = RowAnswer(None, refused)
    keep_unsaved(round=round, place=sent.place, answer=answer, typed=typed, by=by)
    return answer, locked
