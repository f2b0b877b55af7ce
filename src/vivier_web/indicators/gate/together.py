"""Several pôles put together: each enterprise once, the pôles it belongs to, and what ties it to what each published.

The finest code of belonging is the set of pôles of an enterprise (`a+b`); pôles are groups of them that overlap. So
the total of a pôle, the overlap of two and the total of all are cells of one system, protected together.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from vivier_web.indicators.gate.layout import Cube, Tables

if TYPE_CHECKING:
    from vivier.disclosure import Spec
    from vivier.disclosure.published import Published

BELONGING, POLE, TOTAL = "appartenance", "dans_pole", "T"
EACH = "pôles"  # the dimension of them all


def together(cube: Cube, slugs: Sequence[str]) -> Cube:
    """Give a cube over several pôles: each of its tables for all of them, and for each."""
    names = (EACH, *map(of_pole, slugs))
    groups = {EACH: (POLE, ""), **{of_pole(slug): (POLE, code_of(slug)) for slug in slugs}}
    tables: dict[str, Tables] = {
        detail: (*own, *((EACH, *table) for table in own), (EACH,)) for detail, own in cube.tables.items()
    }
    levels = {**cube.levels, **dict.fromkeys(names, (BELONGING,))}
    return replace(cube, dimensions=(*cube.dimensions, *names), levels=levels, tables=tables, groups=groups)


def of_pole(slug: str) -> str:
    """Name the dimension of one pôle, for the tables that it alone published.

    >>> of_pole("plasturgie")
    'pôle plasturgie'
    """
    return f"pôle {slug}"


def each_once(tables: Tables) -> Tables:
    """Leave out the tables of one pôle that are made for each of them.

    >>> each_once((("pôles", "région"), ("pôle bois", "région"), ("pôle bois", "territoire")))
    (('pôles', 'région'), ('pôle bois', 'territoire'))
    """
    kept = dict.fromkeys(tables)
    return tuple(each for each in kept if not (each[0].startswith(of_pole("")) and (EACH, *each[1:]) in kept))


def code_of(slug: str) -> str:
    """Give the code of a pôle: its slug, unless that already means all of them.

    >>> code_of("plasturgie"), code_of("T")
    ('plasturgie', 'T_')
    """
    return f"{slug}_" if slug == TOTAL else slug


def belonging(slugs: Collection[str]) -> dict[str, str]:
    """Give the code of an enterprise that belongs to some pôles.

    >>> belonging(["b", "a"])
    {'appartenance': 'a+b'}
    """
    return {BELONGING: "+".join(sorted(slugs))}


def is_in(row: Mapping[str, str], slug: str) -> bool:
    """Tell whether a record is that of a member of a pôle.

    >>> is_in(belonging(["bois", "plasturgie"]), "bois")
    True
    """
    return slug in row[BELONGING].split("+")


def lifted(published: "Published", spec: "Spec", slug: str) -> "Published":
    """Give what a pôle published alone as cells of the tables of several: of its own, or of all under no slug."""
    from vivier.disclosure.published import Published

    own = published.spec.columns
    codes = tuple(
        _under(spec, dict(zip(own, each, strict=True)) | ({POLE: code_of(slug)} if slug else {}))
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
    rest = [at for at, name in enumerate(columns) if name not in spec.columns and name != POLE]
    mine = columns.index(POLE)
    kept = [
        at
        for at, codes in enumerate(published.codes)
        if codes[mine] == code_of(slug) and all(codes[each] == TOTAL for each in rest)
    ]
    codes = tuple(_under(spec, dict(zip(columns, published.codes[at], strict=True))) for at in kept)
    values = published.values[kept]
    status = tuple(PRIMARY if np.isnan(published.values[at]) else published.status[at] for at in kept)
    return Published(spec, codes, values, published.units[kept], status)
