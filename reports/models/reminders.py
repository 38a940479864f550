"""That people were reminded."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReminderSent(models.Model):
    """That a person is reminded on a day; written before the e-mail is sent, so that it goes once.

    Whoever sends it claims it first. Without `sent_at` it was not sent, and is
    tried again.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = (models.UniqueConstraint(fields=["person", "day"], name="remindersent_once"),)

    def __str__(self) -> str:
        return f"{self.person} · {self.day}"
