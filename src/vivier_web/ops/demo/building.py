"""Building the demonstration, in order; done once, and never where a real pôle lives."""

import time

from django_scopes import scope

from vivier.vocabulary import InputError
from vivier_web.members.models import Pole
from vivier_web.ops.demo import (
    addressed,
    collection,
    committee,
    dealings,
    dossiers,
    followed,
    gaps,
    indicators,
    indicators_published,
    mobility,
    needs,
    neighbour,
    people,
    pole,
    procedures,
    projects,
    publishing,
    sisters,
    strategy,
    study,
    supported,
    training,
)

SLUG = "mecatronique-du-val"


def build(*, seed: int = 42, members: int = 40) -> str:
    """Build the fictional pôle unless it is there; gives one sentence that says so."""
    if Pole.objects.filter(is_fictional=False).exists():
        raise InputError("Cette base contient un vrai pôle : la démonstration, ouverte à tous, n’y sera pas faite.")
    if Pole.objects.filter(slug=SLUG).exists():
        return "Pôle fictif : déjà là."
    begun = time.monotonic()
    founded = pole.found(SLUG, seed=seed, members=members)
    with scope(pole=founded.pole):
        team = people.invite_everyone(founded)
        dealings.note_some(founded, by=team)
        waves = collection.collect(founded, by=team)
        study.run_one(waves, by=team)
        needs.answer_all(founded, waves, by=team)
        gaps.deposit_matrices(founded, waves)
        gaps.measure(waves, by=team)
        mobility.share_people(founded)
        strategy.decide(waves, by=team)
        training.plan_together(founded, waves, by=team)
        procedures.adopt_some(founded.pole, by=team)
        dossiers.file_some(founded, by=team)
        indicators.campaign_twice(founded, by=team)
        projects.build_some(founded, by=team)
        followed.follow_some(founded, by=team)
        committee.hold_one(founded, by=team)
        addressed.address_some(founded, by=team)
        supported.support_some(founded, by=team)
        publishing.publish_some(founded, waves, by=team)
        indicators_published.publish_indicators(founded, by=team)
    neighbour.found()
    procedures.exchange()
    indicators.ask_everyone()
    sisters.publish_all(founded)
    committee.share_back()
    with scope(pole=founded.pole):
        addressed.ask_the_neighbour(by=team)
    seconds = time.monotonic() - begun
    return f"Pôle fictif : {len(founded.members)} membres, {waves.deposits} dépôts, faits en {seconds:.0f} s."
