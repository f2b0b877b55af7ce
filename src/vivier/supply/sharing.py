"""What share of the entrants of an occupation has a speciality, at a level: with the doubt of a survey."""

from scipy.stats import beta

from vivier.supply.data import ANY, Portrait
from vivier.supply.result import Yearly
from vivier.vocabulary import Interval

_ENDS = (0.1, 0.9)


def share_of(portrait: Portrait, speciality: str, level: str = ANY) -> Yearly:
    """Give the share of a speciality among entrants (Jeffreys interval of the survey), all levels or at one.

    Nobody publishes specialities by level. At one level the share lies between the bounds of Fréchet (whatever the
    two have to do with each other), its mean being that of independence among those who have a diploma.

    >>> metal = Portrait("D2Z", {"254": 0.5}, {"none": 0.2, "cap": 0.6, "bac": 0.2}, answers=1e6)
    >>> found = share_of(metal, "254", "cap")
    >>> round(found.value, 3), round(found.interval.low, 2), round(found.interval.high, 2)   # 0.5 × 0.6 / 0.8
    (0.375, 0.3, 0.5)
    """
    share = portrait.specialities.get(speciality, 0.0)
    whole = _with_doubt(share, portrait.answers)
    if level == ANY or not portrait.levels:
        # Where levels are not told, a level may be all or nothing of the speciality.
        return whole if level == ANY else Yearly(share / 2, Interval(0.0, whole.interval.high))
    here, graduates = portrait.levels.get(level, 0.0), portrait.graduates
    # The young may have a speciality more often than everybody has a diploma: never more than the level all the same.
    low = min(max(0.0, whole.interval.low + here - graduates), here)
    high = max(low, min(whole.interval.high, here))
    joint = share * here / graduates if graduates else 0.0
    return Yearly(min(max(joint, low), high), Interval(low, high))


def _with_doubt(share: float, answers: float) -> Yearly:
    if share == 0:
        return Yearly(0.0, Interval(0.0, 0.0))
    low, high = (float(end) for end in beta.ppf(_ENDS, share * answers + 0.5, (1 - share) * answers + 0.5))
    return Yearly(share, Interval(min(low, share), max(high, share)))
