"""Pages are asked for in the language of the source, so that tests can look for words in them."""

import pytest
from django.test import Client


@pytest.fixture
def client(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client
