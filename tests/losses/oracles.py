"""What each loss is to be: its textbook formula, evaluated by mpmath with digits to spare.

At 50 digits the textbook's own 1 - p is rounded to 0 beyond z = 115. So the working precision
grows with the logits, until more than 50 digits are right even of a result of exp(-2 |z|).
Gradient and curvature are numerical derivatives of the formula at that precision: nothing here
repeats what the library derived by hand.

A new loss needs one entry: a formula in SIGMOID, or in SOFTMAX a formula and the sizes of its
terms. Under softmax a derivative is a sum over classes in which terms of either sign meet, and the
library promises its digits relative to the sum of the terms' absolute values.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

from mpmath import mp, mpf

__all__ = [
    "KINKS",
    "SIGMOID",
    "SOFTMAX",
    "Exact",
    "SoftmaxOracle",
    "focal",
    "focal_oracle",
    "generalized",
    "generalized_oracle",
    "resolution",
    "sigmoid_exact",
    "softmax_exact",
]

Number = Any  # mpmath has no types
Vector = Sequence[Number]


def _precision(spread: float) -> tuple[int, Number]:
    """Working digits, and the step h of the differences.

    With h = 10^(-digits/4), what a central second difference leaves out (h^2) and what it loses by
    rounding (10^-digits / h^2) are both 10^(-digits/2).
    """
    digits = 2 * (60 + int(2.0 * spread / 2.3))
    return digits, mpf(10) ** (-digits // 4)


def resolution(spread: float) -> Number:
    """What the differences may be off by: 55 digits below the smallest result, and more."""
    digits, _ = _precision(spread)
    return mpf(10) ** (5 - digits // 2)


def _p(z: Number) -> Number:
    return 1 / (1 + mp.exp(-z))


def _expected(of_label: Callable[[Number], Number]) -> Callable[[Number, Number], Number]:
    """Expectation over the label of a function of the probability that was given to it."""
    return lambda p, y: y * of_label(p) + (1 - y) * of_label(1 - p)


def _logit(p: Number) -> Number:
    return mp.log(p / (1 - p))


# With the parameters' defaults: gamma = 2, q = 0.7 (the float64 next to it).
GAMMA, Q = 2, 0.7


def focal(p: Number, gamma: float) -> Number:
    """Of the label's probability."""
    return -((1 - p) ** mpf(gamma)) * mp.log(p)


def generalized(p: Number, q: float) -> Number:
    """Of the label's probability."""
    return (1 - p ** mpf(q)) / mpf(q)


_OF_PROBABILITY: dict[str, Callable[[Number, Number], Number]] = {
    "squared-error": lambda p, y: (p - y) ** 2,
    "cross-entropy": lambda p, y: -_times_log(y, p) - _times_log(1 - y, 1 - p),
    "absolute-error": lambda p, y: abs(p - y),
    "focal": _expected(lambda p: focal(p, GAMMA)),
    "generalized-cross-entropy": _expected(lambda p: generalized(p, Q)),
}
_OF_LOGIT: dict[str, Callable[[Number, Number], Number]] = {
    "hinge": lambda z, y: y * max(mpf(0), 1 - z) + (1 - y) * max(mpf(0), 1 + z),
    "squared-error-on-logit": lambda z, y: (z - (2 * y - 1)) ** 2,
}
SIGMOID = _OF_PROBABILITY | _OF_LOGIT

# Logits at which a sigmoid loss has a kink: no difference across one is a derivative.
KINKS: dict[str, Callable[[float], tuple[float, ...]]] = {
    "absolute-error": lambda y: (float(_logit(mpf(y))),) if 0.0 < y < 1.0 else (),
    "hinge": lambda _: (-1.0, 1.0),
}


def _times_log(weight: Number, p: Number) -> Number:
    return weight * mp.log(p) if weight else mpf(0)


@cache
def sigmoid_exact(key: str, z: float, y: float) -> tuple[Number, Number, Number]:
    """Value, first and second derivative in the logit."""
    digits, h = _precision(abs(z))
    with mp.workdps(digits):
        logits = [mpf(z) + step for step in (-h, 0, h)]
        given = logits if key in _OF_LOGIT else [_p(logit) for logit in logits]
        below, here, above = (SIGMOID[key](x, mpf(y)) for x in given)
        return here, (above - below) / (2 * h), (above - 2 * here + below) / h**2


class SoftmaxOracle(NamedTuple):
    """A softmax loss, and the sizes of the terms that its value and derivatives are sums of.

    value: (p, y) -> the loss.
    value_terms: (p, y) -> their sum.
    gradient_terms: (p, y) -> their sum, for each class.
    curvature_terms: (p, y) -> for each class k, the weight of spread(left)_k * spread(right)_k, in
    which spread(x)_k = sum_j p_j |x_k - x_j|.
    """

    value: Callable[[Vector, Vector], Number]
    value_terms: Callable[[Vector, Vector], Number]
    gradient_terms: Callable[[Vector, Vector], Vector]
    curvature_terms: Callable[[Vector, Vector], Vector]


def _residual_terms(p: Vector, y: Vector) -> Vector:
    # p - y = (1 - y) p - y (1 - p)
    return [(1 - y_k) * p_k + y_k * (1 - p_k) for p_k, y_k in zip(p, y, strict=True)]


def _centred_residual_terms(p: Vector, y: Vector) -> Vector:
    # r_k - sum_j p_j r_j = sum_j p_j (r_k - r_j)
    r = _residual_terms(p, y)
    return [
        mp.fsum(p_j * (r[k] + r_j) for j, (p_j, r_j) in enumerate(zip(p, r, strict=True)) if j != k)
        for k in range(len(p))
    ]


def _cross_entropy(p: Vector, y: Vector) -> Number:
    return -mp.fsum(_times_log(y_k, p_k) for p_k, y_k in zip(p, y, strict=True))


def _brier(p: Vector, y: Vector) -> Number:
    return mp.fsum((p_k - y_k) ** 2 for p_k, y_k in zip(p, y, strict=True))


def _absolute(p: Vector, y: Vector) -> Number:
    return mp.fsum(abs(p_k - y_k) for p_k, y_k in zip(p, y, strict=True))


def _centred_sign_terms(p: Vector, _: Vector) -> Vector:
    # p_k sum_j p_j (s_k - s_j) with signs s
    return [2 * p_k * (1 - p_k) for p_k in p]


def of_label(
    formula: Callable[[Number], Number],
    slope: Callable[[Number], Number],
    bend: Callable[[Number], Number],
) -> SoftmaxOracle:
    """Oracle of sum_k y_k G(p_k), where G > 0 falls.

    `slope` and `bend` are the sizes of the first and of the terms of the second derivative of G in
    log p, of which with w = y * slope the gradient's terms are w_j (1 - p_j) and p_j w_k, and the
    curvature's y_k * bend_k + p_k * sum of w.
    """

    def value(p: Vector, y: Vector) -> Number:
        return mp.fsum(y_k * formula(p_k) for p_k, y_k in zip(p, y, strict=True) if y_k)

    def weights(p: Vector, y: Vector) -> Vector:
        return [y_k * slope(p_k) if y_k else mpf(0) for p_k, y_k in zip(p, y, strict=True)]

    def gradient_terms(p: Vector, y: Vector) -> Vector:
        w = weights(p, y)
        return [
            w[j] * (1 - p[j]) + p[j] * mp.fsum(w_k for k, w_k in enumerate(w) if k != j)
            for j in range(len(p))
        ]

    def curvature_terms(p: Vector, y: Vector) -> Vector:
        total = mp.fsum(weights(p, y))
        return [
            (y_k * bend(p_k) if y_k else 0) + p_k * total for p_k, y_k in zip(p, y, strict=True)
        ]

    return SoftmaxOracle(value, value, gradient_terms, curvature_terms)


def focal_oracle(gamma: float) -> SoftmaxOracle:
    """G = s^gamma L with s = 1 - p, L = -log p."""
    g = mpf(gamma)
    return of_label(
        lambda p: focal(p, gamma),
        lambda p: (1 - p) ** g + g * p * (1 - p) ** (g - 1) * -mp.log(p),
        lambda p: (
            g * (1 - p) ** (g - 1) * 2 * p + g * (1 - p) ** (g - 2) * (g * p + 1) * p * -mp.log(p)
        ),
    )


def generalized_oracle(q: float) -> SoftmaxOracle:
    """G = (1 - p^q) / q."""
    exponent = mpf(q)
    return of_label(
        lambda p: generalized(p, q), lambda p: p**exponent, lambda p: exponent * p**exponent
    )


SOFTMAX: dict[str, SoftmaxOracle] = {
    "label-squared-error": of_label(
        lambda p: (1 - p) ** 2, lambda p: 2 * p * (1 - p), lambda p: 2 * p * (p + (1 - p))
    ),
    "absolute-error": SoftmaxOracle(
        value=_absolute,
        value_terms=lambda p, y: mp.fsum(_residual_terms(p, y)),
        gradient_terms=_centred_sign_terms,
        curvature_terms=_centred_sign_terms,
    ),
    "focal": focal_oracle(GAMMA),
    "generalized-cross-entropy": generalized_oracle(Q),
    "squared-error": SoftmaxOracle(
        value=_brier,
        value_terms=lambda p, y: mp.fsum(term**2 for term in _residual_terms(p, y)),
        # 2 p_k (r_k - mean of r)
        gradient_terms=lambda p, y: [
            2 * p_k * term for p_k, term in zip(p, _centred_residual_terms(p, y), strict=True)
        ],
        # 2 p_k (p_k + r_k - mean of r)
        curvature_terms=lambda p, y: [
            2 * p_k * (p_k + term)
            for p_k, term in zip(p, _centred_residual_terms(p, y), strict=True)
        ],
    ),
    "cross-entropy": SoftmaxOracle(
        value=_cross_entropy,
        value_terms=_cross_entropy,  # of one sign already
        gradient_terms=_residual_terms,
        curvature_terms=lambda p, _: p,
    ),
}


class Exact(NamedTuple):
    """Exact results, and the sums of the absolute values of their terms."""

    value: Number
    gradient: Vector
    curvature: Number
    value_terms: Number
    gradient_terms: Vector
    curvature_terms: Number


def softmax_exact(
    key: str, z: Sequence[float], y: Sequence[float], left: Sequence[float], right: Sequence[float]
) -> Exact:
    """Value, gradient and left' Hessian right, each with the sum of its terms."""
    oracle = SOFTMAX[key]
    exp = cache(mp.exp)  # most logits stay where they are while one is moved

    def softmax(logits: Vector) -> Vector:
        powers = [exp(logit) for logit in logits]
        total = mp.fsum(powers)
        return [power / total for power in powers]

    digits, h = _precision(max(z) - min(z))
    with mp.workdps(digits):
        logits, labels, lefts, rights = ([mpf(x) for x in each] for each in (z, y, left, right))

        def moved(k: int, step: Number) -> Number:
            z_k = [x + step if j == k else x for j, x in enumerate(logits)]
            return oracle.value(softmax(z_k), labels)

        def along(s: Number, t: Number) -> Number:
            rows = zip(logits, lefts, rights, strict=True)
            return oracle.value(softmax([x + s * u + t * v for x, u, v in rows]), labels)

        def spread(x: Vector, k: int) -> Number:
            return mp.fsum(p_j * abs(x[k] - x_j) for p_j, x_j in zip(p, x, strict=True))

        p = softmax(logits)
        mixed = along(h, h) - along(h, -h) - along(-h, h) + along(-h, -h)
        return Exact(
            value=oracle.value(p, labels),
            gradient=[(moved(k, h) - moved(k, -h)) / (2 * h) for k in range(len(z))],
            curvature=mixed / (4 * h**2),
            value_terms=oracle.value_terms(p, labels),
            gradient_terms=oracle.gradient_terms(p, labels),
            curvature_terms=mp.fsum(
                weight * spread(lefts, k) * spread(rights, k)
                for k, weight in enumerate(oracle.curvature_terms(p, labels))
            ),
        )
