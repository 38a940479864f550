"""Addresses of the review of a round's document."""

from django.urls import path

from reports.views import review

ROUND = "<slug:committee>/<int:year>/<str:part>/granskning/"

urlpatterns = [
    path(ROUND, review.review, name="review"),
    path(f"{ROUND}godta/", review.accept, name="review_accept"),
    path(f"{ROUND}godta/<int:key>/angra/", review.undo, name="review_undo"),
]
