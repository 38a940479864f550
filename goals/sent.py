"""What a page that a round is filled in on sends: JSON from its script, or a row as a form.

Both become `Typed` cells for the same rule. Nothing that is sent is believed
before it has been looked at.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from goals.cells import Typed, mark
from goals.places import Place
from organisation.models import User

MOST_ROWS = 500
MOST_CELLS = 20


@dataclass(slots=True)
class Sent:
    """A row as it was sent: some of its cells, and the warnings that are accepted."""

    place: Place
    cells: dict[str, Typed]
    accept: list[str] = field(default_factory=list)
    reason: str = ""


def read_json(request: HttpRequest) -> dict[str, Any]:
    """What a page's script sent.

    Raises:
        ValidationError: it is no JSON object.
    """
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise ValidationError(_("The page sent something that cannot be read.")) from error
    if not isinstance(said, dict):
        raise ValidationError(_("The page sent something that cannot be read."))
    return said


def read_rows(said: Mapping[str, Any]) -> list[Sent]:
    """The rows that a page's script sent.

    Raises:
        ValidationError: they are not what our pages send.
    """
    rows = said.get("rows")
    if not isinstance(rows, list) or len(rows) > MOST_ROWS:
        raise ValidationError(_("The page sent something that cannot be read."))
    try:
        return [_read_row(row) for row in rows]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValidationError(_("The page sent something that cannot be read.")) from error


def _read_row(row: Any) -> Sent:
    cells = {
        str(name): Typed(_text(cell["text"]), _text(cell["seen"]))
        for name, cell in row["cells"].items()
    }
    if len(cells) > MOST_CELLS:
        raise ValueError("too many cells")
    accept = [_text(code) for code in row.get("accept", [])]
    return Sent(Place.read(row["place"]), cells, accept, _text(row.get("reason", "")))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def read_post(post: QueryDict, place: Place, names: Sequence[str]) -> Sent:
    """The row that a browser without scripts sent as a form; a box that is not ticked is empty.

    Raises:
        ValidationError: it is not a form of ours.
    """
    try:
        marks = json.loads(post.get("seen", "{}"))
        cells = {name: Typed(post.get(name, ""), _text(marks[name])) for name in names}
    except (ValueError, TypeError, KeyError) as error:
        raise ValidationError(_("The page sent something that cannot be read.")) from error
    return Sent(place, cells, post.getlist("accept"), post.get("reason", ""))


def over_theirs(sent: Sent, post: QueryDict, texts: Mapping[str, str]) -> Sent:
    """The row, where its writer has seen what somebody else saved in a cell (`mine`) and wants
    to save over it."""
    name = post.get("mine", "")
    if name in sent.cells:
        sent.cells[name] = Typed(sent.cells[name].text, mark(texts[name]))
    return sent


def require_writer(said: Mapping[str, Any], user: User) -> None:
    """Refuse what one person typed and another, who has logged in meanwhile, sends.

    Raises:
        WrongWriter: the page was opened by somebody else.
    """
    if said.get("person") != user.pk:
        raise WrongWriter(user)


class WrongWriter(Exception):
    """A page that somebody opened is sent by somebody else."""

    def __init__(self, user: User) -> None:
        super().__init__(
            _("You are logged in as %(name)s now. Log in again as yourself to save.")
            % {"name": user}
        )


def typed_at(said: Mapping[str, Any]) -> int:
    """When the writer typed, in milliseconds by the writer's clock; zero when it is not said."""
    at = said.get("typed")
    return at if isinstance(at, int) and 0 <= at < 2**53 else 0
