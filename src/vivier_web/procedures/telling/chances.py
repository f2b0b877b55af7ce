"""Chances and agreement in words, as one says them in a room: « une chance sur cinq »."""

from vivier.french import percent

_ODDS = ((2, "une chance sur deux"), (3, "une chance sur trois"), (4, "une chance sur quatre"),
         (5, "une chance sur cinq"), (6, "une chance sur six"), (8, "une chance sur huit"),
         (10, "une chance sur dix"), (15, "une chance sur quinze"), (20, "une chance sur vingt"))  # fmt: skip
_RARE = 0.04
_MOST = 0.55
_GRADES = ((0.4, "s’accordent mal"), (0.6, "s’accordent moyennement"), (0.75, "s’accordent bien"))
_BEST = "s’accordent très bien"  # Cicchetti, 1994: .40, .60, .75


def odds(chance: float) -> str:
    """Say a chance as one in so many, the nearest that one says.

    >>> odds(0.19), odds(0.34), odds(0.7), odds(0.001)
    ('une chance sur cinq', 'une chance sur trois', 'plus d’une chance sur deux', 'moins d’une chance sur vingt')
    """
    if chance > _MOST:
        return "plus d’une chance sur deux"
    if chance < _RARE:
        return "moins d’une chance sur vingt"
    return min(_ODDS, key=lambda each: abs(chance - 1 / each[0]))[1]


def agreement(share: float, low: float, high: float) -> str:
    r"""Say how far the mean marks of a panel may be trusted, with the interval; nothing that it leaves open.

    >>> agreement(0.62, 0.44, 0.82)
    'Les experts s’accordent bien : 62\xa0% de ce qui sépare les notes vient des dossiers (entre 44\xa0% et 82\xa0%).'
    >>> agreement(0.66, 0.09, 0.95)[:66]
    'Trop peu d’avis pour dire si les experts s’accordent : 66\xa0% de ce '
    """
    poor, _ = _GRADES[0]
    words = "Les experts " + next((said for least, said in _GRADES if share < least), _BEST)
    if low < poor <= share:
        words = "Trop peu d’avis pour dire si les experts s’accordent"
    between = f"(entre {percent(low)} et {percent(high)})"
    return f"{words} : {percent(share)} de ce qui sépare les notes vient des dossiers {between}."
