"""Who writes which section of a report, how far they are, and saying that one is ready."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from goals.cells import mark
from goals.choices import Kind, Verb
from goals.events import record
from goals.models import Draft, Round
from goals.places import Place
from goals.rules import EditConflict, hold_round
from organisation.access import Action, Principal, people_who_may, require
from organisation.models import User
from reports.choices import SectionState
from reports.models import SectionMark, SectionWriter
from reports.writing.comments import open_comments
from reports.writing.sections import Writing, find_writing, writings_in


@dataclass(frozen=True)
class SectionWork:
    """A section with the work on it."""

    writing: Writing
    state: SectionState
    writers: tuple[User, ...] = ()
    # Comments that nobody has resolved.
    comments: int = 0

    @property
    def is_ready(self) -> bool:
        """Whether somebody has said so, of the text as it stands."""
        return self.state == SectionState.READY


@dataclass(frozen=True)
class Texts:
    """How far the texts of a report have come: of the sections that are to be ready.

    The open comments are those on all texts, also beside the sections.
    """

    ready: int
    total: int
    comments: int


def work_of(round: Round, comments: Counter[str] | None = None) -> list[SectionWork]:
    """The report's sections as they are printed, with the work on each; five queries.

    `comments` are the round's open ones, where they have been counted already.
    """
    counted = open_comments(round) if comments is None else comments
    return works_in([round], {round.pk: counted})[round.pk]


def works_in(
    rounds: Collection[Round], comments: Mapping[int, Counter[str]]
) -> dict[int, list[SectionWork]]:
    """The same of as many rounds as there are, by their keys; four queries for all of them."""
    drafts = Draft.objects.filter(round__in=rounds, kind=Kind.SECTION)
    begun = {(pk, Place(Kind.SECTION, key)) for pk, key in drafts.values_list("round", "key")}
    writers: defaultdict[tuple[int, str], list[User]] = defaultdict(list)
    for row in SectionWriter.objects.filter(round__in=rounds).select_related("person"):
        writers[row.round_id, row.name].append(row.person)

    def work(writing: Writing) -> SectionWork:
        pk = writing.round.pk
        people = {one for name in writing.names for one in writers.get((pk, name), ())}
        return SectionWork(
            writing,
            _state(writing, is_begun=any((pk, place) in begun for place in writing.places)),
            tuple(sorted(people, key=str)),
            sum(comments[pk][name] for name in writing.names),
        )

    return {pk: [work(one) for one in found] for pk, found in writings_in(rounds).items()}


def texts_of(works: Iterable[SectionWork], comments: Mapping[str, int]) -> Texts:
    """How many sections are ready, of how many; and how many comments wait on them, and among the
    round's open ones (`comments`) on other texts."""
    found = list(works)
    counted = [one for one in found if one.writing.counts]
    ready = sum(one.is_ready for one in counted)
    beside = sum(count for name, count in comments.items() if ":" in name)
    return Texts(ready, len(counted), sum(one.comments for one in found) + beside)


def rounds_to_write(user: User, rounds: Collection[Round]) -> set[int]:
    """Which of the rounds have sections that the person is to write, by their keys."""
    own = SectionWriter.objects.filter(person=user, round__in=rounds)
    return set(own.values_list("round", flat=True))


def _state(writing: Writing, *, is_begun: bool) -> SectionState:
    if writing.mark is not None:
        return SectionState.READY
    return SectionState.BEGUN if writing.body or is_begun else SectionState.NOT_BEGUN


@transaction.atomic
def mark_ready(*, round: Round, name: str, ready: bool, version: int, by: User) -> None:
    """Say that a section is ready as it stands (`version`), or that it is not after all.

    The mark holds for that text: whoever changes it takes the mark away. Saying what holds
    already changes nothing.

    Raises:
        Http404, PermissionDenied: the person may not write there, or there is no such section.
        RoundLocked, EditConflict, ValidationError: nothing was changed.
    """
    require(by, Action.WRITE_REPORT, round.committee)
    hold_round(round, find_writing(round, name).place)
    found = find_writing(round, name)
    if (found.mark is not None) == ready:
        return
    section = found.section
    if section is None or not found.body:
        raise ValidationError(_("Write the text first."))
    if ready:
        if section.version != version:
            raise EditConflict(section)
        said = {"seen": mark(found.body), "by": by}
        SectionMark.objects.filter(section=section).delete()
        SectionMark.objects.create(section=section, **said)
    else:
        SectionMark.objects.filter(section=section).delete()
    undone = "" if ready else "yes"
    record(
        Verb.SECTION_READY,
        by=by,
        round=round,
        place=found.place,
        name=found.label,
        undone=undone,
    )


@transaction.atomic
def set_writers(*, round: Round, name: str, people: Collection[User], by: Principal) -> bool:
    """Say who is to write a section of the round's report; nobody, where `people` is empty.

    Also before the round opens, and whatever anybody has written; not when it is decided. Whether
    anything changed.

    Raises:
        Http404, PermissionDenied, ValidationError: nothing was changed.
    """
    require(by, Action.ASSIGN, round.committee)
    held = Round.objects.select_for_update(of=("self",), no_key=True).get(pk=round.pk)
    if held.is_decided:
        raise ValidationError(_("The round is decided: nobody writes in its report any more."))
    found = find_writing(round, name)
    rows = SectionWriter.objects.filter(round=round, name__in=found.names)
    before = {row.person for row in rows.select_related("person")}
    wanted = set(people)
    may_write = set(people_who_may(Action.WRITE_REPORT, round.committee))
    for person in wanted - before - may_write:
        raise ValidationError(
            _("%(name)s may not write in the committee’s reports.") % {"name": person}
        )
    if wanted == before:
        return False
    rows.exclude(person__in=wanted).delete()
    SectionWriter.objects.bulk_create(
        SectionWriter(round=round, name=found.name, person=person) for person in wanted - before
    )
    record(
        Verb.RESPONSIBLE_CHANGED,
        by=by,
        round=round,
        place=found.place,
        name=found.label,
        cells=[("person", _names(before), _names(wanted))],
    )
    return True


def _names(people: Iterable[User]) -> str:
    return ", ".join(sorted(map(str, people)))
