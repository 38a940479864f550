"""A round with something of everything, for the tests of pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from goals.models import Round
from tests.conftest import People
from tests.factories import (
    RoundFactory,
)
from tests.reports.filled import fill


@pytest.fixture
def english() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def round(people: People) -> Round:
    due = timezone.localdate() + timedelta(days=6)
    return fill(RoundFactory(committee=people.committee, due=due))
