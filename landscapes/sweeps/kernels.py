"""Kernels: the sums of a sweep by compiled loops, for the losses that have one.

On a plane a logit is affine, o + a u + b v, so that on a grid its exponential is a factor a column
times a factor a row: a pair of sample and grid point costs a reciprocal and a few multiply-adds.
A loss gets a kernel by an entry in `_KERNELS`. One without is swept all the same, by its own
functions.
"""

import os
import threading
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from landscapes.models.affine import Affine
from landscapes.sweeps.samples import Samples
from losses import LOSSES, Loss
from losses.arrays import Array

__all__ = [
    "Margins",
    "at_hand",
    "compile_in_background",
    "has_kernel",
    "loop_of",
    "plain_sums",
    "point_loop",
    "sums",
    "usable",
]

Loop = Callable[..., Any]

# The loops of a survey, by their names in `sweeps.point_loops` and `sweeps.search_loops`.
_POINT_LOOPS = ("scan", "values", "roots", "descents")

# exp(+-700) and what the loops make of it are normal float64; exp(709.8) overflows.
_LARGEST_EXPONENT = 700.0
# A logit is rounded by 1e-16 of its largest term. Past this, sums could be off by 1e-10 or more
# from those of the same terms in another order.
_LARGEST_TERM = 1e5
# Odds of one block of samples, 256 KiB: they stay in a core's cache from row to row.
_BLOCK = 2**15


class Kernel(NamedTuple):
    """A loop by its name, and the factor of its gradient and curvature."""

    loop: str
    scale: float


_KERNELS: dict[Loss, Kernel] = {
    LOSSES["sigmoid"]["cross-entropy"]: Kernel("sigmoid_cross_entropy", 1.0),
    LOSSES["sigmoid"]["squared-error"]: Kernel("sigmoid_squared_error", 2.0),
    LOSSES["softmax"]["cross-entropy"]: Kernel("softmax_cross_entropy", 1.0),
    LOSSES["softmax"]["squared-error"]: Kernel("softmax_squared_error", 2.0),
}


def _dispatcher(name: str) -> tuple[Any, str]:
    """Return a loop that is still to be compiled, and the types that it takes."""
    # numba takes most of a second to load
    from landscapes.sweeps import point_loops, search_loops, sigmoid_loops, softmax_loops

    modules = (sigmoid_loops, softmax_loops, point_loops, search_loops)
    (module,) = (module for module in modules if name in module.SIGNATURES)
    return getattr(module, name), module.SIGNATURES[name]


class _Compiler:
    """Loops by name, compiled or taken from numba's cache on disk when first asked for."""

    def __init__(self) -> None:
        self.loops: dict[str, Loop] = {}
        self.lock = threading.Lock()
        self.background: threading.Thread | None = None

    def loop(self, name: str) -> Loop:
        if name not in self.loops:
            with self.lock:
                if name not in self.loops:
                    dispatcher, signature = _dispatcher(name)
                    dispatcher.compile(signature)
                    self.loops[name] = dispatcher
        return self.loops[name]

    def start(self) -> threading.Thread:
        with self.lock:
            if self.background is None:
                # A daemon, so that a server can be stopped while this runs.
                self.background = threading.Thread(
                    target=self._all, name="compile-kernels", daemon=True
                )
                self.background.start()
            return self.background

    def _all(self) -> None:
        for name in (*(kernel.loop for kernel in _KERNELS.values()), *_POINT_LOOPS):
            self.loop(name)

    def at_hand(self, name: str) -> bool:
        busy = self.background is not None and self.background.is_alive()
        return name in self.loops or not busy


_compiler = _Compiler()
if hasattr(os, "register_at_fork"):
    # A process that is forked while a kernel compiles would find numba's locks held for ever.
    os.register_at_fork(
        before=_compiler.lock.acquire,
        after_in_parent=_compiler.lock.release,
        after_in_child=_compiler.lock.release,
    )


def compile_in_background() -> threading.Thread:
    """Compile the kernels, or load them from disk, in a thread of their own.

    For a server at its start. Until a kernel is ready, sweeps do not wait for it but take the
    loss's own functions. Without this call the first sweep of a loss compiles its kernel, once a
    machine.

    Returns
    -------
    threading.Thread
        To be joined by who wants to wait. Calls after the first return the same one.
    """
    return _compiler.start()


def loop_of(samples: Samples) -> str | None:
    """Return the name of the loop that takes these samples; None where no loop does.

    Because the loss has none, the model is not linear in its parameters, or a label is soft.
    """
    kernel = _KERNELS.get(samples.loss)
    if kernel is None or not isinstance(samples.section, Affine):
        return None
    if not ((samples.labels == 0.0) | (samples.labels == 1.0)).all():
        return None
    return kernel.loop


def at_hand() -> bool:
    """Say whether the loops of a survey need not be waited for, as `usable` says."""
    return all(_compiler.at_hand(name) for name in _POINT_LOOPS)


def point_loop(name: str) -> Loop:
    """Return a loop of a survey, compiled."""
    return _compiler.loop(name)


def has_kernel(loss: Loss) -> bool:
    """Whether a loss is swept by a compiled loop, where labels and logits allow it."""
    return loss in _KERNELS


def usable(samples: Samples, a: Array, b: Array) -> NDArray[np.bool_]:
    """Which samples' sums on a grid a kernel can take: (n,).

    Those whose exponentials neither overflow nor underflow on the grid, nor lose digits. Not one
    of them where no loop takes these samples, or it is still being compiled in the background.
    """
    result = np.zeros(len(samples.labels), dtype=np.bool_)
    loop = loop_of(samples)
    if loop is None or not _compiler.at_hand(loop):
        return result
    step = max(1, 2 * _BLOCK // samples.labels[0].size)
    for start in range(0, len(result), step):
        block = slice(start, start + step)
        result[block] = _in_range(samples.take(block), a, b)
    return result


def sums(samples: Samples, a: Array, b: Array, rows: slice) -> Array:
    """Sums over samples on some rows of a grid, by the loss's kernel.

    Parameters
    ----------
    samples : Samples
        Rows that are `usable` on this grid.
    a, b : ndarray, (na,), (nb,)
        The whole grid's coordinates; a is sorted.
    rows : slice
        Which of b.

    Returns
    -------
    ndarray, (6, rows, na)
        Value; d/da, d/db; aa, ab, bb.
    """
    kernel = _KERNELS[samples.loss]
    loop = _compiler.loop(kernel.loop)
    total = np.zeros((len(b[rows]), 6, len(a)))
    for odds, factors, u, v in _blocks(Margins.of(samples), a, b, rows):
        loop(odds, factors, u, v, total)
    total[:, 1:] *= kernel.scale
    return total.transpose(1, 0, 2)


def plain_sums(samples: Samples, a: Array, b: Array, rows: slice) -> Array:
    """`sums` by the loss's own functions: for any loss, any labels, any grid."""
    columns, lines = np.meshgrid(a, b[rows])
    parts = samples.sums(columns.ravel(), lines.ravel())
    return np.concatenate([part.reshape(-1, *columns.shape) for part in parts])


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


def _in_range(samples: Samples, a: Array, b: Array) -> NDArray[np.bool_]:
    o, u, v = Margins.of(samples)
    # Affine functions are largest at a corner. A sum of R odds is at most R times the largest.
    reach = np.zeros(len(o))
    for x in (a.min(), a.max()):
        for y in (b.min(), b.max()):
            reach = np.maximum(reach, np.abs(o + x * u + y * v).max(axis=1))
    across, along = np.abs(a).max(), np.abs(b).max()
    section = samples.affine
    terms = np.abs(section.offset) + across * np.abs(section.u) + along * np.abs(section.v)
    largest = terms.reshape(len(o), -1).max(axis=1)
    return np.asarray(
        (reach <= _LARGEST_EXPONENT - np.log(o.shape[1])) & (largest <= _LARGEST_TERM)
    )


def _blocks(
    margins: Margins, a: Array, b: Array, rows: slice
) -> Iterator[tuple[Array, Array, Array, Array]]:
    """Yield odds a column, factors a row, u and v of one block of samples after another."""
    # On the middle row an exponent lies between those of the outer rows, and the way from there to
    # any row is at most half their distance: neither factor leaves the range of their product.
    centre = 0.5 * b.min() + 0.5 * b.max()
    from_centre = b[rows] - centre
    step = max(16, _BLOCK // (len(a) * margins.offset.shape[1]))
    room = np.empty((min(step, len(margins.offset)), margins.offset.shape[1], len(a)))
    for start in range(0, len(margins.offset), step):
        o, u, v = (part[start : start + step] for part in margins)
        odds = np.multiply(u[:, :, None], a, out=room[: len(u)])
        odds += (o + centre * v)[:, :, None]
        factors = v[:, :, None] * from_centre
        yield np.exp(odds, out=odds), np.exp(factors, out=factors), u, v
