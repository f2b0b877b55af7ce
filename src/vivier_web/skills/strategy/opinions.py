"""How far apart colleges see things, from the shares that are published, with exact inference for small numbers."""

from typing import Any

from vivier_web.skills.needs.sums import Board


def gaps_between(board: Board) -> list[dict[str, Any]]:
    """Compare colleges on the statements whose every share may be shown; each gap with its numbers and its sentence.

    Agreeing or not is all that is read: the counts come from the published shares, so nothing more leaves here.
    """
    from vivier.strategy import Answers, perceptions  # SciPy weighs: opened in the worker only

    if not board.counted:
        return []
    table = board.table("perceptions")
    answers = [
        Answers(str(rank), row.label, college, (1,) * yes + (0,) * (figure.n - yes), "yes_no")
        for rank, row in enumerate(table.rows)
        for college, figure in list(zip(table.heads, row.figures, strict=True))[1:]
        if figure is not None and all(one is not None for one in row.figures)
        for yes in [round(figure.value * figure.n)]
    ]
    if not answers:
        return []
    found = perceptions(answers)
    views = {(view.question, one.college): one for view in found.questions for one in view.colleges}
    labels = {view.question: view.label for view in found.questions}
    return [
        {
            "label": labels[gap.question],
            "first": _side(views[gap.question, gap.first]),
            "second": _side(views[gap.question, gap.second]),
            "low": round(gap.interval.low, 4),
            "high": round(gap.interval.high, 4),
            "p": round(gap.p_adjusted, 4),
            "is_proven": gap.is_proven,
        }
        for gap in found.gaps
    ]


def _side(view: Any) -> dict[str, Any]:
    return {"college": view.college, "yes": view.favourable, "n": view.n}
