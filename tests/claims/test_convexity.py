"""Where losses bend down: one sample's curve, and the window's share."""

import dataclasses

import numpy as np
import pytest

from claims import convexity, inflections, one_sample
from landscapes import Plane, Problem, Window, survey, sweep
from losses import LOSSES, get
from tests.claims.cases import view


def test_squared_error_changes_its_bend_at_one_third() -> None:
    (found,) = inflections(get("squared-error"))
    assert found == pytest.approx(1.0 / 3.0, rel=1e-15)


def test_the_curves_of_one_sample() -> None:
    """The right one falls to 0 as the model gets it right; the slip grows for ever."""
    found = one_sample()
    exact = 1.0 / (1.0 + np.exp(found.z)) ** 2
    np.testing.assert_allclose(found.value, exact, rtol=1e-12)
    slip = (np.exp(found.z) / (1.0 + np.exp(-found.z))) ** 2
    np.testing.assert_allclose(found.slip, slip, rtol=1e-12)
    assert (np.diff(found.value) < 0.0).all()
    assert (np.diff(found.slip) > 0.0).all()
    assert found.inflection == pytest.approx(-np.log(2.0), rel=1e-14)
    assert ((found.curvature < 0.0) == (found.z < found.inflection)).all()
    middle = (found.value[2:] - found.value[:-2]) / (found.z[2:] - found.z[:-2])
    np.testing.assert_allclose(found.slope[1:-1], middle, atol=1e-3)


@pytest.mark.parametrize("key", LOSSES["sigmoid"])
def test_a_loss_bends_down_on_one_side_of_its_inflection(key: str) -> None:
    loss = get(key)
    found = inflections(loss)
    if loss.convex:
        assert found == ()
    else:
        assert len(found) == 1
        z = np.log(found[0]) - np.log1p(-found[0])
        assert loss.curvature(z - 0.1, 1, 1, 1) < 0.0 < loss.curvature(z + 0.1, 1, 1, 1)


@pytest.mark.parametrize("name", ["overlap", "two-minima", "breast-cancer"])
def test_it_holds_where_the_window_bends_down(name: str) -> None:
    problem, plane, window = view(name)
    found = convexity(problem, plane, window)
    assert found.verdict == "holds"
    for bend in found.bends:
        ground = sweep(problem, bend.key, plane, *window.grid(81))
        assert bend.nonconvex_share == survey(ground).nonconvex_share
        point = Window(window.a, window.b).holds(bend.smallest_at)
        assert point
        matrix = np.stack([plane.u, plane.v])
        hessian = matrix @ problem.hessian(bend.key, plane.at(*bend.smallest_at)) @ matrix.T
        assert np.linalg.eigvalsh(hessian)[0] == pytest.approx(bend.smallest, rel=1e-9)
    first, second = found.bends
    assert first.smallest < 0.0 < second.smallest + 1e-9
    assert second.nonconvex_share == 0.0
    assert "0.333" in found.because


def test_in_a_window_where_it_bends_up_everywhere_it_holds_in_part() -> None:
    problem, plane, _ = view("overlap")
    small = Window((-0.1, 0.1), (-0.1, 0.1))
    found = convexity(problem, plane, small, resolution=21)
    assert found.bends[0].nonconvex_share == 0.0
    assert found.verdict == "holds in part"
    # A penalty on both axes may do the same to a wide one.
    problem, plane, window = view("four-minima", penalty=10.0)
    assert convexity(problem, plane, window).verdict == "holds in part"


@pytest.mark.parametrize("key", ["cross-entropy", "squared-error-on-logit"])
def test_of_a_convex_loss_it_does_not_hold(key: str) -> None:
    found = convexity(*view("overlap"), losses=[key])
    assert found.verdict == "does not hold here"
    assert "for one sample it never does" in found.because


def test_any_two_losses_are_measured_and_none_is_refused() -> None:
    found = convexity(*view("overlap"), losses=[get("focal", gamma=3.0), "absolute-error"])
    assert [bend.key for bend in found.bends] == ["focal", "absolute-error"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.grid = (1, 1)  # type: ignore[misc]
    problem, plane, window = view("overlap")
    nothing: tuple[str, ...] = ()
    for bad in (nothing, "cross-entropy"):
        with pytest.raises(ValueError, match="losses must be one or more"):
            convexity(problem, plane, window, losses=bad)
    other = Plane(np.zeros(3), [1.0, 0, 0], [0, 1.0, 0])
    with pytest.raises(ValueError, match="plane lies among 3"):
        convexity(Problem(problem.dataset), other, window)
