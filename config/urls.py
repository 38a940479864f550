"""Every address there is. Swedish, stable and readable."""

from django.contrib import admin
from django.urls import include, path

handler404 = "reports.views.public_answers.not_found"

urlpatterns = [
    path("admin/", admin.site.urls),
    # What is published comes first: a committee's address could look like it.
    path("", include("reports.urls.public")),
    path("", include("organisation.urls")),
    path("", include("goals.urls")),
    path("", include("indicators.urls")),
    path("", include("reports.urls")),
]
