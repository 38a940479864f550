"""Addresses of people: language, logging in and out, passwords; and the health check."""

from allauth.account import views as account
from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path
from django.views.i18n import set_language

from organisation import views

# Named one by one: allauth's own list also has pages for signing up and for addresses.
urlpatterns = [
    path("sprak/", login_not_required(set_language), name="set_language"),
    path("halsa/", views.health, name="health"),
    path("logga-in/", account.login, name="account_login"),
    path("logga-ut/", account.logout, name="account_logout"),
    path("konto/paminnelser/", views.reminder_settings, name="reminder_settings"),
    path("konto/avstangt/", account.account_inactive, name="account_inactive"),
    path("konto/losenord/", account.password_change, name="account_change_password"),
    path("konto/losenord/glomt/", account.password_reset, name="account_reset_password"),
    path(
        "konto/losenord/glomt/skickat/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    # The key has hyphens of its own: the first one ends the person.
    re_path(
        r"^konto/losenord/nytt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "konto/losenord/nytt/klart/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
