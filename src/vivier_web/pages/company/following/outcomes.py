"""What came of a project, said by one of its partners: one short return a year, prefilled, correctable."""

import csv
import io

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from vivier.french import harmless
from vivier.vocabulary import InputError
from vivier_web.pages.company.following.here import Part, at, frame, part_or_404
from vivier_web.pages.company.who import user_of
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.following_forms import OutcomeForm
from vivier_web.projects import rules
from vivier_web.projects.actions.outcomes import declare_outcomes
from vivier_web.projects.declared import CAVEAT, MEASURES
from vivier_web.projects.queries.outcomes import Awaited, awaited_of, prefilled


@needs(rules.may_share_ideas)
def outcomes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the years of a project, those to declare first."""
    part = part_or_404(request, pk)
    rows = [
        (each, [(words, getattr(each.sent, name)) for name, words in MEASURES] if each.sent else [])
        for each in _awaited(part)
    ]
    context = {"rows": rows, "caveat": CAVEAT, "today": timezone.localdate()} | frame(part, ("Retombées", ""))
    return render(request, "company/following/outcomes.html", context)


def _awaited(part: Part) -> list[Awaited]:
    return awaited_of(part.project, timezone.localdate(), only=part.member.pk)


@needs(rules.may_share_ideas)
def declare(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """Say what came of a project in a year, starting from what is known."""
    part = part_or_404(request, pk)
    asked = next((each for each in _awaited(part) if each.year == year), None)
    if asked is None:
        raise Http404
    known, whence = prefilled(part.project, part.member, year)
    initial = {name: getattr(known, name) for name in (*dict(MEASURES), "said")} if whence else {}
    if whence:
        initial["turnover_eur"] = f"{known.turnover_eur:f}".replace(".", ",")
    form = OutcomeForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            declare_outcomes(part.project, part.member, year, form.declared(), by=user_of(request))
        except InputError as why:
            form.add_error(None, str(why))
        else:
            messages.success(
                request, f"Retour {year} envoyé. Vous pouvez le corriger tant que le pôle n’a pas figé l’année."
            )
            return redirect(at("my_project_outcomes", part))
    trail = (("Retombées", at("my_project_outcomes", part)), (str(year), ""))
    context = {"form": form, "asked": asked, "whence": whence, "year": year, "before": year - 1, "caveat": CAVEAT}
    shown = context | frame(part, *trail)
    return render(request, "company/following/declare.html", shown, status=422 if form.is_bound else 200)


@needs(rules.may_share_ideas)
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a partner what it declared, as a table."""
    part, text = part_or_404(request, pk), io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        ["Année", "Version", "Déclaré le", *dict(MEASURES).values(), "Commentaire (déclaré, non vérifié)"]
    )
    for each in _awaited(part):
        if each.sent is not None:
            values = [str(getattr(each.sent, name)).replace(".", ",") for name, _ in MEASURES]
            day = timezone.localtime(each.sent.at).date().isoformat()
            writer.writerow([each.year, each.sent.number, day, *values, harmless(each.sent.said)])
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="retombees-projet-{pk}.csv"'
    return answer
