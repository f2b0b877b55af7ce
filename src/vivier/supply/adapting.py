"""The verb of the engine: people to train a year, beside the places declared, and what that says of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from vivier.supply.data import ANY, Offer, Opening, Portrait, Terms
from vivier.supply.result import CLOSE, KEEP, OPEN, PARTIAL, UNLISTED, WITHIN, Adaptation, Advice, Wanted, Yearly
from vivier.supply.sharing import share_of
from vivier.vocabulary import InputError, Interval


def adapt(
    openings: Iterable[Opening], supply: Iterable[Offer], *, portraits: Iterable[Portrait], terms: Terms
) -> Adaptation:
    """Say of each place declared whether to open more, keep or close, by what the openings call for.

    Posts a year × share that starters fill × share of the speciality = people to train; over the share of them who
    take a job = places. Bounds are added up as if all occupations were high or low together, which is careful: a
    place is to open or to close only when the whole interval says so. Order of rows is irrelevant.

    Raises:
        InputError: a row makes no sense, or is given twice.

    >>> told = adapt(
    ...     [Opening("D2Z", 200, Interval(160, 240), "Lyon")], [Offer("Lyon", "254", "cap", 6, 6, 0.8)],
    ...     portraits=[Portrait("D2Z", {"254": 0.5}, {"none": 0.2, "cap": 0.6, "bac": 0.2})], terms=Terms(years=10),
    ... )
    >>> whole = told.advice[0]
    >>> whole.verdict, round(whole.entrants.value, 1), round(whole.required.value, 1)   # 20 a year, half of them
    ('open', 10.0, 12.5)
    """
    known = _known(portraits)
    posts = sorted(openings, key=lambda each: (each.zone, each.occupation))
    _check_openings(posts)
    offers = _offers(supply)
    read = [each for each in posts if each.occupation in known]
    need = _Need(read, known, terms.years)
    advice = [_advised(each, need, terms) for each in _with_totals(offers)]
    declared = {(each.zone, each.speciality) for each in offers}
    return Adaptation(
        years=terms.years,
        advice=tuple(sorted(advice, key=lambda each: (each.zone, each.speciality, each.level))),
        undeclared=tuple(need.wanted(*each) for each in need.named() if each not in declared),
        elsewhere=need.elsewhere(),
        unread=tuple(sorted((each.occupation, each.posts) for each in posts if each.occupation not in known)),
    )


class _Need:
    """Adds up, opening by opening, the people to train a year."""

    def __init__(self, openings: Sequence[Opening], portraits: Mapping[str, Portrait], years: int) -> None:
        self._pairs = [(each, portraits[each.occupation]) for each in openings]
        self._years = years
        self._calling: dict[tuple[str, str], list[tuple[Opening, Portrait]]] = defaultdict(list)
        for opening, portrait in self._pairs:
            for name in portrait.specialities:
                self._calling[opening.zone, name].append((opening, portrait))

    def named(self) -> list[tuple[str, str]]:
        """Give the specialities that each zone calls for, in order."""
        return sorted(self._calling)

    def has(self, zone: str, speciality: str) -> bool:
        """Whether a portrait names this speciality for the openings of a zone."""
        return (zone, speciality) in self._calling

    def of(self, zone: str, speciality: str, level: str = ANY) -> Yearly:
        """Give the people to train a year in a zone."""
        pairs = self._calling.get((zone, speciality), ())
        return _sum(self._entrants(*pair, share_of(pair[1], speciality, level)) for pair in pairs)

    def wanted(self, zone: str, speciality: str) -> Wanted:
        """Give what a zone calls for and does not declare."""
        return Wanted(zone, speciality, self.of(zone, speciality), self.seekers(zone, speciality))

    def elsewhere(self) -> Yearly:
        """Give the people a year whose speciality no portrait says."""
        shares = [Yearly(each.elsewhere, Interval(each.elsewhere, each.elsewhere)) for _, each in self._pairs]
        return _sum(self._entrants(*pair, share) for pair, share in zip(self._pairs, shares, strict=True))

    def seekers(self, zone: str, speciality: str) -> float | None:
        """Give the jobseekers for one job in the occupations of a speciality, weighed by whom they call for."""
        found = [
            (portrait.seekers, max(opening.posts, 0.0) * portrait.specialities[speciality])
            for opening, portrait in self._calling.get((zone, speciality), ())
            if portrait.seekers is not None
        ]
        total = sum(weight for _, weight in found)
        return sum(value * weight for value, weight in found) / total if total else None

    def _entrants(self, opening: Opening, portrait: Portrait, share: Yearly) -> Yearly:
        scale = portrait.starters / self._years
        low, high = (max(end, 0.0) * scale for end in (opening.interval.low, opening.interval.high))
        value = max(opening.posts, 0.0) * scale * share.value
        return Yearly(value, Interval(low * share.interval.low, high * share.interval.high))


def _sum(parts: Iterable[Yearly]) -> Yearly:
    told = list(parts)
    ends = Interval(sum(each.interval.low for each in told), sum(each.interval.high for each in told))
    return Yearly(sum(each.value for each in told), ends)


def _advised(offer: Offer, need: _Need, terms: Terms) -> Advice:
    entrants = need.of(offer.zone, offer.speciality, offer.level)
    rate = offer.insertion_rate
    required = entrants.over(terms.insertion if rate is None else Interval(rate, rate))
    is_listed = need.has(offer.zone, offer.speciality)
    verdict, reason = _judged(required.interval, offer.places, is_listed=is_listed, is_whole=terms.is_whole)
    return Advice(
        offer.zone, offer.speciality, offer.level, entrants, required, offer.places,
        offer.filled, verdict, reason, need.seekers(offer.zone, offer.speciality),
    )  # fmt: skip


def _judged(required: Interval, places: float, *, is_listed: bool, is_whole: bool) -> tuple[str, str]:
    """Judge by the interval: what is neither clearly lacking nor clearly superfluous is kept."""
    if not is_listed:
        return KEEP, UNLISTED
    if required.low > places:
        return OPEN, ""
    if required.high < places:
        return (CLOSE, "") if is_whole else (KEEP, PARTIAL)
    return KEEP, WITHIN


def _with_totals(offers: Sequence[Offer]) -> Iterator[Offer]:
    """Give each line, and one of all the levels of a zone and speciality."""
    together: dict[tuple[str, str], list[Offer]] = defaultdict(list)
    for each in offers:
        together[each.zone, each.speciality].append(each)
        if each.level != ANY:
            yield each
    for (zone, speciality), lines in together.items():
        places = sum(each.places for each in lines)
        filled = None if any(each.filled is None for each in lines) else sum(each.filled or 0.0 for each in lines)
        yield Offer(zone, speciality, ANY, places, filled, _rate(lines))


def _rate(lines: Sequence[Offer]) -> float | None:
    """Give the insertion of several lines, weighed by their places; unknown as soon as one is."""
    rates = [each.insertion_rate for each in lines if each.insertion_rate is not None]
    if len(rates) < len(lines):
        return None
    places = sum(each.places for each in lines)
    weights = [each.places / places if places else 1 / len(lines) for each in lines]
    mean = sum(rate * weight for rate, weight in zip(rates, weights, strict=True))
    return min(max(mean, min(rates)), max(rates))  # rounding apart


def _known(portraits: Iterable[Portrait]) -> dict[str, Portrait]:
    found: dict[str, Portrait] = {}
    for each in portraits:
        if each.occupation in found:
            raise InputError(f"Le portrait de « {each.occupation} » est donné deux fois : gardez-en un.")
        found[each.occupation] = each
    return found


def _check_openings(openings: Sequence[Opening]) -> None:
    if len({(each.zone, each.occupation) for each in openings}) < len(openings):
        raise InputError("Un métier a deux fois des postes à pourvoir dans une même zone : gardez une seule ligne.")


def _offers(supply: Iterable[Offer]) -> list[Offer]:
    offers = sorted(supply, key=lambda each: (each.zone, each.speciality, each.level))
    seen: set[tuple[str, str, str]] = set()
    for each in offers:
        key = each.zone, each.speciality, each.level
        if key in seen:
            raise InputError(
                f"L’offre « {each.speciality} » de « {each.zone} » est déclarée deux fois au même niveau : "
                "additionnez ses places en une ligne."
            )
        seen.add(key)
    return offers
