"""Agents of a territory read what its pôles publish: no draft, no other Region, no dossier."""

from typing import Any

import pytest

from factories import procedures
from factories.answered import said
from factories.cluster import Cluster
from vivier_web.procedures.actions import versions as acts
from vivier_web.procedures.models import ProcedureVersion

ROOM = "/bureau/autorites/procedures/"


def published(found: Cluster, version: str = "1") -> ProcedureVersion:
    text = procedures.SMALL.replace('version = "1"', f'version = "{version}"')
    return acts.publish_procedure(acts.import_procedure(found.pole, text, by=None), by=None)


@pytest.mark.parametrize("kind", ["state", "region", "local"])
def test_an_agent_reads_what_is_published_and_no_draft(pole: Cluster, signed_in: Any, kind: str) -> None:
    made = published(pole)
    draft = acts.new_version(made, by=None)
    browser = signed_in(kind)
    assert "Petit label" in said(browser.get(ROOM))
    assert "au-delà, le dossier devient caduc" in said(browser.get(f"{ROOM}{made.pk}/"))
    assert browser.get(f"{ROOM}{draft.pk}/").status_code == 404
    acts.retire(made, by=None)
    assert browser.get(f"{ROOM}{made.pk}/").status_code == 404
    assert "n’a encore publié de procédure" in said(browser.get(ROOM))


def test_a_region_reads_nothing_of_the_poles_of_another(pole: Cluster, signed_in: Any) -> None:
    made = published(pole)
    assert signed_in("region").get(f"{ROOM}{made.pk}/").status_code == 200
    pole.pole.region = "11"
    pole.pole.save()
    for kind, status in (("region", 404), ("local", 404), ("state", 200)):
        assert signed_in(kind).get(f"{ROOM}{made.pk}/").status_code == status
    assert "Petit label" not in said(signed_in("region").get(ROOM))


def test_the_desk_leads_to_them_and_the_list_is_paged(pole: Cluster, signed_in: Any) -> None:
    browser = signed_in("state")
    assert ROOM in browser.get("/bureau/autorites/").content.decode()
    for rank in range(21):
        published(pole, str(rank + 1))
    assert "Suivante" in said(browser.get(ROOM))
    assert "Précédente" in said(browser.get(ROOM, {"page": "2"}))
    assert browser.get(ROOM, {"page": "abc"}).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_much_for_one_row_as_for_three(
    pole: Cluster, signed_in: Any, django_assert_num_queries: Any, rows: int
) -> None:
    for rank in range(rows):
        published(pole, str(rank + 1))
    browser = signed_in("region")
    with django_assert_num_queries(4):
        browser.get(ROOM)
