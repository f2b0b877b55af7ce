"""What leaves a browser reads back the same, and nothing else is taken."""

import copy
import datetime as dt
import json
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.dsn import Contract, Declaration, Person, Sending, people
from factories.sent import file
from vivier.intake import Anomaly, Cell, Company, Headcount, Options, read
from vivier.intake.browser import prepared
from vivier.intake.data import BANDS, CONTRACTS, Count, Flow, Site, Source
from vivier.intake.sending import Offer, alone, as_sent, is_plain, offers, received, released
from vivier.vocabulary import InputError, Period

ON = dt.date(2026, 1, 31)
SIREN = "000100115"
MONTHS = (Period(2025, 12), Period(2026, 1))
keys = st.tuples(
    st.sampled_from(["623f", "628a", "6", "inconnu"]),
    st.one_of(st.sampled_from([*BANDS, "inconnu"]), st.integers(14, 80)),
    st.sampled_from(["H", "F", "inconnu"]),
    st.sampled_from(CONTRACTS),
)


def cells_of(counted: dict[tuple, int]) -> tuple[Cell, ...]:
    return tuple(sorted((Cell(*key, n) for key, n in counted.items()), key=lambda cell: cell.key))


@st.composite
def companies(draw: st.DrawFn) -> Company:
    counted = draw(st.dictionaries(keys, st.integers(1, 40), max_size=8))
    cells = cells_of(counted)
    total = sum(counted.values())
    contracts = total + draw(st.integers(0, 5))
    count = Count(total, contracts, round(0.8 * contracts, 4), min(total, 2), draw(st.integers(0, 3)), cells)
    flows = draw(
        st.dictionaries(
            st.tuples(
                st.sampled_from(MONTHS), st.sampled_from([("entree", "embauche"), ("sortie", "retraite")]), keys
            ),
            st.integers(1, 9),
            max_size=5,
        )
    )
    moved = (Flow(month, way[0], *key, way[1], n) for (month, way, key), n in flows.items())
    return Company(
        siren=SIREN,
        on=ON,
        kind="dsn",
        count=count,
        sites=(Site("00010011500013", count, 1, 0),),
        flows=tuple(sorted(moved, key=lambda flow: flow.key)),
        exposed=cells_of(draw(st.dictionaries(keys, st.integers(1, 90), max_size=4))),
        months=MONTHS,
    )


def whole(company: Company) -> Headcount:
    return Headcount(ON, (company,), dated=ON)


@given(companies())
@settings(max_examples=60, deadline=None)
def test_what_is_sent_reads_back_the_same(company: Company) -> None:
    sent = json.loads(json.dumps(as_sent(whole(company))))
    assert received(sent) == whole(company)
    assert as_sent(received(sent)) == sent


_JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)


def places(value: object, path: tuple = ()) -> list[tuple]:
    """List every place of a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in places(one, (*path, key)))]


@given(companies(), _JUNK, st.data())
@settings(max_examples=200, deadline=None)
def test_whatever_is_put_anywhere_is_taken_whole_or_refused_in_a_sentence(
    company: Company, junk: object, data: st.DataObject
) -> None:
    sent = json.loads(json.dumps(as_sent(whole(company))))
    path = data.draw(st.sampled_from(places(sent)))
    if not path:
        sent = junk
    else:
        inside = sent
        for key in path[:-1]:
            inside = inside[key]
        inside[path[-1]] = junk
    with suppress(InputError):  # any other error fails
        assert as_sent(received(sent)) == sent


@pytest.fixture
def sent(tmp_path: Path) -> dict[str, object]:
    return json.loads(json.dumps(prepared([file(tmp_path, SIREN)], on=ON, siren=SIREN)["company"]))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("siren",), "000100116"),
        (("siren",), "DURAND"),
        (("kind",), "paie"),
        (("on",), "31/01/2026"),
        (("on",), "1026-01-31"),
        (("months",), ["2026-01", "2026-01"]),
        (("months",), [f"20{year:02d}-01" for year in range(1, 26)]),
        (("count", "people"), 9),
        (("count", "people"), True),
        (("count", "people"), 8.0),
        (("count", "fte"), float("nan")),
        (("count", "fte"), 1e9),
        (("count", "boeth"), 9),
        (("count", "cells", 0, 0), "999z"),
        (("count", "cells", 0, 1), 12),
        (("count", "cells", 0, 1), True),
        (("count", "cells", 0, 2), "X"),
        (("count", "cells", 0, 3), "STAGE"),
        (("count", "cells", 0, 4), 0),
        (("count", "cells", 0), ["623f"]),
        (("sites", 0, "siret"), "40483304800022"),
        (("sites", 0, "siret"), "Annecy"),
        (("sites", 0, "hires"), -1),
        (("anomalies",), {"Z99": 1}),
        (("anomalies",), {"E05": 10**9}),
        (("sources",), {"dsn": 0}),
        (("flows",), [["2024-01", "sortie", "623f", "25_34", "H", "CDI", "retraite", 1]]),
        (("flows",), [["2026-01", "entree", "623f", "25_34", "H", "CDI", "retraite", 1]]),
    ],
)
def test_each_of_these_is_refused(sent: dict[str, object], path: tuple, value: object) -> None:
    received(sent)
    changed = copy.deepcopy(sent)
    inside = changed
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    with pytest.raises(InputError, match="rien n’a été enregistré"):
        received(changed)


def test_one_rubric_more_is_refused(sent: dict[str, object]) -> None:
    with pytest.raises(InputError, match="rubriques"):
        received({**sent, "noms": []})


def test_cells_out_of_order_or_twice_are_refused(sent: dict[str, object]) -> None:
    sent["count"]["cells"].reverse()
    with pytest.raises(InputError, match="ordre"):
        received(sent)


def test_too_many_cells_are_refused(sent: dict[str, object]) -> None:
    sent["exposed"] = [["623f", "25_34", "H", "CDI", 1]] * 20_001
    with pytest.raises(InputError, match="cases"):
        received(sent)


def test_neither_file_names_nor_titles_nor_skills_leave(tmp_path: Path) -> None:
    path = file(tmp_path, SIREN, name="paie de Mme Durand.dsn")
    said = json.dumps(as_sent(read([path], on=ON, options=Options(titles=True))), ensure_ascii=False)
    assert "OPÉRATEUR" in json.dumps(prepared([path], on=ON, siren=SIREN), ensure_ascii=False)  # it could leak
    assert "Durand" not in said
    assert "OPÉRATEUR" not in said


def test_anomalies_and_files_leave_as_counts(tmp_path: Path) -> None:
    company = read([file(tmp_path, SIREN)], on=ON).companies[0]
    told = (Anomaly("paie.dsn", 3, "S21", "E05", "x"), Anomaly("paie.dsn", 9, "S21", "E05", "x"))
    given = Headcount(ON, (company,), told, (Source("paie.dsn", "dsn", "ab"),))
    sent = as_sent(given)
    assert (sent["anomalies"], sent["sources"]) == ({"E05": 2}, {"dsn": 1})
    back = received(json.loads(json.dumps(sent)))
    assert Counter(one.code for one in back.anomalies) == {"E05": 2}
    assert back.sources == (Source("fichier 1", "dsn", ""),)
    assert "{" not in back.anomalies[0].message


def test_several_companies_never_leave_together(tmp_path: Path) -> None:
    paths = [file(tmp_path, SIREN), file(tmp_path, "000100222", name="autre.dsn")]
    headcount = read(paths, on=ON)
    with pytest.raises(InputError, match="une seule entreprise"):
        as_sent(headcount)
    assert as_sent(alone(headcount, SIREN))["siren"] == SIREN
    with pytest.raises(InputError, match="Aucun de ces fichiers"):
        alone(headcount, "732829320")
    assert prepared(paths, on=ON, siren=SIREN)["found"]["others"] == ["000100222"]


def test_twenty_five_months_are_too_many(tmp_path: Path) -> None:
    (company,) = read([file(tmp_path, SIREN)], on=ON).companies
    months = tuple(Period(2026, 1).previous(back) for back in range(24, -1, -1))
    with pytest.raises(InputError, match="24 mois"):
        as_sent(Headcount(ON, (replace(company, months=months),)))


def test_titles_that_are_rare_or_hold_a_name_are_told_apart(tmp_path: Path) -> None:
    named = Contract(number="9", title="ÉQUIPE HERVE", pcs="623f")
    hidden = Contract(number="10", title="Accueil poste 12 34 56", pcs="623f")
    staff = (*people(9), *(Person(nir=f"168100199100{n}", contracts=(named,)) for n in range(3)))
    path = tmp_path / "a.dsn"
    staff = (*staff, Person(nir="1681001991009", contracts=(hidden,)))
    path.write_bytes(Sending((Declaration(staff),)).encoded())
    headcount = read([path], on=ON, options=Options(titles=True))
    assert offers(headcount) == (
        Offer("OPÉRATEUR RÉGLEUR, 2X8", "474b", 3),
        Offer("OPÉRATEUR RÉGLEUR, 2X8", "623f", 3),
        Offer("OPÉRATEUR RÉGLEUR, 2X8", "628a", 3),
        Offer("ÉQUIPE HERVE", "623f", 3, is_named=True),
    )
    assert headcount.named_titles == {"ÉQUIPE HERVE"}
    assert "DURAND" not in repr(headcount)


def test_names_of_a_staff_list_are_heard_too(tmp_path: Path) -> None:
    lines = ["Nom;Prénom;Date de naissance;Date d'entrée;Sexe;Emploi;Contrat"]
    lines += [f"MARTINEAU;Luc{n};01/02/19{60 + n};01/09/2015;H;Atelier Martineau;CDI" for n in range(4)]
    (tmp_path / "liste.csv").write_text("\n".join(lines), encoding="utf-8")
    found = prepared([tmp_path / "liste.csv"], on=ON, siren=SIREN)
    assert [(one["title"], one["is_named"]) for one in found["titles"]] == [("Atelier Martineau", True)]


@pytest.mark.parametrize("title", ["", " Soudeur", "x" * 121, "a@b.fr", "poste 01 23 45", "sou\ndeur", "1234567"])
def test_a_title_that_says_more_than_a_title_is_refused(title: str) -> None:
    assert not is_plain(title)
    with pytest.raises(InputError, match="intitulés"):
        released([{"title": title, "pcs": "623f", "count": 3}])


def test_titles_come_once_each_with_their_code_and_count() -> None:
    line = {"title": "Soudeur TIG", "pcs": "623f", "count": 3}
    assert released([line]) == (Offer("Soudeur TIG", "623f", 3),)
    for wrong in ([line, line], [{**line, "pcs": "x"}], [{**line, "count": 0}], [{**line, "nom": ""}], line, None):
        with pytest.raises(InputError):
            released(wrong)
