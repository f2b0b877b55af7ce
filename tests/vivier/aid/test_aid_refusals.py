"""What an award cannot be computed from: each refused with one French sentence that says who and what."""

import datetime as dt
import math
from decimal import Decimal

import pytest

from vivier.aid import Consortium, Cost, Partner, compute, rules
from vivier.aid.data import Prior
from vivier.vocabulary import InputError

LEAD = Partner("Forge", "company", "small", role="lead")
OTHER = Partner("Labo", "laboratory")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: Consortium("P", ()), "Le consortium n’a aucun partenaire"),
        (lambda: Consortium(" ", (LEAD,)), "Le projet doit porter un nom"),
        (lambda: Consortium("P", (OTHER,)), "Aucun partenaire n’est chef de file"),
        (lambda: Consortium("P", (LEAD, Partner("Usine", "company", "large", role="lead"))), "« Forge » et « Usine » sont tous deux"),
        (lambda: Consortium("P", (LEAD, LEAD)), "Le partenaire « Forge » est deux fois"),
        (lambda: Consortium("P", (LEAD,), {"promis": True}), "La déclaration ne peut pas être « promis »"),
        (lambda: Consortium("P", (LEAD,), {"labelled": "oui"}), "« labelled » doit être true ou false"),  # type: ignore[dict-item]
        (lambda: Consortium("P", (LEAD,), {}, -1), "Les années jusqu’au marché"),
        (lambda: Consortium("P", (LEAD,), {}, 2.5), "Les années jusqu’au marché"),  # type: ignore[arg-type]
        (lambda: Consortium("P", (LEAD,), caps_eur={"État": -5}), "Le plafond du financeur « État »"),
        (lambda: Partner("", "company", "small"), "Chaque partenaire doit porter un nom"),
        (lambda: Partner("Forge", "société", "small"), "Partenaire « Forge » : le statut ne peut pas être « société »"),
        (lambda: Partner("Forge", "company"), "Partenaire « Forge » : la taille ne peut pas être vide"),
        (lambda: Partner("Forge", "company", "énorme"), "écrivez small, medium, mid-cap, large"),
        (lambda: Partner("Forge", "company", "small", "Loire"), "le territoire ne peut pas être « Loire »"),
        (lambda: Partner("Forge", "company", "small", role="chef"), "le rôle ne peut pas être « chef »"),
        (lambda: Partner("Forge", "company", "small", method="partial"), "la méthode de coûts ne peut pas être « partial »"),
        (lambda: Partner("Forge", "company", "small", method="additional"), "une entreprise compte ses coûts complets"),
        (lambda: Partner("Forge", "company", "small", area="z"), "la zone ne peut pas être « z »"),
        (lambda: Partner("Labo", "laboratory", full_cost_eur=Decimal("0.001")), "plus de deux décimales"),
        (lambda: Cost("dîner", "industrial", 5), "La nature de dépense ne peut pas être « dîner »"),
        (lambda: Cost("staff", "appliquée", 5), "La catégorie de recherche ne peut pas être « appliquée »"),
        (lambda: Cost("staff", "industrial", -1), "positif ou nul"),
        (lambda: Cost("staff", "industrial", Decimal("nan")), "positif ou nul"),
        (lambda: Cost("staff", "industrial", Decimal("inf")), "positif ou nul"),
        (lambda: Cost("staff", "industrial", math.nan), "montant exact"),  # type: ignore[arg-type]
        (lambda: Cost("staff", "industrial", 10.5), "montant exact"),  # type: ignore[arg-type]
        (lambda: Cost("staff", "industrial", True), "montant exact"),
        (lambda: Cost("staff", "industrial", "120 000,50"), "est le texte « 120 000,50 »"),  # type: ignore[arg-type]
        (lambda: Cost("staff", "industrial", 10**13), "positif ou nul"),
        (lambda: Prior("2025-02-30", 5), "doit être une date comme 2025-03-31"),  # type: ignore[arg-type]
        (lambda: Prior(dt.datetime(2025, 3, 1, tzinfo=dt.UTC), 5), "doit être une date"),
        (lambda: compute(Consortium("P", (LEAD,)), rules=rules("fui-25"), today="demain"), "Le jour du calcul"),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_one_sentence(wrong, said):
    with pytest.raises(InputError) as refused:
        wrong()
    sentence = str(refused.value)
    assert said in sentence
    assert sentence.endswith(".")
    assert sentence.count(". ") == 0
