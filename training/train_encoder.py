"""Tunes the encoder: python -m training.train_encoder --runs DIR --backbone DIR --until HH:MM.

A question is to lie nearer to its passage than to any other of the batch, one of which was
drawn for coming near. Reads groups.jsonl as the reader's training does, and mined.jsonl;
writes encoder.pt.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from itertools import islice
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from training import checkpoint, encoder_pairs
from training.encoder_pairs import Asked, rows
from training.network import EncoderNetwork, mixed_precision
from training.ranks import Clock, average, join, moment, rate, start

LAYERS = 12
WARM_UP_STEPS = 30
SAVE_EVERY = 25
TEMPERATURE = 0.02
CLIP = 1.0
PASSAGES_A_RUN = 16  # of like length, so that little is padded


def encode(model: EncoderNetwork, texts: list[tuple[int, ...]]) -> Tensor:
    """Return (n, width) unit rows of some texts, run through the network by length."""
    by_length = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    parts = []
    for at in range(0, len(texts), PASSAGES_A_RUN):
        chosen = [texts[number] for number in by_length[at : at + PASSAGES_A_RUN]]
        with mixed_precision():
            parts.append(model(*rows(chosen)))
    back = torch.empty(len(texts), dtype=torch.long)
    back[torch.tensor(by_length)] = torch.arange(len(texts))
    return torch.cat(parts)[back]


def contrast(model: EncoderNetwork, batch: list[Asked], step: int) -> tuple[Tensor, float]:
    """Return the loss (van den Oord et al., InfoNCE, 2018) and the share ranked first.

    Each question brings one of its near misses, another one at another step.
    """
    near = [asked.near[step % len(asked.near)] for asked in batch]
    passages = list(dict.fromkeys(map(tuple, [asked.passage for asked in batch] + near)))
    places = {passage: place for place, passage in enumerate(passages)}
    targets = torch.tensor([places[tuple(asked.passage)] for asked in batch])
    questions = encode(model, [tuple(asked.question) for asked in batch])
    scores = questions @ encode(model, passages).T
    loss = functional.cross_entropy(scores / TEMPERATURE, targets)
    return loss, float((scores.argmax(1) == targets).float().mean())


class Trainer:
    """One rank of the tuning."""

    def __init__(self, given: argparse.Namespace) -> None:
        self.given = given
        self.data = encoder_pairs.read(given.runs, given.backbone / "tokenizer.json")
        self.step, self.clock = 0, Clock(time.time(), given.until)
        self.kept, self.state = given.runs / "encoder.pt", given.runs / "encoder_optimizer.pt"
        if self.state.exists():
            self.model = checkpoint.load(EncoderNetwork, self.kept).train()
        else:
            weights = load_file(given.backbone / "model.safetensors")
            self.model = checkpoint.from_backbone(EncoderNetwork, weights, LAYERS)
        self.trained = [p for p in self.model.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(
            self.trained, lr=given.rate, weight_decay=0.01, betas=(0.9, 0.98), fused=True
        )
        if self.state.exists():
            kept = torch.load(self.state, weights_only=True)
            self.optimizer.load_state_dict(kept["optimizer"])
            self.step, self.clock.begun = kept["step"], kept["begun"]

    def run(self) -> None:
        """Tune until the clock says so."""
        given = self.given
        batches = encoder_pairs.order(self.data, given.questions * given.ranks, given.seed)
        losses, firsts, since = 0.0, 0.0, time.time()
        for batch in islice(batches, self.step, None):
            loss, first = contrast(self.model, batch[given.rank :: given.ranks], self.step)
            loss.backward()  # type: ignore[no-untyped-call]
            progress = average(self.trained, self.clock.progress(), given.ranks)
            torch.nn.utils.clip_grad_norm_(self.trained, CLIP)
            for group in self.optimizer.param_groups:
                group["lr"] = given.rate * rate(self.step, progress, WARM_UP_STEPS)
            self.optimizer.step()
            self.optimizer.zero_grad()
            self.step += 1
            losses, firsts = losses + float(loss.detach()), firsts + first
            if given.rank == 0 and self.step % 5 == 0:
                pace = (time.time() - since) / 5
                self._log(loss=losses / 5, first=firsts / 5, seconds=pace, done=progress)
                losses, firsts, since = 0.0, 0.0, time.time()
            if given.rank == 0 and (self.step % SAVE_EVERY == 0 or progress >= 1.0):
                self._save()
            if progress >= 1.0:
                return

    def _log(self, **figures: float) -> None:
        record = {"step": self.step} | {name: round(value, 4) for name, value in figures.items()}
        with (self.given.runs / "encoder_log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")

    def _save(self) -> None:
        kept = {"optimizer": self.optimizer.state_dict(), "step": self.step}
        kept["begun"] = self.clock.begun
        aside = self.state.with_suffix(".part")
        torch.save(kept, aside)
        checkpoint.save(self.model, self.kept)
        aside.replace(self.state)


def main() -> None:
    """Start one process per rank; or be one of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=Path, default=Path(__file__).parent / "runs")
    parser.add_argument("--backbone", type=Path, required=True, help="BERT weights, tokenizer")
    parser.add_argument("--until", type=moment, required=True, help="HH:MM, UTC")
    parser.add_argument("--questions", type=int, default=24, help="questions a step and rank")
    parser.add_argument("--ranks", type=int, default=2)
    parser.add_argument("--rank", type=int, default=None)
    parser.add_argument("--rate", type=float, default=3e-5)
    parser.add_argument("--seed", type=int, default=20261123)
    given = parser.parse_args()
    if given.rank is None:
        sys.exit(start(given.ranks))
    join(given.rank, given.ranks)
    Trainer(given).run()


if __name__ == "__main__":
    main()
