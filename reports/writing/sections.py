"""The texts of a report beside its goals: which there are, and writing them."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from goals.cells import mark
from goals.choices import Kind, Verb
from goals.drafts import drop_drafts
from goals.events import record
from goals.models import Round
from goals.places import Place
from goals.rules import EditConflict, hold_round, read_text, sign
from organisation.access import Action, Principal, require
from organisation.models import User
from reports.document import FIRST_PAGE, OWN_PLACES, is_front
from reports.models import Report, Section, SectionMark
from reports.queries import template_of, templates_of
from reports.writing.template import (
    HEADINGS,
    Template,
    TemplateSection,
    default_template,
    heading_of,
    shown,
)

CELL = "body"
# Where drafts of a section wait that nobody has saved yet: keys that no row ever gets.
UNWRITTEN = 10**17
# The program's own come first there, and then all others, by their keys.
OTHERS = 1000


@dataclass(frozen=True)
class Writing:
    """A section as its writer meets it: written, or only offered (`section` is None).

    The key is empty where the template has no such section, or this is the second of its kind.
    """

    round: Round
    key: str
    heading: str
    section: Section | None
    # What the template says of it; nothing where the template does not have it.
    template: TemplateSection | None = None

    @property
    def name(self) -> str:
        """What it is called in addresses: the template's key, else its number in the database.

        Loaded documents may have keys of their own, and the same one twice.
        """
        return self.key or str(self.section.pk if self.section else "")

    @property
    def names(self) -> list[str]:
        """Everything it is, or has been, called: a template may come after the text."""
        return [self.name, *([str(self.section.pk)] if self.section and self.key else [])]

    @property
    def label(self) -> str:
        """What it is called on pages: its own heading, but for those that print none."""
        return str(HEADINGS[self.key]) if self.key in OWN_PLACES else self.heading

    @property
    def instructions(self) -> str:
        """What the template tells its writer."""
        return self.template.instructions if self.template else ""

    @property
    def required(self) -> bool:
        """Whether its heading is printed also when it is empty."""
        return bool(self.template and self.template.required)

    @property
    def in_front(self) -> bool:
        """Whether it is printed before the goals."""
        return is_front(self.key or (self.section.key if self.section else ""))

    @property
    def is_first_page(self) -> bool:
        """Whether it takes the place of what is worked out for the first page."""
        return self.key == FIRST_PAGE

    @property
    def counts(self) -> bool:
        """Whether it is one of those that are to be ready: what has a place of its own is
        computed until somebody writes it."""
        return self.key not in OWN_PLACES or bool(self.body)

    @property
    def place(self) -> Place:
        """Where it is; before it is written, where drafts of it are kept."""
        return self.places[0]

    @property
    def places(self) -> list[Place]:
        """Where drafts of it may wait: also those from before somebody else wrote it."""
        keys = [self.section.pk] if self.section else []
        keys += [_waiting(self.key)] if self.key else []
        return [Place(Kind.SECTION, key) for key in keys]

    @property
    def body(self) -> str:
        """What is stored."""
        return self.section.body if self.section else ""

    @property
    def version(self) -> int:
        """Which version is stored; 0 when none is."""
        return self.section.version if self.section else 0

    @property
    def mark(self) -> SectionMark | None:
        """Who said that it is ready, as it stands; nothing: it is not, or not any more."""
        found: SectionMark | None = getattr(self.section, "mark", None)
        return found if found and self.body and found.seen == mark(self.body) else None


def _waiting(key: str) -> int:
    """The number under which drafts of an unwritten section wait."""
    if key in HEADINGS:
        return UNWRITTEN + list(HEADINGS).index(key)
    digest = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8])
    return UNWRITTEN + OTHERS + digest % (UNWRITTEN - OTHERS)


def writings_of(round: Round) -> list[Writing]:
    """Every section that the round's report has or may have, as they are printed; two queries."""
    return writings_in([round])[round.pk]


def writings_in(rounds: Collection[Round]) -> dict[int, list[Writing]]:
    """The same of as many rounds as there are, by their keys; two queries for all of them."""
    templates = templates_of(rounds)
    rows = Section.objects.filter(report__round__in=rounds).order_by("report", "position")
    sections: defaultdict[int, list[Section]] = defaultdict(list)
    for section in rows.select_related("mark__by", "report"):
        sections[section.report.round_id].append(section)
    return {
        round.pk: _writings(round, shown(templates[round.pk]), sections[round.pk])
        for round in rounds
    }


def find_writing(round: Round, name: str) -> Writing:
    """The section with that name in addresses, with its row if it has one.

    Those that the program knows are always found: what is computed leads to them.

    Raises:
        Http404: the report has no such section, and none is offered.
    """
    writings = writings_of(round)
    for writing in writings:
        if name in writing.names:
            return writing
    for section in default_template():
        if section.key == name:
            return Writing(round, name, section.heading, None)
    raise Http404


def _writings(round: Round, template: Template, sections: list[Section]) -> list[Writing]:
    asked = {one.key: one for one in template}
    known = named_sections(sections, asked)
    offered = [
        Writing(round, one.key, one.heading, None, one) for one in template if one.key not in known
    ]
    written = [
        Writing(
            round,
            section.key if name in asked else "",
            heading_of(asked.get(name), section.heading),
            section,
            asked.get(name),
        )
        for name, section in known.items()
    ]
    ranks = _ranks(template)
    return sorted([*written, *offered], key=lambda one: _rank(one.key, ranks))


def named_sections(
    sections: Iterable[Section], asked: Mapping[str, TemplateSection]
) -> dict[str, Section]:
    """The sections by their names in addresses: of two with the same key the first has it."""
    named: dict[str, Section] = {}
    for section in sections:
        is_first = section.key in asked and section.key not in named
        named[section.key if is_first else str(section.pk)] = section
    return named


def _ranks(template: Template) -> dict[str, int]:
    return {section.key: rank for rank, section in enumerate(template)}


def _rank(key: str, ranks: Mapping[str, int]) -> int:
    """Where a section of that key stands among the others; what is not known comes last."""
    return ranks.get(key, len(ranks))


@transaction.atomic
def write_section(*, round: Round, name: str, body: str, version: int, by: Principal) -> Section:
    """Say what a section of the round's report says; `name` is the one in its address.

    The section is made when it is first written. Emptied, one with a place of its own (the
    first page) goes back to what is computed; any other is a heading without a text, or not
    printed where a template leaves it to the writer. What says what is stored already is
    saved, whatever its version (0: none was stored). What the person had written as a draft is
    done with.

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
    ranks = _ranks(shown(template_of(round)))
    after = [one for one in others if _rank(one.key, ranks) > _rank(found.key, ranks)]
    position = after[0].position if after else max((one.position for one in others), default=0) + 1
    # From the last, since no two may stand at the same place.
    for one in reversed([one for one in others if one.position >= position]):
        Section.objects.filter(pk=one.pk).update(position=one.position + 1)
    return Section(report=report, position=position, key=found.key, heading=found.heading)
