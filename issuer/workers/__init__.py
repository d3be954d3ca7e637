"""Killable workers: library code on hostile bytes runs here, never in the serving process.

`Pool` limits processor time, memory and wall time; `InProcess` limits nothing and is chosen only by
name. Both keep the promises of `Workers`. `Lane` lets threads that keep the interpreter busy go in turn.
"""

from issuer.workers.in_process import InProcess
from issuer.workers.lane import AsideWorkers, Lane
from issuer.workers.pool import Pool
from issuer.workers.protocol import Workers

__all__ = ["AsideWorkers", "InProcess", "Lane", "Pool", "Workers"]
