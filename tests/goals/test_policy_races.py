"""Two controllers at the same moment, on PostgreSQL: the rules are made once, and one must look."""

import pytest

from goals.models import Policy
from goals.policy import set_policy
from goals.rules import EditConflict
from tests.conftest import People
from tests.races import racers

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("there_is_one", [False, True])
def test_two_controllers_at_once(people: People, there_is_one: bool) -> None:
    version = 0
    if there_is_one:
        version = set_policy(values={"smallest_group": 1}, version=0, by=people.karin).version

    with racers() as pair:
        met = pair.forced(
            lambda: set_policy(values={"smallest_group": 5}, version=version, by=people.karin),
            lambda: set_policy(values={"smallest_group": 7}, version=version, by=people.karin),
        )

    assert met.waited
    assert isinstance(met.second, EditConflict), met.second
    assert Policy.objects.get().smallest_group == 5
