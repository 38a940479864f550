"""Checks of the differences between women and men."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.formats import format_number
from reports.choices import Severity
from reports.gaps import rounded, to_analyse
from reports.review.findings import Case, Check, Told, indicator_spot


def unexplained(case: Case) -> Iterator[Told]:
    """A gap as large as the municipality wants analysed, and nobody has."""
    for gap in to_analyse(replace(case.document, gap_threshold=case.gap_threshold)):
        row = gap.indicator
        words = (
            _(
                "Women and men differ by %(size)s percentage points (%(women)s and %(men)s)."
                " Write why in the analysis."
            )
            if gap.in_points
            else _(
                "Women and men differ by %(size)s %% (%(women)s and %(men)s)."
                " Write why in the analysis."
            )
        )
        message = words % {
            "size": format_number(rounded(gap.size)),
            "women": row.women,
            "men": row.men,
        }
        yield indicator_spot(row, "analysis"), message, f"{row.women} | {row.men}"


CHECKS: tuple[Check, ...] = (
    Check(
        "gap.unexplained",
        Severity.LOOK,
        gettext_lazy("Large gap between women and men without an analysis"),
        unexplained,
    ),
)
