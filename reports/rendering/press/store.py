"""Parts that have been drawn, kept in files: an edited paragraph does not redraw the others.

A part is known by a digest of all that it was made of, so a kept one is never out of date,
and any number of workers may read and write side by side: a file is written beside its
place and moved there whole. One that is damaged is as good as none. See docs/adr on the press.
"""

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

DIGEST_SIZE = 32


class Store:
    """A folder of pieces; without a folder it keeps nothing."""

    def __init__(self, folder: Path | None, limit: int) -> None:
        self.folder = folder
        self.limit = limit

    @classmethod
    def of_settings(cls) -> "Store":
        """The store that the settings name."""
        folder = settings.PDF_CACHE_DIR
        return cls(Path(folder) if folder else None, settings.PDF_CACHE_BYTES)

    def get(self, key: str) -> bytes | None:
        """What was kept under a key."""
        if self.folder is None:
            return None
        path = self.folder / key
        try:
            kept = path.read_bytes()
            # Used now: the sweeper takes what has lain longest.
            os.utime(path)
        except OSError:
            return None
        digest, content = kept[:DIGEST_SIZE], kept[DIGEST_SIZE:]
        return content if hashlib.sha256(content).digest() == digest else None

    def put(self, key: str, content: bytes) -> None:
        """Keep something; where that cannot be done, the next report takes longer."""
        if self.folder is None:
            return
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, unfinished = tempfile.mkstemp(dir=self.folder, prefix=".")
            with os.fdopen(descriptor, "wb") as file:
                file.write(hashlib.sha256(content).digest() + content)
            Path(unfinished).replace(self.folder / key)

    def sweep(self) -> None:
        """Forget what has lain longest, until the rest is within the limit."""
        if self.folder is None or not self.folder.is_dir():
            return
        found = []
        for path in self.folder.iterdir():
            # Another worker may be sweeping too.
            with contextlib.suppress(OSError):
                stat = path.stat()
                found.append((stat.st_mtime, stat.st_size, path))
        size = sum(size for _used, size, _path in found)
        for _used, bytes_, path in sorted(found):
            if size <= self.limit:
                return
            with contextlib.suppress(OSError):
                path.unlink()
            size -= bytes_
