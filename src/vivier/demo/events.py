"""What may happen to one person in one month: an end, a conversion, a transfer, a promotion."""

import datetime as dt
from dataclasses import replace

from vivier.demo.data import FULL_TIME, FULL_YEAR, Contract
from vivier.demo.people import Career, Office
from vivier.vocabulary import Period

_QUIT_A_YEAR = ((30, 0.11), (45, 0.065), (55, 0.03), (99, 0.012))  # by age under, before the sector's multiplier
_OTHER_A_YEAR = (("043", 0.014), ("020", 0.006), ("011", 0.003), ("066", 0.0012))


def happen(career: Career, month: Period, office: Office) -> None:
    """Let at most one thing happen to that person in that month, the most certain first."""
    contract = career.current
    if contract.start >= month.first:
        return  # the month of a hire is quiet
    if contract.term is not None and contract.term <= month.last:
        _reach_term(career, month, office)
    elif contract.group == "CDI" and _age_in_months(career, month) >= career.retires_at:
        career.close(month.last, "039")
    elif not _leave(career, month, office):
        _move(career, month, office)


def _reach_term(career: Career, month: Period, office: Office) -> None:
    contract, rng = career.current, office.rng
    odds = {"CDD": 0.42, "APPRENTISSAGE": 0.45, "PROFESSIONNALISATION": 0.55}.get(contract.group, 0.03)
    if rng.random() >= odds:
        career.close(contract.term or month.last, "031")
        return
    after = _open_ended(contract, office)
    if contract.group == "CDD" and rng.random() < 0.5:
        # The same contract goes on with another nature: block 41, no end.
        since = month.first
        career.change(replace(after, number=contract.number, site=contract.site, start=contract.start, since=since))
    else:
        start = (contract.term or month.last) + dt.timedelta(days=1)
        career.close(start - dt.timedelta(days=1), "031")
        career.contracts.append(replace(after, start=start, since=start))


def _open_ended(contract: Contract, office: Office) -> Contract:
    trade = contract.trade
    if trade.is_aided:  # after insertion, an ordinary job: tutor of the workshop
        trade = next(each for each in office.firm.sector.trades if not each.is_aided)
    elif contract.group != "CDD":
        trade = office.firm.sector.trade(trade.pcs)  # no longer an apprentice
    return replace(office.contract(trade, contract.start), site=contract.site, lent_to=contract.lent_to)


def _leave(career: Career, month: Period, office: Office) -> bool:
    contract, rng = career.current, office.rng
    motive = _motive(career, month, office)
    if not motive:
        return False
    day = month.last if rng.random() < 0.4 else month.first.replace(day=rng.randint(2, 28))
    career.close(max(day, contract.since), motive)
    return True


def _motive(career: Career, month: Period, office: Office) -> str:
    contract, rng = career.current, office.rng
    is_on_trial = contract.is_new and (month.first - contract.start).days < 92 and contract.group == "CDI"
    if is_on_trial and rng.random() < 0.04:
        return "034"
    age = _age_in_months(career, month) // 12
    quits = next(rate for under, rate in _QUIT_A_YEAR if age < under) * office.firm.sector.quits
    dice = rng.random() * 12  # yearly rates against a monthly draw
    if dice < quits:
        return "059"
    dice -= quits
    if contract.group != "CDI":
        return ""  # a fixed-term contract is not ended by agreement or dismissal here
    for motive, rate in _OTHER_A_YEAR:
        if dice < rate:
            return motive
        dice -= rate
    return ""


def _move(career: Career, month: Period, office: Office) -> None:
    contract, rng = career.current, office.rng
    if contract.group != "CDI" or contract.since >= month.first:
        return
    dice = rng.random()
    if dice < 0.003 and len(office.firm.sites) > 1:
        site = rng.choice([site.siret for site in office.firm.sites if site.siret != contract.site])
        career.change(replace(contract, since=month.first, site=site))
    elif dice > 0.9975 and contract.trade.leads_to:
        _promote(career, month, office)


def _promote(career: Career, month: Period, office: Office) -> None:
    contract = career.current
    trade = next((each for each in office.firm.sector.trades if each.pcs == contract.trade.leads_to), None)
    if trade is None:
        return
    days = FULL_YEAR if trade.is_in_days else None
    worked, reference = days or min(contract.worked, FULL_TIME), days or FULL_TIME
    career.change(replace(contract, since=month.first, trade=trade, worked=worked, reference=reference))


def _age_in_months(career: Career, month: Period) -> int:
    born = career.person.born
    return (month.year - born.year) * 12 + month.month - born.month
