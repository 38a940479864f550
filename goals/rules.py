"""What may be done with rounds, goals and activities. Forms, files and commands all come here."""

from django.utils.translation import gettext as _

from goals.models import Round


class RoundLocked(Exception):
    """Somebody tried to change a round that takes no changes."""

    def __init__(self, round: Round) -> None:
        self.round = round
        super().__init__(
            _("%(round)s is not open for changes (%(state)s).")
            % {"round": round, "state": round.get_state_display().lower()}
        )


class EditConflict(Exception):
    """Somebody else saved in between: `current` is what is stored now."""

    def __init__(self, current: object) -> None:
        self.current = current
        super().__init__(_("Somebody else has saved since you opened the page."))


def hold_round(round: Round) -> Round:
    """The round, held until the transaction ends, so that nobody locks it meanwhile.

    Raises:
        RoundLocked: the round is not open.
    """
    held = Round.objects.select_for_update().select_related("committee").get(pk=round.pk)
    if not held.is_open:
        raise RoundLocked(held)
    return held
