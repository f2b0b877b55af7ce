"""Colleges two by two on each question: the gap, its exact interval, whether it is proven once all are counted."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from statistics import median

from vivier.french import counted, share
from vivier.strategy.colleges.data import SCALE, Answers, CollegeView, Gap, Perceptions, QuestionView
from vivier.strategy.colleges.exact import difference, holm, permutation, proportion, yes_no
from vivier.strategy.data import check_number, check_whole
from vivier.vocabulary import InputError

Pair = tuple[Answers, Answers]


def perceptions(answers: Sequence[Answers], *, min_answers: int = 3, risk: float = 0.05) -> Perceptions:
    """Compare colleges two by two on each question, exactly, and correct for the number of comparisons (Holm).

    A college of fewer than `min_answers` answers to a question is neither shown nor compared on it. Raises
    `InputError` when a college answers one question twice or a question has two kinds.

    >>> seven = lambda college, yes: Answers("q1", "Recruter est difficile", college, (5,) * yes + (2,) * (7 - yes))
    >>> found = perceptions([seven("entreprises", 7), seven("syndicats", 0), seven("organismes", 4)])
    >>> [(gap.first, gap.second, gap.is_proven) for gap in found.gaps]
    [('entreprises', 'syndicats', True), ('organismes', 'syndicats', False), ('entreprises', 'organismes', False)]
    >>> found.gaps[0].sentence[:56]
    'Recruter est difficile : 7 sur 7 des réponses favorables'
    """
    check_whole("Le nombre minimal de réponses d’un collège", min_answers, 2)
    check_number("Le risque d’annoncer à tort un écart", risk, 1e-6, 0.5)
    by_question: dict[str, list[Answers]] = {}
    for each in sorted(answers, key=lambda each: (each.question, each.college)):
        by_question.setdefault(each.question, []).append(each)
    for asked in by_question.values():
        _check_question(asked)
    heard = {key: [each for each in asked if len(each.given) >= min_answers] for key, asked in by_question.items()}
    pairs = [pair for asked in heard.values() for pair in combinations(asked, 2)]
    gaps = _adjusted([_gap(*pair) for pair in pairs], pairs, risk)
    views = tuple(_view(asked, heard[key]) for key, asked in by_question.items())
    return Perceptions(views, gaps, len(gaps), risk, _summed_up(gaps, len(views)))


def _check_question(asked: Sequence[Answers]) -> None:
    if len({each.college for each in asked}) < len(asked):
        raise InputError(
            f"Un collège répond deux fois à la question « {asked[0].question} » : réunissez ses réponses."
        )
    if len({(each.kind, each.label) for each in asked}) > 1:
        raise InputError(f"La question « {asked[0].question} » a deux libellés ou deux sortes : gardez-en une.")


def _view(asked: Sequence[Answers], heard: Sequence[Answers]) -> QuestionView:
    colleges = tuple(
        CollegeView(
            each.college,
            len(each.given),
            each.favourable,
            float(median(each.given)),
            proportion(each.favourable, len(each.given)),
        )
        for each in heard
    )
    shown = {each.college for each in colleges}
    few = tuple(each.college for each in asked if each.college not in shown)
    return QuestionView(asked[0].question, asked[0].label, asked[0].kind, colleges, few)


def _gap(first: Answers, second: Answers) -> Gap:
    one, other = ((each.favourable, len(each.given)) for each in (first, second))
    p_value = permutation(first.given, second.given) if first.kind == SCALE else yes_no(one, other)
    above = sum((a > b) - (a < b) for a in first.given for b in second.given)
    return Gap(
        question=first.question,
        first=first.college,
        second=second.college,
        difference=one[0] / one[1] - other[0] / other[1],
        interval=difference(one, other),
        advantage=above / (one[1] * other[1]),
        p_value=p_value,
        p_adjusted=1.0,
        is_proven=False,
        sentence="",
    )


def _adjusted(gaps: Sequence[Gap], pairs: Sequence[Pair], risk: float) -> tuple[Gap, ...]:
    """Correct for all the comparisons made, put into words, and rank from the most proven."""
    told = []
    for gap, pair, adjusted in zip(gaps, pairs, holm([gap.p_value for gap in gaps]), strict=True):
        is_proven = adjusted <= risk
        told.append(
            replace(gap, p_adjusted=adjusted, is_proven=is_proven, sentence=_sentence(pair, is_proven=is_proven))
        )
    return tuple(
        sorted(told, key=lambda gap: (gap.p_value, -abs(gap.advantage), gap.question, gap.first, gap.second))
    )


def _sentence(pair: Pair, *, is_proven: bool) -> str:
    """Say a gap: « 6 sur 7 » under 20 answers, whole per cent beyond, and what it is worth."""
    said = [f"{_share(each)} chez « {each.college} »" for each in pair]
    verdict = "écart établi" if is_proven else "écart non établi : trop peu de réponses ou avis trop proches"
    noun = "des réponses favorables" if pair[0].kind == SCALE else "de oui"
    return f"{pair[0].label} : {said[0].replace(' chez', f' {noun} chez', 1)}, {said[1]} ; {verdict}."


def _share(answers: Answers) -> str:
    n = len(answers.given)
    return share(answers.favourable / n, n)


def _summed_up(gaps: Sequence[Gap], questions: int) -> str:
    proven = sum(gap.is_proven for gap in gaps)
    over = f"{counted(questions, 'question')} et {counted(len(gaps), 'comparaison')}"
    if not proven:
        return f"Aucun écart entre collèges n’est établi, sur {over}."
    return f"{counted(proven, 'écart')} entre collèges {'sont établis' if proven > 1 else 'est établi'}, sur {over}."
