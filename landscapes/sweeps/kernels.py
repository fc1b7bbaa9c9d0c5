"""Kernels: the sums of a sweep by compiled loops, for the losses that have one.

On a plane a logit is affine, o + a u + b v, so that on a grid its exponential is a factor a column
times a factor a row: a pair of sample and grid point costs a reciprocal and a few multiply-adds.
What a loss's kernel is stands in `sweeps.kernel_table`. One without is swept all the same, by its
own functions.
"""

import os
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landscapes.models.affine import Affine
from landscapes.sweeps.kernel_table import LOOPS, Kernel, kernel_of
from landscapes.sweeps.margins import (
    BLOCK,
    Margins,
    excess_of_smoothing,
    in_range,
    keeps_digits,
    odds_on_grid,
    on_grid,
)
from landscapes.sweeps.samples import Samples
from losses import Loss
from losses.arrays import Array

__all__ = [
    "at_hand",
    "by_points",
    "compile_in_background",
    "ground",
    "has_kernel",
    "has_point_loops",
    "kernel_for",
    "plain_sums",
    "point_loop",
    "point_sums",
    "sums",
    "usable",
]

Loop = Callable[..., Any]

# The loops of a survey, by their names in `sweeps.point_loops` and `sweeps.search_loops`.
_POINT_LOOPS = ("scan", "values", "roots", "descents")


def _dispatcher(name: str) -> tuple[Any, str]:
    """Return a loop that is still to be compiled, and the types that it takes."""
    # numba takes most of a second to load
    from landscapes.sweeps import (
        label_loops,
        margin_loops,
        point_loops,
        search_loops,
        sigmoid_loops,
        softmax_loops,
    )

    modules = (sigmoid_loops, softmax_loops, label_loops, margin_loops, point_loops, search_loops)
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
        # First of all what the page shows where nothing else is asked for.
        for name in (*LOOPS[:4], *_POINT_LOOPS, *LOOPS[4:]):
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


def kernel_for(samples: Samples) -> Kernel | None:
    """Return the kernel that takes these samples; None where none does.

    Because the loss has none, the model is not linear in its parameters, or a label is soft.
    """
    kernel = kernel_of(samples.loss)
    if kernel is None or not isinstance(samples.section, Affine):
        return None
    if not ((samples.labels == 0.0) | (samples.labels == 1.0)).all():
        return None
    return kernel


def at_hand() -> bool:
    """Say whether the loops of a survey need not be waited for, as `usable` says."""
    return all(_compiler.at_hand(name) for name in _POINT_LOOPS)


def point_loop(name: str) -> Loop:
    """Return a loop of a survey, compiled."""
    return _compiler.loop(name)


def has_kernel(loss: Loss) -> bool:
    """Whether a loss is swept by a kernel, where labels and logits allow it."""
    return kernel_of(loss) is not None


def has_point_loops(loss: Loss) -> bool:
    """Whether a loss is surveyed by compiled loops, where labels and the model allow it."""
    kernel = kernel_of(loss)
    return kernel is not None and kernel.has_point_loops


def usable(samples: Samples, a: Array, b: Array) -> NDArray[np.bool_]:
    """Which samples' sums on a grid a kernel can take: (n,).

    Those whose exponentials neither overflow nor underflow on the grid, nor lose digits. Not one
    of them where no kernel takes these samples, or it is still being compiled in the background.
    """
    result = np.zeros(len(samples.labels), dtype=np.bool_)
    kernel = kernel_for(samples)
    if kernel is None or not (kernel.loop == "" or _compiler.at_hand(kernel.loop)):
        return result
    step = max(1, 2 * BLOCK // samples.labels[0].size)
    for start in range(0, len(result), step):
        block = slice(start, start + step)
        result[block] = in_range(samples.take(block), a, b)
    return result


def by_points(samples: Samples, a: Array, b: Array) -> NDArray[np.bool_]:
    """Which samples' sums on a grid a survey's loop can take, at one point after another: (n,).

    It takes logits of any size, at ten times the cost of a kernel, and a fiftieth of the loss's own
    functions'. A probability below exp(-700), or 1e-304, counts as that.
    """
    kernel = kernel_for(samples)
    if kernel is None or not (kernel.has_point_loops and at_hand()):
        return np.zeros(len(samples.labels), dtype=np.bool_)
    return keeps_digits(samples, a, b)


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
    kernel, margins = kernel_of(samples.loss), Margins.of(samples)
    assert kernel is not None
    if kernel.loop == "":
        return _squares(margins, a, b[rows])
    loop = _compiler.loop(kernel.loop)
    total = np.zeros((len(b[rows]), 6, len(a)))
    if kernel.loop == "hinge":
        blocks = on_grid(margins, a, b[rows])
    else:
        blocks = odds_on_grid(margins, a, b, rows)
    for block in blocks:
        loop(*block, *kernel.arguments, total)
    total[:, :1] *= kernel.scales[0]
    total[:, 1:] *= kernel.scales[1]
    if kernel.smoothing > 0.0:
        o, slope_a, slope_b = excess_of_smoothing(kernel.smoothing, margins)
        total[:, 0] += o + slope_a * a + slope_b * b[rows, None]
        total[:, 1] += slope_a
        total[:, 2] += slope_b
    return total.transpose(1, 0, 2)


def _squares(margins: Margins, a: Array, b: Array) -> Array:
    """Sums of (1 + r)^2 of margins r: the label's own less 1, squared.

    As a sum of three squares of affine functions, in an orthonormal basis of them all: the six
    coefficients of the quadratic itself would cancel where it is small.
    """
    o, u, v = (part[:, 0] for part in margins)
    basis = np.linalg.qr(np.column_stack([1.0 + o, u, v])).R[:, :, None, None]
    from_target = basis[:, 0] + a * basis[:, 1] + b[:, None] * basis[:, 2]
    total = np.empty((6, len(b), len(a)))
    total[0] = np.square(from_target).sum(axis=0)
    total[1:3] = [2.0 * (from_target * basis[:, k]).sum(axis=0) for k in (1, 2)]
    total[3:] = [2.0 * (basis[:, k] * basis[:, m]).sum(axis=0) for k, m in ((1, 1), (1, 2), (2, 2))]
    return total


def ground(samples: Samples, kernel: Kernel) -> tuple[Any, ...]:
    """Return what a survey's loops take of some samples: the loss, and the margins by rival."""
    from landscapes.sweeps.point_loops import KINDS  # numba takes most of a second to load

    whole = Margins.of(samples)
    excess = np.array(excess_of_smoothing(kernel.smoothing, whole)) / len(samples.labels)
    margins = [part.T for part in whole]
    if samples.loss.output.class_axis:  # and the label's own
        margins = [np.vstack([part, np.zeros(part.shape[1])]) for part in margins]
    o, u, v = (np.ascontiguousarray(part) for part in margins)
    return KINDS[kernel.loop], np.array([*kernel.shape, *excess]), o, u, v


def point_sums(samples: Samples, a: Array, b: Array, rows: slice) -> Array:
    """`sums` by a survey's loop: for rows that may be taken `by_points`."""
    kernel = kernel_for(samples)
    assert kernel is not None
    columns, lines = np.meshgrid(a, b[rows])
    points = np.stack([columns.ravel(), lines.ravel()], axis=1)
    means = np.empty((len(points), 6))
    point_loop("values")(*ground(samples, kernel), np.zeros((3, 0)), points, means)
    return (len(samples.labels) * means).T.reshape(6, *columns.shape)


def plain_sums(samples: Samples, a: Array, b: Array, rows: slice) -> Array:
    """`sums` by the loss's own functions: for any loss, any labels, any grid."""
    columns, lines = np.meshgrid(a, b[rows])
    parts = samples.sums(columns.ravel(), lines.ravel())
    return np.concatenate([part.reshape(-1, *columns.shape) for part in parts])
