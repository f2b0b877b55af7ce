"""Limits on several lines at once: other public money, full costs, what an undertaking already had, the whole aid."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from vivier.aid.data import Consortium, Partner, Prior
from vivier.aid.measures import base_of
from vivier.aid.money import cents, cut_down, eur, part
from vivier.aid.rating import Rated
from vivier.aid.result import Citation, Cut, Verdict
from vivier.aid.ruling import Allowance, Cap, Regime

CUMULATION = Citation(
    "Les aides publiques aux mêmes dépenses s’ajoutent : ensemble elles ne dépassent ni le plafond, ni les dépenses",
    "RGEC, art. 8 (cumul)",
    "[M]",
)


@dataclass
class Limited:
    """Hold lines as limits bring them down, the cuts made, and what could not be told."""

    lines: list[Rated]
    cuts: list[Cut]
    verdicts: list[Verdict]

    def limit(self, subject: str, most: int, rule: Citation, whom: Callable[[Partner], bool]) -> None:
        """Bring the lines of some partners down to a total, in proportion, and say so."""
        places = [at for at, line in enumerate(self.lines) if whom(line.partner)]
        before = sum(self.lines[at].aid for at in places)
        if before <= most:
            return
        kept = cut_down([self.lines[at].aid for at in places], most)
        for at, aid in zip(places, kept, strict=True):
            self.lines[at] = replace(self.lines[at], aid=aid)
        self.cuts.append(Cut(subject, eur(before), eur(most), rule))


def limited(project: Consortium, regime: Regime, lines: list[Rated], today: dt.date) -> Limited:
    """Apply every limit of a regime, from the narrowest (one partner) to the widest (the whole project)."""
    held = Limited(lines, [], [])
    partners = sorted(project.partners, key=lambda each: each.name)
    for partner in partners:
        _cumulate(held, partner)
        for cap in regime.caps:
            _full_costs(held, partner, cap)
    if regime.allowance is not None:
        for name in sorted({each.undertaking for each in partners}):
            room = max(0, cents(regime.allowance.most_eur) - had(project, name, regime.allowance, today))
            held.limit(name, room, regime.allowance.rule, lambda each, name=name: each.undertaking == name)  # type: ignore[misc]
    for cap in regime.caps:
        if cap.most_eur is not None:
            held.limit(project.name, cents(cap.most_eur), cap.rule, lambda _: True)
    return held


def _cumulate(held: Limited, partner: Partner) -> None:
    """Leave what other public money takes of the ceiling of a partner (of its costs, when no ceiling binds it)."""
    other = cents(partner.other_public_eur)
    if not other:
        return
    own = [line for line in held.lines if line.partner is partner]
    most = sum(line.base if line.limit is None else part(line.base, line.limit) for line in own)
    held.limit(partner.name, max(0, most - other), CUMULATION, lambda each: each is partner)


def _full_costs(held: Limited, partner: Partner, cap: Cap) -> None:
    if cap.share is None or partner.kind not in cap.kinds or (cap.methods and partner.method not in cap.methods):
        return
    full = base_of(partner) if partner.method == "full" else partner.full_cost_eur
    if full is None:
        reason = f"Partenaire « {partner.name} » : coût complet non déclaré (full_cost_eur)."
        held.verdicts.append(Verdict(None, reason, cap.rule))
        return
    whole = base_of(partner) if partner.method == "full" else cents(full)
    held.limit(partner.name, part(whole, cap.share), cap.rule, lambda each: each is partner)


def since(today: dt.date, years: int) -> dt.date:
    """Give the first day that counts: the same day, years before; the 28th when there was no 29 February.

    >>> since(dt.date(2026, 11, 22), 3), since(dt.date(2028, 2, 29), 3)
    (datetime.date(2023, 11, 22), datetime.date(2025, 2, 28))
    """
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)


def counted(project: Consortium, undertaking: str, allowance: Allowance, today: dt.date) -> list[tuple[str, Prior]]:
    """Give the aids that count for an undertaking, with the partner that had each, in order of day."""
    first = since(today, allowance.years)
    found = [
        (partner.name, each)
        for partner in project.partners
        if partner.undertaking == undertaking
        for each in partner.prior
        if first <= each.granted_on <= today
    ]
    return sorted(found, key=lambda each: (each[1].granted_on, each[0], each[1].amount_eur, each[1].giver))


def later(project: Consortium, today: dt.date) -> list[tuple[str, Prior]]:
    """Give the aids dated after the day, with the partner that declares each: none counts, most are mistakes."""
    found = [(one.name, each) for one in project.partners for each in one.prior if each.granted_on > today]
    return sorted(found, key=lambda each: (each[0], each[1].granted_on, each[1].amount_eur))


def had(project: Consortium, undertaking: str, allowance: Allowance, today: dt.date) -> int:
    """Give what an undertaking had over the years that count, in cents."""
    return sum(cents(each.amount_eur) for _, each in counted(project, undertaking, allowance, today))


def by_partner(lines: Sequence[Rated]) -> dict[str, int]:
    """Give the aid of each partner, in cents."""
    found: dict[str, int] = defaultdict(int)
    for line in lines:
        found[line.partner.name] += line.aid
    return found
