"""A form of one line that is tried: saved, or shown again with what was typed in it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError

from goals.cells import mark
from goals.drafts import keep_draft
from goals.forms import LineForm
from goals.models import Draft, Round
from goals.places import Place
from goals.rules import EditConflict, RoundLocked
from organisation.models import User

Form = TypeVar("Form", bound=LineForm)


@dataclass
class Attempt(Generic[Form]):
    """The form as it is shown: just opened, or refused with what was typed in it."""

    form: Form
    status: int = 200
    problem: str = ""
    # What somebody else has saved meanwhile.
    theirs: Any = None
    # What the person has written earlier and not saved, by field.
    drafts: dict[str, Draft] = field(default_factory=dict)


def tried(form: Form, save: Callable[[dict[str, Any]], Any]) -> Attempt[Form]:
    """What became of trying to save the form's fields with a rule."""
    if not form.is_valid():
        return Attempt(form, 422)
    try:
        save(form.cleaned_data)
    except ValidationError as error:
        form.add_errors(error)
        return Attempt(form, 422)
    except EditConflict as conflict:
        form.keep_typed(conflict.current.version)
        return Attempt(form, 409, str(conflict), conflict.current)
    except RoundLocked as locked:
        form.lock()
        return Attempt(form, 409, str(locked))
    return Attempt(form)


def keep_refused(
    form: LineForm,
    stored: Mapping[str, str],
    *,
    round: Round,
    place: Place,
    is_current: bool,
    by: User,
) -> None:
    """Keep what was refused as drafts; the page's own script may not be running.

    `stored` is what the fields read now; `is_current` says whether the writer had seen that.
    """
    for cell, now in stored.items():
        value = form[cell].value() or ""
        text = value if isinstance(value, str) else "\n".join(value)
        if plain(text) != now:
            # What cannot even be a draft still stands in the page.
            with suppress(ValidationError):
                keep_draft(
                    round=round,
                    place=place,
                    cell=cell,
                    text=text,
                    seen=mark(now) if is_current else "",
                    typed=0,
                    by=by,
                )


def plain(text: str) -> str:
    """A text as it is compared with what is stored."""
    return text.replace("\r\n", "\n").strip()
