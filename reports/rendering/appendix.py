"""How the report is read: the rules it is judged by, as they are set, and what its words mean.

Nothing is said here but what the program does, and what the words mean in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from config.formats import format_number, swedish_key
from goals.choices import Part, ProposalMode
from indicators.choices import OutcomeState
from reports.rendering.frame import Frame

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ANCHOR = "method"

EVERYWHERE, REPORTS, FORECASTS = tuple(Part), (Part.T1, Part.T2, Part.ANNUAL), (Part.T1, Part.T2)
# What a word means, and the documents that use it.
TERMS: tuple[tuple["StrOrPromise", "StrOrPromise", tuple[Part, ...]], ...] = (
    (
        gettext_lazy("Direction goal"),
        gettext_lazy(
            "The council's goal for the municipality; the uppermost step of the goal tree."
        ),
        EVERYWHERE,
    ),
    (
        gettext_lazy("Goal for the area"),
        gettext_lazy("The council's goal for an area of work, under a direction goal."),
        EVERYWHERE,
    ),
    (
        gettext_lazy("Committee goal"),
        gettext_lazy("The committee's own goal, under a goal for the area."),
        EVERYWHERE,
    ),
    (
        gettext_lazy("The council's indicator"),
        gettext_lazy("A measure that the council has decided, the same for all committees."),
        EVERYWHERE,
    ),
    (
        gettext_lazy("The committee's indicator"),
        gettext_lazy("A measure that the committee has chosen itself."),
        EVERYWHERE,
    ),
    (
        gettext_lazy("Target"),
        gettext_lazy("The value that the committee is to reach during the year."),
        EVERYWHERE,
    ),
    (
        gettext_lazy("The council's target"),
        gettext_lazy("The value that the council has set for the municipality as a whole."),
        EVERYWHERE,
    ),
    (
        gettext_lazy("Outcome of the period"),
        gettext_lazy("The measured value, in all and, where it is split, of women and of men."),
        REPORTS,
    ),
    (
        gettext_lazy("Forecast full year"),
        gettext_lazy("The value that is expected when the year has ended."),
        FORECASTS,
    ),
    (
        gettext_lazy("Deviation"),
        gettext_lazy("An activity that does not go as planned; for amounts, budget less outcome."),
        REPORTS,
    ),
    (
        gettext_lazy("Periodicity"),
        gettext_lazy("How often an indicator is measured: every four months, or once a year."),
        (Part.PLAN,),
    ),
)


@dataclass(frozen=True)
class Rule:
    """A heading with what holds."""

    heading: str
    sentences: tuple[str, ...]


class Appendix:
    """How a document is read."""

    def __init__(self, frame: Frame) -> None:
        self.document = frame.document
        self.frame = frame

    @property
    def heading(self) -> str:
        return _("How the document is made and read")

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """What holds, in this document, in the order that it is asked about."""
        if self.document.is_plan:
            return (Rule(_("Figures"), tuple(self._figures())),)
        found = [
            Rule(_("When an indicator reaches its target"), tuple(self._indicators())),
            Rule(_("How goals are assessed"), tuple(self._goals())),
            Rule(_("Women and men"), tuple(self._sexes())),
            Rule(_("Figures"), tuple(self._figures())),
        ]
        return tuple(rule for rule in found if rule.sentences)

    @cached_property
    def terms(self) -> tuple[tuple[str, str], ...]:
        """The words of this kind of document, in Swedish alphabetical order."""
        said = [
            (str(term), str(meaning))
            for term, meaning, parts in TERMS
            if self.document.part in parts
        ]
        return tuple(sorted(said, key=lambda term: swedish_key(term[0])))

    def _indicators(self) -> Iterator[str]:
        by = (
            _("An indicator is judged by its forecast for the full year against the target.")
            if self.document.has_forecast
            else _("An indicator is judged by its outcome against the target.")
        )
        yield by
        yield _(
            "It is met fully when the target is reached, and partly when the target is missed by"
            " at most %(share)s %% of it; a target that is zero is reached or not."
        ) % {"share": format_number(self.document.tolerance * 100)}
        own = sum(row.tolerance != self.document.tolerance for row in self.document.indicators())
        if own:
            yield ngettext(
                "%(count)s indicator has a tolerance of its own.",
                "%(count)s indicators have a tolerance of their own.",
                own,
            ) % {"count": own}
        yield _("Where the target is to increase or decrease, last year's outcome is the measure.")
        yield _(
            "What has no outcome, or a target that cannot be compared with, is not judged;"
            " it is never counted as missed."
        )

    def _goals(self) -> Iterator[str]:
        yield _(
            "Whether a goal is met is judged by people, over its indicators, activities, expected"
            " results and the goals under it. It is never worked out."
        )
        if self.document.judging.mode == ProposalMode.PROPOSE:
            yield _("The program proposes an assessment from the same grounds; people decide.")
        if any(goal.reason for goal in self.document.goals):
            yield _("Where the assessment is another than the proposed one, the reason is given.")

    def _sexes(self) -> Iterator[str]:
        if not any(row.by_sex for row in self.document.indicators()):
            return
        yield _(
            "The total, women and men are reported independently of each other: the total is"
            " neither their sum nor their mean."
        )
        yield _(
            "Differences of %(least)s percentage points, or percent, or more are to be analysed."
        ) % {"least": format_number(self.document.gap_threshold)}

    def _figures(self) -> Iterator[str]:
        yield _("Figures are printed as they were reported, with the decimals they were given.")
        yield _("The unit stands after the indicator's name where all its figures share it.")
        yield _("An empty cell means that there is no value. Zero is printed as 0.")
        states = {row.state for row in self.document.indicators()}
        for state, meaning in STATES:
            if state in states:
                yield f"{OutcomeState(state).label}: {meaning}"
        if self.document.has_hidden:
            yield _("..: too few people to be shown")


STATES: tuple[tuple[OutcomeState, "StrOrPromise"], ...] = (
    (OutcomeState.NOT_MEASURED, gettext_lazy("nothing is measured in this period.")),
    (OutcomeState.LATER, gettext_lazy("the outcome is known only after the document was made.")),
)
