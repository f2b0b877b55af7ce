"""`vivier protect` and `vivier audit` as a person meets them."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from factories.tabled import NESTED, register
from oracles.disclosure import cells, is_sensitive
from vivier.cli.main import vivier
from vivier.cli.protected import read_published
from vivier.cli.records import read_records, read_spec
from vivier.disclosure import tables_of
from vivier.disclosure.records import records_of
from vivier.vocabulary import InputError

SPEC = """value = "turnover"
unit = "unit"
holding = "holding"
[[dimension]]
name = "région"
column = "region"
[[dimension]]
name = "activité"
column = "division"
levels = ["division", "section"]
"""
DIMS = [["region"], ["division", "section"]]


def write(path: Path, texts: dict[str, list[str]], separator: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow(texts)
        writer.writerows(zip(*texts.values(), strict=True))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "spec.toml").write_text(SPEC, encoding="utf-8")
    write(tmp_path / "table.csv", register(2, 45))
    return tmp_path


def run(*words: object) -> tuple[object, str]:
    done = CliRunner().invoke(vivier, list(map(str, words)), standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.return_value, done.output


def protected(folder: Path, name: str = "table.csv", out: str = "out.csv") -> tuple[object, str]:
    return run("protect", folder / name, "--spec", folder / "spec.toml", "--out", folder / out)


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_one_row_a_cell_is_written_and_no_hidden_value(folder: Path) -> None:
    _, said = protected(folder)
    expected = cells(register(2, 45), DIMS, value="turnover")
    found = {(each["region"], each["division"], each["section"]): each for each in lines(folder / "out.csv")}
    assert list(next(iter(found.values()))) == ["region", "division", "section", "value", "units", "status"]
    assert set(found) == set(expected)
    for codes, each in found.items():
        heads = expected[codes]["heads"]
        assert (each["status"] == "primary") == is_sensitive(heads)
        assert each["units"] == str(len(expected[codes]["units"]))
        assert each["value"] == ("" if each["status"] in ("primary", "secondary") else f"{sum(heads.values()):.0f}")
    assert "Rien n’est trahi" in said


def test_what_is_written_passes_the_audit(folder: Path) -> None:
    protected(folder)
    status, said = run("audit", folder / "out.csv", "--spec", folder / "spec.toml")
    assert (status, "Rien n’est trahi" in said) == (0, True)


def test_two_processes_say_the_same(folder: Path) -> None:
    protected(folder)
    words = ("audit", folder / "out.csv", "--spec", folder / "spec.toml")
    assert run(*words, "--executor", "local:2") == run(*words)


def test_the_audit_names_what_is_betrayed_and_says_so_to_the_shell(folder: Path) -> None:
    protected(folder)
    texts = register(2, 45)
    shown = {codes: sum(each["heads"].values()) for codes, each in cells(texts, DIMS, value="turnover").items()}
    columns = ("region", "division", "section", "value", "units", "status")
    opened = [
        each | {"value": f"{shown[each['region'], each['division'], each['section']]:.0f}", "status": "published"}
        if each["status"] == "secondary"
        else each
        for each in lines(folder / "out.csv")
    ]
    write(folder / "wrong.csv", {column: [each[column] for each in opened] for column in columns})
    status, said = run("audit", folder / "wrong.csv", "--spec", folder / "spec.toml")
    assert status == 1
    assert "se retrouve exactement" in said
    together, told = run("audit", folder / "out.csv", "--spec", folder / "spec.toml", "--with", folder / "wrong.csv")
    assert (together, "La case « " in told) == (1, True)


def test_one_member_more_is_refused_and_nothing_is_written(folder: Path) -> None:
    protected(folder)
    texts = register(2, 45)
    more = {name: [*column, column[0]] for name, column in texts.items()} | {"unit": [*texts["unit"], "new"]}
    write(folder / "more.csv", more | {"holding": [*texts["holding"], ""]})
    with pytest.raises(InputError, match="seraient trahies"):
        run(
            "protect", folder / "more.csv", "--spec", folder / "spec.toml", "--out", folder / "later.csv",
            "--with", folder / "out.csv",
        )  # fmt: skip
    assert not (folder / "later.csv").exists()


def test_records_are_the_same_zipped_and_with_semicolons(folder: Path) -> None:
    spec, _ = read_spec(folder / "spec.toml")
    zipped = folder / "table.csv.gz"
    zipped.write_bytes(gzip.compress(write(folder / "pv.csv", register(2, 45), ";").read_bytes()))
    first, second = (read_records(path, spec, lambda *_: None) for path in (folder / "table.csv", zipped))
    assert tables_of(first, spec).values.tolist() == tables_of(second, spec).values.tolist()
    assert len(first) == len(second) == 45


def test_a_hierarchy_beside_the_specification_is_read(folder: Path) -> None:
    (folder / "naf.csv").write_text("child,parent\n01,A\n28,C\n29,C\n97,T\n", encoding="utf-8")
    tree = (
        'unit = "unit"\nvalue = "turnover"\n[[dimension]]\nname = "a"\ncolumn = "division"\nhierarchy = "naf.csv"\n'
    )
    (folder / "spec.toml").write_text(tree, encoding="utf-8")
    protected(folder)
    assert {each["division"] for each in lines(folder / "out.csv")} >= {"T", "A", "C", "T_", "28"}


def test_counts_are_protected_too(folder: Path) -> None:
    (folder / "spec.toml").write_text(SPEC.replace('value = "turnover"\n', ""), encoding="utf-8")
    protected(folder)
    hidden = [each for each in lines(folder / "out.csv") if each["status"] in ("primary", "secondary")]
    assert hidden
    assert {(each["value"], each["units"]) for each in hidden} == {("", "")}
    assert run("audit", folder / "out.csv", "--spec", folder / "spec.toml")[0] == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"unit,holding,region,division,section,turnover\n", "titres"),
        (b"unit,holding,region,division,turnover\n1,,84,28,3\n", "la colonne « section »"),
        (b"unit,holding,region,division,section,turnover\n1,,84,28,C,-3\n", "nombre positif"),
        (b"unit,holding,region,division,section,turnover\n1,,84,28,C,NaN\n", "nombre positif"),
        (b"unit,holding,region,division,section,turnover\n1,,,28,C,3\n", "code de « region » est absent"),
        (b"unit,holding,region,division,section,turnover\n1,,84,28\n", "plus courte"),
        (b"unit,unit,holding,region,division,section,turnover\n1,1,,84,28,C,3\n", "deux fois"),
        (b"unit,holding,region,division,section,turnover\n1,,84,28,\xe9,3\n", "UTF-8"),
        (b"unit,holding,region,division,section,turnover\n1,,84,28,A,3\n2,,84,28,C,3\n", "emboîtée"),
    ],
)
def test_records_that_cannot_be_taken_are_refused(folder: Path, content: bytes, words: str) -> None:
    (folder / "table.csv").write_bytes(content)
    with pytest.raises(InputError, match=words) as refused:
        protected(folder)
    assert str(refused.value).endswith(".")
    assert not (folder / "out.csv").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("value = ", "TOML"),
        (SPEC + "[rules]\nmin_units = 2\n", "durcie"),
        (SPEC + "[rules]\nmax_share = 0.95\n", "durcie"),
        (SPEC.replace("region", "pays"), "« pays »"),
    ],
)
def test_a_specification_that_does_not_hold_is_refused(folder: Path, text: str, words: str) -> None:
    (folder / "spec.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        protected(folder)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("84,T,T,beaucoup,3,published", "positif"),
        ("84,T,T,3,-1,published", "positif"),
        ("84,T,T,,3,published", "ne vont pas"),
        ("84,28,T,3,3,published", "tous ses niveaux"),
    ],
)
def test_a_published_file_that_cannot_be_read_is_refused(folder: Path, row: str, words: str) -> None:
    (folder / "bad.csv").write_text(f"region,division,section,value,units,status\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match=words):
        run("audit", folder / "bad.csv", "--spec", folder / "spec.toml")


def test_a_margin_published_elsewhere_may_lack_the_columns_it_sums_over(folder: Path) -> None:
    spec, _ = read_spec(folder / "spec.toml")
    (folder / "margin.csv").write_text("region,value,units,status\n84,120,9,published\n", encoding="utf-8")
    assert read_published(folder / "margin.csv", spec).codes == (("84", "T", "T"),)


def test_the_file_to_protect_is_never_written_over(folder: Path) -> None:
    with pytest.raises(InputError, match="aussi un fichier à lire"):
        protected(folder, out="table.csv")


def test_a_file_that_does_not_open_is_named(folder: Path) -> None:
    with pytest.raises(InputError, match="« absent.csv » ne s’ouvre pas".replace(".", "[.]")):
        protected(folder, name="absent.csv")


def test_what_is_read_back_is_what_was_published(folder: Path) -> None:
    protected(folder)
    spec, _ = read_spec(folder / "spec.toml")
    found = read_published(folder / "out.csv", spec)
    made = tables_of(records_of(register(2, 45), spec), spec)
    assert found.codes == made.codes
    assert found.values[~found.hidden].tolist() == made.values[~found.hidden].tolist()
    assert NESTED.columns != spec.columns


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (b"3,,84,28\n", "la ligne 6 est plus courte"),
        (b"3,,84,28,C,3,9\n", "la ligne 6 a plus de valeurs"),
        (b"3,,84,28,C,-3\n", "ligne 6 : « turnover »"),
        (b",,84,28,C,3\n", "ligne 6 : l’unité"),
    ],
)
def test_a_row_that_is_refused_is_named_by_its_line_in_the_file(folder: Path, row: bytes, words: str) -> None:
    blank_and_double = b'1,,84,28,C,3\n\n"2\nbis",,84,28,C,3\n'  # lines 2, 3 (blank), 4 and 5
    (folder / "table.csv").write_bytes(b"unit,holding,region,division,section,turnover\n" + blank_and_double + row)
    with pytest.raises(InputError, match=words):
        protected(folder)


def test_lines_are_counted_over_the_whole_file(folder: Path) -> None:
    rows = "".join(f"{at},,84,28,C,3\n" for at in range(4_500))
    (folder / "table.csv").write_text(
        f"unit,holding,region,division,section,turnover\n{rows}9,,84\n", encoding="utf-8"
    )
    with pytest.raises(InputError, match="la ligne 4502 est plus courte"):
        protected(folder)


def test_another_file_may_say_neither_units_nor_status(folder: Path) -> None:
    spec, _ = read_spec(folder / "spec.toml")
    (folder / "bare.csv").write_text("region,value\n84,120\n11,\n93,0\n", encoding="utf-8")
    found = read_published(folder / "bare.csv", spec)
    assert found.status == ("published", "secondary", "zero")
    assert np.isnan(found.units).all()
    with pytest.raises(InputError, match="« units », « status »"):
        read_published(folder / "bare.csv", spec, is_whole=True)


def test_a_figure_that_moved_where_units_are_not_said_is_feared(folder: Path) -> None:
    protected(folder)
    (folder / "bare.csv").write_text("value\n1\n", encoding="utf-8")
    code, said = run("audit", folder / "out.csv", "--spec", folder / "spec.toml", "--with", folder / "bare.csv")
    assert (code, "« ensemble »" in said) == (1, True)


def test_a_group_that_left_is_refused_where_past_records_are_given(folder: Path) -> None:
    stay = [
        (f"{r}{s}{at}", "", r, s[0], s, 1000 + 100 * at)
        for r in ("84", "11")
        for s in ("A1", "C1")
        for at in range(5)
    ]
    group = [(f"G{at}", "G", "11", "C", "C1", 4000 - at) for at in range(3)]
    titles = ("unit", "holding", "region", "section", "division", "turnover")
    for name, lines_of in (("now.csv", stay), ("then.csv", stay + group)):
        turned = zip(*lines_of, strict=True)
        write(folder / name, {title: [*map(str, column)] for title, column in zip(titles, turned, strict=True)})
    assert protected(folder, "then.csv", "past.csv")[0] is None
    words = ("protect", folder / "now.csv", "--spec", folder / "spec.toml", "--out", folder / "out.csv")
    with pytest.raises(InputError, match="« division C1 »"):
        run(*words, "--with", folder / "past.csv", "--before", folder / "then.csv")
    assert not (folder / "out.csv").exists()
    with pytest.raises(InputError, match="avec un --with"):
        run(*words, "--before", folder / "then.csv")
