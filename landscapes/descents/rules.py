"""The update rules of a descent: one record each, in one table.

A rule is a generator: from a start it yields one point after another, each with the gradient there
where the rule has computed it anyway. To add one, write the generator and append its Rule to
RULES. Written with array operations alone it moves one start (q,) or many (m, q) at a time.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from scipy.optimize import minimize

from landscapes.data.recipe import Option
from landscapes.descents.objective import Objective
from losses.arrays import Array

__all__ = ["RULES", "Iterates", "Rule", "get_rule"]

Iterates = Iterator[tuple[Array, Array | None]]

# Armijo's condition: a step is taken where it brings this share of the fall that the slope promises
# (Nocedal and Wright, Numerical Optimization, 2006, eq. 3.4), less what the value's rounding hides.
SUFFICIENT = 1e-4
ROUNDING = 4.0 * np.finfo(np.float64).eps
SHORTEST = 2.0**-40
# Along an eigenvector whose eigenvalue is this small, relative to the largest, the ground is flat
# but for rounding: a step would be rounding too, blown up.
FLAT = 1e-14


@dataclass(frozen=True)
class Rule:
    """How a descent takes its next step.

    Attributes
    ----------
    key, title, meaning : str
        What `descend` calls it, what a person reads, and what it does, in a line.
    reference : str
        Paper or book, with the place of the algorithm.
    iterates : callable
        (objective, start, rate, **options) -> iterator of (point, gradient there or None).
    options : tuple of Option
        What it takes besides the rate.
    uses_rate : bool
        Whether the learning rate matters; otherwise the rule finds the length of its steps itself.
    many : bool
        Whether it moves many starts (m, q) at a time, each as if it were alone.
    """

    key: str
    title: str
    meaning: str
    reference: str
    iterates: Callable[..., Iterates]
    options: tuple[Option, ...] = ()
    uses_rate: bool = True
    many: bool = True

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return every option's value, checked; an unknown option's error lists what there is."""
        known = {option.name: option for option in self.options}
        unknown = [name for name in given if name not in known]
        if unknown:
            raise ValueError(
                f"rule {self.key!r} has no option {unknown[0]!r}; "
                f"it takes {', '.join(known) or 'none'}"
            )
        return {
            name: option.check(given.get(name, option.default)) for name, option in known.items()
        }


def get_rule(key: str) -> Rule:
    """Return the rule of this key; an unknown one's error lists what there is."""
    if key not in RULES:
        raise ValueError(f"unknown rule {key!r}: choose one of {', '.join(RULES)}")
    return RULES[key]


def _gradient_descent(objective: Objective, point: Array, rate: float) -> Iterates:
    gradient = objective.gradient(point)
    while True:
        point = point - rate * gradient
        gradient = objective.gradient(point)
        yield point, gradient


def _momentum(objective: Objective, point: Array, rate: float, momentum: float) -> Iterates:
    velocity, gradient = np.zeros_like(point), objective.gradient(point)
    while True:
        velocity = momentum * velocity - rate * gradient
        point = point + velocity
        gradient = objective.gradient(point)
        yield point, gradient


def _nesterov(objective: Objective, point: Array, rate: float, momentum: float) -> Iterates:
    velocity = np.zeros_like(point)
    while True:
        velocity = momentum * velocity - rate * objective.gradient(point + momentum * velocity)
        point = point + velocity
        yield point, None


def _adam(
    objective: Objective, point: Array, rate: float, beta1: float, beta2: float, epsilon: float
) -> Iterates:
    mean, square = np.zeros_like(point), np.zeros_like(point)
    gradient = objective.gradient(point)
    left1 = left2 = 1.0  # beta1^t and beta2^t, with which the averages still lean towards 0
    while True:
        mean = beta1 * mean + (1.0 - beta1) * gradient
        square = beta2 * square + (1.0 - beta2) * gradient * gradient
        left1, left2 = left1 * beta1, left2 * beta2
        scale = np.sqrt(square / (1.0 - left2)) + epsilon
        point = point - rate * (mean / (1.0 - left1)) / scale
        gradient = objective.gradient(point)
        yield point, gradient


def _stochastic(
    objective: Objective, point: Array, rate: float, batch_size: int, seed: int
) -> Iterates:
    rows, random = len(objective.problem.dataset), np.random.default_rng(seed)
    while True:
        order = random.permutation(rows)
        for first in range(0, rows, batch_size):
            point = point - rate * objective.gradient(point, order[first : first + batch_size])
            yield point, None


def _newton(objective: Objective, point: Array, rate: float) -> Iterates:  # noqa: ARG001 (it finds its own step length)
    gradient, value = objective.gradient(point), objective.value(point)
    while True:
        hessian = objective.hessian(point)
        if not np.isfinite(hessian).all():
            return
        curvatures, axes = np.linalg.eigh(hessian)
        sizes = np.abs(curvatures)
        if not sizes.any():  # no curvature to step by, here or after a step of 0
            return
        bent = sizes > FLAT * sizes.max()
        step = -axes[:, bent] @ ((axes[:, bent].T @ gradient) / sizes[bent])
        slope, length = float(gradient @ step), 1.0
        ceiling = value + ROUNDING * abs(value)
        trial = objective.value(point + step)
        while not trial <= ceiling + SUFFICIENT * length * slope:  # also where it is not a number
            length *= 0.5
            if length < SHORTEST:
                return
            trial = objective.value(point + length * step)
        point, value = point + length * step, trial
        gradient = objective.gradient(point)
        yield point, gradient


def _l_bfgs(objective: Objective, point: Array, rate: float, memory: int) -> Iterates:  # noqa: ARG001 (it finds its own step length)
    # scipy's loop calls back and cannot be paused: run it afresh, for more steps, each time those
    # at hand are used up. It is deterministic, so that a longer run begins with the shorter one.
    points: list[Array] = []

    def slope(point: Array) -> Array:
        return objective.gradient(point)

    def keep(xk: Array) -> None:
        points.append(xk)

    known, steps = 0, 32
    while True:
        points.clear()
        minimize(
            objective.value,
            point,
            jac=slope,
            method="L-BFGS-B",
            callback=keep,
            options={
                "maxiter": steps,
                "maxfun": 100 * steps,
                "maxcor": memory,
                "ftol": 0.0,
                "gtol": 0.0,
            },
        )
        yield from [(found, None) for found in points[known:]]
        if len(points) < steps:
            return
        known, steps = len(points), 4 * steps


_MOMENTUM = Option("momentum", "Momentum", 0.9, low=0.0, high=0.999, step=0.01)

_RULES = (
    Rule(
        "gradient-descent",
        "Gradient descent",
        "steps against the gradient, as long as the learning rate says",
        "Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées (1847); "
        "Boyd and Vandenberghe, Convex Optimization (2004), section 9.3, with a constant step",
        _gradient_descent,
    ),
    Rule(
        "momentum",
        "Momentum",
        "a heavy ball: keeps a share of its last step and adds one against the gradient",
        "Polyak, Some methods of speeding up the convergence of iteration methods (1964)",
        _momentum,
        (_MOMENTUM,),
    ),
    Rule(
        "nesterov",
        "Nesterov momentum",
        "momentum that takes the gradient where its last step is about to carry it",
        "Nesterov, A method of solving a convex programming problem with convergence rate "
        "O(1/k^2) (1983); with a constant momentum as in Sutskever et al., On the importance of "
        "initialization and momentum in deep learning (2013), eqs. 3 and 4",
        _nesterov,
        (_MOMENTUM,),
    ),
    Rule(
        "adam",
        "Adam",
        "divides each parameter's averaged gradient by its usual size: steps near the rate",
        "Kingma and Ba, Adam: a method for stochastic optimization (2015), algorithm 1",
        _adam,
        (
            Option("beta1", "β₁", 0.9, low=0.0, high=0.999, step=0.01),
            Option("beta2", "β₂", 0.999, low=0.0, high=0.99999, step=0.001),
            Option("epsilon", "ε", 1e-8, low=1e-16, high=1.0, step=1e-8),
        ),
    ),
    Rule(
        "newton",
        "Newton (damped)",
        "divides the gradient by the size of the curvature, and halves a step that does not pay",
        "Nocedal and Wright, Numerical Optimization (2006), algorithm 3.2 with algorithm 3.1; "
        "negative eigenvalues of the Hessian change sign, section 3.4",
        _newton,
        uses_rate=False,
        many=False,
    ),
    Rule(
        "l-bfgs",
        "L-BFGS",
        "learns the curvature from its last steps, and searches along each line",
        "Byrd, Lu, Nocedal and Zhu, A limited memory algorithm for bound constrained optimization "
        "(1995), as in scipy.optimize's L-BFGS-B; Nocedal and Wright (2006), algorithm 7.5",
        _l_bfgs,
        (Option("memory", "Steps remembered", 10, low=1, high=50),),
        uses_rate=False,
        many=False,
    ),
    Rule(
        "stochastic-gradient-descent",
        "Stochastic gradient descent",
        "steps against the gradient of a few rows at a time, every row once a round",
        "Robbins and Monro, A stochastic approximation method (1951), with a constant step; "
        "Bottou, Curtis and Nocedal, Optimization methods for large-scale machine learning "
        "(2018), algorithm 4.1",
        _stochastic,
        (
            Option("batch_size", "Rows a step", 8, low=1, high=100_000),
            Option("seed", "Seed", 0, low=0, high=9999),
        ),
    ),
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.key: rule for rule in _RULES})
"""Every update rule by its key."""
