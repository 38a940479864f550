"""A round from its address: /norrmalm/2023/t1/."""

from django.http import Http404

from goals.models import PART_SLUGS, Round
from organisation.access import Action, Principal, require

PARTS_BY_SLUG: dict[str, str] = {slug: part for part, slug in PART_SLUGS.items()}


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
