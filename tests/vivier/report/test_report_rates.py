"""The page says how much the pôle’s own data weigh in each rate, and when they weigh nothing."""

import re
from dataclasses import replace

from factories.families import workshop
from factories.study import study as fictional
from vivier.report.page.elements import card
from vivier.report.page.rates import SHOWN, rates
from vivier.study import Figure, Parameters, Row, Study, Table, run

ROWS = {"ensemble": (900, 0.14, 0.13, 0.81), "623f": (300, 0.2, 0.16, 0.6), "628b": (0, 0.0, 0.12, 0.0)}


def words(html: str) -> str:
    plain = re.sub(r"<[^>]*>", " ", html).replace("\u202f", " ").replace("\xa0", " ")
    return " ".join(plain.split())


def told(rows: dict[str, tuple[int, float, float, float]]) -> Study:
    found = tuple(
        Row((code, name), Figure(value, "part", n))
        for code, (n, *values) in rows.items()
        for name, value in zip(("observe", "retenu", "poids"), values, strict=True)
    )
    made = fictional()
    others = tuple(table for table in made.tables if table.name != "taux")
    return replace(made, tables=(*others, Table("taux", "Taux", "Autres départs", ("metier", "taux"), found)))


def test_the_weight_of_local_data_is_in_the_title_and_in_each_line() -> None:
    shown = rates(told(ROWS))
    assert words(shown.title) == "13 % d’autres départs par an ; les données du pôle pèsent 81 % de ce taux"
    said = words(shown.body)
    assert "Ensemble 900 14 % 13 % 81 %" in said
    assert re.search(r" 300 20 % 16 % 60 %", said)


def test_rates_of_all_occupations_alone_speak_of_the_pole_only() -> None:
    shown = rates(told({"ensemble": ROWS["ensemble"]}))
    assert shown.sub == (
        "Autres départs par an, en emploi durable, tous métiers ensemble. Observé : dans les mois déposés. Retenu : une "
        "fois rapproché des taux nationaux. Poids : part des données du pôle dans le taux retenu."
    )


def test_an_occupation_never_seen_is_not_listed() -> None:
    assert "12 %" not in words(rates(told(ROWS)).body)


def test_many_occupations_are_folded() -> None:
    many = {f"62{rank:02d}": (9, 0.1, 0.1, 0.2) for rank in range(SHOWN + 4)}
    shown = rates(told({**ROWS, **many}))
    assert "et 5 autres métiers : voir le tableau" in words(shown.body)


def test_without_flows_it_is_said_that_rates_are_national() -> None:
    made = run(workshop(), parameters=Parameters(horizon=3, draws=100))
    shown = rates(made)
    assert "statistiques nationales" in shown.title
    assert "n’y pèsent rien" in words(card(shown))
