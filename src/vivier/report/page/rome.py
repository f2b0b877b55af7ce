"""« En métiers du ROME »: the same people and openings by ROME, with what is sure and what hesitates."""

from vivier.french import counted, expected, number
from vivier.report.charts import Bar
from vivier.report.figures import figure
from vivier.report.page.elements import Card, Column, Words, cell, fold, lines, ranked, section, table, text
from vivier.report.reading import ALL, figures, horizon_year, label, origin
from vivier.study import Figure, Study
from vivier.study.rome import UNDETERMINED

NAME, TITLE = "metiers-rome", "En métiers du ROME"
SHOWN = 10
HEADS = ("Effectif", "Part ambiguë", "Postes (Dares)")
ENDS = "Fins de carrière"  # only where new posts make it differ from the openings
_SUB = (
    "Chacun selon son intitulé de poste quand il est codé, sinon par le passage officiel de sa PCS, partagé. Part "
    "ambiguë : personnes pour qui ce passage hésite."
)
Found = dict[tuple[str, ...], Figure]


def has_rome(study: Study) -> bool:
    """Tell whether the study counts its people in ROME."""
    return bool(figures(study, "rome"))


def rome(study: Study) -> str:
    """Write the section; nothing when no ROME was installed."""
    if not has_rome(study):
        return ""
    lead = "Les mêmes salariés en emploi durable, dans le répertoire des offres d’emploi et des formations."
    return section(NAME, TITLE, (_card(study, figures(study, "rome")),), lead=lead)


def _card(study: Study, found: Found) -> Card:
    codes = dict.fromkeys(keys[0] for keys in found if keys[0] not in (ALL, UNDETERMINED))
    order = sorted(codes, key=lambda code: (-found[code, "effectif"].value, code))
    has_ends = any(found[code, "creations"].value for code in (*codes, ALL))
    heads = [Column("Métier"), *(Column(title, is_number=True) for title in (*HEADS, *([ENDS] if has_ends else [])))]
    first = [code for code in (UNDETERMINED, ALL) if (code, "effectif") in found]
    shown = [_line(study, code, found)[: len(heads)] for code in (*order[:SHOWN], *first)]
    body = table(heads, shown, caption="Métiers du ROME, les plus nombreux d’abord, puis l’ensemble", stacks=True)
    if len(order) > SHOWN:
        rest = [_line(study, code, found)[: len(heads)] for code in order[SHOWN:]]
        others = counted(len(rest), "autre métier", "autres métiers")
        more = table(heads, rest, caption="Les autres métiers du ROME, par effectif", stacks=True)
        body += fold(f"et {others} : voir le tableau", more, sheet="rome")
    body += f'<p class="hint">{text(_doubts(found))}</p>'
    sub = f"{_SUB} Postes jusqu’en {horizon_year(study)} ; entre crochets : intervalle à 80 %, ambiguïté comprise."
    title = _title(found)
    bars = [_bar(study, code, found) for code in order[:SHOWN]]
    if len(bars) > 1:
        body = ranked(bars, Words("rome", title, sub, origin(study, "rome")), body)
    return Card(title, sub, body, ("rome",), is_wide=True)


def _bar(study: Study, code: str, found: Found) -> Bar:
    """Draw the openings of a ROME, with how sure its people are."""
    posts, unclear = found[code, "postes"], found[code, "ambigu"]
    sure = f"ambigu : {figure(unclear)}" if unclear.value else ""
    told = lines((("Effectif", found[code, "effectif"]), (ENDS, found[code, "fins_de_carriere"]), (HEADS[2], posts)))
    end = " · ".join(filter(None, (expected(posts.value), sure)))
    return Bar(label(study, code), (max(posts.value, 0),), posts.interval_80, end, told)


def _line(study: Study, code: str, found: Found) -> list[str]:
    name = text(label(study, code))
    words = name if code in (ALL, UNDETERMINED) else f'{name} <span class="iv">{text(code)}</span>'
    unclear = found[code, "ambigu"]
    return [
        f"<strong>{words}</strong>" if code == ALL else words,
        cell(found[code, "effectif"]),
        text(figure(unclear)) if unclear.value else '<span class="absent">aucune</span>',
        cell(found.get((code, "postes")), absent="secret statistique"),
        cell(found.get((code, "fins_de_carriere")), absent="secret statistique"),
    ]


def _title(found: Found) -> str:
    whole = found[ALL, "effectif"].value
    lost = found[UNDETERMINED, "effectif"].value if (UNDETERMINED, "effectif") in found else 0
    named = counted(round(whole - lost), "salarié a", "salariés ont")
    if not lost:
        return f"{named} tous un métier du ROME" if whole > 1 else f"{named} un métier du ROME"
    return f"{named} un métier du ROME, sur {number(whole)} en emploi durable"


def _doubts(found: Found) -> str:
    whole, titled = found[ALL, "effectif"], found[ALL, "intitules"]
    placed = (
        f"{counted(round(titled.value), 'salarié est placé', 'salariés sont placés')} d’après leur intitulé, "
        f"{number(whole.value - titled.value)} par le passage de leur PCS."
        if round(titled.value)
        else "Aucun intitulé de poste n’entre ici : chacun suit le passage de sa PCS."
    )
    return (
        f"{placed} Le passage hésite pour "
        f"{figure(found[ALL, 'ambigu'])} de l’ensemble : leur nombre dans un métier est une attente, non un compte. "
        "« Métier indéterminé » : aucun métier du ROME ne réunit la moitié de leur PCS ; un intitulé de poste "
        "dans les fichiers lèverait le doute."
    )
