"""What `vivier plan` says of a plan in a few lines."""

from collections.abc import Iterator

from vivier.french import counted, number
from vivier.training import Plan

_TOLD = 3  # sessions explained on the screen; the file explains them all


def lines(found: Plan) -> Iterator[str]:
    """Say what the plan holds, what it costs, what is proven, what sharing saves, and why its best sessions."""
    trained = counted(found.people_trained, "personne formée", "personnes formées")
    yield f"{counted(len(found.sessions), 'session')} : {trained} sur {number(found.people_asked)}."
    yield (
        f"Coût {number(found.cost_eur)} € ; aucun plan ne coûte moins de {number(found.bound_eur)} € "
        f"(écart prouvé {_percent(found.gap)})."
    )
    yield f"Sessions et places : {number(found.budget_used_eur)} €."
    if found.alone_eur > 0:
        saved = found.alone_eur - found.cost_eur
        yield (
            f"Entreprise par entreprise, les mêmes personnes coûteraient {number(found.alone_eur)} € : mutualiser "
            f"économise {number(saved)} € ({_percent(saved / found.alone_eur)})."
        )
    best = sorted(found.reasons, key=lambda each: (-each.saved_eur, each.session))[:_TOLD]
    held = {each.session: each for each in found.sessions}
    for reason in best:
        session = held[reason.session]
        fates = [
            text
            for n, text in (
                (reason.elsewhere, f"{counted(reason.elsewhere, 'personne')} ailleurs"),
                (reason.at_work, f"{number(reason.at_work)} en AFEST"),
                (reason.left_out, f"{number(reason.left_out)} sans formation"),
            )
            if n
        ]
        worth = f"économise {number(reason.saved_eur)} €"
        yield f"{session.session} ({session.course}, {session.place}) {worth} ; sans elle : {', '.join(fates)}."


def _percent(share: float) -> str:
    return f"{100 * share:.2f} %".replace(".", ",")
