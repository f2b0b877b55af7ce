"""« Face à la région »: the pôle in official families, beside the pace of its region, with their tension."""

from vivier.french import counted, expected, number, percent
from vivier.report.charts import Bar
from vivier.report.page.elements import Card, Column, Words, cell, fold, lines, ranked, section, table, text
from vivier.report.reading import ALL, definition, figures, horizon_year, label, origin
from vivier.study import Figure, Study

NAME, TITLE = "region", "Face à la région"
SHOWN = 10
HEADS = ("Effectif", "Postes (Dares)", "Fins de carrière", "À la cadence de la région", "Tension")
Found = dict[tuple[str, ...], Figure]


def has_families(study: Study) -> bool:
    """Tell whether the study sets the pôle beside its region."""
    return bool(figures(study, "familles"))


def families(study: Study) -> str:
    """Write the section; nothing when no official statistics were installed."""
    if not has_families(study):
        return ""
    region = next((one.value for one in study.assumptions if one.name == "region"), "")
    lead = f"Les mêmes salariés, en familles professionnelles officielles ; chiffres publiés : {region}."
    return section(NAME, TITLE, (_card(study, figures(study, "familles")),), lead=lead)


def _card(study: Study, found: Found) -> Card:
    tensions = figures(study, "tension")
    codes = dict.fromkeys(keys[0] for keys in found if keys[0] != ALL)
    order = sorted(codes, key=lambda code: (-found[code, "effectif"].value, code))
    heads = [Column("Famille"), *(Column(title, is_number=True) for title in HEADS)]
    rows = [_line(study, code, found, tensions) for code in order]
    body = table(heads, rows[:SHOWN], caption="Familles professionnelles, les plus nombreuses d’abord", stacks=True)
    if len(rows) > SHOWN:
        rest = table(heads, rows[SHOWN:], caption="Les autres familles, par effectif", stacks=True)
        others = counted(len(rows) - SHOWN, "autre famille", "autres familles")
        body += fold(f"et {others} : voir le tableau", rest, sheet="familles")
    sub = f"{definition(study, 'familles')}. Entre crochets : intervalle à 80 %. Tension : de 1 à 5."
    body += _declared(study, order, tensions)
    body += f'<p class="hint">{text(_doubts(found))}</p>'
    title = _title(found, codes, tensions, horizon_year(study))
    bars = [_bar(study, code, found, tensions) for code in order[:SHOWN] if (code, "postes") in found]
    if len(bars) > 1:
        tense = sorted(bars, key=lambda bar: not bar.is_hot)
        body = ranked(
            tense, Words("tension", title, f"{sub} En rouge : très forte tension.", origin(study, "familles")), body
        )
        sub += " En rouge : très forte tension."
    return Card(title, sub, body, ("familles", "tension"), is_wide=True)


def _bar(study: Study, code: str, found: Found, tensions: Found) -> Bar:
    """Draw the openings of a family, in madder when it is hardest to fill."""
    openings, level = found[code, "postes"], tensions.get((code, "niveau"))
    tension = f"tension {number(level.value)}" if level else "tension non connue"
    told = lines(
        (
            ("Effectif", found.get((code, "effectif"))),
            (HEADS[2], found.get((code, "fins_de_carriere"))),
            (HEADS[1], openings),
        )
    )
    hot = level is not None and level.value == 5
    end = f"{expected(openings.value)} · {tension}"
    return Bar(
        label(study, code), (max(openings.value, 0),), openings.interval_80, end, (*told, tension.capitalize()), hot
    )


def _title(found: Found, codes: dict[str, None], tensions: Found, last: int) -> str:
    tense = [code for code in codes if (code, "niveau") in tensions and tensions[code, "niveau"].value == 5]
    openings = sum(found[code, "postes"].value for code in tense if (code, "postes") in found)
    if not tense:
        return "Aucune de vos familles professionnelles n’est en très forte tension"
    posts = counted(round(openings), "poste", "postes")
    return f"{posts} à pourvoir d’ici {last}, au sens de la Dares, dans des familles en très forte tension"


def _line(study: Study, code: str, found: Found, tensions: Found) -> list[str]:
    region = found.get((code, "fins_de_carriere_region"))
    level = tensions.get((code, "niveau"))
    return [
        text(label(study, code)),
        *(cell(found.get((code, name)), absent="sans objet") for name in ("effectif", "postes", "fins_de_carriere")),
        text(expected(region.value)) if region else '<span class="absent">non publié</span>',
        text(number(level.value)) if level else '<span class="absent">non connue</span>',
    ]


def _declared(study: Study, order: list[str], tensions: Found) -> str:
    """Say, family by family, how hard members find their hiring beside what is published, and the gap."""
    said = [f"<li>{text(_gap(study, code, tensions))}</li>" for code in order if (code, "declare") in tensions]
    return f'<ul class="said">{"".join(said)}</ul>' if said else ""


def _gap(study: Study, code: str, tensions: Found) -> str:
    declared, members = tensions[code, "declare"], round(tensions[code, "reponses"].value)
    official, gap = tensions.get((code, "difficulty")), tensions.get((code, "ecart"))
    who = counted(members, "membre juge difficiles", "membres jugent difficiles")
    start = f"{label(study, code)} : {who} {percent(declared.value)} de leurs {number(declared.n)} embauches"
    if official is None:
        return f"{start} ; rien n’est publié en face."
    beside = f"{start}, {percent(official.value)} selon l’enquête officielle"
    if gap is None or gap.interval_95 is None:
        return f"{beside} ; trop peu de réponses pour conclure."
    low, value, high = (_points(each) for each in (gap.interval_95.low, gap.value, gap.interval_95.high))
    return f"{beside} : écart de {value} points (95 % : de {low} à {high})."


def _points(share: float) -> str:
    value = round(100 * share)
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{number(abs(value))}"


def _doubts(found: Found) -> str:
    whole, shared = found.get((ALL, "effectif")), found.get((ALL, "partages"))
    if whole is None or shared is None or not whole.value:
        return ""
    unclear = found.get((ALL, "passage_ambigu"))
    bridged = (
        f" Les chiffres de la Dares sont publiés en FAP-2009 : pour {percent(unclear.value)} des personnes qu’ils "
        "décrivent, l’ancienne famille se partage entre plusieurs nouvelles, et leur moyenne est prise."
        if unclear is not None
        else ""
    )
    return (
        f"Du code PCS à la famille, les tables officielles hésitent pour {counted(shared.value, 'salarié')} sur "
        f"{number(whole.value)} : chacun est compté une fois, selon les parts publiées.{bridged} La cadence de la "
        "région date d’avant la réforme de 2023 et compte toute sortie définitive : l’écart ne dit pas que le pôle "
        "est jeune."
    )
