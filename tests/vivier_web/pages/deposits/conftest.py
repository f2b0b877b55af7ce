"""What the pages of a member are tried on: an open wave, the first member and its person."""

import datetime as dt

import pytest
from django.utils import timezone

from factories.cluster import Cluster
from factories.sent import ON
from vivier_web.skills.actions.waves import open_wave
from vivier_web.skills.models import Wave


@pytest.fixture
def wave(pole: Cluster) -> Wave:
    today = timezone.localdate()
    return open_wave(pole.pole, "Hiver", on=ON, opens_on=today, closes_on=today + dt.timedelta(days=30), by=None)
