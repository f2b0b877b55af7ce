"""The API judged by schemathesis from its own OpenAPI: no 5xx, no answer it does not announce."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from factories.cluster import Cluster
from vivier_web.api.actions import make_token
from vivier_web.api.urls import api

schemathesis = pytest.importorskip("schemathesis", reason="a development dependency: install requirements.lock")
PATHS = api.get_openapi_schema(path_prefix="/api/")["paths"]
CALLS = [(path, verb.upper()) for path, verbs in PATHS.items() for verb in verbs]
CHECKS = schemathesis.checks.CHECKS
MODES = list(schemathesis.GenerationMode)


@pytest.fixture
def key(pole: Cluster, settings: Any) -> str:
    settings.API_CALLS_A_MINUTE = 10**9
    settings.ALLOWED_HOSTS = ["*"]  # a wrong Host is refused before the API: it has its own test
    return make_token(pole.pole, "x", ["members:read"], days=30, by=pole.people["director"])[1]


@pytest.fixture
def described(key: str) -> Iterator[Any]:
    """What schemathesis reads: the description that the product itself serves."""
    # As Django's own test client does: a request may not close the connection of the test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", MODES, ids=[mode.name for mode in MODES])
@pytest.mark.parametrize(("path", "verb"), CALLS)
@how(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_answer_is_one_that_the_description_announces(
    described: Any, key: str, data: st.DataObject, path: str, verb: str, mode: Any
) -> None:
    case = data.draw(described[path][verb].as_strategy(generation_mode=mode))
    has_key = "private" in path and data.draw(st.sampled_from([True, True, False]))
    answer = case.call(headers={"Authorization": f"Bearer {key}"} if has_key else {})
    # A parameter nobody asked for is let be, as the web does. It takes our good key for one it made up: keys are
    # judged with the tokens.
    unasked = ["negative_data_rejection", *(["ignored_auth"] if has_key else [])]
    case.validate_response(answer, excluded_checks=[CHECKS.get_one(name) for name in unasked])
