"""What meets a member's offers and searches: without a name, then with both names once both said yes."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from vivier.vocabulary import InputError
from vivier_web.members.models import Organisation
from vivier_web.pages.company.mobility.here import member_of, trail_to
from vivier_web.pages.company.mobility.papers import KIND, PAPERS, written
from vivier_web.pages.company.who import address, contributed_by, pole_of, user_of
from vivier_web.pages.shared.access import needs
from vivier_web.skills import rules
from vivier_web.skills.actions import introductions as actions
from vivier_web.skills.mobility.law import hours, routes
from vivier_web.skills.models import Introduction, Offer, Search
from vivier_web.skills.queries.mobility import Couple, Meeting, Revealed, meeting_of, own_of, seen_by
from vivier_web.skills.queries.mobility_papers import loan_of

A_PAGE = 12


@needs(rules.may_share_people)
def board(request: HttpRequest) -> HttpResponse:
    """Show what the member offers and seeks, what meets it, and whom it was introduced to."""
    member, today = member_of(request), timezone.localdate()
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isdecimal() and 0 < len(asked) < 6 else 1
    seen = seen_by(pole_of(request), member, today=today, page=number, a_page=A_PAGE)
    offers, searches = own_of(pole_of(request), member)
    context = {
        "member": member,
        "members": contributed_by(request),
        "seen": seen,
        "offers": offers,
        "searches": searches,
        "today": today,
        "page": Paginator(range(seen.total), A_PAGE).get_page(number),
        "trail": trail_to(member),
    }
    return render(request, "company/mobility/board.html", context)


@needs(rules.may_share_people)
def meeting(request: HttpRequest, offer: int, search: int) -> HttpResponse:
    """Show one couple: why, how far, when, by which legal way; and who, once both agreed."""
    member = member_of(request)
    found = _found(request, member, (offer, search))
    told = found if isinstance(found, Revealed) else None
    one = found.meeting if isinstance(found, Revealed) else found
    ways = sorted(routes(), key=lambda route: route.key != one.route)
    context: dict[str, Any] = {
        "member": member,
        "one": one,
        "told": told,
        "way": ways[0],
        "others": ways[1:],
        "papers": [PAPERS[slug] for slug in ways[0].papers] if told else [],
        "hours": hours(),
        "trail": trail_to(member, "Mise en relation"),
    }
    return render(request, "company/mobility/meeting.html", context)


def _found(request: HttpRequest, member: Organisation, couple: Couple) -> Meeting | Revealed:
    found = meeting_of(pole_of(request), member, couple, today=timezone.localdate())
    if found is None:
        raise Http404
    return found


def _couple(request: HttpRequest, member: Organisation, couple: Couple) -> tuple[Offer, Search]:
    """Give the two rows of a couple that this member may see."""
    _found(request, member, couple)
    return (
        get_object_or_404(Offer.objects.select_related("pole"), pk=couple[0]),
        get_object_or_404(Search, pk=couple[1]),
    )


def _back(request: HttpRequest, member: Organisation, couple: Couple) -> HttpResponse:
    is_there = meeting_of(pole_of(request), member, couple, today=timezone.localdate()) is not None
    if not is_there:
        return redirect(address("mobility", member))
    return redirect(f"{request.path.rpartition('/')[0].rpartition('/')[0]}/?membre={member.pk}")


@require_POST
@needs(rules.may_share_people)
def interest(request: HttpRequest, offer: int, search: int) -> HttpResponse:
    """Say that the member is interested."""
    member = member_of(request)
    couple = _couple(request, member, (offer, search))
    try:
        one = actions.show_interest(*couple, side=member, by=user_of(request))
    except InputError as why:
        messages.error(request, str(why))
        return redirect(address("mobility", member))
    if one.agreed_at:
        messages.success(request, "Vous êtes d’accord tous les deux : voici vos noms, un courriel part à chacun.")
    else:
        messages.success(request, "C’est noté, sans votre nom. L’autre entreprise a trente jours pour répondre.")
    return _back(request, member, (offer, search))


@require_POST
@needs(rules.may_share_people)
def take_back(request: HttpRequest, offer: int, search: int) -> HttpResponse:
    """Take the member's interest back."""
    member = member_of(request)
    _couple(request, member, (offer, search))
    one = get_object_or_404(Introduction, offer=offer, search=search)
    try:
        actions.withdraw_interest(one, side=member)
    except InputError as why:
        messages.error(request, str(why))
    return _back(request, member, (offer, search))


@require_POST
@needs(rules.may_share_people)
def decline(request: HttpRequest, offer: int, search: int) -> HttpResponse:
    """Say that nothing will come of it."""
    member = member_of(request)
    try:
        actions.decline(*_couple(request, member, (offer, search)), side=member)
        messages.success(request, "C’est noté : cette proposition ne reviendra pas.")
    except InputError as why:
        messages.error(request, str(why))
    return redirect(address("mobility", member))


@require_GET
@needs(rules.may_share_people)
def paper(request: HttpRequest, offer: int, search: int, slug: str) -> HttpResponse:
    """Give a paper of the loan, filled with what both sides said, once both agreed."""
    loan = loan_of(pole_of(request), member_of(request), (offer, search))
    if loan is None or slug not in PAPERS:
        raise Http404
    answer = HttpResponse(written(PAPERS[slug], loan, timezone.localdate()), content_type=KIND)
    answer["Content-Disposition"] = f'attachment; filename="{slug}.docx"'
    answer["Cache-Control"] = "private, no-store"
    return answer
