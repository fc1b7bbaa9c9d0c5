"""Height: limits, heights, and ticks that say the loss."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.height import Height
from tests.figures.samples import EVERY, flat, landscape_of, with_values


def ticks(height: Height) -> tuple[list[float], list[str]]:
    found = height.ticks()
    return found["tickvals"], found["ticktext"]


@pytest.mark.parametrize(("name", "loss"), EVERY)
def test_ticks_of_a_logarithmic_height_say_the_losses_themselves(name: str, loss: str) -> None:
    height = Height("log", landscape_of(name, loss))
    at, text = ticks(height)
    assert 2 <= len(at) <= 8
    np.testing.assert_allclose(10.0 ** np.array(at), [float(t) for t in text], rtol=1e-5)
    assert (np.diff(at) > 0).all()
    assert height.limits[0] <= at[0] <= at[-1] <= height.limits[1]


@given(st.floats(-290, 250), st.floats(1e-3, 40))
def test_between_any_limits_there_are_a_few_different_ticks(low: float, decades: float) -> None:
    height = Height("log", landscape_of(), (10.0**low, 10.0 ** (low + decades)))
    at, text = ticks(height)
    assert 2 <= len(at) <= 11
    assert len(set(text)) == len(text)
    assert height.limits[0] <= min(at)
    assert max(at) <= height.limits[1]


def test_a_linear_height_leaves_its_ticks_to_plotly() -> None:
    assert Height("linear", landscape_of()).ticks() == {}


def test_one_height_of_several_landscapes_holds_them_all() -> None:
    several = [landscape_of(loss=loss) for loss in ("squared-error", "cross-entropy")]
    for scale in ("linear", "log"):
        height = Height(scale, several)
        for landscape in several:
            assert height.limits[0] <= height.of(landscape).min()
            assert height.of(landscape).max() <= height.limits[1]
        assert max(height.of(one).max() for one in several) == height.limits[1]


def test_limits_that_are_given_are_kept_whatever_the_landscape_holds() -> None:
    for limits in ((1e-9, 0.5), (0.01, 1e6), (30.0, 40.0)):
        assert Height("linear", landscape_of(), limits).limits == limits
        assert Height("log", landscape_of(), limits).limits == tuple(np.log10(limits))


def test_a_loss_rounded_to_zero_lies_at_the_foot_of_a_logarithmic_height() -> None:
    height = Height("log", with_values(np.array([[0.0, 1e-3], [0.1, 1.0]])))
    assert height.limits == (-3.0, 0.0)
    np.testing.assert_allclose(
        height.of(with_values(np.array([[0.0, 1e-3], [0.1, 1.0]]))), [[-3, -3], [-1, 0]]
    )


def test_hinge_s_floor_of_0_lies_at_the_foot_and_its_rounding_does_too() -> None:
    """A value of 1e-17 beside a kink is a rounding error, and no reason for seventeen decades."""
    landscape = landscape_of("separable", "hinge")
    value = landscape.value.copy()
    assert (value == 0.0).any()
    lowest = value[value > 1e-12].min()
    value[np.unravel_index(value.argmin(), value.shape)] = 1e-17
    for one in (landscape, replace(landscape, value=value)):
        height = Height("log", one)
        assert height.limits[0] == np.log10(lowest)
        np.testing.assert_array_equal(height.of(one).min(), np.log10(lowest))
    # Cross-entropy's 1e-17 are no rounding.
    small = with_values(np.array([[1e-17, 1e-3], [0.1, 1.0]]))
    assert Height("log", small).limits[0] == -17.0


@pytest.mark.parametrize("value", [0.0, 0.25, 1.0, 1e-300, 1e9])
def test_a_flat_landscape_has_room_above_and_below_or_starts_at_zero(value: float) -> None:
    landscape = with_values(np.full((4, 5), value))
    for scale in ("linear", "log") if value else ("linear",):
        low, high = Height(scale, landscape).limits
        z = Height(scale, landscape).of(landscape)
        assert low < high
        assert low <= z.min() <= z.max() <= high


def test_a_landscape_flat_to_rounding_is_not_blown_up() -> None:
    value = np.full((4, 5), 0.7)
    value[2, 2] = np.nextafter(0.7, 1.0)
    low, high = Height("log", with_values(value)).limits
    assert high - low == pytest.approx(1.0)
    assert Height("log", flat()).limits == pytest.approx((np.log10(0.5) - 0.5, np.log10(0.5) + 0.5))


def test_what_cannot_be_a_height_is_told_what_may() -> None:
    with pytest.raises(ValueError, match="height must be 'linear' or 'log'; found 'sqrt'"):
        Height("sqrt", landscape_of())


def test_where_no_loss_is_above_0_a_logarithmic_height_is_linear() -> None:
    """As in a window on hinge's floor; but not where another landscape has a height."""
    floor = landscape_of("separable", "hinge")
    floor = replace(floor, value=np.zeros_like(floor.value))
    height = Height("log", floor)
    assert (height.scale, height.title, height.ticks()) == ("linear", "loss", {})
    assert height.limits[0] <= height.of(floor).min() < height.limits[1]
    both = Height("log", [floor, landscape_of()])
    assert both.scale == "log"
    assert (both.of(floor) == both.limits[0]).all()


@pytest.mark.parametrize(
    "limits",
    [(1.0, 1.0), (2.0, 1.0), (float("nan"), 1.0), (0.1, float("nan")), (0.1, float("inf"))],
)
@pytest.mark.parametrize("scale", ["linear", "log"])
def test_limits_out_of_order_or_not_finite_are_refused(
    scale: str, limits: tuple[float, float]
) -> None:
    with pytest.raises(ValueError, match="limits must be"):
        Height(scale, landscape_of(), limits)


@pytest.mark.parametrize("limits", [(0.0, 1.0), (-2.0, -1.0), (-1.0, 1.0)])
def test_limits_of_a_logarithmic_height_must_be_above_zero(limits: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="limits of a logarithmic height must be above 0"):
        Height("log", landscape_of(), limits)
