"""What the derivatives of a sweep are sums of: rounding is measured by the size of these terms."""

import numpy as np
from scipy.special import logsumexp

from landscapes.sweeps.samples import Samples
from losses import get
from losses.arrays import Array

__all__ = ["absolute_terms"]


def _spread(x: Array, p: Array) -> Array:
    """Sum of the absolute values of what x minus its mean under p is a sum of."""
    return np.asarray((p[..., None, :] * np.abs(x[..., :, None] - x[..., None, :])).sum(axis=-1))


def _bends(samples: Samples, z: Array, y: Array) -> list[Array]:
    """Absolute values of what aa, ab, bb are sums of, a sample."""
    loss, u, v = samples.loss, samples.affine.u, samples.affine.v
    directions = ((u, u), (u, v), (v, v))
    if not loss.output.class_axis:
        return [np.abs(loss.curvature_at(z, y, left, right)) for left, right in directions]
    p = loss.output.probability(z)
    own = y == 1.0
    shape = (*z.shape[:-1], z.shape[-1] - 1)
    if loss.key in ("cross-entropy", "squared-error"):
        weight = p
        if loss.key == "squared-error":
            residual = np.where(own, -np.where(own, 0.0, p).sum(axis=-1, keepdims=True), p)
            weight = 2.0 * p * (p + _spread(residual, p))
        spreads = [(_spread(left, p), _spread(right, p)) for left, right in directions]
        return [(weight * left * right).sum(axis=-1) for left, right in spreads]
    # A loss of the label's probability is a sigmoid's of the margin of all its rivals together,
    # which has the mean of their slopes, and their covariance for a curvature.
    rivals = (z[~own] - np.repeat(z[own], shape[-1])).reshape(shape)
    margin = logsumexp(rivals, axis=-1)
    shares = np.exp(rivals - margin[..., None])
    key = loss.key.removeprefix("label-")
    single = get(key, "sigmoid", **loss.parameters)
    label = np.zeros_like(margin)
    slope = np.abs(single.gradient_at(margin, label))
    bend = np.abs(single.curvature_at(margin, label, np.ones(1), np.ones(1)))
    factor = 2.0 if key == "absolute-error" else 1.0
    found = []
    for pair in directions:
        left, right = (
            (np.broadcast_to(x, z.shape)[~own].reshape(shape))
            - np.broadcast_to(x, z.shape)[own].reshape(shape[:-1])[..., None]
            for x in pair
        )
        means = [(shares * np.abs(x)).sum(axis=-1) for x in (left, right)]
        spread = (shares * _spread(left, shares) * _spread(right, shares)).sum(axis=-1)
        found.append(factor * (bend * means[0] * means[1] + slope * spread))
    return found


def absolute_terms(samples: Samples, a: Array, b: Array) -> Array:
    """Sums of the absolute values of what d/da, d/db, aa, ab, bb are sums of: (5, nb, na)."""
    loss = samples.loss
    o, u, v = samples.affine.offset, samples.affine.u, samples.affine.v
    columns, rows = (grid.reshape(-1, *(1,) * o.ndim) for grid in np.meshgrid(a, b))
    z = o + columns * u + rows * v
    y = np.broadcast_to(samples.labels, z.shape)
    slope = loss.gradient_at(z, y)
    if loss.key == "squared-error" and loss.output.class_axis:
        p = loss.output.probability(z)
        others = np.where(y == 1.0, 0.0, p).sum(axis=-1, keepdims=True)
        slope = 2.0 * p * _spread(np.where(y == 1.0, -others, p), p)
    terms = [slope * u, slope * v, *_bends(samples, z, y)]
    sums = [np.abs(term).sum(axis=tuple(range(1, term.ndim))) for term in terms]
    return np.stack(sums).reshape(5, len(b), len(a))
