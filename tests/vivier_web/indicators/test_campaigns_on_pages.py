"""The pages of campaigns: for the team, for a member, for the State; what each sees, and what it never does."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from factories.campaigned import MEMBER, TEAM, answered, frozen, opened, window
from factories.cluster import Cluster
from vivier_web.indicators.actions.campaigns import open_national
from vivier_web.indicators.models import Campaign, NationalCampaign, SentSheet, Sheet
from vivier_web.members.actions import found_pole
from vivier_web.members.models import Pole

IMPROBABLE = "7919"  # an improbable figure, of one member


def body(answer: Any) -> str:
    return answer.content.decode()


def test_the_team_opens_a_campaign_and_what_is_refused_is_said_beside_the_form(signed_in: Any, pole: Cluster) -> None:
    team, today = signed_in("team"), timezone.localdate()
    said = {"set": "competitivite", "year": today.year, "opens_on": today, "closes_on": today}
    assert team.post("/evaluer/campagnes/", said).status_code == 302
    again = team.post("/evaluer/campagnes/", said)
    assert (again.status_code, "existe déjà" in body(again)) == (422, True)
    assert signed_in("board").post("/evaluer/campagnes/", said | {"year": today.year - 1}).status_code == 200
    assert Campaign.objects.count() == 1, "whoever only reads opens nothing"


def test_the_team_fills_rubric_by_rubric_undoes_sends_and_corrects(signed_in: Any, pole: Cluster) -> None:
    team, campaign = signed_in("team"), opened(pole)
    base = reverse("answer_campaign", args=[campaign.pk])
    first = body(team.get(base + "?rubrique=membres"))
    assert "d’après vos adhésions" in first
    assert 'name="adherents" value="3"' in first
    wrong = team.post(base + "garder/", {"rubrique": "membres", "adherents": "12", "adherents_pme": "quatre"})
    assert (wrong.status_code, "n’est pas un nombre" in body(wrong), 'value="quatre"' in body(wrong)) == (
        422,
        True,
        True,
    )
    assert team.post(base + "annuler/", {"rubrique": "membres"}).status_code == 302
    assert Sheet.objects.get(organisation=None).typed["adherents"] == "3"
    on = team.post(base + "garder/", TEAM | {"rubrique": "membres", "geste": "suite"})
    assert on["Location"].endswith("rubrique=emplois")
    assert team.post(base + "envoyer/").status_code == 302
    assert SentSheet.objects.get().values["equipe"] == "6.5"
    assert "Les réponses du pôle sont envoyées" in body(team.get(base))
    team.post(base + "corriger/")
    assert "Relire et envoyer" in body(team.get(base + "?rubrique=relire"))


def test_a_member_answers_from_its_desk_and_is_told_who_reads_what(signed_in: Any, pole: Cluster) -> None:
    member, campaign = signed_in("member"), opened(pole)
    assert "Vos indicateurs de l’année" in body(member.get("/mon-entreprise/"))
    assert body(member.get("/mon-entreprise/indicateurs/")).count('class="figure-row') == 5
    on = member.post("/mon-entreprise/indicateurs/garder/", MEMBER | {"rubrique": "membre", "exportations": "9000"})
    assert (on.status_code, "Les exportations dépassent" in body(on)) == (422, True)
    member.post("/mon-entreprise/indicateurs/garder/", MEMBER | {"rubrique": "membre"})
    review = body(member.get("/mon-entreprise/indicateurs/?rubrique=relire"))
    assert "Il ne lira pas" in review
    assert member.post("/mon-entreprise/indicateurs/envoyer/").status_code == 302
    assert Campaign.objects.get(pk=campaign.pk).answered == 1
    assert "Vos chiffres sont envoyés" in body(member.get("/mon-entreprise/indicateurs/"))


def test_no_page_of_the_team_or_of_the_state_shows_the_figure_of_a_member(signed_in: Any, pole: Cluster) -> None:
    campaign = opened(pole)
    open_national("competitivite", campaign.year, window(), by=None)
    answered(campaign, None)
    answered(campaign, pole.members[0], emplois=IMPROBABLE, chiffre_affaires="20000000")  # a doubt as well
    answered(campaign, pole.members[1])
    answered(campaign, pole.members[2])
    team, state = signed_in("team"), signed_in("state")
    assert team.post(reverse("freeze_campaign", args=[campaign.pk])).status_code == 302
    national = NationalCampaign.objects.get()
    seen = [
        (team, reverse("campaigns")), (team, reverse("campaign", args=[campaign.pk])),
        (team, reverse("vintage", args=[campaign.pk, 1])), (team, reverse("answer_campaign", args=[campaign.pk])),
        (team, "/equipe/journal/"), (state, reverse("authority_campaigns")),
        (state, reverse("authority_campaign", args=[national.pk])),
    ]  # fmt: skip
    for browser, url in seen:
        text = body(browser.get(url)).replace("\u202f", "")
        assert IMPROBABLE not in text, url
        assert "7999" not in text, f"nor a sum that gives it: {url}"
    assert "secret statistique" in body(team.get(reverse("vintage", args=[campaign.pk, 1])))
    own = body(signed_in("member").get("/mon-entreprise/indicateurs/")).replace("\u202f", "")
    assert IMPROBABLE in own, "its author reads it"


def test_two_vintages_are_compared_where_that_betrays_nobody(signed_in: Any, pole: Cluster) -> None:
    campaign, team = frozen(pole).campaign, signed_in("team")
    team.post(reverse("correct_campaign", args=[campaign.pk]))
    team.post(reverse("save_campaign", args=[campaign.pk]), {"rubrique": "resultats", "brevets": "5"})
    team.post(reverse("send_campaign", args=[campaign.pk]))
    team.post(reverse("freeze_campaign", args=[campaign.pk]))
    text = body(team.get(reverse("vintage", args=[campaign.pk, 2]) + "?avec=1"))
    assert "+2" in text
    assert "corrigé" in text
    for odd in ("?avec=9", "?avec=x", "?avec="):
        assert team.get(reverse("vintage", args=[campaign.pk, 2]) + odd).status_code == 200
    assert team.get(reverse("vintage", args=[campaign.pk, 7])).status_code == 404


def test_the_state_opens_for_all_and_an_agent_of_a_region_follows_its_own(signed_in: Any, pole: Cluster) -> None:
    found_pole("loin", "Pôle lointain", "competitivity", by=None, region="53")
    today = timezone.localdate()
    said = {"set": "competitivite", "year": today.year, "opens_on": today, "closes_on": today}
    answer = signed_in("state").post("/bureau/autorites/campagnes/ouvrir/", said)
    assert answer.status_code == 302
    assert "0 pôle sur 2" in body(signed_in("state").get(answer["Location"]))
    region = body(signed_in("region").get(answer["Location"]))
    assert ("0 pôle sur 1" in region, "Pôle lointain" in region) == (True, False)
    assert signed_in("state").post("/bureau/autorites/campagnes/ouvrir/", said).status_code == 422


def test_the_board_of_seventy_one_poles_asks_as_often_as_that_of_one(
    signed_in: Any, pole: Cluster, django_assert_num_queries: Any
) -> None:
    state, year = signed_in("state"), timezone.localdate().year
    national = open_national("competitivite", year, window(), by=None)
    url = reverse("authority_campaign", args=[national.pk])
    state.get(url)
    with django_assert_num_queries(12):
        state.get(url)
    for rank in range(70):
        found_pole(f"p{rank}", f"Pôle {rank:02}", "competitivity", by=None)
    NationalCampaign.objects.all().delete()
    again = open_national("competitivite", year, window(), by=None)
    assert Pole.objects.count() == 71
    with django_assert_num_queries(12):
        assert body(state.get(reverse("authority_campaign", args=[again.pk]))).count("pas commencée") == 71
