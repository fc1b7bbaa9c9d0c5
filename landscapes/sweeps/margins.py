"""Margins: by how much the label's rivals are ahead of it on a plane, and their odds on a grid."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from landscapes.sweeps.samples import Samples
from losses.arrays import Array

__all__ = [
    "BLOCK",
    "Margins",
    "excess_of_smoothing",
    "in_range",
    "keeps_digits",
    "odds_on_grid",
    "on_grid",
]

# exp(+-700) and what the loops make of it are normal float64; exp(709.8) overflows.
_LARGEST_EXPONENT = 700.0
# A logit is rounded by 1e-16 of its largest term. Past this, sums could be off by 1e-10 or more
# from those of the same terms in another order.
_LARGEST_TERM = 1e5
# Odds of one block of samples, 256 KiB: they stay in a core's cache from row to row.
BLOCK = 2**15

# A factor or a term of each margin a column, (n, R, na); one a row, (n, R, nb); u; v.
Block = tuple[Array, Array, Array, Array]


class Margins(NamedTuple):
    """Offset, u and v of the logits of the label's rivals, less the label's own: (n, R) each."""

    offset: Array
    u: Array
    v: Array

    @classmethod
    def of(cls, samples: Samples) -> "Margins":
        """Of samples with hard labels."""
        section = samples.affine
        logits = (section.offset, section.u, section.v)
        if not samples.loss.output.class_axis:
            sign = (1.0 - 2.0 * samples.labels)[:, None]
            return cls(*(sign * part[:, None] for part in logits))
        own = samples.labels == 1.0
        shape = (len(own), own.shape[1] - 1)
        return cls(*((part - part[own][:, None])[~own].reshape(shape) for part in logits))


def in_range(samples: Samples, a: Array, b: Array) -> NDArray[np.bool_]:
    """Which samples' odds neither overflow nor underflow on a grid, nor lose digits: (n,)."""
    o, u, v = Margins.of(samples)
    # Affine functions are largest at a corner. A sum of R odds is at most R times the largest.
    reach = np.zeros(len(o))
    for x in (a.min(), a.max()):
        for y in (b.min(), b.max()):
            reach = np.maximum(reach, np.abs(o + x * u + y * v).max(axis=1))
    near = reach <= _LARGEST_EXPONENT - np.log(o.shape[1])
    return np.asarray(near & keeps_digits(samples, a, b))


def keeps_digits(samples: Samples, a: Array, b: Array) -> NDArray[np.bool_]:
    """Which samples' margins are as exact on a grid as differences of the logits there: (n,)."""
    across, along = np.abs(a).max(), np.abs(b).max()
    section = samples.affine
    terms = np.abs(section.offset) + across * np.abs(section.u) + along * np.abs(section.v)
    return np.asarray(terms.reshape(len(terms), -1).max(axis=1) <= _LARGEST_TERM)


def odds_on_grid(margins: Margins, a: Array, b: Array, rows: slice) -> Iterator[Block]:
    """Yield odds a column, factors a row, u and v of one block of samples after another."""
    # On the middle row an exponent lies between those of the outer rows, and the way from there to
    # any row is at most half their distance: neither factor leaves the range of their product.
    centre = 0.5 * b.min() + 0.5 * b.max()
    o, u, v = margins
    middle = Margins(o + centre * v, u, v)
    for odds, factors, slope_a, slope_b in on_grid(middle, a, b[rows] - centre):
        yield np.exp(odds, out=odds), np.exp(factors, out=factors), slope_a, slope_b


def on_grid(margins: Margins, a: Array, b: Array) -> Iterator[Block]:
    """Yield o + a u a column, b v a row, u and v of one block of samples after another.

    Their sum is a margin as `Affine.jet` has it, to the last bit.
    """
    step = max(16, BLOCK // (len(a) * margins.offset.shape[1]))
    room = np.empty((min(step, len(margins.offset)), margins.offset.shape[1], len(a)))
    for start in range(0, len(margins.offset), step):
        o, u, v = (part[start : start + step] for part in margins)
        columns = np.multiply(u[:, :, None], a, out=room[: len(u)])
        columns += o[:, :, None]
        yield columns, v[:, :, None] * b, u, v


def excess_of_smoothing(share: float, margins: Margins) -> tuple[float, float, float]:
    """What a label of which a share is spread over all classes costs more, in cross-entropy.

    Summed over the samples it is an affine function: its value at (0, 0), its slopes. It takes
    share / K of every rival's margin from log(1 + sum t), at most half of it where that is large:
    nothing cancels.
    """
    weight = -share / (1.0 + margins.offset.shape[1])
    o, u, v = (weight * float(part.sum()) for part in margins)
    return o, u, v
