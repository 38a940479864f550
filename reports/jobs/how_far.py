"""How far the making of a file has come, in words and as a part of the whole."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goals.models import Round
from reports.choices import FileState
from reports.document import Document
from reports.jobs.drawn import to_draw
from reports.models import Edition, ReportFile
from reports.rendering.progress import Step

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# How much of the time each step takes, in hundredths; they go by in this order.
SHARES = {Step.LAYOUT: 80, Step.NUMBERS: 10, Step.JOIN: 5, Step.CHECK: 5}


@dataclass(frozen=True)
class StepShown:
    """A step of the making, and whether it is behind us, here, or to come."""

    label: "StrOrPromise"
    is_done: bool
    is_now: bool


@dataclass(frozen=True)
class HowFar:
    """What is said of a file under way."""

    text: str
    # Hundredths of the whole; nothing while it cannot be said.
    percent: int | None = None
    steps: tuple[StepShown, ...] = ()


@dataclass(frozen=True)
class RoundFiles:
    """What there is of a round as PDF."""

    ready: ReportFile | None
    under_way: ReportFile | None
    # Whether the report says, or looks, something else than the one that is ready.
    has_changed: bool


def how_far(file: ReportFile) -> HowFar:
    """How far the file has come: its place in the queue, or its step with a count."""
    if file.state == FileState.QUEUED:
        return HowFar(_queued(file))
    if file.state != FileState.MAKING:
        return HowFar("")
    if file.step not in Step.values:
        return HowFar(_("Gathering what the report says"))
    step = Step(file.step)
    text = str(step.label)
    if file.total > 1:
        text = _("%(step)s: %(done)s of %(total)s") % {
            "step": step.label,
            "done": file.done,
            "total": file.total,
        }
    if file.edition_id is not None:
        # Several files are made one after the other: each goes through the steps.
        return HowFar(text)
    return HowFar(text, _percent(step, file), tuple(_steps(step)))


def files_of(round: Round, document: Document, edition: Edition | None = None) -> RoundFiles:
    """The PDF of the round that is ready, and the one that is being made.

    The one of the `document` as it is now, where it has been made; else the latest. Not one from
    before its latest `edition`: it would show a decided report as a draft.
    """
    files = ReportFile.objects.filter(round=round, edition=None, state__in=ReportFile.GOOD)
    if edition is not None:
        files = files.filter(asked_at__gte=edition.made_at)
    latest = list(files.defer("content", "source").order_by("-pk"))
    made = [file for file in latest if not file.is_under_way]
    # Costs some milliseconds: not where there is nothing to compare with.
    wanted = to_draw(document).digest if made else ""
    as_now = next((file for file in made if file.digest == wanted), None)
    return RoundFiles(
        ready=as_now or next(iter(made), None),
        under_way=next((file for file in latest if file.is_under_way), None),
        has_changed=bool(made) and as_now is None,
    )


def place_in_queue(file: ReportFile) -> int:
    """How many files are before it: those being made, and those that have waited longer."""
    under_way = ReportFile.objects.filter(state__in=ReportFile.UNDER_WAY)
    before = under_way.filter(state=FileState.MAKING) | under_way.filter(pk__lt=file.pk)
    return before.exclude(pk=file.pk).count()


def _queued(file: ReportFile) -> str:
    before = place_in_queue(file)
    if not before:
        return _("It is next in turn, and begins as soon as a worker is free.")
    return ngettext(
        "It waits for its turn: %(count)s file is made before it.",
        "It waits for its turn: %(count)s files are made before it.",
        before,
    ) % {"count": before}


def _percent(step: Step, file: ReportFile) -> int:
    before = sum(share for other, share in SHARES.items() if _comes_before(other, step))
    return before + SHARES[step] * min(file.done, file.total) // max(file.total, 1)


def _steps(now: Step) -> list[StepShown]:
    return [StepShown(step.label, _comes_before(step, now), step == now) for step in Step]


def _comes_before(one: Step, other: Step) -> bool:
    order = list(Step)
    return order.index(one) < order.index(other)
