"""likelihood(): the product of all labels' probabilities, and the sum of their logs.

>>> from landscapes import Problem, load
>>> found = likelihood(Problem(load("breast-cancer", features=["mean radius"])))
>>> round(found.constant.power_of_ten, 1), found.constant.product > 0.0
(-259.4, True)
>>> limit(0.35)  # so many rows at p = 0.35, and the product is 0 in float64
710
"""

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from claims.verdict import HOLDS, HOLDS_IN_PART, HOLDS_NOT, Verdict, counted, number
from landscapes.checks import scalar
from landscapes.problem import Problem
from landscapes.terrain.optimum import cross_entropy_minimum
from losses import get
from losses.arrays import Array, read_only

__all__ = ["Likelihood", "Product", "likelihood", "limit"]

# The smallest float64 is 2^-1074: what lies below half of it is rounded to 0. Below 2^-1022 digits
# are lost.
_NORMAL = float(np.finfo(np.float64).smallest_normal)
_ROUNDS_TO_ZERO = 1075.0 * math.log(2.0)


@dataclass(frozen=True, eq=False)
class Product:
    """The probabilities of all labels, multiplied row by row in float64, and their logs, added.

    Attributes
    ----------
    of : str
        Which probabilities.
    running : ndarray, (n,)
        The product of the first 1 … n of them, in float64.
    log10 : ndarray, (n,)
        The same as a power of ten, from the sum of the logs.
    sum_of_logs : float
        The logarithm of the whole product, in nats.
    zero_after : int or None
        After how many rows the float64 product is 0; None where it never is.
    """

    of: str
    running: Array
    log10: Array
    sum_of_logs: float
    zero_after: int | None

    @property
    def product(self) -> float:
        """The whole product in float64: 0 where it has underflowed."""
        return float(self.running[-1])

    @property
    def power_of_ten(self) -> float:
        """The whole product's exponent: 10 to this power."""
        return float(self.log10[-1])

    @property
    def survives(self) -> bool:
        """Whether float64 holds the product with all its digits."""
        return self.product >= _NORMAL


@dataclass(frozen=True, eq=False)
class Likelihood:
    """The likelihood of a data set as a product and as a sum, at two models.

    Attributes
    ----------
    data : str
        What it was measured on.
    rows : int
        How many rows n.
    constant : Product
        Where every label is given the same probability.
    fitted : Product
        At `theta`.
    theta : ndarray, (P,)
        The parameters of `fitted`.
    probability : float
        That of `constant`.
    limit : int
        So many rows of that probability have a product that is 0 in float64.
    cross_entropy : float
        Mean cross-entropy at `theta`, in nats, without penalty.
    identity : float
        |sum of logs + n times cross-entropy| at `theta`, relative to the larger.
    """

    claim: ClassVar[str] = "The likelihood without the log would do as well."

    data: str
    rows: int
    constant: Product
    fitted: Product
    theta: Array
    probability: float
    limit: int
    cross_entropy: float
    identity: float

    @property
    def verdict(self) -> Verdict:
        """Whether float64 holds the product with all its digits: at both models, at one, or not."""
        held = self.constant.survives + self.fitted.survives
        return (HOLDS_NOT, HOLDS_IN_PART, HOLDS)[held]

    @property
    def because(self) -> str:
        """Both products, and the sums."""
        parts = [
            f"{product.of} is {_as_power(product)}, its sum of logs {product.sum_of_logs:,.1f}"
            for product in (self.constant, self.fitted)
        ]
        return (
            f"Over {counted(self.rows, 'row', 'rows')} the product {parts[0]}; {parts[1]}. At p = "
            f"{number(self.probability)}, {self.limit:,} rows are enough to make the product 0 "
            "in float64."
        )


def _as_power(product: Product) -> str:
    power = f"10^{product.power_of_ten:,.1f}"
    if product.zero_after is not None:
        return f"{power}, which is 0 in float64 after {product.zero_after:,} rows"
    return power if product.survives else f"{power}, of which float64 has lost digits"


def likelihood(
    problem: Problem, theta: ArrayLike | None = None, probability: float = 0.35
) -> Likelihood:
    """Multiply the probabilities of all labels, and add up their logs.

    Maximum likelihood asks for the theta with the largest product of p(label_i). Its logarithm is
    the sum of log p(label_i), which is -n times the mean cross-entropy (Bishop, Pattern Recognition
    and Machine Learning, 2006, section 4.3.2). The logarithm moves no maximum; but the product is
    soon too small for a float64, and then has neither a maximum nor a gradient.

    Parameters
    ----------
    problem : Problem
        A sigmoid output. A soft label has the geometric mean p^y (1 - p)^(1 - y) for probability.
    theta : array_like, (P,), optional
        The model; the cross-entropy minimum where left out, or, where none exists, theta = 0, at
        which every p is 1/2.
    probability : float
        What a second model gives every label, above 0 and at most 1.

    Raises
    ------
    TypeError, ValueError
        Where the output is not a sigmoid or an argument is not what it may be.
    """
    loss = problem.loss(get("cross-entropy", "sigmoid"))
    rows, of = len(problem.dataset), "at the given parameters"
    if theta is None:
        found = cross_entropy_minimum(problem)
        of = "at the cross-entropy minimum" if found is not None else "with all parameters at 0"
        theta = np.zeros(len(problem.parameters)) if found is None else found
    at = problem.theta(theta)
    logs = -loss.value_at(problem.logits(at), problem.labels)
    mean = float(-logs.mean())
    fitted = _product(of, logs)
    size = max(abs(fitted.sum_of_logs), rows * mean)
    where = f"at p = {number(probability)} everywhere"
    return Likelihood(
        data=problem.dataset.title,
        rows=rows,
        constant=_product(where, np.full(rows, math.log(_probability(probability)))),
        fitted=fitted,
        theta=read_only(at),
        probability=float(probability),
        limit=limit(probability) if probability < 1.0 else 0,
        cross_entropy=mean,
        identity=abs(fitted.sum_of_logs + rows * mean) / size if size > 0.0 else 0.0,
    )


def limit(probability: float) -> int:
    """Return the smallest n for which probability^n, rounded to float64, is 0.

    p^n is rounded to 0 from 2^-1075 on: n = 1075 log 2 / -log p, rounded up.

    Raises
    ------
    ValueError
        Where the probability is not between 0 and 1.
    """
    if _probability(probability) == 1.0:
        raise ValueError("probability must be below 1: no power of 1 is 0")
    return math.ceil(_ROUNDS_TO_ZERO / -math.log(probability))


def _product(of: str, logs: Array) -> Product:
    with np.errstate(under="ignore"):
        running = np.multiply.accumulate(np.exp(logs))
    zero = np.flatnonzero(running == 0.0)
    return Product(
        of=of,
        running=read_only(running),
        log10=read_only(np.cumsum(logs) / math.log(10.0)),
        sum_of_logs=math.fsum(logs),
        zero_after=int(zero[0]) + 1 if len(zero) else None,
    )


def _probability(value: float) -> float:
    number = scalar("probability", value)
    if not 0.0 < number <= 1.0:
        raise ValueError(f"probability must be above 0 and at most 1; found {value}")
    return number
