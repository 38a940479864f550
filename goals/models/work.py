"""The work in a round: who is responsible, what is being written, and what was done."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goals.choices import Kind, Verb
from goals.models.constraints import choice_check
from goals.models.rounds import Round
from goals.places import Place
from organisation.models import Committee, Unit


class AtPlace(models.Model):
    """Something about a place: a kind of thing and its key."""

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, editable=False)
    key = models.BigIntegerField(editable=False)

    class Meta:
        abstract = True

    @property
    def place(self) -> Place:
        """What it is about."""
        return Place(Kind(self.kind), self.key)


class Responsibility(AtPlace):
    """Who answers for a goal, an indicator or an activity in a committee, year after year's end.

    Either a unit or a person, or both. An inactive person answers for nothing:
    such places are listed until somebody else has been named.
    """

    committee = models.ForeignKey(
        Committee, models.CASCADE, related_name="responsibilities", verbose_name=_("committee")
    )
    unit = models.ForeignKey(
        Unit,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="responsibilities",
        verbose_name=_("unit"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="responsibilities",
        verbose_name=_("person"),
    )

    class Meta:
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        constraints = (
            models.UniqueConstraint(
                fields=["committee", "kind", "key"], name="responsibility_once"
            ),
            choice_check("kind", Kind, "responsibility_kind"),
        )

    def __str__(self) -> str:
        return f"{self.place} · {self.person or self.unit or '–'}"


class Draft(AtPlace):
    """What somebody has written in a cell and not saved yet. Only the writer sees it.

    It may hold errors. It outlives the page, the session and the round's lock,
    and goes when the cell is saved.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="drafts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    cell = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    # The mark of what stood in the cell when the writer began: see `goals.cells`.
    seen = models.CharField(max_length=64)
    # When the writer typed it, by the writer's clock, in milliseconds: an earlier one that
    # arrives later does not overwrite.
    typed = models.BigIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = (
            models.UniqueConstraint(
                fields=["round", "by", "kind", "key", "cell"], name="draft_once"
            ),
            choice_check("kind", Kind, "draft_kind"),
        )

    def __str__(self) -> str:
        return f"{self.place} {self.cell}"


class Presence(AtPlace):
    """Where in a round somebody is writing right now; one line for each person and round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="presences")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="presences")
    cell = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = (
            models.UniqueConstraint(fields=["round", "by"], name="presence_once"),
            choice_check("kind", Kind, "presence_kind"),
        )

    def __str__(self) -> str:
        return f"{self.place} {self.cell}"


class Event(AtPlace):
    """Something that somebody did, written in the same transaction, and never changed.

    It is evidence: the database itself refuses to change one, and PostgreSQL to delete
    one (migration 0004, docs/adr/0013). So neither the person nor the committee of an event can
    be deleted; a person who leaves is made inactive. Without a person: the program did it.

    `details` holds what the sentence needs, as it was then: the thing's name
    (`name`), its code, the changed cells from and to (`cells`), the reason, and the
    line's `version`, which finds the row history behind it. No event has the
    text of an analysis in it, only that it changed.
    """

    at = models.DateTimeField(default=timezone.now, editable=False)
    verb = models.CharField(max_length=20, choices=Verb, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="events",
        verbose_name=_("person"),
        editable=False,
    )
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="events", verbose_name=_("committee")
    )
    round = models.ForeignKey(
        Round, models.PROTECT, null=True, related_name="events", verbose_name=_("round")
    )
    details = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("-at", "-pk")
        constraints = (
            choice_check("kind", Kind, "event_kind"),
            choice_check("verb", Verb, "event_verb"),
        )
        indexes = (
            models.Index(fields=["round", "-at"], name="event_round"),
            models.Index(fields=["kind", "key", "-at"], name="event_place"),
            models.Index(fields=["by", "-at"], name="event_by"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.place}"
