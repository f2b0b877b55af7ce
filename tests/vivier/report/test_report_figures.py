"""Every number of the page is a number of the study: read back from the cells, row by row."""

import re
from collections import Counter
from functools import cache

import pytest

from factories.pages import STUDIES, card, heads, lines, page_of, shown, study_of, title, whole
from factories.study import count, tiny, with_rows
from vivier.report.page import document
from vivier.report.reading import label, pcs_label
from vivier.study import Row
from vivier.study.exposure import exposed

pytestmark = pytest.mark.xdist_group("report pages")
SOME = ["a pôle", "three people", "all retiring", "one year ahead", "thirty years ahead", "four hundred members"]
ALL, TOTAL = "ensemble", "total"
SECTIONS = ("couverture", "effectif", "ages", "departs", "exposition")


@pytest.fixture(params=SOME)
def name(request):
    return request.param


@cache
def figures(name, table):
    return {row.keys: row.figure for row in study_of(name).table(table).rows}


@cache
def by_label(name, table, *rest, axis=0):
    """The figures of one table whose other keys are `rest`, by the words that the page gives to their first key."""
    return {
        label(study_of(name), keys[axis]): figure
        for keys, figure in figures(name, table).items()
        if keys[1:] == rest and keys[0] != ALL
    }


def test_two_occupations_never_share_their_words(name):
    codes = [keys[0] for keys in figures(name, "metiers")]
    assert len({label(study_of(name), code) for code in codes}) == len(codes)


def test_every_occupation_has_its_headcount_and_its_seniors(name):
    counted, old, oldest = (by_label(name, table) for table in ("metiers", "seniors_55", "seniors_60"))
    found = lines(card(page_of(name), "metiers"))
    assert sorted(row[0] for row in found) == sorted(counted)
    for occupation, people, over_55, over_60 in found:
        assert whole(people) == counted[occupation].value
        for cell, wanted in ((over_55, old), (over_60, oldest)):
            assert shown(cell).agrees_with(wanted[occupation]) if occupation in wanted else cell == "âge non connu"
    sizes = [whole(row[1]) for row in found]
    assert sizes == sorted(sizes, reverse=True)


def test_contracts_by_sex_add_up_to_the_headcount(name):
    wanted = Counter()
    for (_, _, sex, contract), figure in figures(name, "effectif").items():
        wanted[label(study_of(name), contract), {"H": "Hommes", "F": "Femmes"}[sex]] += figure.value
    article = card(page_of(name), "effectif")
    _, *sexes, _, _ = heads(article)[0]
    total = figures(name, "metiers")[ALL,].value
    found = lines(article)
    assert sum(whole(row[-2]) for row in found) == total
    for contract, *counts, both, share in found:
        assert [whole(n) for n in counts] == [wanted[contract, sex] for sex in sexes]
        assert whole(both) == sum(map(whole, counts))
        told = shown(share)
        scale = 1 if told.is_share else total
        assert told.low <= whole(both) / total * scale <= told.high


def test_the_oldest_occupations_are_those_of_twenty_people_and_more_the_oldest_first(name):
    old, oldest = by_label(name, "seniors_55"), by_label(name, "seniors_60")
    found = lines(card(page_of(name), "seniors_55"))
    assert {row[0] for row in found} == {occupation for occupation, figure in old.items() if figure.n >= 20}
    for occupation, over_55, over_60, n in found:
        assert shown(over_55).agrees_with(old[occupation])
        assert shown(over_60).agrees_with(oldest[occupation])
        assert whole(n) == old[occupation].n
    shares = [old[row[0]].value for row in found]
    assert shares == sorted(shares, reverse=True)


def test_the_table_of_ages_is_the_pyramid_of_everybody(name):
    wanted = Counter()
    for (occupation, age, sex), figure in figures(name, "pyramide").items():
        if occupation == ALL:
            wanted[label(study_of(name), age), {"H": "Hommes", "F": "Femmes"}[sex]] += figure.value
    article = card(page_of(name), "pyramide")
    _, *sexes, _ = heads(article)[0]
    found = {row[0]: row[1:] for row in lines(article)}
    assert {age for age, _ in wanted} <= set(found)
    for age, (*counts, both) in found.items():
        assert [whole(n) for n in counts] == [wanted[age, sex] for sex in sexes]
        assert whole(both) == sum(map(whole, counts))


def test_the_ages_of_each_occupation_add_up_to_its_headcount(name):
    page, counted = page_of(name), by_label(name, "metiers")
    articles = [article for article in page.all("article") if article.has_class("multiples")]
    if len(counted) < 2:
        assert articles == []
        return
    (article,) = articles
    found = lines(article)
    assert len(found) == len(counted)
    for occupation, *ages, total in found:
        assert sum(map(whole, ages)) == whole(total) == counted[occupation].value


def test_openings_are_those_of_the_study_the_most_first(name):
    total, careers, others = (by_label(name, "postes", TOTAL, cause) for cause in ("toutes", "retraite", "autre"))
    found = lines(card(page_of(name), "postes"))
    assert sorted(row[0] for row in found) == sorted(total)
    for occupation, n, retiring, leaving, both in found:
        assert whole(n) == total[occupation].n
        for cell, wanted in ((retiring, careers), (leaving, others), (both, total)):
            assert shown(cell).agrees_with(wanted[occupation]), (occupation, cell)
    values = [total[row[0]].value for row in found]
    assert values == sorted(values, reverse=True)


def test_departures_are_told_year_by_year_and_cause_by_cause(name):
    wanted, horizon = figures(name, "departs"), study_of(name).horizon
    found = lines(card(page_of(name), "departs"))
    years = [str(2027 + rank) for rank in range(horizon)]
    assert [row[0] for row in found] == [*years, "Total"]
    for year, *cells in found:
        for cause, cell in zip(("retraite", "autre", "toutes"), cells, strict=True):
            assert shown(cell).agrees_with(wanted[ALL, TOTAL if year == "Total" else year, cause]), (year, cause)


def test_the_headcount_without_hiring_is_told_year_by_year_with_both_intervals(name):
    wanted = figures(name, "effectif_sans_embauche")
    found = lines(card(page_of(name), "effectif_sans_embauche"))
    assert len(found) == study_of(name).horizon
    for year, value, inner, outer in found:
        figure = wanted[ALL, year]
        assert shown(f"{value} {inner}").agrees_with(figure)
        low, high = (whole(end) for end in outer.strip("[]").split("\u202f;\u00a0"))
        assert abs(low - figure.interval_95.low) <= 0.5
        assert abs(high - figure.interval_95.high) <= 0.5


def test_the_exposure_of_every_projected_occupation_is_in_a_table_the_whole_last(name):
    retiring, leaving = (by_label(name, "exposition", axis) for axis in ("retraite", "rotation"))
    found = lines(card(page_of(name), "exposition"))
    assert found[-1][0] == "Ensemble"
    assert shown(found[-1][1]).agrees_with(figures(name, "exposition")[ALL, "retraite"])
    assert sorted(row[0] for row in found[:-1]) == sorted(retiring)
    for occupation, career, other, n in found[:-1]:
        assert shown(career).agrees_with(retiring[occupation]), (occupation, career)
        assert shown(other).agrees_with(leaving[occupation]), (occupation, other)
        assert whole(n) == retiring[occupation].n


def test_what_to_treat_first_is_what_the_study_calls_exposed(name):
    study = study_of(name)
    hot = {label(study, code) for code in exposed(study.table("exposition"))}
    ends = by_label(name, "departs", TOTAL, "retraite")
    section = page_of(name).first("section", id="exposition")
    article = section.all("article")[-1]
    found = lines(article)
    assert {row[0] for row in found} == hot
    for occupation, _share, careers, openings, n in found:
        assert shown(careers).agrees_with(ends[occupation])
        assert shown(openings).agrees_with(by_label(name, "postes", TOTAL, "toutes")[occupation])
        assert whole(n) == ends[occupation].n
    assert [ends[row[0]].value for row in found] == sorted((ends[one].value for one in hot), reverse=True)


def test_every_member_is_there_with_its_size_the_largest_first(name):
    wanted = Counter({row.keys[0]: row.figure.value for row in study_of(name).table("membres").rows})
    found = lines(card(page_of(name), "membres"))
    assert {row[0].replace("\u202f", ""): whole(row[-1]) for row in found} == wanted
    assert all(row[2] == "31/01/2026" for row in found)
    sizes = [whole(row[-1]) for row in found]
    assert sizes == sorted(sizes, reverse=True)


def test_coverage_tells_every_population_and_never_a_figure_nobody_gave(name):
    wanted = study_of(name).table("couverture").rows
    found = lines(card(page_of(name), "couverture"))
    assert [row[0].lower() for row in found] == [row.keys[0].replace("_", " ") for row in wanted]
    for row, (_, origin, people) in zip(wanted, found, strict=True):
        if row.figure is None:
            assert (origin, people) == ("à\u00a0déclarer", "non déclaré")
        else:
            assert whole(people) == row.figure.value


def test_those_who_are_not_projected_are_counted_by_contract(name):
    wanted = by_label(name, "hors_projection")
    article = card(page_of(name), "hors_projection")
    assert {row[0]: whole(row[1]) for row in lines(article)} == {key: f.value for key, f in wanted.items() if f.value}
    if wanted:
        assert whole(title(article).split("\u00a0")[0]) == sum(figure.value for figure in wanted.values())


def test_headlines_are_the_first_facts_with_their_interval_and_their_n(name):
    facts = study_of(name).facts
    found = page_of(name).first("ul", **{"class": "facts"}).all("li")
    assert len(found) == len(facts)
    for fact, item in zip(facts, found, strict=True):
        value, words, warrant = item.first("b").text, item.first("span").text, item.first("a").text
        bracket = re.fullmatch(r"80\u00a0% : (.*) à (.*), n = .*", warrant.replace("\u202f:", " :"))
        around = f" [{bracket[1]}\u202f;\u00a0{bracket[2]}]" if bracket else ""
        assert shown(value + around).agrees_with(fact.figure)
        assert words.replace("\u00a0", " ") == fact.label
        assert whole(re.search(r"([\d\u202f]+)$", warrant)[1]) == fact.figure.n


def numbers(text):
    return [int(found.replace("\u202f", "")) for found in re.findall(r"\d{1,3}(?:\u202f\d{3})+|\d+", text)]


def school(value):
    """Round halves up, a hundredth of a hundredth below counting as a half."""
    return int(value + 0.5 + 1e-9)


@pytest.mark.parametrize("name", ["a pôle", "four hundred members", "thirty years ahead"])
def test_titles_state_the_numbers_of_their_own_tables_and_no_other(name):
    study, last = study_of(name), 2026 + study_of(name).horizon
    people = figures(name, "metiers")[ALL,].value
    sizes = sorted((figure.value for figure in by_label(name, "metiers").values()), reverse=True)
    members = [row.figure.value for row in study.table("membres").rows]
    cdi = sum(figure.value for keys, figure in figures(name, "effectif").items() if keys[3] == "CDI")
    old = [figure.value for figure in by_label(name, "seniors_55").values() if figure.n >= 20]
    stock, departs = figures(name, "effectif_sans_embauche"), figures(name, "departs")
    hot = len(exposed(study.table("exposition")))

    def percent(part, of=1):
        return school(100 * part / of)

    wanted = {
        "couverture": [people, 4],
        "membres": [len(members), percent(max(members), people)],
        "metiers": [len(sizes), percent(sum(sizes[:10]), people)],
        "effectif": [percent(cdi, people)],
        "pyramide": [percent(figures(name, "seniors_55")[ALL,].value), 55],
        "seniors_55": [percent(min(old)), percent(max(old)), 55],
        "effectif_sans_embauche": [stock[ALL, str(last)].n, school(stock[ALL, str(last)].value), last],
        "departs": [school(departs[ALL, TOTAL, "toutes"].value), last, school(departs[ALL, TOTAL, "retraite"].value)],
        "postes": [school(figures(name, "postes")[ALL, TOTAL, "toutes"].value), last],
        "exposition": [hot] if hot else [],
        "laisse_de_cote": [2],
    }
    assert {table: numbers(title(card(page_of(name), table))) for table in wanted} == wanted


@pytest.mark.parametrize("name", [name for name in STUDIES if name not in ("no table", "nobody")])
def test_no_figure_of_the_page_has_a_decimal(name):
    page = page_of(name)
    for cell in page.all("td"):
        assert not re.search(r"\d,\d", cell.text) or "fichier" in cell.text, cell.text
    for text in page.all("text"):
        assert not re.search(r"\d[.,]\d", text.text), text.text


def test_every_card_that_shows_a_figure_says_on_how_many_people_it_rests(name):
    """A card of people counts itself; any other names its n, in a column or in its sentence."""
    page = page_of(name)
    for article in (one for section in SECTIONS for one in page.first("section", id=section).all("article")):
        cells = [cell for cell in article.all("td") if "[" in cell.text or "%" in cell.text or " sur " in cell.text]
        if not cells:
            continue
        said = [head for row in heads(article) for head in row]
        told = "n = " in article.text or {"n", "Effectif", "Effectif projeté"} & set(said)
        assert told, title(article)


def test_words_of_the_nomenclature_are_not_changed_but_in_their_typography(name):
    codes = [keys[0] for keys in figures(name, "metiers") if keys[0] != ALL]
    for code in codes:
        shown_words = label(study_of(name), code)
        assert re.sub(r"[’\u202f\u00a0]", " ", shown_words) == re.sub(
            r"['’\u202f\u00a0]", " ", pcs_label(code).replace("...", "…")
        )


def test_shares_of_nineteen_are_told_in_people_and_of_twenty_in_per_cent():
    for n, cell in ((19, "19 sur 19"), (20, "100\u00a0%")):
        text = document(tiny(("55_59",) * n))
        assert cell in text
        assert ("19 sur 19" in text) == (n == 19)


def test_a_contract_table_of_nobody_says_so_rather_than_dividing_by_nothing():
    base = tiny()
    for table in ("effectif", "metiers", "membres", "pyramide"):
        base = with_rows(base, table, (Row(row.keys, count(0)) for row in base.table(table).rows))
    assert "Aucun contrat compté" in document(base)
