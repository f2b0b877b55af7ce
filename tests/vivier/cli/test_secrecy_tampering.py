"""`vivier audit` before files that somebody changed, and `vivier protect` before registers as people have them."""

import csv
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from factories.tabled import register
from oracles.disclosure import cells
from vivier.cli.main import vivier
from vivier.vocabulary import InputError

SPEC = """value = "turnover"
unit = "unit"
holding = "holding"
[[dimension]]
name = "région"
column = "region"
[[dimension]]
name = "activité"
levels = ["division", "section"]
[[dimension]]
name = "taille"
column = "size"
"""
FIGURES = ("value", "units", "status")
COLUMNS = ("region", "division", "section", "size", *FIGURES)
DIMS = [["region"], ["division", "section"], ["size"]]
HIDDEN = ("primary", "secondary")
SEED = 7
Row = dict[str, str]


def write(path: Path, texts: dict[str, list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(texts)
        writer.writerows(zip(*texts.values(), strict=True))
    return path


def write_rows(path: Path, rows: list[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def run(*words: object) -> tuple[object, str]:
    done = CliRunner().invoke(vivier, list(map(str, words)), standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.return_value, done.output


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("secrecy")
    (made / "spec.toml").write_text(SPEC, encoding="utf-8")
    write(made / "table.csv", register(SEED, 120))
    run("protect", made / "table.csv", "--spec", made / "spec.toml", "--out", made / "out.csv")
    return made


def audited(folder: Path, change: Callable[[list[Row]], list[Row]]) -> tuple[object, str]:
    changed = write_rows(folder / "changed.csv", change(rows_of(folder / "out.csv")))
    return run("audit", changed, "--spec", folder / "spec.toml")


def shown(rows: list[Row]) -> Row:
    return next(each for each in rows if each["status"] == "published" and "T" not in (each["region"], each["size"]))


def edited(column: str, text: str) -> Callable[[list[Row]], list[Row]]:
    def change(rows: list[Row]) -> list[Row]:
        shown(rows)[column] = text
        return rows

    return change


def without(pick: Callable[[list[Row]], Row]) -> Callable[[list[Row]], list[Row]]:
    return lambda rows: [each for each in rows if each is not pick(rows)]


def test_cells_of_few_units_are_attacked_whatever_their_status_says(folder: Path) -> None:
    few = sum(each["status"] in HIDDEN and int(each["units"]) < 3 for each in rows_of(folder / "out.csv"))
    status, said = audited(
        folder, lambda rows: [each | {"status": each["status"].replace("primary", "secondary")} for each in rows]
    )
    assert status == 0
    assert f"{few}\u00a0cases sensibles attaquées" in said
    shifted = {
        codes: sum(e["heads"].values()) for codes, e in cells(register(SEED, 120), DIMS, value="turnover").items()
    }
    status, said = audited(
        folder,
        lambda rows: [
            each
            | (
                {"value": f"{shifted[tuple(each[c] for c in COLUMNS[:4])]:.0f}", "status": "published"}
                if each["status"] == "secondary"
                else {"status": each["status"].replace("primary", "secondary")}
            )
            for each in rows
        ],
    )
    assert (status, "se retrouve exactement" in said) == (1, True)


def test_a_cell_shown_with_too_few_units_is_named(folder: Path) -> None:
    status, said = audited(folder, edited("units", "2"))
    assert (status, "est publiée, alors qu’elle a trop peu d’unités." in said) == (1, True)


@pytest.mark.parametrize(
    "change",
    [
        edited("value", "1"),
        edited("value", "999999"),
        edited("region", "99"),
        without(shown),
        without(lambda rows: rows[0]),
        without(lambda rows: next(each for each in rows if each["region"] != "T" and each["size"] == "T")),
    ],
)
def test_a_file_whose_sums_no_longer_hold_is_refused(folder: Path, change: Callable[[list[Row]], list[Row]]) -> None:
    with pytest.raises(InputError, match=r"« changed\.csv » : La case « .+ » manque ou n’est pas la somme"):
        audited(folder, change)


def test_a_zero_that_is_worth_something_is_refused(folder: Path) -> None:
    with pytest.raises(InputError, match="ne vont pas ensemble"):
        audited(folder, edited("status", "zero"))


@pytest.mark.parametrize(("was", "now"), [('["division", "section"]', '["section"]'), ('"region"', '"pays"')])
def test_a_file_of_another_specification_is_refused_by_its_column(folder: Path, was: str, now: str) -> None:
    (folder / "other.toml").write_text(SPEC.replace(was, now), encoding="utf-8")
    with pytest.raises(InputError, match="que la spécification ne décrit pas"):
        run("audit", folder / "out.csv", "--spec", folder / "other.toml")


def test_a_hierarchy_may_have_one_column_a_level_under_any_name(tmp_path: Path) -> None:
    texts = register(SEED, 120)
    write(tmp_path / "table.csv", {name: texts[name] for name in ("unit", "holding", "naf", "turnover")})
    spec = 'unit = "unit"\nvalue = "turnover"\nholding = "holding"\n[[dimension]]\ncolumn = "naf"\nhierarchy = "{}"\n'
    wide = sorted(set(zip(texts["naf"], texts["division"], texts["section"], strict=True)))
    write(tmp_path / "wide.csv", dict(zip(("group", "division", "section"), zip(*wide, strict=True), strict=True)))
    pairs = sorted({pair for way in wide for pair in pairwise(way)})
    write(tmp_path / "pairs.csv", dict(zip(("child", "parent"), zip(*pairs, strict=True), strict=True)))
    written = []
    for name in ("wide.csv", "pairs.csv"):
        (tmp_path / "spec.toml").write_text(spec.format(name), encoding="utf-8")
        run("protect", tmp_path / "table.csv", "--spec", tmp_path / "spec.toml", "--out", tmp_path / "out.csv")
        written.append((tmp_path / "out.csv").read_text(encoding="utf-8"))
    assert written[0] == written[1]
    assert {each["naf"] for each in rows_of(tmp_path / "out.csv")} >= {"T", "T_", "C", "28", "28.1"}


@pytest.mark.parametrize("titles", ["naf", "child,section", "parent,naf,section"])
def test_a_hierarchy_of_other_columns_is_refused(tmp_path: Path, titles: str) -> None:
    (tmp_path / "naf.csv").write_text(f"{titles}\n{','.join('abc'[: titles.count(',') + 1])}\n", encoding="utf-8")
    (tmp_path / "spec.toml").write_text('unit = "u"\n[[dimension]]\ncolumn = "naf"\nhierarchy = "naf.csv"\n', "utf-8")
    with pytest.raises(InputError, match="une colonne par niveau"):
        run("protect", tmp_path / "t.csv", "--spec", tmp_path / "spec.toml", "--out", tmp_path / "out.csv")


def flat(folder: Path, content: str) -> list[Row]:
    spec = 'unit = "u"\nholding = "h"\nvalue = "v"\n[[dimension]]\ncolumn = "r"\n'
    (folder / "flat.toml").write_text(spec, encoding="utf-8")
    (folder / "flat.csv").write_text(f"u,h,r,v\n{content}", encoding="utf-8")
    run("protect", folder / "flat.csv", "--spec", folder / "flat.toml", "--out", folder / "flat-out.csv")
    return rows_of(folder / "flat-out.csv")


def test_blanks_around_names_do_not_make_other_units_holdings_or_codes(tmp_path: Path) -> None:
    found = flat(tmp_path, "a,g,84,1\nb,g ,84 ,1\n a ,, 84,1\n")
    assert [(each["r"], each["units"], each["status"]) for each in found] == [
        ("T", "2", "primary"), ("84", "2", "primary"),
    ]  # fmt: skip


@pytest.mark.parametrize("content", [" ,g,84,1\n", "a,g, ,1\n"])
def test_a_blank_name_is_no_name(tmp_path: Path, content: str) -> None:
    with pytest.raises(InputError, match="ligne 2"):
        flat(tmp_path, content)


def test_a_decimal_comma_that_is_not_quoted_is_refused_not_cut(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="plus de valeurs que de titres"):
        flat(tmp_path, "a,,84,3,5\nb,,84,1\n")
    assert flat(tmp_path, 'a,,84,"3,5"\nb,,84,1\nc,,84,3\nd,,84,1,,\n')[0]["value"] == "8.5"


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("value", ["turnover", ""])
def test_no_hidden_value_is_in_what_is_written_or_said(tmp_path: Path, seed: int, value: str) -> None:
    texts = register(seed, 90)
    texts["turnover"] = [f"{int(each) + 1}{at + 1000}" for at, each in enumerate(texts["turnover"])]
    (tmp_path / "spec.toml").write_text(SPEC if value else SPEC.split("\n", 1)[1], encoding="utf-8")
    out, at = tmp_path / "out.csv", tmp_path / "spec.toml"
    _, said = run("protect", write(tmp_path / "t.csv", texts), "--spec", at, "--out", out)
    _, told = run("audit", out, "--spec", at)
    expected = cells(texts, DIMS, value=value)
    for each in rows_of(out):
        if each["status"] in HIDDEN:
            assert not each["value"]
            true = f"{sum(expected[tuple(each[c] for c in COLUMNS[:4])]['heads'].values()):.0f}"
            assert value or not each["units"]
            same = any(row["value"] == true for row in rows_of(out))
            assert not value or same or true not in said + told + out.read_text(encoding="utf-8")
