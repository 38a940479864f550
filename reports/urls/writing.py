"""Addresses of writing a report's texts: templates, previews, who writes, and comments."""

from django.urls import path

from reports.views import comments, row_comments, section_beside, templates

REPORT = "<slug:committee>/<int:year>/<str:part>/rapport/"
TEXT = f"{REPORT}text/<str:name>/"

urlpatterns = [
    path("mallar/", templates.templates, name="templates"),
    path("mallar/<int:year>/<str:part>/", templates.template, name="template"),
    path(f"{REPORT}mall/", templates.committee_template, name="committee_template"),
    path(f"{TEXT}forhandsvisa/", section_beside.section_preview, name="section_preview"),
    path(f"{TEXT}skriver/", section_beside.section_writers, name="section_writers"),
    path(f"{TEXT}kommentar/", comments.comment_add, name="comment_add"),
    path(f"{REPORT}kommentarer/<str:name>/", row_comments.row_comments, name="row_comments"),
    path(f"{REPORT}kommentar/<int:pk>/", comments.comment, name="comment"),
]
