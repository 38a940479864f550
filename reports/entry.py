"""One entry of a file that is read: its fields, and what is wrong with them."""

import enum
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.formats import FormatError, Value, parse_date, parse_value

MOST_PROBLEMS = 20
Choice = TypeVar("Choice", bound=enum.Enum)
# What neither database nor PDF can hold: control characters and half characters.
UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Problem:
    """Something wrong in a file: in which entry, in which field, and what to do."""

    entry: str
    field: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.entry, self.field, self.message) if part)


class BrokenDocument(Exception):
    """A file that cannot be read as a document. Nothing of it may be stored."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        lines = [str(problem) for problem in problems[:MOST_PROBLEMS]]
        if (more := len(problems) - MOST_PROBLEMS) > 0:
            lines.append(ngettext("… and %(n)d more.", "… and %(n)d more.", more) % {"n": more})
        super().__init__("\n".join(lines))

    @classmethod
    def single(cls, message: str) -> "BrokenDocument":
        """One thing wrong with the file as a whole."""
        return cls([Problem("", "", message)])


class Problems:
    """The problems found so far."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, entry: str, field: str, message: str) -> None:
        self.found.append(Problem(entry, field, message))

    def raise_if_any(self) -> None:
        if self.found:
            raise BrokenDocument(self.found)


class Entry:
    """A JSON object that is read field by field; each reader notes what is wrong and goes on."""

    def __init__(self, data: Any, name: str, problems: Problems) -> None:
        self.name = name
        self.problems = problems
        self.data: dict[str, Any] = data if isinstance(data, dict) else {}
        if not isinstance(data, dict):
            self.wrong("", _("Expected an object with named fields."))

    def wrong(self, field: str, message: str) -> None:
        """Note what is wrong with a field of this entry."""
        self.problems.add(self.name, field, message)

    def text(self, field: str, *, required: bool = True, most: int | None = None) -> str:
        """A text; empty when it is missing, which is noted if it is required."""
        text = self.optional_text(field, most=most)
        if required and not (text or "").strip():
            self.wrong(field, _("This must be filled in."))
        return text or ""

    def optional_text(self, field: str, *, most: int | None = None) -> str | None:
        """A text, or None where the field is missing or null."""
        text = self.data.get(field)
        if text is None:
            return None
        if not isinstance(text, str):
            self.wrong(field, _("Expected a text, found %(found)s.") % {"found": _show(text)})
            return None
        if most is not None and len(text) > most:
            self.wrong(
                field,
                _("The text has %(length)d characters; at most %(most)d are possible.")
                % {"length": len(text), "most": most},
            )
        return text

    def flag(self, field: str) -> bool:
        """True or false; missing and null are false."""
        flag = self.data.get(field)
        if flag is not None and not isinstance(flag, bool):
            self.wrong(
                field, _("Expected true or false, found %(found)s.") % {"found": _show(flag)}
            )
        return flag is True

    def choice(self, field: str, choices: type[Choice], *, required: bool = True) -> Choice | None:
        """One of the choices' values; None when it is missing."""
        value = self.data.get(field)
        if value is None and not required:
            return None
        values = [choice.value for choice in choices]
        if value not in values:
            self.wrong(
                field,
                _("Expected one of %(values)s, found %(found)s.")
                % {"values": ", ".join(values), "found": _show(value)},
            )
            return None
        return choices(value)

    def value(self, field: str) -> Value:
        """A value as people print it: a number with its unit, a word, or nothing."""
        text = self.optional_text(field)
        try:
            return parse_value(text)
        except FormatError as error:
            self.wrong(field, str(error))
            return parse_value(None)

    def date(self, field: str) -> date | None:
        """An ISO date, or None where the field is missing or null."""
        text = self.optional_text(field)
        if text is None:
            return None
        try:
            return parse_date(text)
        except FormatError as error:
            self.wrong(field, f"{error} ({_show(text)})")
            return None

    def whole_number(self, field: str, *, least: int, most: int) -> int:
        """A whole number within bounds; `least` when it is missing or wrong."""
        number = self.data.get(field)
        if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= most:
            self.wrong(
                field,
                _("Expected a whole number from %(least)d to %(most)d, found %(found)s.")
                % {"least": least, "most": most, "found": _show(number)},
            )
            return least
        return number

    def rows(self, field: str, *, required: bool = True) -> list[Any]:
        """A list; empty when it is missing, which is noted if it is required."""
        rows = self.data.get(field)
        if rows is None and not required:
            return []
        if not isinstance(rows, list):
            self.wrong(field, _("Expected a list, found %(found)s.") % {"found": _show(rows)})
            return []
        return rows

    def entries(self, field: str, *, title: str, required: bool = True) -> Iterator["Entry"]:
        """The entries of a list, each named by its place and its title: 'indicators 12 (…)'."""
        for number, row in enumerate(self.rows(field, required=required), 1):
            name = f"{self.name}{' ' if self.name else ''}{field} {number}"
            label = row.get(title) if isinstance(row, dict) else None
            if isinstance(label, str) and label:
                name += f" ({label if len(label) <= 80 else label[:79] + '…'})"
            yield Entry(row, name, self.problems)


def refuse_unstorable(data: Any, problems: Problems, *, entry: str = "", field: str = "") -> None:
    """Note every text, wherever it stands, that has characters no document can hold."""
    if isinstance(data, str):
        if UNSTORABLE.search(data):
            problems.add(entry, field, _("The text has characters that cannot be printed."))
    elif isinstance(data, dict):
        for key, value in data.items():
            refuse_unstorable(key, problems, entry=entry, field=field)
            refuse_unstorable(value, problems, entry=entry, field=field or key)
    elif isinstance(data, list):
        for number, value in enumerate(data, 1):
            inner = entry or f"{field} {number}"
            refuse_unstorable(value, problems, entry=inner, field="" if not entry else field)


def _show(value: Any) -> str:
    """A found value for a message, short."""
    shown = json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= 60 else shown[:59] + "…"
