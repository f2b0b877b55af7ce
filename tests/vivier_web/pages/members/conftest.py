"""What tests of the room Connaître start from."""

import pytest
from django.test import Client


@pytest.fixture
def team(signed_in: object) -> Client:
    return signed_in("team")
