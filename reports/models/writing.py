"""Writing a report's texts: templates, who writes which section, what is ready, and comments."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from goals.choices import FIRST_YEAR, LAST_YEAR, Part
from goals.models import Round, choice_check
from organisation.models import Committee
from reports.models.report import Section

NAME_LENGTH = 60
YEARS = (MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR))


class SectionTemplate(models.Model):
    """Which sections a kind of document has in a year: the city's, or a committee's changes to it.

    `sections` is the list in its order, as `reports.writing.template` reads it. It is saved as a
    whole, so that its order and its history are those of one thing. Of a committee, an
    empty list says that it has the city's as it is.
    """

    committee = models.ForeignKey(
        Committee,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("committee"),
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    part = models.CharField(_("document"), max_length=10, choices=Part)
    sections = models.JSONField(
        _("sections"), default=list, blank=True, editable=False, encoder=DjangoJSONEncoder
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("section template")
        verbose_name_plural = _("section templates")
        constraints = (
            models.UniqueConstraint(
                fields=["year", "part"],
                condition=models.Q(committee=None),
                name="sectiontemplate_once",
            ),
            models.UniqueConstraint(
                fields=["committee", "year", "part"], name="sectiontemplate_committee_once"
            ),
            choice_check("part", Part, "sectiontemplate_part"),
        )

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.year}"


class SectionMark(models.Model):
    """Somebody has said that a section is ready, as its text was then.

    `seen` is the mark of that text: when it changes, however it does, the section is not
    ready any more.
    """

    section = models.OneToOneField(Section, models.CASCADE, related_name="mark")
    seen = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("ready mark")
        verbose_name_plural = _("ready marks")

    def __str__(self) -> str:
        return str(self.section)


class SectionWriter(models.Model):
    """Somebody who is to write a section of a round's report; it may not be written yet."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="section_writers")
    name = models.CharField(_("section"), max_length=NAME_LENGTH)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="sections_to_write"
    )

    class Meta:
        verbose_name = _("writer of a section")
        verbose_name_plural = _("writers of sections")
        constraints = (
            models.UniqueConstraint(fields=["round", "name", "person"], name="sectionwriter_once"),
        )

    def __str__(self) -> str:
        return f"{self.name} · {self.person}"


class Comment(models.Model):
    """What somebody says of a text while it is written, or an answer to that.

    `name` is the section's, or the place of any other text: `reports.writing.commented`.

    Part of the work and not of the report: nothing that is made of a document reads it. An
    answer has the comment it answers; only that one is resolved.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="comments")
    name = models.CharField(_("section"), max_length=NAME_LENGTH)
    answers = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    # The words it is about, as they were read; empty: the whole text.
    quote = models.TextField(_("passage"), blank=True)
    text = models.TextField(_("comment"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(null=True)
    # Taken away by its writer, though others had answered it.
    is_deleted = models.BooleanField(default=False)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(resolved_at=None) | models.Q(answers=None),
                name="comment_resolved_whole",
            ),
        )
        indexes = (models.Index(fields=["round", "name"], name="comment_place"),)

    def __str__(self) -> str:
        return self.text[:60]
