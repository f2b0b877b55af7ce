"""What is refused in an official file, with one sentence; and what is only worth a warning."""

from collections.abc import Collection, Iterable, Mapping

from vivier.reference.official.recognising import Piece, rows
from vivier.vocabulary import InputError

MOST_ORPHANS = 0.05  # beyond that share of unknown codes, two versions were mixed


def check(piece: Piece) -> None:
    """Refuse a table with rows that cannot be read, without a key, or with a key twice.

    Raises:
        InputError: the first fault, with its line.
    """
    _refuse_ragged(piece)
    if not any(any(cells) for _, cells in piece.lines):
        raise InputError(f"« {piece.name} » ({piece.kind.title}) n’a aucune ligne : téléchargez-le de nouveau.")
    seen: set[tuple[str, ...]] = set()
    for key in rows(piece, *piece.kind.key) if piece.kind.key else ():
        if not key[0]:
            raise InputError(f"« {piece.name} » ({piece.kind.title}) a une ligne sans {piece.kind.key[0]}.")
        if key in seen:
            raise InputError(
                f"« {piece.name} » ({piece.kind.title}) donne deux fois {' + '.join(piece.kind.key)} = "
                f"{' + '.join(key)} : reprenez le fichier tel qu’il est publié."
            )
        seen.add(key)


def _refuse_ragged(piece: Piece) -> None:
    if piece.given.is_workbook:  # a workbook leaves out the empty cells of a row's end
        return
    for number, cells in piece.lines:
        if any(cells) and len(cells) != len(piece.header):
            raise InputError(
                f"La ligne {number} de « {piece.name} » ({piece.kind.title}) a {len(cells)} cases au lieu de "
                f"{len(piece.header)} : le fichier est abîmé ou a été retouché."
            )


def orphans(what: str, found: Iterable[str], known: Collection[str]) -> list[str]:
    """Warn of the codes that nothing declares; refuse when they are so many that two versions must be mixed.

    >>> orphans("appellations", ["A1", "A2"] * 20 + ["L1510"], {"A1", "A2"})
    ['1 ligne d’appellations sur 41 renvoie à un code inconnu (L1510)']
    """
    codes = list(found)
    unknown = [code for code in codes if code not in known]
    if len(unknown) > MOST_ORPHANS * len(codes):
        raise InputError(
            f"{len(unknown)} lignes {_of(what)} sur {len(codes)} renvoient à des codes inconnus ({_few(unknown)}) : "
            "ces fichiers viennent de versions différentes ; donnez-les tous de la même version."
        )
    if not unknown:
        return []
    lines = "1 ligne" if len(unknown) == 1 else f"{len(unknown)} lignes"
    verb = "renvoie" if len(unknown) == 1 else "renvoient"
    return [f"{lines} {_of(what)} sur {len(codes)} {verb} à un code inconnu ({_few(unknown)})"]


def odd_counts(found: Mapping[str, int], expected: Mapping[str, int]) -> list[str]:
    """Warn of the levels that have not as many codes as published.

    >>> odd_counts({"22": 21}, {"22": 22})
    ['niveau 22 : 21 codes au lieu de 22']
    """
    return [
        f"niveau {level} : {found.get(level, 0)} codes au lieu de {count}"
        for level, count in expected.items()
        if found.get(level, 0) != count
    ]


def _of(what: str) -> str:
    return f"d’{what}" if what[0] in "aeiouyéèêh" else f"de {what}"


def _few(codes: Iterable[str]) -> str:
    distinct = list(dict.fromkeys(codes))
    return ", ".join(distinct[:5]) + (f"… {len(distinct)} codes en tout" if len(distinct) > 5 else "")


def odd_totals(found: Mapping[str, float], published: Mapping[str, float], *, within: float) -> list[str]:
    """Warn of the totals that are not those published.

    >>> odd_totals({"openings": 8351.0074}, {"openings": 8351.01}, within=0.005)
    []
    >>> odd_totals({"lignes": 1048}, {"lignes": 1049}, within=0)
    ['lignes : 1048 au lieu de 1049 comme publié']
    """
    return [
        f"{name} : {found.get(name, 0):.10g} au lieu de {count:.10g} comme publié"
        for name, count in published.items()
        if not abs(found.get(name, 0) - count) <= within
    ]
