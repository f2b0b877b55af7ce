"""One row of a table as one line of JSON, and back; the same on every database."""

import base64
import datetime as dt
import json
import uuid
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from django.db.migrations.recorder import MigrationRecorder

from vivier.vocabulary import InputError

Model = type[models.Model]
NOT_SAVED = (Session,)  # whoever was signed in signs in again


def tables() -> list[Model]:
    """Give every table to save, those of links between two tables included, in the same order everywhere."""
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model not in NOT_SAVED
    }
    return [found[name] for name in sorted(found)]


def columns(model: Model) -> list[models.Field[Any, Any]]:
    """Give the columns of a table."""
    return list(model._meta.concrete_fields)


def lines(model: Model, using: str) -> Iterator[str]:
    """Give each row as a line of JSON, read little by little, in the order of their key."""
    names = [field.attname for field in columns(model)]
    rows = model._base_manager.using(using).order_by("pk").values_list(*names)
    yield from map(line_of, rows.iterator(chunk_size=2000))


def line_of(values: Sequence[object]) -> str:
    """Write the values of a row as one line; what has no plain writing is refused, never lost."""
    return json.dumps(values, default=_plain, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, uuid.UUID | Decimal):
        return str(value)
    raise TypeError(type(value).__name__)


def row(model: Model, fields: list[models.Field[Any, Any]], line: bytes) -> models.Model:
    """Make the row a line tells; nothing is written."""
    values = json.loads(line)
    if not isinstance(values, list) or len(values) != len(fields):
        raise InputError(
            "La sauvegarde est abîmée : une ligne n’a pas les colonnes de sa table. Rien n’a été changé."
        )
    given = {field.attname: _value(field, value) for field, value in zip(fields, values, strict=True)}
    return model(**given)


def _value(field: models.Field[Any, Any], value: object) -> object:
    if value is None or isinstance(field, models.JSONField):
        return value
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return target.to_python(value)


def applied_migrations(using: str) -> list[str]:
    """Name the migrations a database has had."""
    from django.db import connections

    applied = MigrationRecorder(connections[using]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)
