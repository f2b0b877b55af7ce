"""What the agents of a funder do of the projects it pays for: they answer its amendments, as anyone asked does."""

from django_scopes import scope, scopes_disabled

from vivier.vocabulary import InputError
from vivier_web.accounts.models import User
from vivier_web.procedures.addressing import Seat
from vivier_web.projects.actions.amending import answer_amendment
from vivier_web.projects.models import Amendment
from vivier_web.projects.queries.funders import asked_of


class NotAsked(InputError):  # noqa: N818 - what is wrong, not an error of the program
    """Say that an amendment is not addressed to this agent, without saying whether it exists."""

    def __init__(self) -> None:
        super().__init__("Cet avenant ne vous est pas adressé.")


def answer_as_funder(seat: Seat, pk: int, said: str, *, by: User, words: str = "") -> Amendment:
    """Accept or refuse an amendment for the funder one acts for.

    Raises:
        NotAsked: it is not asked of them.
        InputError: what `answer_amendment` refuses.
    """
    with scopes_disabled():
        found = asked_of(seat).filter(pk=pk).first()
    if found is None:
        raise NotAsked
    with scope(pole=found.amendment.project.pole):
        return answer_amendment(found, said, by=by, words=words, is_own=True)
