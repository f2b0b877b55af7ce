"""What coding job titles gave: how many people, how surely, and what a human should look at."""

from collections import Counter
from collections.abc import Iterator

from vivier.intake import Headcount
from vivier.intake.data import UNKNOWN
from vivier.occupations.coder.decisions import Decisions, Doubt, doubts
from vivier.reference import pcs_label
from vivier.study.data import Figure, Row, Table
from vivier.study.present import people
from vivier.study.titles import Answers, People, people_by_title, title_of

SHOWN = 50  # titles listed one by one
_SITUATIONS = {"coded": "codee", "review": "a_relire", "ask": "a_demander"}
WITNESSED = "codee_membres"
_LETTERS = {"meme_code": 4, "meme_categorie": 2}  # how many characters of PCS-ESE must agree


def coding_tables(headcount: Headcount, answers: Answers, read: Answers) -> tuple[Table, ...]:
    """Give the two tables of coding, from a read that still has its titles; none when nobody has a title.

    `answers` are those used; `read` what titles alone say, before what other members declare for them.
    """
    if not answers:
        return ()
    return (_coding(headcount, answers, read), _to_review(people_by_title(headcount, is_pcs_known=False), answers))


def _coding(headcount: Headcount, answers: Answers, read: Answers) -> Table:
    found = _situations(headcount, answers, read)
    rows = [Row((name,), people(found[name])) for name in _ordered() if found[name]]
    definition = (
        "D’où vient le métier de chaque salarié (« codee_membres » : d’autres membres déclarent ce code pour cet "
        "intitulé) ; « probabilite » : part attendue juste parmi les codés ; "
        "« meme_code » et « meme_categorie » : part des salariés dont la PCS est déclarée et l’intitulé sûr, pour "
        "qui l’intitulé redonne le même code, ou les deux mêmes premiers chiffres"
    )
    measured = (*_probability(headcount, answers), *_checked(headcount, read))
    return Table("codage", "Codage des intitulés", definition, ("situation",), (*rows, *measured))


def _ordered() -> tuple[str, ...]:
    return ("pcs_declaree", "categorie_declaree", WITNESSED, *_SITUATIONS.values(), "sans_intitule")


def _situations(headcount: Headcount, answers: Answers, read: Answers) -> Counter[str]:
    """Count everybody once, by where their occupation comes from."""
    found: Counter[str] = Counter()
    for company in headcount.companies:
        for cell in company.count.cells:
            if cell.pcs == UNKNOWN:
                found["sans_intitule"] += cell.n
            else:
                found["pcs_declaree" if len(cell.pcs) == 4 else "categorie_declaree"] += cell.n
    for title, n in people_by_title(headcount, is_pcs_known=False).items():
        found["sans_intitule"] -= n
        used = answers[title]
        found[_SITUATIONS[used.decision] if used == read[title] else WITNESSED] += n
    return found


def _probability(headcount: Headcount, answers: Answers) -> Iterator[Row]:
    """Give the mean probability of the people coded: the share of them expected to be right."""
    counts = people_by_title(headcount, is_pcs_known=False)
    coded = {title: n for title, n in counts.items() if answers[title].decision == "coded"}
    if n := sum(coded.values()):
        sure = sum(answers[title].probability * each for title, each in sorted(coded.items(), key=str))
        yield Row(("probabilite",), Figure(round(sure / n, 4), "part", n))


def _checked(headcount: Headcount, answers: Answers) -> Iterator[Row]:
    """Compare what sure titles would give with what files declare, for those who have both."""
    both: Counter[tuple[str, str]] = Counter()
    for company in headcount.companies:
        for cell in company.titles:
            coding = answers[title_of(cell)]
            if cell.pcs != UNKNOWN and coding.decision == "coded":
                both[cell.pcs, coding.code] += cell.n
    if n := both.total():
        for name, letters in _LETTERS.items():
            same = sum(each for (declared, code), each in both.items() if declared[:letters] == code[:letters])
            yield Row((name,), Figure(round(same / n, 4), "part", n))


def _to_review(counts: People, answers: Answers) -> Table:
    """List the titles that wait for a human, most people first; what is not listed is counted."""
    waiting = doubts({title: answers[title] for title in counts}, counts, Decisions({}))
    rows = [_row(doubt) for doubt in waiting[:SHOWN]]
    total = sum(n for title, n in counts.items() if answers[title].decision != "coded")
    left = total - sum(doubt.count for doubt in waiting[:SHOWN])
    if left:
        more = max(len(waiting) - SHOWN, 1)
        rows.append(
            Row((f"{more} autres intitulés" if more > 1 else "1 autre intitulé", "reste", *[""] * 4), people(left))
        )
    definition = (
        "Intitulés qu’un humain devrait regarder, les plus portés d’abord : ce qui est proposé, avec quelle "
        "probabilité, les autres codes possibles, ou la question à poser"
    )
    dimensions = ("intitule", "decision", "metier", "probabilite", "autres", "question")
    return Table("a_relire", "Intitulés à relire", definition, dimensions, tuple(rows))


def _row(doubt: Doubt) -> Row:
    given = doubt.coding
    others = " ; ".join(f"{code} {pcs_label(code)}" for code in given.alternatives)
    sure = f"{given.probability:.2f}" if given.code else ""
    keys = (doubt.title.text, _SITUATIONS[given.decision], given.code, sure, others, given.question)
    return Row(keys, people(doubt.count))
