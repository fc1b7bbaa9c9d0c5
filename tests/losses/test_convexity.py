"""Where a loss says that it is not convex, its curvature is negative."""

import math

import numpy as np
import pytest

from losses import LOSSES, Loss, get


@pytest.mark.parametrize(
    ("key", "parameters", "at"),
    [("focal", {"gamma": g}, None) for g in (0.02, 0.5, 2.0, 10.0)]
    + [("generalized-cross-entropy", {"q": q}, q / (1 + q)) for q in (0.1, 0.7, 1.0)],
)
@pytest.mark.parametrize("output", LOSSES)
def test_where_not_convex_is_where_the_curvature_changes_its_sign(
    output: str, key: str, parameters: dict[str, float], at: float | None
) -> None:
    loss = get(key, output, **parameters)
    said = float(loss.where_not_convex.split()[-1])
    if at is not None:
        assert said == pytest.approx(at, rel=0.05)
    for classes in (2, 3, 5) if output == "softmax" else (1,):
        assert _least(loss, 0.9 * said, classes) < 0.0 < _least(loss, 1.1 * said, classes)


@pytest.mark.parametrize(
    ("output", "key", "at"),
    [
        ("sigmoid", "squared-error", 1 / 3),
        ("sigmoid", "absolute-error", 1 / 2),
        ("softmax", "squared-error", 1 / 3),
        ("softmax", "absolute-error", 1 / 2),
        ("softmax", "label-squared-error", 1 / 3),
    ],
)
def test_so_it_is_for_losses_without_parameters(output: str, key: str, at: float) -> None:
    loss = get(key, output)
    assert f"1/{round(1 / at)}" in loss.where_not_convex
    several = (2,) if "for two classes" in loss.where_not_convex else (2, 3, 5)
    for classes in several if output == "softmax" else (1,):
        assert _least(loss, 0.95 * at, classes) < 0.0 < _least(loss, 1.05 * at, classes)


def test_where_squared_error_is_not_convex_for_more_classes_depends_on_all_of_them() -> None:
    """At one and the same probability of the label."""
    loss = get("squared-error", "softmax")
    assert "depends on all probabilities" in loss.where_not_convex
    found = [_hessian(loss, np.log([0.4, *others])) for others in ((0.3, 0.3), (0.594, 0.006))]
    assert [form[0] < 0.0 for form in found] == [False, True]


def _least(loss: Loss, p: float, classes: int) -> float:
    """Smallest curvature at the label's probability p, whatever the other classes' are."""
    z = math.log(p / (1.0 - p))
    if not loss.output.class_axis:
        return float(loss.curvature(z, 1, 1.0, 1.0))
    others = np.random.default_rng(classes).normal(size=classes - 1)
    return float(_hessian(loss, np.array([z, *(others - np.log(np.exp(others).sum()))]))[0])


def _hessian(loss: Loss, z: np.ndarray) -> np.ndarray:
    """Eigenvalues of the Hessian in the logits' differences to the last, which have no flat one."""
    units = np.eye(len(z))[:-1]
    form = [[float(loss.curvature(z, 0, left, right)) for right in units] for left in units]
    return np.linalg.eigvalsh(form)
