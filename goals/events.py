"""Writing down what somebody did. Reading it, in sentences: `goals.history`."""

from typing import Any

from django.db import transaction

from goals.choices import Kind, Verb
from goals.models import Event, Round
from goals.places import Place
from organisation.access import Principal
from organisation.models import Committee, User

# A changed cell: its name, and its text before and after. Long texts are None: only that they
# changed is told, and the row history has them.
CellChange = tuple[str, str | None, str | None]


def record(
    verb: Verb,
    *,
    by: Principal,
    round: Round | None = None,
    committee: Committee | None = None,
    place: Place | None = None,
    **details: Any,
) -> Event:
    """Write down what was done, in the transaction that does it. Without a place: the round.

    Raises:
        TransactionManagementError: there is no transaction to write it in.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an event belongs in the transaction it tells")
    if round is not None:
        committee = round.committee
        place = place or Place(Kind.ROUND, round.pk)
    if committee is None or place is None:
        raise ValueError("an event is about a round, or about a place in a committee")
    return Event.objects.create(
        verb=verb,
        by=by if isinstance(by, User) else None,
        committee=committee,
        round=round,
        kind=place.kind,
        key=place.key,
        details=details,
    )
