"""A study: prepared, run, read tab by tab, compared, exported; the same figures everywhere."""

import csv
import io
import json
import re

import pytest
from django.test import Client
from openpyxl import load_workbook

from factories.cluster import Cluster, founded
from factories.collected import collected
from vivier.report.data_file import measures
from vivier_web.skills.actions.runs import work_out
from vivier_web.skills.actions.studies import plan_study, queue_run
from vivier_web.skills.choices import RunState
from vivier_web.skills.models import Run, Study
from vivier_web.skills.published import published_run

TABS = ("effectif", "metiers", "departs", "scenarios", "exposition", "qualite")
READERS = ("team", "director", "governance", "board", "network", "operator")
OTHERS = ("expert", "member", "accountant", "employee", "trainer", "state", "region", "local")


@pytest.fixture
def run(pole: Cluster) -> Run:
    study = plan_study(collected(pole.pole), "Étude 2026", {"horizon": 3, "draws": 100}, by=pole.people["team"])
    return work_out(queue_run(study, by=None).pk)


def test_a_study_is_prepared_and_its_run_is_asked_for(
    signed_in: object, pole: Cluster, django_capture_on_commit_callbacks: object
) -> None:
    wave = collected(pole.pole)
    form = {"wave": wave.pk, "name": "", "perimeter": "all", "horizon": 2, "draws": 1000, "seed": 1}
    with django_capture_on_commit_callbacks(execute=True):
        answer = signed_in("team").post("/prevoir/etudes/nouvelle/", form)
    made = Run.objects.get()
    assert answer["Location"] == f"/prevoir/calculs/{made.pk}/"
    assert (made.state, made.study.name) == (RunState.DONE, "Étude Janvier 2026")
    assert made.study.parameters["region"] is None


def test_a_horizon_too_far_is_refused_beside_its_field(signed_in: object, pole: Cluster) -> None:
    form = {"wave": collected(pole.pole).pk, "perimeter": "all", "horizon": 99, "draws": 1000, "seed": 1}
    answer = signed_in("team").post("/prevoir/etudes/nouvelle/", form)
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert not Study.objects.exists()


@pytest.mark.parametrize("tab", ["", *(f"{tab}/" for tab in TABS)])
def test_every_tab_shows_cards_and_where_their_figures_come_from(signed_in: object, run: Run, tab: str) -> None:
    page = signed_in("team").get(f"/prevoir/calculs/{run.pk}/{tab}").content.decode()
    assert '<article class="card' in page
    assert "style=" not in re.sub(r"<link[^>]*>", "", page)  # the policy of the site refuses inline styles
    if tab != "qualite/":
        assert page.count("D’où vient ce chiffre") >= 1
        assert run.inputs_sha256[:16] in page


def test_the_summary_says_what_is_hidden_and_each_headline_where_it_comes_from(signed_in: object, run: Run) -> None:
    page = signed_in("board").get(f"/prevoir/calculs/{run.pk}/").content.decode()
    assert "Les petites cases sont des personnes" in page
    facts = page.partition('<ul class="facts"')[2].partition("</ul>")[0]
    assert facts.count("<details") == len(published_run(run).study.facts)
    assert "/prevoir/methode/projection/" in facts


def test_an_unknown_tab_run_or_kind_of_file_is_not_found(signed_in: object, run: Run) -> None:
    browser = signed_in("team")
    for url in (
        f"{run.pk}/secret/",
        "999/",
        "999/avancement/",
        f"{run.pk}/export.exe",
        "999/export.pdf",
        "999/comparer/",
    ):
        assert browser.get(f"/prevoir/calculs/{url}").status_code == 404, url


@pytest.mark.parametrize("kind", OTHERS)
def test_who_may_not_read_studies_reads_none_of_their_pages(signed_in: object, run: Run, kind: str) -> None:
    for url in (
        "etudes/", f"etudes/{run.study_id}/", f"calculs/{run.pk}/", f"calculs/{run.pk}/export.json",
        f"calculs/{run.pk}/comparer/", f"calculs/{run.pk}/avancement/", "vagues/", "methode/secret/",
    ):  # fmt: skip
        assert signed_in(kind).get(f"/prevoir/{url}").status_code == 403, url


@pytest.mark.parametrize("kind", READERS)
def test_readers_read_and_only_the_team_runs(signed_in: object, run: Run, kind: str) -> None:
    browser = signed_in(kind)
    assert browser.get(f"/prevoir/calculs/{run.pk}/").status_code == 200
    again = browser.post(f"/prevoir/etudes/{run.study_id}/relancer/").status_code
    assert again == (302 if kind in ("team", "director") else 403)


def test_another_pole_sees_nothing(run: Run) -> None:
    other, browser = founded("plasturgie", first=1), Client()
    browser.force_login(other.people["team"])
    for url in (f"calculs/{run.pk}/", f"etudes/{run.study_id}/", f"calculs/{run.pk}/export.csv"):
        assert browser.get(f"/prevoir/{url}").status_code == 404, url
    assert "Étude 2026" not in browser.get("/prevoir/etudes/").content.decode()


def test_progress_asks_for_the_results_once_they_are_there(signed_in: object, run: Run) -> None:
    browser = signed_in("team")
    assert browser.get(f"/prevoir/calculs/{run.pk}/avancement/")["HX-Refresh"] == "true"
    waiting = queue_run(run.study, by=None)
    answer = browser.get(f"/prevoir/calculs/{waiting.pk}/avancement/")
    assert "HX-Refresh" not in answer
    assert "attend son tour" in answer.content.decode()
    page = browser.get(f"/prevoir/calculs/{waiting.pk}/").content.decode()
    assert 'http-equiv="refresh"' in page  # without JavaScript too


def test_a_failed_run_says_why_and_what_is_safe(signed_in: object, pole: Cluster) -> None:
    study = plan_study(collected(pole.pole, members=2), "", {"horizon": 2, "draws": 100}, by=None)
    failed = work_out(queue_run(study, by=None).pk)
    page = signed_in("team").get(f"/prevoir/calculs/{failed.pk}/").content.decode()
    assert "au moins trois membres" in page
    assert "Rien n’est perdu" in page
    assert signed_in("team").get(f"/prevoir/calculs/{failed.pk}/export.pdf").status_code == 404


def test_two_runs_are_compared_figure_by_figure(signed_in: object, run: Run) -> None:
    same = work_out(queue_run(run.study, by=None).pk)
    url = f"/prevoir/calculs/{run.pk}/comparer/"
    assert "octet pour octet" in signed_in("team").get(url, {"avec": same.pk}).content.decode()
    other = plan_study(run.study.wave, "Cinq ans", {"horizon": 5, "draws": 100}, by=None)
    longer = work_out(queue_run(other, by=None).pk)
    page = signed_in("team").get(url, {"avec": longer.pk}).content.decode()
    assert "Ce qui change d’un calcul à l’autre" in page
    assert re.search(r'data-t="Écart">\+', page)
    assert '<span class="tag warm">change</span>' in page


def figures_of(run: Run) -> list[dict[str, object]]:
    """Every figure of a run, as measures."""
    return [measures(row.figure) for table in published_run(run).study.tables for row in table.rows]


def test_every_export_holds_the_same_figures(signed_in: object, run: Run) -> None:
    browser = signed_in("team")
    files = {kind: browser.get(f"/prevoir/calculs/{run.pk}/export.{kind}") for kind in ("json", "csv", "xlsx")}
    assert all(f"etude-{run.study_id}-calcul-1.{kind}" in one["Content-Disposition"] for kind, one in files.items())
    expected = figures_of(run)
    names = list(expected[0])
    said = json.loads(files["json"].content)
    assert [{n: line[n] for n in names} for t in said["tableaux"].values() for line in t["lignes"]] == expected
    lines = csv.DictReader(io.StringIO(files["csv"].content.decode("utf-8-sig")), delimiter=";")
    plain = [{n: "" if one[n] is None else str(one[n]) for n in names} for one in expected]
    assert [{n: line[n] for n in names} for line in lines] == plain
    book = load_workbook(io.BytesIO(files["xlsx"].content), read_only=True)
    found = []
    for table in published_run(run).study.tables:
        head, *rows = book[table.name].iter_rows(values_only=True)
        found += [{n: row[head.index(n)] for n in names} for row in rows]
    assert found == expected


def test_the_page_and_the_file_say_the_same_headlines(signed_in: object, run: Run) -> None:
    page = signed_in("team").get(f"/prevoir/calculs/{run.pk}/").content.decode()
    from vivier.report.figures import figure

    for fact in published_run(run).study.facts:
        assert f"<b>{figure(fact.figure)}</b>" in page, fact.name


@pytest.mark.parametrize("studies", [1, 3])
def test_the_list_of_studies_costs_as_many_queries_whatever_its_length(
    signed_in: object, pole: Cluster, studies: int, django_assert_num_queries: object
) -> None:
    wave = collected(pole.pole, members=0)
    for rank in range(studies):
        queue_run(plan_study(wave, f"Étude {rank}", {}, by=None), by=None)
    browser = signed_in("team")
    with django_assert_num_queries(7):
        browser.get("/prevoir/etudes/")


def test_a_tab_costs_few_queries(signed_in: object, run: Run, django_assert_num_queries: object) -> None:
    browser = signed_in("team")
    with django_assert_num_queries(6):
        browser.get(f"/prevoir/calculs/{run.pk}/departs/")


@pytest.mark.parametrize("name", ["projection", "etude", "lecture", "codage", "secret"])
def test_method_notes_are_pages_without_inline_style(signed_in: object, name: str) -> None:
    page = signed_in("board").get(f"/prevoir/methode/{name}/").content.decode()
    assert "<h2>" in page
    assert "style=" not in page
    assert signed_in("board").get("/prevoir/methode/autre/").status_code == 404


def test_an_empty_room_says_what_to_do(signed_in: object, pole: Cluster) -> None:
    assert "Aller aux vagues" in signed_in("team").get("/prevoir/etudes/").content.decode()
    assert "Aller aux vagues" in signed_in("team").get("/prevoir/etudes/nouvelle/").content.decode()
    assert "Ouvrir la première vague" in signed_in("team").get("/prevoir/vagues/").content.decode()
    collected(pole.pole, members=0)
    assert "Préparer la première étude" in signed_in("team").get("/prevoir/etudes/").content.decode()
