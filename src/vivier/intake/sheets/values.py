"""Read sexes, ages, occupation codes and the other short values of a staff list."""

import re

from vivier.intake.data import UNKNOWN
from vivier.intake.sheets.dates import UnreadableError
from vivier.intake.sheets.grid import Value, heading, heading_of, text_of
from vivier.intake.sheets.working_time import read_number
from vivier.reference.pcs import pcs_occupations

_MEN = frozenset({"h", "m", "mr", "monsieur", "homme", "hommes", "masculin", "masc", "1", "01", "garcon"})
_WOMEN = frozenset(
    {"f", "mme", "mlle", "melle", "madame", "mademoiselle", "femme", "femmes", "feminin", "fem", "2", "02", "fille"}
)
_NO = re.compile(
    r"|n|non( .*)?|no|0+|faux|false|neant|aucune?|sans( .*)?|pas( .*)?|nc|n c|na|n a|ns|"
    r"expiree?( .*)?|refusee?( .*)?|(demande )?en (cours|attente)( .*)?"
)
_YES_MARKS = frozenset("✓✔☑√●■⬤◉✅")
# The qualifications of job offers (France Travail): worker, employee, technician, supervisor, executive.
_QUALIFICATIONS = {
    "1": re.compile(r"\bmanoeuvres?\b"),
    "2": re.compile(r"\bouvri\w+( e)? specialise\w*|\bouvri\w+( e)? non qualifie|^os\d?$"),
    "3": re.compile(r"\bouvri\w+( e)? qualifie|^(oq\d?|p1|p2)$"),
    "4": re.compile(r"\bouvri\w+( e)? (hautement|tres) qualifie|^(ohq|p3|p4)$"),
    "5": re.compile(r"\bemploye\w*( e)? non qualifie"),
    "6": re.compile(r"\bemploye\w*( e)? (hautement )?qualifie"),
    "7": re.compile(r"\btechnicien"),
    "8": re.compile(r"\bmaitrise\b|\bcontremaitre"),
    "9": re.compile(r"(?<!non )\bcadres?\b|\bingenieur"),
}
_PCS = re.compile(r"(\d{3}[a-z])\b")


def read_sex(value: Value) -> str:
    """Read a sex; `inconnu` when the cell is empty, `UnreadableError` (E05) when it is not understood.

    >>> read_sex("Mme"), read_sex("M."), read_sex(2), read_sex(None)
    ('F', 'H', 'F', 'inconnu')
    """
    words = heading(text_of(value))
    if not words:
        return UNKNOWN
    if words in _MEN:
        return "H"
    if words in _WOMEN:
        return "F"
    raise UnreadableError("E05")


def is_sex(value: Value) -> bool:
    """Tell whether a cell says a sex.

    >>> is_sex("Mme"), is_sex("H/F")
    (True, False)
    """
    return heading(text_of(value)) in _MEN | _WOMEN


def read_age(value: Value) -> int | None:
    """Read an age in years; None when the cell is empty, `UnreadableError` (E07) when it is no number.

    >>> read_age(47), read_age("52 ans"), read_age("38,7")
    (47, 52, 38)
    """
    if value is None or (isinstance(value, str) and not heading(value)):
        return None
    if isinstance(value, str):
        value = re.sub(r"\s*ans?\b.*$", "", value, flags=re.IGNORECASE)
    age = read_number(value)
    if not 0 <= age < 200:
        raise UnreadableError("E07")
    return int(age)


def read_pcs(value: Value) -> str:
    """Read an occupation code; `inconnu` when the cell is empty, `UnreadableError` (E10) when it does not exist.

    >>> read_pcs("623F"), read_pcs("632d - Menuisiers"), read_pcs("")
    ('623f', '632d', 'inconnu')
    """
    text = re.sub(r"[\s.\-]+", " ", text_of(value)).strip().lower()
    if not heading(text):
        return UNKNOWN
    found = _PCS.match(re.sub(r"^(\d{3}) ([a-z])\b", r"\1\2", text))
    if found is None or found[1] not in pcs_occupations():
        raise UnreadableError("E10")
    return found[1]


def read_qualification(value: Value) -> str:
    """Read a qualification as France Travail numbers it (1 to 9); nothing when the words fit none, or several.

    >>> read_qualification("Ouvrière qualifiée"), read_qualification("Ingénieurs et cadres"), read_qualification("P3")
    ('3', '9', '4')
    >>> read_qualification("Employé"), read_qualification("Technicien / agent de maîtrise"), read_qualification(190)
    ('', '', '')
    """
    words = heading_of(value)
    found = [digit for digit, pattern in _QUALIFICATIONS.items() if words and pattern.search(words)]
    return found[0] if len(found) == 1 else ""


def has_mark(value: Value) -> bool:
    """Tell whether a yes/no cell says yes: anything but an empty cell or a no.

    >>> has_mark("Oui"), has_mark("✓"), has_mark("non concerné"), has_mark(None), has_mark("demande en cours")
    (True, True, False, False, False)
    """
    if value is False:
        return False
    text = text_of(value)
    return text.strip("\ufe0f ") in _YES_MARKS or _NO.fullmatch(heading(text)) is None
