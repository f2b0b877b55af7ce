"""What the members' own payrolls say of a job title: the occupation that other companies declare for it."""

from collections import Counter, defaultdict

from vivier.intake import Headcount
from vivier.intake.data import UNKNOWN
from vivier.occupations.coder.data import MOST_ALTERNATIVES, Coding, Title
from vivier.occupations.coder.titles import canonical
from vivier.study.titles import Answers

SURE = 0.8  # two companies that agree, and none that does not: (2 + ½) / (2 + 1)
_WHOLE = 4  # characters of a PCS-ESE code; a category (« 62 ») is no witness


def witnessed(headcount: Headcount, answers: Answers) -> dict[Title, Coding]:
    """Give the answers, those of titles that companies of the read agree on replaced by what they declare.

    What a human decided stays. A company is one witness, whatever its size: its people share one habit. The
    probability that the next company declares the most frequent code is (k + ½) / (n + 1), k of n companies declaring
    it (Jeffreys’ rule).
    """
    agreed = {writing: coding for writing, codes in _witnesses(headcount).items() if (coding := _agreed(codes))}
    is_decided = {title for title, coding in answers.items() if coding.probability == 1}
    return {
        title: coding if title in is_decided else agreed.get(canonical(title.text), coding)
        for title, coding in answers.items()
    }


def _agreed(codes: Counter[str]) -> Coding | None:
    (code, most), *others = sorted(codes.items(), key=lambda pair: (-pair[1], pair[0]))
    sure = (most + 0.5) / (codes.total() + 1)
    if sure < SURE:
        return None
    return Coding(code, round(sure, 4), "coded", tuple(other for other, _ in others[:MOST_ALTERNATIVES]))


def _witnesses(headcount: Headcount) -> dict[str, Counter[str]]:
    """Count the companies that declare each code for each title; a company declares what most of its people have."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for company in headcount.companies:
        own: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for cell in company.titles:
            if cell.pcs != UNKNOWN and len(cell.pcs) == _WHOLE:
                own[canonical(cell.title)][cell.pcs] += cell.n
        for writing, codes in own.items():
            found[writing][min(codes, key=lambda code: (-codes[code], code))] += 1
    found.pop("", None)
    return found
