"""What a sweep is measured against. Each contender is a case made into a call without arguments."""

import importlib.util
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from benchmarks.timing import Call
from landscapes import Plane, Problem, Restriction, sweep
from landscapes.sweeps.workers import cores
from losses.arrays import Array

__all__ = ["CONTENDERS", "Case", "Contender", "engine"]

# JAX's arrays and torch's tensors: which of them are installed must not matter to mypy.
Tensor = Any


@dataclass(frozen=True)
class Case:
    """A sweep to be timed: a problem, a loss, a plane and a square grid."""

    title: str
    problem: Problem
    loss: str
    plane: Plane
    a: Array
    b: Array

    @property
    def pairs(self) -> int:
        """Pairs of a sample and a grid point."""
        return len(self.problem.dataset) * len(self.a) * len(self.b)

    def strip(self, pairs: float) -> "Case":
        """Return the case on as many of its rows as make this many pairs, but one at least."""
        rows = max(1, round(len(self.b) * min(1.0, pairs / self.pairs)))
        return replace(self, b=self.b[:: -(-len(self.b) // rows)])

    @cached_property
    def restriction(self) -> Restriction:
        """The problem's logits on the plane: where JAX and torch begin, as the engine does."""
        return Restriction(self.problem, self.loss, self.plane)


def engine(case: Case, executor: Executor | None = None) -> Call:
    """Return the sweep as it comes."""
    return lambda: sweep(case.problem, case.loss, case.plane, case.a, case.b, executor)


def reference(case: Case) -> Call:
    """Return the sweep without kernels, on the same threads: what a new loss gets."""
    # Another record than the registered one, with the same functions: no kernel is found for it.
    loss = replace(case.problem.loss(case.loss), title="reference")
    return lambda: sweep(case.problem, loss, case.plane, case.a, case.b)


def plain_loop(case: Case) -> Call | None:
    """Return a loop over the grid, vectorised over the samples, as one writes it at first."""
    if case.problem.output != "sigmoid":
        return None
    X, y = case.problem.design, case.problem.labels
    D = np.stack([case.plane.u, case.plane.v])

    def call() -> list[Any]:
        results = []
        for b in case.b:
            for a in case.a:
                theta = case.plane.origin + a * case.plane.u + b * case.plane.v
                p = 1.0 / (1.0 + np.exp(-(X @ theta)))
                if case.loss == "cross-entropy":
                    value = -np.mean(y * np.log(p) + (1.0 - y) * np.log(1.0 - p))
                    slope, bend = p - y, p * (1.0 - p)
                else:
                    value = np.mean((p - y) ** 2)
                    slope = 2.0 * (p - y) * p * (1.0 - p)
                    bend = 2.0 * p * (1.0 - p) * (p * (1.0 - p) + (p - y) * (1.0 - 2.0 * p))
                gradient = X.T @ slope / len(y)
                hessian = X.T @ (X * bend[:, None]) / len(y)
                results.append((value, D @ gradient, D @ hessian @ D.T))
        return results

    return call


def with_jax(case: Case) -> Call | None:
    """Return value, gradient and Hessian by JAX in float64: jit, batched over the grid."""
    if importlib.util.find_spec("jax") is None:
        return None
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    o, u, v = (jnp.asarray(part) for part in _logits(case))
    y = jnp.asarray(case.problem.labels)
    softmax, squared = case.problem.output == "softmax", case.loss == "squared-error"

    def value(point: Tensor) -> Tensor:
        z = o + point[0] * u + point[1] * v
        if softmax:
            if squared:
                return jnp.mean(jnp.sum((jax.nn.softmax(z) - y) ** 2, axis=-1))
            return -jnp.mean(jnp.sum(y * jax.nn.log_softmax(z), axis=-1))
        if squared:
            return jnp.mean((jax.nn.sigmoid(z) - y) ** 2)
        return jnp.mean(jax.nn.softplus(z) - y * z)

    def all_three(point: Tensor) -> Tensor:
        return *jax.value_and_grad(value)(point), jax.hessian(value)(point)

    points = jnp.asarray(_points(case))

    def batched(size: int) -> Call:
        run = jax.jit(lambda grid: jax.lax.map(all_three, grid, batch_size=size))
        return lambda: jax.block_until_ready(run(points))

    return _fastest([batched(size) for size in (1, 32, 512)])


def with_torch(case: Case) -> Call | None:
    """Return value, gradient and Hessian by torch in float64: vmap over the grid, in batches."""
    if importlib.util.find_spec("torch") is None:
        return None
    import torch
    from torch.func import grad_and_value, hessian, vmap

    torch.set_num_threads(cores())
    o, u, v = (torch.tensor(part) for part in _logits(case))
    y = torch.tensor(case.problem.labels)
    softmax, squared = case.problem.output == "softmax", case.loss == "squared-error"

    def value(point: Tensor) -> Tensor:
        z = o + point[0] * u + point[1] * v
        if softmax:
            if squared:
                return ((torch.softmax(z, -1) - y) ** 2).sum(-1).mean()
            return -(y * torch.log_softmax(z, -1)).sum(-1).mean()
        if squared:
            return ((torch.sigmoid(z) - y) ** 2).mean()
        return (torch.nn.functional.softplus(z) - y * z).mean()

    points = torch.tensor(_points(case))

    def batched(size: int) -> Call:
        run = vmap(lambda point: (grad_and_value(value)(point), hessian(value)(point)))
        return lambda: [run(points[i : i + size]) for i in range(0, len(points), size)]

    return _fastest([batched(size) for size in (32, 512)])


def floor(case: Case) -> Call:
    """Return one float64 reciprocal a pair and nothing else, on as many threads as the engine."""
    import numba

    def reciprocals(rows: Array, out: Array, count: int) -> None:
        for n in range(count):
            for i in range(len(out)):
                out[i] = 1.0 / rows[n % len(rows), i]

    compiled: Any = numba.njit("(f8[:,::1], f8[::1], i8)", nogil=True, error_model="numpy")(
        reciprocals
    )
    threads, width = ThreadPoolExecutor(cores()), len(case.a)
    edges = [len(case.b) * i // cores() for i in range(cores() + 1)]

    def share(rows: int) -> None:
        compiled(np.ones((256, width)), np.ones(width), int(rows) * len(case.problem.dataset))

    return lambda: list(threads.map(share, np.diff(edges)))


class Contender(NamedTuple):
    """How to make a case into a call, and the pairs of a sample and a grid point that it is given.

    A slow one is timed on some rows of the grid, and what it takes is scaled up: all of them loop
    over the grid's points, so that twice the points take twice the time.
    """

    make: Callable[[Case], Call | None]
    pairs: float = np.inf


CONTENDERS: dict[str, Contender] = {
    "engine": Contender(engine),
    "plain loop": Contender(plain_loop, 1e7),
    "reference": Contender(reference, 3e7),
    "JAX": Contender(with_jax, 3e7),
    "torch": Contender(with_torch, 1e6),
    "floor": Contender(floor),
}


def _logits(case: Case) -> tuple[Array, Array, Array]:
    restriction = case.restriction
    return restriction.offset, restriction.u, restriction.v


def _points(case: Case) -> Array:
    return np.stack([grid.ravel() for grid in np.meshgrid(case.a, case.b)], axis=1)


def _fastest(calls: list[Call]) -> Call:
    """Return the one that is fastest here: which batch size is best depends on the machine."""
    from benchmarks.timing import interleaved

    times = interleaved({str(i): call for i, call in enumerate(calls)}, repeat=1)
    return calls[int(min(times, key=times.__getitem__))]
