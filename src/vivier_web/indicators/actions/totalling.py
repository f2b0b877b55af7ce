"""The totals of a pôle: sums over members that betray none, even beside an earlier vintage; opinions as opinions."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from vivier_web.indicators.checks import worked_out
from vivier_web.indicators.definition import Indicator, IndicatorSet
from vivier_web.indicators.queries.vintages import Frozen, Record, Total

FEWEST = 3  # members behind a sum (InseeFrLab: strictly fewer than 3 units are not shown)
LARGEST = Decimal("0.85")  # of a sum, by one holding
FEW = "Moins de trois membres ont répondu : leur somme en trahirait un."
NOUGHT = "Moins de trois membres ont répondu autre chose que zéro : leur somme en trahirait un."
ONE = "Un membre fait à lui seul plus de 85 % de cette somme : elle le trahirait."
BETWEEN = "Moins de trois membres ont changé ce chiffre depuis le millésime {} : la différence en trahirait un."
MOSTLY = "L’écart avec le millésime {} tient pour plus de 85 % à un seul membre : il le trahirait."
BELOW = "Calculé à partir d’un chiffre qui n’est pas montré."
LACKS = "Il manque un chiffre pour le calculer."


def totals_of(told: IndicatorSet, records: tuple[Record, ...], earlier: Iterable[Frozen]) -> tuple[Total, ...]:
    """Work out every indicator of a pôle from its records, in the order of the set."""
    by_key: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_key[record.indicator].append(record)
    before = tuple(earlier)
    found = {
        one.key: _total(one, by_key.get(one.key, []), before)
        for one in told.indicator
        if not one.formula and by_key.get(one.key)
    }
    shown = {key: total.value for key, total in found.items() if total.value is not None}
    computed = worked_out(told, shown)
    for one in told.worked_out:
        found[one.key] = _computed(one, computed.get(one.key), found)
    return tuple(found[one.key] for one in told.indicator if one.key in found)


def _total(one: Indicator, rows: list[Record], earlier: tuple[Frozen, ...]) -> Total:
    if one.who == "pole":
        (row,) = rows
        return Total(one.key, row.value, 1, row.flags)
    why = _betrayal(rows) or _difference(one.key, rows, earlier)
    flags = tuple(sorted({flag for row in rows for flag in row.flags if flag in {"imputed", "opinion"}}))
    flags += ("weighted",) if any(row.weight != 1 for row in rows) else ()
    n = sum("imputed" not in row.flags for row in rows)
    if why:
        return Total(one.key, None, n, flags, why)
    whole = sum((row.value * row.weight for row in rows), Decimal(0))
    if one.who == "member":  # what each says of itself is a mean of opinions, never a sum of effects
        whole /= sum((row.weight for row in rows), Decimal(0))
    decimals = max(one.decimals, 1) if one.is_opinion else one.decimals
    return Total(one.key, round(whole, decimals).normalize() + 0, n, flags)


def _betrayal(rows: list[Record]) -> str:
    answered = [row for row in rows if "imputed" not in row.flags]
    holdings: dict[str, Decimal] = defaultdict(Decimal)
    for row in answered:
        holdings[row.holding] += row.value
    if len(holdings) < FEWEST:
        return FEW
    if 0 < sum(value > 0 for value in holdings.values()) < FEWEST:
        return NOUGHT
    return ONE if max(holdings.values()) > LARGEST * sum(holdings.values()) else ""


def _difference(key: str, rows: list[Record], earlier: tuple[Frozen, ...]) -> str:
    """Refuse a total that, beside one already shown, would give what one or two members changed."""
    now = _values(rows)
    for frozen in earlier:
        if not any(total.indicator == key and total.value is not None for total in frozen.totals):
            continue
        then = _values([record for record in frozen.records if record.indicator == key])
        changed = {who for who in now.keys() | then.keys() if now.get(who) != then.get(who)}
        gaps = [abs(now.get(who, Decimal(0)) - then.get(who, Decimal(0))) for who in changed]
        if 0 < len(gaps) < FEWEST or 0 < sum(gap > 0 for gap in gaps) < FEWEST:
            return BETWEEN.format(frozen.number)
        if gaps and max(gaps) > LARGEST * sum(gaps):
            return MOSTLY.format(frozen.number)
    return ""


def _values(rows: list[Record]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if "imputed" not in row.flags:
            found[row.holding] += row.value
    return dict(found)


def _computed(one: Indicator, value: Decimal | None, found: dict[str, Total]) -> Total:
    if value is not None:
        return Total(one.key, value, 1, ("computed",))
    names = one.expression.names if one.expression else frozenset()
    hidden = any(name in found and found[name].why not in {"", LACKS} for name in names)
    return Total(one.key, None, 0, ("computed",), BELOW if hidden else LACKS)
