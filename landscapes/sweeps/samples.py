"""Samples: rows of a problem on a plane, and the sums of a loss over them."""

from typing import NamedTuple

import numpy as np

from landscapes.checkpoint import checkpoint
from landscapes.models.affine import Affine
from landscapes.models.model import Rows, Section
from losses import Loss
from losses.arrays import Array

__all__ = ["Samples", "Values"]

# Logits held at once: 1 MiB of them, and some ten arrays of that size while a loss is computed.
_CHUNK = 2**17


class Values(NamedTuple):
    """Value (m,), gradient (2, m) and curvature (3, m: aa, ab, bb) at m points of a plane."""

    value: Array
    gradient: Array
    curvature: Array


class Samples(NamedTuple):
    """Rows of a problem on a plane: all that a sum over them needs, and little to send elsewhere.

    Attributes
    ----------
    loss : Loss
        What is summed.
    section : Section
        The rows' logits on the plane.
    labels : ndarray
        Labels in the shape of the logits.
    """

    loss: Loss
    section: Section
    labels: Array

    @property
    def affine(self) -> Affine:
        """The section, of a model that is linear in its parameters; a TypeError of another."""
        if not isinstance(self.section, Affine):
            raise TypeError(f"the section must be affine; found {type(self.section).__name__}")
        return self.section

    def take(self, rows: Rows) -> "Samples":
        """Return some of the rows."""
        return Samples(self.loss, self.section.take(rows), self.labels[rows])

    def sums(self, a: Array, b: Array) -> Values:
        """Sums over the rows, in bounded memory, at points (m,)."""
        # One slice of rows, then points until the chunk is full.
        count, logits = len(self.labels), self.labels[0].size
        rows = max(1, min(count, _CHUNK // logits))
        points = max(1, _CHUNK // (rows * logits))
        total = Values(np.zeros(len(a)), np.zeros((2, len(a))), np.zeros((3, len(a))))
        for i in range(0, len(a), points):
            here = slice(i, i + points)
            for start in range(0, count, rows):
                checkpoint()
                part = self.take(slice(start, start + rows))._sums_at_once(a[here], b[here])
                for whole, piece in zip(total, part, strict=True):
                    whole[..., here] += piece
        return total

    def _sums_at_once(self, a: Array, b: Array) -> Values:
        loss, section, labels = self
        z, (u, v), second = section.jet(a, b)
        labels = np.broadcast_to(labels, z.shape)
        slope = loss.gradient_at(z, labels)
        over = tuple(range(1, z.ndim))
        directions = ((u, u), (u, v), (v, v))
        if loss.output.class_axis:
            # All three at once: what depends on the logits alone is found once.
            left, right = (np.stack(side) for side in zip(*directions, strict=True))
            if left.ndim == z.ndim:  # the same at every point
                left, right = left[:, None], right[:, None]
            curvature = list(loss.curvature_at(z, labels, left, right).sum(axis=-1))
        else:
            # Of one logit the bilinear form is one bend, times left times right.
            one = np.ones(1)
            bend = loss.curvature_at(z, labels, one, one)
            curvature = [_weighed(bend, left * right) for left, right in directions]
        if second is not None:
            curvature = [
                bent + (slope * part).sum(axis=over)
                for bent, part in zip(curvature, second, strict=True)
            ]
        return Values(
            loss.value_at(z, labels).sum(axis=1),
            np.stack([_weighed(slope, u), _weighed(slope, v)]),
            np.stack(curvature),
        )


def _weighed(x: Array, weights: Array) -> Array:
    """Sums of x (m, n) or (m, n, K) over all but the points, each term times its weight."""
    if weights.ndim < x.ndim:  # the same at every point
        # Not as a matrix product: the last bit of one depends on how many points there are.
        return np.asarray(np.einsum("ij,j->i", x.reshape(len(x), -1), weights.ravel()))
    return np.asarray((x * weights).sum(axis=tuple(range(1, x.ndim))))
