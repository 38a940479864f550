"""The way back up from a page of a round."""

from django.urls import reverse
from django.utils.translation import gettext as _

from goals.models import Round


def crumbs(round: Round, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Names and addresses from the start page down to the page itself, whose address is empty."""
    committee = round.committee
    return [
        (_("Start"), reverse("start")),
        (committee.name, committee.get_absolute_url()),
        (str(round.year), reverse("year", args=[committee.slug, round.year])),
        (round.get_part_display(), round.get_absolute_url()),
        *more,
    ]
