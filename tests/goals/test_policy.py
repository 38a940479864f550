"""The rules of the municipality: who reads and sets them, what is refused, who changed what."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from goals.models import Policy
from goals.policy import policy_changes, set_policy, version_of
from goals.policy_forms import PolicyForm
from goals.queries import policy_now
from goals.rules import EditConflict
from tests.conftest import People
from tests.pages import text_of

pytestmark = pytest.mark.django_db
PAGE = "/regler/"
DEFAULTS = {
    "version": "0",
    "tolerance": "20",
    "mode": "propose",
    "indicator_weight": "2",
    "activity_weight": "1",
    "child_weight": "3",
    "full_from": "75 %",
    "partial_from": "25",
    "gap_threshold": "10",
    "smallest_group": "0",
}


@pytest.fixture
def english(client: Client, people: People) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(people.karin)
    return client


def sent(**fields: str) -> dict[str, str]:
    return DEFAULTS | fields


# The rule -----------------------------------------------------------------------------


def test_what_is_set_holds_and_what_is_left_out_is_kept(people: People) -> None:
    set_policy(values={"smallest_group": 5}, version=0, by=people.karin)
    set_policy(values={"tolerance": Decimal("0.1")}, version=1, by=people.karin)

    policy = policy_now()
    assert (policy.smallest_group, policy.tolerance, policy.version) == (5, Decimal("0.1"), 2)
    assert [row.history_user for row in Policy.history.all()][:2] == [people.karin] * 2


@pytest.mark.parametrize("who", ["eva", "mona", "rolf", "nils"])
def test_only_a_central_controller_sets_the_rules(people: People, who: str) -> None:
    with pytest.raises(PermissionDenied):
        set_policy(values={"smallest_group": 5}, version=0, by=getattr(people, who))

    assert not Policy.objects.exists()


def test_fully_is_never_below_partly(people: People) -> None:
    with pytest.raises(ValidationError) as refused:
        set_policy(values={"full_from": Decimal("0.2")}, version=0, by=people.karin)

    assert set(refused.value.message_dict) == {"full_from"}
    assert not Policy.objects.exists()


NO_WEIGHTS = {"indicator_weight": 0, "activity_weight": 0, "child_weight": 0}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (NO_WEIGHTS, "indicator_weight"),
        ({"partial_from": Decimal(0)}, "partial_from"),
        ({"partial_from": Decimal("0.009")}, "partial_from"),
        ({"partial_from": Decimal("-0.1")}, "partial_from"),
    ],
)
def test_rules_that_could_not_propose_every_level_are_refused(
    people: People, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        set_policy(values=values, version=0, by=people.karin)

    assert set(refused.value.message_dict) == {field}
    assert not Policy.objects.exists()


def test_weights_may_be_nothing_only_while_nothing_is_proposed(people: People) -> None:
    set_policy(values=NO_WEIGHTS | {"mode": "manual"}, version=0, by=people.karin)

    with pytest.raises(ValidationError):
        set_policy(values={"mode": "propose"}, version=1, by=people.karin)
    set_policy(values={"mode": "propose", "child_weight": 1}, version=1, by=people.karin)
    set_policy(values={"partial_from": Decimal("0.01")}, version=2, by=people.karin)


def test_somebody_else_has_changed_meanwhile(people: People) -> None:
    set_policy(values={"smallest_group": 5}, version=0, by=people.karin)

    with pytest.raises(EditConflict):
        set_policy(values={"smallest_group": 6}, version=0, by=people.karin)
    # What says what is stored already is saved.
    set_policy(values={"smallest_group": 5}, version=0, by=people.karin)

    assert version_of(policy_now()) == 1


def test_changes_are_told_the_newest_first(in_english: None, people: People) -> None:
    set_policy(
        values={"tolerance": Decimal("0.125"), "never_full_with_unmet": True},
        version=0,
        by=people.karin,
    )
    set_policy(values={"mode": "manual"}, version=1, by=people.karin)

    told = [
        [(field.label, field.before, field.after) for field in change.fields]
        for change in policy_changes()
    ]
    propose, manual = (
        "Propose a level, with its reasons",
        "Propose nothing: people judge by themselves",
    )
    assert told == [
        [("Proposals", propose, manual)],
        [
            ("Tolerance of an indicator", "20 %", "12,5 %"),
            ("Never fully while an indicator is not met", "No", "Yes"),
        ],
    ]
    assert {change.name for change in policy_changes()} == {str(people.karin)}


def test_changed_checks_of_the_review_are_counted(in_english: None, people: People) -> None:
    set_policy(values={"severities": {"a": "off", "b": "note"}}, version=0, by=people.karin)

    ((change,),) = [change.fields for change in policy_changes()]
    assert (change.before, change.after) == ("0 checks set otherwise", "2 checks set otherwise")


# The page -----------------------------------------------------------------------------


def test_form_shows_percent_and_saves_shares(english: Client) -> None:
    page = text_of(english.get(PAGE))
    assert 'value="75"' in page and 'value="20"' in page

    answer = english.post(PAGE, sent(tolerance="12,5 %", never_full_with_unmet="on"))

    assert answer.status_code == 302
    policy = policy_now()
    assert (policy.tolerance, policy.full_from) == (Decimal("0.125"), Decimal("0.75"))
    assert policy.never_full_with_unmet
    page = text_of(english.get(PAGE))
    assert "20 % → 12,5 %" in page and "Karin" in page


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("tolerance", ""),
        ("tolerance", "mycket"),
        ("tolerance", "101"),
        ("tolerance", "-1"),
        ("tolerance", "20 kr"),
        ("tolerance", "12,55"),
        ("full_from", "20"),
        ("partial_from", "80"),
        ("partial_from", "0"),
        ("gap_threshold", "-1"),
        ("gap_threshold", "9,99"),
        ("indicator_weight", "11"),
        ("smallest_group", "101"),
        ("smallest_group", "-1"),
        ("smallest_group", "1,5"),
        ("mode", "guess"),
        ("version", "x"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_saved(
    english: Client, field: str, typed: str
) -> None:
    answer = english.post(PAGE, sent(**{field: typed}))

    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not Policy.objects.exists()
    if field not in ("mode", "version"):
        assert "There is a problem" in text_of(answer)


@pytest.mark.parametrize("typed", ["-1", "101"])
def test_bounds_of_a_number_are_told_as_everywhere(english: Client, typed: str) -> None:
    answer = english.post(PAGE, sent(smallest_group=typed))

    assert "Write a number from 0 to 100." in text_of(answer)


def test_no_weight_at_all_is_refused_beside_the_weights(english: Client) -> None:
    answer = english.post(PAGE, sent(indicator_weight="0", activity_weight="0", child_weight="0"))

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"indicator_weight"}
    assert "At least one weight must be above 0" in text_of(answer)


def test_conflict_keeps_what_was_typed_and_shows_what_stands(
    english: Client, people: People
) -> None:
    set_policy(values={"smallest_group": 7}, version=0, by=people.karin)

    answer = english.post(PAGE, sent(smallest_group="3"))

    assert answer.status_code == 409
    assert 'value="3"' in text_of(answer)
    assert "Karin has saved since you opened the page" in text_of(answer)
    # Only what differs from mine is marked, and tells mine.
    fields = [field for _key, _title, fields in answer.context["stored"] for field in fields]
    assert [(field.value, field.typed) for field in fields if field.typed] == [("7", "3")]
    assert text_of(answer).count("policy__typed") == 1
    assert policy_now().smallest_group == 7
    again = english.post(PAGE, sent(smallest_group="3", version="1"))
    assert again.status_code == 302
    assert policy_now().smallest_group == 3


def test_reader_sees_the_rules_and_no_form(english: Client, people: People) -> None:
    english.force_login(people.rolf)

    page = text_of(english.get(PAGE))

    assert "<strong>75 %</strong>" in page
    assert 'name="tolerance"' not in page


def test_example_follows_the_rules(english: Client) -> None:
    assert "from 75 % met fully is proposed" in text_of(english.get(PAGE))

    english.post(PAGE, sent(never_full_with_unmet="on"))
    assert "never fully while an indicator is not met" in text_of(english.get(PAGE))
    english.post(PAGE, sent(mode="manual", version="1"))
    assert "The municipality judges without proposals." in text_of(english.get(PAGE))


@pytest.mark.parametrize("changes", [1, 3])
def test_queries_do_not_grow(
    english: Client, people: People, django_assert_num_queries: Any, changes: int
) -> None:
    for number in range(changes):
        set_policy(values={"smallest_group": number + 1}, version=number, by=people.karin)

    # Session, person, policy, memberships, history with its people.
    with django_assert_num_queries(5):
        english.get(PAGE)


def test_every_field_stands_in_a_group() -> None:
    grouped = [name for _key, _title, names in PolicyForm.GROUPS for name in names]

    assert sorted(grouped) == sorted(set(PolicyForm.base_fields) - {"version"})
    assert len(grouped) == len(set(grouped))
