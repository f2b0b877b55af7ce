"""Statistical secrecy: records → tables that betray nobody, or nothing.

`tables_of` sums records into cells, `protect` hides what must be, `audit` attacks what anyone publishes.
What is to be published is said by `Spec`; the primary rules and their sources are in `Rules`.
"""

from vivier.disclosure.audit import audit
from vivier.disclosure.cells import tables_of
from vivier.disclosure.protection import ProtectedTables, protect
from vivier.disclosure.rules import Rules
from vivier.disclosure.spec import Spec

__all__ = ["ProtectedTables", "Rules", "Spec", "audit", "protect", "tables_of"]
