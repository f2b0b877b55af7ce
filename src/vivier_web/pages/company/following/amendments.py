"""The amendments of a project as its partners see them: asked, answered for the member one acts for."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.members.models import Organisation
from vivier_web.pages.company.following.here import Part, at, entering_or_404, frame, part_or_404
from vivier_web.pages.company.who import user_of
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.amendment_form import AmendmentForm, Offered
from vivier_web.pages.shared.gestures import acted
from vivier_web.projects import rules
from vivier_web.projects.actions.amending import answer_amendment, ask_amendment
from vivier_web.projects.models import AmendmentAnswer
from vivier_web.projects.queries.amendments import amendment_in_play, amendments_of, effect_told, wanted_of
from vivier_web.projects.queries.budgets import cells_of, names_of, partners_in
from vivier_web.projects.queries.consortium import carriers_of

TAB = "Avenants"


@needs(rules.may_share_ideas)
def amendments(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the amendments of a project; to who does not lead, its own lines and the totals."""
    part = entering_or_404(request, pk)
    rows = list(amendments_of(part.project))
    if part.tie == "entering":  # who is not in yet reads what it is asked, and nothing else
        rows = [each for each in rows if each.joins_id == part.member.pk and each.state != "withdrawn"]
    context = {
        "rows": [(each, effect_told(each, only=None if part.is_lead else part.member.pk)) for each in rows],
        "in_play": next((each for each in rows if each.state in {"open", "agreed"}), None),
        "prefix": "my_project",
    }
    return render(request, "company/following/amendments.html", context | frame(part, (TAB, "")))


@needs(rules.may_share_ideas)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask an amendment: the lead, anything; another partner, for itself."""
    part = part_or_404(request, pk)
    form = AmendmentForm(_offered(part), request.POST or None)
    if form.is_valid():
        try:
            wanted = wanted_of(part.project, form.said())
            ask_amendment(part.project, wanted, by=user_of(request), asker=part.member)
        except InputError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "Avenant demandé : chacun est prévenu, ses effets sont calculés ci-dessous.")
            return redirect(at("my_project_amendments", part))
    trail = ((TAB, at("my_project_amendments", part)), ("Demander un avenant", ""))
    context = {"form": form, "is_open": amendment_in_play(part.project) is None} | frame(part, *trail)
    return render(request, "company/following/amendment.html", context, status=422 if form.is_bound else 200)


def _offered(part: Part) -> Offered:
    rows, cells = partners_in(part.project), cells_of(part.project)
    names, carriers = names_of(rows), carriers_of(part.project)
    if part.is_lead:
        return Offered({each.pk: each.name for each in carriers}, names, frozenset(names), cells)
    own: Organisation = part.member
    gives = frozenset(each.pk for each in rows if each.organisation_id == own.pk)
    return Offered({own.pk: own.name}, names, gives, cells, is_whole=False)


@require_POST
@needs(rules.may_share_ideas)
def answer(request: HttpRequest, pk: int, answer: int) -> HttpResponse:
    """Accept or refuse, for the member one acts for."""
    part, said = entering_or_404(request, pk), request.POST
    rows = AmendmentAnswer.objects.filter(amendment__project=part.project).select_related("amendment__project")
    row: AmendmentAnswer = get_object_or_404(rows, pk=answer)
    if row.organisation_id not in {each.pk for each in part.mine}:
        raise Http404
    act = lambda: answer_amendment(  # noqa: E731
        row, said.get("said", ""), by=user_of(request), words=said.get("words", ""), is_own=True
    )
    return acted(request, act, "Votre réponse est notée.", at("my_project_amendments", part))
