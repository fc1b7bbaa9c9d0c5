"""Separable data: growth without end, and the direction of the widest margin."""

import numpy as np
import pytest

from claims import margin
from landscapes import Dataset, Problem, cross_entropy_minimum, load

SEPARABLE = Problem(load("separable"))
SHIFTED = Problem(Dataset([[2.0], [3.0], [4.0], [9.0]], [0, 0, 1, 1]))


def test_the_length_grows_like_the_logarithm_of_the_steps() -> None:
    found = margin(SEPARABLE)
    assert found.hard is not None
    cross, square = found.growths
    assert cross.straightness > 0.999
    assert 0.8 * found.hard.length < cross.slope < found.hard.length
    # Squared error's tail is twice as steep, so it grows half as fast.
    assert square.slope == pytest.approx(0.5 * found.hard.length, rel=0.1)
    late = cross.step >= found.steps / 10
    line = np.polynomial.Polynomial.fit(np.log(cross.step[late]), cross.length[late], 1)
    assert line.convert().coef[1] == pytest.approx(cross.slope, rel=0.01)
    assert (np.diff(cross.length) > 0.0).all()
    assert (np.diff(cross.value) < 0.0).all()
    assert (np.diff(cross.angle[cross.step > 100]) < 0.0).all()
    assert cross.width[-1] < 1.0


def test_one_row_on_either_side_grows_at_exactly_that_rate() -> None:
    found = margin(Problem(Dataset([[-1.0], [1.0]], [0, 1])), steps=5000)
    assert found.growths[0].slope == pytest.approx(1.0, rel=3e-3)
    assert found.growths[1].slope == pytest.approx(0.5, rel=0.02)
    np.testing.assert_allclose(found.growths[0].angle, 0.0, atol=1e-9)
    np.testing.assert_allclose(found.growths[0].width, 1.0)


def test_it_holds_where_its_margin_is_wider() -> None:
    found = margin(SHIFTED, steps=200)
    assert found.growths[0].width[-1] > 1.01 * found.growths[1].width[-1] > 0.0
    assert found.verdict == "holds"
    assert "cross-entropy is nearer" in found.because
    assert "no finite minimum" in found.because


@pytest.mark.parametrize("classes", ["setosa-versicolor", "setosa-rest"])
def test_where_squared_errors_is_as_wide_it_holds_in_part(classes: str) -> None:
    found = margin(Problem(load("iris", classes=classes)), steps=3000)
    assert found.verdict == "holds in part"
    one, other = (growth.width[-1] for growth in found.growths)
    told = "squared error is nearer" if other > 1.01 * one else "neither is the better one"
    assert told in found.because
    assert found.separable
    assert not found.finite


def test_where_rows_are_still_wrong_it_does_not_hold() -> None:
    found = margin(Problem(load("breast-cancer").standardise()), steps=500)
    assert found.growths[0].width[-1] < 0.0
    assert found.verdict == "does not hold here"
    assert "still has rows on the wrong side" in found.because


def test_on_data_that_are_not_separable_the_question_does_not_arise() -> None:
    problem = Problem(load("overlap"))
    found = margin(problem)
    assert (found.separable, found.finite, found.growths) == (False, True, ())
    assert found.verdict == "does not hold here"
    minimum = cross_entropy_minimum(problem)
    assert minimum is not None
    assert found.minimum_length == pytest.approx(np.linalg.norm(minimum))
    assert found.because.startswith("The question does not arise here: the classes are not sep")
    touching = margin(Problem(Dataset([[-1.0], [0.0], [0.0], [2.0]], [0, 0, 1, 1])))
    assert (touching.separable, touching.finite) == (False, False)
    assert "neither a finite minimum nor a widest margin" in touching.because


def test_a_penalty_gives_a_finite_minimum() -> None:
    found = margin(Problem(load("separable"), penalty=0.01))
    assert found.verdict == "does not hold here"
    assert "a penalty of 0.01 holds the parameters" in found.because
    assert found.penalised is not None
    place = found.penalised.penalty.tolist().index(0.01)
    assert found.penalised.length[place] == pytest.approx(found.minimum_length)
    assert (np.diff(found.penalised.length) > 0.0).all()
    free = margin(SEPARABLE, steps=100)
    assert free.penalised is not None
    np.testing.assert_array_equal(free.penalised.length, found.penalised.length)
    one_class = Dataset([[-1.0], [2.0]], [1, 1])
    assert "not the bias" in margin(Problem(one_class, penalty=1.0)).because
    assert margin(Problem(one_class), steps=100).penalised is not None


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="steps must be at least 100"):
        margin(SEPARABLE, steps=99)
    with pytest.raises(ValueError, match="hinge does not fall to 0"):
        margin(SEPARABLE, losses=("cross-entropy", "hinge"))
    with pytest.raises(ValueError, match="losses must be two or more"):
        margin(SEPARABLE, losses=("cross-entropy",))
    with pytest.raises(ValueError, match="labels must be hard"):
        margin(Problem(Dataset([[1.0], [2.0]], [0.2, 1.0])))
