"""Every address there is. Swedish, stable and readable."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("organisation.urls")),
    path("", include("goals.urls")),
    path("", include("indicators.urls")),
    path("", include("reports.urls")),
]
