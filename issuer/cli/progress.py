"""A progress bar on standard error, for work that takes longer than a person likes to wait in the dark."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def progress(label: str, length: int) -> Iterator[Callable[[], None]]:
    """Show a bar of `length` steps; call what is yielded after each.

    Where standard error is no terminal, only the label is printed, once.
    """
    with click.progressbar(length=length, label=label, file=sys.stderr, show_pos=True) as bar:
        yield lambda: bar.update(1)
