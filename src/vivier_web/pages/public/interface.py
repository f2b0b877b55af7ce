"""The guide of the API, drawn from its own description: no script, no file from elsewhere."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vivier_web.api.urls import api
from vivier_web.pages.shared.access import anyone


@anyone
def api_guide(request: HttpRequest) -> HttpResponse:
    """Show every address of the API, its parameters and what it gives back."""
    schema = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/"), default=str))
    calls = [_call(path, verb, said, schema) for path, all_ in schema["paths"].items() for verb, said in all_.items()]
    return render(request, "public/api_guide.html", {"calls": calls, "schema_url": "/api/openapi.json"})


def _call(path: str, verb: str, said: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    answer = said["responses"]["200"]["content"]["application/json"]["schema"]
    return {
        "path": path,
        "verb": verb.upper(),
        "summary": said["summary"],
        "description": said.get("description", ""),
        "needs_key": bool(said.get("security")),
        "parameters": [
            {"name": one["name"], "what": one.get("description") or one["schema"].get("description", "")}
            for one in said.get("parameters", ())
        ],
        "fields": _fields(answer, schema),
    }


def _fields(answer: dict[str, Any], schema: dict[str, Any]) -> list[str]:
    """Name the fields of an answer, those of its items when it is a page."""
    known = schema["components"]["schemas"]
    properties = known[answer["$ref"].rsplit("/", 1)[-1]]["properties"]
    items = properties.get("items", {}).get("items", {}).get("$ref")
    return list(known[items.rsplit("/", 1)[-1]]["properties"] if items else properties)
