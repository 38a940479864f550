"""Addresses of what is published: for everybody, without logging in.

What lies under `config.middleware.PUBLIC` is public and nothing else is; a test holds the two
together. Each page of a report has two addresses: of the latest edition, and of each edition.
"""

from django.urls import URLPattern, path

from reports.views import public, public_files, public_report

REPORT = "publicerat/<slug:committee>/<int:year>/<str:part>/"
# What stands under a report: its address, its view and its name.
PAGES = (
    ("", public_report.publication, "publication"),
    ("hela/", public_report.whole, "public_whole"),
    ("sok/", public_report.search_in, "public_search"),
    ("andringar/", public_report.changes, "public_changes"),
    ("kapitel/<slug:name>/", public_report.chapter, "public_chapter"),
    ("mal/<str:code>/", public_report.goal, "public_goal"),
    ("indikator/<str:key>/", public_report.indicator, "public_indicator"),
    ("fil/<str:name>", public_files.public_file, "public_file"),
)

urlpatterns: list[URLPattern] = [
    path("sitemap.xml", public_files.site_map_view, name="site_map"),
    path("robots.txt", public_files.robots, name="robots"),
    path("oppna-data/", public_files.open_data, name="open_data"),
    path("oppna-data/katalog.json", public_files.open_data_catalogue, name="open_data_catalogue"),
    path("oppna-data/schema.json", public_files.open_data_schema, name="open_data_schema"),
    path("publicerat/", public.published_list, name="published"),
    path("publicerat/<slug:committee>/", public.published_committee, name="published_committee"),
    *(path(f"{REPORT}{route}", view, name=name) for route, view, name in PAGES),
    *(path(f"{REPORT}utgava/<int:number>/{route}", view, name=name) for route, view, name in PAGES),
]
