"""What people say of what the review finds."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goals.models import Round


class AcceptedFinding(models.Model):
    """Somebody has seen what the review found and says why it may stand.

    It holds for what the finding was about then (`about`, a mark of the texts and
    figures); when that changes, the finding comes back. Who takes it back deletes it: the
    events keep what was said.
    """

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="accepted_findings", verbose_name=_("round")
    )
    code = models.CharField(_("check"), max_length=40)
    spot = models.CharField(_("place"), max_length=200)
    about = models.CharField(max_length=64)
    message = models.TextField(_("message"))
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("person"))
    at = models.DateTimeField(_("accepted"), default=timezone.now)

    class Meta:
        verbose_name = _("accepted finding")
        verbose_name_plural = _("accepted findings")
        constraints = (
            models.UniqueConstraint(
                fields=["round", "code", "spot", "about"], name="acceptedfinding_once"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="acceptedfinding_reason"),
        )

    def __str__(self) -> str:
        return f"{self.code} · {self.spot}"
