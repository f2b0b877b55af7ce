"""Whole deposits drawn at random: months, establishments, corrections, people who change number, place or contract."""

import random
from dataclasses import dataclass, replace
from itertools import pairwise

from factories.dsn import NIC, OTHER_NIC, SIREN, Contract, Declaration, Person, Sending

MONTHS = ("01102025", "01112025", "01122025", "01012026")
SITES = ((SIREN, NIC), (SIREN, OTHER_NIC), ("000100222", "00017"))
PCS = ("623f", "628A", "474b", "999z", "388a")
KINDS = (("01", "99"),) * 6 + (("02", "99"), ("02", "64"), ("01", "81"), ("02", "61"), ("02", "71"), ("29", "99"))
KINDS += (("80", "99"), ("50", "99"), ("03", "99"), ("08", "99"))
WORK = (("151.67", "151.67"), ("151.67", "121.34"), ("151.67", "75.80"), ("0.00", "0.00"), ("218.00", "218.00"))
WORK += (("151.67", "169.00"), ("", ""), ("0.00", "20.00"))
ENDS = ("039", "059", "043", "014", "020", "031", "034", "066", "100", "082", "099")
UNREAD = (
    "S21.G00.60.001,'01'",
    "S21.G00.65.001,'632'",
    "S21.G00.70.012,'1'",
    "S21.G00.52.001,'12.00'",
    "S21.G00.86.001,'07'",
)


@dataclass(frozen=True)
class Job:
    """One contract over the months: where, from when to when, and the month it is renumbered or moves."""

    contract: Contract
    site: tuple[str, str]
    first: int
    last: int
    end: tuple[str, str] | None = None
    renumbered: int = 99
    restarts: bool = False
    moves: tuple[int, str] = (99, "")

    def at(self, month: int) -> tuple[tuple[str, str], Contract] | None:
        """Give where the contract is declared in a month and what is declared, or None."""
        if not self.first <= month <= self.last:
            return None
        one, site = self.contract, self.site
        changes = []
        if month >= self.renumbered:
            old_start = one.start
            one = replace(
                one, number=one.number + "BIS", start=f"{MONTHS[self.renumbered]}" if self.restarts else one.start
            )
            if month == self.renumbered:
                changes += [("S21.G00.41.001", MONTHS[month]), ("S21.G00.41.014", self.contract.number)]
                changes += [("S21.G00.41.021", old_start)] if self.restarts else []
        if month >= self.moves[0]:
            site = (site[0], self.moves[1])
            if month == self.moves[0]:
                where = ("S21.G00.41.012", self.site[0] + self.site[1])
                changes = sorted({*changes, ("S21.G00.41.001", MONTHS[month]), where})
        one = replace(one, blocks=tuple(changes))
        return site, one if self.end is None or month < self.last - 1 else one.ended(*self.end)


@dataclass(frozen=True)
class Life:
    """One person over the months: `ways` gives the identifiers used each month."""

    person: Person
    jobs: tuple[Job, ...]
    ways: tuple[Person, ...]


def number_of(rank: int, sex: str) -> str:
    return f"{sex}{40 + rank % 55:02d}{1 + rank % 12:02d}38{990 + rank % 10}{1 + rank:03d}"


def life(rank: int, rng: random.Random) -> Life:
    """Draw one person."""
    sex = rng.choice("12")
    born = (
        rng.choice(("00", "99", "01", "28", "31"))
        + rng.choice(("00", "01", "07", "12"))
        + str(rng.randint(1943, 2013))
    )
    born = born.replace("3100", "0100")
    nir = number_of(rank, sex)
    person = Person(nir=nir, name=f"NOM{rank}", first="Ana", sex=rng.choice(("0" + sex, "")), born=born, contracts=())
    when, way = rng.randint(0, 3), rng.random()
    ways = [person] * 4
    if way < 0.15:  # a temporary number, then both, or the NIR and its former number
        ntt = f"NTT{rank:09d}"
        waiting = replace(person, nir="", ntt=ntt, sex="0" + sex)
        told = replace(person, ntt=ntt) if rng.random() < 0.5 else replace(person, changes=(("S21.G00.31.008", ntt),))
        ways = [waiting] * when + [told] * (4 - when)
    elif way < 0.25:  # a placeholder, then the NIR
        waiting = replace(person, nir=f"{sex}999999999999")
        ways = [waiting] * when + [replace(person, changes=(("S21.G00.31.008", waiting.nir),))] * (4 - when)
    elif way < 0.35:  # a NIR that was wrong
        ways = [replace(person, nir=number_of(rank + 400, sex))] * when
        ways += [replace(person, changes=(("S21.G00.31.008", number_of(rank + 400, sex)),))] * (4 - when)
    jobs = tuple(job(rank, each, rng) for each in range(rng.choice((1, 1, 1, 2, 3))))
    return Life(person, jobs, tuple(ways))


def job(rank: int, each: int, rng: random.Random) -> Job:
    """Draw one contract."""
    nature, scheme = rng.choice(KINDS)
    reference, hours = rng.choice(WORK)
    start = rng.choice(("01092015", "15032019", "05012026", "31012026", "01122025", "20112025", "01022026"))
    extra = (("072", "01"),) if rng.random() < 0.1 else ()
    one = Contract(f"{each if rng.random() < 0.5 else rank}-{each}", start, rng.choice(PCS), "AGENT", nature, scheme)
    one = replace(one, reference=reference, hours=hours, modality=rng.choice(("10", "20")), extra=extra)
    site = rng.choice(SITES)
    made = Job(one, site, rng.choice((0, 0, 0, 1, 2, 3)), rng.choice((3, 3, 3, 2, 1)))
    chance = rng.random()
    if chance < 0.25:
        return replace(
            made, end=(rng.choice(("31012026", "15012026", "31122025", "30112025", "10012026")), rng.choice(ENDS))
        )
    if chance < 0.4:
        return replace(made, renumbered=rng.randint(1, 3), restarts=rng.random() < 0.5)
    if chance < 0.5 and site[0] == SIREN:
        return replace(made, moves=(rng.randint(1, 3), OTHER_NIC if site[1] == NIC else NIC))
    return made


def staff_of(lives: list[Life], site: tuple[str, str], month: int) -> list[Person]:
    """Give the people declared by one establishment for one month."""
    found = []
    for each in lives:
        there = [one[1] for job in each.jobs if (one := job.at(month)) is not None and one[0] == site]
        sound = tuple(one for one in there if not one.blocks or _ends_well(one))
        if sound:
            found.append(replace(each.ways[month], contracts=sound))
    return found


def _ends_well(one: Contract) -> bool:
    ends = [value for name, value in one.blocks if name == "S21.G00.62.001"]
    return all((end[4:], end[2:4], end[:2]) >= (one.start[4:], one.start[2:4], one.start[:2]) for end in ends)


def sendings(staff: list[Person], site: tuple[str, str], month: int, rng: random.Random) -> list[Declaration]:
    """Give all that was sent for one establishment and month: fractions, first errors, corrections."""
    parts = rng.choice((1, 1, 1, 2, 3))
    rng.shuffle(staff)
    out: list[Declaration] = []
    base = Declaration((), MONTHS[month], *site)
    for part in range(parts):
        shares = tuple(staff[part::parts]) + tuple(rng.sample(staff, min(len(staff), rng.choice((0, 0, 1)))))
        share = tuple({(one.nir, one.ntt): one for one in shares}.values())
        now = replace(base, fraction=f"{part + 1}{parts}", staff=share, order=str(10 * part + 5), made="05022026")
        out += corrected(now, staff, rng)
    return out


def corrected(last: Declaration, staff: list[Person], rng: random.Random) -> list[Declaration]:
    """Give a declaration after the errors it corrects."""
    order = int(last.order)
    wrong = tuple(rng.sample(staff, rng.randint(0, len(staff))))
    first = replace(last, staff=wrong, order=str(order - 4), made="02022026")
    second = replace(first, order=str(order - 3), staff=(), cancels=first.identity)
    cancel, empty = replace(second, kind="04"), replace(second, kind="05")
    again = replace(cancel, order=str(order - 2), cancels=cancel.identity)
    high = replace(first, order=str(order + 3))
    stories = {
        "right at once": [last],
        "sent again": [first, last],
        "replaced": [first, replace(last, kind="03", cancels=first.identity)],
        "cancelled, then sent again": [first, cancel, last],
        "the cancellation cancelled in its turn": [first, cancel, again, last],
        "emptied, then sent again": [first, empty, last],
        "replaced under a lower order": [high, replace(last, kind="03", cancels=high.identity)],
        "sent for nobody": [replace(last, kind="02", staff=())],
        "cancelled for good": [first, replace(cancel, order=f"9{order}")],
    }
    return stories[rng.choices(list(stories), (45, 10, 10, 6, 6, 8, 8, 3, 4))[0]]


def deposit(seed: int) -> list[str]:
    """Draw the texts of a deposit, in the order they were made."""
    rng = random.Random(seed)
    lives = [life(rank, rng) for rank in range(rng.randint(1, 9))]
    declarations = []
    for month in range(4):
        for site in SITES:
            if rng.random() < 0.85:
                declarations += sendings(staff_of(lives, site, month), site, month, rng)
    declarations += [
        Declaration((Person(nir=number_of(900, "1")),), nature=n) for n in ("04", "07") if rng.random() < 0.3
    ]
    rng.shuffle(declarations)
    texts = []
    while declarations:
        size = rng.randint(1, 5)
        taken, declarations = declarations[:size], declarations[size:]
        texts.append(noisy(Sending(tuple(taken), end="\n").text(), rng))
    return texts


def noisy(text: str, rng: random.Random) -> str:
    """Put blocks that are never read between others, and private rubrics anywhere; the total follows."""
    lines = text.splitlines()
    out = lines[:1]
    for before, line in pairwise(lines):
        opens = before[:10] != line[:10] and line.startswith("S21.G00") and line[8:10] not in ("06", "11")
        if opens and before.startswith("S21.G00") and rng.random() < 0.15:
            out.append(rng.choice(UNREAD))
        if rng.random() < 0.03:
            out.append(f"{before[:10]}.9{rng.randint(0, 99):02d},'PRIVÉ, L'AUTRE'")
        out.append(line)
    total = next(rank for rank, line in enumerate(out) if line.startswith("S90.G00.90.001"))
    out[total] = f"S90.G00.90.001,'{len(out)}'"
    return rng.choice(("\n", "\r\n")).join(out) + "\n"
