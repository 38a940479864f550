"""Logging in, and a forgotten password: nothing tells a stranger who has an account."""

import re

import pytest
from django.core import mail
from django.test import Client

from tests.conftest import People
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "ett alldeles nytt lösenord"


def test_log_in_with_address_in_any_case_and_go_where_one_was_going(
    client: Client, people: People
) -> None:
    data = {"login": people.eva.email.upper(), "password": PASSWORD}

    answer = client.post("/logga-in/?next=/aby/", data | {"next": "/aby/"})

    assert answer.headers["Location"] == "/aby/"


@pytest.mark.parametrize("there", ["https://ond.example", "//ond.example", "/\\ond.example"])
def test_log_in_leads_nowhere_else(client: Client, people: People, there: str) -> None:
    data = {"login": people.eva.email, "password": PASSWORD, "next": there}

    assert client.post("/logga-in/", data).headers["Location"] == "/"


def test_wrong_password_and_unknown_address_get_the_same_answer(
    client: Client, people: People
) -> None:
    known = client.post("/logga-in/", {"login": people.eva.email, "password": "fel"})
    unknown = client.post("/logga-in/", {"login": "ingen@example.com", "password": "fel"})

    assert known.context["form"].errors == unknown.context["form"].errors
    assert known.status_code == unknown.status_code == 200


def test_somebody_who_has_left_cannot_log_in(client: Client, people: People) -> None:
    people.eva.is_active = False
    people.eva.save()

    client.post("/logga-in/", {"login": people.eva.email, "password": PASSWORD})

    assert "_auth_user_id" not in client.session


def test_forgotten_password_is_chosen_anew_by_letter(client: Client, people: People) -> None:
    answer = client.post("/konto/losenord/glomt/", {"email": people.eva.email})

    assert answer.headers["Location"] == "/konto/losenord/glomt/skickat/"
    (letter,) = mail.outbox
    assert letter.subject == "Välj ett nytt lösenord i Rödtråd"
    assert "example.com" not in letter.body
    found = re.search(r"http://testserver(/konto/losenord/nytt/\S+/)", str(letter.body))
    assert found is not None
    page = client.get(found[1], follow=True)
    address = page.redirect_chain[-1][0]
    client.post(address, {"password1": NEW, "password2": NEW})
    assert Client().login(email=people.eva.email, password=NEW)
    used = Client().get(found[1], follow=True)
    assert used.context["token_fail"]


def test_unknown_address_gets_the_same_answer_and_no_letter(client: Client, db: None) -> None:
    answer = client.post("/konto/losenord/glomt/", {"email": "ingen@example.com"})

    assert answer.headers["Location"] == "/konto/losenord/glomt/skickat/"
    assert mail.outbox == []


def test_short_password_is_refused(client: Client, people: People) -> None:
    client.force_login(people.eva)
    data = {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"}

    answer = client.post("/konto/losenord/", data)

    assert answer.context["form"].errors["password1"]
    assert Client().login(email=people.eva.email, password=PASSWORD)
