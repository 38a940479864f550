"""The demo where nothing is yet: never by accident, and never over what somebody has set."""

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from goals.models import Policy
from organisation.models import User
from reports.management.commands.demo import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_demo_needs_debug_or_force() -> None:
    with pytest.raises(CommandError, match="--force"):
        call_command("demo")
    assert not User.objects.exists()


def test_forced_demo_has_passwords_nobody_knows(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo", force=True)
    printed = capsys.readouterr().out

    assert PASSWORD not in printed
    eva = User.objects.get(email="eva@example.com")
    assert not eva.check_password(PASSWORD)
    assert eva.check_password(printed.split("“")[1].split("”")[0])

    call_command("demo", force=True)
    assert "“" not in capsys.readouterr().out


def test_demo_leaves_the_limit_that_somebody_has_set(settings: Settings) -> None:
    settings.DEBUG = True
    Policy.objects.create(smallest_group=0)

    call_command("demo")

    assert Policy.objects.get().smallest_group == 0
