"""The texts of a report beside its goals: which there are, and writing them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from goals.choices import Kind, Verb
from goals.drafts import drop_drafts
from goals.events import record
from goals.models import Round
from goals.places import Place
from goals.rules import EditConflict, hold_round, read_text, sign
from organisation.access import Action, Principal, require
from organisation.models import User
from reports.document import FIRST_PAGE, FIRST_PAGE_OPENING, OWN_PLACES, WOMEN_AND_MEN
from reports.models import Report, Section

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The sections that every report may have, with their standard headings, in the order of print.
HEADINGS: "dict[str, StrOrPromise]" = {
    FIRST_PAGE_OPENING: gettext_lazy("In short: opening words"),
    FIRST_PAGE: gettext_lazy("In short: the text"),
    "decision_proposal": gettext_lazy("Proposal for decision"),
    "summary": pgettext_lazy("section", "Summary"),
    "introduction": pgettext_lazy("section", "Introduction"),
    "background": pgettext_lazy("section", "Background"),
    "preparation": gettext_lazy("Preparation of the matter"),
    WOMEN_AND_MEN: gettext_lazy("Differences between women and men"),
}
# Documents are in Swedish, whatever language the writer reads.
LANGUAGE = "sv"
CELL = "body"
# Where drafts of a section wait that nobody has saved yet: keys that no row ever gets.
UNWRITTEN = 10**17


@dataclass(frozen=True)
class Writing:
    """A section as its writer meets it: written, or only offered (`section` is None).

    The key is empty where it is none of the known ones, or the second of its kind.
    """

    round: Round
    key: str
    heading: str
    section: Section | None

    @property
    def name(self) -> str:
        """What it is called in addresses: a known key, else its number in the database.

        Loaded documents may have keys of their own, and the same one twice.
        """
        return self.key or str(self.section.pk if self.section else "")

    @property
    def label(self) -> str:
        """What it is called on pages: its own heading, but for those that print none."""
        return str(HEADINGS[self.key]) if self.key in OWN_PLACES else self.heading

    @property
    def is_first_page(self) -> bool:
        """Whether it takes the place of what is worked out for the first page."""
        return self.key == FIRST_PAGE

    @property
    def place(self) -> Place:
        """Where it is; before it is written, where drafts of it are kept."""
        return self.places[0]

    @property
    def places(self) -> list[Place]:
        """Where drafts of it may wait: also those from before somebody else wrote it."""
        keys = [self.section.pk] if self.section else []
        keys += [UNWRITTEN + list(HEADINGS).index(self.key)] if self.key else []
        return [Place(Kind.SECTION, key) for key in keys]

    @property
    def body(self) -> str:
        """What is stored."""
        return self.section.body if self.section else ""

    @property
    def version(self) -> int:
        """Which version is stored; 0 when none is."""
        return self.section.version if self.section else 0


def writings_of(round: Round) -> list[Writing]:
    """Every section that the round's report has or may have; in one query."""
    known = _known(Section.objects.filter(report__round=round).order_by("position"))
    offered = [_offered(round, key) for key in HEADINGS if key not in known]
    written = [
        Writing(round, section.key if name in HEADINGS else "", section.heading, section)
        for name, section in known.items()
    ]
    return sorted([*written, *offered], key=lambda one: _rank(one.key))


def find_writing(round: Round, name: str) -> Writing:
    """The section with that name in addresses, with its row if it has one.

    Raises:
        Http404: the report has no such section, and none is offered.
    """
    for writing in writings_of(round):
        if writing.name == name:
            return writing
    raise Http404


def _known(sections: Iterable[Section]) -> dict[str, Section]:
    """The sections by their names in addresses: of two with the same key the first has it."""
    named: dict[str, Section] = {}
    for section in sections:
        is_first = section.key in HEADINGS and section.key not in named
        named[section.key if is_first else str(section.pk)] = section
    return named


def _offered(round: Round, key: str) -> Writing:
    with translation.override(LANGUAGE):
        return Writing(round, key, str(HEADINGS[key]), None)


def _rank(key: str) -> int:
    """Where a section of that key stands among the others; what is not known comes last."""
    return list(HEADINGS).index(key) if key in HEADINGS else len(HEADINGS)


@transaction.atomic
def write_section(*, round: Round, name: str, body: str, version: int, by: Principal) -> Section:
    """Say what a section of the round's report says; `name` is the one in its address.

    The section is made when it is first written. Emptied, one with a place of its own (the
    first page) goes back to what is computed; any other is a heading without a text. What
    says what is stored already is saved, whatever its version (0: none was stored). What
    the person had written as a draft is done with.

    Raises:
        Http404, PermissionDenied: the person may not write there, or there is no such section.
        RoundLocked, EditConflict, ValidationError: nothing was changed.
    """
    require(by, Action.WRITE_REPORT, round.committee)
    seen = find_writing(round, name)
    hold_round(round, seen.place)
    # Again, now that nobody else can make or change it.
    found = find_writing(round, name)
    try:
        text = read_text(body)[0]
    except ValidationError as error:
        raise ValidationError({CELL: error.messages}) from error
    if found.section is None and not text:
        raise ValidationError({CELL: _("Write the text first.")})
    if found.section is not None and text != found.body and version != found.version:
        raise EditConflict(found.section)
    section = found.section
    if section is None or text != found.body:
        section = _store(found, text, by)
    if isinstance(by, User):
        for place in found.places:
            drop_drafts(round=round, place=place, cells=[CELL], by=by)
    return section


def _store(found: Writing, text: str, by: Principal) -> Section:
    section = found.section or _new(found)
    section.body = text
    section.version = found.version + 1
    section.full_clean()
    sign(section, by)
    section.save()
    record(
        Verb.SECTION_WRITTEN,
        by=by,
        round=found.round,
        place=Place(Kind.SECTION, section.pk),
        name=section.heading,
        cells=[(CELL, None, None)],
        version=section.version,
    )
    return section


def _new(found: Writing) -> Section:
    """A section at its place among the others, which make room for it."""
    round = found.round
    report, _made = Report.objects.get_or_create(
        round=round,
        defaults={
            "committee_name": round.committee.name,
            "municipality": round.committee.municipality,
        },
    )
    others = list(report.sections.order_by("position"))
    after = [one for one in others if _rank(one.key) > _rank(found.key)]
    position = after[0].position if after else max((one.position for one in others), default=0) + 1
    # From the last, since no two may stand at the same place.
    for one in reversed([one for one in others if one.position >= position]):
        Section.objects.filter(pk=one.pk).update(position=one.position + 1)
    return Section(report=report, position=position, key=found.key, heading=found.heading)
