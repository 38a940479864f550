"""Where comments on the texts of a table's rows are read: a link beside each that has some.

The sheets of outcomes and activities belong to apps that know nothing of comments, so their
templates ask here.
"""

from collections import Counter
from typing import Any

from django import template

from goals.choices import Kind
from goals.models import Round
from goals.views.filling import address_of
from organisation.models import User
from reports.writing.commented import place_name
from reports.writing.comments import may_comment, open_comments

register = template.Library()


@register.simple_tag(name="open_comments")
def counted(round: Round) -> Counter[str]:
    """How many comments nobody has resolved, by the names of what they are about; one query."""
    return open_comments(round)


@register.simple_tag(name="may_comment")
def allowed(user: User, round: Round) -> bool:
    """Whether the person may say something of the round's texts now."""
    return may_comment(user, round)


@register.inclusion_tag("reports/_comments_link.html")
def comments_link(
    round: Round,
    comments: Counter[str] | str,
    kind: str,
    key: int | None,
    about: str,
    offers: bool = False,
) -> dict[str, Any]:
    """A link to the comments on a row's text, where there are some open, or to where the first is
    made where that is offered. Without `comments` nothing is known of any."""
    name = place_name(Kind(kind), key)
    return {
        "count": comments[name] if isinstance(comments, Counter) else 0,
        "offers": offers,
        "about": about,
        "address": address_of("row_comments", round, name),
    }
