"""No hidden figure in any file, page, answer, log or cache of a publication: a search of bytes, where one could leak."""

import csv
import io
import json
import logging
import re
import zipfile

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from factories import collected, publishing
from factories.publishing import LARGE, MEDIUM
from vivier.disclosure import tables_of
from vivier.disclosure.records import records_of
from vivier_web.accounts.models import Act
from vivier_web.indicators import published
from vivier_web.indicators.actions.agreements import ask_agreements
from vivier_web.indicators.actions.knowing import note_known_figure
from vivier_web.indicators.gate.frozen import document_of
from vivier_web.indicators.models import Agreement, PublicationWork
from vivier_web.indicators.queries.cubes import gathered
from vivier_web.pages.shared import figures
from vivier_web.skills.actions.waves import freeze_wave
from vivier_web.skills.models import Deposit

SPACES = re.compile(rb"[\s.,]|\xc2\xa0|\xe2\x80\xaf|&nbsp;|&#160;")


def holds(content, values):
    """Give the values found in bytes, however thousands are parted; the parts of a workbook are opened."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return {value for name in book.namelist() for value in holds(book.read(name), values)}
    tight = SPACES.sub(b"", content)
    return {value for value in values if re.search(rb"(?<![0-9a-f])%d(?![0-9a-f])" % value, tight + b" " + content)}


@pytest.fixture
def out(pole):
    """A publication, and the true values of the cells that it hides, none of which it shows elsewhere."""
    given = publishing.frozen(pole.pole)
    found = publishing.published(given)
    rows = gathered(pole.pole, publishing.asked(given))
    document = document_of(bytes(found.content))
    spec = rows.cube.spec(tuple(tuple(each) for each in document["tables"]))
    truth = tables_of(records_of(rows.texts(), spec), spec)
    values = dict(zip(truth.codes, truth.values.tolist(), strict=True))
    hidden = {int(values[tuple(each[:-3])]) for each in document["cells"] if each[-3] is None}
    shown = {each[-3] for each in document["cells"]}
    return found, {value for value in hidden - shown if value > 999}


def test_what_could_leak_is_there_to_be_found(pole, out):
    _, secrets = out
    assert LARGE in secrets
    assert len(secrets) > 7
    deposits = json.dumps(list(Deposit.objects.values_list("cells", flat=True))).encode()
    assert LARGE in holds(deposits, secrets), "the search finds what is there"


def test_no_file_of_a_publication_holds_a_hidden_figure(out):
    found, secrets = out
    names = [*published.FORMS, "canonique"]
    files = {name: published.published_file(found.key, name) for name in names}
    assert {name: holds(each.content, secrets) for name, each in files.items()} == {name: set() for name in names}
    assert holds(published.dcat().content, secrets) == set()
    rows = list(csv.DictReader(io.StringIO(files["csv"].content.decode())))
    assert {row["effectif"] for row in rows if row["statut"].startswith("secret")} == {""}
    assert {row["statut"] for row in rows} == {"diffusable", "secret_primaire", "secret_secondaire"}


def test_no_public_page_nor_answer_holds_a_hidden_figure(out):
    found, secrets = out
    browser = Client()
    whole = published.dataset(found.key)
    address = reverse("published_dataset", args=[found.key])
    asked = [
        f"{address}?lignes={row}&colonnes={each}" for row, beside in figures.axes(whole).items() for each in beside
    ]
    pages = [reverse("open_data"), reverse("open_catalogue"), address, *asked, "/api/open/donnees"]
    pages.append(f"/api/open/donnees/{found.key}")
    answers = {page: browser.get(page) for page in pages}
    assert len(pages) > 12
    assert {page: (each.status_code, holds(each.content, secrets)) for page, each in answers.items()} == {
        page: (200, set()) for page in pages
    }


def test_no_page_of_the_team_of_authorities_or_of_networks_holds_a_hidden_figure(pole, signed_in, out):
    found, secrets = out
    pages = [
        ("director", reverse("publications")),
        ("director", reverse("publication_work", args=[found.work_id])),
        ("state", reverse("authority_figures")),
        ("region", reverse("authority_figures") + "?par=departement"),
        ("network", reverse("network_figures") + "?par=taille"),
        ("operator", reverse("journal")),
    ]
    for kind, page in pages:
        answer = signed_in(kind).get(page)
        assert (page, answer.status_code, holds(answer.content, secrets)) == (page, 200, set())


def test_nothing_kept_logged_or_cached_by_the_gate_holds_a_hidden_figure(pole, caplog):
    given = publishing.frozen(pole.pole)
    note_known_figure(pole.pole, ("effectifs", publishing.ON), {"departement": "01"}, value=7, where="Ici", by=None)
    with caplog.at_level(logging.DEBUG):
        publishing.refused(given)
        publishing.rehearsed(publishing.wave_of_another_day(given), MEDIUM)
    secrets = {LARGE}
    kept = [json.dumps([each.breaches, each.trouble]).encode() for each in PublicationWork.objects.all()]
    kept += [bytes(each.preview or b"") for each in PublicationWork.objects.all()]
    kept += [each.detail.encode() for each in Act.objects.all()]
    kept += [caplog.text.encode(), repr(getattr(cache, "_cache", {})).encode()]
    assert len(kept) > 8
    assert set().union(*(holds(each, secrets) for each in kept)) == set()


def test_nothing_of_agreements_nor_of_another_day_holds_a_hidden_figure(pole, signed_in, caplog):
    """Asked, compared with another day: no page of another, letter, log, row or cache says it."""
    given = publishing.wave(pole.pole)
    people = {number: 40_013 + 37 * number for number in range(6)}
    for number, count in people.items():
        publishing.gave(given, pole.pole, number, count, department=publishing.PLACES[number // 2])
    own = collected.company(pole.members[0].siren, ("477a", "35_44", "H", "CDI", LARGE))
    collected.deposit(given, pole.members[0], own)
    with caplog.at_level(logging.DEBUG):
        work = publishing.rehearsed(freeze_wave(given, by=None))
        ask_agreements(work, by=None)
        later = publishing.wave_of_another_day(given)
        publishing.published(given)
        publishing.rehearsed(later)
    pages = [("team", reverse("publication_work", args=[one.pk])) for one in PublicationWork.objects.all()]
    pages += [("member", reverse("member_agreements")), ("operator", reverse("journal"))]
    pages += [("state", reverse("authority_figures")), ("network", reverse("network_figures"))]
    kept = [signed_in(kind).get(page).content for kind, page in pages]
    kept += [json.dumps(one.cells).encode() for one in Agreement.objects.all()]
    kept += [each.detail.encode() for each in Act.objects.all()] + [caplog.text.encode()]
    kept += [f"{each.subject} {each.body}".encode() for each in mail.outbox] + [
        repr(getattr(cache, "_cache", {})).encode()
    ]
    kept += [bytes(each.preview or b"") for each in PublicationWork.objects.all()]
    company = signed_in("member").get(reverse("company")).content
    assert LARGE in holds(company, {LARGE}), "its own desk says it to the member itself: it could leak elsewhere"
    assert Agreement.objects.count() == 7
    assert set().union(*(holds(each, {LARGE, *people.values()}) for each in kept)) == set()
