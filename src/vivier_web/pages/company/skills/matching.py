"""Where a member says which skill of the ROME each of its own is: proposed, doubted, confirmed by it alone."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from vivier import french
from vivier.vocabulary import InputError
from vivier_web.members import rules
from vivier_web.pages.company.skills.sending import trail_of
from vivier_web.pages.company.who import address, member_of, user_of
from vivier_web.pages.shared.access import needs
from vivier_web.skills.actions.polyvalence import match_skills
from vivier_web.skills.models import SkillsDeposit
from vivier_web.skills.queries.gaps import latest_skills_deposit, may_match, proposals_for

MOST = 400  # on one page: what one deposit may hold, confirmed together


@require_http_methods(["GET", "POST"])
@needs(rules.may_answer_for_some)
def page(request: HttpRequest) -> HttpResponse:
    """Show proposals skill by skill, or keep what was confirmed."""
    member = member_of(request)
    deposit = latest_skills_deposit(member)
    if deposit is None or not may_match():
        return redirect(address("polyvalence", member))
    rows = proposals_for(deposit)
    trouble = ""
    if request.method == "POST":
        chosen = {row.skill: request.POST.get(f"c-{rank}", "") for rank, row in enumerate(rows)}
        try:
            kept = match_skills(deposit, chosen, by=user_of(request))
        except InputError as why:
            trouble = str(why)
        else:
            messages.success(request, _said(kept))
            return redirect(address("polyvalence", member))
    context = {
        "member": member,
        "deposit": deposit,
        "page": Paginator(rows, MOST).get_page(1),
        "doubts": sum(row.decision == "doubt" for row in rows),
        "trouble": trouble,
        "trail": trail_of(member, ("Rapprocher", "")),
    }
    return render(request, "company/skills/matching.html", context, status=400 if trouble else 200)


def _said(kept: SkillsDeposit) -> str:
    matched = sum(bool(key) for key in kept.matches.values())
    others = len(kept.matches) - matched
    return (
        f"{french.counted(matched, 'compétence rapprochée', 'compétences rapprochées')} du ROME, "
        f"{french.counted(others, 'gardée telle quelle', 'gardées telles quelles')}."
    )
