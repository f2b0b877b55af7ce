"""Whatever a read gives of one company may be sent, and is taken back whole; every part is checked against others."""

import copy
import datetime as dt
import json
from collections import Counter
from dataclasses import replace

import pytest

from factories import deposits
from factories.collected import company, crowd, headcount
from factories.dsn import SIREN, Contract, Declaration, Person, Sending, people
from vivier.intake import Anomaly, Options, read
from vivier.intake.anomalies import SENTENCES
from vivier.intake.browser import prepared
from vivier.intake.data import Count, Flow, Headcount, Site, Source, TitleCell
from vivier.intake.sending import Offer, alone, as_sent, offers, received, released
from vivier.vocabulary import InputError, Period

ON = dt.date(2026, 1, 31)
JANUARY = Period(2026, 1)


def through_json(sent):
    return json.loads(json.dumps(sent))


def put(sent, path, value):
    changed = copy.deepcopy(sent)
    inside = changed
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    return changed


@pytest.mark.parametrize("single_ages", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_the_messiest_payroll_files_are_taken_back_as_they_were_read(tmp_path, seed, single_ages):
    for rank, text in enumerate(deposits.deposit(seed)):
        (tmp_path / f"{rank}.dsn").write_text(text, encoding="latin-1", newline="")
    found = read([tmp_path], on=ON, options=Options(single_ages=single_ages))
    assert found.companies
    for one in found.companies:
        mine = alone(found, one.siren)
        sent = through_json(as_sent(mine))
        back = received(sent)
        assert back.companies == (replace(one, skills=(), titles=()),)
        assert Counter(told.code for told in back.anomalies) == Counter(told.code for told in found.anomalies)
        assert as_sent(back) == sent


LISTS = {
    "old": ["Nom;Prénom;Né(e) le;Sexe;Emploi;Entrée", "A;B;03/02/1931;F;Soudeuse;01/09/1960"],
    "young": ["Nom;Prénom;Né(e) le;Sexe;Emploi;Entrée", "A;B;03/02/2015;F;Soudeuse;01/09/2025"],
    "no age": ["Nom;Prénom;Sexe;Emploi;Entrée", "A;B;;Soudeuse;01/09/2015", "C;D;X;;01/09/2015"],
    "sites": ["Nom;Prénom;Né(e) le;SIRET;Emploi", "A;B;03/02/1980;00010011500013;X", "C;D;01/01/1970;;Y"],
    "rates": ["Nom;Prénom;Né(e) le;Emploi;Temps de travail", "A;B;03/02/1980;X;150 %", "C;D;01/01/1970;Y;80 %"],
    "long ago": ["Effectif au 31/12/1998;;;", "Nom;Prénom;Né(e) le;Emploi", "A;B;03/02/1970;X", "C;D;01/01/1970;Y"],
}


@pytest.mark.parametrize("single_ages", [False, True])
@pytest.mark.parametrize("name", LISTS)
def test_lists_of_staff_are_taken_back_as_they_were_read(tmp_path, name, single_ages):
    (tmp_path / "liste.csv").write_text("\n".join(LISTS[name]), encoding="utf-8")
    found = prepared([tmp_path], on=ON, siren=SIREN, single_ages=single_ages)
    assert as_sent(received(through_json(found["company"]))) == found["company"]
    assert found["found"]["people"] == sum(row[-1] for row in found["table"]) > 0


def test_more_files_and_anomalies_than_are_counted_are_still_taken():
    made = headcount(crowd(SIREN, 5))
    many = replace(
        made,
        sources=tuple(Source(f"{rank}.dsn", "dsn", "") for rank in range(1_200)),
        anomalies=tuple(Anomaly("a.dsn", rank, "", "E05", "x") for rank in range(1_200)),
    )
    back = received(through_json(as_sent(many)))
    assert (len(back.sources), len(back.anomalies)) == (1_000, 1_000)
    assert {one.message for one in back.anomalies} == {SENTENCES["E05"].replace("{label}", "…")}


def test_titles_skills_lines_and_files_stay_where_they_are():
    (one,) = headcount(company(SIREN, ("623f", 57, "H", "CDI", 2))).companies
    made = replace(one, titles=(TitleCell("Régleur Martin", "623f", 57, "H", "CDI", 2),))
    told = Anomaly("paie Durand.dsn", 31, "S21.G00.30.002", "E04", "La date « 31022026 » n’existe pas")
    mine = Headcount(ON, (made,), (told,), (Source("paie Durand.dsn", "dsn", "ab" * 32),))
    assert "Martin" in repr(made.titles)  # it could leak
    said = json.dumps(as_sent(mine), ensure_ascii=False)
    assert not [word for word in ("Martin", "Régleur", "Durand", "31022026", "abab", "S21") if word in said]
    assert [(offer.title, offer.count, offer.is_rare) for offer in offers(mine)] == [("Régleur Martin", 2, True)]


@pytest.fixture
def sent():
    """A company of two sites whose people moved."""
    (made,) = headcount(company(SIREN, ("623f", 57, "H", "CDI", 3), ("628b", 30, "F", "CDI", 2))).companies
    made = replace(
        made,
        kind="dsn",
        months=(JANUARY.previous(1), JANUARY),
        sites=(
            Site("00010011500013", Count(3, 3, 3.0, 0, 0, made.count.cells[:1])),
            Site("00010011500021", Count(2, 2, 2.0, 0, 0, made.count.cells[1:]), 1, 1),
        ),
        count=replace(made.count, contracts=5, fte=5.0, boeth=1),
        flows=(
            Flow(JANUARY, "entree", "628b", 30, "F", "CDI", "embauche", 1),
            Flow(JANUARY, "sortie", "623f", 57, "H", "CDI", "retraite", 1),
        ),
    )
    return through_json(as_sent(headcount(made)))


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (("months",), ["2026-01", "2025-12"], "mois"),
        (("months",), ["2025-12"], "mouvements"),
        (("flows", 0, 6), "retraite", "mouvements"),
        (("flows", 1, 6), "embauche", "mouvements"),
        (("flows", 0), [], "cases"),
        (("sites", 1, "siret"), "00010011500013", "établissements"),
        (("sites", 0, "siret"), "73282932000074", "établissements"),
        (("sites", 0, "count"), {"people": 0, "contracts": 0, "fte": 0, "boeth": 0, "outside": 0, "cells": []},
         "établissements"),
        (("sites",), {}, "établissements"),
        (("sites", 0, "nom"), "Annecy", "rubriques"),
        (("count", "boeth"), 6, "total des cases"),
        (("count", "people"), 4, "total des cases"),
        (("count", "fte"), 5.02, "nombres"),
        (("count", "contracts"), 4, "nombres"),
        (("count", "outside"), -1, "nombres"),
        (("exposed",), [["628b", 30, "F", "CDI", 1], ["623f", 57, "H", "CDI", 1]], "ordre des cases"),
        (("exposed",), [["628b", 30, "F", "CDI", 1], ["628b", 30, "F", "CDI", 1]], "ordre des cases"),
        (("exposed",), [["628b", 30, "F", "CDI", 1, "DURAND"]], "cases"),
        (("anomalies",), [], "fichiers et anomalies"),
        (("anomalies",), {"E04": True}, "nombres"),
        (("sources",), {"paie Durand.dsn": 1}, "fichiers et anomalies"),
        (("sources",), {"dsn": 1_001}, "nombres"),
        (("dated",), "", "dates"),
        (("reference",), None, "dates"),
    ],
)  # fmt: skip
def test_parts_that_do_not_hold_together_are_refused_by_their_name(sent, path, value, where):
    assert as_sent(received(sent)) == sent
    with pytest.raises(InputError, match=rf"\({where}\)") as told:
        received(put(sent, path, value))
    assert "DURAND" not in str(told.value).upper()


def test_flows_out_of_order_are_refused(sent):
    with pytest.raises(InputError, match="ordre"):
        received({**sent, "flows": sent["flows"][::-1]})


@pytest.mark.parametrize("key", ["siren", "on", "reference", "dated", "kind", "months", "count", "sites", "flows"])
def test_every_rubric_is_asked_for(sent, key):
    with pytest.raises(InputError, match="rubriques"):
        received({name: value for name, value in sent.items() if name != key})


@pytest.mark.parametrize("payload", [None, [], "", 0, [["siren", SIREN]], True])
def test_what_is_no_object_is_no_deposit(payload):
    with pytest.raises(InputError, match="rubriques"):
        received(payload)


def test_nobody_at_all_may_be_sent():
    nobody = headcount(company(SIREN))
    assert received(through_json(as_sent(nobody))) == nobody
    with pytest.raises(InputError, match="une seule entreprise"):
        as_sent(headcount())


def test_titles_are_told_most_borne_first_then_in_alphabetical_order(tmp_path):
    jobs = [("B", 1), ("A", 1), ("C", 3), ("Poste 01 02 03", 4)]
    titles = [title for title, n in jobs for _ in range(n)]
    staff = tuple(
        replace(person, contracts=(Contract(number=str(rank), title=title, pcs="623f"),))
        for rank, (person, title) in enumerate(zip(people(len(titles)), titles, strict=True))
    )
    (tmp_path / "a.dsn").write_bytes(Sending((Declaration(staff),)).encoded())
    found = read([tmp_path], on=ON, options=Options(titles=True))
    assert offers(found) == (
        Offer("C", "623f", 3), Offer("A", "623f", 1, is_rare=True), Offer("B", "623f", 1, is_rare=True),
    )  # fmt: skip


def test_the_same_title_in_two_occupations_is_two_titles_and_five_thousand_are_the_most():
    lines = [{"title": "Agent", "pcs": pcs, "count": 1} for pcs in ("623f", "628b")]
    assert [one.pcs for one in released(lines)] == ["623f", "628b"]
    many = [{"title": f"Agent {chr(0x4E00 + rank)}", "pcs": "623f", "count": 1} for rank in range(5_001)]
    assert len(released(many[:-1])) == 5_000
    with pytest.raises(InputError, match="intitulés"):
        released(many)


def test_what_a_member_sees_before_sending_is_what_is_sent(tmp_path):
    leaver = Person(nir="1681001991999", contracts=(Contract(number="77").ended("15012026", "059"),))
    for name, month, staff in (("dec", "01122025", (*people(4), leaver)), ("jan", "01012026", (*people(5), leaver))):
        (tmp_path / f"{name}.dsn").write_bytes(Sending((Declaration(staff, month),)).encoded())
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    shown = prepared([tmp_path], on=ON, siren=SIREN)
    back = received(through_json(shown["company"]))
    (mine,) = back.companies
    assert shown["found"]["people"] == back.people == sum(row[-1] for row in shown["table"])
    assert shown["found"]["cells"] == len(shown["table"]) == len(mine.count.cells)
    assert shown["found"]["alone"] == sum(row[-1] == 1 for row in shown["table"])
    assert shown["found"]["months"] == [month.label for month in mine.months]
    assert (shown["found"]["joined"], shown["found"]["left"]) == (1, 1)
    assert shown["found"]["sites"] == [[SIREN + "00013", 5]]
    assert {one["name"]: one["kind"] for one in shown["found"]["files"]} == {
        "dec.dsn": "DSN", "jan.dsn": "DSN", "photo.png": "laissé de côté",
    }  # fmt: skip
    assert sum(one["count"] for one in shown["anomalies"]) == len(back.anomalies)
    assert shown["limits"] == {"few": 3, "months": 24}
    assert json.loads(json.dumps(shown)) == shown
