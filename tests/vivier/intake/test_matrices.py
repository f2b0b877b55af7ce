"""Polyvalence matrices as they leave a browser: skills and counts, no name; anything else is refused on the other side."""

import copy
import datetime as dt
import json
from pathlib import Path

import pytest

from factories.held_skills import SECRETS, matrix
from vivier.intake.matrices import SentSkill, prepared_skills, received_skills
from vivier.vocabulary import InputError

ON, SIREN = dt.date(2026, 1, 31), "552100554"
SENT = {
    "siren": SIREN,
    "on": "2026-01-31",
    "people": 4,
    "skills": [
        {"skill": "Lecture de plan", "required": None, "levels": [["2", 1], ["3", 2], ["4", 1]]},
        {"skill": "Soudage TIG", "required": 3, "levels": [["1", 1], ["3", 2]]},
    ],
}


def test_a_matrix_becomes_people_by_skill_and_level_and_what_is_sent_is_read_back(tmp_path: Path) -> None:
    found = prepared_skills([matrix(tmp_path)], on=ON, siren=SIREN)
    sent = received_skills(json.loads(json.dumps(found["company"])))
    assert sent.skills == (
        SentSkill("Lecture de plan", 2, (0, 0, 1, 2, 1)),
        SentSkill("Soudage TIG", 3, (0, 1, 1, 1, 1)),
    )
    assert (sent.siren, sent.on, sent.people) == (SIREN, ON, 4)


def test_a_skill_whose_wording_holds_a_name_of_the_file_stays_and_no_name_is_in_what_is_sent(tmp_path: Path) -> None:
    found = prepared_skills([matrix(tmp_path)], on=ON, siren=SIREN)
    assert [one["skill"] for one in found["staying"]] == ["Méthode Zéphirin"]
    said = json.dumps(found["company"], ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in said] == []
    again = prepared_skills([matrix(tmp_path, named="Méthode Kanban")], on=ON, siren=SIREN)
    assert again["staying"] == []  # the same column leaves, once no name is in it
    assert "Méthode Kanban" in json.dumps(again["company"], ensure_ascii=False)


def test_a_skill_that_could_reach_somebody_stays(tmp_path: Path) -> None:
    found = prepared_skills([matrix(tmp_path, named="Voir zoe@exemple.fr")], on=ON, siren=SIREN)
    assert [one["skill"] for one in found["staying"]] == ["Voir zoe@exemple.fr"]


def test_a_file_without_matrix_says_what_to_give(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("rien", encoding="utf-8")
    with pytest.raises(InputError):
        prepared_skills([tmp_path / "notes.txt"], on=ON, siren=SIREN)


def changed(**how: object) -> dict[str, object]:
    made = copy.deepcopy(SENT)
    skill = made["skills"][1]  # type: ignore[index]
    for name, value in how.items():
        (made if name in made else skill)[name] = value  # type: ignore[index]
    return made


@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        SENT | {"names": ["Ana"]},
        {key: value for key, value in SENT.items() if key != "people"},
        changed(skills=[]),
        changed(people=2),  # fewer than one skill counts
        changed(people=True),
        changed(siren="12"),
        changed(on="31/01/2026"),
        changed(skill="zoe@exemple.fr"),
        changed(skill="Assistante de M. Dupont"),
        changed(skill=" Soudage"),
        changed(skill="Aaa"),  # out of order
        changed(skill="Lecture de plan"),  # twice
        changed(required=5),
        changed(levels=[]),
        changed(levels=[["5", 1]]),
        changed(levels=[["non_evalue", 1]]),
        changed(levels=[["3", 1], ["1", 1]]),
        changed(levels=[["3", 1], ["3", 1]]),
        changed(levels=[["3", 0]]),
        changed(levels=[["3", 1.0]]),
        changed(levels=[["3", 1, "Ana"]]),
    ],
    ids=str,
)
def test_anything_else_is_refused_and_never_quoted(payload: object) -> None:
    with pytest.raises(InputError) as why:
        received_skills(payload)
    assert "zoe" not in str(why.value)
    assert "Dupont" not in str(why.value)
