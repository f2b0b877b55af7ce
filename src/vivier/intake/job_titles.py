"""Job titles as they may be carried until they are coded: what could name or reach a person is taken out."""

import re
from dataclasses import dataclass, field

from vivier.intake.identity import folded

Job = tuple[str, str, str]  # title as written, qualification (0–9, or nothing), NAF of the establishment (or nothing)
NO_JOB: Job = ("", "", "")
LONGEST = 120  # characters, as in the DSN norm

# Eight figures, however they are spaced: a telephone, a NIR, a birth date; « 3x8 » and « 35 h » have fewer.
_NUMBERED = re.compile(r"(?:\d[\s.\-/()+]*){8}")
_LEADING = r"(?:(?i:auprès|aupres|de|du|des|à|au|pour|chez|et|avec|par|l|d)(?:\s+|['’]))"
_CIVILITY = (
    rf"(?:{_LEADING}*\b(?i:mm?\.|mrs?\b\.?|mmes?\b\.?|mlles?\b\.?|melle\b|monsieur|messieurs|madame|mesdames"
    rf"|mademoiselle)|{_LEADING}+M(?=\s+[A-ZÀ-Þ]))"
)
_PARTICLES = r"(?:(?:de|du|des|la|le|von|van|el|ben|et)\s+|d['’])*"
# The word after a civility is a name whatever its case; those that follow only when they are written as names.
_NAMED = re.compile(rf"{_CIVILITY}(?:\s*{_PARTICLES}[^\W\d_][\w'’.-]*)?(?:\s+{_PARTICLES}[A-ZÀ-Þ][\w'’.-]*)*")
_PARTS = frozenset({"des", "les", "dit", "von", "van", "der", "den", "del"})  # of names, and of titles too
_EDGES = " ,;:/-–—(.'’"


def carried(text: str) -> str:
    """Give a job title without what could name or reach somebody; nothing when none of it may be carried.

    A text with « @ » or eight figures is dropped whole; a civility goes with the name after it.

    >>> carried("Assistante de M. Dupont"), carried("Soudeur TIG 2x8")
    ('Assistante', 'Soudeur TIG 2x8')
    >>> carried("comptable, compta@exemple.fr"), carried("Accueil 01 23 45 67 89"), carried("—")
    ('', '', '')
    """
    plain = " ".join(text.split())
    if "@" in plain or _NUMBERED.search(plain):
        return ""
    plain = plain[: 2 * LONGEST]  # a note is not a title, and must not slow the read
    kept = _NAMED.sub(" ", plain)
    if kept != plain:
        kept = " ".join(re.sub(r"\s+(?=[,;)])|\(\W*\)", "", kept).split()).strip(_EDGES)
    return kept[:LONGEST].strip() if any(map(str.isalpha, kept)) else ""


@dataclass(slots=True)
class Titles:
    """Remember the jobs of one read, each held once; they are forgotten with the read."""

    _jobs: dict[Job, Job] = field(default_factory=dict)
    _names: set[str] = field(default_factory=set, repr=False)

    def hear(self, *names: str) -> None:
        """Remember the names of a person for as long as the read lasts, to know the titles that hold one."""
        self._names |= {word for name in names for word in _words(name)}

    def is_named(self, title: str) -> bool:
        """Tell whether a title holds a name that was heard.

        >>> titles = Titles()
        >>> titles.hear("D'ANGÉLO", "Hervé")
        >>> titles.is_named("Équipe Angelo"), titles.is_named("Soudeur")
        (True, False)
        """
        return not self._names.isdisjoint(_words(title))

    def job(self, text: str, *, qualification: str = "", naf: str = "") -> Job:
        """Give the job of a person, its title fit to be carried; `NO_JOB` when nothing of the title is.

        >>> Titles().job("Secrétaire de Mme Petit", naf="2562B")
        ('Secrétaire', '', '2562B')
        """
        asked = (text, qualification, naf)
        if (job := self._jobs.get(asked)) is None:
            title = carried(text)
            job = self._jobs[asked] = (title, qualification, naf) if title else NO_JOB
        return job


def _words(text: str) -> set[str]:
    """Give the words of a text that could be a name, folded."""
    return {word for part in re.split(r"[\W_]+", text) if len(word := folded(part)) > 2} - _PARTS
