"""What every page shows: the municipality."""

from django.conf import settings
from django.http import HttpRequest


def workplace(request: HttpRequest) -> dict[str, str]:
    """The municipality's name, for the page head."""
    return {"municipality": settings.MUNICIPALITY}
