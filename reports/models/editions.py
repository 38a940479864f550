"""Editions: a report as it was submitted, decided or corrected, kept for ever."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goals.models import Round, choice_check
from reports.choices import PUBLISHED, EditionFormat, EditionKind


def digest_check(name: str) -> models.CheckConstraint:
    """A constraint that keeps a digest to the length of a SHA-256, in hexadecimal."""
    return models.CheckConstraint(condition=Exact(Length("digest"), 64), name=name)


class Edition(models.Model):
    """A report frozen at an act: its whole document as text, and everything about the act.

    The database refuses to change or delete it (migrations/_keep_editions.py). It points at
    its round, so that it is found, and takes nothing else from there: pages and files of an
    edition are made of its snapshot alone (`reports.snapshot`).
    """

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="editions", verbose_name=_("round")
    )
    # 1, 2, 3 within the round, without a gap.
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=EditionKind)
    snapshot = models.TextField()
    digest = models.CharField(max_length=64)
    program_version = models.CharField(max_length=40)
    registry_number = models.CharField(_("registry number"), max_length=60)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    paragraph = models.CharField(_("paragraph"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    # Nobody: the program itself.
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    # What the person was called then.
    signature = models.CharField(_("signature"), max_length=200)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ("round", "number")
        constraints = (
            models.UniqueConstraint(fields=["round", "number"], name="edition_number_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="edition_number"),
            choice_check("kind", EditionKind, "edition_kind"),
            digest_check("edition_digest"),
            models.CheckConstraint(
                condition=~models.Q(snapshot="") & ~models.Q(program_version=""),
                name="edition_snapshot",
            ),
            models.CheckConstraint(
                condition=~models.Q(registry_number="") & ~models.Q(signature=""),
                name="edition_act",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=EditionKind.PROPOSAL, decided_on=None, paragraph="")
                | models.Q(kind__in=PUBLISHED, decided_on__isnull=False) & ~models.Q(paragraph=""),
                name="edition_decision",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=EditionKind.CORRECTION, note=""), name="edition_note"
            ),
        )

    def __str__(self) -> str:
        return f"{self.round} · {self.number}"

    @property
    def title(self) -> str:
        """What it is called on pages: its number, and what kind of edition it is."""
        said = {"number": self.number, "kind": self.get_kind_display().lower()}
        return gettext("Edition %(number)s, %(kind)s") % said

    @property
    def is_published(self) -> bool:
        """Whether everybody may read it."""
        return self.kind in PUBLISHED


class EditionFile(models.Model):
    """An edition as a file, made once from its snapshot and kept as it was made."""

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="files", verbose_name=_("edition")
    )
    format = models.CharField(_("format"), max_length=10, choices=EditionFormat)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    # In bytes.
    size = models.PositiveIntegerField(_("size"))
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("edition’s file")
        verbose_name_plural = _("editions’ files")
        ordering = ("edition", "pk")
        constraints = (
            models.UniqueConstraint(fields=["edition", "format"], name="editionfile_once"),
            choice_check("format", EditionFormat, "editionfile_format"),
            digest_check("editionfile_digest"),
            models.CheckConstraint(condition=models.Q(size__gte=1), name="editionfile_size"),
        )

    def __str__(self) -> str:
        return f"{self.edition} · {self.get_format_display()}"
