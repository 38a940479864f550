"""Zip archives whose bytes depend on their content alone."""

import io
import zipfile
from collections.abc import Iterable

# Whatever day it is: the first that a zip archive can tell.
NO_DAY = (1980, 1, 1, 0, 0, 0)
READABLE_BY_ALL = 0o644 << 16


def packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive with the files, in the order given."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, NO_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = READABLE_BY_ALL
            # Which system it was made on would be written, too.
            entry.create_system = 3
            archive.writestr(entry, content)
    return written.getvalue()


def unpacked(content: bytes) -> list[tuple[str, bytes]]:
    """The files in an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]
