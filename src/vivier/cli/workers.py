"""Where a long calculation runs: here, in several processes, or on a Dask cluster."""

import re
import warnings
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

import click

from vivier.vocabulary import InputError

on_executor = click.option(
    "--executor",
    metavar="OÙ",
    default="",
    help="Où calculer : local:2 (deux processus) ou dask://HÔTE:PORT (par défaut : ici).",
)
_LOST = (
    "Un ouvrier s’est arrêté avant la fin, rien n’a été écrit : relancez avec moins d’ouvriers ou plus de mémoire ; "
    "sans --executor, le même calcul se fait ici et donne les mêmes chiffres."
)
_HELP = "Écrivez local:2 pour deux processus, ou dask://HÔTE:PORT pour une grappe Dask."


@contextmanager
def executor_of(where: str) -> Iterator[Executor | None]:
    """Open the executor that a text names (`local:2`, `dask://127.0.0.1:8786`; empty: none), and close it.

    Raises:
        InputError: the text names none, nobody answers there, or what calculates is lost on the way.
    """
    local = re.fullmatch(r"local:(\d+)", where)
    cluster = re.fullmatch(r"dask://([\w.\-]+|\[[0-9a-fA-F:]+\]):(\d+)", where)
    if not where:
        yield None
    elif local and 1 <= int(local[1]) <= 64:
        try:
            with ProcessPoolExecutor(int(local[1]), mp_context=get_context("spawn")) as processes:
                yield processes
        except BrokenExecutor:
            raise InputError(_LOST) from None
    elif cluster:
        yield from _dask(f"tcp://{cluster[1]}:{cluster[2]}")
    else:
        raise InputError(f"« {where} » n’est pas un endroit où calculer. {_HELP}")


def _dask(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client, KilledWorker
        from distributed.comm import CommClosedError
    except ImportError:
        raise InputError("Pour calculer sur une grappe Dask, installez l’extra « cluster » de Vivier.") from None
    try:
        client = Client(address, timeout="3s")
    except OSError:
        raise InputError(f"Aucune grappe Dask ne répond à {address} : vérifiez qu’elle est démarrée.") from None
    try:
        with warnings.catch_warnings():
            # The shocks that every path shares travel with each batch: tens of megabytes, once, and meant.
            warnings.filterwarnings("ignore", "Sending large graph", UserWarning)
            yield client.get_executor()
    except (KilledWorker, CancelledError, CommClosedError):  # a worker, or the whole cluster, is gone
        raise InputError(_LOST) from None
    finally:
        client.close()
