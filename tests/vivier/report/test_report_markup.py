"""The page is sound: one tree, one title, every link arrives, every table is one, French typography everywhere."""

import itertools
import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

import pytest

from factories.pages import STUDIES, Node, card, lines, page_of, study_of, text_of, words_of
from factories.study import changed, relabelled, study, tiny, with_rows
from vivier.report.page import document
from vivier.study import Figure, Row
from vivier.study.data import Assumption

pytestmark = pytest.mark.xdist_group("report pages")


@pytest.fixture(params=STUDIES)
def page(request):
    return page_of(request.param)


def test_headings_go_down_one_level_at_a_time_from_a_single_title(page):
    levels = [int(node.tag[1]) for node in page.walk() if re.fullmatch("h[1-6]", node.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert max(levels) == 3
    assert all(node.text.strip() for node in page.walk() if node.tag in ("h1", "h2", "h3"))


def test_every_link_arrives_and_no_name_is_given_twice(page):
    names = [node.attrs["id"] for node in page.walk() if "id" in node.attrs]
    links = [node.attrs["href"] for node in page.all("a")]
    assert len(names) == len(set(names))
    assert links
    assert {link[0] for link in links} == {"#"}
    assert {link[1:] for link in links} <= set(names)
    for attribute in ("aria-labelledby", "aria-describedby"):
        for node in page.walk():
            assert set((node.attrs.get(attribute) or "").split()) <= set(names)


def test_every_table_has_a_caption_heads_and_rows_of_one_width(page):
    captions = []
    for table in page.all("table"):
        (caption,) = table.all("caption")
        captions.append(caption.text)
        widths = {len([cell for cell in row.children if isinstance(cell, Node)]) for row in table.all("tr")}
        assert len(widths) == 1, caption.text
        assert {head.attrs["scope"] for head in table.first("thead").all("th")} == {"col"}
        assert all(head.text.strip() for head in table.all("th"))
        for row in table.first("tbody").all("tr"):
            assert [cell.attrs["scope"] for cell in row.all("th")] == ["row"]
            assert all(cell.text.strip() for cell in row.all("td")), (caption.text, row.text)
    assert all(captions)
    assert len(captions) == len(set(captions))


def test_a_table_that_stacks_still_tells_that_it_is_one(page):
    stacked = [table for table in page.all("table") if "stacks" in table.classes]
    for table in stacked:
        assert table.attrs["role"] == "table"
        assert {row.attrs["role"] for row in table.all("tr")} == {"row"}
        heads = [head.text for head in table.first("thead").all("th")][1:]
        for row in table.first("tbody").all("tr"):
            assert [cell.attrs["data-t"] for cell in row.all("td")] == heads


def test_every_picture_has_a_title_and_a_description_of_its_own(page):
    pictures = page.all("svg", role="img")
    named = [picture.attrs["aria-labelledby"] for picture in pictures]
    assert len(named) == len(set(named))
    for picture in pictures:
        title, told = picture.first("title"), picture.first("desc")
        assert picture.attrs["aria-labelledby"] == f"{title.attrs['id']} {told.attrs['id']}"
        assert len(title.text.strip()) > 4
        assert re.search(r"\d", told.text)
    ornaments = [picture for picture in page.all("svg") if picture not in pictures]
    assert all(picture.attrs["aria-hidden"] == "true" for picture in ornaments)


def test_every_scrolling_part_is_reached_by_the_keyboard_and_named(page):
    for part in page.has_class("scroll"):
        assert part.attrs["tabindex"] == "0"
        assert part.attrs["aria-label"]


def test_what_is_folded_on_screen_is_named_on_paper(page):
    sheets = {*(table.name for table in study().tables), "Sources et hypothèses"}
    folds = page.all("details")
    papers = page.has_class("paper")
    assert len(folds) == len(papers)
    for paper in papers:
        assert re.search(r"«\u202f(.*)\u202f»", paper.text)[1] in sheets


PLAIN_SPACE = re.compile(r" [;:!?»]|« | %|[(\[] | [)\]]|\d \d{3}\b(?! ans)")


def test_french_typography_holds_in_every_word_seen_or_heard(page):
    for words in words_of(page):
        assert not PLAIN_SPACE.search(words), words
        assert "  " not in words.strip(), words
        assert not re.search(r"\w'\w", words), words
        assert not re.search(r"\.\.|,,|;;|: :| \.| ,|^, ", words.replace("…", "")), words


def test_nothing_of_the_machine_shows_on_the_page(page):
    text = " ".join(words_of(page))
    assert not re.search(r"\bNone\b|\bnan\b|NaN|undefined|Infinity|\binf\b|Figure\(|object at", text)
    assert "désolé" not in text


def test_plurals_agree_with_their_number(page):
    for words in words_of(page):
        assert not re.search(
            r"(?<![\d\u202f,])[01]\u00a0(hommes|femmes|membres|salariés|métiers|postes|lignes|fichiers|raisons|tableaux"
            r"|hypothèses|ans|personnes|départs)\b",
            words,
        ), words
        assert not re.search(r"(?<![\d\u202f])([2-9]|\d\d+)\u00a0(homme|femme|membre|salarié|métier|poste)\b", words)
        assert not re.search(r"\b[Ll]es [01] ", words), words


@pytest.mark.parametrize("name", STUDIES)
def test_the_page_loads_nothing_and_obeys_nobody(name):
    text, page = text_of(name), page_of(name)
    loads = [
        (node.tag, name, value)
        for node in page.walk()
        for name, value in node.attrs.items()
        if name in ("src", "srcset", "data", "xlink:href", "action") or (name == "href" and node.tag != "a")
    ]
    assert loads == [("link", "href", "data:,")]
    assert not re.search(r"https?://|//[a-z]+\.|@import|<iframe|<form|\son[a-z]+=", text)
    assert all(found.startswith("data:font/woff2;base64,") for found in re.findall(r"url\(([^)]*)\)", text))
    policy = page.first("meta", **{"http-equiv": "Content-Security-Policy"}).attrs["content"]
    (script,) = page.all("script")  # ours, and nothing else could run: the policy names it by its hash
    assert (script.text, script.attrs) == ((files("vivier.report") / "page.js").read_text(encoding="utf-8"), {})
    digest = b64encode(sha256(script.text.encode()).digest()).decode()
    allowed = (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; font-src data:"
    )
    assert policy == allowed
    assert page.first("html").attrs["lang"] == "fr"


def test_paper_hides_only_what_it_replaces():
    style = page_of("a pôle").first("style").text
    paper = style[style.index("@media print") :]
    hidden = {
        part.strip()
        for selectors in re.findall(r"([^{}]+)\{ display: none; \}", paper)
        for part in selectors.split(",")
    }
    # Navigation and what marks say when pointed at have no use on paper; what is folded is replaced by the name of its sheet.
    assert hidden == {
        ".tabs", ".skip", ".top", "footer", "summary", ".bubble", "details:not([open])", "details[open] + .paper",
    }  # fmt: skip
    assert ".paper { display: block;" in paper
    assert "@page { size: A4;" in style
    assert 'content: "Vivier · étude au 31\u00a0janvier 2026"' in style  # what the hidden bar said


def reasons(n):
    return [
        Row((f"paie_{rank % 7}.txt", f"E{rank:03}", f"raison numéro {rank}"), Figure(rank + 1, "lignes", rank + 1))
        for rank in range(n)
    ]


def test_three_hundred_reasons_are_each_told_once():
    found = lines(card(parsed_of(with_rows(tiny(), "laisse_de_cote", reasons(300))), "laisse_de_cote"))
    assert len(found) == 300
    assert len({row[0] for row in found}) == 300


def parsed_of(fictional):
    from factories.pages import parsed

    return parsed(document(fictional))


def test_a_reason_of_many_files_names_three_and_counts_the_others():
    rows = [Row((f"mois_{rank:02}.txt", "E01", "date illisible"), Figure(2, "lignes", 2)) for rank in range(5)]
    ((reason, where, quantity),) = lines(card(parsed_of(with_rows(tiny(), "laisse_de_cote", rows)), "laisse_de_cote"))
    assert reason == "date illisible E01"
    assert where == "mois_00.txt, mois_01.txt, mois_02.txt, et 2\u00a0autres"
    assert quantity == "10\u00a0lignes"


def test_lines_and_files_are_never_added_up():
    rows = [
        Row(("a.txt", "E20", "format non reconnu"), Figure(1, "fichiers", 1)),
        Row(("b.txt", "E20", "format non reconnu"), Figure(3, "lignes", 3)),
    ]
    ((_, _, quantity),) = lines(card(parsed_of(with_rows(tiny(), "laisse_de_cote", rows)), "laisse_de_cote"))
    assert quantity == "1\u00a0fichier, 3\u00a0lignes"


def test_reservations_come_before_faults():
    rows = [Row(("a.txt", code, f"raison {code}"), Figure(1, "lignes", 1)) for code in ("E01", "S04", "R02", "")]
    found = lines(card(parsed_of(with_rows(tiny(), "laisse_de_cote", rows)), "laisse_de_cote"))
    assert next(row[0].split()[1] for row in found if len(row[0].split()) > 1) == "R02"


def test_twelve_notes_are_all_below_and_two_above():
    notes = tuple(f"Réserve numéro {rank}." for rank in range(12))
    page = parsed_of(changed(tiny(), notes=notes))
    above = [part.text for part in page.first("div", role="note").all("p")]
    assert above[1:] == [*notes[:2], "Voir toutes les réserves"]
    below = page.first("section", id="laisse-de-cote").first("ul")
    assert [item.text for item in below.all("li")] == list(notes)


def members(n):
    return [Row((f"{100000000 + rank}", "dsn", "2026-01-31", "1"), Figure(9, "personnes", 9)) for rank in range(n)]


@pytest.mark.parametrize(("n", "words"), [(6, None), (7, "Voir l’autre membre"), (8, "Voir les 2 autres membres")])
def test_members_beyond_the_sixth_are_folded_and_counted(n, words):
    article = card(parsed_of(with_rows(tiny(), "membres", members(n))), "membres")
    assert [summary.text for summary in article.all("summary")] == ([words] if words else [])
    assert len(lines(article)) == n


@pytest.mark.parametrize(("n", "words"), [(1, "Voir l’autre"), (3, "Voir les 3 autres")])
def test_hypotheses_in_detail_are_folded_and_counted(n, words):
    some = [Assumption(f"law.age{rank}", f"Âge légal {rank}", "64 ans", "loi") for rank in range(n)]
    page = parsed_of(changed(tiny(), assumptions=(Assumption("horizon", "Horizon", "10 ans", "réglage"), *some)))
    (summary,) = page.first("section", id="sources").all("summary")
    assert summary.text == f"{words}\u202f: âges légaux, comportements, rotation, embauches"


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        (["benevoles"], "1\u00a0population manque\u202f: bénévoles. Aucun fichier de paie ne la contient"),
        (
            ["benevoles", "conjoints"],
            "2\u00a0populations manquent\u202f: bénévoles et conjoints collaborateurs. Aucun fichier de paie ne les",
        ),
    ],
)
def test_populations_that_nobody_declared_are_named_above_everything(missing, told):
    rows = [Row(("salaries", "fichiers"), Figure(3, "personnes", 3))]
    rows += [Row((population, "déclaré"), None) for population in missing]
    page = parsed_of(with_rows(tiny(), "couverture", rows))
    assert page.first("div", role="note").text.startswith(told)


def test_a_study_without_reserve_has_no_note_at_all():
    rows = [Row(("salaries", "fichiers"), Figure(3, "personnes", 3))]
    page = parsed_of(changed(with_rows(tiny(), "couverture", rows), notes=()))
    assert page.all("div", role="note") == []


def test_pyramids_of_occupations_never_take_the_name_of_the_whole_one():
    fictional = study(400, 5, 2)
    codes = {"388a": "538", "484b": "300"}
    for table in fictional.tables:
        rows = [Row(tuple(codes.get(key, key) for key in row.keys), row.figure) for row in table.rows]
        fictional = with_rows(fictional, table.name, rows)
    names = re.findall(r'<svg role="img" aria-labelledby="(\S+)-t', document(fictional))
    assert {"pyramide-538", "pyramide-300"} <= set(names)
    assert len(names) == len(set(names))


def test_ages_that_nobody_knows_are_not_called_a_lack_of_people():
    fictional = study(400, 5, 2)
    rows = {}
    for row in fictional.table("pyramide").rows:
        code, _, sex = row.keys
        rows[code, "inconnu", sex] = rows.get((code, "inconnu", sex), 0) + row.figure.value
    fictional = with_rows(fictional, "pyramide", (Row(k, Figure(n, "personnes", n)) for k, n in rows.items()))
    section = parsed_of(fictional).first("section", id="ages")
    assert "aucun métier n’atteint 20\u00a0personnes d’âge et de sexe connus" in section.text.replace(
        " personnes", "\u00a0personnes"
    )
    assert section.all("figure") == []


def test_the_n_of_a_pyramid_says_who_is_not_drawn():
    page = page_of("a pôle")
    for figure in page.all("figure"):
        n, *out = (
            int(found.replace("\u202f", "")) for found in re.findall(r"[\d\u202f]+", figure.first("span").text)
        )
        drawn = [text.text for text in figure.all("text")]
        bars = sum(int(text.replace("\u202f", "")) for text in drawn if re.fullmatch(r"[\d\u202f]+", text))
        assert bars == n - sum(out)


def test_every_occupation_is_on_the_page_even_when_they_are_many():
    article = card(page_of("one hundred and fifty occupations"), "postes")
    assert len(lines(article)) == len(study_of("one hundred and fifty occupations").table("metiers").rows) - 1
    assert "et 138\u00a0autres métiers" in article.text


@pytest.mark.parametrize(
    ("value", "title"),
    [
        (0.0, "Aucun départ attendu d’ici 2036"),
        (0.3, "Moins d’un départ attendu d’ici 2036"),
        (0.5, "1\u00a0départ attendu d’ici 2036"),
        (1.5, "2\u00a0départs attendus d’ici 2036"),
        (1204.4, "1\u202f204\u00a0départs attendus d’ici 2036"),
    ],
)
def test_the_title_of_departures_never_rounds_somebody_to_nobody(value, title):
    base = tiny()
    rows = [
        Row(row.keys, Figure(value, "personnes", 3, row.figure.interval_80, row.figure.interval_95))
        if row.keys == ("ensemble", "total", "toutes")
        else row
        for row in base.table("departs").rows
        if row.keys != ("ensemble", "total", "retraite")
    ]
    assert card(parsed_of(with_rows(base, "departs", rows)), "departs").first("h3").text == title


def test_departures_without_a_total_are_not_called_none():
    base = tiny()
    rows = [row for row in base.table("departs").rows if row.keys[1] != "total"]
    heading = card(parsed_of(with_rows(base, "departs", rows)), "departs").first("h3").text
    assert heading == "Les départs, année par année"


def test_shares_all_alike_are_not_told_as_a_range():
    base = study(400, 5, 3)
    rows = [Row(row.keys, Figure(0.2, "part", 50)) for row in base.table("seniors_55").rows]
    heading = card(parsed_of(with_rows(base, "seniors_55", rows)), "seniors_55").first("h3").text
    assert heading == "Dans chaque métier comparé, 20\u00a0% des salariés ont 55 ans ou plus"


@pytest.mark.parametrize("hostile", ['<script>alert("x")</script>', "</svg><img src=x>", '" onload="x', "&amp;<b>"])
def test_hostile_words_are_shown_as_they_are_everywhere(hostile):
    fictional = relabelled(study(400, 5, 3), {"388a": hostile, "484b": "x", "477a": "y"})
    fictional = changed(
        with_rows(fictional, "laisse_de_cote", [Row((hostile, "E1", hostile), Figure(1, "lignes", 1))]),
        notes=(hostile,),
        assumptions=(Assumption("a", hostile, hostile, hostile),),
        version=hostile,
    )
    page = parsed_of(fictional)
    assert len(page.all("script")) == 1
    assert page.all("img") == page.all("b", onload="x") == []
    assert not [node for node in page.walk() if "onload" in node.attrs]
    assert sum(hostile in words for words in words_of(page)) > 5


def test_a_file_name_that_is_not_unicode_is_shown_rather_than_fatal():
    fictional = with_rows(tiny(), "laisse_de_cote", [Row(("caf\udce9\x00.txt", "E1", "x"), Figure(1, "lignes", 1))])
    assert "caf?.txt" in document(fictional).encode().decode()
