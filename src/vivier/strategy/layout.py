"""Axes as plain JSON values, and back."""

from dataclasses import asdict
from typing import Any

from vivier.strategy.data import Figure
from vivier.strategy.result import Axes, Axis, Chain, Criterion, Evidence, LeftOut, Method, Stability
from vivier.vocabulary import InputError, Interval

Plain = dict[str, Any]


def as_json(axes: Axes) -> Plain:
    """Give axes as values that JSON can hold.

    >>> from vivier.strategy import emerge
    >>> sorted(as_json(emerge([])))
    ['axes', 'criteria', 'left_out', 'method', 'sentence']
    """
    return asdict(axes)


def from_json(value: Plain) -> Axes:
    """Read axes back, as they were.

    >>> from vivier.strategy import emerge
    >>> from_json(as_json(emerge([]))) == emerge([])
    True
    """
    try:
        return Axes(
            tuple(_axis(each) for each in value["axes"]),
            tuple(LeftOut(**each) for each in value["left_out"]),
            tuple(Criterion(**each) for each in value["criteria"]),
            _method(value["method"]),
            value["sentence"],
        )
    except (KeyError, TypeError, AttributeError, ValueError) as wrong:
        raise InputError("Ce fichier ne contient pas des axes tels que la plateforme les écrit.") from wrong


def _axis(value: Plain) -> Axis:
    tuples = {name: tuple(value[name]) for name in ("subjects", "findings", "ranks", "member_ids")}
    criteria = tuple((name, score) for name, score in value["criteria"])
    parts = {"criteria": criteria, "chain": _chain(value["chain"]), "stability": Stability(**value["stability"])}
    return Axis(**{**value, **tuples, **parts})


def _chain(value: Plain) -> Chain:
    evidence = tuple(Evidence(**{**each, "figure": _figure(each["figure"])}) for each in value["evidence"])
    return Chain(**{**value, "evidence": evidence, "sources": tuple(value["sources"])})


def _figure(value: Plain | None) -> Figure | None:
    if value is None:
        return None
    ends = value["interval"]
    return Figure(**{**value, "interval": None if ends is None else Interval(**ends)})


def _method(value: Plain) -> Method:
    parameters = tuple((name, said) for name, said in value["parameters"])
    return Method(**{**value, "parameters": parameters})
