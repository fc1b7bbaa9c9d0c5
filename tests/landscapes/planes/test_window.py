"""Window: limits of a plane's coordinates."""

from dataclasses import FrozenInstanceError
from typing import Any

import numpy as np
import pytest

from landscapes import Window


def test_a_window_is_two_pairs_of_limits() -> None:
    """Kept as floats, and not to be changed."""
    window = Window((-1, 2), (0, 0.5))
    assert window == Window((-1.0, 2.0), (0.0, 0.5))
    assert all(isinstance(limit, float) for limit in (*window.a, *window.b))
    with pytest.raises(FrozenInstanceError):
        window.a = (0.0, 1.0)  # type: ignore[misc]


def test_a_window_s_grid_reaches_from_limit_to_limit() -> None:
    """Evenly, both limits included."""
    a, b = Window((-1.0, 2.0), (5.0, 7.0)).grid(4)
    np.testing.assert_allclose(a, [-1.0, 0.0, 1.0, 2.0])
    np.testing.assert_allclose(b, [5.0, 17 / 3, 19 / 3, 7.0])


@pytest.mark.parametrize("name", ["a", "b"])
@pytest.mark.parametrize(
    ("limits", "error", "match"),
    [
        ((1.0, 1.0), ValueError, r"must be \(low, high\), low < high"),
        ((2.0, 1.0), ValueError, r"must be \(low, high\), low < high"),
        ((0.0, 1.0, 2.0), ValueError, r"must be \(low, high\), low < high"),
        (1.0, ValueError, r"must be \(low, high\), low < high"),
        ((0.0, np.nan), ValueError, "must be finite numbers; found nan"),
        ((-np.inf, 0.0), ValueError, "must be finite numbers; found -inf"),
        (("low", "high"), TypeError, "must hold real numbers"),
    ],
)
def test_wrong_limits_are_refused_by_name(
    name: str, limits: Any, error: type[Exception], match: str
) -> None:
    """The message says which pair, and what it was."""
    pairs: dict[str, Any] = {"a": (0.0, 1.0), "b": (0.0, 1.0), name: limits}
    with pytest.raises(error, match=f"window {name} {match}"):
        Window(**pairs)
