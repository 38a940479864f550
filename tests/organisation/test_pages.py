"""Logging in and out, passwords, language, the health check and the pages of errors."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from organisation.models import Role
from tests.conftest import People
from tests.factories import PASSWORD, CommitteeFactory, UserFactory, member
from tests.pages import inline_code, repeated_ids, text_of

ENGLISH = {"accept-language": "en"}
PUBLIC = ("account_login", "account_reset_password", "account_reset_password_done")


@pytest.fixture
def english() -> Client:
    return Client(headers=ENGLISH)


@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.django_db
def test_public_page_needs_no_login_and_has_nothing_inline(client: Client, name: str) -> None:
    response = client.get(reverse(name))

    assert response.status_code == 200
    assert inline_code(text_of(response)) == []
    assert repeated_ids(text_of(response)) == set()
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_page_is_swedish_unless_the_reader_asks_for_english(
    client: Client, english: Client
) -> None:
    login = reverse("account_login")

    assert '<html lang="sv"' in text_of(client.get(login))
    assert "Lösenord" in text_of(client.get(login))
    assert '<html lang="en"' in text_of(english.get(login))
    assert "Password" in text_of(english.get(login))


@pytest.mark.django_db
def test_language_switch_stays_on_the_page(client: Client) -> None:
    login = reverse("account_login")

    response = client.post(reverse("set_language"), {"language": "en", "next": login})

    assert response.headers["Location"] == login
    assert '<html lang="en"' in text_of(client.get(login))


@pytest.mark.django_db
def test_language_switch_leads_nowhere_else(client: Client) -> None:
    response = client.post(
        reverse("set_language"), {"language": "en", "next": "https://example.com/"}
    )

    assert response.headers["Location"] == "/"


def test_login_leads_to_the_start_page(client: Client, people: People) -> None:
    response = client.post(
        reverse("account_login"), {"login": people.eva.email, "password": PASSWORD}
    )

    assert response.headers["Location"] == reverse("start")
    assert people.eva.email in text_of(client.get(reverse("start")))


def test_login_leads_to_the_page_one_asked_for(client: Client, people: People) -> None:
    wanted = reverse("committee", args=[people.committee.slug])

    sent_to_login = client.get(wanted).headers["Location"]
    response = client.post(sent_to_login, {"login": people.eva.email, "password": PASSWORD})

    assert response.headers["Location"] == wanted


def test_login_with_a_wrong_password_says_so_first(english: Client, people: People) -> None:
    response = english.post(
        reverse("account_login"), {"login": people.eva.email, "password": "fel lösenord"}
    )

    page = text_of(response)
    assert "There is a problem" in page
    assert re.search(r"<title>\s*Error:", page)
    assert "fel lösenord" not in page


@pytest.mark.django_db
def test_login_without_a_password_ties_the_error_to_its_field(english: Client) -> None:
    page = text_of(english.post(reverse("account_login"), {"login": "eva@example.com"}))

    assert 'href="#id_password"' in page
    assert 'id="id_password_error"' in page
    assert "id_password_error" in re.findall(r'aria-describedby="([^"]*)"', page)[-1]
    assert repeated_ids(page) == set()


@pytest.mark.django_db
def test_a_person_who_may_not_log_in_does_not(client: Client) -> None:
    user = UserFactory(is_active=False)

    response = client.post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True
    )

    assert "/konto/avstangt/" in response.redirect_chain[-1][0]
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_logout_asks_first_and_then_logs_out(client: Client, people: People) -> None:
    client.force_login(people.eva)

    assert client.get(reverse("account_logout")).status_code == 200
    response = client.post(reverse("account_logout"))

    assert response.headers["Location"] == reverse("account_login")
    assert client.get(reverse("start")).status_code == 302


def test_forgotten_password_is_replaced_by_a_link_in_a_letter(
    client: Client, people: People
) -> None:
    client.post(reverse("account_reset_password"), {"email": people.eva.email})
    (letter,) = mail.outbox
    found = re.search(r"http://[^/]+(/konto/losenord/nytt/\S+)", str(letter.body))
    assert found
    page = client.get(found[1], follow=True)
    new = "ett alldeles nytt lösenord"
    response = client.post(
        page.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True
    )

    assert response.status_code == 200
    people.eva.refresh_from_db()
    assert people.eva.check_password(new)
    assert "<h1>" in text_of(client.get(found[1], follow=True))


def test_password_is_changed_by_whoever_knows_it(client: Client, people: People) -> None:
    client.force_login(people.eva)
    new = "ett alldeles nytt lösenord"

    page = client.get(reverse("account_change_password"))
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert inline_code(text_of(page)) == []
    people.eva.refresh_from_db()
    assert people.eva.check_password(new)


@pytest.mark.django_db
def test_nobody_signs_up(client: Client) -> None:
    assert client.get("/konto/ny/").status_code == 404
    assert client.get("/accounts/signup/").status_code == 404


@pytest.mark.django_db
def test_health_answers_whoever_asks(client: Client) -> None:
    response = client.get(reverse("health"))

    assert (response.status_code, response.content) == (200, b"ok")
    assert client.post(reverse("health")).status_code == 405


@pytest.mark.django_db
def test_page_that_is_not_there_says_what_to_do(english: Client) -> None:
    response = english.get("/finns/inte/alls/")

    assert response.status_code == 404
    assert "The page is not here" in text_of(response)
    assert inline_code(text_of(response)) == []


def test_refusal_says_why(english: Client, people: People) -> None:
    english.force_login(people.rolf)

    response = english.post(reverse("open_round", args=[people.committee.slug, 2023, "t1"]))

    assert response.status_code == 403
    assert "You may not do this" in text_of(response)
    assert people.committee.name in text_of(response)


@pytest.mark.django_db
def test_form_without_its_token_is_told_to_reload() -> None:
    strict = Client(enforce_csrf_checks=True, headers=ENGLISH)

    response = strict.post(reverse("account_login"), {"login": "x", "password": "y"})

    assert response.status_code == 403
    assert "The page has been open too long" in text_of(response)


@pytest.mark.django_db
@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_failure_page_needs_neither_request_nor_database(template: str) -> None:
    from django.template.loader import render_to_string

    page = render_to_string(template)

    assert "<h1>" in page
    assert inline_code(page) == []


@pytest.mark.django_db
def test_administration_is_offered_only_to_staff(english: Client) -> None:
    committee = CommitteeFactory()
    english.force_login(member(Role.ADMINISTRATOR, committee))
    assert reverse("admin:index") not in text_of(english.get(reverse("start")))

    english.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert reverse("admin:index") in text_of(english.get(reverse("start")))
