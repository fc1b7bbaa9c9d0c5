"""How the losses refuse logits, labels and directions that they do not take."""

from typing import Any

import numpy as np
import pytest

from losses import Loss
from tests.losses.samples import EVERY_LOSS, losses_on

SIGMOID, SOFTMAX = losses_on("sigmoid"), losses_on("softmax")


def refused(loss: Loss, error: type[Exception], match: str, z: Any, y: Any) -> None:
    """Value, gradient and curvature all refuse z and y, with a message that says why."""
    with pytest.raises(error, match=match):
        loss.value(z, y)
    with pytest.raises(error, match=match):
        loss.gradient(z, y)
    with pytest.raises(error, match=match):
        loss.curvature(z, y, 1.0, 1.0)


@pytest.mark.parametrize("loss", EVERY_LOSS)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_logits_must_be_finite(loss: Loss, bad: float) -> None:
    """The message shows the one that is not."""
    refused(loss, ValueError, f"logits z must be finite numbers; found {bad}", [0.0, bad], 1)


@pytest.mark.parametrize("loss", EVERY_LOSS)
@pytest.mark.parametrize(
    "bad", ["a", ["a", "b"], [1j, 0.0], None, [None, 1.0], [10**30, 0]], ids=repr
)
def test_logits_must_be_real_numbers(loss: Loss, bad: Any) -> None:
    """No text, no complex numbers, nothing, no integer beyond 64 bits."""
    refused(loss, TypeError, "logits z must hold real numbers, not", bad, 1)


@pytest.mark.parametrize("loss", EVERY_LOSS)
@pytest.mark.parametrize("bad", ["a", ["1", "0"], [1j, 0.0], None], ids=repr)
def test_labels_must_be_real_numbers(loss: Loss, bad: Any) -> None:
    """Text that looks like a number is text."""
    refused(loss, TypeError, "labels y must hold real numbers, not", [0.0, 1.0], bad)


@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_ragged_lists_are_refused(loss: Loss) -> None:
    """By the name of the argument."""
    ragged = [[0.0, 1.0], [0.0]]
    refused(loss, ValueError, "logits z must be a regular array of numbers", ragged, 1)
    refused(loss, ValueError, "labels y must be a regular array of numbers", [0.0, 1.0], ragged)


@pytest.mark.parametrize("loss", EVERY_LOSS)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_labels_must_be_finite(loss: Loss, bad: float) -> None:
    """The message shows the one that is not."""
    refused(loss, ValueError, f"labels y must be finite numbers; found {bad}", [0.0, 1.0], [0, bad])


@pytest.mark.parametrize("loss", EVERY_LOSS)
@pytest.mark.parametrize("bad", [-0.1, 1.1, -5e-324, np.nextafter(1.0, 2.0), 1e300])
def test_labels_must_lie_between_0_and_1(loss: Loss, bad: float) -> None:
    """To the last bit; the message shows the label that does not."""
    match = rf"labels y must lie in \[0, 1\]; found {str(bad).replace('+', '.')}"
    refused(loss, ValueError, match, [0.0, 1.0], [0.5, bad])


@pytest.mark.parametrize("loss", SIGMOID)
@pytest.mark.parametrize("bad", [2, -1])
def test_integer_labels_of_a_sigmoid_output_are_0_or_1(loss: Loss, bad: int) -> None:
    """Neither -1 and 1, nor a third class."""
    refused(loss, ValueError, rf"labels y must lie in \[0, 1\]; found {bad}", [0.0, 1.0], [0, bad])


@pytest.mark.parametrize("loss", SIGMOID)
@pytest.mark.parametrize(("z", "y"), [((3,), (2,)), ((3,), (2, 3)), ((), (1,)), ((2, 3), (2,))])
def test_labels_broadcast_to_the_logits_and_not_the_other_way(
    loss: Loss, z: tuple[int, ...], y: tuple[int, ...]
) -> None:
    """The message has both shapes."""
    match = f"labels y of shape {y} do not broadcast to the logits' shape {z}"
    match = match.replace("(", r"\(").replace(")", r"\)")
    refused(loss, ValueError, match, np.zeros(z), np.zeros(y))


@pytest.mark.parametrize("loss", SOFTMAX)
@pytest.mark.parametrize("shape", [(), (1,), (4, 1), (4, 0)])
def test_softmax_logits_have_an_axis_of_two_classes_or_more(
    loss: Loss, shape: tuple[int, ...]
) -> None:
    """The message has the shape that was given."""
    refused(
        loss, ValueError, r"a softmax output takes \(\.\.\., K\) with K >= 2", np.zeros(shape), 0
    )


@pytest.mark.parametrize("loss", SOFTMAX)
@pytest.mark.parametrize("bad", [3, -1, 100])
def test_a_class_index_out_of_range_is_refused(loss: Loss, bad: int) -> None:
    """No counting from the end; the message shows range and index."""
    match = f"class indices y must be 0 to 2 for 3 logits; found {bad}"
    refused(loss, ValueError, match, np.zeros((2, 3)), [0, bad])


@pytest.mark.parametrize("loss", SOFTMAX)
def test_an_unsigned_class_index_does_not_wrap_around(loss: Loss) -> None:
    """2^63 and more would be negative in int64."""
    top = np.array([2**64 - 1, 2**63], dtype=np.uint64)
    refused(loss, ValueError, "class indices y must be 0 to 2", np.zeros((2, 3)), top)


@pytest.mark.parametrize("loss", SOFTMAX)
@pytest.mark.parametrize("y", [[0, 1, 2], [[0, 1]]])
def test_class_indices_broadcast_to_the_logits_without_their_classes(loss: Loss, y: Any) -> None:
    """One index a row, not one a logit."""
    refused(loss, ValueError, "class indices y of shape .* do not broadcast", np.zeros((2, 3)), y)


@pytest.mark.parametrize("loss", SOFTMAX)
@pytest.mark.parametrize("y", [1.0, [0.0, 1.0], [[1.0], [1.0]], [1.0, 0.0, 0.0, 0.0]])
def test_probabilities_need_one_entry_a_class(loss: Loss, y: Any) -> None:
    """So does a float class index, which is told what would be taken."""
    match = r"takes integer class indices, or probabilities of shape \(\.\.\., 3\)"
    refused(loss, ValueError, match, np.zeros((2, 3)), y)


@pytest.mark.parametrize("loss", SOFTMAX)
def test_probabilities_broadcast_to_the_logits_and_not_the_other_way(loss: Loss) -> None:
    """The message has both shapes."""
    y = np.full((4, 3), 1 / 3)
    refused(loss, ValueError, r"labels y of shape \(4, 3\) do not broadcast", np.zeros((2, 3)), y)


@pytest.mark.parametrize("loss", SOFTMAX)
@pytest.mark.parametrize(
    "y", [[0.5, 0.4, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 0.0], [0.5, 0.50001, 0]]
)
def test_soft_labels_sum_to_1(loss: Loss, y: list[float]) -> None:
    """The message shows the sum; 1e-5 is too far from 1."""
    match = rf"labels y must sum to 1 over the classes; found a sum of {sum(y)}"
    refused(loss, ValueError, match, np.zeros((2, 3)), [[1.0, 0.0, 0.0], y])


@pytest.mark.parametrize("loss", SOFTMAX)
def test_soft_labels_of_float32_are_taken(loss: Loss) -> None:
    """Their sum is 1 to single precision only."""
    y = np.random.default_rng(0).dirichlet(np.ones(3), size=200).astype(np.float32)
    assert np.any(y.astype(np.float64).sum(axis=1) != 1.0)
    assert loss.value(np.zeros((200, 3)), y).shape == (200,)


@pytest.mark.parametrize("loss", EVERY_LOSS)
@pytest.mark.parametrize("name", ["left", "right"])
@pytest.mark.parametrize(
    ("bad", "error", "match"),
    [
        (np.nan, ValueError, "must be finite numbers; found nan"),
        ([0.0, np.inf], ValueError, "must be finite numbers; found inf"),
        ("up", TypeError, "must hold real numbers"),
        ([[1.0], [1.0, 2.0]], ValueError, "must be a regular array"),
        (np.zeros((3, 2)), ValueError, r"of shape \(3, 2\) do not broadcast"),
        (np.zeros(5), ValueError, r"of shape \(5,\) do not broadcast"),
    ],
    ids=["nan", "inf", "string", "ragged", "too many axes", "too long"],
)
def test_a_wrong_direction_is_refused_by_name(
    loss: Loss, name: str, bad: Any, error: type[Exception], match: str
) -> None:
    """Left or right, and what is wrong with it."""
    directions: dict[str, Any] = {"left": 1.0, "right": 1.0, name: bad}
    with pytest.raises(error, match=f"{name} {match}"):
        loss.curvature([0.0, 1.0], 1, **directions)
