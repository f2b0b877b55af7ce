"""`vivier aid` as a person meets it: the example computed, the table written, every mistake told with its place."""

import csv
import datetime as dt
import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from vivier.aid import compute, rules
from vivier.cli.aid import aid
from vivier.cli.aid_files import example, read_consortium
from vivier.vocabulary import InputError


def run(*words) -> str:
    done = CliRunner().invoke(aid, list(map(str, words)), standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.output


def flat(said: str) -> str:
    """What is said, whatever its lines: only no-break spaces are left as they are."""
    return re.sub(r"[ \n]+", " ", said)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "consortium.toml"
    file.write_text(example(), encoding="utf-8")
    return file


def test_the_example_is_printed_as_it_is_and_computes(path):
    assert run("--example") == example()
    said = run(path, "--rules", "fui", "--on", "2018-01-15")
    assert flat(said).startswith(
        "Capteurs pour la forge — Fonds unique interministériel (FUI), 25e appel, au 15/01/2018 Éligible"
    )
    assert "  Forges du Gier : 283\u202f500,00\xa0€\n" in said
    assert "Aide : 763\u202f500,25\xa0€ pour 1\u202f560\u202f000,50\xa0€ de dépenses." in said
    assert "  Régions : 250\u202f000,00\xa0€ (règle 1)\n" in said
    assert "1. Hypothèse deux tiers – un tiers : quand" in said
    assert "hors de la validité" not in said


def test_rules_alone_list_the_regimes_with_their_validity_and_doubts(path):
    said = run("--rules")
    assert run(path, "--rules") == said
    assert "fui-25 : Fonds unique interministériel (FUI), 25e appel\n  du 11/12/2017 au 01/02/2018 [V] ; " in said
    assert "i-demo : i-Démo (France 2030)\n  du 01/07/2023 sans fin connue [M] ; " in said


def test_the_table_has_a_line_by_cost_each_with_its_rule_and_a_name_no_spreadsheet_computes(path, tmp_path):
    path.write_text(example().replace('"Forges du Gier"', '"=1+1"'), encoding="utf-8")
    run(path, "--rules", "fui-25", "--on", "2018-01-15", "--out", tmp_path / "aide.csv")
    written = (tmp_path / "aide.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")  # without it a French spreadsheet reads « Forge » badly
    rows = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row["aid_eur"] for row in rows] == ["31500,00", "252000,00", "210000,00", "240000,00", "30000,25"]
    assert {row["rate"] for row in rows} == {"0,35", "0,50", "1,00"}
    assert rows[0]["partner"] == "'=1+1"
    assert all(row["rule"] and row["rule_source"] and row["rule_certainty"] for row in rows)
    assert {row["ceiling_rate"] for row in rows if row["partner"].startswith("Labo")} == {""}


def test_what_fails_what_is_capped_and_what_is_not_known_are_told(path):
    alone = example().replace("labelled = true", "labelled = false").replace("publishes = true", "")
    path.write_text(
        alone.replace('size = "mid-cap"', 'size = "large"').replace("720000", "7200000"), encoding="utf-8"
    )
    said = run(path, "--rules", "fui-25", "--on", "2026-11-22")
    assert "Non éligible en l’état" in said
    assert "[NON] Labellisé avant la clôture" in said
    assert "(30\xa0%, ramené au plafond de 25\xa0% ; règles 2 et 3)" in flat(said)
    assert flat(said).index("Attention : le 22/11/2026 est hors de la validité") < flat(said).index("Non éligible")
    path.write_text(example().replace("labelled = true", ""), encoding="utf-8")
    assert "À vérifier : aucune condition n’échoue" in run(path, "--rules", "fui-25")


def test_de_minimis_prints_the_room_left_and_the_letters(path):
    path.write_text(example().replace("2016-05-04", "2026-05-04"), encoding="utf-8")
    said = run(path, "--rules", "de-minimis-2831", "--on", "2026-11-22")
    assert "Ces règles ne posent aucune condition que ce calcul sache vérifier" in flat(said)
    assert "Réduit : Optique du Rhône, de 540\u202f000,50\xa0€ à 275\u202f000,00\xa0€ (règle" in flat(said)
    assert "--- Déclaration des aides de minimis : Optique du Rhône ---" in said
    assert "- 04/05/2026 : 25\u202f000,00\xa0€, Région (Optique du Rhône)" in said


def test_the_day_is_today_when_none_is_said(path):
    said = run(path, "--rules", "fui-25")
    assert any(
        f"au {day:%d/%m/%Y}" in flat(said)
        for day in (dt.datetime.now(tz=dt.UTC).date(), dt.datetime.now(tz=dt.UTC).date() - dt.timedelta(1))
    )


def test_the_file_read_is_the_consortium_of_the_library(path):
    project = read_consortium(path)
    assert [each.name for each in project.partners] == ["Optique du Rhône", "Forges du Gier", "Laboratoire d’optique"]
    assert str(compute(project, rules=rules("fui-25"), today=dt.date(2018, 1, 15)).total_eur) == "763500.25"


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ('role = "lead"', 'role = "partner"', "Aucun partenaire n’est chef de file"),
        ("amount_eur = 480000", "amount_eur = -3", "Partenaire « Optique du Rhône », dépense n° 1 : le montant de la ligne « personnel »"),
        ("amount_eur = 480000", "amount_eur = nan", "Partenaire « Optique du Rhône », dépense n° 1"),
        ("amount_eur = 60000.50", 'amount_eur = "60 000,50"', "Partenaire « Optique du Rhône », dépense n° 2 : le montant de la ligne « sous-traitance » est le texte « 60 000,50 »"),
        ("amount_eur = 60000.50", "amount_eur = 60 000,50", "Ligne 36 de « consortium.toml » : « amount_eur = 60 000,50 » ; écrivez ce montant sans espace ni virgule"),
        ('size = "mid-cap"', 'size = "ETI"', "Partenaire « Forges du Gier » : la taille ne peut pas être « ETI » : écrivez small"),
        ('territory = "labelling"', 'territory = "Loire"', "Partenaire « Forges du Gier » : le territoire ne peut pas être « Loire »"),
        ('category = "experimental"\namount_eur = 90000', 'category = "dev"\namount_eur = 90000', "Partenaire « Forges du Gier », dépense n° 2 : la catégorie de recherche ne peut pas être « dev »"),
        ("granted_on = 2016-05-04", "granted_on = 2016-02-30", "n’est pas un jour ; écrivez-le comme 2025-03-31"),
        ("granted_on = 2016-05-04", 'granted_on = "2016-02-30"', "Partenaire « Optique du Rhône », aide n° 1 : le jour d’octroi"),
        ("granted_on = 2016-05-04", "", "Partenaire « Optique du Rhône », aide n° 1 : il manque « granted_on »"),
        ('kind = "laboratory"', "", "Partenaire « Laboratoire d’optique » : il manque « kind »"),
        ('name = "Forges du Gier"', "", "Chaque partenaire doit porter un nom"),
        ('name = "Forges du Gier"', 'nom = "Forges"', "Partenaire n° 2 : « nom » n’est pas attendu ; clés connues : name, kind"),
        ("[declared]", "declared = 3\n[autre]", "Le projet : « autre » n’est pas attendu"),
        ("market_years = 3", "market_years =", "Ligne 5 de « consortium.toml » : « market_years = # années entre la fin"),
        ("[[partners.costs]]", "[[partners.cost]]", "Partenaire « Optique du Rhône » : « cost » n’est pas attendu"),
        ('nature = "equipment"', "", "Partenaire « Forges du Gier », dépense n° 2 : il manque « nature »"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_with_its_partner_and_its_line(path, good, bad, said):
    assert good in example()
    path.write_text(example().replace(good, bad), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        run(path, "--rules", "fui-25")
    assert said in str(refused.value)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = 'P'\npartners = 3", "Le projet : « partners » doit s’écrire en blocs"),
        ("name = 'P'\ncaps_eur = 3\n[[partners]]\nname='A'\nkind='other'\nrole='lead'", "« caps_eur » doit s’écrire en un bloc"),
        ("name = 'P'", "Le consortium n’a aucun partenaire"),
        ("", "Le projet doit porter un nom"),
        ('name = "P', "Ligne 1 de « consortium.toml »"),
    ],
)  # fmt: skip
def test_a_file_of_another_shape_is_refused(path, text, said):
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        run(path, "--rules", "fui-25")


def test_a_file_that_is_no_text_nothing_given_and_writing_over_the_input_are_refused(path):
    with pytest.raises(InputError, match="Donnez un consortium et des règles"):
        run(path)
    with pytest.raises(InputError, match="il n’a pas été touché"):
        run(path, "--rules", "fui-25", "--out", path)
    path.write_bytes(b"name = '\xe9'")
    with pytest.raises(InputError, match="n’est pas un texte en UTF-8"):
        run(path, "--rules", "fui-25")
