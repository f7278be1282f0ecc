"""The networks: a BERT trunk, the encoder on it, and the reader on it.

The reader is a cross-encoder with relevance, span and answerability heads. The trunk is a
plain BERT (post-layer-norm, learned positions) written out so that training and export need
no model library. Weights start from the encoder's backbone; the piece embeddings stay
frozen, which keeps the rare pieces of the vocabulary in step with the trained ones.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

# Where the processor has no bfloat16 products they are emulated, at a tenth of the speed.
BFLOAT16: bool = torch.ops.mkldnn._is_mkldnn_bf16_supported()
OUTPUTS = ("relevance", "answerable", "start", "end")
HEADS = ("pool", "verdict", "span")


@dataclass(frozen=True, slots=True)
class TrunkShape:
    """Sizes of the network; ``layers`` is how many of the backbone's layers are kept."""

    pieces: int
    layers: int = 8
    width: int = 384
    heads: int = 12
    inner: int = 1536
    positions: int = 512
    epsilon: float = 1e-12

    def as_dict(self) -> dict[str, int | float]:
        """Return the sizes as a JSON-ready mapping."""
        return asdict(self)


def mixed_precision() -> torch.autocast:
    """Return the context of a forward pass: bfloat16 where the processor multiplies in it."""
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=BFLOAT16)


def attend(query: Tensor, key: Tensor, value: Tensor, mask: Tensor) -> Tensor:
    """Return softmax(query keyᵀ / √d + mask) value for (n, heads, length, d) tensors.

    Written out and kept in the precision of its inputs: on CPU in bfloat16 the fused
    attention takes half of a training step, and autocast would widen the softmax.
    """
    with torch.autocast("cpu", enabled=False):
        scores = (query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2)
        return (scores + mask).softmax(-1) @ value


class Layer(nn.Module):
    """One transformer layer: self-attention, then a feed-forward block, both residual."""

    def __init__(self, shape: TrunkShape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.mix = nn.Linear(shape.width, 3 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.norm = nn.LayerNorm(shape.width, shape.epsilon)
        self.up = nn.Linear(shape.width, shape.inner)
        self.down = nn.Linear(shape.inner, shape.width)
        self.last_norm = nn.LayerNorm(shape.width, shape.epsilon)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """Return (n, length, width) states; ``mask`` is (n, 1, 1, length), added to scores."""
        count, length, width = states.shape
        mixed = self.mix(states).view(count, length, 3, self.heads, width // self.heads)
        query, key, value = mixed.permute(2, 0, 3, 1, 4).unbind(0)
        attended = attend(query, key, value, mask)
        attended = attended.transpose(1, 2).reshape(count, length, width)
        states = self.norm(states + self.out(attended))
        return self.last_norm(states + self.down(functional.gelu(self.up(states))))


class Trunk(nn.Module):
    """Turns rows of piece ids into states."""

    def __init__(self, shape: TrunkShape) -> None:
        super().__init__()
        self.shape = shape
        self.pieces = nn.Embedding(shape.pieces, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.norm = nn.LayerNorm(shape.width, shape.epsilon)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.pieces.weight.requires_grad_(False)

    def states(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return the last states (n, length, width) of (n, length) int64 ids.

        ``mask`` is (n, length), 1 where a piece stands and 0 where the row is padded.
        """
        places = torch.arange(ids.shape[1], device=ids.device)
        states: Tensor = self.norm(self.pieces(ids) + self.positions(places))
        bias = (1.0 - mask.to(states.dtype))[:, None, None, :] * -1e4
        if torch.is_autocast_enabled("cpu"):
            bias = bias.to(torch.get_autocast_dtype("cpu"))
        for layer in self.layers:
            states = layer(states, bias)
        return states


class EncoderNetwork(Trunk):
    """Turns rows of piece ids into unit vectors."""

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return (n, width): the mean over the pieces, of length one."""
        weights = mask[:, :, None]
        mean = (self.states(ids, mask).float() * weights).sum(1) / weights.sum(1)
        return functional.normalize(mean, dim=-1)


class ReaderNetwork(Trunk):
    """Reads (question, passage) rows of piece ids."""

    def __init__(self, shape: TrunkShape) -> None:
        super().__init__(shape)
        self.pool = nn.Linear(shape.width, shape.width)
        self.verdict = nn.Linear(shape.width, 2)
        self.span = nn.Linear(shape.width, 2)
        for head in (self.pool, self.verdict, self.span):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return relevance (n,), answerable (n,), start (n, length) and end (n, length) logits.

        ``ids`` are (n, length) int64, the first one the null position; ``mask`` is (n,
        length), 1 where a piece stands and 0 where the row is padded. Span logits are not
        yet restricted to the passage: the caller knows where it begins.
        """
        states = self.states(ids, mask)
        verdict = self.verdict(torch.tanh(self.pool(states[:, 0])))
        start, end = self.span(states).unbind(-1)
        return verdict[:, 0], verdict[:, 1], start, end
