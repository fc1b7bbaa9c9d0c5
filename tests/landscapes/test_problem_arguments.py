"""What a problem refuses, and that neither it nor its arguments change."""

from dataclasses import FrozenInstanceError
from typing import Any

import numpy as np
import pytest

from landscapes import Dataset, Problem, load
from losses import LOSSES, get

X = [[1.0, 2.0], [3.0, -1.0], [0.5, 0.25], [-2.0, 1.5]]
BINARY = Dataset(X, [0, 1, 1, 0], features=["height", "width"], classes=["small", "large"])
THREE = Dataset(X, [0, 2, 1, 2], features=["height", "width"], classes=["a", "b", "c"])


def test_nothing_can_be_written_to() -> None:
    """Neither fields nor the arrays made from the data."""
    problem = Problem(BINARY)
    with pytest.raises(FrozenInstanceError):
        problem.penalty = 1.0  # type: ignore[misc]
    for array in (problem.labels, problem.design, problem.is_weight):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0


def test_arguments_are_left_as_they_were() -> None:
    """The caller's theta is read only."""
    theta = np.ones(3)
    problem = Problem(BINARY, penalty=0.5)
    for key in LOSSES["sigmoid"]:
        problem.value(key, theta), problem.gradient(key, theta), problem.hessian(key, theta)
    np.testing.assert_array_equal(theta, 1.0)


def test_three_classes_are_too_many_for_a_sigmoid() -> None:
    """The message names the classes and the ways out."""
    with pytest.raises(ValueError, match=r"has 3 \(setosa, versicolor, virginica\)") as error:
        Problem(load("iris"))
    assert "output='softmax'" in str(error.value)


def test_a_probability_a_class_is_too_much_for_a_sigmoid() -> None:
    """Even of two classes: the probability of class 1 is what a sigmoid takes."""
    with pytest.raises(ValueError, match="probability of class 1"):
        Problem(Dataset(X, np.full((4, 2), 0.5)))


@pytest.mark.parametrize(
    ("arguments", "error", "match"),
    [
        ({"dataset": X}, TypeError, "dataset must be a Dataset, not list"),
        ({"output": "tanh"}, ValueError, "unknown output 'tanh': choose one of sigmoid, softmax"),
        ({"penalty": -1e-9}, ValueError, "penalty must be one number, at least 0; found -1e-09"),
        ({"penalty": np.nan}, ValueError, "penalty must be finite"),
        ({"penalty": np.inf}, ValueError, "penalty must be finite"),
        ({"penalty": "much"}, TypeError, "penalty must hold real numbers"),
        ({"penalty": [0.1, 0.2]}, ValueError, "penalty must be one number"),
        ({"penalty": [0.1]}, ValueError, "penalty must be one number"),
    ],
    ids=str,
)
def test_a_wrong_argument_is_refused_by_name(
    arguments: dict[str, Any], error: type[Exception], match: str
) -> None:
    """The message says what it was and what it may be."""
    with pytest.raises(error, match=match):
        Problem(**{"dataset": BINARY, **arguments})


@pytest.mark.parametrize(
    ("theta", "error", "match"),
    [
        (
            [1.0, 2.0],
            ValueError,
            r"theta has shape \(2,\); this problem has 3 parameters: w1, w2, b",
        ),
        ([[1.0, 2.0, 3.0]], ValueError, r"theta has shape \(1, 3\)"),
        (0.0, ValueError, r"theta has shape \(\)"),
        ([1.0, np.nan, 0.0], ValueError, "theta must be finite numbers; found nan"),
        (["a", "b", "c"], TypeError, "theta must hold real numbers"),
    ],
)
def test_a_wrong_theta_is_refused(theta: Any, error: type[Exception], match: str) -> None:
    """By every method that takes one; the message lists the parameters."""
    problem = Problem(BINARY)
    for method in (problem.value, problem.gradient, problem.hessian):
        with pytest.raises(error, match=match):
            method("cross-entropy", theta)
    with pytest.raises(error, match=match):
        problem.logits(theta)


def test_a_wrong_loss_is_refused() -> None:
    """An unknown key lists the keys; a loss of the other output says how to get the right one."""
    problem = Problem(BINARY)
    with pytest.raises(ValueError, match="unknown loss 'hinge-ish' for a sigmoid output"):
        problem.value("hinge-ish", np.zeros(3))
    with pytest.raises(ValueError, match=r"losses.get\('squared-error', 'sigmoid'\)"):
        problem.value(get("squared-error", "softmax"), np.zeros(3))
