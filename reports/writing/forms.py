"""What people say of sections beside their texts: templates, writers and comments."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisation.models import User
from reports.writing.comments import COMMENT_LENGTH, QUOTE_LENGTH
from reports.writing.template import TemplateSection
from reports.writing.templates import HEADING_LENGTH, INSTRUCTIONS_LENGTH

BEFORE, AFTER = "before", "after"


class TemplateSectionForm(forms.Form):
    """A section of a template. One that is new says where it is printed."""

    heading = forms.CharField(label=_("Heading"), max_length=HEADING_LENGTH)
    instructions = forms.CharField(
        label=_("Instructions"),
        help_text=_("What whoever writes reads beside the text. Plain text, with - for lists."),
        required=False,
        max_length=INSTRUCTIONS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    required = forms.BooleanField(
        label=_("Required"),
        help_text=_("The heading is printed also when nobody has written under it."),
        required=False,
    )
    place = forms.ChoiceField(
        label=_("Where it is printed"),
        choices=[
            (BEFORE, _("Before the goals")),
            (AFTER, _("After the goals and the economy")),
        ],
        initial=BEFORE,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, of: TemplateSection | None, city: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if of is not None:
            del self.fields["place"]
            self.initial.setdefault("heading", of.heading)
            self.initial.setdefault("instructions", of.instructions)
            self.initial.setdefault("required", of.required)
        if not city or (of is not None and of.has_own_place):
            del self.fields["required"]
        if of is not None and of.has_own_place:
            del self.fields["heading"]


class CommentForm(forms.Form):
    """A comment, on a passage or on the whole text; or what is said of one that is there.

    `of` is that comment's key and `act` what was to be done with it, where that was refused.
    """

    quote = forms.CharField(
        label=_("Passage"),
        help_text=_("Mark it in the text, or paste it here. Empty: the whole text."),
        required=False,
        max_length=QUOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2, "data-quote": True}),
    )
    text = forms.CharField(
        label=_("Comment"),
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, of: int | None = None, act: str = "") -> None:
        super().__init__(data, auto_id="id_comment_%s")
        self.of, self.act = of, act


class WritersForm(forms.Form):
    """Who is to write a section."""

    people = forms.ModelMultipleChoiceField(
        label=_("Who writes it"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: Any, chosen: Iterable[User] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 (declared above)
        field.queryset = people
        self.initial.setdefault("people", [person.pk for person in chosen])
