"""How a public page is answered: the same for everybody, kept by browsers and proxies.

A page is told from its older self by a tag of everything that it can show: where it is, which
editions and files there are, and the program that sets it. Who already has the page with that
tag is told so before anything is taken out, laid out or set. See docs/publishing.md.
"""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import cache, wraps
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found

from config.middleware import is_public

# Documents are in Swedish, and so are the pages around them: one copy serves all.
LANGUAGE = "sv"
# Seconds that a page is taken as fresh, and may be shown while a fresh one is fetched.
FRESH, STALE = 300, 3600
PAGE_CACHE = f"public, max-age={FRESH}, stale-while-revalidate={STALE}"
# What can never change: a year, which is as long as anybody keeps it.
FOR_EVER = "public, max-age=31536000, immutable"
# What is not there may come soon: a report that is decided.
MISSING_CACHE = "public, max-age=30"
# What a page is made with.
APPS = ("config", "organisation", "goals", "indicators", "reports")
SOURCES = [("templates", "*.html"), ("static", "*.css"), ("locale", "*.mo")]
SOURCES += [(app, "*.py") for app in APPS]
# Bytes of set pages that a process keeps.
MOST_BYTES = 24 * 1024 * 1024


def for_everybody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of a public page: only to be read, and in Swedish whoever asks."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(LANGUAGE):
            response = view(request, *args, **kwargs)
        response["Content-Language"] = LANGUAGE
        return response

    return answer  # type: ignore[return-value]


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Nothing is there: a public page says so at a public address, else the program's own."""
    if not is_public(request):
        return page_not_found(request, exception)
    with translation.override(LANGUAGE):
        response = HttpResponse(render("public/404.html"), status=404)
    response["Content-Language"] = LANGUAGE
    response["Cache-Control"] = MISSING_CACHE
    return response


def render(template: str, **context: Any) -> str:
    """A page set without a request: nothing of who asks can come into it."""
    return render_to_string(template, {**_of_settings(), **context})


def _of_settings() -> dict[str, str]:
    """What the head and the foot of every page say."""
    return {
        "municipality": settings.MUNICIPALITY,
        "site": settings.SITE_URL,
        "accessibility": settings.ACCESSIBILITY_STATEMENT,
    }


class Bodies:
    """Set pages that are kept, compressed, until there are too many bytes of them."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, tag: str) -> bytes | None:
        with self._lock:
            if tag in self._bodies:
                self._bodies.move_to_end(tag)
            return self._bodies.get(tag)

    def keep(self, tag: str, body: bytes) -> None:
        with self._lock:
            self._bodies[tag] = body
            while sum(map(len, self._bodies.values())) > self._most_bytes:
                self._bodies.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._bodies.clear()

    @property
    def size(self) -> int:
        """How many bytes are kept."""
        with self._lock:
            return sum(map(len, self._bodies.values()))


kept = Bodies(MOST_BYTES)


def page(
    request: HttpRequest,
    facts: Sequence[object],
    make: Callable[[], str],
    *,
    content_type: str = "text/html; charset=utf-8",
    keep: bool = True,
) -> HttpResponse:
    """The answer with a page that `facts` say everything about; `make` sets it when it must.

    `keep`: whether it stays in memory, which what anybody can ask for without end may not.
    """
    tag = hashlib.sha256(
        repr((program(), _of_settings(), request.path, *facts)).encode()
    ).hexdigest()[:32]
    response = HttpResponse(content_type=content_type)
    response["Cache-Control"] = PAGE_CACHE
    response["Vary"] = "Accept-Encoding"
    # Weak: with and without compression the bytes differ, and the page is the same.
    etag = f'W/"{tag}"'
    response["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response)
    if answer is not response:
        return answer  # type: ignore[return-value]
    body = kept.get(tag)
    if body is None:
        body = gzip.compress(make().encode(), 6, mtime=0)
        if keep:
            kept.keep(tag, body)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response["Content-Encoding"] = "gzip"
        response.content = body
    else:
        response.content = gzip.decompress(body)
    response["Content-Length"] = str(len(response.content))
    return response


def program() -> str:
    """What sets the pages: its version, and what its templates, styles and words are."""
    return _program_now() if settings.DEBUG else _program()


@cache
def _program() -> str:
    return _program_now()


def _program_now() -> str:
    digest = hashlib.sha256()
    for folder, kind in SOURCES:
        for path in sorted((Path(settings.BASE_DIR) / folder).rglob(kind)):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
