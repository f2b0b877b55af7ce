"""Companies of groups that overlap, and what an attacker works out of any cells about them, by plain programs."""

import random
from itertools import product

import numpy as np
from scipy.optimize import linprog

from vivier.disclosure import Rules, Spec, protect, tables_of
from vivier.disclosure.overlaps import groups_of, left_by
from vivier.disclosure.primary import flag
from vivier.disclosure.published import Published
from vivier.disclosure.records import records_of
from vivier.disclosure.spec import Dimension

GROUPS = ("a", "b", "c", "d")
REGION, EACH = Dimension("région", ("region",)), Dimension("pôles", ("mine",), groups="dans")
ONLY = {group: Dimension(f"pôle {group}", ("mine",), groups="dans", only=group) for group in GROUPS}
WHOLE = (("région",), ("pôles", "région"), ("pôles",))
COLUMNS = ("region", "mine", "dans")


def spec(tables=WHOLE):
    """Describe region × groups; the tables of one group alone may be added."""
    return Spec("unit", "value", (REGION, EACH, *ONLY.values()), tables)


def companies(seed, number=24, regions=2, shared=0.3):
    """Draw companies: one group each, some two; few are large."""
    rng = random.Random(seed)
    rows = []
    for rank in range(number):
        mine = {rng.choice(GROUPS)} | ({rng.choice(GROUPS)} if rng.random() < shared else set())
        value = round(rng.lognormvariate(3, 1.2)) + 1
        rows.append((f"u{rank}", f"r{rng.randrange(regions)}", "+".join(sorted(mine)), value))
    return rows


def texts(rows):
    """Lay companies out by column."""
    units, regions, mine, values = zip(*rows, strict=True)
    return {"unit": list(units), "region": list(regions), "mine": list(mine), "value": list(map(str, values))}


def tables(rows, wanted=WHOLE):
    """Sum companies into cells."""
    return tables_of(records_of(texts(rows), spec(wanted)), spec(wanted))


def is_in(row, codes):
    """Tell whether a company is in a cell, by its codes."""
    region, mine, group = codes
    if group != "T" and left_by(group):
        is_grouped = left_by(group) not in groups_of(row[2])
    else:
        is_grouped = group == "T" or group in groups_of(row[2])
    return region in ("T", row[1]) and mine in ("T", row[2]) and is_grouped


def every_code(rows):
    """Give the codes of all that may be added up of companies, with what is left without each group."""
    regions, mines = sorted({row[1] for row in rows}), sorted({row[2] for row in rows})
    groups = sorted({group for mine in mines for group in groups_of(mine)})
    own = [(mine, "T") for mine in mines] + [("T", code) for group in groups for code in (group, f"hors {group}")]
    cells = [(region, *each) for region, each in product(("T", *regions), [("T", "T"), *own])]
    return [codes for codes in cells if any(is_in(row, codes) for row in rows)]


def owed(rows):
    """Give the doubt that each sensitive sum is owed, what is left without a group too, by codes."""
    made = tables(rows)
    flags = flag(made, Rules())
    told = zip(made.codes, flags.width.tolist(), flags.sensitive.tolist(), strict=True)
    return {codes: width for codes, width, is_sensitive in told if is_sensitive}


def ends(rows, shown, codes):
    """Give what one who knows some cells, (codes, value), finds for another: the least and the most it may be."""
    finest = sorted({(row[1], row[2], "T") for row in rows})
    kin = {each: next(row for row in rows if (row[1], row[2]) == each[:2]) for each in finest}

    def counted(cell):
        return [float(is_in(kin[each], cell)) for each in finest]

    known = [(counted(cell), value) for cell, value in shown]
    lines, values = [line for line, _ in known], [value for _, value in known]
    found = []
    for sign in (1, -1):
        program = linprog(sign * np.array(counted(codes)), A_eq=lines or None, b_eq=values or None, method="highs")
        found.append(sign * program.fun if program.status == 0 else np.inf)
    return found[0], found[1]


def shown_in(published: Published):
    """Give what tables show, as (codes, value)."""
    told = zip(published.codes, published.values.tolist(), published.hidden.tolist(), strict=True)
    return [(codes, value) for codes, value, is_hidden in told if not is_hidden]


def alone(rows, group):
    """Protect what one group publishes of its companies by itself, given as cells of all of them."""
    mine = [row for row in rows if group in groups_of(row[2])]
    own = Spec("unit", "value", (REGION,), (("région",),))
    made = protect(tables_of(records_of(texts(mine), own), own)).published
    codes = tuple((region, "T", group) for (region,) in made.codes)
    return Published(spec(), codes, made.values, made.units, made.status)
