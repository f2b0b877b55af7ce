"""What a procedure does not open never appears in the bytes of a page, whoever looks, wherever the dossier is."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse

from factories import filed
from factories.cluster import Cluster
from vivier_web.accounts.choices import RoleKind
from vivier_web.procedures.actions.deciding import Chosen, conclude, decide, move
from vivier_web.procedures.actions.filing import file_content
from vivier_web.procedures.addressing import Seat, side_of
from vivier_web.procedures.definition.words import AUTHORITIES, DOCUMENTS
from vivier_web.procedures.models import Assignment, Dossier
from vivier_web.procedures.queries.addressed import roles_on
from vivier_web.procedures.queries.shown import place_of
from vivier_web.procedures.visibility import sees

SEEN_AS = {  # what each role of the platform is for a procedure whose experts and committee are the pôle's
    "member": "applicant",
    "team": "pole",
    "director": "pole",
    "governance": "committee",
    "board": "committee",
    "expert": "expert",
} | {each: each for each in AUTHORITIES}
OVER = Seat(frozenset({("state", ""), ("region", "84"), ("local", "74")}))  # of those whom tests sign in as
MARKED = ("public", "summary", "technical_secret", "budget", "letter", "opinion", "decision")


def walk(pole: Cluster, key: str) -> Iterator[str]:
    """Take a dossier from its opening to its end, stopping at each stage."""
    dossier = filed.opened(pole, key)
    yield "opened"
    day = filed.DAY
    for _ in range(12):
        if dossier.is_closed:
            return
        day += dt.timedelta(days=3)
        dossier = advanced(pole, dossier, day)
        yield dossier.stage


def advanced(pole: Cluster, dossier: Dossier, day: dt.date) -> Dossier:
    procedure = dossier.definition()
    stage = procedure.stage(dossier.stage)
    side = side_of(procedure, stage)
    if side == "applicant":
        return file_content(dossier, filed.answers(dossier), by=None, on=day)
    if side in AUTHORITIES:
        return by_an_authority(dossier, side, day)
    if stage.act == "review":
        filed.judged(pole, dossier, count=stage.rule.opinions if stage.rule else 0)
    if stage.act in {"decision", "ranking"}:
        said = {each.key: filed.marker(each.document) for each in stage.fields if not each.choices}
        said |= {each.key: each.choices[0] for each in stage.fields if each.choices}
        chosen = Chosen("accepted", f"Décidé en séance : {filed.marker('decision')}", sitting=9, answers=said)
        return decide(dossier, chosen, by=None, on=day).dossier
    said = {each.key: filed.marker(each.document) for each in stage.fields if not each.choices}
    said |= {each.key: each.choices[0] for each in stage.fields if each.choices}
    return move(dossier, "done", by=None, on=day, answers=said)


def by_an_authority(dossier: Dossier, side: str, day: dt.date) -> Dossier:
    """Let agents whom no test signs in as judge, then conclude or decide."""
    stage = dossier.definition().stage(dossier.stage)
    over = {"region": {"territory": "84"}, "local": {"territory": "74"}}.get(side, {})
    for rank in range(stage.rule.opinions if stage.act == "review" and stage.rule else 0):
        made = filed.invite_expert(dossier, filed.agent(side, rank, **over), by=None, seat=side)
        filed.answer_invitation(made, "accepted", by=made.expert, has_no_interest=True)
        filed.give_opinion(made, filed.said(dossier), content=dossier.contents.count(), by=made.expert)
    if "accepted" in stage.outcomes:
        granted = dossier.definition().grant(stage.grants).durations if stage.grants else ()
        words = f"Décidé : {filed.marker('decision')}"
        chosen = Chosen("accepted", words, sitting=9, months=granted[0] if granted else 0)
        return decide(dossier, chosen, by=None, on=day, seat=side).dossier
    told = filed.marker("decision") if stage.act == "follow" else ""
    return conclude(dossier, Chosen("done", told), by=None, on=day, seat=side)


def pages_of(kind: str, dossier: Dossier) -> list[str]:
    """Give every page where a role might read of this dossier, lists, searches, exports and the journal included."""
    if kind in AUTHORITIES:
        found = ["desk_authority", "authority_dossiers", "authority_grants", "account_export", "home"]
        here = [reverse(name, args=[dossier.pk]) for name in ("authority_dossier", "authority_opinion")]
        lists = [reverse("authority_dossiers") + "?voir=tous", reverse("authority_grants") + "?etat=tous"]
        return [
            *map(reverse, found),
            *here,
            *lists,
            reverse("search") + "?q=MARQUE",
            reverse("dossier", args=[dossier.pk]),
        ]
    found = [
        reverse("home"),
        reverse("my_dossiers"),
        reverse("my_dossier", args=[dossier.pk]),
        reverse("fill_dossier", args=[dossier.pk]),
        reverse("dossiers"),
        reverse("dossiers_list"),
        reverse("dossier", args=[dossier.pk]),
        reverse("desk_expert"),
        reverse("journal"),
        reverse("members_csv"),
        reverse("account_export"),
        reverse("search") + "?q=MARQUE",  # found by a word of it: the page says the word, never the whole marker
    ]
    asked = Assignment.objects.filter(dossier=dossier)
    found += [reverse("judge_dossier", args=[each.pk]) for each in asked]
    return [each for each in found if kind == "member" or "fill" not in each]


def read(browser: Any, urls: list[str]) -> str:
    answers = [browser.get(url) for url in urls]
    return "".join(
        b"".join(one.streaming_content).decode() if one.streaming else one.content.decode()
        for one in answers
        if one.status_code == 200
    )


FIRST_READ = {  # who must be seen reading something in each, or the test would prove nothing
    filed.LABEL: {("member", "summary"), ("team", "summary")},
    filed.POOLING: {("member", "summary"), ("team", "summary")},
    filed.SUPPORT: {("member", "summary"), ("team", "summary")},
    filed.REGIONAL: {("state", "summary"), ("state", "opinion"), ("state", "decision"), ("region", "summary")},
    "soutien-d-une-collectivite": {("local", "budget"), ("local", "opinion"), ("local", "decision")},
}


@pytest.mark.parametrize("key", sorted(FIRST_READ))
def test_no_page_says_what_the_procedure_does_not_open(
    pole: Cluster, signed_in: Callable[[str], Any], mailoutbox: list[Any], key: str
) -> None:
    is_of_an_authority = not FIRST_READ[key] & {("team", "summary")}
    kinds = [*sorted(AUTHORITIES), "member", "team", "board"] if is_of_an_authority else RoleKind.values
    browsers = {kind: signed_in(kind) for kind in kinds}
    leaks, seen, cells = [], set(), 0
    for step in walk(pole, key):
        dossier = Dossier.objects.select_related("procedure").get()
        for kind, browser in browsers.items():
            said = read(browser, pages_of(kind, dossier))
            for document in MARKED:
                cells += 1
                if filed.marker(document) not in said:
                    continue
                seen.add((kind, document))
                if not may(dossier, kind, document):
                    leaks.append((step, kind, document))
    assert not leaks
    assert FIRST_READ[key] <= seen, "something could leak"
    assert cells > 250
    letters = "".join(f"{each.subject} {each.body} {each.attachments}" for each in mailoutbox)
    assert mailoutbox
    assert "MARQUE" not in letters, "a letter says that there is something to read, never what"
    assert set(MARKED) < set(DOCUMENTS)


def may(dossier: Dossier, kind: str, document: str) -> bool:
    """Say what the pure rules answer, one's own opinion given or not: the widest they ever allow."""
    role = SEEN_AS.get(kind, "")
    reached = roles_on(OVER, dossier)
    if role in AUTHORITIES and role not in reached:
        return False  # not even that there is such a dossier
    if document == "opinion" and kind == "expert":
        return True  # one's own is always theirs; others' are looked at below
    made = [each.stage for each in dossier.decisions.all()] if document == "decision" else []
    procedure, place = dossier.definition(), place_of(dossier)
    return bool(role) and any(
        sees(procedure, place, role, document, own_given=True, made_at=each) for each in made or [""]
    )


def test_the_applicant_never_reads_what_was_written_for_the_panel_nor_who_wrote_it(
    pole: Cluster, signed_in: Callable[[str], Any]
) -> None:
    dossier = filed.decided(pole).dossier
    page = signed_in("member").get(reverse("my_dossier", args=[dossier.pk])).content.decode()
    assert filed.marker("opinion") in page
    assert filed.marker("decision") in page
    assert filed.marker("panel") not in page
    assert "Camille Expert" not in page
    team = signed_in("team").get(reverse("dossier", args=[dossier.pk])).content.decode()
    assert filed.marker("panel") in team, "the panel's words exist"
    assert "Camille Expert" in team


def test_an_expert_reads_no_other_opinion_before_giving_their_own(
    pole: Cluster, signed_in: Callable[[str], Any]
) -> None:
    dossier = filed.filed(pole)
    asked = filed.accepted(pole, dossier)
    for rank in (1, 2):
        other = filed.accepted(pole, dossier, rank)
        filed.give_opinion(other, filed.said(dossier), content=1, by=other.expert)
    url = reverse("judge_dossier", args=[asked.pk])
    before = signed_in("expert").get(url).content.decode()
    assert filed.marker("technical_secret") in before
    assert filed.marker("panel") not in before
    filed.give_opinion(asked, filed.said(dossier), content=1, by=asked.expert)
    after = signed_in("expert").get(url).content.decode()
    assert after.count(filed.marker("panel")) >= 3, "theirs and the two others"
    assert "Experte Numéro1" not in after


def test_an_expert_reads_nothing_before_answering_nor_once_recused(
    pole: Cluster, signed_in: Callable[[str], Any]
) -> None:
    dossier = filed.filed(pole)
    asked = filed.invite_expert(dossier, pole.people["expert"], by=None)
    url = reverse("judge_dossier", args=[asked.pk])
    assert filed.marker("technical_secret") not in signed_in("expert").get(url).content.decode()
    filed.answer_invitation(asked, "recused", by=None, reason="Ancien associé")
    said = signed_in("expert").get(url).content.decode()
    assert filed.marker("technical_secret") not in said
    assert "récusé" in said


def test_the_draft_of_an_applicant_is_read_by_nobody_else(pole: Cluster, signed_in: Callable[[str], Any]) -> None:
    dossier = filed.opened(pole)
    url = reverse("fill_dossier", args=[dossier.pk])
    signed_in("member").post(url, {"title": "BROUILLON-SECRET"})
    assert "BROUILLON-SECRET" in signed_in("member").get(url).content.decode()
    for kind in set(RoleKind.values) - {"member"}:
        assert "BROUILLON-SECRET" not in read(signed_in(kind), pages_of(kind, dossier)), kind


def test_a_member_does_not_know_the_dossiers_of_another(pole: Cluster, signed_in: Callable[[str], Any]) -> None:
    other = filed.filed(pole, rank=1)
    for name in ("my_dossier", "fill_dossier"):
        assert signed_in("member").get(reverse(name, args=[other.pk])).status_code == 404
    withdraw = signed_in("member").post(reverse("withdraw_dossier", args=[other.pk]), {"sure": "oui"})
    assert withdraw.status_code == 404
