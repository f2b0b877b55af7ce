"""The tables of procedures, one file a subject."""

from vivier_web.procedures.models.colabelling import Colabel
from vivier_web.procedures.models.decisions import Attestation, Condition, Decision, Grant
from vivier_web.procedures.models.dossiers import Assignment, Content, Dossier, Opinion
from vivier_web.procedures.models.meetings import (
    Attendee,
    Meeting,
    MeetingItem,
    Minutes,
    PanelReading,
    Recusal,
    Shift,
)
from vivier_web.procedures.models.panels import ExpertCard, PanelDraft, Tie
from vivier_web.procedures.models.procedures import ProcedureVersion

__all__ = [
    "Assignment",
    "Attendee",
    "Attestation",
    "Colabel",
    "Condition",
    "Content",
    "Decision",
    "Dossier",
    "ExpertCard",
    "Grant",
    "Meeting",
    "MeetingItem",
    "Minutes",
    "Opinion",
    "PanelDraft",
    "PanelReading",
    "ProcedureVersion",
    "Recusal",
    "Shift",
    "Tie",
]
