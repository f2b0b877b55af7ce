"""A small procedure, dossiers that go through it, and procedures drawn at random."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from vivier_web.procedures.definition import Procedure, read
from vivier_web.procedures.definition.data import Body, Stage
from vivier_web.procedures.definition.forms import Condition, Deadline, Exit, Field, Sees
from vivier_web.procedures.definition.grids import Anchor, Criterion, Grid, Rule, Total
from vivier_web.procedures.definition.words import DOCUMENTS, FIELD_KINDS, FILED, ROLES, TIMES
from vivier_web.procedures.dossier import Dossier, Opinion

SMALL = """\
key = "petit-label"
version = "1"
title = "Petit label"
kind = "project_label"
valid_from = 2026-01-01
source = "Essai"
body = [
  { key = "applicant", title = "Porteur", role = "applicant" },
  { key = "experts", title = "Experts", role = "expert" },
  { key = "committee", title = "Comité", role = "committee" },
  { key = "state", title = "État", role = "state" },
]
sees = [
  { role = "applicant", documents = ["decision", "opinion"], when = ["after"] },
]
grant = [
  { key = "label", title = "Label", durations = [12, 48], renewals = 1, certainty = "V", source = "Essai" },
]

[[stage]]
key = "filing"
title = "Dépôt"
body = "applicant"
act = "form"
exit = [{ on = "done", to = ["experts"] }, { on = "lapsed", to = ["end"] }]
applicant_title = "Votre dossier"
future_title = "Déposer"
deadline = { silence = "lapse", days = 30 }
leave = [{ when = "count.partners.company >= 2", say = "Il faut deux entreprises." }]
field = [
  { key = "title", label = "Titre", kind = "text", required = true, document = "public" },
  { key = "partners", label = "Partenaires", kind = "consortium", required = true },
  { key = "secret", label = "Verrous", kind = "long", document = "technical_secret" },
]

[[stage]]
key = "experts"
title = "Expertise"
body = "experts"
act = "review"
exit = [{ on = "done", to = ["committee"] }, { on = "ineligible", to = ["end"] }]
deadline = { silence = "escalate", days = 15, escalate_to = "committee" }
rule = { grid = "grid", opinions = 2 }
sees = [{ role = "expert", documents = ["summary", "technical_secret", "opinion"], when = ["during"] }]

[[stage]]
key = "committee"
title = "Comité"
body = "committee"
act = "decision"
grants = "label"
exit = [
  { on = "accepted", to = ["contract"] },
  { on = "accepted_with_conditions", to = ["contract"] },
  { on = "resubmit", to = ["filing"] },
  { on = "refused", to = ["end"] },
]
deadline = { silence = "remind", months = 1 }
rule = { grid = "grid", opinions = 2, quorum = 3, on_criterion = "resubmit", conditions_under = 0.7 }
sees = [
  { role = "committee", documents = ["opinion", "summary"], when = ["during"] },
  { role = "state", documents = ["technical_secret"], when = ["before", "during", "after"] },
]

[[stage]]
key = "contract"
title = "Contrat"
body = "state"
act = "follow"
requires_proofs = true
exit = [{ on = "done", to = ["end"] }]
deadline = { silence = "accept", months = 6 }
sees = [{ role = "state", documents = ["technical_secret"], when = ["before", "during", "after"] }]

[[grid]]
key = "grid"
title = "Grille"
method = "mean"
total = { kind = "share", threshold = 0.6 }

[[grid.criterion]]
key = "innovation"
title = "Innovation"
weight = 60
threshold = 2
veto = 0
anchor = [
  { mark = 0, text = "Rien" },
  { mark = 1, text = "Peu" },
  { mark = 2, text = "Assez" },
  { mark = 3, text = "Beaucoup" },
  { mark = 4, text = "Rupture" },
]

[[grid.criterion]]
key = "market"
title = "Marché"
weight = 40
required = false
anchor = [{ mark = 0, text = "Aucun" }, { mark = 1, text = "Possible" }, { mark = 2, text = "Acquis" }]
"""
BEGUN = dt.date(2026, 2, 2)
COMPANIES = [{"kind": "company", "role": "lead"}, {"kind": "company", "role": "partner"}]
FILLED = {"title": "Moteur à hydrogène", "partners": COMPANIES}


def small() -> Procedure:
    """Read the small procedure."""
    return read(SMALL)


def opinion(evaluator: str, innovation: float, market: float | None = 1, *, content: int = 1) -> Opinion:
    """Give one opinion on the grid of the small procedure."""
    return Opinion(evaluator, "grid", content, {"innovation": innovation, "market": market})


def filed(**said: object) -> Dossier:
    """Give a dossier of the small procedure that is before its committee, with two good opinions."""
    held = {
        "stage": "committee",
        "entered_on": BEGUN,
        "values": FILLED,
        "invited": ("A", "B"),
        "opinions": (opinion("A", 3), opinion("B", 3)),
        "present": ("P", "Q", "R"),
    }
    return Dossier(**{**held, **said})


def chain_of(stages: int) -> Procedure:
    """Make a procedure of so many forms in a row."""
    made = small()
    form = replace(made.stages[0], leave=(), addressed_to="")
    row = tuple(
        replace(
            form,
            key=f"s{rank}",
            exits=(Exit("done", (f"s{rank + 1}" if rank + 1 < stages else "end",)),),
            deadline=None,
        )
        for rank in range(stages)
    )
    return replace(made, stages=row, grids=(), grants=())


# Procedures drawn at random: a row of stages, each of which leads to some of the others or to the end.
texts = st.sampled_from(
    ["Étape", "L’avis du « comité »", 'Un "guillemet"', "ligne\nligne", "\\", "é\x07", "[x] # = {", "Ω 🙂"]
)
keys = st.integers(0, 30).map(lambda n: f"k{n}")
certain = st.sampled_from(["M", "P"])


def listed(names: object) -> st.SearchStrategy[tuple[str, ...]]:
    """Draw some words of a closed list."""
    return st.lists(st.sampled_from(sorted(names)), min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def criteria(draw: st.DrawFn, key: str) -> Criterion:
    """Draw a criterion."""
    low, n = draw(st.integers(-1, 1)), draw(st.integers(2, 6))
    anchors = tuple(Anchor(low + rank, draw(texts)) for rank in range(n))
    mark = st.none() | st.integers(low, low + n - 1).map(Decimal)
    weight = Decimal(draw(st.integers(1, 500))) / 10
    return Criterion(
        key, draw(texts), weight, anchors, draw(st.booleans()), draw(mark), draw(mark), again=draw(st.booleans())
    )


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Draw a grid."""
    made = tuple(draw(criteria(f"c{rank}")) for rank in range(draw(st.integers(1, 3))))
    total = draw(st.none() | st.integers(0, 100).map(lambda n: Total("share", Decimal(n) / 100)))
    return Grid("g", draw(texts), draw(st.sampled_from(["mean", "median"])), made, draw(st.booleans()), total)


@st.composite
def stages(draw: st.DrawFn, rank: int, n: int) -> Stage:
    """Draw one of n stages: it leads where chance will."""
    act = draw(st.sampled_from(["form", "review", "decision", "follow"]))
    targets = st.lists(
        st.sampled_from([*(f"s{each}" for each in range(n)), "end"]), min_size=1, max_size=2, unique=True
    )
    said = draw(
        st.lists(st.sampled_from(["done", "accepted", "refused", "lapsed", "resubmit"]), min_size=1, unique=True)
    )
    questions = draw(st.lists(st.integers(0, 9), max_size=4, unique=True))
    silence = draw(st.sampled_from(["accept", "reject", "remind", "lapse"]))
    return Stage(
        f"s{rank}",
        draw(texts),
        draw(st.sampled_from(sorted(ROLES))),
        act,
        tuple(Exit(on, tuple(draw(targets))) for on in said),
        requires_proofs=draw(st.booleans()),
        deadline=draw(st.none() | st.integers(1, 400).map(lambda days: Deadline(silence, days))),
        rule=Rule("g", draw(st.integers(1, 3))) if act == "review" else None,
        enter=(Condition(f"passed.s{rank} <= {draw(st.integers(0, 9))}", draw(texts)),)
        if draw(st.booleans())
        else (),
        sees=tuple(
            draw(
                st.lists(
                    st.builds(Sees, st.sampled_from(sorted(ROLES)), listed(DOCUMENTS), listed(TIMES)), max_size=4
                )
            )
        ),
        fields=tuple(question(number) for number in questions),
    )


def question(number: int) -> Field:
    """Give the question of this number, the same wherever it is asked."""
    kinds = [each for each in FIELD_KINDS if each != "choice"]
    return Field(f"q{number}", f"Question {number}", kinds[number % len(kinds)], document=FILED[number % len(FILED)])


@st.composite
def procedures(draw: st.DrawFn) -> Procedure:
    """Draw a procedure that is well formed; it may be unsound."""
    n = draw(st.integers(1, 4))
    return Procedure(
        "tirage", draw(texts), draw(texts), "call", dt.date(2026, 1, 1), draw(texts),
        tuple(draw(stages(rank, n)) for rank in range(n)),
        tuple(Body(role, draw(texts), role) for role in sorted(ROLES)),
        grids=(draw(grids()),),
        relabel=draw(st.sampled_from(["always", "if_changed", "kept"])),
    )  # fmt: skip
