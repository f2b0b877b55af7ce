"""What a return starts from: last year's answers that still hold, and what the deposit suggests."""

from collections import Counter

from vivier.french import shortened
from vivier.intake import Company
from vivier.reference import pcs_label, pcs_occupations
from vivier_web.skills.needs.reading import Json, Typed, typed_from
from vivier_web.skills.needs.schema import Schema, Step, periods

BEFORE, DEPOSIT = "avant", "depot"  # where a prefilled value comes from
_OLD = ("60_plus",)
_MOST = 3  # rows suggested by a deposit
_LEAST = 2  # people who may leave with what they know


def still_true(schema: Schema, answers: Json, *, first_year: int) -> Typed:
    """Give the answers of another year that this one may start from: rows whose time is still to come, transitions.

    Opinions are asked afresh: an answer already there would be left as it is.
    """
    held = {name: said for name, said in answers.items() if not name.startswith("perception_")}
    offered = dict(periods(first_year, schema.years))
    years = range(first_year, first_year + schema.years)
    for name, year in (("hires", "year"), ("skills", "by_year")):
        held[name] = [row for row in held.get(name, ()) if row[year] in years]
    held["trainings"] = [row for row in held.get("trainings", ()) if row["period"] in offered]
    for question in schema.questions():
        if question.when and not held.get(question.name) and held.get(question.when) == "yes":
            del held[question.when]  # all its rows are past: ask again
    return typed_from(schema, held)


def suggested_by(company: Company | None, *, first_year: int) -> Typed:
    """Give what a deposit suggests: the skills of those of sixty and over, to pass on.

    The member sees it first and may take it off; nothing of it leaves the return before it is sent.
    """
    if company is None:
        return {}
    old: Counter[str] = Counter()
    for cell in company.count.cells:
        if cell.pcs in pcs_occupations() and (cell.age in _OLD or (isinstance(cell.age, int) and cell.age >= 60)):
            old[cell.pcs] += cell.n
    found = [(code, n) for code, n in sorted(old.items(), key=lambda one: (-one[1], one[0])) if n >= _LEAST][:_MOST]
    typed: Typed = {"skills_expected": "yes"} if found else {}
    for rank, (code, n) in enumerate(found):
        row = {"skill": f"Savoir-faire : {shortened(pcs_label(code), 60)}", "direction": "pass_on", "people": str(n)}
        row["by_year"] = str(first_year + 1)
        typed |= {f"skills-{rank}-{name}": said for name, said in row.items()}
    return typed


def only(step: Step, typed: Typed) -> Typed:
    """Keep the fields of one step."""
    names = {question.name for question in step.questions}
    return {name: said for name, said in typed.items() if name.split("-")[0] in names}
