"""What is told while a PDF is made, what can go with it, and how it can end without one."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Step(TextChoices):
    """What is being done, in the order it comes."""

    LAYOUT = "layout", _("Laying out the chapters")
    NUMBERS = "numbers", _("Setting page numbers")
    JOIN = "join", _("Joining the chapters")
    CHECK = "check", _("Checking the file")


@dataclass(frozen=True)
class Progress:
    """How far a step has come: `done` of `total`, in chapters or whatever the step counts."""

    step: Step
    done: int
    total: int


@dataclass(frozen=True)
class Attachment:
    """A file that goes with an archive copy: its name, media type, bytes, and what it is."""

    name: str
    content_type: str
    content: bytes
    description: str


class RenderFailed(Exception):
    """The PDF could not be made; the message says why, for a person."""


class RenderStopped(Exception):
    """Somebody asked for the making to stop, and it did."""


Told = Callable[[Progress], None]
ShouldStop = Callable[[], bool]


def tell_nobody(_progress: Progress) -> None:
    """For those who only want the file."""


def never() -> bool:
    """For those who cannot be asked to stop."""
    return False
