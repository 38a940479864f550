"""A document as text that is kept, and back again without a loss. Pure.

An edition's snapshot holds every field of the document: what the interchange format leaves
out (tolerances, keys, the report before) stands here too, and None is told from empty.
Old snapshots are read for ever: a field that a later program adds to a document has a
default, which holds for the snapshots from before it. So whoever adds a field to
`reports.document` gives it a default that says what was true when there was none, and
whoever takes one away or changes its meaning makes a new FORMAT, and reads both.
"""

import hashlib
import json
from decimal import Decimal
from functools import cache
from typing import Any

from cattrs import Converter
from cattrs.preconf.json import make_converter

from config.formats import NOTHING, Value
from reports.document import Document

FORMAT = 1


class UnreadableSnapshot(ValueError):
    """A text that is no snapshot, or one of a later program."""


def freeze(document: Document) -> str:
    """The document as a snapshot: always the same text for the same document."""
    data = {"format": FORMAT, "document": _converter().unstructure(document, Document)}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def thaw(text: str) -> Document:
    """The document that was frozen.

    Raises:
        UnreadableSnapshot: it is no snapshot, or of a format that this program does not know.
    """
    try:
        data = json.loads(text)
        if data["format"] != FORMAT:
            raise UnreadableSnapshot(f"a snapshot of format {data['format']!r}")
        return _converter().structure(data["document"], Document)
    except UnreadableSnapshot:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError) as error:
        raise UnreadableSnapshot(str(error)) from error


def digest(content: str | bytes) -> str:
    """The SHA-256 of a snapshot, or of a file, in hexadecimal."""
    data = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()


@cache
def _converter() -> Converter:
    converter = make_converter(detailed_validation=False)
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Decimal, lambda written, _: Decimal(written))
    converter.register_unstructure_hook(Value, _write_value)
    converter.register_structure_hook(Value, lambda written, _: _read_value(written))
    return converter


def _write_value(value: Value) -> dict[str, str] | None:
    """A number with the way it was written, a word, or nothing."""
    if value.amount is not None:
        return {"amount": str(value.amount), "printed": value.printed}
    return {"word": value.word} if value.word else None


def _read_value(written: dict[str, Any] | None) -> Value:
    if written is None:
        return NOTHING
    if "amount" in written:
        return Value(Decimal(written["amount"]), written["printed"])
    return Value(word=written["word"])
