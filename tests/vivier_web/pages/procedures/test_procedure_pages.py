"""The library of procedures in a browser: reading, adopting, publishing, offering, comparing, trying."""

from typing import Any

import pytest
from django_scopes import scope

from factories import cluster, procedures
from factories.answered import said, undo_of
from factories.cluster import Cluster
from vivier_web.procedures.actions import versions as acts
from vivier_web.procedures.coordination import chain
from vivier_web.procedures.definition import digest, read
from vivier_web.procedures.models import ProcedureVersion
from vivier_web.procedures.queries.versions import shipped_procedure

ROOM = "/agir/procedures/"
KEY = "label-seul-anr"


def published(found: Cluster, text: str = procedures.SMALL) -> ProcedureVersion:
    return acts.publish_procedure(acts.import_procedure(found.pole, text, by=None), by=None)


def numbered(found: Cluster, rows: int) -> None:
    for rank in range(rows):
        published(found, procedures.SMALL.replace('version = "1"', f'version = "{rank + 1}"'))


def test_an_empty_library_says_what_it_is_for_and_shows_what_may_be_adopted(pole: Cluster, signed_in: Any) -> None:
    seen = said(signed_in("team").get(ROOM))
    assert "Le pôle n’a pas encore de procédure" in seen
    assert "Livrées avec la plateforme 13" in seen
    assert "Le pôle n’a encore publié aucune procédure" in said(signed_in("expert").get(ROOM))


def test_a_shipped_procedure_is_read_exported_adopted_and_put_away(pole: Cluster, signed_in: Any) -> None:
    browser = signed_in("team")
    assert "Grille de labellisation" in said(browser.get(f"{ROOM}livree/{KEY}/"))
    file = browser.get(f"{ROOM}livree/{KEY}/procedure.toml")
    assert read(file.content.decode()).key == KEY
    answer = browser.post(f"{ROOM}livree/{KEY}/adopter/", follow=True)
    made = ProcedureVersion.objects.get()
    assert answer.redirect_chain == [(f"{ROOM}{made.pk}/", 302)]
    assert "adoptée en brouillon" in said(answer)
    browser.post(*undo_of(answer))
    made.refresh_from_db()
    assert made.state == "retired"
    assert "a déjà" in said(browser.post(f"{ROOM}livree/{KEY}/adopter/", follow=True))
    assert browser.post(f"{ROOM}livree/inconnue/adopter/").status_code == 404


def test_a_procedure_is_read_as_a_path_with_its_delays_sights_and_grid(pole: Cluster, signed_in: Any) -> None:
    made = published(pole)
    seen = said(signed_in("member").get(f"{ROOM}{made.pk}/"))
    for words in (
        "30 jours : au-delà, le dossier devient caduc.",
        "6 mois : sans réponse, c’est accepté.",
        "Pour en sortir : Il faut deux entreprises.",
        "à représenter → Dépôt",
        "2 avis sur la grille « Grille », quorum de 3 présents.",
        "5 repères, de 0 à 4",
        "1 an ou 4 ans, renouvelable 1 fois",
        "Source de la procédure : Essai.",
    ):
        assert words in seen
    assert "L’offrir" not in seen
    assert "L’offrir aux autres pôles" in said(signed_in("team").get(f"{ROOM}{made.pk}/"))


def test_what_pole_and_state_no_longer_ask_twice_is_said(pole: Cluster, signed_in: Any) -> None:
    browser = signed_in("team")
    found = shipped_procedure("label-et-financement-fui")
    assert found is not None
    removed = chain(found).removed
    assert removed > 5
    assert f"{removed} questions que le pôle et l’autorité" in said(browser.get(f"{ROOM}livree/{found.key}/"))
    assert "que le pôle et l’autorité" not in said(browser.get(f"{ROOM}livree/{KEY}/"))


@pytest.mark.parametrize("kind", ["member", "expert", "board", "network", "operator"])
def test_those_who_do_not_write_see_no_draft_nor_what_was_set_aside(pole: Cluster, signed_in: Any, kind: str) -> None:
    made = published(pole)
    draft = acts.new_version(made, by=None)
    browser = signed_in(kind)
    assert browser.get(f"{ROOM}{made.pk}/").status_code == 200
    assert "1 procédure publiée" in said(browser.get(ROOM))
    assert [browser.get(f"{ROOM}{draft.pk}/{end}").status_code for end in ("", "procedure.toml")] == [404, 404]
    acts.retire(made, by=None)
    assert browser.get(f"{ROOM}{made.pk}/").status_code == 404
    assert signed_in("team").get(f"{ROOM}{made.pk}/").status_code == 200


def test_a_draft_is_published_when_it_is_sound_and_set_aside_at_will(pole: Cluster, signed_in: Any) -> None:
    browser = signed_in("team")
    draft = acts.import_procedure(pole.pole, procedures.SMALL, by=None)
    assert "Publier" in said(browser.get(f"{ROOM}{draft.pk}/"))
    answer = browser.post(f"{ROOM}{draft.pk}/publier/", follow=True)
    assert "Publiée : des dossiers peuvent la suivre." in said(answer)
    browser.post(*undo_of(answer))
    draft.refresh_from_db()
    assert draft.state == "retired"
    back = browser.post(f"{ROOM}{draft.pk}/remettre/", follow=True)
    draft.refresh_from_db()
    assert (draft.state, "Remise où elle était" in said(back)) == ("published", True)


def test_an_unsound_draft_has_no_button_to_publish_and_says_why(pole: Cluster, signed_in: Any) -> None:
    unsound = procedures.SMALL.replace(
        'exit = [{ on = "done", to = ["end"] }]', 'exit = [{ on = "done", to = ["contract"] }]'
    )
    draft = acts.import_procedure(pole.pole, unsound, by=None)
    browser = signed_in("team")
    seen = browser.get(f"{ROOM}{draft.pk}/")
    assert "à corriger avant de publier" in said(seen)
    assert "/publier/" not in seen.content.decode()
    assert "avant de publier" in said(browser.post(f"{ROOM}{draft.pk}/publier/", follow=True))
    draft.refresh_from_db()
    assert draft.is_draft


def test_the_next_version_begins_from_the_published_one(pole: Cluster, signed_in: Any) -> None:
    made = published(pole)
    answer = signed_in("team").post(f"{ROOM}{made.pk}/version/", follow=True)
    assert "version 2 : commencée en brouillon" in said(answer)
    assert "prise de la version 1" in said(answer)


def test_a_procedure_goes_from_a_pole_to_another_by_its_file_and_by_its_offer(pole: Cluster, signed_in: Any) -> None:
    made = published(pole)
    browser = signed_in("team")
    file = browser.get(f"{ROOM}{made.pk}/procedure.toml")
    assert file["Content-Disposition"] == 'attachment; filename="petit-label-1.toml"'
    assert digest(read(file.content.decode())) == made.digest
    answer = browser.post(f"{ROOM}{made.pk}/offrir/", follow=True)
    assert "offerte aux autres pôles" in said(answer)
    other = cluster.founded("plasturgie", 1)
    guest = type(browser)()
    guest.force_login(other.people["team"])
    assert "Petit label , 1 Pôle mecatronique" in said(guest.get(ROOM)).replace(" ,", " ,")
    assert "offerte par Pôle mecatronique" in said(guest.get(f"{ROOM}offerte/{made.pk}/"))
    assert "adoptée en brouillon" in said(guest.post(f"{ROOM}offerte/{made.pk}/adopter/", follow=True))
    with scope(pole=other.pole):
        assert ProcedureVersion.objects.get(pole=other.pole).digest == made.digest
    browser.post(*undo_of(answer))
    assert guest.get(f"{ROOM}offerte/{made.pk}/").status_code == 404
    assert guest.post(f"{ROOM}offerte/{made.pk}/adopter/").status_code == 404


def test_two_versions_are_compared_in_french_with_their_delays(pole: Cluster, signed_in: Any) -> None:
    made = published(pole)
    other = procedures.SMALL.replace('version = "1"', 'version = "2"').replace("days = 15", "days = 10")
    draft = acts.import_procedure(pole.pole, other, by=None)
    seen = said(signed_in("team").get(f"{ROOM}comparer/", {"avant": f"v{made.pk}", "apres": f"v{draft.pk}"}))
    assert "2 différences entre les deux" in seen
    assert "Étape « Expertise » 1 changement Délai, 15 jours → 10 jours." in seen
    assert "15 jours ; au-delà, le dossier remonte : Comité 10 jours ; au-delà" in seen
    assert "Les délais mesurés viendront" in seen


def test_the_same_text_on_both_sides_has_no_difference_and_an_unknown_one_asks_to_choose(
    pole: Cluster, signed_in: Any
) -> None:
    browser = signed_in("team")
    twice = {"avant": f"livree-{KEY}", "apres": f"livree-{KEY}"}
    assert "Les deux disent la même chose" in said(browser.get(f"{ROOM}comparer/", twice))
    for asked in ({}, {"avant": "v999", "apres": f"livree-{KEY}"}, {"avant": "x' OR 1=1"}):
        assert "Choisissez deux textes" in said(browser.get(f"{ROOM}comparer/", asked))


def test_a_text_that_another_pole_keeps_to_itself_is_not_compared(pole: Cluster, signed_in: Any) -> None:
    other = cluster.founded("plasturgie", 1)
    with scope(pole=other.pole):
        kept = published(other, procedures.SMALL.replace("Petit label", "Le secret d’un autre"))
    asked = {"avant": f"v{kept.pk}", "apres": f"livree-{KEY}"}
    browser = signed_in("team")
    assert "Le secret" not in said(browser.get(f"{ROOM}comparer/", asked))
    with scope(pole=other.pole):
        acts.offer(kept, by=None)
    assert "Le secret" in said(browser.get(f"{ROOM}comparer/", asked))


def test_a_draft_is_tried_and_the_same_seed_gives_the_same_trial(pole: Cluster, signed_in: Any) -> None:
    draft = acts.import_procedure(pole.pole, procedures.SMALL, by=None)
    browser = signed_in("team")
    page = f"{ROOM}{draft.pk}/simuler/"
    first, again, other = (said(browser.get(page, {"seed": seed})) for seed in (7, 7, 8))
    assert "dossiers sur 100" in first
    assert first == again
    assert first != other
    refused = browser.get(page, {"dossiers": "5000", "quality": "abc"})
    assert refused.status_code == 422
    assert "Étape par étape" not in said(refused)
    assert 'value="5000"' in refused.content.decode()


def test_what_blocks_is_said_before_publication(pole: Cluster, signed_in: Any) -> None:
    rule = '{ when = "count.partners.company >= 2", say = "Il faut deux entreprises." }'
    impossible = "".join(
        f'{{ when = "field.title = \\"{title}\\"", say = "Le titre doit être « {title} »." }}, '
        for title in ("un", "deux")
    )
    blocked = procedures.SMALL.replace(rule, impossible).replace('"lapse", days = 30', '"remind", days = 30')
    draft = acts.import_procedure(pole.pole, blocked, by=None)
    seen = said(signed_in("team").get(f"{ROOM}{draft.pk}/simuler/"))
    assert "100 dossiers sur 100 sans aucune suite possible" in seen
    assert "Ce qui bloquerait Dépôt" in seen
    assert "Le titre doit être" in seen


def test_a_list_is_filtered_and_paged_by_the_server(pole: Cluster, signed_in: Any) -> None:
    numbered(pole, 23)
    browser = signed_in("team")
    assert "Page 1 sur 2" in said(browser.get(ROOM))
    assert "Page 2 sur 2" in said(browser.get(ROOM, {"page": 2, "etat": "published"}))
    assert "Aucune ne correspond à ce filtre" in said(browser.get(ROOM, {"etat": "draft"}))
    assert "Aucune ne correspond à ce filtre" in said(browser.get(ROOM, {"nature": "call"}))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_library_asks_as_much_of_the_base_for_one_row_as_for_three(
    pole: Cluster, signed_in: Any, django_assert_num_queries: Any, rows: int
) -> None:
    numbered(pole, rows)
    other = cluster.founded("plasturgie", 1)
    with scope(pole=other.pole):
        numbered(other, rows)
        for each in ProcedureVersion.objects.all():
            acts.offer(each, by=None)
    browser = signed_in("team")
    with django_assert_num_queries(8):
        assert f"Offertes par d’autres pôles {rows}" in said(browser.get(ROOM))
    reader = signed_in("expert")
    with django_assert_num_queries(6):
        reader.get(ROOM)


@pytest.mark.parametrize("rows", [1, 3])
def test_one_procedure_asks_little_of_the_base_whatever_its_versions(
    pole: Cluster, signed_in: Any, django_assert_num_queries: Any, rows: int
) -> None:
    numbered(pole, rows)
    pk = ProcedureVersion.objects.first().pk
    browser = signed_in("team")
    with django_assert_num_queries(5):
        browser.get(f"{ROOM}{pk}/")
