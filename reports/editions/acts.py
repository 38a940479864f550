"""What can be done next with a report's editions, as it is now."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goals.choices import RoundState
from goals.models import Round
from reports.editions.state import Draft


class ActName(models.TextChoices):
    """An act, by its word in addresses."""

    SUBMIT = "lamna-in", gettext_lazy("Submit the report")
    DECIDE = "beslut", gettext_lazy("Record the decision")
    BEGIN = "oppna", gettext_lazy("Open the report for a correction")
    CORRECT = "rattelse", gettext_lazy("Publish the correction")
    END = "avsluta", gettext_lazy("Close the report without a correction")


def acts_of(draft: Draft) -> list[ActName]:
    """What can be done, the likeliest first."""
    state = draft.round.current_state
    if draft.published:
        if state == RoundState.DECIDED:
            return [ActName.BEGIN]
        if state == RoundState.LOCKED:
            return [ActName.CORRECT if draft.since_published else ActName.END]
        return []
    acts = []
    if state in (RoundState.LOCKED, RoundState.DECIDED):
        acts.append(ActName.DECIDE)
    changed = draft.since_proposal is None or bool(draft.since_proposal)
    if changed and state in (RoundState.OPEN, RoundState.LOCKED):
        # What was submitted is decided next; what was not, is submitted.
        acts.insert(1 if draft.proposal else 0, ActName.SUBMIT)
    return acts


def hindrance(draft: Draft) -> str:
    """What has to be done first, before the next act; nothing where the way is free."""
    state = draft.round.current_state
    if state == RoundState.PLANNED:
        return _("The round has not begun: there is nothing to submit yet.")
    if state != RoundState.OPEN:
        return ""
    if draft.published:
        return _("The report is open for a correction. Mend it, and lock the round.")
    if draft.proposal:
        return _("To record the decision, lock the round first.")
    return ""


def live_name(round: Round) -> str:
    """What the report is called as the round says it, beside its editions: a draft until it is
    decided, and again while it is open for a correction."""
    if round.current_state == RoundState.DECIDED:
        return _("The report, as it is now")
    return _("The draft, as it is now")
