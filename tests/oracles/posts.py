"""Posts followed step by step, share of a person by share of a person: the obvious judge of the curves."""

import math

FIRST_AGE = 14


def person(world, node, age, draw):
    """What a person of this age does: for each step, (still there at its end, retiring in it)."""
    row, there, rows = world.horizon + age - FIRST_AGE, 1.0, []
    for step in range(world.horizon):
        retired = there * world.retire[row, step, draw]
        there = (there - retired) * math.exp(-node * world.hazard[row, step, draw])
        rows.append((there, retired))
    return rows


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
            ends = share * world.retire[row, step, draw]
            stays = (share - ends) * math.exp(-node * world.hazard[row, step, draw])
            left, retired = left + share - stays, retired + ends
            holders[row] = stays
        rows.append((left, retired))
        hired = 1.0 if step == filled else left
        for rank, share in enumerate(world.hire_ages):
            row = world.horizon - (step + 1) + rank  # aged 14 + rank at the end of the step
            holders[row] = holders.get(row, 0.0) + hired * share
    return rows
