"""Several pôles put together: each enterprise once, the pôles it belongs to, and what ties it to what each published.

The finest code of belonging is the set of pôles of an enterprise (`a+b`); for each pôle, a level above it says in or
out. So the total of a pôle, the overlap of two and the total of all are cells of one system, protected together.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from vivier_web.indicators.gate.layout import Cube, Tables

if TYPE_CHECKING:
    from vivier.disclosure import Spec
    from vivier.disclosure.published import Published

BELONGING, OUT, TOTAL = "appartenance", "hors", "T"
_LONGEST = 50


def column_of(slug: str) -> str:
    """Name the column that says in or out of a pôle.

    >>> column_of("plasturgie-du-haut-jura")
    'dans_plasturgie_du_haut_jura'
    """
    name = f"dans_{slug.replace('-', '_')}"
    if "_" not in slug and len(name) <= _LONGEST:
        return name
    return f"{name[: _LONGEST - 9]}_{hashlib.sha256(slug.encode()).hexdigest()[:8]}"  # two slugs, two columns


def code_of(slug: str) -> str:
    """Give the code of a pôle: its slug, unless that already means « out » or « all of them ».

    >>> code_of("plasturgie"), code_of("hors"), code_of("T")
    ('plasturgie', 'hors.', 'T.')
    """
    return f"{slug}." if slug in (OUT, TOTAL) else slug


def together(cube: Cube, slugs: Sequence[str]) -> Cube:
    """Give a cube over several pôles: each of its tables for all of them, and for each."""
    levels = {**cube.levels, **{_dimension(slug): (BELONGING, column_of(slug)) for slug in slugs}}
    tables: dict[str, Tables] = {}
    for detail, own in cube.tables.items():
        each = tuple((_dimension(slug), *table) for slug in slugs for table in own)
        tables[detail] = (*own, *each, *((_dimension(slug),) for slug in slugs))
    return replace(cube, dimensions=(*cube.dimensions, *map(_dimension, slugs)), levels=levels, tables=tables)


def _dimension(slug: str) -> str:
    return f"pôle {slug}"


def belonging(slugs: Sequence[str], every: Sequence[str]) -> dict[str, str]:
    """Give the codes of an enterprise that belongs to some pôles, of all those put together.

    >>> belonging(["b", "a"], ["a", "b", "c"])
    {'appartenance': 'a+b', 'dans_a': 'a', 'dans_b': 'b', 'dans_c': 'hors'}
    """
    return {
        BELONGING: "+".join(code_of(slug) for slug in sorted(slugs)),
        **{column_of(slug): code_of(slug) if slug in slugs else OUT for slug in every},
    }


def lifted(published: "Published", spec: "Spec", slug: str) -> "Published":
    """Give what a pôle published alone as cells of the tables of several: of its own, or of all under no slug."""
    from vivier.disclosure.published import Published

    own = published.spec.columns
    codes = tuple(
        _under(spec, dict(zip(own, each, strict=True)) | ({column_of(slug): code_of(slug)} if slug else {}))
        for each in published.codes
    )
    return Published(spec, codes, published.values, published.units, published.status)


def _under(spec: "Spec", given: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(given.get(column, TOTAL) for column in spec.columns)


def sliced(published: "Published", spec: "Spec", slug: str) -> "Published":
    """Give what several pôles published together as cells of one of them; all that is hidden there must stay so.

    What was hidden for the sake of another pôle is called primary: the audit then looks whether it comes out.
    """
    import numpy as np

    from vivier.disclosure.published import PRIMARY, Published

    columns = published.spec.columns
    rest = [at for at, name in enumerate(columns) if name not in spec.columns and name != column_of(slug)]
    mine = columns.index(column_of(slug))
    kept = [
        at
        for at, codes in enumerate(published.codes)
        if codes[mine] == code_of(slug) and all(codes[each] == TOTAL for each in rest)
    ]
    codes = tuple(_under(spec, dict(zip(columns, published.codes[at], strict=True))) for at in kept)
    values = published.values[kept]
    status = tuple(PRIMARY if np.isnan(published.values[at]) else published.status[at] for at in kept)
    return Published(spec, codes, values, published.units[kept], status)
