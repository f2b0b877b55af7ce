"""The loops of large forecasts compiled by numba (the extra « fast »): the same operations in the same order.

Every function fills arrays that it is given, and gives to the last bit what the lines of NumPy named beside it give:
compiled code neither reorders sums nor merges a product and a sum here.
"""

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from vivier.workforce.curves import ALL_EXITS, ALL_RETIRE, RETIRE, STAY

Array = npt.NDArray[Any]
Arrays = tuple[Array, Array, Array, Array, Array]  # those of `chance.Flows`, in order
ZERO, ONE, FEW = np.float32(0), np.float32(1), np.float32(1e-4)


@numba.njit(cache=True, error_model="numpy")
def fill_normals(keys: Array, first: int, table: Array, out: Array) -> None:  # streams.levels, normal_levels
    """Fill `out` (units, n), n a multiple of 4, from number `first` of each unit on."""
    for unit in range(len(keys)):
        for rank in range(out.shape[1] // 4):
            bits = keys[unit] + np.uint64(first // 4 + rank) * np.uint64(0x9E3779B97F4A7C15)
            bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            bits ^= bits >> np.uint64(31)
            for lane in range(4):
                out[unit, 4 * rank + lane] = table[(bits >> np.uint64(16 * lane)) & np.uint64(0xFFFF)]


@numba.njit(cache=True, error_model="numpy")
def add_weighted(flows: Array, of_node: Array, weights: Array, node: int) -> None:  # stock_flow._expected
    """Add to `flows` (units, rows, draws) those of one node, times its weights (units, nodes, draws)."""
    for unit in range(len(flows)):
        for row in range(flows.shape[1]):
            for draw in range(flows.shape[2]):
                flows[unit, row, draw] += of_node[unit, row, draw] * weights[unit, node, draw]


@numba.njit(cache=True, error_model="numpy")
def add_noise(noise: Array, means: Array, typical: Array, given: Arrays) -> None:  # chance._in_large_numbers
    """Fill who left by cause: the means (units, 2 × horizon, draws), and noise as each path stands to the typical."""
    retired, left, _, _, _ = given
    horizon = retired.shape[1]
    for unit in range(len(noise)):
        for row in range(2 * horizon):
            scale = ONE / typical[unit, row]
            gone = retired[unit, row] if row < horizon else left[unit, row - horizon]
            for draw in range(noise.shape[2]):
                mean = means[unit, row, draw]
                gone[draw] = noise[unit, row, draw] * np.sqrt(max(mean, ZERO) * scale) + mean


@numba.njit(cache=True, error_model="numpy", inline="always")
def _drawn(among: np.float32, chance: np.float32, luck: np.float32) -> Any:  # noqa: ANN401
    mean = among * chance
    return mean + np.sqrt(max(mean, ZERO) * (ONE - chance)) * luck


@numba.njit(cache=True, error_model="numpy", inline="always")
def _ratio(part: np.float32, whole: np.float32) -> Any:  # noqa: ANN401
    ratio = part / whole if whole > FEW else ZERO
    return min(max(ratio, ZERO), ONE)


@numba.njit(cache=True, error_model="numpy")
def renew(flows: Array, target: Array, luck: Array, given: Arrays) -> None:  # chance._renewed
    """Add the exits of recruits to who left by cause, fill the headcount; of `luck`, the second half is theirs."""
    retired, left, all_retired, all_left, headcount = given
    horizon, draws = flows.shape[2:]
    recruits = np.empty(draws, np.float32)
    there = np.empty(draws, np.float32)
    for unit in range(len(flows)):
        all_retired[unit, 0], all_left[unit, 0] = retired[unit, 0], left[unit, 0]
        headcount[unit, 0] = target[unit, 0]
        for draw in range(draws):
            there[draw] = (target[unit, 0, draw] - retired[unit, 0, draw]) - left[unit, 0, draw]
            headcount[unit, 1, draw] = max(target[unit, 1, draw], there[draw])
            recruits[draw] = headcount[unit, 1, draw] - there[draw]
        for step in range(1, horizon):
            row = 2 * (horizon + step)
            for draw in range(draws):
                before, retire = flows[unit, STAY, step - 1, draw], flows[unit, RETIRE, step, draw]
                others = (before - flows[unit, STAY, step, draw]) - retire
                expected = (flows[unit, ALL_EXITS, step, draw] - retire) - others
                chance = _ratio(expected, target[unit, step, draw] - before)
                again = _drawn(recruits[draw], chance, luck[unit, row, draw])
                share = _ratio(flows[unit, ALL_RETIRE, step, draw] - retire, expected)
                ended = _drawn(again, share, luck[unit, row + 1, draw])
                all_retired[unit, step, draw] = retired[unit, step, draw] + ended
                all_left[unit, step, draw] = (left[unit, step, draw] + again) - ended
                post = (there[draw] - retired[unit, step, draw]) - left[unit, step, draw]
                reached = max(target[unit, step + 1, draw], post + (recruits[draw] - again))
                headcount[unit, step + 1, draw] = reached
                there[draw], recruits[draw] = post, reached - post


@numba.njit(cache=True, error_model="numpy")
def fill_lines(given: Arrays, rows: Array) -> None:  # quantiles._parts
    """Fill the parts in `rows` (units, keys, draws), from row 2 × horizon on: each by step, then over all steps."""
    retired, left, all_retired, all_left, headcount = given
    horizon, draws = retired.shape[1:]
    block = horizon + 1
    for unit in range(len(retired)):
        line = rows[unit]
        for part in range(8):
            line[2 * horizon + part * block + horizon] = ZERO
        for step in range(horizon):
            row = 2 * horizon + step
            for draw in range(draws):
                created = headcount[unit, step + 1, draw] - headcount[unit, step, draw]
                dares = created + all_retired[unit, step, draw]
                line[row, draw] = retired[unit, step, draw]
                line[row + block, draw] = left[unit, step, draw]
                line[row + 2 * block, draw] = retired[unit, step, draw] + left[unit, step, draw]
                line[row + 3 * block, draw] = all_retired[unit, step, draw]
                line[row + 4 * block, draw] = all_left[unit, step, draw]
                line[row + 5 * block, draw] = dares
                line[row + 6 * block, draw] = dares + all_left[unit, step, draw]
                line[row + 7 * block, draw] = created
            for part in range(8):
                whole = 2 * horizon + part * block + horizon
                for draw in range(draws):
                    line[whole, draw] += line[row + part * block, draw]
