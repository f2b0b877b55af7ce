"""Progress on the error stream, silent when it is not a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Told = Callable[[str, int, int], None]


@contextmanager
def shown(first: str) -> Iterator[Told]:
    """Give a function to call with what is going on, the steps done and the steps in all."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with Progress(
        *columns, TimeElapsedColumn(), console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(first.capitalize(), total=None)

        def tell(what: str, done: int, steps: int) -> None:
            bar.update(task, description=what.capitalize(), completed=done, total=steps)

        yield tell
