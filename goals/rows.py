"""A row of a page that a round is filled in on: its form, and how the last saving went."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core.exceptions import ValidationError

from goals.forms import RowForm
from goals.rules import EditConflict, RoundLocked

Form = TypeVar("Form", bound=RowForm)
Stored = TypeVar("Stored")


@dataclass(kw_only=True)
class EntryRow(Generic[Form, Stored]):
    """With a form when it may be changed. Whatever was refused stands in the form as typed."""

    form: Form | None = None
    saved: bool = False
    conflict: str = ""
    theirs: Stored | None = None
    locked: str = ""

    @property
    def http_status(self) -> int:
        """How the saving is answered: done, not valid, or overtaken by somebody else."""
        if self.conflict or self.locked:
            return 409
        return 422 if self.form is not None and self.form.errors else 200

    def attempt(self, save: Callable[[Form], Stored]) -> Stored | None:
        """Save by the rule, if the form is valid; what the rule refuses stands on the row."""
        form = self.form
        if form is None or not form.is_valid():
            return None
        try:
            return save(form)
        except ValidationError as error:
            form.add_errors(error)
        except EditConflict as conflict:
            form.keep_typed(conflict.current.version)
            self.theirs, self.conflict = conflict.current, str(conflict)
        except RoundLocked as locked:
            form.lock()
            self.locked = str(locked)
        return None
