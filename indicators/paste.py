"""What a paste from a spreadsheet would do, cell by cell, before anything of it is saved.

The page places the cells and the rule reads them, so that a number is read in one way only.
Nothing that was pasted goes missing: a cell that the row has not, or that lies outside the
table, is told of too.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goals.cells import CellAnswer, CellState, RowAnswer, Typed
from goals.models import Round
from goals.places import Place
from goals.rules import RoundLocked
from goals.sent import Sent
from goals.sheet import Cell, CellSpec
from indicators.choices import OutcomeState
from indicators.columns import columns, figure_labels
from indicators.queries import Line
from indicators.rules import outcome_texts, preview_outcome
from organisation.models import User

# Cells that may change with the total, and so go back with it.
FOLLOWING = ("state", "expected_on")


class Fate(models.TextChoices):
    """What would become of a pasted cell, in the order that the preview counts them."""

    SAVED = "saved", gettext_lazy("will be saved")
    EMPTIED = "emptied", gettext_lazy("will be emptied")
    UNCHANGED = "unchanged", gettext_lazy("unchanged")
    INVALID = "invalid", gettext_lazy("cannot be read")
    WARNING = "warning", gettext_lazy("with a warning")
    CONFLICT = "conflict", gettext_lazy("changed by somebody else meanwhile")
    LOCKED = "locked", gettext_lazy("locked")
    NOWHERE = "nowhere", gettext_lazy("no such field")


WELL = (Fate.SAVED, Fate.EMPTIED, Fate.UNCHANGED)


@dataclass(frozen=True, slots=True)
class PastedCell:
    """A pasted cell: what stands there now, what would, and what would become of it."""

    label: str
    old: str
    new: str
    fate: Fate
    message: str = ""


@dataclass(frozen=True, slots=True)
class PastedRow:
    """A row with pasted cells: what goes into its fields, and what stood there before."""

    place: Place
    name: str
    cells: list[PastedCell]
    texts: dict[str, str]
    before: dict[str, str]
    accept: list[str]

    def with_fates(self, *fates: Fate) -> list[PastedCell]:
        """The cells with one of those fates."""
        return [cell for cell in self.cells if cell.fate in fates]

    def as_json(self) -> dict[str, Any]:
        """What the page's script needs to paste the row, and to undo it."""
        return {
            "place": str(self.place),
            "cells": self.texts,
            "before": self.before,
            "accept": self.accept,
        }


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that was pasted; `beyond` lies outside the table."""

    rows: list[PastedRow]
    beyond: list[str]

    @property
    def counts(self) -> dict[Fate, int]:
        """How many cells have each fate, in the order of the fates."""
        found = Counter(cell.fate for row in self.rows for cell in row.cells)
        found[Fate.NOWHERE] += len(self.beyond)
        return {fate: found[fate] for fate in Fate if found[fate]}

    @property
    def total(self) -> int:
        """How many cells were pasted."""
        return sum(self.counts.values())

    @property
    def savable(self) -> int:
        """How many of them would be saved, or are already."""
        return sum(self.counts.get(fate, 0) for fate in WELL)

    @property
    def others(self) -> list[tuple[str, int]]:
        """How many cells are otherwise, with the word for it."""
        return [(str(f.label), many) for f, many in self.counts.items() if f != Fate.SAVED]

    @property
    def has_warnings(self) -> bool:
        """Whether something waits for a warning to be accepted."""
        return Fate.WARNING in self.counts

    @property
    def can_be_pasted(self) -> bool:
        """Whether anything goes into a field."""
        return any(row.texts for row in self.rows)

    @property
    def parts(self) -> list[tuple[str, list[tuple[PastedRow, list[PastedCell]]]]]:
        """The rows in two parts: what asks for a look comes first."""
        odd = [fate for fate in Fate if fate not in WELL]
        parts = ((_("To look at"), odd), (_("Without remarks"), list(WELL)))
        return [
            (heading, rows)
            for heading, fates in parts
            if (rows := [(row, own) for row in self.rows if (own := row.with_fates(*fates))])
        ]


def preview_of(
    round: Round, lines: Iterable[Line], rows: Iterable[Sent], beyond: list[str], by: User
) -> Preview:
    """What would become of the pasted rows; nothing is stored.

    Raises:
        KeyError: a row is not among the lines.
        ValidationError: the table has no such column.
    """
    by_place = {line.places[0]: line for line in lines}
    return Preview([_try(round, by_place[sent.place], sent, by) for sent in rows], beyond)


def _try(round: Round, line: Line, sent: Sent, by: User) -> PastedRow:
    specs = {spec.name: spec for spec in columns(line)}
    stored = outcome_texts(line)
    typed = _typed(specs, sent.cells)
    try:
        answer = preview_outcome(round=round, measure=line.measure, cells=typed, by=by)
    except RoundLocked:
        answer = RowAnswer(
            line,
            {name: CellAnswer(CellState.LOCKED, one.text, one.seen) for name, one in typed.items()},
        )
    cells = {
        name: _cell(Cell(specs[name], sent.place, True, "", stored[name], ""), answer)
        for name in typed
    }
    cells |= _nowhere(specs, sent.cells)
    texts = {
        name: one.text
        for name, one in typed.items()
        if answer.cells[name].state != CellState.LOCKED
    }
    return PastedRow(
        place=sent.place,
        name=line.indicator.name,
        cells=[cells[name] for name in sent.cells if name in cells],
        texts=texts,
        before={name: stored[name] for name in dict.fromkeys((*texts, *FOLLOWING))},
        accept=[one.code for one in answer.warnings],
    )


def _typed(specs: Mapping[str, CellSpec], cells: Mapping[str, Typed]) -> dict[str, Typed]:
    """The cells that the row has. A state is read as it is shown; an empty one says nothing."""
    typed = {name: one for name, one in cells.items() if name in specs}
    state = typed.pop("state", None)
    if state is not None and state.text.strip():
        typed["state"] = Typed(_state_code(state.text.strip()), state.seen)
    return typed


def _state_code(text: str) -> str:
    """The state that a word, as the list shows it, or a code stands for; else the text."""
    said = text.casefold()
    return next(
        (code for code, label in OutcomeState.choices if said in (code, str(label).casefold())),
        text,
    )


def _cell(cell: Cell, answer: RowAnswer) -> PastedCell:
    """What would become of a cell; `cell` holds what is stored in it."""
    name = cell.spec.name
    said = answer.cells[name]
    fate, message = Fate(said.state), said.message
    cell.text = said.text
    if fate == Fate.SAVED and not cell.is_unsaved:
        fate = Fate.UNCHANGED
    elif fate == Fate.SAVED and not cell.text:
        fate = Fate.EMPTIED
    elif fate == Fate.WARNING:
        about = [one for one in answer.warnings if name in one.cells] or answer.warnings
        message = "; ".join(dict.fromkeys(str(one.code.label) for one in about))
    return PastedCell(cell.spec.label, cell.shown_stored, cell.shown_text, fate, message)


def _nowhere(specs: Mapping[str, CellSpec], cells: Mapping[str, Typed]) -> dict[str, PastedCell]:
    """What was pasted where the row has no field: women in an indicator that is not split.

    Raises:
        ValidationError: no row has such a field.
    """
    labels = figure_labels()
    if unknown := cells.keys() - specs.keys() - labels.keys():
        raise ValidationError(_("There is no such field in the row."), code=unknown.pop())
    return {
        name: PastedCell(labels[name], "", one.text, Fate.NOWHERE)
        for name, one in cells.items()
        if name not in specs and one.text.strip()
    }
