"""The journal as it is read: French sentences, of this pôle only, by pages."""

import re
from pathlib import Path

from factories import cluster
from factories.cluster import Cluster
from vivier_web.accounts.actions import erase_person, record
from vivier_web.pages.pole.people.sentences import SENTENCES, sentence

SOURCE = Path(__file__).resolve().parents[4] / "src" / "vivier_web"


def lines(answer: object) -> list[str]:
    return [f"{line.who} {line.what}" for line in answer.context["lines"]]


def test_acts_are_told_in_french_the_latest_first(pole: Cluster, signed_in: object) -> None:
    record("admit_member", by=pole.people["team"], subject=f"organisation:{pole.members[0].pk}", pole=pole.pole.slug)
    found = lines(signed_in("director").get("/equipe/journal/"))
    assert found[0] == "Camille Team a admis Mécanique du Val comme membre"
    assert "La plateforme a donné un rôle à Camille Board (Administrateur du pôle)" in found
    assert found[-1] == "La plateforme a ouvert le pôle"


def test_acts_of_another_pole_are_not_shown(pole: Cluster, signed_in: object) -> None:
    other = cluster.founded("plasturgie", 1)
    browser = signed_in("director")
    before = browser.get("/equipe/journal/").context["page"].paginator.count
    record("open_wave", by=other.people["team"], pole=other.pole.slug)
    assert browser.get("/equipe/journal/").context["page"].paginator.count == before
    assert not any("collecte" in line for line in lines(browser.get("/equipe/journal/")))


def test_one_sort_of_act_can_be_chosen(pole: Cluster, signed_in: object) -> None:
    found = lines(signed_in("director").get("/equipe/journal/?acte=admit_member"))
    assert len(found) == 3
    assert all("a admis" in line for line in found)
    assert len(lines(signed_in("director").get("/equipe/journal/?acte=nothing"))) > 3


def test_pages_of_fifty_cost_the_same_queries(
    pole: Cluster, signed_in: object, django_assert_num_queries: object
) -> None:
    browser = signed_in("director")
    for more in (1, 60):
        for _ in range(more):
            about = f"organisation:{pole.members[0].pk}"
            record("note_dealing", by=pole.people["team"], subject=about, pole=pole.pole.slug)
        with django_assert_num_queries(9):
            answer = browser.get("/equipe/journal/")
    assert len(answer.context["lines"]) == 50
    assert "Suivante" in answer.content.decode()


def test_an_erased_person_is_not_named(pole: Cluster, signed_in: object) -> None:
    record("open_wave", by=pole.people["team"], pole=pole.pole.slug)
    erase_person(pole.people["team"], by=None)
    assert lines(signed_in("director").get("/equipe/journal/"))[0] == "Personne effacée a ouvert une collecte"


def test_every_verb_written_in_the_code_has_its_sentence() -> None:
    verbs = {
        verb
        for path in SOURCE.rglob("*.py")
        for verb in re.findall(r'\brecord\(\s*"([a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(verbs) > 10
    assert verbs <= set(SENTENCES)


def test_a_verb_without_a_sentence_is_still_shown() -> None:
    assert sentence("unheard_of", "") == "a fait «\u202funheard_of\u202f»"
