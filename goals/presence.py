"""Who is writing where right now, so that two do not begin on the same cell unknowingly."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from goals.drafts import WRITING
from goals.models import Presence, Round
from goals.places import Place
from organisation.access import require
from organisation.models import User

# A page tells that it is there every ten seconds; two that got lost do not matter.
STAYS = timedelta(seconds=25)


@transaction.atomic
def be_present(*, round: Round, place: Place | None, cell: str, by: User) -> list[Presence]:
    """Tell where in a round somebody is writing, or that they are nowhere; gives the others.

    Raises:
        Http404, PermissionDenied: the person may not write there.
    """
    if place is None or place.kind not in WRITING:
        Presence.objects.filter(round=round, by=by).delete()
    else:
        require(by, WRITING[place.kind], round.committee)
        Presence.objects.update_or_create(
            round=round,
            by=by,
            defaults={
                "kind": place.kind,
                "key": place.key,
                "cell": cell[:20],
                "at": timezone.now(),
            },
        )
    here = Presence.objects.filter(round=round, at__gt=timezone.now() - STAYS)
    return list(here.exclude(by=by).select_related("by").order_by("by__name"))
