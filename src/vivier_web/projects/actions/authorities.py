"""What the agents of a funder do of the projects it pays for: they answer its amendments, as anyone asked does."""

from django_scopes import scope, scopes_disabled

from vivier.vocabulary import InputError
from vivier_web.accounts.models import User
from vivier_web.procedures.addressing import Seat
from vivier_web.projects.actions.amending import answer_amendment
from vivier_web.projects.models import Amendment
from vivier_web.projects.queries.funders import asked_of


def answer_as_funder(seat: Seat, pk: int, said: str, *, by: User, words: str = "") -> Amendment:
    """Accept or refuse an amendment for the funder one acts for.

    Raises:
        InputError: it is not asked of them, or what `answer_amendment` refuses.
    """
    with scopes_disabled():
        found = asked_of(seat).filter(pk=pk).first()
    if found is None:
        raise InputError("Cet avenant ne vous est pas adressé.")
    with scope(pole=found.amendment.project.pole):
        return answer_amendment(found, said, by=by, words=words, is_own=True)
