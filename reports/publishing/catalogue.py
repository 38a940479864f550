"""All published reports described for machines: a DCAT catalogue (JSON-LD), and a site map."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from config.formats import format_date
from reports.models import EditionFile
from reports.publishing.downloads import KINDS, FileKind
from reports.publishing.shelf import Publication

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
}
SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
SWEDISH = "http://publications.europa.eu/resource/authority/language/SWE"

Files = Mapping[int, Mapping[str, EditionFile]]


def catalogue(found: Iterable[Publication], files: Files) -> dict[str, Any]:
    """Every published report by its latest edition, with the files that are made of it."""
    return {
        "@context": CONTEXT,
        "@type": "dcat:Catalog",
        "@id": _whole(reverse("open_data_catalogue")),
        "dct:title": "Publicerade planer och rapporter",
        "dct:language": SWEDISH,
        "dct:license": {"@id": settings.OPEN_DATA_LICENCE},
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": settings.MUNICIPALITY},
        "dcat:dataset": [_dataset(one, files.get(one.edition.pk, {})) for one in found],
    }


def as_json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _dataset(one: Publication, files: Mapping[str, EditionFile]) -> dict[str, Any]:
    edition = one.edition
    decided = format_date(edition.decided_on) if edition.decided_on else ""
    return {
        "@type": "dcat:Dataset",
        "@id": _whole(one.stable.report),
        "dct:title": f"{one.committee.name}: {one.title}",
        "dct:identifier": edition.registry_number,
        "dct:issued": decided,
        "dct:modified": edition.made_at.isoformat(timespec="seconds"),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": one.committee.name},
        "dcat:version": str(edition.number),
        "dcat:landingPage": {"@id": _whole(one.stable.report)},
        "dcat:distribution": [
            _distribution(one, kind, files[kind.format]) for kind in KINDS if kind.format in files
        ],
    }


def _distribution(one: Publication, kind: FileKind, file: EditionFile) -> dict[str, Any]:
    address = {"@id": _whole(one.numbered.file(kind.name))}
    return {
        "@type": "dcat:Distribution",
        "dct:title": kind.label,
        "dcat:mediaType": kind.content_type,
        "dcat:byteSize": file.size,
        "dcat:downloadURL": address,
        "dcat:accessURL": address,
        "dct:license": {"@id": settings.OPEN_DATA_LICENCE},
        "spdx:checksum": {"spdx:algorithm": {"@id": SHA256}, "spdx:checksumValue": file.digest},
    }


def _whole(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


@dataclass(frozen=True)
class MappedAddress:
    """An address of the site map, and when what stands there came to be."""

    address: str
    changed: str = ""


def site_map(found: Iterable[Publication]) -> list[MappedAddress]:
    """The lists, and each report with the page that holds the whole of it."""
    reports = [(one, format_date(one.edition.made_at)) for one in found]
    committees = sorted({one.committee.slug for one, _day in reports})
    return [
        *(MappedAddress(_whole(reverse(name))) for name in ("published", "open_data")),
        *(MappedAddress(_whole(reverse("published_committee", args=[c]))) for c in committees),
        *(
            MappedAddress(_whole(address), day)
            for one, day in reports
            for address in (one.stable.report, one.stable.whole)
        ),
    ]
