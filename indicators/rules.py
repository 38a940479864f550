"""What may be done with indicators and their outcomes."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from config.formats import NOTHING, Value
from goals.choices import Part
from goals.models import Round
from goals.rules import EditConflict, hold_round
from indicators.choices import OutcomeState
from indicators.models import Measure, Outcome, Target
from indicators.queries import unreported
from organisation.access import Action, Principal, require

FORECASTING = (Part.T1, Part.T2)
COLUMNS = ("amount", "printed", "word")
ENTERED_FIGURES = ("total", "women", "men", "forecast")


@transaction.atomic
def report_outcome(
    *,
    round: Round,
    measure: Measure,
    total: Value,
    women: Value,
    men: Value,
    forecast: Value,
    analysis: str,
    state: OutcomeState,
    version: int,
    by: Principal,
) -> Outcome:
    """Report what became of a measure in a round. Nothing is worked out from anything else.

    `state` says why there is no total; with a total the outcome is entered,
    whatever it says. `version` is 0 for an outcome that nobody has reported yet.

    Raises:
        RoundLocked, EditConflict, ValidationError: nothing was changed.
    """
    require(by, Action.REPORT_OUTCOMES, round.committee)
    hold_round(round)
    outcome = _hold_outcome(round, measure, version)
    figures = {"total": total, "women": women, "men": men, "forecast": forecast}
    _check_figures(outcome, figures)
    for name, value in figures.items():
        setattr(outcome, name, NOTHING if value.is_nothing else value)
    outcome.state = _state(outcome.total, state)
    analysis = analysis.strip()
    # A loaded document may say that there is an analysis without its text.
    if analysis != outcome.analysis:
        outcome.commented = bool(analysis)
    outcome.analysis = analysis
    outcome.version += 1
    outcome.full_clean()
    _save(outcome)
    return outcome


def _hold_outcome(round: Round, measure: Measure, version: int) -> Outcome:
    """The stored outcome, held, or a new one.

    The round is held already, so that nobody else makes the same one meanwhile.
    """
    outcome = (
        Outcome.objects.select_for_update().filter(round=round, measure=measure).first()
    ) or unreported(round, measure)
    if outcome.version != version:
        raise EditConflict(outcome)
    return outcome


def _check_figures(outcome: Outcome, figures: dict[str, Value]) -> None:
    """Refuse words, and figures where the round does not ask for any."""
    target = Target.objects.get(round=outcome.round, measure=outcome.measure)
    errors: dict[str, str] = {}
    for name, value in figures.items():
        if value.is_nothing or value == getattr(outcome, name):
            continue
        if not value.is_number:
            errors[name] = _(
                "Write a number, for example 12,5. Leave the field empty for no value."
            )
        elif name in ("women", "men") and not target.by_sex:
            errors[name] = _("This indicator is not split by sex.")
        elif name == "forecast" and outcome.round.part not in FORECASTING:
            errors[name] = _("Only the tertial reports have a forecast.")
    if errors:
        raise ValidationError(errors)


def _state(total: Value, said: OutcomeState) -> OutcomeState:
    """A total makes the outcome an entered one; without it the person has said why."""
    if not total.is_nothing:
        return OutcomeState.ENTERED
    return OutcomeState.MISSING if said == OutcomeState.ENTERED else said


def _save(outcome: Outcome) -> None:
    """Write what people enter; a new outcome is written whole."""
    if outcome._state.adding:
        outcome.save()
        return
    figures = [f"{name}_{column}" for name in ENTERED_FIGURES for column in COLUMNS]
    outcome.save(update_fields=[*figures, "state", "analysis", "commented", "version"])
