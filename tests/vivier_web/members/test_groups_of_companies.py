"""Which companies are one group: noted by the SIREN of the head, once an organisation, in one pôle, and taken back."""

import pytest
from django_scopes import scope

from factories import cluster
from factories.cluster import NAMES, SIRENS, Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.members.actions import link_group, register_organisation
from vivier_web.members.models import GroupLink
from vivier_web.pages.pole.people.sentences import SENTENCES


def kept() -> list[tuple[str, str]]:
    return list(GroupLink.objects.order_by("organisation__name").values_list("organisation__name", "head"))


@pytest.mark.parametrize(
    "typed", ["404833048", "404 833 048", " 404.833.048 ", "404-833-048", "404\u00a0833\u202f048"]
)
def test_the_head_is_read_as_people_type_a_siren(pole: Cluster, typed: str) -> None:
    link = link_group(pole.pole, pole.members[0], typed, by=pole.people["team"])
    assert link is not None
    assert (str(link), link.by, kept()) == ("404833048", pole.people["team"], [(NAMES[0], "404833048")])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("12", "Un SIREN a neuf chiffres, celui-ci en a 2"),
        ("40483304800022", "Un SIREN a neuf chiffres, celui-ci en a 14"),
        ("404833049", "l’un d’eux est faux"),
        ("Moules SA", "SIREN"),
        ("٤٠٤٨٣٣٠٤٨", "SIREN"),
        (SIRENS[0], "deux SIREN différents"),
        ("732 829 320", "deux SIREN différents"),
    ],
)
def test_what_is_no_head_is_refused_and_what_was_known_stays(pole: Cluster, typed: str, sentence: str) -> None:
    link_group(pole.pole, pole.members[0], SIRENS[2], by=None)
    before = Act.objects.count()
    with pytest.raises(InputError, match=sentence):
        link_group(pole.pole, pole.members[0], typed, by=None)
    assert (kept(), Act.objects.count()) == ([(NAMES[0], SIRENS[2])], before)


def test_a_second_head_replaces_the_first_and_an_empty_one_takes_it_back_twice_without_harm(pole: Cluster) -> None:
    one, other = pole.members[:2]
    link_group(pole.pole, other, SIRENS[2], by=None)
    for head, now in (
        (SIRENS[1], [SIRENS[1]]),
        (SIRENS[2], [SIRENS[2]]),
        ("", []),
        ("  ", []),
        (SIRENS[1], [SIRENS[1]]),
    ):
        link_group(pole.pole, one, head, by=None)
        assert [each for name, each in kept() if name == one.name] == now
    assert (other.name, SIRENS[2]) in kept(), "the other member is left alone"


def test_each_change_is_a_line_of_the_journal_about_the_member_with_its_sentence(pole: Cluster) -> None:
    link_group(pole.pole, pole.members[0], SIRENS[1], by=pole.people["team"])
    link_group(pole.pole, pole.members[0], "", by=pole.people["team"])
    acts = Act.objects.filter(verb="link_group")
    assert {each.subject for each in acts} == {f"organisation:{pole.members[0].pk}"}
    assert (len(acts), SENTENCES["link_group"]) == (2, "a noté le groupe de {}")
    assert not any(SIRENS[1] in each.detail for each in acts)


def test_what_a_pole_knows_of_a_group_another_pole_does_not_read_nor_change(pole: Cluster) -> None:
    shared = pole.members[1]
    link_group(pole.pole, shared, SIRENS[0], by=None)
    other = cluster.founded("plasturgie", first=1)
    with scope(pole=other.pole):
        assert kept() == []
        link_group(other.pole, shared, SIRENS[2], by=None)
        link_group(other.pole, shared, "", by=None)
    assert kept() == [(shared.name, SIRENS[0])]


def test_an_organisation_without_a_siren_may_belong_to_a_group(pole: Cluster) -> None:
    nameless = register_organisation("Association sans numéro", siren=None, by=None)
    link_group(pole.pole, nameless, SIRENS[0], by=None)
    assert kept() == [("Association sans numéro", SIRENS[0])]
