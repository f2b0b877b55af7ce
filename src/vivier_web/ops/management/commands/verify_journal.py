"""Verify the journal of acts: whole, or which act is the first that does not follow."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from vivier import french
from vivier_web.accounts.queries import count_and_seal, first_broken_act


class Command(BaseCommand):
    """Read every act and its seal."""

    help = "Vérifie que le journal des actes est intact."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 (the names Django calls)
        """Print the count and the last seal, or the first broken act, and then end with 1."""
        broken = first_broken_act()
        if broken is not None:
            self.stderr.write(f"Journal rompu : l’acte {french.number(broken)} ne suit pas de ceux d’avant.")
            sys.exit(1)
        count, seal = count_and_seal()
        self.stdout.write(f"Journal intact : {french.counted(count, 'acte')}, empreinte {seal}")
