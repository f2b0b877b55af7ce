"""The whole computation: rate each line, apply the limits, judge the conditions, split, say what rests on memory."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from vivier.aid.conditions import judge
from vivier.aid.data import DECLARED, Consortium, check_day
from vivier.aid.letters import letters
from vivier.aid.limiting import by_partner, later, limited
from vivier.aid.money import eur
from vivier.aid.rating import Rated, rated_lines, undeclared
from vivier.aid.result import AidLine, Award, Citation
from vivier.aid.ruling import Regime
from vivier.aid.splitting import split


def compute(consortium: Consortium, *, rules: Regime, today: dt.date) -> Award:
    """Work out who may get what under one regime, line by line, each line citing its rule.

    Amounts are in euros, exact to the cent. Each line is its cost × the lower of the call's rate and of the ceiling
    of State aid, rounded down; limits on several lines bring them down in proportion, the cents left going to the
    greatest remainders. A condition that is not met refuses nothing by itself: `Award.is_eligible` says it, with why.

    >>> from vivier.aid import Cost, Partner, rules
    >>> costs = (Cost("staff", "industrial", 400_000),)
    >>> small = Partner("Optique du Rhône", "company", "small", "lead", "lead", costs=costs)
    >>> award = compute(Consortium("Capteurs", (small,)), rules=rules("fui-25"), today=dt.date(2018, 1, 15))
    >>> award.total_eur, award.is_eligible          # 50 % of the costs; but one company alone is no consortium
    (Decimal('200000.00'), False)

    Raises:
        InputError: a category of research that the regime does not know, a cap that is no funder's, no day.
    """
    check_day("Le jour du calcul", today)
    held = limited(consortium, rules, rated_lines(consortium, rules), today)
    aid = by_partner(held.lines)
    verdicts = [judge(each, consortium, aid) for each in rules.conditions]
    lines = tuple(_told(each) for each in held.lines)
    shares = split(sum(aid.values()), rules.funders, consortium.caps_eur)
    texts = letters(consortium, rules, aid, today)
    award = Award(
        consortium.name, rules.name, rules.title, today, (*verdicts, *held.verdicts), lines, tuple(held.cuts), shares,
        letters=texts, is_in_force=rules.holds_on(today),
    )  # fmt: skip
    more = [*_ahead(consortium, rules, today), *_raising(undeclared(consortium, rules.ceiling, held.lines))]
    return replace(award, notes=_notes(rules, award, more, caps=bool(consortium.caps_eur)))


def _told(line: Rated) -> AidLine:
    return AidLine(
        line.partner.name, line.cost.nature, line.cost.category, eur(line.base), line.rate, line.limit, eur(line.aid),
        line.bound, line.rule, line.limit_rule,
    )  # fmt: skip


def _ahead(project: Consortium, rules: Regime, today: dt.date) -> list[str]:
    """Tell the aids of later days where past aids count: each is most likely a mistake."""
    return [
        f"« {who} » déclare une aide de minimis du {each.granted_on:%d/%m/%Y}, après le jour du calcul : elle n’est "
        "pas comptée, vérifiez sa date."
        for who, each in (later(project, today) if rules.allowance else ())
    ]


def _raising(keys: Sequence[str]) -> list[str]:
    words = " ; ".join(DECLARED[key] for key in keys)
    return [f"Déclaré vrai, un de ces points relèverait le plafond de certaines lignes : {words}."] if keys else []


def _notes(rules: Regime, award: Award, more: Sequence[str], *, caps: bool) -> tuple[str, ...]:
    """Say what a reader must know: a day outside the validity, more about the project, silences, memory."""
    notes = []
    if not award.is_in_force:
        end = f"au {rules.valid_to:%d/%m/%Y}" if rules.valid_to else "sans fin connue"
        notes.append(
            f"Le {award.today:%d/%m/%Y} est hors de la validité de ces règles (du {rules.valid_from:%d/%m/%Y} {end}) "
            ": le calcul dit ce qu’elles auraient donné."
        )
    notes += more
    notes += sorted({f"{line.rule.says}." for line in award.lines if line.bound == "silent"})
    notes += [f"De mémoire, à vérifier : {each}." for each in _from_memory(rules, award)]
    if caps and not rules.funders:
        notes.append("Les plafonds des financeurs sont sans objet : ces règles ne disent pas qui paie.")
    return (*notes, *rules.notes)


def _from_memory(rules: Regime, award: Award) -> list[str]:
    used: list[Citation] = [rules.validity, *(each.rule for each in award.verdicts)]
    for line in award.lines:
        used += [*([line.rule] if line.bound != "silent" else []), *([line.ceiling] if line.ceiling else [])]
    used += [*(each.rule for each in award.cuts), *(each.rule for each in award.shares)]
    return sorted({f"{each.says} ({each.source})" for each in used if each.certainty == "[M]"})
