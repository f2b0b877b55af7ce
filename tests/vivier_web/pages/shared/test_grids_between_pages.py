"""Between a page and its rules: a grid of costs typed, pasted or downloaded, a file sent, the rooms above a page."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from vivier.aid.data import CATEGORIES, NATURES
from vivier.vocabulary import InputError
from vivier_web.accounts.choices import RoleKind
from vivier_web.members.rules import Actor, Held
from vivier_web.pages.shared.desks import DESKS, shown
from vivier_web.pages.shared.navigation import AUTHORITY, ROOMS, navigation
from vivier_web.pages.shared.project_grid import download, number_seen, read_table, typed_in
from vivier_web.pages.shared.sent_files import attached
from vivier_web.projects.building.grid import Looked, Member, is_cell, key_of, laid_out, read_cents, typed

ASK = RequestFactory()
LEAD, OTHER, SECRET = 4, 5, 987_654  # whole cents that nobody else may read
MEMBERS = (Member(LEAD, "Usinage du Val", is_lead=True), Member(OTHER, "=Labo"))
WHOLE = Looked(MEMBERS, frozenset({LEAD, OTHER}), frozenset({LEAD, OTHER}), ("industrial", "experimental"))
OWN = Looked(MEMBERS, frozenset({LEAD}), frozenset({LEAD}), ("industrial",))
SEEN = {"4:industrial:staff": 100_000, "5:industrial:staff": SECRET}


@pytest.mark.parametrize(
    ("sent", "changed", "said", "troubles"),
    [
        ({}, {}, [], []),
        ({"c-4:industrial:staff": "1 000"}, {}, ["4:industrial:staff"], []),  # what was there is no change
        ({"c-4:industrial:staff": "1 000,5"}, {"4:industrial:staff": 100_050}, ["4:industrial:staff"], []),
        ({"c-4:industrial:staff": ""}, {"4:industrial:staff": 0}, ["4:industrial:staff"], []),
        ({"c-4:industrial:other": ""}, {}, ["4:industrial:other"], []),
        ({"c-4:industrial:other": "cher"}, {}, ["4:industrial:other"], ["4:industrial:other"]),
        ({"c-4:industrial:other": "-1"}, {}, ["4:industrial:other"], ["4:industrial:other"]),
        ({"c-4:industrial:other": "1e999999999"}, {}, ["4:industrial:other"], ["4:industrial:other"]),
        ({"c-5:industrial:staff": "1"}, {}, [], []),  # the column of somebody else
        ({"c-4:gold:staff": "1", "c-4:industrial:gold": "1", "c-x": "1", "c-": "1"}, {}, [], []),
        ({"4:industrial:staff": "1", "C-4:industrial:staff": "1"}, {}, [], []),
        ({"c-04:industrial:staff": "7", "c-0:industrial:staff": "7", "c-٤:industrial:staff": "7"}, {}, [], []),
    ],
)
def test_only_what_one_may_write_and_what_differs_is_a_change(
    sent: dict[str, str], changed: dict[str, int], said: list[str], troubles: list[str]
) -> None:
    found = typed_in(ASK.post("/", sent), SEEN, OWN.writes)
    assert (found.changed, list(found.said), list(found.troubles)) == (changed, said, troubles)


@given(st.text(st.sampled_from("0123456789:abcdefilnrstu"), max_size=24))
def test_a_cell_has_one_name_alone(key: str) -> None:
    if is_cell(key):
        partner, category, nature = key.split(":")
        assert key == key_of(int(partner), category, nature)


@pytest.mark.parametrize(
    ("text", "cents"),
    [("0", 0), ("", 0), ("1000", 100_000), ("9999999999,99", 999_999_999_999), ("0,01", 1), ("-0", 0)],
)
def test_an_amount_of_a_cell_is_read_to_the_cent(text: str, cents: int) -> None:
    assert read_cents(text) == cents
    assert read_cents(typed(cents)) == cents


@pytest.mark.parametrize(
    "text", ["100000000000", "1e999999999", "-1e999999999", "inf", "nan", "0,001", "1,2,3", "=1"]
)
def test_what_is_no_amount_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(InputError) as refused:
        read_cents(text)
    assert str(refused.value).startswith(f"« {text} »")


@pytest.mark.parametrize(
    ("said", "number"),
    [("3", 3), ("0", 0), ("", 0), ("-1", 0), ("1.5", 0), ("x", 0), ("٣", 0), ("²", 0), ("123456789", 0)],
)
def test_the_version_that_was_on_the_page_is_a_number_or_the_first(said: str, number: int) -> None:
    assert number_seen(ASK.post("/", {"version": said})) == number
    assert number_seen(ASK.post("/")) == 0


TABLE = "Catégorie;Nature;Usinage du Val;Total\r\n{category};{nature};1 000,50;9\r\nTotal;;1;1\r\n"
GIVEN = TABLE.format(category=CATEGORIES["industrial"], nature=NATURES["staff"])


def test_a_table_is_read_the_same_from_a_file_and_pasted() -> None:
    file = SimpleUploadedFile("budget.csv", GIVEN.encode())
    pasted = GIVEN.replace(";", "\t")
    wanted = {"4:industrial:staff": 100_050}
    assert read_table(ASK.post("/", {"fichier": file}), OWN) == wanted
    assert read_table(ASK.post("/", {"texte": pasted}), OWN) == wanted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "vide"),
        ("Catégorie;Nature;Usinage du Val\r\n", "que des titres"),
        (GIVEN.replace("1 000,50", "beaucoup"), "1\u00a0ligne est fausse"),
        (GIVEN.replace(NATURES["staff"], "Or"), "1\u00a0ligne est fausse"),
        (GIVEN.replace("Usinage du Val", "=Labo"), "colonne"),  # somebody else’s column
    ],
)
def test_a_table_that_is_wrong_is_refused_whole(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_table(ASK.post("/", {"texte": text}), OWN)


def test_a_downloaded_grid_holds_what_its_reader_may_read_and_nothing_to_compute() -> None:
    mine, whole = (download(SEEN, each, "csv", "budget-3") for each in (OWN, WHOLE))
    assert mine["Content-Disposition"] == 'attachment; filename="budget-3.csv"'
    assert mine["Cache-Control"] == "private, no-store"
    assert "9876,54" in whole.content.decode()  # it could leak
    assert "9876,54" not in mine.content.decode()
    assert "Labo" not in mine.content.decode()
    rows = list(csv.reader(io.StringIO(whole.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Catégorie", "Nature", "Usinage du Val", "'=Labo", "Total"]
    assert rows[-1] == ["Total", "", "1000,00", "9876,54", "10876,54"]
    assert len(rows) == 2 + 2 * len(NATURES)


def test_a_downloaded_workbook_says_the_same_and_is_read_back() -> None:
    content = download(SEEN, WHOLE, "xlsx", "budget").content
    page = load_workbook(io.BytesIO(content)).active
    assert [cell.value for cell in page[1]] == ["Catégorie", "Nature", "Usinage du Val", "'=Labo", "Total"]
    assert [cell.value for cell in page[page.max_row]][2:] == [1000, 9876.54, 10876.54]
    one = Looked(MEMBERS[:1], frozenset({LEAD}), frozenset({LEAD}), ("industrial",))
    file = SimpleUploadedFile("b.xlsx", download(SEEN, one, "xlsx", "b").content)
    found = read_table(ASK.post("/", {"fichier": file}), one)
    assert {key: cents for key, cents in found.items() if cents} == {"4:industrial:staff": 100_000}


@pytest.mark.parametrize(("looked", "kind"), [(WHOLE, "pdf"), (WHOLE, ""), (WHOLE, "CSV"), (WHOLE, "../csv")])
def test_a_form_of_file_that_is_none_does_not_exist(looked: Looked, kind: str) -> None:
    with pytest.raises(Http404):
        download(SEEN, looked, kind, "budget")


def test_who_may_read_no_column_downloads_nothing_and_sees_totals_alone() -> None:
    blind = Looked(MEMBERS, frozenset(), frozenset(), ("industrial",))
    with pytest.raises(Http404):
        download(SEEN, blind, "csv", "budget")
    sheet = laid_out(SEEN, blind)
    assert {cell.text for block in sheet.blocks for line in block.lines for cell in line.cells} == {""}
    assert {line.total for block in sheet.blocks for line in block.lines} == {""}
    assert not sheet.is_open


def sent(name: str) -> HttpResponse:
    return attached(iter([b"ab", b"c"]), name=name, media_type="application/pdf", size=3)


@pytest.mark.parametrize(
    ("name", "plain", "coded"),
    [
        ("plan.pdf", "plan.pdf", "plan.pdf"),
        ("Été à Bény.pdf", "_t_ _ B_ny.pdf", "%C3%89t%C3%A9%20%C3%A0%20B%C3%A9ny.pdf"),
        ('a"b.pdf', "ab.pdf", "a%22b.pdf"),
        ("a;b.pdf", "a;b.pdf", "a%3Bb.pdf"),
        ("a\\b\x00.pdf", "a_b_.pdf", "a%5Cb%00.pdf"),
        ("日本.pdf", "__.pdf", "%E6%97%A5%E6%9C%AC.pdf"),
    ],
)
def test_a_file_is_sent_to_be_saved_under_its_name(name: str, plain: str, coded: str) -> None:
    assert sent(name)["Content-Disposition"] == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{coded}"


def test_a_file_is_sent_part_by_part_shown_by_no_browser_and_kept_by_nobody() -> None:
    answer = sent("plan.pdf")
    assert list(answer.streaming_content) == [b"ab", b"c"]
    assert {name: answer[name] for name in ("Content-Length", "X-Content-Type-Options", "Cache-Control")} == {
        "Content-Length": "3", "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store",
    }  # fmt: skip
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("name", ["a\r\nSet-Cookie: x=1.pdf", "a\nb.pdf"])
def test_a_name_of_two_lines_adds_no_header(name: str) -> None:
    answer = sent(name)
    assert "\n" not in answer["Content-Disposition"]
    assert "\r" not in answer["Content-Disposition"]
    assert "Set-Cookie" not in answer


def looking(path: str, *kinds: str) -> object:
    """Ask for a page as somebody who holds these roles over the pôle looked at."""
    request = ASK.get(path)
    held = tuple(
        Held(kind, 1, 10 if kind in {"member", "accountant", "trainer", "employee"} else None) for kind in kinds
    )
    request.actor = Actor(5, held, 1)
    request.pole = None
    return request


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("/connaitre/membres/", "Connaître"), ("/prevoir/etudes/", "Prévoir"), ("/decider/strategie/", "Décider"),
        ("/agir/formations/", "Agir"), ("/evaluer/campagnes/", "Évaluer"), ("/", ""), ("/evaluer", ""), ("/compte/", ""),
    ],
)  # fmt: skip
def test_the_room_of_an_address_is_marked_and_no_other(path: str, room: str) -> None:
    found = navigation(looking(path, "director"))["rooms"]
    assert [each["title"] for each in found if each["is_here"]] == ([room] if room else [])
    assert [each["title"] for each in found] == ["Connaître", "Prévoir", "Décider", "Agir", "Évaluer"]


def test_each_room_has_a_word_and_a_place_of_its_own_and_opens_inside_it() -> None:
    assert len({each.title for each in ROOMS}) == len({each.prefix for each in ROOMS}) == len(ROOMS) == 6
    everything = navigation(looking("/", "director", "member"))["rooms"]
    assert [each["title"] for each in everything] == [each.title for each in ROOMS]
    for room, told in zip(ROOMS, everything, strict=True):
        assert told["url"].startswith(room.prefix)


@given(st.lists(st.sampled_from(RoleKind.values), max_size=4))
def test_rooms_of_several_roles_are_those_of_each_together(kinds: list[str]) -> None:
    several = {each["title"] for each in navigation(looking("/", *kinds))["rooms"]}
    apart = {each["title"] for kind in kinds for each in navigation(looking("/", kind))["rooms"]}
    of_poles = apart - {room.title for room in AUTHORITY}
    assert several == (of_poles or apart), "the rooms of authorities are those of their desk, and of who has no other"


def test_nobody_in_particular_has_no_room_no_desk_and_searches_nothing() -> None:
    said = navigation(ASK.get("/evaluer/campagnes/"))
    assert said == {
        "rooms": [], "desks": [], "pole": None, "poles": [], "may_search": False, "may_see_people": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "kinds", "here"),
    [
        ("/", ("director",), None),  # one desk alone is home itself: no list
        ("/", ("director", "expert"), "Équipe du pôle"),
        ("/", ("expert", "director"), "Équipe du pôle"),
        ("/", ("expert", "trainer"), "Expertise"),
        ("/evaluer/campagnes/", ("director", "expert"), ""),
    ],
)
def test_home_is_the_first_desk_of_whoever_has_several(path: str, kinds: tuple[str, ...], here: str | None) -> None:
    request = looking(path, *kinds)
    found = shown(request, request.actor)
    if here is None:
        assert found == []
        return
    assert "".join(str(each["title"]) for each in found if each["is_here"]) == here
    order = [each.title for each in DESKS]
    titles = [each["title"] for each in found]
    assert titles == sorted(titles, key=order.index)
    for each in found:
        again = looking(str(each["url"]), *kinds)
        assert [one["title"] for one in shown(again, again.actor) if one["is_here"]] == [each["title"]]
