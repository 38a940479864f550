"""Setting the templates of sections: the city's, and what a committee makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from goals.choices import Part, RoundState
from goals.models import Round
from goals.rules import EditConflict, RoundLocked, read_text, sign
from organisation.access import Action, Principal, require, require_central
from organisation.models import Committee
from reports.models import SectionTemplate
from reports.writing.template import Template, TemplateSection, stored, stored_changes

HEADING_LENGTH, INSTRUCTIONS_LENGTH = 300, 4000
# More than any report has; a list that is longer is a mistake.
MOST_SECTIONS = 60
# How many changes are told.
TOLD = 20


def find_template(committee: Committee | None, year: int, part: str) -> SectionTemplate | None:
    """The row of the city's template, or of a committee's changes; nothing: never made."""
    return SectionTemplate.objects.filter(committee=committee, year=year, part=part).first()


@transaction.atomic
def set_template(
    *, year: int, part: Part, sections: Template, version: int, by: Principal
) -> SectionTemplate:
    """Say which sections a kind of document has in a year, in all committees, from now on.

    Texts that are written already stay, also where the template no longer has them. What
    says what is stored already is saved, whatever its version (0: none was stored).

    Raises:
        PermissionDenied, ValidationError, EditConflict: nothing was changed.
    """
    require_central(by)
    return _store(None, year, part, stored(_checked(sections)), version, by)


@transaction.atomic
def adapt_template(
    *, round: Round, sections: Template, version: int, by: Principal
) -> SectionTemplate:
    """Say which sections a round's report has beside those that the city requires, and in which
    order. No sections at all: as the city has it.

    Raises:
        Http404, PermissionDenied, RoundLocked, ValidationError, EditConflict: nothing was changed.
    """
    require(by, Action.ADAPT_TEMPLATE, round.committee)
    if round.current_state == RoundState.DECIDED:
        raise RoundLocked(round)
    changes = stored_changes(_checked(sections))
    return _store(round.committee, round.year, round.part, changes, version, by)


def _checked(sections: Sequence[TemplateSection]) -> Template:
    if len(sections) > MOST_SECTIONS:
        raise ValidationError(
            _("A template has at most %(count)s sections.") % {"count": MOST_SECTIONS}
        )
    if len({one.key for one in sections}) < len(sections):
        raise ValidationError(_("Two sections have the same key."))
    for one in sections:
        _read("heading", one.heading, HEADING_LENGTH)
        _read("instructions", one.instructions, INSTRUCTIONS_LENGTH)
        if not one.heading.strip():
            raise ValidationError({"heading": _("Write a heading.")})
    return tuple(sections)


def _read(name: str, text: str, length: int) -> None:
    try:
        read_text(text, length)
    except ValidationError as error:
        raise ValidationError({name: error.messages}) from error


def _store(
    committee: Committee | None,
    year: int,
    part: str,
    sections: list[dict[str, Any]],
    version: int,
    by: Principal,
) -> SectionTemplate:
    rows = SectionTemplate.objects.select_for_update(of=("self",))
    row, made = rows.get_or_create(
        committee=committee, year=year, part=part, defaults={"version": 0}
    )
    if not made and row.sections == sections:
        return row
    if row.version != version:
        raise EditConflict(row)
    row.sections = sections
    row.version += 1
    row.full_clean()
    sign(row, by)
    row.save()
    return row


# Telling ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class TemplateChange:
    """Who changed a template, when, and what: the headings of the sections."""

    name: str
    at: datetime
    added: list[str]
    removed: list[str]
    changed: list[str]
    is_reordered: bool


def template_changes(row: SectionTemplate | None, names: dict[str, str]) -> list[TemplateChange]:
    """What has been changed, the newest first; one query. `names`: headings by key, for those
    that a committee's changes only name."""
    if row is None:
        return []
    rows = row.history.select_related("history_user").order_by("-history_date", "-history_id")
    told = list(rows[: TOLD + 1])
    changes = []
    for after, before in zip(told, [*told[1:], None], strict=False):
        change = _change(after, before.sections if before else [], names)
        if change.added or change.removed or change.changed or change.is_reordered:
            changes.append(change)
    return changes[:TOLD]


def _change(after: Any, before: list[dict[str, Any]], names: dict[str, str]) -> TemplateChange:
    old, new = ({one["key"]: one for one in some} for some in (before, after.sections))
    both = [key for key in new if key in old]

    def called(keys: Sequence[str], where: dict[str, Any]) -> list[str]:
        return [where[key].get("heading") or names.get(key, key) for key in keys]

    return TemplateChange(
        name=str(after.history_user or ""),
        at=after.history_date,
        added=called([key for key in new if key not in old], new),
        removed=called([key for key in old if key not in new], old),
        changed=called([key for key in both if new[key] != old[key]], new),
        is_reordered=both != [key for key in old if key in new],
    )
