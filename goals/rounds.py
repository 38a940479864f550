"""A round from its address: /norrmalm/2023/t1/."""

from datetime import date

from django.http import Http404

from goals.choices import Part
from goals.models import PART_SLUGS, Round
from organisation.access import Action, Principal, require

PARTS_BY_SLUG: dict[str, str] = {slug: part for part, slug in PART_SLUGS.items()}
# The tertials end with April and August.
PERIOD_ENDS: dict[str, tuple[int, int]] = {Part.T1: (4, 30), Part.T2: (8, 31)}


def get_round(
    user: Principal,
    committee_slug: str,
    year: int,
    part_slug: str,
    action: Action = Action.READ,
) -> Round:
    """The round at that address, for somebody who is about to do the action.

    Raises:
        Http404: there is none, or the person may not know of its committee.
        PermissionDenied: the person may read there, but not do this.
    """
    try:
        round = Round.objects.select_related("committee").get(
            committee__slug=committee_slug, year=year, part=PARTS_BY_SLUG[part_slug]
        )
    except (KeyError, Round.DoesNotExist):
        raise Http404 from None
    require(user, action, round.committee)
    return round


def period_end(round: Round) -> date:
    """The last day that the round speaks of; a plan speaks of the whole year."""
    month, day = PERIOD_ENDS.get(round.part, (12, 31))
    return date(round.year, month, day)
