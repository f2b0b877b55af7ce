"""What calculates elsewhere may stop on the way: one sentence, never a traceback."""

import os

import pytest

from vivier.cli.workers import executor_of
from vivier.vocabulary import InputError


def lose_a_process() -> None:
    with executor_of("local:1") as pool:
        assert pool is not None
        pool.submit(os._exit, 1).result()


def test_a_lost_process_is_told_in_one_sentence() -> None:
    with pytest.raises(InputError, match=r"^Un ouvrier s’est arrêté avant la fin.*mêmes chiffres\.$"):
        lose_a_process()


def test_an_error_of_the_calculation_itself_is_left_as_it_is() -> None:
    with pytest.raises(InputError, match="horizon"), executor_of("local:1"):
        raise InputError("L’horizon est trop long.")
