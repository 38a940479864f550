"""Acts that freeze a report: it is submitted, decided, and corrected after the decision.

Each makes an edition of what the round says at that moment, writes an event, and sets the
report's status and the round's state. Whoever makes one has seen what is frozen: `seen` is
the mark of that (`Draft.mark`), and `number` the number that the edition was to get. Where
either has changed in between, as by a second click, nothing is made.
"""

from dataclasses import replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.version import program_version
from goals import lifecycle
from goals.choices import RoundState, Verb
from goals.events import record
from goals.models import Round
from organisation.access import Action, Principal, require
from organisation.models import User
from reports.choices import EditionKind, ReportStatus
from reports.document import EditionMark
from reports.editions.state import Draft, decision_words, draft_of
from reports.jobs.files import ask_for_files
from reports.models import Edition, Report
from reports.snapshot import digest, freeze

VERBS = {
    EditionKind.PROPOSAL: Verb.EDITION_SUBMITTED,
    EditionKind.DECIDED: Verb.EDITION_DECIDED,
    EditionKind.CORRECTION: Verb.EDITION_CORRECTED,
}


class EditionConflict(Exception):
    """Somebody made an edition, or changed the report, in between: `draft` is how it is now."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        super().__init__(_("The report has changed since you opened the page. Look at it again."))


# Acts -----------------------------------------------------------------------------------


@transaction.atomic
def submit_proposal(
    *, round: Round, registry_number: str, by: Principal, number: int | None = None, seen: str = ""
) -> Edition:
    """Freeze the report as it is submitted to the committee. It may go on being written.

    Raises:
        Http404, PermissionDenied: the person may not.
        EditionConflict: somebody made an edition, or changed the report, in between.
        ValidationError: there is no registry number, the report is decided already, the round
            has not begun, or nothing has changed since the proposal before.
    """
    draft = _hold(round, by, number, seen)
    if draft.published:
        raise ValidationError(_("The report is decided. What is mended now is a correction."))
    if draft.round.current_state not in (RoundState.OPEN, RoundState.LOCKED):
        raise ValidationError(_("Only an open or a locked round’s report can be submitted."))
    draft = _with_registry_number(draft, registry_number)
    if draft.since_proposal is not None and not draft.since_proposal:
        raise ValidationError(
            _("Nothing has changed since edition %(number)s, which is submitted already.")
            % {"number": draft.number - 1}
        )
    return _make(draft, EditionKind.PROPOSAL, by)


@transaction.atomic
def decide_edition(
    *,
    round: Round,
    decided_on: date,
    paragraph: str,
    by: Principal,
    registry_number: str = "",
    as_proposed: bool | None = None,
    number: int | None = None,
    seen: str = "",
) -> Edition:
    """Freeze the report as the committee has decided it, and close the round.

    `as_proposed` is what the minutes say, where there is a proposal: decided as it was
    submitted, or with changes; it must be true of what is frozen. None: nobody was asked.

    Raises:
        Http404, PermissionDenied: the person may not.
        EditionConflict: somebody made an edition, or changed the report, in between.
        ValidationError: the round is not locked, the report is decided already, the decision
            is not named or lies ahead, or the report is not as `as_proposed` says.
    """
    draft = _hold(round, by, number, seen)
    if draft.published:
        raise ValidationError(_("The report is decided already."))
    _expect_locked(draft.round, RoundState.DECIDED)
    paragraph = clean_decision(draft.round, decided_on, paragraph)
    draft = _with_registry_number(draft, registry_number)
    _expect_as_said(draft, as_proposed)
    edition = _make(draft, EditionKind.DECIDED, by, decided_on=decided_on, paragraph=paragraph)
    _close(draft.round, decision_words(edition), by)
    return edition


@transaction.atomic
def begin_correction(*, round: Round, reason: str, by: Principal) -> Round:
    """Open a decided round, so that what is wrong in its report can be mended.

    The published edition holds until a correction is made.

    Raises:
        Http404, PermissionDenied: the person may not.
        ValidationError: the round is not decided, its decision is in no edition, or there is
            no reason.
    """
    require(by, Action.MAKE_EDITIONS, round.committee)
    if not Edition.objects.filter(round=round).exclude(kind=EditionKind.PROPOSAL).exists():
        raise ValidationError(_("Record the decision as an edition first."))
    opened = lifecycle.reopen_decided(round=round, reason=reason, by=by)
    _set_status(opened, ReportStatus.DRAFT)
    return opened


@transaction.atomic
def correct_edition(
    *,
    round: Round,
    note: str,
    by: Principal,
    decided_on: date | None = None,
    paragraph: str = "",
    number: int | None = None,
    seen: str = "",
) -> Edition:
    """Freeze the mended report as a new edition, which holds from now, and close the round.

    `note` says what was corrected. Where the committee has decided anew, the new decision is
    given; else that of the edition before holds for this one too.

    Raises:
        Http404, PermissionDenied: the person may not.
        EditionConflict: somebody made an edition, or changed the report, in between.
        ValidationError: nothing is decided yet, the round is not locked, nothing is corrected,
            or the note does not say what.
    """
    draft = _hold(round, by, number, seen)
    published = _published(draft)
    _expect_locked(draft.round)
    if not note.strip():
        raise ValidationError({"note": _("Write what was corrected.")})
    if decided_on or paragraph:
        paragraph = clean_decision(draft.round, decided_on, paragraph)
    draft = _with_registry_number(draft, "")
    if not draft.since_published:
        raise ValidationError(
            _("Nothing differs from edition %(number)s, so there is nothing to correct.")
            % {"number": published.number}
        )
    edition = _make(
        draft,
        EditionKind.CORRECTION,
        by,
        decided_on=decided_on or published.decided_on,
        paragraph=paragraph or published.paragraph,
        note=note.strip(),
    )
    _close(draft.round, decision_words(edition), by)
    return edition


@transaction.atomic
def end_correction(*, round: Round, by: Principal) -> Round:
    """Close a round that was opened for a correction, when nothing of it was changed.

    Raises:
        Http404, PermissionDenied: the person may not.
        ValidationError: nothing is decided yet, the round is not locked, or something differs.
    """
    draft = _hold(round, by)
    published = _published(draft)
    _expect_locked(draft.round)
    draft = _with_registry_number(draft, "")
    if draft.since_published:
        raise ValidationError(_("The report differs from the published edition: correct it."))
    _set_status(draft.round, ReportStatus.DECIDED)
    return _close(draft.round, decision_words(published), by)


def clean_decision(round: Round, decided_on: date | None, paragraph: str) -> str:
    """The paragraph without its sign.

    Raises:
        ValidationError: the day or the paragraph is missing, or the day lies ahead, or so far
            back that its year is mistyped: a plan is decided in the year before its own.
    """
    paragraph = paragraph.strip().lstrip("§").strip()
    problems = {}
    if decided_on is None:
        problems["decided_on"] = _("Give the day of the decision.")
    elif decided_on > timezone.localdate():
        problems["decided_on"] = _("The day lies ahead: record the decision when it is made.")
    elif decided_on.year < round.year - 1:
        problems["decided_on"] = _("%(round)s cannot have been decided in %(year)s.") % {
            "round": round.title,
            "year": decided_on.year,
        }
    if not paragraph:
        problems["paragraph"] = _("Give the paragraph of the minutes.")
    if problems:
        raise ValidationError(problems)
    return paragraph


# How ------------------------------------------------------------------------------------


def _hold(round: Round, by: Principal, number: int | None = None, seen: str = "") -> Draft:
    """The draft, with the round held until the transaction ends, if it still is what was seen."""
    require(by, Action.MAKE_EDITIONS, round.committee)
    draft = draft_of(lifecycle.hold_to_manage(round, by))
    if (number is not None and number != draft.number) or (seen and seen != draft.mark):
        raise EditionConflict(draft)
    return draft


def _with_registry_number(draft: Draft, given: str) -> Draft:
    """The draft with the number that was given, else the one that the report has.

    Raises:
        ValidationError: there is none.
    """
    registry_number = given.strip() or draft.document.registry_number
    if not registry_number:
        raise ValidationError(
            {"registry_number": _("Give the registry number: the edition is kept under it.")}
        )
    return replace(draft, document=replace(draft.document, registry_number=registry_number))


def _published(draft: Draft) -> Edition:
    """The edition that holds now.

    Raises:
        ValidationError: there is none.
    """
    if draft.published is None:
        raise ValidationError(_("Only a decided report is corrected."))
    return draft.published


def _expect_locked(round: Round, *others: RoundState) -> None:
    if round.current_state not in (RoundState.LOCKED, *others):
        raise ValidationError(
            _("%(round)s is %(state)s. Lock it first, so that nothing changes after the decision.")
            % {"round": round.title, "state": round.state_label.lower()}
        )


def _expect_as_said(draft: Draft, as_proposed: bool | None) -> None:
    if draft.since_proposal is None or as_proposed is None:
        return
    if as_proposed and draft.since_proposal:
        raise ValidationError(
            {
                "as_proposed": _(
                    "The report has been changed since the proposal. Put the changes back, or"
                    " record that the committee decided with changes."
                )
            }
        )
    if not as_proposed and not draft.since_proposal:
        raise ValidationError(
            {"as_proposed": _("Nothing has changed since the proposal: make the changes first.")}
        )


def _make(
    draft: Draft,
    kind: EditionKind,
    by: Principal,
    *,
    decided_on: date | None = None,
    paragraph: str = "",
    note: str = "",
) -> Edition:
    """Store the edition with its snapshot, tell of it, set the report's status, order its files."""
    answered = draft.proposal if kind == EditionKind.DECIDED else None
    mark = EditionMark(
        number=draft.number,
        kind=kind,
        made_on=timezone.localdate(),
        signature=signature_of(by),
        decided_on=decided_on,
        paragraph=paragraph,
        note=note,
        follows=draft.last.digest if draft.last else "",
        proposal=answered.number if answered else None,
        as_proposed=not draft.since_proposal if answered else None,
    )
    status = ReportStatus.PROPOSAL if kind == EditionKind.PROPOSAL else ReportStatus.DECIDED
    document = replace(draft.document, status=status.value, edition=mark)
    snapshot = freeze(document)
    edition = Edition(
        round=draft.round,
        number=mark.number,
        kind=kind,
        snapshot=snapshot,
        digest=digest(snapshot),
        program_version=program_version(),
        registry_number=document.registry_number,
        decided_on=decided_on,
        paragraph=paragraph,
        note=note,
        made_by=by if isinstance(by, User) else None,
        signature=mark.signature,
    )
    # The program itself is nobody.
    edition.full_clean(exclude={"made_by"})
    edition.save()
    _set_status(draft.round, status, document.registry_number)
    record(
        VERBS[kind],
        by=by,
        round=draft.round,
        name=draft.round.title,
        number=str(edition.number),
        registry_number=edition.registry_number,
        reason=note or decision_words(edition),
        digest=edition.digest,
    )
    ask_for_files(edition=edition, by=by)
    return edition


def signature_of(by: Principal) -> str:
    """What the person is called when the edition is made."""
    return str(by) if isinstance(by, User) and str(by) else _("The program")


def _set_status(round: Round, status: ReportStatus, registry_number: str = "") -> None:
    report, _made = Report.objects.get_or_create(round=round)
    report.status = status
    report.registry_number = registry_number or report.registry_number
    report.save(update_fields=["status", "registry_number"])


def _close(round: Round, reason: str, by: Principal) -> Round:
    """Mark the round as decided; one that was before there were editions stays so."""
    if round.current_state == RoundState.DECIDED:
        return round
    return lifecycle.decide_round(round=round, reason=reason, by=by)
