"""Two runs side by side: their headline figures, and what differs in what they stand on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.safestring import mark_safe

from vivier.french import expected, percent
from vivier.report.page.elements import cell
from vivier_web.pages.pole.studies.room import shown
from vivier_web.pages.shared.access import needs
from vivier_web.skills import rules
from vivier_web.skills.models import Run
from vivier_web.skills.published import Headline, PublishedRun, compared, published_run


@needs(rules.may_read_studies)
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a run beside another one of the pôle (`?avec=`), or the choice of that other one."""
    done = Run.objects.filter(state="done").select_related("study__wave")
    one: Run = get_object_or_404(done, pk=pk)
    chosen = request.GET.get("avec", "")
    others = list(done.exclude(pk=pk).defer("result").order_by("-finished_at")[:50])
    trail = [("Études", reverse("studies")), (one.study.name, reverse("run", args=[pk])), ("Comparer", "")]
    if not chosen.isdigit():
        return shown(request, "compare", here="studies", trail=trail, one=published_run(one), others=others)
    if int(chosen) == pk:
        return redirect("run", pk)
    both = compared(published_run(one), published_run(get_object_or_404(done, pk=int(chosen))))
    return shown(
        request,
        "compare",
        here="studies",
        trail=trail,
        one=both.one,
        other=both.other,
        others=others,
        is_same=both.is_same,
        lines=[_line(line) for line in both.headlines],
        standing=_standing(both.one, both.other),
    )


def _line(line: Headline) -> tuple[str, str, str, str]:
    """Write a headline of both runs, and what the second has more."""
    left, right = (mark_safe(cell(one, absent="secret statistique")) for one in (line.one, line.other))  # noqa: S308
    return (line.label, left, right, _more(line))


def _more(line: Headline) -> str:
    if line.difference is None or line.one is None:
        return "sans objet"
    if not line.difference:
        return "="
    sign = "+" if line.difference > 0 else "−"
    if line.one.unit == "part":
        points = percent(abs(line.difference)).replace("%", "points")
        return f"{sign}{points}"
    if abs(line.difference) < 1:
        return "moins de 1"
    return f"{sign}{expected(abs(line.difference))}"


def _standing(one: PublishedRun, other: PublishedRun) -> list[tuple[str, str, str, bool]]:
    """Say what each stands on, and whether it differs."""
    lines = (
        ("Vague", "wave"), ("Membres", "perimeter"),
        ("Version", "version"), ("Empreinte des entrées", "inputs_sha256"),
    )  # fmt: skip
    told = [(words, str(getattr(one, name)), str(getattr(other, name))) for words, name in lines]
    for words, key in (("Horizon (années)", "horizon"), ("Tirages", "draws"), ("Graine", "seed")):
        told.append((words, str(one.parameters.get(key)), str(other.parameters.get(key))))
    return [(words, left, right, left != right) for words, left, right in told]
