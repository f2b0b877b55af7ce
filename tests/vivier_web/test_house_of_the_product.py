"""The rules of the product's house that import-linter cannot see."""

import dataclasses
import importlib
import inspect
import re
import typing
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, Model
from django.urls import URLPattern, URLResolver, get_resolver

ORDER = (
    "accounts",
    "members",
    "procedures",
    "projects",
    "skills",
    "indicators",
    "api",
    "ops",
)  # foreign keys point to the left
SOURCE = Path(__file__).resolve().parents[2] / "src" / "vivier_web"
OURS = [model for model in apps.get_models() if model.__module__.startswith("vivier_web.")]
TEMPLATES = sorted((SOURCE / "pages" / "templates").rglob("*.html"))


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_foreign_key_points_down_or_sideways(model: type[Model]) -> None:
    mine = ORDER.index(model._meta.app_label)
    for field in model._meta.get_fields():
        if isinstance(field, ForeignKey | ManyToManyField) and field.model is model:
            target = field.related_model._meta.app_label
            assert target in ORDER, field
            assert ORDER.index(target) <= mine, field


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_rows_that_belong_to_a_pole_are_read_in_its_scope(model: type[Model]) -> None:
    names = {field.name for field in model._meta.get_fields() if isinstance(field, ForeignKey)}
    if "pole" in names and model.__name__ not in {"Role", "ApiToken"}:  # those say which pôle one may look at
        assert "django_scopes" in type(model.objects).__module__ or "Disabled" in type(model.objects).__name__


def published_functions() -> list[typing.Callable[..., object]]:
    found = []
    for path in [*SOURCE.glob("*/published.py"), *SOURCE.glob("*/published/__init__.py")]:
        app = path.relative_to(SOURCE).parts[0]
        module = importlib.import_module(f"vivier_web.{app}.published")
        functions = inspect.getmembers(module, inspect.isfunction)
        found += [f for name, f in functions if not name.startswith("_") and f.__module__.startswith(module.__name__)]
    return found


def is_frozen(kind: object) -> bool:
    """Tell whether a type is a frozen dataclass, or a tuple, option or plain text made of them only."""
    if kind in (type(None), str, int, bytes):
        return True
    if dataclasses.is_dataclass(kind):
        return kind.__dataclass_params__.frozen
    arguments = [each for each in typing.get_args(kind) if each is not Ellipsis]
    return bool(arguments) and typing.get_origin(kind) is not list and all(map(is_frozen, arguments))


@pytest.mark.parametrize("function", published_functions(), ids=lambda f: f"{f.__module__}.{f.__name__}")
def test_what_is_published_is_frozen(function: typing.Callable[..., object]) -> None:
    assert is_frozen(typing.get_type_hints(function)["return"]), function


def views(patterns: list[URLPattern | URLResolver], before: str = "") -> typing.Iterator[tuple[str, object]]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from views(each.url_patterns, before + str(each.pattern))
        else:
            yield before + str(each.pattern), each.callback


def test_every_view_of_ours_carries_its_rule() -> None:
    for address, view in views(get_resolver().url_patterns):
        if view.__module__.startswith("vivier_web.pages") or view.__module__.startswith("vivier_web.ops"):
            assert hasattr(view, "rule"), f"{address} has no rule"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_template_holds_a_style_a_script_or_an_address_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=", text), "an inline style is blocked by the security policy"
    assert not re.search(r"\son\w+=\"", text), "an inline handler is blocked by the security policy"
    scripts = re.findall(r"<script([^>]*)>", text)
    assert all("src=" in each or 'type="application/json"' in each for each in scripts), "an inline script is blocked"
    assert not re.search(r"""(href|src|action)=["'](https?:)?//""", text), "nothing comes from elsewhere"
