"""Texts to sign and to send, filled for each undertaking: declaration of what it had, letter of the new aid."""

import datetime as dt

from vivier.aid.data import Consortium
from vivier.aid.limiting import counted, had, since
from vivier.aid.measures import RESEARCH
from vivier.aid.money import cents, written
from vivier.aid.result import Letter
from vivier.aid.ruling import Allowance, Regime


def letters(project: Consortium, regime: Regime, aid: dict[str, int], today: dt.date) -> tuple[Letter, ...]:
    """Fill the letters of a regime for every undertaking that has a rate; nothing is granted to who has no room."""
    if regime.allowance is None:
        return ()
    found = []
    for name in sorted({each.undertaking for each in project.partners if each.kind not in RESEARCH}):
        words = _words(project, name, regime.allowance, aid, today)
        granted = any(aid.get(each.name) for each in project.partners if each.undertaking == name)
        chosen = [each for each in regime.letters if granted or not each.needs_aid]
        found += [Letter(each.title, name, each.body.format(**words).strip() + "\n") for each in chosen]
    return tuple(found)


def _words(
    project: Consortium, name: str, allowance: Allowance, aid: dict[str, int], today: dt.date
) -> dict[str, str]:
    members = sorted(each.name for each in project.partners if each.undertaking == name)
    prior = counted(project, name, allowance, today)
    total, new = had(project, name, allowance, today), sum(aid.get(each, 0) for each in members)
    rows = [
        f"- {each.granted_on:%d/%m/%Y} : {written(cents(each.amount_eur))}, {each.giver or 'à préciser'} ({who})"
        for who, each in prior
    ]
    return {
        "undertaking": name,
        "members": ", ".join(members),
        "project": project.name,
        "today": f"{today:%d/%m/%Y}",
        "since": f"{since(today, allowance.years):%d/%m/%Y}",
        "prior": "\n".join(rows) or "- aucune",
        "prior_total": written(total),
        "amount": written(new),
        "most": written(cents(allowance.most_eur)),
        "after": written(total + new),
        "left": written(max(0, cents(allowance.most_eur) - total - new)),
    }
