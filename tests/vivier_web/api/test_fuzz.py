"""Whatever a program sends, the API answers: never an error of ours, and what it gives back is what it said."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories.cluster import Cluster
from vivier_web.api.actions import make_token
from vivier_web.api.urls import api

SCHEMA = api.get_openapi_schema(path_prefix="/api/")
CALLS = [(path, verb, said) for path, verbs in SCHEMA["paths"].items() for verb, said in verbs.items()]
ODD = ["", "0", "-1", "1e9", "9" * 40, "\x00", "%00", "é", "’", "' OR 1=1 --", "../..", "𝕏", "null", "[]", "٣"]
VALUES = st.one_of(st.sampled_from(ODD), st.integers().map(str), st.text(max_size=60))


@pytest.fixture
def key(pole: Cluster) -> str:
    return make_token(pole.pole, "x", ["members:read"], days=30, by=pole.people["director"])[1]


def matches(value: Any, kind: dict[str, Any]) -> bool:
    """Tell whether an answer is of the kind the schema says (what ours uses of JSON Schema)."""
    if "$ref" in kind:
        return matches(value, SCHEMA["components"]["schemas"][kind["$ref"].rsplit("/", 1)[-1]])
    if "anyOf" in kind:
        return any(matches(value, one) for one in kind["anyOf"])
    if kind["type"] == "object":
        known = kind["properties"]
        return set(value) == set(known) and all(matches(value[name], known[name]) for name in known)
    if kind["type"] == "array":
        return isinstance(value, list) and all(matches(one, kind["items"]) for one in value)
    types = {"string": str, "integer": int, "boolean": bool, "null": type(None)}
    return isinstance(value, types[kind["type"]])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize("call", CALLS, ids=[path for path, _, _ in CALLS])
def test_no_request_breaks_the_api(
    key: str, settings: Any, data: st.DataObject, call: tuple[str, str, dict[str, Any]]
) -> None:
    path, verb, said = call
    settings.API_CALLS_A_MINUTE = 10**9
    given_ = {one["name"]: data.draw(VALUES, one["name"]) for one in said.get("parameters", ())}
    inside = {name: value for name, value in given_.items() if f"{{{name}}}" in path}
    for name, value in inside.items():
        path = path.replace(f"{{{name}}}", value or "0")
    bearer = data.draw(st.sampled_from([key, "", "é", "x" * 5000, "\x00"]))
    asked = {name: value for name, value in given_.items() if name not in inside}
    answer = getattr(Client(headers={"Authorization": f"Bearer {bearer}"}), verb)(path, asked)
    assert answer.status_code in (200, 301, 401, 404, 422)
    if answer.status_code == 200:
        assert matches(answer.json(), said["responses"][200]["content"]["application/json"]["schema"])


@pytest.mark.parametrize("verb", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("path", ["/api/open/poles", "/api/private/members", "/api/private/members/1"])
def test_nothing_is_ever_written_by_the_api(db: None, path: str, verb: str) -> None:
    assert getattr(Client(), verb)(path).status_code == 405


def test_a_wrong_answer_would_be_seen() -> None:
    page = SCHEMA["paths"]["/api/open/poles"]["get"]["responses"][200]["content"]["application/json"]["schema"]
    assert matches({"count": 0, "items": []}, page)
    assert not matches({"count": "0", "items": []}, page)
    assert not matches({"count": 0, "items": [{"slug": "x"}]}, page)
