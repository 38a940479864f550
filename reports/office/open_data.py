"""A document as open data: the interchange file, and tables for whoever has no program for it.

The tables (RFC 4180, with a semicolon between the fields) are written for Excel in Sweden and for
programs alike: UTF-8 with a byte order mark, decimal comma, days as 2023-12-31. `metadata.json`
says so to programs, as CSV on the Web (W3C); `README.txt` says it to people.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from reports.document import Document
from reports.interchange import write
from reports.office.archive import packed
from reports.office.fields import ACTIVITIES, GOALS, INDICATORS, Entry, Field, Kind
from reports.rendering.presentation import Presentation
from reports.rendering.render import LANGUAGE

# The schema of the interchange file (JSON Schema 2020-12), to be served as it is.
SCHEMA = Path(__file__).parent / "document-1.schema.json"
SCHEMA_TYPE = "application/schema+json"
CSV_TYPE = "application/zip"
DELIMITER = ";"
# What a program that opens a table could take for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
# How a table's fields are said to programs.
DATATYPES: dict[Kind, Any] = {
    Kind.TEXT: "string",
    Kind.NUMBER: {"base": "decimal", "format": {"decimalChar": ","}},
    Kind.DAY: {"base": "date", "format": "yyyy-MM-dd"},
    Kind.FLAG: {"base": "boolean", "format": "true|false"},
}


def write_json(document: Document) -> bytes:
    """The interchange file: everything that the document says (`docs/interchange.md`)."""
    return write(document).encode()


def schema() -> dict[str, Any]:
    """The JSON Schema that every interchange file follows."""
    found: dict[str, Any] = json.loads(SCHEMA.read_text())
    return found


def write_csv(document: Document) -> bytes:
    """Goals, indicators and activities as tables in a zip archive.

    The same document always gives the same bytes.
    """
    tables: dict[str, tuple[tuple[Field[Any], ...], Iterable[Any]]] = {
        "goals.csv": (GOALS, document.goals),
        "indicators.csv": (INDICATORS, document.indicators()),
        "activities.csv": (ACTIVITIES, document.activities()),
    }
    files = {name: _table(document, fields, entries) for name, (fields, entries) in tables.items()}
    fields_of = {name: fields for name, (fields, _entries) in tables.items()}
    with translation.override(LANGUAGE):
        files["metadata.json"] = _metadata(document, fields_of)
        files["README.txt"] = _readme(document, fields_of)
    return packed((name, text.encode("utf-8")) for name, text in files.items())


def _table(document: Document, fields: tuple[Field[Entry], ...], entries: Iterable[Entry]) -> str:
    written = io.StringIO()
    written.write("\N{BYTE ORDER MARK}")
    writer = csv.writer(written, delimiter=DELIMITER)
    writer.writerow(field.name for field in fields)
    for entry in entries:
        writer.writerow(_said(field, document, entry) for field in fields)
    return written.getvalue()


def _said(field: Field[Entry], document: Document, entry: Entry) -> str:
    """A field as it stands in the table. A text that could be taken for a formula has an
    apostrophe before it; a number is no formula."""
    text = field.content(document, entry).replace("\r\n", "\n").replace("\0", "")
    if field.kind == Kind.TEXT and text.startswith(FORMULA_SIGNS):
        return f"'{text}"
    return text


def _metadata(document: Document, fields_of: dict[str, tuple[Field[Any], ...]]) -> str:
    """The tables as CSV on the Web describes them."""
    shown = Presentation(document)
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": LANGUAGE}],
        "dc:title": f"{shown.title} – {document.committee}",
        "dc:publisher": document.committee,
        "dialect": {"delimiter": DELIMITER, "encoding": "utf-8", "header": True},
        "tables": [
            {
                "url": name,
                "tableSchema": {
                    "columns": [
                        {
                            "name": field.name,
                            "titles": field.name,
                            "datatype": DATATYPES[field.kind],
                            "dc:description": str(field.meaning),
                        }
                        for field in fields
                    ]
                },
            }
            for name, fields in fields_of.items()
        ],
    }
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def _readme(document: Document, fields_of: dict[str, tuple[Field[Any], ...]]) -> str:
    """What the tables are, for people."""
    shown = Presentation(document)
    return "\r\n".join(_told(shown, fields_of)) + "\r\n"


def _told(shown: Presentation, fields_of: dict[str, tuple[Field[Any], ...]]) -> Iterator[str]:
    document = shown.document
    yield f"{shown.title} – {document.committee}"
    yield from (f"{label}: {said}" for label, said in shown.standing.facts)
    yield ""
    yield _(
        "Tables with semicolons between the fields, in UTF-8. Numbers have a decimal comma and no"
        " other signs; an empty field means that there is no value, and zero is 0."
    )
    yield _(
        "A text that begins as a formula does has an apostrophe before it, so that no program"
        " takes it for one."
    )
    for name, fields in fields_of.items():
        yield from ("", name, "")
        yield from (f"  {field.name}: {field.meaning}" for field in fields)
