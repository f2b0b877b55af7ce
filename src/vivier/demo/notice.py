"""LISEZMOI.txt: what these files are, who they pretend to be, and what is wrong with some of them on purpose."""

from collections.abc import Sequence

from vivier.demo.data import MONTHS, ON, Member
from vivier.demo.defects import placed
from vivier.demo.stock import present

MARK = "Pôle Mécatronique du Val : pôle FICTIF, fichiers fabriqués par « vivier demo-files »"
EMPTY, BINARY = "export_vide.csv", "photo_atelier.dsn"
SOURCES = {
    "dsn": "DSN mensuelles", "registre": "registre du personnel (dates vraies)",
    "registre_texte": "registre du personnel (dates en toutes lettres, sans PCS)",
    "registre_1904": "registre du personnel (classeur 1904)",
    "registre_abime": "registre du personnel (SIRET détruits, sans PCS)", "export": "export RH (CSV Windows-1252)",
    "texte": "export de paie (TXT à tabulations)", "bdese": "tableau croisé BDESE",
}  # fmt: skip


def folder_of(member: Member) -> str:
    """Give the name of the folder of a member: its rank and its name without accents or spaces."""
    plain = member.name.lower().translate(str.maketrans("àâçéèêëîïôùûœ", "aaceeeeiiouuo"))
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    return f"{member.rank:02d}_{'-'.join(words)}_fictif"


def notice(members: Sequence[Member], seed: int) -> str:
    """Write the notice; it depends on the members and the seed alone."""
    people = sum(len(present(member, ON)) for member in members)
    parts = [
        MARK,
        "",
        "Aucune personne, entreprise ni commune réelle. SIREN de la plage 0001xxxxx, jamais attribuée ; numéros de",
        "sécurité sociale à « commune » 990 à 999, qui n’existe pas ; noms tirés d’une courte liste.",
        "",
        f"Graine {seed}, {len(members)} adhérents, {people} salariés présents au {ON:%d/%m/%Y}.",
        f"Mois couverts : {MONTHS[0]} à {MONTHS[-1]}. Un dossier par adhérent.",
        "effectifs_declares.csv : personnes qu’aucun fichier de paie ne contient (intérimaires, dirigeants…).",
        "",
        "ADHÉRENTS",
        *(_member(member) for member in members),
        "",
        "DÉFAUTS VOULUS, ET CE QU’UNE BONNE LECTURE EN FAIT",
        *(f"- {where} : {what} → {fate}" for where, what, fate in defects_of(members)),
    ]
    return "\n".join(parts) + "\n"


def defects_of(members: Sequence[Member]) -> tuple[tuple[str, str, str], ...]:
    """Give every defect made on purpose: where (folder/month or file), what, and its expected fate."""
    found = [(f"{folder_of(host)}/{each.month}", each.name, each.fate) for host, each in placed(members)]
    found += [
        (f"{folder_of(member)}/registre_unique_du_personnel.xlsx", "SIRET détruits par le tableur",
         "établissement et entreprise inconnus, personnes comptées")
        for member in members if member.source == "registre_abime"
    ]  # fmt: skip
    first = folder_of(members[0])
    found.append((f"{first}/{EMPTY}", "fichier vide", "refusé, rien de perdu à côté"))
    found.append((f"{first}/{BINARY}", "image renommée en .dsn", "refusée, rien de perdu à côté"))
    for member in members:
        gaps = ", ".join(str(month) for month in sorted(member.missing))
        if gaps and member.source == "dsn":
            found.append((folder_of(member), f"mois jamais déclarés : {gaps}", "signalés, les autres mois sont lus"))
    return tuple(found)


def _member(member: Member) -> str:
    people = len(present(member, ON))
    matrix = " + matrice de polyvalence" if member.has_matrix else ""
    return (
        f"- {folder_of(member)} : SIREN {member.siren}, {len(member.sites)} établissement(s), {people} salariés, "
        f"{SOURCES[member.source]}{matrix}"
    )
