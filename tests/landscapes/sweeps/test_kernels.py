"""Kernels against the losses' own functions, which tests/losses holds against exact values."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from landscapes import Dataset, Plane, Problem, Restriction, sweep
from landscapes.sweeps import kernels
from landscapes.sweeps.kernel_table import LOOPS, kernel_of
from landscapes.sweeps.samples import Samples
from losses import FAMILIES, LOSSES, Loss, get
from losses.arrays import Array
from tests.landscapes.cases import EVERY_PROBLEM, random_plane, soft
from tests.landscapes.sweeps.terms import absolute_terms

TINY = float(np.finfo(np.float64).tiny)
ALL = slice(None)

# Values of the losses' parameters: ends of their ranges, whole, halves, and neither.
VALUES = {
    "gamma": (0.0, 0.5, 1.0, 2.0, 3.3, 5.0, 10.0),
    "q": (1e-12, 0.01, 0.7, 1.0),
    "smoothing": (0.0, 0.1, 0.49),
}


# Losses that are summed by their own functions alone, by key: right, and a hundred times slower.
WITHOUT: tuple[str, ...] = ()


def _every(output: str) -> dict[str, Loss]:
    """The losses with a kernel, by their names: those with a parameter at several values."""
    found = [loss for key, loss in LOSSES[output].items() if key not in WITHOUT]
    for key, family in FAMILIES[output].items():
        if key in WITHOUT:
            continue
        (parameter,) = family.parameters
        found += [family.make(**{parameter.name: value}) for value in VALUES[parameter.name]]
        assert get(key, output) in found
    return {loss.name: loss for loss in found}


NAMES = {output: _every(output) for output in LOSSES}
_EVERY: list[Any] = list(EVERY_PROBLEM)
HARD = [case for case in _EVERY if case.values[0].dataset.name != "soft"]


def assert_as_the_loss_itself(samples: Samples, a: Array, b: Array) -> None:
    """The kernel takes all samples, and what it gives is what the loss's functions give.

    Values to 1e-9, relative, wherever they are normal numbers. Gradient and curvature to 1e-9 of
    the sum of their terms' absolute values.
    """
    assert kernels.usable(samples, a, b).all()
    assert_as_plain(kernels.sums(samples, a, b, ALL), samples, a, b)


def assert_as_plain(
    found: Array, samples: Samples, a: Array, b: Array, least: float = TINY
) -> None:
    """Sums are those of the loss's own functions, but for what is below the least number."""
    expected = kernels.plain_sums(samples, a, b, ALL)
    assert np.isfinite(found).all()
    normal = expected[0] > least
    np.testing.assert_allclose(found[0][normal], expected[0][normal], rtol=1e-9, atol=0.0)
    assert (found[0][~normal] < 2.0 * least).all()
    allowed = 1e-9 * absolute_terms(samples, a, b) + least
    assert (np.abs(found[1:] - expected[1:]) <= allowed).all()


def reaching(problem: Problem, key: str, plane: Plane, reach: float) -> Samples:
    """The problem's rows on the plane, scaled: |z| goes up to `reach` where |a|, |b| <= 1."""
    on_plane = Restriction(problem, key, plane)
    terms = np.abs(on_plane.offset) + np.abs(on_plane.u) + np.abs(on_plane.v)
    scale = reach / terms.max()
    scaled = Plane(*(scale * part for part in (plane.origin, plane.u, plane.v)))
    return Restriction(problem, key, scaled).samples


@pytest.mark.parametrize("reach", [2e3, 9e4])
@pytest.mark.parametrize("output", sorted(NAMES))
def test_logits_of_any_size_are_summed_by_points(output: str, reach: float) -> None:
    """Past what a kernel's exponentials take, as past a window that large steps have opened."""
    rng = np.random.default_rng(3)
    classes = 2 if output == "sigmoid" else 4
    dataset = Dataset(rng.normal(size=(30, 3)), rng.integers(0, classes, size=30))
    problem = Problem(dataset, output)
    plane = Plane(*rng.normal(size=(3, len(problem.parameters))))
    a, b = np.linspace(-1.0, 1.0, 23), np.linspace(-1.0, 1.0, 9)
    for key, loss in NAMES[output].items():
        samples = reaching(problem, key, plane, reach)
        if not kernels.has_point_loops(loss):
            continue
        assert kernels.by_points(samples, a, b).all()
        # Probabilities below exp(-700) are that; here slopes of 1e5 stand before them.
        assert_as_plain(kernels.point_sums(samples, a, b, ALL), samples, a, b, least=1e-280)
        # Further out digits would be lost.
        assert not kernels.by_points(reaching(problem, key, plane, 2e5), a, b).all()


@st.composite
def drawn_samples(draw: st.DrawFn) -> tuple[Samples, Array, Array]:
    """Rows on a plane through up to 30 features and 10 classes, with axes within [-1, 1]."""
    output = draw(st.sampled_from(["sigmoid", "softmax"]))
    classes = 2 if output == "sigmoid" else draw(st.integers(2, 10))
    rows, features = draw(st.integers(1, 40)), draw(st.integers(1, 30))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    y = rng.integers(0, draw(st.integers(1, classes)), size=rows)
    names = [str(k) for k in range(classes)]
    dataset = Dataset(rng.normal(size=(rows, features)), y, classes=names)
    problem = Problem(dataset, output)
    vectors = rng.normal(size=(3, len(problem.parameters)))
    vectors[0] *= draw(st.sampled_from([0.0, 1.0, 100.0]))
    if draw(st.booleans()):  # two of the parameters' own directions
        first, second = rng.choice(len(problem.parameters), 2, replace=False)
        vectors[1:] = np.eye(len(problem.parameters))[[first, second]]
    key = draw(st.sampled_from(sorted(NAMES[output])))
    reach = draw(st.sampled_from([1.0, 10.0, 30.0, 100.0, 345.0, 600.0]))
    samples = reaching(problem, key, Plane(*vectors), reach)
    a = np.sort(rng.uniform(-1.0, 1.0, size=draw(st.integers(1, 40))))
    b = rng.uniform(-1.0, 1.0, size=draw(st.integers(1, 6)))
    # Under softmax a margin is a difference of two logits, and may be twice as large.
    if output == "softmax" and reach > 345.0:
        samples = samples.take(kernels.usable(samples, a, b))
        assume(len(samples.labels))
    return samples, a, b


@pytest.mark.parametrize("output", NAMES)
def test_every_loss_of_the_registry_has_a_kernel_or_is_said_to_have_none(output: str) -> None:
    """At all values of its parameters; and its loop is among those compiled ahead."""
    assert not any(kernel_of(loss) for key, loss in LOSSES[output].items() if key in WITHOUT)
    for loss in NAMES[output].values():
        kernel = kernel_of(loss)
        assert kernel is not None
        assert kernel.loop in (*LOOPS, "")
        assert kernels.has_kernel(loss)
        assert not kernels.has_kernel(replace(loss, title="mine"))
        assert not kernels.has_kernel(replace(loss, key="mine"))


@settings(max_examples=200)
@given(drawn_samples())
def test_a_kernel_gives_what_the_loss_gives(drawn: tuple[Samples, Array, Array]) -> None:
    """Random planes, tails included."""
    assert_as_the_loss_itself(*drawn)


@pytest.mark.parametrize("reach", [5.0, 300.0])
@pytest.mark.parametrize("problem", HARD)
def test_a_kernel_gives_what_the_loss_gives_on_every_data_set(
    problem: Problem, reach: float
) -> None:
    """In a window as a picture shows, and far out."""
    a, b = np.linspace(-1.0, 1.0, 11), np.linspace(1.0, -1.0, 5)
    for key in NAMES[problem.output]:
        assert_as_the_loss_itself(reaching(problem, key, random_plane(problem), reach), a, b)


@pytest.mark.parametrize("key", NAMES["sigmoid"])
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_running_product_does_not_overflow(key: str, sign: float) -> None:
    """Odds of exp(+-600), and many samples at once; an odd number of them goes in pairs."""
    rng = np.random.default_rng(0)
    X = rng.uniform(0.2, 1.0, size=(2001, 1))
    problem = Problem(Dataset(X, np.ones(len(X), dtype=int)), intercept=True)
    samples = reaching(problem, key, Plane.axes(problem, "w1", "b"), 600.0)
    axis = sign * np.linspace(0.0, 1.0, 9)
    assert_as_the_loss_itself(samples, axis, axis[-2:])


@pytest.mark.parametrize(
    ("key", "exact"),
    [
        ("cross-entropy", lambda m: math.log1p(math.exp(-m))),
        ("squared-error", lambda m: (math.exp(-m) / (1.0 + math.exp(-m))) ** 2),
    ],
)
def test_losses_of_1e_40_and_1e_200_are_kept(key: str, exact: Callable[[float], float]) -> None:
    """Where both classes are told apart ever better, the loss goes on falling."""
    problem = Problem(Dataset([[1.0], [-1.0]], [1, 0]))
    weights = np.array([40.0, 92.1, 230.0, 300.0, 345.0])
    landscape = sweep(problem, key, Plane.axes(problem, "w1", "b"), weights, [0.0])
    expected = [exact(weight) for weight in weights]
    assert min(expected) < 1e-140
    np.testing.assert_allclose(landscape.value[0], expected, rtol=1e-12, atol=0.0)


@pytest.mark.parametrize("output", NAMES)
def test_probabilities_of_1e_200_still_bend(output: str) -> None:
    """On the wrong side far out, p (1 - p) is tiny and not 0."""
    problem = Problem(Dataset([[1.0]], [0], classes=["0", "1"]), output)
    names = ("w1", "b") if output == "sigmoid" else ("w1[1]", "b[0]")
    plane = Plane.axes(problem, *names)
    landscape = sweep(problem, "cross-entropy", plane, [460.0], [0.0])
    assert landscape.curvature[0, 0, 0] == pytest.approx(math.exp(-460.0), rel=1e-12, abs=0.0)


@pytest.mark.parametrize("output", NAMES)
def test_a_single_class_has_a_kernel_too(output: str) -> None:
    """Every label the same."""
    X = np.random.default_rng(0).normal(size=(8, 2))
    for label in (0, 1):
        problem = Problem(Dataset(X, np.full(8, label), classes=["no", "yes"]), output)
        axis = np.linspace(-1.0, 1.0, 5)
        for key in NAMES[output]:
            assert_as_the_loss_itself(reaching(problem, key, random_plane(problem), 9), axis, axis)


@pytest.mark.parametrize("output", NAMES)
def test_soft_labels_and_losses_without_a_kernel_take_the_losses_functions(output: str) -> None:
    """And a loss that is another's in all but its name has no kernel."""
    axis = np.linspace(-2.0, 2.0, 6)
    given, hard = Problem(soft(output), output), EVERY_PROBLEM[0].values[0]  # type: ignore[attr-defined]
    assert isinstance(hard, Problem)
    for problem, rename in ((given, False), (hard, True)):
        for loss in NAMES[problem.output].values():
            mine = replace(loss, title="mine") if rename else loss
            restriction = Restriction(problem, mine, random_plane(problem))
            assert not kernels.usable(restriction.samples, axis, axis).any()
            landscape = sweep(problem, mine, restriction.plane, axis, axis)
            points = (grid.ravel() for grid in np.meshgrid(axis, axis))
            expected = restriction.evaluate(*points)
            np.testing.assert_allclose(landscape.value.ravel(), expected.value, rtol=1e-13)


@pytest.mark.parametrize("output", NAMES)
@pytest.mark.parametrize("size", [2e3, 1e7])
def test_rows_that_a_kernel_cannot_take_are_summed_by_the_loss(output: str, size: float) -> None:
    """Logits past +-700, or terms so large that a logit loses digits: those rows, no others."""
    X = np.random.default_rng(0).normal(size=(12, 2))
    X[[3, 7]] *= size
    problem = Problem(Dataset(X, np.arange(12) % 2), output)
    plane = random_plane(Problem(Dataset(X[:3], [0, 1, 0]), output))
    axis = np.linspace(-2.0, 2.0, 7)
    for key in NAMES[output]:
        loss = problem.loss(key)
        usable = kernels.usable(Restriction(problem, loss, plane).samples, axis, axis)
        assert sorted(np.flatnonzero(~usable)) == [3, 7]
        found = sweep(problem, loss, plane, axis, axis)
        expected = sweep(problem, replace(loss, title="no kernel"), plane, axis, axis)
        for name in ("value", "gradient", "curvature"):
            one, other = getattr(found, name), getattr(expected, name)
            np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12 * np.abs(other).max())


def test_terms_that_cancel_do_not_overflow() -> None:
    """A logit of moderate size may be a difference of two of which neither has an exponential."""
    problem = Problem(Dataset([[1.0], [1.0]], [1, 0]))
    samples = Restriction(problem, "cross-entropy", Plane.axes(problem, "w1", "b")).samples
    axis = np.linspace(-3.0, 3.0, 7)
    assert_as_the_loss_itself(samples, 5000.0 + axis, -5000.0 + axis)
