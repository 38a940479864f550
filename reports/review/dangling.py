"""References in texts that point at nothing."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.choices import Severity
from reports.references import dangling
from reports.review.findings import Case, Check, Told


def dangling_references(case: Case) -> Iterator[Told]:
    """What still stands between double brackets: composed documents have all others replaced."""
    for text in case.texts:
        for reference in dangling(text.plain):
            message = _("The reference %(reference)s points at nothing.")
            yield text.spot, message % {"reference": reference}, reference


CHECKS = (
    Check(
        "text.reference",
        Severity.MUST,
        gettext_lazy("A reference points at nothing"),
        dangling_references,
    ),
)
