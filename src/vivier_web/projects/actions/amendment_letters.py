"""Letters of an amendment: to those it waits for, and to all who carry the project once it is settled."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django_scopes import scope, scopes_disabled
from django_tasks import task

from vivier_web.projects.models import Amendment, Funder
from vivier_web.projects.queries.consortium import addresses_for
from vivier_web.projects.queries.funders import agents_of

WORDS = {
    "asked": "un avenant attend votre accord",
    "agreed": "un avenant est accepté, il reste à signer",
    "refused": "un avenant est refusé",
    "signed": "un avenant est signé",
}


def tell_of(amendment: Amendment, news: str) -> None:
    """Write, once what happened is kept."""
    transaction.on_commit(lambda: post_amendment_letter.enqueue(amendment.pk, news))


@task()
def post_amendment_letter(pk: int, news: str) -> None:
    """Write to funders and those asked (or all who carry it) what became of an amendment; no project is named."""
    with scopes_disabled():
        rows = Amendment.objects.select_related("project__pole").filter(pk=pk)
        amendment = rows.first()
    if amendment is None:
        return
    project = amendment.project
    with scope(pole=project.pole):
        asked = amendment.answers.exclude(organisation=None)
        asked = asked.filter(said="") if news == "asked" else asked
        to = addresses_for(project, set(asked.values_list("organisation_id", flat=True)), carriers=news != "asked")
        asking = Funder.objects.filter(pk__in=amendment.answers.values("funder"))
        funders = {one.email for each in asking for one in agents_of(each)} if news != "agreed" else set()
    to = sorted({*to, *funders})
    told = {
        "news": news,
        "pole": project.pole,
        "amendment": amendment,
        "link": f"{settings.SITE_URL}{reverse('project_amendments', args=[project.pk])}",
        "funder_link": f"{settings.SITE_URL}{reverse('authority_grants')}" if funders else "",
        "partner_link": f"{settings.SITE_URL}{reverse('my_project_amendments', args=[project.pk])}",
    }
    if to:
        text = render_to_string("shared/following/email/amendment.txt", told)
        EmailMessage(f"[Vivier] {project.pole.name} : {WORDS[news]}", text, None, bcc=to).send()
