"""What a round says of its activities, and who answers for what in it."""

from goals.models import Responsibility, Round
from goals.places import Place
from organisation.access import Principal
from organisation.models import User


def own_places(user: Principal, round: Round) -> set[Place]:
    """The places that the person answers for in the round's committee."""
    if not isinstance(user, User):
        return set()
    own = Responsibility.objects.filter(committee=round.committee_id, person=user)
    return {one.place for one in own}
