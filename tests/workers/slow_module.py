"""A module that takes a while to import, as large libraries do."""

import time

_END = time.process_time() + 0.8
while time.process_time() < _END:
    pass


def answer() -> int:
    return 42
