"""How figures are made: the method notes of the library, as pages."""

from functools import cache
from importlib.resources import files

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from vivier_web.pages.pole.studies.room import shown
from vivier_web.pages.shared.access import needs
from vivier_web.skills import rules

NOTES = {
    "projection": ("La projection des effectifs", ("vivier", "workforce")),
    "etude": ("La chaîne d’une étude", ("vivier", "study")),
    "ecarts": ("Les écarts de compétences", ("vivier", "gaps")),
    "lecture": ("La lecture des fichiers", ("vivier", "intake")),
    "codage": ("Le codage des intitulés", ("vivier", "occupations", "coder")),
    "secret": ("Le secret statistique", ("vivier_web", "skills", "guard")),
}


@needs(rules.may_read_studies)
def method(request: HttpRequest, name: str) -> HttpResponse:
    """Show a method note."""
    if name not in NOTES:
        raise Http404
    title, place = NOTES[name]
    others = [(slug, words) for slug, (words, _) in NOTES.items() if slug != name]
    trail = [("Méthode", ""), (title, "")]
    return shown(request, "method", here="studies", trail=trail, title=title, note=_written(place), others=others)


@cache
def _written(place: tuple[str, ...]) -> SafeString:
    """Write a note in HTML: its own title left to the page, its tables scrolling, its alignments in our classes."""
    from markdown_it import MarkdownIt

    text = files(place[0]).joinpath(*place[1:], "METHODE.md").read_text(encoding="utf-8").partition("\n")[2]
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    for how in ("right", "center", "left"):  # an inline style is refused by the policy of the site
        html = html.replace(f' style="text-align:{how}"', ' class="n"' if how == "right" else "")
    html = html.replace("<th></th>", '<th><span class="unseen">Ligne</span></th>')
    opened = '<div class="scroll" role="group" tabindex="0" aria-label="Tableau"><table>'
    html = html.replace("<table>", opened).replace("</table>", "</table></div>")
    return SafeString(html)
