"""Where a long calculation runs: here, in several processes, or on a Dask cluster."""

import re
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from vivier.vocabulary import InputError

_HELP = "Écrivez local:2 pour deux processus, ou dask://HÔTE:PORT pour une grappe Dask."


@contextmanager
def executor_of(where: str) -> Iterator[Executor | None]:
    """Open the executor that a text names (`local:2`, `dask://127.0.0.1:8786`; empty: none), and close it."""
    local = re.fullmatch(r"local:(\d+)", where)
    cluster = re.fullmatch(r"dask://([\w.\-]+|\[[0-9a-fA-F:]+\]):(\d+)", where)
    if not where:
        yield None
    elif local and 1 <= int(local[1]) <= 64:
        with ProcessPoolExecutor(int(local[1]), mp_context=get_context("spawn")) as processes:
            yield processes
    elif cluster:
        yield from _dask(f"tcp://{cluster[1]}:{cluster[2]}")
    else:
        raise InputError(f"« {where} » n’est pas un endroit où calculer. {_HELP}")


def _dask(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError:
        raise InputError("Pour calculer sur une grappe Dask, installez l’extra « cluster » de Vivier.") from None
    try:
        client = Client(address, timeout="5s")
    except OSError:
        raise InputError(f"Aucune grappe Dask ne répond à {address} : vérifiez qu’elle est démarrée.") from None
    try:
        yield client.get_executor()
    finally:
        client.close()
