"""Addresses of the review of a round's document."""

from django.urls import path

from reports.views import review, review_policy

ROUND = "<slug:committee>/<int:year>/<str:part>/granskning/"

urlpatterns = [
    path("regler/granskning/", review_policy.review_policy, name="review_policy"),
    path(ROUND, review.review, name="review"),
    path(f"{ROUND}godta/", review.accept, name="review_accept"),
    path(f"{ROUND}godta/<int:key>/angra/", review.undo, name="review_undo"),
]
