"""What the fields of a document are called when two documents are compared."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ECONOMY: "StrOrPromise" = _("Economy")
LABELS: "dict[str, StrOrPromise]" = {
    # Levels
    "assessment": _("The goal’s assessment"),
    "fulfilment": _("The target is met"),
    "forecast_fulfilment": _("The target is expected to be met"),
    # Numbers
    "outcome": _("Outcome"),
    "women": _("Women"),
    "men": _("Men"),
    "previous_year": _("Last year"),
    "previous_women": _("Women, last year"),
    "previous_men": _("Men, last year"),
    "forecast": _("Forecast"),
    "target": _("Target"),
    "council_target": _("Council’s target"),
    # Texts
    "analysis": _("Analysis"),
    "description": _("Description"),
    "reason": _("Reason for the assessment"),
    "expected_results": _("Expected results"),
    "reached_results": _("Reached results"),
    "body": _("Text"),
    # Whatever else
    "heading": _("Heading"),
    "title": _("Title"),
    "name": _("Name"),
    "code": _("Code"),
    "level": _("Level of the goal"),
    "owner": _("Owner"),
    "better": _("Better when"),
    "periodicity": _("Measured how often"),
    "by_sex": _("For women and men"),
    "period": _("Period"),
    "commented": _("Commented in the text"),
    "state": _("Why there is no outcome"),
    "expected_on": _("Outcome expected on"),
    "tolerance": _("Tolerance"),
    "gap_threshold": _("Difference between women and men to analyse"),
    "start": _("Start"),
    "end": _("End"),
    "deviation": pgettext_lazy("activity", "Deviation"),
    "status": _("Status"),
    "municipality": _("Municipality"),
    "committee": _("Committee"),
    "part": _("Part"),
    "year": _("Year"),
    "registry_number": _("Registry number"),
}


def label_of(field: str) -> str:
    """A field in words; one without its own words by its name."""
    label = LABELS.get(field)
    return str(label) if label else field.replace("_", " ").capitalize()
