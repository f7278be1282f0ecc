"""Trains the reader: python -m training.train_reader --runs DIR --backbone DIR --until HH:MM.

Several processes share the work and average their gradients. The learning rate falls to
nothing at ``--until``. The same command resumes from the last checkpoint; with a checkpoint
alone (`training.import_reader` makes one) a new schedule begins from its weights.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import time
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from training import reader_pairs
from training.checkpoint import from_backbone, load, save
from training.network import HEADS, ReaderNetwork, mixed_precision
from training.ranks import Clock, average, join, moment, rate, start
from training.reader_pairs import UNKNOWN, Batch

WARM_UP_STEPS = 150
SAVE_EVERY = 100
CLIP = 1.0
WEIGHTS = {"list": 1.0, "relevance": 0.5, "answerable": 0.7, "span": 1.0}
NULL_WEIGHT = 0.3  # of a null span against a span: there are more passages without an answer


def losses(model: ReaderNetwork, batch: Batch) -> dict[str, Tensor]:
    """Return the loss of each task over one batch."""
    with mixed_precision():
        outputs = model(batch.ids, batch.mask)
    relevance, answerable, start, end = (output.float() for output in outputs)
    labels = batch.labels
    lists, at = [], 0
    for size, best in zip(batch.groups, batch.best, strict=True):
        if best and size > 1:
            lists.append(-functional.log_softmax(relevance[at : at + size], 0)[0])
        at += size
    known = labels[:, 1] >= 0
    spanned = labels[:, 2] >= 0
    weights = torch.where(labels[spanned, 2] > 0, 1.0, NULL_WEIGHT)
    span = torch.zeros(())
    for scores, column in ((start, 2), (end, 3)):
        inside = scores.masked_fill(~batch.inside, -1e4)[spanned]
        target = labels[spanned, column].long()
        each = functional.cross_entropy(inside, target, ignore_index=UNKNOWN, reduction="none")
        span = span + (each * weights).sum() / weights.sum().clamp(min=1.0) / 2
    return {
        "list": torch.stack(lists).mean() if lists else torch.zeros(()),
        "relevance": functional.binary_cross_entropy_with_logits(relevance, labels[:, 0]),
        "answerable": functional.binary_cross_entropy_with_logits(
            answerable[known], labels[known, 1]
        )
        if bool(known.any())
        else torch.zeros(()),
        "span": span,
    }


class Trainer:
    """One rank of the training."""

    def __init__(self, given: argparse.Namespace) -> None:
        self.given = given
        self.data = reader_pairs.load(given.runs / "groups.npz")
        self.held = reader_pairs.load(given.runs / "calibration.npz")
        self.step, self.clock = 0, Clock(time.time(), given.until)
        checkpoint = given.runs / "checkpoint.pt"
        if checkpoint.exists():
            self.model = load(ReaderNetwork, checkpoint)
        else:
            weights = load_file(given.backbone / "model.safetensors")
            torch.manual_seed(given.seed)
            self.model = from_backbone(ReaderNetwork, weights, given.layers)
        self.model.train()
        self.trained = [p for p in self.model.parameters() if p.requires_grad]
        named = list(self.model.named_parameters())
        trunk = [p for n, p in named if p.requires_grad and n.split(".")[0] not in HEADS]
        above = [p for n, p in named if n.split(".")[0] in HEADS]
        self.optimizer = torch.optim.AdamW(
            [{"params": trunk, "peak": given.rate}, {"params": above, "peak": 3 * given.rate}],
            lr=given.rate,
            weight_decay=0.01,
            betas=(0.9, 0.98),
            fused=True,
        )
        moments = given.runs / "optimizer.pt"
        if moments.exists():
            kept = torch.load(moments, weights_only=True)
            self.optimizer.load_state_dict(kept["optimizer"])
            self.step, self.clock.begun = kept["step"], kept["begun"]

    def run(self) -> None:
        """Train until the clock says so."""
        given = self.given
        size = given.groups * given.ranks
        batches = reader_pairs.order(self.data, size, given.seed)
        sums: dict[str, float] = {}
        pairs, since = 0, time.time()
        for chosen in itertools.islice(batches, self.step, None):
            mine = chosen[given.rank :: given.ranks]
            batch = reader_pairs.batch(self.data, mine, given.thinned)
            found = losses(self.model, batch)
            total = sum((WEIGHTS[name] * loss for name, loss in found.items()), torch.zeros(()))
            total.backward()  # type: ignore[no-untyped-call]
            progress = average(self.trained, self.clock.progress(), given.ranks)
            torch.nn.utils.clip_grad_norm_(self.trained, CLIP)
            for group in self.optimizer.param_groups:
                group["lr"] = group["peak"] * rate(self.step, progress, WARM_UP_STEPS)
            self.optimizer.step()
            self.optimizer.zero_grad()
            self.step += 1
            pairs += len(batch.ids) * given.ranks
            for name, loss in found.items():
                sums[name] = sums.get(name, 0.0) + float(loss.detach())
            if self.step % 20 == 0 and given.rank == 0:
                self._log(sums, pairs / (time.time() - since), progress)
                sums, pairs, since = {}, 0, time.time()
            if self.step % SAVE_EVERY == 0 or progress >= 1.0:
                if given.rank == 0:
                    self._save()
                if progress >= 1.0:
                    return

    def _log(self, sums: dict[str, float], speed: float, progress: float) -> None:
        record: dict[str, float] = {name: round(value / 20, 4) for name, value in sums.items()}
        record |= {"step": self.step, "pairs_per_s": round(speed, 2), "done": round(progress, 4)}
        record["at"] = round(time.time())
        with (self.given.runs / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")

    def _save(self) -> None:
        runs = self.given.runs
        kept = {
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "begun": self.clock.begun,
        }
        torch.save(kept, runs / "optimizer.part")
        save(self.model, runs / "checkpoint.pt")
        (runs / "optimizer.part").replace(runs / "optimizer.pt")
        record = self.check(40) | {"step": self.step}
        with (runs / "held.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")

    @torch.no_grad()
    def check(self, count: int) -> dict[str, float]:
        """Return measures on held-out groups: first passage ranked first, exact span, losses."""
        first, ranked, exact, spans = 0, 0, 0, 0
        totals = dict.fromkeys(WEIGHTS, 0.0)
        stride = max(1, len(self.held.best) // count)
        for group in range(0, stride * count, stride):
            batch = reader_pairs.batch(self.held, [group])
            with mixed_precision():
                relevance, _, start, end = self.model(batch.ids, batch.mask)
            if batch.best[0] and len(relevance) > 1:
                ranked += 1
                first += int(relevance.argmax() == 0)
            if batch.labels[0, 2] > 0:
                spans += 1
                outside = ~batch.inside[0]
                best = [x[0].float().masked_fill(outside, -1e4).argmax() for x in (start, end)]
                exact += int(best[0] == batch.labels[0, 2] and best[1] == batch.labels[0, 3])
            for name, loss in losses(self.model, batch).items():
                totals[name] += float(loss) / count
        return {
            "first": round(first / max(1, ranked), 3),
            "exact": round(exact / max(1, spans), 3),
            **{name: round(value, 4) for name, value in totals.items()},
        }


def main() -> None:
    """Encode the data once, then start one process per rank; or be one of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=Path, default=Path(__file__).parent / "runs")
    parser.add_argument("--backbone", type=Path, required=True, help="BERT weights, tokenizer")
    parser.add_argument("--until", type=moment, required=True, help="HH:MM, UTC")
    parser.add_argument("--layers", type=int, default=8)
    parser.add_argument("--groups", type=int, default=8, help="questions a step and rank")
    parser.add_argument("--thinned", type=float, default=0.6, help="share cut to 2 passages")
    parser.add_argument("--ranks", type=int, default=2)
    parser.add_argument("--rank", type=int, default=None)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=20261122)
    given = parser.parse_args()
    if given.rank is None:
        for name in ("groups", "calibration"):
            if not (given.runs / f"{name}.npz").exists():
                encoded = reader_pairs.encode(
                    given.runs / f"{name}.jsonl", given.backbone / "tokenizer.json"
                )
                reader_pairs.save(encoded, given.runs / f"{name}.npz")
        sys.exit(start(given.ranks))
    join(given.rank, given.ranks)
    Trainer(given).run()


if __name__ == "__main__":
    main()
