"""The whole document: head, bar, facts, sections, foot."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from vivier.french import SMALL, counted, long_date, number, whole
from vivier.report.figures import figure, span
from vivier.report.page import families as families_page
from vivier.report.page import owners as owners_page
from vivier.report.page import rome as rome_page
from vivier.report.page import titles as titles_page
from vivier.report.page.ages import ages
from vivier.report.page.coverage import coverage, warning
from vivier.report.page.elements import text
from vivier.report.page.exposed import exposed
from vivier.report.page.families import families
from vivier.report.page.headcount import headcount
from vivier.report.page.outlook import outlook
from vivier.report.page.owners import owners
from vivier.report.page.rome import rome
from vivier.report.page.sources import left_out, sources
from vivier.report.page.titles import titles
from vivier.report.reading import horizon_year, people, rows
from vivier.study.data import Fact, Study

# The one script of the page is ours, named by its own hash: nothing that a file might bring in could run.
POLICY = "default-src 'none'; script-src 'sha256-{hash}'; style-src 'unsafe-inline'; img-src data:; font-src data:"
FONTS = (
    ("Source Sans 3", "source-sans-3-latin-wght-normal.woff2"),
    ("Source Serif 4", "source-serif-4-latin-wght-normal.woff2"),
)
ROOMS = (
    ("couverture", "Couverture"), ("effectif", "Effectif"), ("ages", "Âges"), ("departs", "Départs"),
    ("exposition", "Exposition"), ("laisse-de-cote", "Laissé de côté"), ("sources", "Sources"),
)  # fmt: skip


def document(study: Study) -> str:
    """Write the page of a study; same study, same text."""
    title = f"Emplois et compétences à l’horizon {horizon_year(study)}"
    parts = (coverage, headcount, titles, ages, outlook, exposed, families, rome, owners, left_out, sources)
    sections = "\n".join(filter(None, (part(study) for part in parts)))
    links = "".join(f'<li><a href="#{name}">{words}</a></li>' for name, words in _rooms(study))
    return f"""<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Vivier</title>
<link rel="icon" href="data:,">
<style>
{embedded_fonts()}{page_style()}
@page {{ @bottom-left {{ content: "Vivier · étude au {long_date(study.on)}"; }} }}
</style>
</head>
<body>
<a class="skip" href="#contenu">Aller au contenu</a>
<header class="top"><div class="bar"><span class="logo">vivier<i>.</i></span>\
<span class="who">Étude au {text(long_date(study.on))}</span></div></header>
<main id="contenu">
<div class="head"><h1>{title}</h1><p class="sub">{_sub(study)}</p></div>
<nav class="tabs" aria-label="Sections de l’étude"><ul>{links}</ul></nav>
{_facts(study)}
{warning(study)}
{sections}
</main>
<footer><p>Vivier {text(study.version)} · étude au {text(long_date(study.on))} · graine {study.seed}</p></footer>
<script>{page_script()}</script>
</body>
</html>
"""


def _rooms(study: Study) -> list[tuple[str, str]]:
    """Give the sections; some only when the study has what they show."""
    coded = [(titles_page.NAME, titles_page.TITLE)] if titles_page.is_coded(study) else []
    beside = [(families_page.NAME, families_page.TITLE)] if families_page.has_families(study) else []
    in_rome = [(rome_page.NAME, "ROME")] if rome_page.has_rome(study) else []
    handed = [(owners_page.NAME, "Transmissions")] if owners_page.has_owners(study) else []
    return [*ROOMS[:2], *coded, *ROOMS[2:5], *beside, *in_rome, *handed, *ROOMS[5:]]


def _sub(study: Study) -> str:
    members = len(rows(study, "membres"))
    parts = (
        counted(members, "membre"),
        counted(people(study), "salarié"),
        f"au {long_date(study.on)}",
        f"horizon {horizon_year(study)}",
    )
    return text(" · ".join(parts))


def _facts(study: Study) -> str:
    if not study.facts:
        return ""
    items = "".join(_fact(fact) for fact in study.facts[:4])
    return f'<ul class="facts" aria-label="Les chiffres de l’étude">{items}</ul>'


def _fact(fact: Fact) -> str:
    """Write one headline; the small line under it says how sure it is and leads to its table."""
    return (
        f"<li><b>{text(figure(fact.figure))}</b><span>{text(fact.label)}</span>"
        f'<a href="#tableau-{text(fact.table)}">{warrant(fact)}</a></li>'
    )


def warrant(fact: Fact) -> str:
    """Write how sure a headline is: its interval, or on how many people it rests."""
    shown = fact.figure
    if shown.interval_80 is not None:
        return text(f"80 % : {span(shown)}, n = {number(shown.n)}")
    if shown.unit == "part" and shown.n >= SMALL:
        return text(f"n = {number(whole(shown.value * shown.n))} sur {number(shown.n)}")
    if shown.unit == "metiers":
        return text(f"n = {number(shown.n)}, pourquoi ceux-là ?")
    return f"n = {number(shown.n)}"


@cache
def page_style() -> str:
    """Give the style of the page."""
    return (files("vivier.report") / "page.css").read_text(encoding="utf-8")


@cache
def page_script() -> str:
    """Give the script by which the charts of the page answer."""
    return (files("vivier.report") / "page.js").read_text(encoding="utf-8")


@cache
def _policy() -> str:
    return POLICY.format(hash=b64encode(sha256(page_script().encode()).digest()).decode("ascii"))


@cache
def embedded_fonts() -> str:
    """Embed the two fonts where `make setup` put them; pages use the system's fonts without them."""
    faces = []
    for family, file in FONTS:
        path = files("vivier.report") / "fonts" / file
        if path.is_file():
            data = b64encode(path.read_bytes()).decode("ascii")
            source = f"url(data:font/woff2;base64,{data}) format('woff2')"
            faces.append(f'@font-face{{font-family:"{family}";src:{source};font-weight:200 900}}\n')
    return "".join(faces)
