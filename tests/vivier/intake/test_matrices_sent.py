"""What matrices send, from files of every shape to the reading on the other side: what is read may always be sent."""

import datetime as dt
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vivier.intake import strictly
from vivier.intake.matrices import MOST_SKILLS, SentSkill, SentSkills, prepared_skills, received_skills
from vivier.vocabulary import InputError

ON, SIREN, OTHER = dt.date(2026, 1, 31), "552100554", "732829320"
WORDINGS = st.text(st.sampled_from("abcdeéÉ œ-'/0123456789@.M"), min_size=3, max_size=40).map(
    lambda text: " ".join(text.split())
)
NAMES = [("ARVERNE", "Ana"), ("BELLOVAQUE", "Luc"), ("CARNUTE", "Zoe"), ("DIABLINTE", "Max")]


def written(folder: Path, skills, rows, *, name="matrice.csv", first=0) -> Path:
    """Write a matrix: a column a skill, a row a person, levels as they are typed."""
    head = ";".join(["Matricule", "Nom", "Prénom", *skills])
    lines = [
        ";".join([f"M{first + rank}", *NAMES[rank % len(NAMES)], *map(str, levels)])
        for rank, levels in enumerate(rows)
    ]
    path = folder / name
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def through(found) -> SentSkills:
    """Send what was read as a page does, and read it on the other side."""
    return received_skills(json.loads(json.dumps(found["company"])))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_what_is_read_of_a_matrix_may_always_be_sent_and_counts_everybody(data) -> None:
    skills = data.draw(st.lists(WORDINGS.filter(bool), min_size=2, max_size=5, unique_by=str.casefold))
    level = st.sampled_from(["0", "1", "2", "3", "4", ""])
    rows = data.draw(st.lists(st.lists(level, min_size=len(skills), max_size=len(skills)), min_size=3, max_size=8))
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = prepared_skills([written(Path(folder), skills, rows)], on=ON, siren=SIREN)
        except InputError:
            return  # no skill, or no level: refused by a sentence
    if not found["company"]["skills"]:
        assert found["staying"]
        return
    sent = through(found)
    assert sent.people == len(rows)
    for one in sent.skills:
        (column,) = (rank for rank, words in enumerate(skills) if words.startswith(one.skill))
        typed = [row[column] for row in rows]
        assert one.levels == tuple(typed.count(str(each)) for each in range(5))


def test_nobody_is_counted_twice_in_two_matrices_and_the_better_level_stands(tmp_path: Path) -> None:
    one = written(tmp_path, ["Tournage", "Fraisage"], [(1, 2), (3, 0), (2, 4)], name="un.csv")
    two = written(tmp_path, ["Tournage", "Pliage"], [(4, 1), (2, 1), (2, 1), (0, 3)], name="deux.csv")
    sent = through(prepared_skills([one, two], on=ON, siren=SIREN))
    assert sent == SentSkills(
        SIREN,
        ON,
        4,
        (
            SentSkill("Fraisage", None, (1, 0, 1, 0, 1)),
            SentSkill("Pliage", None, (0, 3, 0, 1, 0)),
            SentSkill("Tournage", None, (1, 0, 1, 1, 1)),
        ),
    )


def test_people_of_another_company_are_told_and_never_counted_in_what_is_sent(tmp_path: Path) -> None:
    for name, siret, level, people in (("ours", SIREN + "00013", 3, 4), ("theirs", OTHER + "00074", 4, 3)):
        rows = "".join(f"M{rank};{last};{first};{level};2\n" for rank, (last, first) in enumerate(NAMES[:people]))
        title = f"MATRICE DE POLYVALENCE – SIRET {siret}\n\nMatricule;Nom;Prénom;Tournage;Fraisage\n"
        (tmp_path / f"{name}.csv").write_text(title + rows, encoding="utf-8")
    found = prepared_skills([tmp_path], on=ON, siren=SIREN)
    assert (found["found"]["people"], found["found"]["others"]) == (4, [OTHER])
    assert through(found) == SentSkills(
        SIREN, ON, 4, (SentSkill("Fraisage", None, (0, 0, 4, 0, 0)), SentSkill("Tournage", None, (0, 0, 0, 4, 0)))
    )
    with pytest.raises(InputError, match="n’évalue quelqu’un de votre entreprise"):
        prepared_skills([tmp_path / "theirs.csv"], on=ON, siren="404833048")


def test_a_read_says_its_files_what_levels_mean_and_what_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "atelier.csv"
    path.write_text(
        "Matricule;Nom;Prénom;Tournage;Fraisage\nNiveau requis;;;3;\nM1;ARVERNE;Ana;3;2\nM2;CARNUTE;Zoe;1;1\n",
        encoding="utf-8",
    )
    found = prepared_skills([path], on=ON, siren=SIREN)
    assert list(found) == ["found", "anomalies", "company", "staying", "words"]
    assert [one["name"] for one in found["found"]["files"]] == ["atelier.csv"]
    assert (found["found"]["people"], found["found"]["others"], found["staying"]) == (2, [], [])
    assert found["words"] == {
        "0": "ne sait pas faire", "1": "en formation", "2": "avec aide", "3": "autonome", "4": "peut former",
    }  # fmt: skip
    assert found["company"] == {
        "siren": SIREN,
        "on": "2026-01-31",
        "people": 2,
        "skills": [
            {"skill": "Fraisage", "required": None, "levels": [["1", 1], ["2", 1]]},
            {"skill": "Tournage", "required": 3, "levels": [["1", 1], ["3", 1]]},
        ],
    }


@pytest.mark.parametrize(
    ("skill", "why"),
    [
        ("Formation de Mme Arverne", "un nom lu dans vos fichiers"),
        ("Poste ARVERNE", "un nom lu dans vos fichiers"),
        ("ecrire a atelier@exemple.fr", "une adresse ou un numéro"),
        ("Astreinte 06 12 34 56 78", "une adresse ou un numéro"),
        ("Badge 123456", "une adresse ou un numéro"),
    ],
)
def test_a_wording_that_names_or_reaches_somebody_stays_and_the_others_leave(tmp_path: Path, skill, why) -> None:
    rows = [(3, 2), (1, 1), (2, 3)]
    found = prepared_skills([written(tmp_path, [skill, "Tournage"], rows)], on=ON, siren=SIREN)
    assert found["staying"] == [{"skill": skill, "why": f"contient {why}"}]
    assert [one.skill for one in through(found).skills] == ["Tournage"]
    assert skill not in json.dumps(found["company"], ensure_ascii=False)


def test_a_civility_takes_the_name_after_it_away_whoever_it_names(tmp_path: Path) -> None:
    found = prepared_skills(
        [written(tmp_path, ["Remplacer M. Lutetien", "Tournage"], [(3, 2)] * 3)], on=ON, siren=SIREN
    )
    assert [one.skill for one in through(found).skills] == ["Remplacer", "Tournage"]


def test_more_skills_than_a_deposit_holds_stay_rather_than_make_it_refused(tmp_path: Path) -> None:
    skills = [f"Geste {chr(97 + rank // 26)}{chr(97 + rank % 26)}" for rank in range(MOST_SKILLS + 3)]
    rows = [tuple((rank + person) % 5 for rank in range(len(skills))) for person in range(3)]
    found = prepared_skills([written(tmp_path, skills, rows)], on=ON, siren=SIREN)
    assert len(through(found).skills) == MOST_SKILLS
    assert {one["why"] for one in found["staying"]} == {"trop semblable à une autre, ou de trop"}
    assert [one["skill"] for one in found["staying"]] == skills[-3:]


def test_two_wordings_that_are_one_once_cut_are_not_sent_twice(tmp_path: Path) -> None:
    long = "geste " * 30
    rows = [(3, 2, 1), (1, 1, 1), (2, 3, 4)]
    found = prepared_skills([written(tmp_path, [f"{long}un", f"{long}deux", "Tournage"], rows)], on=ON, siren=SIREN)
    words = [one.skill for one in through(found).skills]
    assert len(words) == len(set(words))
    assert len(words) + len(found["staying"]) == 3


@pytest.mark.parametrize("level", strictly.LEVELS)
def test_every_level_is_read_but_the_one_of_whoever_was_not_assessed(level) -> None:
    if level == "non_evalue":
        with pytest.raises(InputError, match="niveaux"):
            strictly.ASSESSED(level)
    else:
        assert strictly.ASSESSED(level) == level


@pytest.mark.parametrize("wrong", ["5", "-1", "03", "３", "3 ", "", 3, 3.0, True, None, ["3"], {"3": 1}], ids=repr)
def test_nothing_like_a_level_is_a_level(wrong) -> None:
    with pytest.raises(InputError) as why:
        strictly.ASSESSED(wrong)
    assert str(why.value) == str(strictly.malformed("niveaux"))


def one_skill(**how):
    skill = {"skill": "Tournage", "required": None, "levels": [["3", 2]]} | how
    return {"siren": SIREN, "on": "2026-01-31", "people": 2, "skills": [skill]}


@pytest.mark.parametrize(
    ("payload", "where"),
    [
        (one_skill() | {"people": 0}, "nombres"),
        (one_skill() | {"people": "2"}, "nombres"),
        (one_skill() | {"people": strictly.MOST_PEOPLE + 1}, "nombres"),
        (one_skill() | {"on": "2026-02-30"}, "dates"),
        (one_skill() | {"siren": None}, "SIREN"),
        (one_skill() | {"skills": {"skill": "Tournage"}}, "compétences"),
        (one_skill() | {"skills": [one_skill()["skills"][0]] * (MOST_SKILLS + 1)}, "compétences"),
        (one_skill() | {"skills": [one_skill()["skills"][0]] * 2}, "ordre des compétences"),
        (one_skill() | {"skills": ["Tournage"]}, "rubriques"),
        (one_skill(name="Ana"), "rubriques"),
        (one_skill(skill="Tourn\x00age"), "compétences"),  # which PostgreSQL cannot keep
        (one_skill(skill="Tourn\ud800age"), "compétences"),  # which nothing can write
        (one_skill(skill="Tourn\u202eage"), "compétences"),  # read another way than it is written
        (one_skill(skill="x" * 121), "compétences"),
        (one_skill(skill="   "), "compétences"),
        (one_skill(skill="123"), "compétences"),  # a key of the ROME is no wording
        (one_skill(skill=["Tournage"]), "compétences"),
        (one_skill(required=-1), "nombres"),
        (one_skill(required=True), "nombres"),
        (one_skill(required="3"), "nombres"),
        (one_skill(levels={"3": 2}), "niveaux"),
        (one_skill(levels=[["3", 3]]), "niveaux"),  # of two people
        (one_skill(levels=[["1", 1], ["3", 2]]), "niveaux"),
        (one_skill(levels=[["3"]]), "cases"),
        (one_skill(levels=["31"]), "cases"),
        (one_skill(levels=[["3", -1], ["4", 2]]), "nombres"),
        (one_skill(levels=[[str(n), 1] for n in range(6)]), "niveaux"),
    ],
)
def test_a_refusal_names_the_rubric_and_never_what_was_sent(payload, where) -> None:
    assert received_skills(one_skill()).skills == (SentSkill("Tournage", None, (0, 0, 0, 2, 0)),)
    with pytest.raises(InputError) as why:
        received_skills(payload)
    assert str(why.value) == str(strictly.malformed(where))


def test_a_skill_sent_counts_its_people() -> None:
    assert SentSkill("Tournage", 3, (1, 2, 0, 4, 8)).people == 15
