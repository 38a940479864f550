"""Which administration site the program has."""

from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    default_site = "organisation.admin_site.AdminSite"
