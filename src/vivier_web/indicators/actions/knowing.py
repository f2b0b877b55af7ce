"""What the gate must know besides the figures: those that appeared elsewhere."""

import datetime as dt
import math
from collections.abc import Mapping

from django.db import transaction

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.indicators.gate.layout import cube_of
from vivier_web.indicators.models import KnownFigure
from vivier_web.indicators.queries.cubes import with_levels
from vivier_web.members.models import Pole


@transaction.atomic
def note_known_figure(
    pole: Pole, about: tuple[str, dt.date], codes: Mapping[str, str], *, value: float, where: str, by: User | None
) -> KnownFigure:
    """Note a figure that the pôle let out by another way: the gate holds it as published, for ever.

    `about` is the cube it is of and its day; `codes` those of its columns, the others being summed over.

    Raises:
        InputError: the figure or where it appeared is missing, or the cube has no such column or code.
    """
    if not 0 <= value < math.inf or not where.strip():
        raise InputError("Donnez le chiffre paru, positif, et où il a paru.")
    cube, on = about
    columns = cube_of(cube).columns
    given = with_levels(codes)
    if not given.keys() <= set(columns):
        raise InputError("Ce chiffre est d’un découpage que ces tableaux n’ont pas : choisissez-en un autre.")
    kept = [given.get(column, "T") for column in columns]
    figure = KnownFigure.objects.create(
        pole=pole, cube=cube, on=on, codes=kept, value=value, where=where.strip()[:200], by=by
    )
    record("note_known_figure", by=by, subject=f"known_figure:{figure.pk}", pole=pole.slug)
    return figure
