"""What a role may do, as a table."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from organisation.access import (
    SYSTEM,
    Action,
    get_committee,
    is_controller,
    may,
    may_administer,
    require,
    rights_in,
    visible_committees,
)
from organisation.models import Membership, Role, User
from tests.conftest import People
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

READ_ONLY = {Action.READ}
JUDGE = {
    Action.READ,
    Action.FOLLOW_UP_ACTIVITIES,
    Action.ASSESS_GOALS,
    Action.WRITE_REPORT,
    Action.COMMENT,
    Action.SEE_SMALL_GROUPS,
}
CENTRAL = {Action.READ, Action.COMMENT, Action.MANAGE_ROUNDS, Action.LOAD_DOCUMENTS}


@pytest.mark.parametrize(
    ("name", "own", "other"),
    [
        ("eva", set(Action), set()),
        ("mona", JUDGE, set()),
        ("rolf", READ_ONLY, set()),
        ("nils", set(), set(Action)),
        ("karin", CENTRAL, CENTRAL),
    ],
)
def test_rights_of_roles(people: People, name: str, own: set[Action], other: set[Action]) -> None:
    user = getattr(people, name)

    assert rights_in(user, people.committee) == own
    assert rights_in(user, people.other_committee) == other


def test_the_program_itself_and_its_owner_may_everything(people: People) -> None:
    owner = User.objects.create_superuser("agare@example.com", "ett långt lösenord", name="Ägare")

    for principal in (SYSTEM, owner):
        assert rights_in(principal, people.committee) == set(Action)
    assert may_administer(owner)
    assert not may_administer(SYSTEM)


def test_nobody_in_particular_may_nothing(people: People) -> None:
    for user in (AnonymousUser(), UserFactory(), UserFactory(is_active=False, is_superuser=True)):
        assert rights_in(user, people.committee) == set()
        assert not visible_committees(user).exists()


def test_somebody_who_has_left_may_nothing(people: People) -> None:
    for user in (people.eva, people.karin):
        user.is_active = False
        user.save()

        assert rights_in(user, people.committee) == set()
        assert not is_controller(user)
        assert not visible_committees(user).exists()


def test_staff_without_more_does_not_administer(people: People) -> None:
    assert not may_administer(UserFactory(is_staff=True))
    assert not may_administer(people.karin)


def test_two_roles_add_up(people: People) -> None:
    Membership.objects.create(
        user=people.rolf, committee=people.other_committee, role=Role.ADMINISTRATOR
    )
    rolf = User.objects.get(pk=people.rolf.pk)

    assert rights_in(rolf, people.committee) == READ_ONLY
    assert rights_in(rolf, people.other_committee) == set(Action)
    assert list(visible_committees(rolf)) == [people.committee, people.other_committee]


def test_withdrawn_role_is_gone_at_the_next_request(people: People) -> None:
    assert may(people.eva, Action.READ, people.committee)
    people.eva.memberships.all().delete()

    assert not may(User.objects.get(pk=people.eva.pk), Action.READ, people.committee)


def test_visible_committees(people: People) -> None:
    assert list(visible_committees(people.eva)) == [people.committee]
    assert list(visible_committees(people.nils)) == [people.other_committee]
    assert list(visible_committees(people.karin)) == [people.committee, people.other_committee]
    assert visible_committees(SYSTEM).count() == 2


def test_require_answers_404_before_403(people: People) -> None:
    require(people.eva, Action.REPORT_OUTCOMES, people.committee)
    with pytest.raises(PermissionDenied):
        require(people.rolf, Action.REPORT_OUTCOMES, people.committee)
    with pytest.raises(Http404):
        require(people.nils, Action.REPORT_OUTCOMES, people.committee)


def test_committee_by_its_address(people: People) -> None:
    assert get_committee(people.rolf, "aby") == people.committee
    for user, slug in ((people.rolf, "ostra"), (people.rolf, "finns-inte"), (people.karin, "")):
        with pytest.raises(Http404):
            get_committee(user, slug)
    with pytest.raises(PermissionDenied):
        get_committee(people.rolf, "aby", Action.LOAD_DOCUMENTS)
