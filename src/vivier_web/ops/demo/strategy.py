"""The strategy of the fictional pôle: axes proposed from its study, then renamed, decided and published."""

from contextlib import suppress

from vivier.vocabulary import InputError
from vivier_web.accounts.models import User
from vivier_web.ops.demo.collection import Waves
from vivier_web.skills.actions.strategy import propose_strategy, work_out_strategy
from vivier_web.skills.actions.strategy_sheets import TextError, add_axis, decide_axis, publish_strategy, rewrite_axis
from vivier_web.skills.models import NeedsCall, Run, StrategySheet
from vivier_web.skills.strategy.sheet import from_json

NAMES = ("Former ensemble aux métiers de l’usinage", "Transmettre les métiers du montage avant les départs",
         "Tenir la maintenance et la tuyauterie", "Attirer vers l’atelier")  # fmt: skip
OWN: tuple[dict[str, str], ...] = (
    {
        "observation": "L’usinage, le réglage et le contrôle manquent chez les mêmes membres, et y vieillissent.",
        "risk": "Les machines tournent moins, faute de régleurs ; chacun forme seul, trop tard.",
        "decision": "Ouvrir des sessions communes de réglage et de programmation, dès le premier semestre.",
        "action": "Le pôle réserve les places avec deux organismes ; les membres volontaires prêtent leurs machines.",
        "indicator": "Personnes formées au réglage sur personnes demandées, à relever chaque année.",
    },
    {
        "observation": "Montage, maintenance, soudure et encadrement d’atelier partent chez les mêmes membres.",
        "risk": "Des savoir-faire quittent le pôle avec ceux qui les tiennent, avant d’être transmis.",
        "decision": "Préparer chaque fin de carrière deux ans avant, par un tutorat commun aux membres.",
        "action": "Repérer les savoirs rares avec chaque membre volontaire, former des tuteurs, ouvrir des AFEST.",
        "indicator": "Départs prévus dont la relève est en place un an avant, à relever chaque année.",
    },
    {},
    {},
)
ATTRACT = {
    "observation": "Recruter est difficile pour presque tous les membres, et pour les mêmes raisons.",
    "evidence": '{{besoins.raisons["peu_de_candidats","part"]}} des membres qui ont répondu déclarent : peu de '
    'candidats.\n{{besoins.metiers["ensemble","postes"]}} que les membres prévoient de pourvoir.',
    "risk": "Les membres se disputent les mêmes candidats, et les postes restent vides.",
    "decision": "Porter ensemble une campagne commune sur les métiers de l’atelier.",
    "action": "Ouvrir les ateliers aux collégiens et aux demandeurs d’emploi, au printemps, avec France Travail.",
    "indicator": "Postes pourvus dans les trois mois, relevés à chaque retour annuel.",
}


def decide(waves: Waves, *, by: User) -> int:
    """Let axes be proposed from the study and the returns, then decide and publish; give how many were proposed."""
    run = Run.objects.select_related("pole").get(study__wave=waves.frozen)
    call = NeedsCall.objects.get(wave=waves.opened)
    proposal = propose_strategy(run, call, by=by, seed=1)
    work_out_strategy(proposal.pk)
    sheet = StrategySheet.objects.select_related("proposal__run__study", "proposal__pole", "pole").get()
    proposed = from_json(sheet.axes)
    for axis, name, own in zip(proposed, NAMES, OWN, strict=False):
        rewrite_axis(sheet, axis.key, name, dict(axis.links) | own, by=by)
    for rank, axis in enumerate(proposed):
        if rank < 2:
            decide_axis(sheet, axis.key, "kept", "Voté au comité de pilotage.", by=by)
    key = add_axis(sheet, "Attirer vers les métiers de l’atelier", by=by)
    with suppress(TextError):  # a pôle of a few members publishes none of these figures
        rewrite_axis(sheet, key, "Attirer vers les métiers de l’atelier", ATTRACT, by=by)
        decide_axis(sheet, key, "kept", "Porté par le collège des petites entreprises.", by=by)
    with suppress(InputError):  # a pôle of a few members: nothing stands out, nothing is published
        publish_strategy(sheet, by=by)
    return len(proposed)
