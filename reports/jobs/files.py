"""Asking for a report as PDF, and changing one's mind."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goals.models import Round
from organisation.access import Action, Principal, may, require
from organisation.models import User
from reports.choices import FileState
from reports.compose import compose_report
from reports.editions.files import missing_formats
from reports.jobs.drawn import to_draw
from reports.jobs.tasks import queue
from reports.models import Edition, ReportFile

# One person's jobs that wait or are made at once: the workers are there for everybody.
JOBS_PER_PERSON = 3


def ask_for_pdf(*, round: Round, by: User) -> ReportFile:
    """The file of the round as it is now: the one there is, or a new one, set to work.

    Who asks for what has been made already gets that; two who ask at once get one job.

    Raises:
        Http404: the person may not know of the round.
        ValidationError: too much is being made for the person already.
    """
    require(by, Action.READ, round.committee)
    drawn = to_draw(compose_report(round))
    same = _same(round, drawn.digest)
    return same or _ask(round=round, by=by, source=drawn.source, digest=drawn.digest)


@transaction.atomic
def ask_for_files(*, edition: Edition, by: Principal) -> ReportFile:
    """The job that makes all files of the edition: the one there is, or a new one, set to work.

    A job that was finished before the program knew of some format is done once more: what is
    kept stays, and what is missing is added.

    Raises:
        Http404, PermissionDenied: the person makes no editions in the committee.
    """
    require(by, Action.MAKE_EDITIONS, edition.round.committee)
    good = ReportFile.objects.filter(edition=edition, state__in=ReportFile.GOOD)
    if same := good.first():
        if same.is_under_way or not missing_formats(edition):
            return same
        good.filter(pk=same.pk, state=FileState.READY).delete()
    try:
        with transaction.atomic():
            file = ReportFile.objects.create(
                round=edition.round, edition=edition, asked_by=by if isinstance(by, User) else None
            )
    except IntegrityError:
        # Somebody asked for the same at the same moment.
        return good.get()
    queue(file)
    return file


def cancel(*, file: ReportFile, by: User) -> bool:
    """Stop the making, at once where it has begun; whether there was anything to stop.

    Raises:
        Http404: the person may not know of the round.
        PermissionDenied: somebody else asked for it, and the person does not manage the round.
    """
    require(by, Action.READ, file.round.committee)
    if not may_cancel(file, by):
        raise PermissionDenied(_("Only who asked for the file can cancel it."))
    under_way = ReportFile.objects.filter(pk=file.pk, state__in=ReportFile.UNDER_WAY)
    # Its worker looks whether the job is still its own, and stops.
    return bool(
        under_way.update(
            state=FileState.CANCELLED,
            finished_at=timezone.now(),
            error=_("Cancelled by %(name)s.") % {"name": by.name or by.email},
            source="",
            step="",
        )
    )


def may_cancel(file: ReportFile, by: User) -> bool:
    """Whether the person asked for the file, or manages the round it is of."""
    return file.asked_by_id == by.pk or may(by, Action.MANAGE_ROUNDS, file.round.committee)


@transaction.atomic
def _ask(*, round: Round, by: User, source: str, digest: str) -> ReportFile:
    # Several at once by one person are counted one after the other.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    under_way = ReportFile.objects.filter(asked_by=by, state__in=ReportFile.UNDER_WAY)
    if under_way.exclude(round=round, digest=digest).count() >= JOBS_PER_PERSON:
        raise ValidationError(
            ngettext(
                "%(count)s file is being made for you already. Wait for it, or cancel it.",
                "%(count)s files are being made for you already. Wait for one, or cancel one.",
                JOBS_PER_PERSON,
            )
            % {"count": JOBS_PER_PERSON}
        )
    try:
        with transaction.atomic():
            file = ReportFile.objects.create(round=round, asked_by=by, source=source, digest=digest)
    except IntegrityError:
        # Somebody asked for the same at the same moment.
        if same := _same(round, digest):
            return same
        raise
    queue(file)
    return file


def _same(round: Round, digest: str) -> ReportFile | None:
    """The round's file of the same input that is under way or ready."""
    good = ReportFile.objects.filter(round=round, digest=digest, state__in=ReportFile.GOOD)
    return good.defer("content", "source").first()
