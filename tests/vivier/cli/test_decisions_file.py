"""The decisions file: what a human wrote is never lost, and is applied from then on."""

import codecs
import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from factories import trades
from vivier.cli.decisions import COLUMNS, Journal, open_journal
from vivier.cli.main import main
from vivier.occupations.coder.data import Coding, Title
from vivier.occupations.coder.decisions import Decisions, Doubt
from vivier.reference import Nomenclature, store
from vivier.vocabulary import InputError

TITLES = "id,title,naf\n1,Abatteur,02.20Z\n2,ABATTEUSE (H/F),08.11Z\n3,roofing hero,\n4,Soudeur TIG,\n5,,\n6,=cmd,\n"
DOUBT = Doubt(Title("Agent", "623f"), Coding("Z1101", 0.4, "review", ("Z1102",)), 7)


@pytest.fixture(scope="module")
def rome(tmp_path_factory: pytest.TempPathFactory) -> Nomenclature:
    return store(trades.filled(tmp_path_factory.mktemp("decisions"))).nomenclature("rome4")


@pytest.fixture
def code(
    rome: Nomenclature, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[object, str]]:
    """Run `vivier code` on the titles with a decisions file; give its exit code and all it said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VIVIER_REFERENCE", str(shutil.copytree(rome.folder, tmp_path / "store")))
    Path("titles.csv").write_text(TITLES, encoding="utf-8")

    def run(decisions: str = "d.csv") -> tuple[object, str]:
        monkeypatch.setattr("sys.argv", ["vivier", "code", "titles.csv", "--out", "o.csv", "--decisions", decisions])
        with pytest.raises(SystemExit) as end:
            main()
        shown = capsys.readouterr()
        return end.value.code, (shown.out + shown.err).replace("\xa0", " ")

    return run


def lines(path: str, separator: str = ";", encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    text = Path(path).read_bytes().decode(encoding)
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


def answers() -> dict[str, tuple[str, str, str]]:
    return {row["id"]: (row["code"], row["decision"], row["probability"]) for row in lines("o.csv", ",")}


def test_doubts_are_asked_most_frequent_first_in_a_file_that_spreadsheets_open(code) -> None:
    ended, said = code()
    assert ended == 0
    assert "Décisions : 0 ligne codée par un humain, 3 questions ajoutées dans d.csv" in said
    assert Path("d.csv").read_bytes().startswith(codecs.BOM_UTF8)
    rows = lines("d.csv")
    assert tuple(rows[0]) == COLUMNS
    assert [(row["title"], row["count"]) for row in rows] == [
        ("ABATTEUSE (H/F)", "2"),
        ("'=cmd", "1"),
        ("roofing hero", "1"),
    ]
    assert all(
        (row["nomenclature"], row["code"], row["who"], row["when"], row["naf"]) == ("rome4", "", "", "", "")
        for row in rows
    )
    assert rows[0]["proposed"] in (trades.QUARRY, trades.FORESTRY)
    assert rows[0]["label"] in ("Extraction de carrière", "Bûcheronnage et élagage")
    assert rows[0]["question"].startswith("« ABATTEUSE (H/F) » : ")


def test_the_same_run_twice_adds_nothing(code) -> None:
    code()
    before = Path("d.csv").read_bytes(), Path("o.csv").read_bytes()
    assert "0 question ajoutée" in code()[1]
    assert (Path("d.csv").read_bytes(), Path("o.csv").read_bytes()) == before


def test_what_a_human_fills_is_applied_by_the_next_run_whatever_the_writing(code) -> None:
    code()
    filled = (
        Path("d.csv")
        .read_bytes()
        .decode()
        .replace("ABATTEUSE (H/F);;;;rome4;;;", f"ABATTEUSE (H/F);;;;rome4;{trades.QUARRY};Léa;23/11/2026")
    )
    Path("d.csv").write_bytes(filled.encode())
    ended, said = code()
    assert (ended, "2 lignes codées par un humain, 0 question ajoutée" in said) == (0, True)
    assert answers()["1"] == answers()["2"] == (trades.QUARRY, "coded", "1.0000")
    assert Path("d.csv").read_bytes() == filled.encode()


def test_a_title_that_looks_like_a_formula_can_be_decided_too(code) -> None:
    code()
    text = Path("d.csv").read_text(encoding="utf-8").replace("'=cmd;;;;rome4;", f"'=cmd;;;;rome4;{trades.WELDING}")
    Path("d.csv").write_text(text, encoding="utf-8")
    code()
    assert answers()["6"] == (trades.WELDING, "coded", "1.0000")
    assert [row["title"] for row in lines("o.csv", ",")][5] == "=cmd"


def test_the_most_specific_hints_win(code) -> None:
    rows = ["title,naf,code", f"abatteur,,{trades.QUARRY}", f"abatteur,0220Z,{trades.FORESTRY}", ""]
    Path("d.csv").write_text("\n".join(rows), encoding="utf-8")
    code()
    assert (answers()["1"][0], answers()["2"][0]) == (trades.FORESTRY, trades.QUARRY)


@pytest.mark.parametrize(
    ("start", "encoding"),
    [
        ("note;title;CODE;avis de Zoé\nvu;roofing héro;;à voir\n", "cp1252"),
        ('\ufeffnote,title,code\r\n\r\n,"a, b",\r\n', "utf-8"),
        ("code\ttitle\n\troofing hero", "utf-16"),
        ("title|code\n", "utf-8"),
        ("sep=;\ntitle;code\n", "utf-8"),
        ("sep=;\ntitle;code\nroofing hero;\n", "utf-8"),
    ],
)  # fmt: skip
def test_new_questions_come_after_what_was_written_in_its_own_columns_and_encoding(
    code, start: str, encoding: str
) -> None:
    before = start.encode(encoding)
    Path("d.csv").write_bytes(before)
    assert code()[0] == 0
    after = Path("d.csv").read_bytes()
    assert after.startswith(before)
    assert "ABATTEUSE (H/F)" in after.decode(encoding)
    assert code()[0] == 0
    assert Path("d.csv").read_bytes() == after


def test_decisions_of_another_nomenclature_are_neither_applied_nor_touched(code) -> None:
    rows = "title,nomenclature,code\nabatteur,rome3,A1201\n"
    Path("d.csv").write_text(rows, encoding="utf-8")
    code()
    assert answers()["1"][1] == "ask"
    assert Path("d.csv").read_text(encoding="utf-8").startswith(rows)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("title,code\nabatteur,Z9999\n", "La ligne 2 du fichier de décisions donne le code « Z9999 »"),
        (f"title,code\nabatteur,{trades.QUARRY}\n\nABATTEUR,{trades.WELDING}\n", "Les lignes 2 et 4 du fichier de décisions"),
        (f"title,code\n,{trades.QUARRY}\n", "un code à un intitulé vide"),
        ("intitulé,code\na,b\n", "Il faut les colonnes « title » et « code »"),
        ("title,code\na,b,c\n", "a une valeur sans titre de colonne"),
        ('title,code\n"a,\n', "Un guillemet n’est pas refermé"),
        (b"\x00\x01\x02\xff" * 99, "Il faut les colonnes"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_one_sentence_and_nothing_is_written(code, content: str | bytes, said: str) -> None:
    content = content if isinstance(content, bytes) else content.encode()
    Path("d.csv").write_bytes(content)
    ended, shown = code()
    assert (ended, shown.count("\n")) == (2, 1)
    assert said in shown
    assert Path("d.csv").read_bytes() == content
    assert not Path("o.csv").exists()


def test_a_title_that_the_encoding_of_the_file_cannot_write_is_one_sentence(code) -> None:
    Path("titles.csv").write_text("id,title\n1,roofing → hero\n", encoding="utf-8")
    Path("d.csv").write_bytes("title;code;note\nx;;é\n".encode("cp1252"))
    ended, said = code()
    assert (ended, "ne sait pas écrire « → » : enregistrez-le en CSV UTF-8" in said) == (2, True)
    assert not Path("o.csv").exists()


def test_a_folder_in_place_of_the_file_is_one_sentence(code) -> None:
    Path("d.csv").mkdir()
    ended, said = code()
    assert (ended, "« d.csv » ne s’ouvre pas" in said) == (2, True)


def test_a_file_with_nothing_to_ask_is_still_made_with_its_titles_then_read(code) -> None:
    Path("titles.csv").write_text("id,title\n1,Soudeur TIG\n", encoding="utf-8")
    assert code()[0] == code()[0] == 0
    assert Path("d.csv").read_text(encoding="utf-8-sig").splitlines() == [";".join(COLUMNS)]


def test_what_somebody_wrote_while_titles_were_coded_is_not_overwritten(tmp_path: Path, rome: Nomenclature) -> None:
    path = tmp_path / "d.csv"
    for before, after in (("title,code\nx,\n", "title,code\nx,Z1101\n"), ("", "title,code\ny,Z1102\n")):
        path.unlink(missing_ok=True)
        if before:
            path.write_text(before, encoding="utf-8")
        journal = open_journal(path, rome)
        path.write_text(after, encoding="utf-8")
        with pytest.raises(InputError, match=r"« d.csv » a changé pendant le codage : .* relancez la commande\.$"):
            journal.keep(journal.extended([DOUBT]))
        assert path.read_text(encoding="utf-8") == after


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters='"'), max_size=12)


@given_any(st.lists(st.tuples(TEXTS, TEXTS), max_size=4), st.sampled_from(";,\t|"), st.sampled_from(["\n", "\r\n"]))
def test_whatever_was_written_stays_and_the_question_can_be_read_after_it(rows, separator: str, end: str) -> None:
    demo = store(Path("nowhere")).nomenclature("demo")
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(
        [("title", "note", "code"), *((a, b, "") for a, b in rows)]
    )
    content = text.getvalue().encode()
    doubt = Doubt(Title("=Agent; d'accueil, | jour"), Coding("DEMO-U01", 0.4, "review"), 2)
    found = Journal(Path("d.csv"), demo, Decisions({}), content).extended([doubt])
    assert found.startswith(content)
    added = list(csv.reader(io.StringIO(found[len(content) :].decode(), newline=""), delimiter=separator))
    assert added == [["'=Agent; d'accueil, | jour", "", ""]]
