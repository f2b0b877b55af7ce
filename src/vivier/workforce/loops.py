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


@numba.njit(cache=True, nogil=True, error_model="numpy")
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


@numba.njit(cache=True, nogil=True, error_model="numpy")
def add_weighted(flows: Array, of_node: Array, weights: Array, node: int) -> None:  # stock_flow._expected
    """Add to `flows` (units, rows, draws) those of one node, times its weights (units, nodes, draws)."""
    for unit in range(len(flows)):
        for row in range(flows.shape[1]):
            for draw in range(flows.shape[2]):
                flows[unit, row, draw] += of_node[unit, row, draw] * weights[unit, node, draw]


@numba.njit(cache=True, nogil=True, error_model="numpy")
def fill_means(flows: Array, target: Array, means: Array) -> None:  # chance._others
    """Fill `means` (units, 2 × horizon, draws): retirements, then other exits, of the people in post today."""
    horizon, draws = flows.shape[2:]
    for unit in range(len(flows)):
        for step in range(horizon):
            there, retire = flows[unit, STAY, step], flows[unit, RETIRE, step]
            before = flows[unit, STAY, step - 1] if step else target[unit, 0]
            for draw in range(draws):
                means[unit, step, draw] = retire[draw]
                means[unit, horizon + step, draw] = (before[draw] - there[draw]) - retire[draw]


@numba.njit(cache=True, nogil=True, error_model="numpy")
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


@numba.njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _drawn(among: np.float32, chance: np.float32, luck: np.float32) -> Any:  # noqa: ANN401
    mean = among * chance
    return mean + np.sqrt(max(mean, ZERO) * (ONE - chance)) * luck


@numba.njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _ratio(part: np.float32, whole: np.float32) -> Any:  # noqa: ANN401
    ratio = part / whole if whole > FEW else ZERO
    return min(max(ratio, ZERO), ONE)


@numba.njit(cache=True, nogil=True, error_model="numpy")
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


@numba.njit(cache=True, nogil=True, error_model="numpy")
def fill_lines(given: Arrays, people: Array, rows: Array) -> None:  # quantiles.lines
    """Fill the values of every measure in `rows` (units, keys, draws); `people` (units,) are those of today."""
    retired, left, all_retired, all_left, headcount = given
    horizon, draws = retired.shape[1:]
    block = horizon + 1
    for unit in range(len(retired)):
        line = rows[unit]
        for part in range(8):
            line[2 * horizon + part * block + horizon] = ZERO
        shares = line[2 * horizon + 8 * block :]
        shares[:] = ZERO
        there = np.full(draws, people[unit])
        posts = np.zeros(draws, np.float32)
        for step in range(horizon):
            row = 2 * horizon + step
            for draw in range(draws):
                created = headcount[unit, step + 1, draw] - headcount[unit, step, draw]
                dares = created + all_retired[unit, step, draw]
                gone = retired[unit, step, draw] + left[unit, step, draw]
                there[draw] -= gone
                posts[draw] += headcount[unit, step, draw]
                line[step, draw] = there[draw]
                line[horizon + step, draw] = headcount[unit, step + 1, draw]
                line[row, draw] = retired[unit, step, draw]
                line[row + block, draw] = left[unit, step, draw]
                line[row + 2 * block, draw] = gone
                line[row + 3 * block, draw] = all_retired[unit, step, draw]
                line[row + 4 * block, draw] = all_left[unit, step, draw]
                line[row + 5 * block, draw] = dares
                line[row + 6 * block, draw] = dares + all_left[unit, step, draw]
                line[row + 7 * block, draw] = created
            for part in range(8):
                whole = 2 * horizon + part * block + horizon
                for draw in range(draws):
                    line[whole, draw] += line[row + part * block, draw]
        for draw in range(draws):
            shares[0, draw] = line[2 * horizon + horizon, draw] / people[unit]
            shares[1, draw] = line[2 * horizon + 4 * block + horizon, draw] / posts[draw]


@numba.njit(cache=True, nogil=True, error_model="numpy")
def fill_together(each: Array, whole: Array) -> None:  # chance.Flows.together
    """Fill `whole` (1, steps, draws) with the sum of units (units, steps, draws), in double precision."""
    whole[0] = each[0]
    for unit in range(1, len(each)):
        for step in range(each.shape[1]):
            for draw in range(each.shape[2]):
                whole[0, step, draw] += each[unit, step, draw]


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _end(ordered: Array, share: float, first: int, step: int) -> Any:  # noqa: ANN401  # quantiles._end
    """Give one end of a row of paths, counted from its `first` by so many at a `step` (1, or −1 from the highest)."""
    draws, wanted = len(ordered), share * len(ordered)
    rank = int(np.rint(wanted))
    here = ordered[first + step * rank]
    if ordered[first + step * max(rank - 1, 0)] != here or ordered[0] == ordered[draws - 1]:
        return here
    under, upto = rank, rank + 1
    while under > 0 and ordered[first + step * (under - 1)] == here:
        under -= 1
    while upto < draws and ordered[first + step * upto] == here:
        upto += 1
    return ordered[first + step * upto] if upto < draws and upto - wanted < wanted - under else here


@numba.njit(cache=True, nogil=True, error_model="numpy")
def fill_ends(ordered: Array, shares: Array, given: Array, low: int, high: int) -> None:  # quantiles._fill_ends
    """Fill the quantiles of some keys of `given` (units, keys, 9), and take the median off their ordered paths."""
    draws, middle = ordered.shape[2], 2 + len(shares)
    for unit in range(len(ordered)):
        for key in range(low, high):
            paths, ends = ordered[unit, key], given[unit, key]
            for rank in range(len(shares)):
                ends[2 + rank] = _end(paths, shares[rank], 0, 1)
                ends[2 * middle - rank - 2] = _end(paths, shares[rank], draws - 1, -1)
            median = paths[(draws + 1) // 2 - 1]
            ends[middle] = median
            for draw in range(draws):
                paths[draw] -= median
