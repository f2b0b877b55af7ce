"""What anyone reads of publications: lists by pôle, cube and region; cells, files, catalogue, pôles compared."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone
from django_scopes import scopes_disabled

from factories import cluster
from factories.cluster import Cluster
from factories.sealed_tables import DAY, SECRET, crowd, even, kept
from vivier.vocabulary import InputError
from vivier_web.indicators import published
from vivier_web.indicators.actions.publishing import restore_publication, withdraw_publication
from vivier_web.indicators.gate.frozen import document_of
from vivier_web.indicators.models import Publication, PublicationFile
from vivier_web.members.actions import describe_pole, found_pole
from vivier_web.members.models import Network, Pole

LATER = DAY + dt.timedelta(days=181)


@pytest.fixture
def open_air(db: None) -> Iterator[None]:
    """Read as anyone does: in the scope of no pôle."""
    published.reading.document_kept.cache_clear()
    with scopes_disabled():
        yield


def founded(slug: str, region: str = "84", **fields: Any) -> Pole:
    return found_pole(slug, f"Pôle {slug.title()}", "cluster", by=None, region=region, **fields)


def keys(**asked: Any) -> list[str]:
    return [each.key for each in published.datasets(**asked)[0]]


def test_lists_are_the_latest_first_and_by_pole_cube_and_region(open_air: None) -> None:
    bois, cuir = founded("bois"), founded("cuir", "27")
    start = timezone.now()
    made = [
        kept(pole, on=on, at=start + dt.timedelta(minutes=rank), has_files=False)
        for rank, (pole, on) in enumerate([(bois, DAY), (cuir, DAY), (bois, LATER), (None, DAY)])
    ]
    first, second, third, several = (each.key for each in made)
    assert keys() == [several, third, second, first]
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({"pole": "bois"}, [third, first]),
        ({"pole": "cuir"}, [second]),
        ({"pole": "nul"}, []),
        ({"cube": "effectifs"}, [several, third, second, first]),
        ({"cube": "dossiers"}, []),
        ({"regions": ["84"]}, [third, first]),
        ({"regions": ["27", "84"]}, [third, second, first]),
        ({"regions": []}, []),
        ({"pole": "bois", "regions": ["27"]}, []),
        ({"page": 2}, []),
    ]
    for asked, wanted in cases:
        assert keys(**asked) == wanted, asked
    assert [published.datasets(**asked)[1] for asked, _ in cases] == [2, 1, 0, 4, 0, 2, 3, 0, 0, 4]


def test_pages_of_a_list_are_of_twenty_and_miss_nothing(open_air: None) -> None:
    pole = founded("bois")
    one = kept(pole, has_files=False)
    copies = [
        Publication(
            **{f.attname: getattr(one, f.attname) for f in Publication._meta.fields} | {"id": None, "key": f"k{n}"}
        )
        for n in range(published.PAGE)
    ]
    Publication.objects.bulk_create(copies)
    pages = [keys(page=page) for page in (1, 2, 3)]
    assert [len(each) for each in pages] == [20, 1, 0]
    assert len({*pages[0], *pages[1]}) == published.datasets()[1] == 21


def test_a_card_says_what_is_kept_and_several_poles_have_no_slug(open_air: None) -> None:
    pole = founded("bois", is_fictional=True)
    one, several = kept(pole, has_files=False), kept(None, has_files=False)
    cards = {each.key: each for each in published.datasets()[0]}
    document = document_of(bytes(one.content))
    mine, theirs = cards[one.key], cards[several.key]
    assert (mine.pole, mine.pole_name, mine.region, mine.is_fictional) == ("bois", "Pôle Bois", "84", True)
    assert (theirs.pole, theirs.pole_name, theirs.region, theirs.is_fictional) == (
        "",
        "Ensemble des pôles",
        "",
        False,
    )
    assert (mine.cells, mine.hidden) == (document["audit"]["cells"], document["audit"]["hidden"])
    assert (mine.on, mine.cube, mine.sha256, mine.withdrawn_why) == (DAY, "effectifs", one.sha256, "")


def test_a_dataset_is_the_frozen_cells_and_nothing_of_a_hidden_one(open_air: None) -> None:
    one = kept(founded("bois"))
    found = published.dataset(one.key)
    assert found is not None
    document = document_of(bytes(one.content))
    assert [[*each.codes, each.value, each.units, each.status] for each in found.cells] == document["cells"]
    assert {each.value for each in found.cells if each.is_hidden} == {None}
    assert any(each.is_hidden for each in found.cells)
    assert str(SECRET) not in repr(found)
    assert (found.measure, found.unit_words, found.contributors) == ("Effectif", "salariés", "entreprises")
    assert found.columns == tuple(document["columns"])
    assert found.levels == ((("region",),), (("section",),), (("csp",),), (("taille",),))
    assert found.total == next(each for each in found.cells if set(each.codes) == {"T"})
    assert found.outlook.cells == len(found.cells)
    assert found.outlook.primary + found.outlook.secondary == document["audit"]["hidden"]


def test_nobody_knows_a_key_that_is_not_published(open_air: None) -> None:
    one = kept(founded("bois"), has_files=False)
    for key in ("", "autre", one.key.upper(), one.key + "-", one.key[:-1]):
        assert published.dataset(key) is None, key
        assert published.published_file(key, "canonique") is None, key
    assert published.published_file(one.key, "csv") is None, "its files were not written"


def test_each_file_is_what_was_written_with_its_size_and_name(open_air: None) -> None:
    one = kept(founded("bois"))
    found = published.dataset(one.key)
    assert found is not None
    assert {each.name for each in found.files} == set(published.FORMS)
    for each in found.files:
        file = published.published_file(one.key, each.name)
        assert file is not None
        assert (len(file.content), hashlib.sha256(file.content).hexdigest()) == (each.size, each.sha256)
        assert (file.media_type, file.name) == (each.media_type, one.key + published.ending(each.name))
    whole = published.published_file(one.key, "canonique")
    assert whole is not None
    assert (whole.content, whole.name, whole.sha256) == (bytes(one.content), f"{one.key}.json", one.sha256)


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("csv", ".csv"),
        ("csv-fr", ".fr.csv"),
        ("xlsx", ".xlsx"),
        ("sdmx-csv", ".sdmx.csv"),
        ("schema", ".schema.json"),
        ("package", ".package.json"),
        ("canonique", ".json"),
    ],
)
def test_each_form_ends_with_a_name_of_its_own(name: str, end: str) -> None:
    assert published.ending(name) == end


def test_withdrawn_then_restored_everything_goes_and_comes_back_the_same(open_air: None) -> None:
    one, other = (kept(founded(slug)) for slug in ("bois", "cuir"))

    def seen() -> tuple[Any, ...]:
        found = published.dataset(one.key)
        file = published.published_file(one.key, "csv")
        assert found is not None
        assert file is not None
        harvested = one.key in published.dcat().content.decode()
        side = [each.card.pole for each in published.compared("effectifs", "csp", ("4",))]
        return keys(), len(found.cells), len(found.files), file.is_withdrawn, harvested, side

    before = seen()
    withdraw_publication(one, "  Une erreur de saisie  ", by=None)
    assert seen() == ([other.key], 0, 0, True, False, ["cuir"])
    found = published.dataset(one.key)
    assert found is not None
    assert found.card.withdrawn_why == "Une erreur de saisie"
    withdraw_publication(one, "Une seconde fois", by=None)
    again = published.dataset(one.key)
    assert again is not None
    assert again.card.withdrawn_why == "Une erreur de saisie", "the first reason stands"
    restore_publication(one, by=None)
    restore_publication(one, by=None)
    assert seen() == before


@pytest.mark.parametrize(
    "read",
    [
        published.dataset,
        lambda _: published.compared("effectifs", "csp", ("4",)),
        lambda _: published.codes_published("effectifs", "csp"),
    ],
)
def test_bytes_that_changed_in_the_base_are_never_shown(open_air: None, read: Callable[[str], object]) -> None:
    one = kept(founded("bois"), has_files=False)
    assert read(one.key)
    published.reading.document_kept.cache_clear()
    Publication.objects.update(content=bytes(one.content).replace(b'"secondary"', b'"SECONDARY"'))
    with pytest.raises(InputError, match="n’est plus celle qui a été figée"):
        read(one.key)
    assert not Publication.objects.get().is_intact


# --- The catalogue ---


@override_settings(SITE_URL="https://vivier.example")
def test_the_catalogue_gives_each_publication_with_the_address_of_its_files(open_air: None) -> None:
    bois, several = kept(founded("bois")), kept(None)
    kept(founded("cuir"), has_files=False)  # nothing to harvest there
    file = published.dcat()
    told = json.loads(file.content)
    text = file.content.decode()
    assert len(told["dcat:dataset"]) == 2
    assert (file.media_type, file.sha256) == ("application/ld+json", hashlib.sha256(file.content).hexdigest())
    for each in PublicationFile.objects.filter(publication__in=[bois, several]):
        assert f"https://vivier.example{published.address_of(each.publication.key, each.name)}" in text
        assert each.sha256 in text
    assert "cuir" not in text
    assert str(SECRET) not in text
    assert published.dcat() == file, "the same catalogue, the same bytes"


def test_a_publication_of_the_night_is_dated_as_in_paris(open_air: None) -> None:
    night = dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC)  # 0:30 of the 2nd
    kept(founded("bois"), at=night)
    assert '"2026-07-02"' in published.dcat().content.decode().replace("T00:00:00", "")


# --- Pôles compared ---


def side(**asked: Any) -> list[str]:
    return [each.card.pole for each in published.compared("effectifs", "csp", ("6", "4", "3"), **asked)]


def test_poles_are_compared_by_their_last_publication_in_the_order_of_names(open_air: None) -> None:
    wool, bois = founded("laine"), founded("bois")
    kept(wool, even(), has_files=False)
    last = kept(wool, even(more=5), on=LATER, has_files=False)
    kept(wool, even(more=9), on=DAY, has_files=False)  # made after, about a day before
    kept(bois, crowd(), has_files=False)
    kept(None, even(), has_files=False)  # several pôles are none of them
    wood, late = published.compared("effectifs", "csp", ("6", "4", "3", "9"))
    assert (wood.card.pole, late.card.key) == ("bois", last.key)
    assert late.total is not None
    assert late.total.value == sum(20 + rank + 5 + 30 + rank + 5 for rank in range(8))
    assert [each and each.value for each in late.parts] == [
        sum(25 + rank for rank in range(8)),
        sum(35 + rank for rank in range(8)),
        None,
        None,
    ]
    assert wood.parts[2] is not None
    assert wood.parts[2].is_hidden, "a hidden cell is there, without its value"
    assert (wood.parts[3], late.parts[2]) == (None, None), "nobody is in these"


def test_poles_are_compared_within_a_region_a_domain_or_networks(open_air: None) -> None:
    network = Network.objects.create(slug="filiere", name="Filière")
    other = Network.objects.create(slug="autre", name="Autre")
    poles = [
        founded("bois", "84", domain="Bois"),
        founded("cuir", "27", domain="Cuir"),
        founded("laine", "84", domain="Cuir"),
    ]
    for each in poles:
        kept(each, even(), has_files=False)
    for each in poles[:2]:
        each.networks.add(network)
    poles[1].networks.add(other)
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({}, ["bois", "cuir", "laine"]),
        ({"regions": ["84"]}, ["bois", "laine"]),
        ({"regions": frozenset()}, []),
        ({"domain": "Cuir"}, ["cuir", "laine"]),
        ({"domain": "Cuir", "regions": ["84"]}, ["laine"]),
        ({"networks": [network.pk]}, ["bois", "cuir"]),
        ({"networks": [network.pk, other.pk]}, ["bois", "cuir"]),
        ({"networks": []}, []),
    ]
    for asked, wanted in cases:
        assert side(**asked) == wanted, asked
    [_, leather, _] = published.compared("effectifs", "csp", ())
    assert (leather.domain, set(leather.networks), leather.parts) == ("Cuir", {"Filière", "Autre"}, ())


def test_codes_are_those_that_some_publication_bears_with_their_words(open_air: None) -> None:
    assert published.codes_published("effectifs", "csp") == ()
    kept(founded("bois"), even(), has_files=False)
    assert published.codes_published("effectifs", "csp") == (("4", "Intermédiaires"), ("6", "Ouvriers"))
    kept(founded("cuir"), crowd(), has_files=False)
    assert published.codes_published("effectifs", "csp") == (
        ("3", "Cadres"),
        ("4", "Intermédiaires"),
        ("6", "Ouvriers"),
    )
    assert published.codes_published("effectifs", "issue") == ()
    assert published.codes_published("dossiers", "csp") == ()


def test_a_pole_that_changes_its_name_is_shown_by_the_new_one_but_what_is_frozen_stays(pole: Cluster) -> None:
    one = kept(pole.pole, has_files=False)
    describe_pole(pole.pole, by=None, name="Pôle Nouveau")
    found = published.dataset(one.key)
    assert found is not None
    assert found.card.pole_name == "Pôle Nouveau"
    assert document_of(bytes(Publication.objects.get().content))["pole_name"] == f"Pôle {pole.pole.slug}"


@pytest.mark.parametrize("rows", [1, 3])
def test_reading_asks_the_same_questions_whatever_the_rows(
    open_air: None, django_assert_num_queries: Any, rows: int
) -> None:
    made = [kept(founded(f"pole-{rank}"), even()) for rank in range(rows)]
    published.reading.document_kept.cache_clear()
    with django_assert_num_queries(2):
        published.datasets()
    with django_assert_num_queries(3):
        published.dataset(made[0].key)
    with django_assert_num_queries(2):
        published.dataset(made[0].key)
    with django_assert_num_queries(2):
        published.dcat()
    published.compared("effectifs", "csp", ("4",))  # each publication is read once for all
    with django_assert_num_queries(2):
        published.compared("effectifs", "csp", ("4",))


def test_anyone_reads_across_poles_but_a_pole_lists_its_own(pole: Cluster) -> None:
    other = cluster.founded("plasturgie", first=1)
    mine = kept(pole.pole, has_files=False)
    theirs = kept(other.pole, has_files=False)
    assert set(keys()) == {mine.key, theirs.key}
    assert [each.key for each in Publication.objects.all()] == [mine.key]
