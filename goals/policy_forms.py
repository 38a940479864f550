"""What the central controllers set for all committees; shares are written in percent."""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from config.formats import FormatError, format_number, parse_value
from goals.choices import ProposalMode
from goals.forms import LineForm
from goals.models import Policy
from goals.policy import version_of, written

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_WEIGHT = 10


class AmountField(forms.CharField):
    """A number as people write it here: "12,5"; `unit` may be written after it."""

    unit = ""
    scale = Decimal(1)
    most = Decimal(1000)
    places = 1

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def to_python(self, value: Any) -> Any:
        try:
            read = parse_value(super().to_python(value))
        except FormatError as error:
            raise ValidationError(error.message) from error
        if read.amount is None or read.unit not in ("", self.unit):
            raise ValidationError(_("Write a number, for example 12,5."))
        if not 0 <= read.amount <= self.most:
            raise ValidationError(
                _("Write a number from 0 to %(most)s.") % {"most": format_number(self.most)}
            )
        if read.amount != round(read.amount, self.places):
            raise ValidationError(
                _("Write at most one decimal.") if self.places else _("Write a whole number.")
            )
        return read.amount / self.scale

    def prepare_value(self, value: Any) -> Any:
        return format_number(value * self.scale) if isinstance(value, Decimal) else value


class PercentField(AmountField):
    """A share, 0 to 1, written in percent: "20" or "20 %"."""

    unit = "%"
    scale = Decimal(100)
    most = Decimal(100)


class CountField(AmountField):
    """How many: a whole number."""

    most = Decimal(100)
    places = 0

    def to_python(self, value: Any) -> Any:
        return int(super().to_python(value))


@dataclass(frozen=True)
class StoredField:
    """A field as it is stored, in words; `typed` is what somebody else wants, where it differs."""

    label: "StrOrPromise"
    value: str
    help: "StrOrPromise"
    typed: str


def weight_field(label: Any) -> forms.TypedChoiceField:
    """How much one kind of evidence weighs beside the others."""
    return forms.TypedChoiceField(
        label=label, choices=[(n, str(n)) for n in range(MOST_WEIGHT + 1)], coerce=int
    )


class PolicyForm(LineForm):
    """Everything a municipality sets about judging. The review's checks have their own page."""

    tolerance = PercentField(
        label=_("Tolerance of an indicator, percent"),
        help_text=_(
            "How far from its target an outcome may be and still be met partly. With 20 percent and"
            " the target 80: 80 is met fully, 64 partly and 63 not. An indicator may have a"
            " tolerance of its own."
        ),
    )
    mode = forms.ChoiceField(
        label=_("Should the program propose?"),
        choices=ProposalMode,
        widget=forms.RadioSelect,
        help_text=_(
            "A proposal never decides. Whoever judges otherwise is asked for a reason, which"
            " stands in the report."
        ),
    )
    indicator_weight = weight_field(_("Weight of the indicators"))
    activity_weight = weight_field(_("Weight of the activities"))
    child_weight = weight_field(_("Weight of the goals below"))
    full_from = PercentField(
        label=_("Met fully from, percent"),
        help_text=_(
            "From this weighted share on, met fully is proposed. 100 asks for everything: one"
            " indicator that is met partly is enough to fall below."
        ),
    )
    partial_from = PercentField(
        label=_("Met partly from, percent"),
        help_text=_("From this share on, met partly is proposed; below it, not met."),
    )
    never_full_with_unmet = forms.BooleanField(
        label=_("Never fully while an indicator is not met"),
        required=False,
        help_text=_(
            "With 11 of 12 indicators met fully and one not, met partly is proposed. Many annual"
            " reports judge such goals as met fully."
        ),
    )
    gap_threshold = AmountField(
        label=_("Gap between women and men to analyse"),
        help_text=_(
            "In percentage points; in percent of the larger where it is no share. With 10: 84 %"
            " for women and 73 % for men asks for an analysis, 84 % and 75 % does not."
        ),
    )
    smallest_group = CountField(
        label=_("Smallest group to show"),
        help_text=_(
            "Numbers of people below this are shown as .. to readers and in all documents. With 5,"
            " 4 persons is hidden and 5 is shown. 0 shows everything."
        ),
    )

    # The groups of the page, and what each is about.
    GROUPS: "tuple[tuple[str, StrOrPromise, tuple[str, ...]], ...]" = (
        ("indicators", _("Indicators"), ("tolerance",)),
        (
            "proposals",
            _("Proposals"),
            (
                *("mode", "indicator_weight", "activity_weight", "child_weight"),
                *("full_from", "partial_from", "never_full_with_unmet"),
            ),
        ),
        ("people", _("Women and men, and small groups"), ("gap_threshold", "smallest_group")),
    )

    @classmethod
    def initial_of(cls, policy: Policy) -> dict[str, Any]:
        """What the form shows before anybody has typed."""
        names = [name for name in cls.base_fields if name != "version"]
        return {"version": version_of(policy)} | {name: getattr(policy, name) for name in names}

    def groups(self) -> Iterator[tuple[str, "StrOrPromise", list[BoundField]]]:
        """The fields, group by group."""
        for key, title, names in self.GROUPS:
            yield key, title, [self[name] for name in names]

    @classmethod
    def read_only(
        cls, policy: Policy, typed: Mapping[str, Any] | None = None
    ) -> Iterator[tuple[str, "StrOrPromise", list[StoredField]]]:
        """The same groups as they are stored; `typed` tells what somebody wanted instead."""
        wanted = copy(policy)
        for name, value in (typed or {}).items():
            setattr(wanted, name, value)
        for key, title, names in cls.GROUPS:
            yield key, title, [cls._stored(name, policy, wanted) for name in names]

    @classmethod
    def _stored(cls, name: str, policy: Policy, wanted: Policy) -> StoredField:
        field = cls.base_fields[name]
        differs = getattr(policy, name) != getattr(wanted, name)
        return StoredField(
            label=field.label or "",
            value=written(policy, name),
            help=field.help_text,
            typed=written(wanted, name) if differs else "",
        )
