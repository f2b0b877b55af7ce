"""Aid computed naively: each regime written out by hand, in fractions of euros, nothing shared with the engine's data."""

import math
from datetime import date
from fractions import Fraction

RESEARCH = ("laboratory", "training")
CENT = Fraction(1, 100)


def floor_cent(x):
    return Fraction(math.floor(x * 100), 100)


def base(partner):
    return sum((Fraction(str(c.amount_eur)) for c in partner.costs), Fraction(0))


def company_costs(project):
    by_group = {}
    for p in project.partners:
        if p.kind == "company" and base(p) > 0:
            by_group[p.group.strip() or p.name] = by_group.get(p.group.strip() or p.name, Fraction(0)) + base(p)
    return by_group


def collaborates(project):
    """The +15 points test of article 25, alternative by alternative."""
    whole = sum(base(p) for p in project.partners)
    groups = company_costs(project)
    if whole == 0:
        return False
    has_sme = any(p.kind == "company" and p.size in ("small", "medium") and base(p) > 0 for p in project.partners)
    if len(groups) >= 2 and has_sme and max(groups.values()) / whole <= Fraction(70, 100):
        return True
    labs = sum(base(p) for p in project.partners if p.kind in RESEARCH)
    return len(groups) >= 1 and labs / whole >= Fraction(10, 100) and project.declared.get("publishes") is True


def ceiling(version, partner, category, project):
    """The most that article 25 (31 in 2008) allows on a line; None for the non-economic research of laboratories."""
    if partner.kind in RESEARCH:
        return None
    if category == "fundamental":
        return Fraction(1)
    start = Fraction(1, 2) if category in ("industrial", "feasibility") else Fraction(1, 4)
    size = {"medium": Fraction(10, 100), "small": Fraction(20, 100)}.get(partner.size, Fraction(0))
    if category == "feasibility":
        return start + size
    spread = project.declared.get("disseminates") is True and (version != 2008 or category == "industrial")
    extra = Fraction(15, 100) if collaborates(project) or spread else Fraction(0)
    if version == 2023 and extra == 0:
        if project.declared.get("licenses") is True or partner.area == "a":
            extra = Fraction(15, 100)
        elif partner.area == "c":
            extra = Fraction(5, 100)
    return min(start + size + extra, Fraction(80, 100))


def fui_rate(number, p):
    local = p.territory != "outside"
    if p.kind in RESEARCH:
        return Fraction(1) if p.method == "additional" else Fraction(40, 100)
    if p.kind != "company":
        return None
    better = 5 if number == 25 else 0
    if p.size in ("small", "medium"):
        return Fraction((45 if local else 30) + better, 100)
    if p.size == "mid-cap" and local:
        return Fraction(30 + better, 100)
    return Fraction(25 + better, 100)


def pspc_rate(p):
    if p.kind in RESEARCH:
        return Fraction(1) if p.method == "additional" else Fraction(40, 100)
    return (
        {"small": Fraction(50, 100), "medium": Fraction(40, 100)}.get(p.size, Fraction(30, 100))
        if p.kind == "company"
        else None
    )


def aura_rate(p):
    rates = {"small": 60, "medium": 50, "mid-cap": 35, "large": 25}
    return Fraction(rates[p.size], 100) if p.kind == "company" else None


def rate_and_ceiling(name, p, category, project):
    if name.startswith("fui"):
        number = int(name[4:])
        version = 2008 if number <= 18 else 2014
        return fui_rate(number, p), ceiling(version, p, category, project)
    if name == "pspc":
        return pspc_rate(p), ceiling(2014, p, category, project)
    if name == "i-demo-regional-aura":
        return aura_rate(p), ceiling(2023, p, category, project)
    if name == "de-minimis-2831":
        return (Fraction(1) if p.kind in ("company", "other") else None), None
    limit = ceiling(2023 if name == "i-demo" else int(name[5:]), p, category, project)
    return (limit if p.kind == "company" or name != "i-demo" else None), limit


def share_out(amounts, most):
    """Proportional cut: floors first, then cent by cent to whoever lost most by rounding."""
    total = sum(amounts)
    if total <= most:
        return amounts
    ideal = [a * most / total for a in amounts]
    out = [floor_cent(x) for x in ideal]
    while sum(out) < most:
        lost = [x - y if y <= x else Fraction(-1) for x, y in zip(ideal, out, strict=True)]
        out[lost.index(max(lost))] += CENT
    return out


def years_before(day, years):
    while True:
        try:
            return date(day.year - years, day.month, day.day)
        except ValueError:
            day = date(day.year, day.month, day.day - 1)


def shrink(rows, keep, most):
    chosen = [r for r in rows if keep(r[1])]
    for r, new in zip(chosen, share_out([r[2] for r in chosen], most), strict=True):
        r[2] = new


def own_limits(rows, project, name):
    """What other public money and full costs leave to each partner; tell whether something was not said."""
    untold = False
    for p in project.partners:
        if p.other_public_eur:
            allowed = sum(r[3] for r in rows if r[1] is p)
            shrink(rows, lambda each, p=p: each is p, max(Fraction(0), allowed - Fraction(str(p.other_public_eur))))
        if name in ("fui-14", "fui-15") and p.kind in RESEARCH:
            if p.method == "additional" and p.full_cost_eur is None:
                untold = True
            else:
                full = base(p) if p.method == "full" else Fraction(str(p.full_cost_eur))
                shrink(rows, lambda each, p=p: each is p, floor_cent(full * Fraction(40, 100)))
    return untold


def wide_limits(rows, project, name, today):
    """What single undertakings, then the whole project, may have."""
    if name == "de-minimis-2831":
        for group in {p.group.strip() or p.name for p in project.partners}:
            members = [p for p in project.partners if (p.group.strip() or p.name) == group]
            start = years_before(today, 3)
            used = sum(
                Fraction(str(a.amount_eur)) for p in members for a in p.prior if start <= a.granted_on <= today
            )
            shrink(
                rows, lambda each, members=members: any(each is p for p in members), max(Fraction(0), 300000 - used)
            )
    if name == "i-demo-regional-aura":
        shrink(rows, lambda _: True, Fraction(2000000))


def award(project, name, today):
    """Give {(partner, nature, category, cost): aid…}, the split and whether the project is eligible."""
    rows = []
    for p in project.partners:
        for c in p.costs:
            rate, limit = rate_and_ceiling(name, p, c.category, project)
            cost = Fraction(str(c.amount_eur))
            aid = Fraction(0) if rate is None else floor_cent(cost * (rate if limit is None else min(rate, limit)))
            rows.append(
                [(p.name, c.nature, c.category, cost), p, aid, cost if limit is None else floor_cent(cost * limit)]
            )
    rows.sort(key=lambda r: r[0])

    untold = own_limits(rows, project, name)
    wide_limits(rows, project, name, today)
    lines = [(r[0], r[2]) for r in rows]
    total = sum(aid for _, aid in lines)
    return lines, split(name, total, project.caps_eur), eligible(name, project, rows, total, untold)


def split(name, total, caps):
    """Pour the money cent by cent in thought: fill by weight, and pour again what a cap sends back."""
    weights = {"fui": {"État": 2, "Régions": 1}, "i-demo-regional-aura": {"État": 1, "Région": 1}}.get(
        "fui" if name.startswith("fui") else name, {"État": 1} if name in ("pspc", "i-demo") else {}
    )
    if not weights:
        return {}
    paid, left, turning = {}, total, dict(weights)
    while turning:
        ideal = {f: left * w / sum(turning.values()) for f, w in turning.items()}
        want = {f: floor_cent(x) for f, x in ideal.items()}
        for f in sorted(turning, key=lambda f: -(ideal[f] - want[f]))[: int((left - sum(want.values())) * 100)]:
            want[f] += CENT
        over = [f for f in turning if f in caps and want[f] > Fraction(str(caps[f]))]
        if not over:
            paid.update(want)
            left = Fraction(0)
            break
        for f in over:
            paid[f] = Fraction(str(caps[f]))
            left -= paid[f]
            del turning[f]
    if left:
        paid["non financé"] = left
    return paid


def eligible(name, project, rows, total, untold):
    """True, False, or None when nothing fails and something is not known."""
    ps = project.partners
    whole = sum(base(p) for p in ps)
    lead = next(p for p in ps if p.role == "lead")
    companies = [p for p in ps if p.kind == "company"]
    labs = [p for p in ps if p.kind in RESEARCH]
    said = project.declared.get
    answers = [None] if untold else []
    if name.startswith("fui"):
        on_poles = sum(base(p) for p in ps if p.territory != "outside")
        on_lead = sum(base(p) for p in ps if p.territory == "lead")
        lab_aid = sum(r[2] for r in rows if r[1].kind in RESEARCH)
        answers += [
            len(companies) >= 2, len(labs) >= 1, lead.kind == "company", said("labelled"), said("quantified"),
            None if not whole else 2 * on_poles >= whole if name == "fui-25" else 2 * on_poles > whole,
            None if not whole else 4 * on_lead >= whole,
            all(p.other_public_eur == 0 for p in ps),
            lab_aid * 100 <= total * 40 or said("justified") is True,
        ]  # fmt: skip
    elif name == "pspc":
        answers += [len(companies) >= 2, len(labs) >= 1, lead.kind == "company", whole > 4000000]
        answers.append(max(company_costs(project).values(), default=0) * 10 <= whole * 7 if whole else None)
        answers.append(sum(base(p) for p in labs) * 10 <= whole * 3 or said("justified") is True if whole else None)
    elif name == "i-demo":
        answers += [
            whole > 4000000, len(ps) <= 6, lead.kind == "company", any(p.size != "large" for p in companies),
            not (len(ps) == 1 and lead.size == "large"),
        ]  # fmt: skip
    elif name == "i-demo-regional-aura":
        answers += [
            len(company_costs(project)) >= 2, any(p.size != "large" for p in companies), len(labs) >= 1, len(ps) <= 5,
            1000000 <= whole <= 4000000, total >= 500000,
        ]  # fmt: skip
    return False if False in answers else None if None in answers else True
