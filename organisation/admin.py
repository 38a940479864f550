"""People, roles, committees and units on the administration pages."""

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from organisation.models import Committee, Membership, Unit, User

# Rights come from roles, not from groups.
admin.site.unregister(Group)
# A person has one address, and it stands on the person.
admin.site.unregister(EmailAddress)


class MembershipInline(admin.TabularInline[Membership, User]):
    model = Membership
    extra = 0


@admin.register(User)
class UserAdmin(DjangoUserAdmin[User]):
    ordering = ("name",)
    list_display = ("name", "email", "is_active", "is_staff")
    list_filter = ("is_active", "memberships__role", "memberships__committee")
    search_fields = ("name", "email")
    filter_horizontal = ()
    readonly_fields = ("last_login",)
    fieldsets = (
        (None, {"fields": ("name", "email", "password", "reminders")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "is_superuser", "last_login")}),
    )
    add_form = AdminUserCreationForm
    add_fieldsets = (
        (None, {"fields": ("name", "email", "usable_password", "password1", "password2")}),
    )
    inlines = (MembershipInline,)


@admin.register(Committee)
class CommitteeAdmin(admin.ModelAdmin[Committee]):
    list_display = ("name", "slug", "municipality")
    search_fields = ("name",)


@admin.register(Unit)
class UnitAdmin(admin.ModelAdmin[Unit]):
    list_display = ("name", "committee", "parent")
    list_filter = ("committee",)
    search_fields = ("name",)
