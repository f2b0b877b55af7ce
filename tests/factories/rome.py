"""A made-up way to ROME, and a coder that knows two titles of it."""

from factories.titled import by_title
from vivier.occupations.coder.data import Coding
from vivier.study.rome import Rome

SHARES = {
    "623e": {"H2913": 1.0},
    "628b": {"I1309": 0.6, "I1304": 0.4},
    "623f": {"H2903": 0.25, "H2905": 0.25, "H2906": 0.25, "H2908": 0.25},
    "543b": {"M1203": 0.8},
}
LABELS = {
    "H2913": "Soudage manuel", "I1309": "Maintenance électrique", "I1304": "Installation et maintenance industrielles",
    "H2903": "Conduite d’équipement d’usinage", "M1203": "Comptabilité",
}  # fmt: skip
KNOWN = {"Soudeur TIG": Coding("H2913", 0.97, "coded"), "Tourneur": Coding("H2903", 0.9, "coded")}
NOTHING = Coding("", 0.0, "review")


def rome(**given):
    """Give a way where welding leads to one ROME, maintenance to two, machining to four, accounting nearly to one."""
    told = {
        "title": "ROME (532 fiches)", "shares": SHARES, "labels": LABELS,
        "coder": by_title(lambda title: KNOWN.get(title, NOTHING)), "path": ("PCS-ESE → ROME (parts égales)",),
    }  # fmt: skip
    return Rome(**{**told, **given})
