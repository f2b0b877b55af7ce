"""Which occupations will lose clearly more people to the end of careers than the whole."""

from vivier.study.data import ALL, Table

SMALL = 20  # under that many people, a share says little


def exposed(exposition: Table) -> tuple[str, ...]:
    """Give the exposed occupations: at least `SMALL` people, the whole 80 % interval above the share of the ensemble.

    `exposition` is the table of that name; its axis `retraite` is the share that retires within the horizon.
    """
    shares = {row.keys[0]: row.figure for row in exposition.rows if row.keys[1] == "retraite"}
    whole = shares.get(ALL)
    if whole is None:
        return ()
    return tuple(
        occupation
        for occupation, share in shares.items()
        if occupation != ALL
        and share is not None
        and share.n >= SMALL
        and share.interval_80 is not None
        and share.interval_80.low > whole.value
    )
