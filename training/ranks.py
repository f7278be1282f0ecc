"""Training by several processes of one thread each, against the clock.

On a busy machine that is many times faster than one process of several threads, which wait
for each other at every operation.
"""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, distributed


@dataclass(slots=True)
class Clock:
    """How far the training is, in [0, 1], by wall clock."""

    begun: float
    until: float

    def progress(self) -> float:
        """Return 0 at the begin and 1 at the end."""
        return min(1.0, (time.time() - self.begun) / max(1.0, self.until - self.begun))


def rate(step: int, progress: float, warm_up: int) -> float:
    """Return the factor of the learning rate: linear warm-up, then linear decay by time."""
    return min(1.0, (step + 1) / warm_up) * max(0.0, 1.0 - progress)


def moment(text: str) -> float:
    """Return the next time of day HH:MM (UTC) as seconds since the epoch."""
    hour, minute = (int(part) for part in text.split(":"))
    now = datetime.datetime.now(datetime.UTC)
    at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return (at if at > now else at + datetime.timedelta(days=1)).timestamp()


def start(ranks: int) -> int:
    """Run this command once for each rank; return the worst exit status.

    It runs as ``python -m``, so that it finds the packages of the project as this one does.
    """
    command = [sys.executable, "-m", f"training.{Path(sys.argv[0]).stem}", *sys.argv[1:]]
    started = [subprocess.Popen([*command, "--rank", str(rank)]) for rank in range(ranks)]
    return max(process.wait() for process in started)


def join(rank: int, ranks: int) -> None:
    """Make this process one of the ranks."""
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    if ranks > 1:
        os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
        os.environ.setdefault("MASTER_PORT", "29571")
        patience = datetime.timedelta(hours=2)
        distributed.init_process_group("gloo", rank=rank, world_size=ranks, timeout=patience)


def average(trained: Sequence[Tensor], progress: float, ranks: int) -> float:
    """Average the gradients and the progress over the ranks; return the progress."""
    if ranks == 1:
        return progress
    grads = [p.grad if p.grad is not None else torch.zeros_like(p) for p in trained]
    flat = torch.cat([*(grad.flatten() for grad in grads), torch.tensor([progress])])
    distributed.all_reduce(flat)
    flat /= ranks
    at = 0
    for parameter, grad in zip(trained, grads, strict=True):
        parameter.grad = flat[at : at + grad.numel()].view_as(parameter).clone()
        at += grad.numel()
    return float(flat[-1])
