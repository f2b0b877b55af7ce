"""Posts followed step by step, share of a person by share of a person: the obvious judge of the curves."""

import math

FIRST_AGE = 14


def person(world, node, age, draw):
    """What a person of this age does: for each step, (still there at its end, retiring in it)."""
    row, there, rows = world.horizon + age - FIRST_AGE, 1.0, []
    for step in range(world.horizon):
        stays, retires = year(world, node, row, step, draw)
        rows.append((there * stays, there * retires))
        there *= stays
    return rows


def year(world, node, row, step, draw):
    """What becomes in a year of who is there: (still there, retiring).

    Who would retire in it may leave otherwise before, for half a year on average; at the last age all retire.
    """
    retire, hazard = world.retire[row, step, draw], node * world.hazard[row, step, draw]
    return (1 - retire) * math.exp(-hazard), retire * (math.exp(-hazard / 2) if retire < 1 else 1)


def post(world, node, age, draw, *, filled=None):
    """What leaves a post: for each step, (whoever leaves it, whoever retires from it).

    Someone of that age holds it today; or, where `filled` is given, a recruit holds it from the end of that step.
    Shares of holders are kept by generation; who leaves is replaced at the end of the step.
    """
    holders = {} if filled is not None else {world.horizon + age - FIRST_AGE: 1.0}
    rows = []
    for step in range(world.horizon):
        left = retired = 0.0
        for row, share in list(holders.items()):
            stays, retires = year(world, node, row, step, draw)
            left, retired = left + share * (1 - stays), retired + share * retires
            holders[row] = share * stays
        rows.append((left, retired))
        hired = 1.0 if step == filled else left
        for rank, share in enumerate(world.hire_ages):
            row = world.horizon - (step + 1) + rank  # aged 14 + rank at the end of the step
            holders[row] = holders.get(row, 0.0) + hired * share
    return rows
