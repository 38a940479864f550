"""How two texts are shown beside each other."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from reports.compared import Fate, Pieces

register = template.Library()


@register.filter
def marked(pieces: Pieces) -> SafeString:
    """The pieces of a text, escaped; what was removed or added is told to the ear as well.

    A table's cell keeps the space in it, so that nothing may stand between the pieces.
    """
    return format_html_join("", "{}", ((_piece(text, fate),) for text, fate in pieces))


def _piece(text: str, fate: Fate) -> SafeString:
    if fate == Fate.KEPT:
        return format_html("{}", text)
    element, begins, ends = {
        Fate.REMOVED: ("del", _("removed:"), _("end of what was removed")),
        Fate.ADDED: ("ins", _("added:"), _("end of what was added")),
    }[fate]
    return format_html(
        '<{element}><span class="sr-only">{begins} </span>{text}'
        '<span class="sr-only"> {ends} </span></{element}>',
        element=mark_safe(element),  # noqa: S308 (one of our own two words)
        begins=begins,
        text=text,
        ends=ends,
    )
