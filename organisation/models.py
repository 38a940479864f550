"""Committees, their units, people, and the roles people have."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.models import TreeNode

from organisation.slugs import RESERVED_SLUGS, SLUG


# Trees have managers without types, which the plugin cannot follow back from here.
class Committee(models.Model):  # type: ignore[django-manager-missing]
    """A nämnd: it is given the council's goals and answers for them."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.CharField(
        _("address"),
        max_length=80,
        unique=True,
        validators=[RegexValidator(SLUG, _("Use the letters a–z, digits and hyphens only."))],
        help_text=_("The first word of the committee's web addresses."),
    )
    municipality = models.CharField(_("municipality"), max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(slug__in=RESERVED_SLUGS) & ~models.Q(slug=""),
                name="committee_slug_not_reserved",
                violation_error_message=_("That address is used by the program itself."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("committee", args=[self.slug])


class Unit(TreeNode):
    """A department or unit of a committee's administration."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="units", verbose_name=_("committee")
    )
    name = models.CharField(_("name"), max_length=200)
    parent = TreeNodeForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = (
            models.UniqueConstraint(
                fields=["committee", "name"],
                name="unit_name_once_per_committee",
                violation_error_message=_("The committee already has a unit of that name."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes people who log in by e-mail."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who logs in. What they may do is told by their memberships."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    is_active = models.BooleanField(_("may log in"), default=True)
    is_staff = models.BooleanField(_("may use the administration pages"), default=False)
    reminders = models.BooleanField(_("gets reminders by e-mail"), default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message=_("Somebody already has that e-mail address."),
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email


class Role(models.TextChoices):
    """What somebody is in a committee, or, for the last, in all of them."""

    ADMINISTRATOR = "administrator", _("Administrator")
    MANAGER = "manager", _("Manager")
    READER = "reader", _("Reader")
    CONTROLLER = "controller", _("Central controller")


class Membership(models.Model):
    """A person's role in one committee, or as central controller in all."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    committee = models.ForeignKey(
        Committee,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("committee"),
        help_text=_("Leave empty for a central controller, who works with all committees."),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "committee"],
                condition=models.Q(committee__isnull=False),
                name="membership_once_per_committee",
                violation_error_message=_("The person already has a role in that committee."),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(committee__isnull=True),
                name="membership_controller_once",
                violation_error_message=_("The person is a central controller already."),
            ),
            models.CheckConstraint(
                condition=models.Q(role=Role.CONTROLLER, committee__isnull=True)
                | (~models.Q(role=Role.CONTROLLER) & models.Q(committee__isnull=False)),
                name="membership_controller_has_no_committee",
                violation_error_message=_(
                    "A central controller has no committee; every other role has one."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="membership_role"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.committee or '–'}"
