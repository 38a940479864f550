"""Editions as they are looked up. None reads a snapshot that nobody asked for."""

from django.db.models import QuerySet

from goals.models import Round
from organisation.models import Committee
from reports.choices import PUBLISHED
from reports.models import Edition


def editions_of(round: Round) -> QuerySet[Edition]:
    """The round's editions, the first one first, without their snapshots."""
    return Edition.objects.filter(round=round).defer("snapshot").order_by("number")


def published(committee: Committee | None = None) -> QuerySet[Edition]:
    """What everybody may read: decided editions and corrections, without their snapshots."""
    editions = Edition.objects.filter(kind__in=PUBLISHED).defer("snapshot")
    return editions.filter(round__committee=committee) if committee else editions


def latest_published(round: Round) -> Edition | None:
    """The edition that holds now: the last one that was decided or corrected."""
    return published().filter(round=round).order_by("-number").first()
