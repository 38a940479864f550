"""What a committee's address may be."""

import re

# The first word of an address: these are taken by pages of our own.
RESERVED_SLUGS = (
    "admin",
    "halsa",
    "indikator",
    "kalender",
    "konto",
    "logga-in",
    "logga-ut",
    "mallar",
    "oppna-data",
    "publicerat",
    "regler",
    "sprak",
    "static",
)
SLUG = re.compile(r"[a-z0-9-]+\Z")


def is_slug(text: str) -> bool:
    """Whether the text can be a committee's address."""
    return bool(SLUG.match(text)) and text not in RESERVED_SLUGS
