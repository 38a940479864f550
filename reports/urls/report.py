"""Addresses of a round's report."""

from django.urls import path

from reports.views import downloads, files, report, sections

ROUND = "<slug:committee>/<int:year>/<str:part>/"

urlpatterns = [
    path(f"{ROUND}rapport/", report.report, name="report"),
    path(f"{ROUND}rapport.docx", downloads.report_word, name="report_word"),
    path(f"{ROUND}rapport.xlsx", downloads.report_excel, name="report_excel"),
    path(f"{ROUND}rapport.csv.zip", downloads.report_csv, name="report_csv"),
    path(f"{ROUND}rapport.json", downloads.report_json, name="report_json"),
    path(f"{ROUND}rapport/text/<str:name>/", sections.section, name="section"),
    path(f"{ROUND}rapport/pdf/", files.report_pdf_ask, name="report_pdf_ask"),
    path(f"{ROUND}rapport/pdf/<int:pk>/", files.report_pdf_status, name="report_pdf_status"),
    path(f"{ROUND}rapport/pdf/<int:pk>/igen/", files.report_pdf_again, name="report_pdf_again"),
    path(f"{ROUND}rapport/pdf/<int:pk>/avbryt/", files.report_pdf_cancel, name="report_pdf_cancel"),
    path(
        f"{ROUND}rapport/pdf/<int:pk>/fil/", files.report_pdf_download, name="report_pdf_download"
    ),
]
