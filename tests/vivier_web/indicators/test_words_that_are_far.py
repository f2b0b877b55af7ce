"""Of a twin at the words of today: near cells are known or hidden, far ones are other figures, and sums stay whole."""

import numpy as np
import pytest

from vivier.disclosure import Spec
from vivier.disclosure.published import Published
from vivier.disclosure.spec import Dimension
from vivier_web.indicators.queries.memory.todays_words import _near
from vivier_web.indicators.queries.memory.twins import Figures
from vivier_web.indicators.queries.memory.twins_elsewhere import _at_words_of

SPEC = Spec("unit", "valeur", (Dimension("région", ("region",)), Dimension("taille", ("taille",))))
ALL, NORTH, SOUTH, SMALL = ("T", "T"), ("N", "T"), ("S", "T"), ("T", "petite")


def figures(**values: float) -> Figures:
    codes = {"all": ALL, "north": NORTH, "south": SOUTH, "small": SMALL}
    return Figures({codes[name]: value for name, value in values.items()}, dict.fromkeys(codes.values(), 3.0), {})


def published(**told: float | None) -> Published:
    codes = {"all": ALL, "north": NORTH, "south": SOUTH, "small": SMALL}
    values = [np.nan if value is None else value for value in told.values()]
    status = tuple("primary" if value is None else "published" for value in told.values())
    return Published(SPEC, tuple(codes[name] for name in told), np.array(values), np.full(len(told), 3.0), status)


def said(cells: Published) -> dict[tuple[str, ...], tuple[float | None, str]]:
    shown = [None if np.isnan(value) else float(value) for value in cells.values]
    return dict(zip(cells.codes, zip(shown, cells.status, strict=True), strict=True))


def test_near_cells_take_the_value_of_today_and_hidden_ones_stay_hidden() -> None:
    there, held = figures(all=300, north=100, south=200), figures(all=303, north=103, south=200)
    part, far = _at_words_of(held, there, published(all=300, north=None, south=200), 5)
    assert far == []
    assert said(part) == {ALL: (303, "published"), NORTH: (None, "primary"), SOUTH: (200, "published")}
    assert part.units.tolist() == [3, 3, 3]


def test_a_far_cell_is_there_with_nothing_known_of_it_so_that_sums_keep_their_parts() -> None:
    there, held = figures(all=300, north=100, south=200), figures(all=260, north=60, south=200)
    part, far = _at_words_of(held, there, published(all=300, north=100, south=200), 5)
    assert [part.codes[rank] for rank in far] == [ALL, NORTH]
    assert said(part) == {ALL: (None, "secondary"), NORTH: (None, "secondary"), SOUTH: (200, "published")}
    assert np.isnan(part.units[far]).all()


def test_a_cell_that_only_the_words_of_today_fill_is_there_too_and_no_table_is_added() -> None:
    there, held = figures(all=300, south=300), figures(all=300, north=100, south=200, small=40)
    part, far = _at_words_of(held, there, published(all=300, south=300), 5)
    assert set(part.codes) == {ALL, NORTH, SOUTH}
    assert {part.codes[rank] for rank in far} == {NORTH, SOUTH}


@pytest.mark.parametrize(("doubt", "kept"), [(2, {SOUTH}), (3, {ALL, NORTH, SOUTH}), (0, {SOUTH})])
def test_of_the_same_day_only_near_cells_are_kept(doubt: float, kept: set[tuple[str, ...]]) -> None:
    there, held = figures(all=300, north=100, south=200), figures(all=303, north=103, south=200)
    near = _near(published(all=300, north=None, south=200), there, held, doubt)
    assert set(near.codes) == kept
    whole = {ALL: (303, "published"), NORTH: (None, "primary"), SOUTH: (200, "published")}
    assert said(near) == {codes: whole[codes] for codes in near.codes}
