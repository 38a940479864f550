"""Marking passages in a text as it is shown: what comments are about. Pure.

A passage is found by its words, whatever space is between them, so that it may go from one
paragraph into the next. Words that have been changed are not found.
"""

import re
from collections.abc import Mapping
from html import unescape

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# Our own HTML: a tag, an entity, or any other sign.
_PIECE = re.compile(r"<[^>]*>|&#?\w+;|.", re.DOTALL)


def mark_passages(html: SafeString, passages: Mapping[int, str]) -> tuple[SafeString, set[int]]:
    """The text with the passages marked, and the keys of those that are there.

    The first place where a passage stands is marked. Where two overlap, what they share is
    marked as the first of them.
    """
    pieces = _PIECE.findall(html)
    signs = [_sign(piece) for piece in pieces]
    places = [place for place, sign in enumerate(signs) if sign]
    words = "".join(signs[place] for place in places)
    owner: dict[int, int] = {}
    found: set[int] = set()
    for key, passage in passages.items():
        sought = "".join(passage.split())
        start = words.find(sought) if sought else -1
        if start < 0:
            continue
        found.add(key)
        for place in places[start : start + len(sought)]:
            owner.setdefault(place, key)
    return _marked(pieces, owner), found


def _sign(piece: str) -> str:
    """What a piece shows; nothing for a tag or a space."""
    if piece.startswith("<") and len(piece) > 1:
        return ""
    said = unescape(piece)
    return said if len(said) == 1 and not said.isspace() else ""


def _marked(pieces: list[str], owner: Mapping[int, int]) -> SafeString:
    """The pieces, with marks round those that have an owner; no mark reaches over a tag."""
    told: list[str] = []
    opened: set[int] = set()
    current: int | None = None
    for place, piece in enumerate(pieces):
        is_tag = piece.startswith("<") and len(piece) > 1
        between = piece.isspace() and owner.get(place + 1) == current
        key = current if between and not is_tag else owner.get(place)
        if key != current:
            told += ["</mark>"] if current is not None else []
            if key is not None:
                told.append(_open(key, is_first=key not in opened))
                opened.add(key)
            current = key
        told.append(piece)
    told += ["</mark>"] if current is not None else []
    return mark_safe("".join(told))  # noqa: S308 (the pieces are of safe HTML)


def _open(key: int, *, is_first: bool) -> SafeString:
    if is_first:
        return format_html('<mark class="passage" id="passage-{}">', key)
    return mark_safe('<mark class="passage">')  # noqa: S308 (our own words)
