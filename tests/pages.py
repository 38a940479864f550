"""What tests ask of every page: where it is, and nothing inline that the policy forbids."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from goals.models import Round


class _Inline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(f"<{tag}>")
        self.found += [
            f"<{tag} {name}>" for name in given if name == "style" or name.startswith("on")
        ]
        if identity := given.get("id"):
            self.ids.append(identity)


def text_of(response: object) -> str:
    """The page as it was sent."""
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def inline_code(page: str) -> list[str]:
    """Styles and scripts that stand in the page itself."""
    parser = _Inline()
    parser.feed(page)
    return parser.found


def repeated_ids(page: str) -> set[str]:
    """Ids that more than one element has."""
    parser = _Inline()
    parser.feed(page)
    return {identity for identity in parser.ids if parser.ids.count(identity) > 1}


def address(name: str, round: Round, *more: Any) -> str:
    """The address of a round's page."""
    found: str = reverse(name, args=[round.committee.slug, round.year, round.slug, *more])
    return found
