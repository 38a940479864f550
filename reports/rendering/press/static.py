"""The only files that a PDF can be made of: the program's own static ones."""

import mimetypes
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from weasyprint import URLFetcher

SCHEME = "static:"
ADDRESS = re.compile(rf"{SCHEME}[\w./-]+")


def static_fetcher() -> "URLFetcher":
    """A fetcher that answers only for the program's own static files."""
    from weasyprint import URLFetcher
    from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

    class StaticFetcher(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            path = static_path(url)
            if path is None:
                raise FatalURLFetchingError(f"Refused to fetch {url[:80]}")
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return StaticFetcher(allowed_protocols=["static"], allow_redirects=False, fail_on_errors=True)


def static_path(url: str) -> Path | None:
    """The file behind "static:css/print/report.css"; nothing for any other address."""
    if not url.startswith(SCHEME):
        return None
    wanted = url.removeprefix(SCHEME).lstrip("/")
    for prefix, folder in _static_folders():
        if wanted.startswith(prefix):
            path = (folder / wanted.removeprefix(prefix)).resolve()
            if path.is_relative_to(folder.resolve()) and path.is_file():
                return path
    return None


def _static_folders() -> list[tuple[str, Path]]:
    """Where static files lie: in the sources, and collected in an installation."""
    folders: list[tuple[str, Path]] = []
    for entry in settings.STATICFILES_DIRS:
        prefix, folder = entry if isinstance(entry, tuple) else ("", entry)
        folders.append((f"{prefix}/" if prefix else "", Path(str(folder))))
    return [*folders, ("", Path(settings.STATIC_ROOT))]


def files_named_in(text: str) -> Iterator[bytes]:
    """The contents of the static files that a text names, and of those that they name."""
    waiting, seen = sorted(set(ADDRESS.findall(text))), set[str]()
    while waiting:
        address = waiting.pop(0)
        path = static_path(address)
        if path is None or address in seen:
            continue
        seen.add(address)
        content = path.read_bytes()
        yield content
        if path.suffix == ".css":
            waiting += sorted(set(ADDRESS.findall(content.decode())))
