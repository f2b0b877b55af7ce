"""Polyvalence matrices of invented members, and a small store where two skills are asked of one occupation."""

from pathlib import Path

from factories import official
from factories.collected import ON, company, deposit, member
from vivier.reference import Store, store
from vivier.reference.official import add
from vivier_web.skills.actions.polyvalence import deposit_skills, match_skills
from vivier_web.skills.actions.runs import work_out
from vivier_web.skills.actions.studies import plan_study, queue_run

TRADE = "691e"  # leads to Z1101, which asks « Souffler » (heart of it) and « Météores »
BLOW, METEORS = "100", "200"
SECRETS = ("ZEPHIRIN", "Zéphirin", "DURAND", "MAT-0042")


def reference(folder: Path) -> Store:
    """Install a ROME of three occupations, with the tables that lead to it from the PCS."""
    rows = [(digit, f"Groupe {digit}", 1, "") for digit in "123456"]
    rows += [(code[:2], f"PCS {code[:2]}", 2, code[0]) for code in ("691e", "211a")]
    rows += [(code[:3], f"PCS {code[:3]}", 3, code[:2]) for code in ("691e", "211a")]
    codes = ("691e", "691f", "211a")
    pcs = official.as_csv("code libelle niveau code_parent", [*rows, *((c, f"PCS {c}", 4, c[:3]) for c in codes)])
    files = {**official.rome4(), **official.rome3(), **official.families(), **official.insee(), "pcs.csv": pcs}
    files["blocs.csv"] = b"Z0Z10;691e;Z1101\n;691f;\n;211a;Z1201\n;;\n"
    add([official.write(folder / "files", files)], folder=folder / "store", date="2026-01-01")
    return store(folder / "store")


def payload(organisation, on=ON, people=None, **skills):
    """Give what a page sends: skills by wording (underscores read as blanks), each with its people at levels 0 to 4."""
    lines = [
        {
            "skill": words.replace("_", " "),
            "required": 3,
            "levels": [[str(at), n] for at, n in enumerate(levels) if n],
        }
        for words, levels in sorted(skills.items())
    ]
    most = max(sum(levels) for levels in skills.values())
    return {"siren": organisation.siren, "on": on.isoformat(), "people": people or most, "skills": lines}


def held(wave, organisation, matches=None, **skills):
    """Deposit the matrix of a member; `matches` are confirmed by it."""
    kept = deposit_skills(wave, organisation, payload(organisation, wave.on, **skills), by=None)
    return kept if matches is None else match_skills(kept, matches, by=None)


def members_of_trade(wave, count=4, people=20, first=50):
    """Admit members whose people are all of the occupation that the small ROME knows, and deposit them."""
    made = [member(wave.pole, first + number) for number in range(count)]
    for one in made:
        cells = [(TRADE, band, sex, "CDI", people // 4) for band in ("25_34", "45_54") for sex in "HF"]
        deposit(wave, one, company(one.siren, *cells))
    return made


def done_run(wave):
    """Give a run of the wave that has a result."""
    study = plan_study(wave, "Étude", {"horizon": 5, "draws": 100}, by=None)
    return work_out(queue_run(study, by=None).pk)


def matrix(folder: Path, *, named: str = "Méthode Zéphirin") -> Path:
    """Write the matrix of four people, one skill of which holds the name of one of them."""
    path = folder / "matrice.csv"
    path.write_text(
        f"Matricule;Nom;Prénom;Soudage TIG;Lecture de plan;{named}\nNiveau requis;;;3;2;2\n"
        "MAT-0042;ZEPHIRIN;Ana;4;3;2\nM2;DURAND;Léo;3;3;1\nM3;MARTIN;Zoé;1;2;0\nM4;PETIT;Max;2;4;0\n",
        encoding="utf-8",
    )
    return path
