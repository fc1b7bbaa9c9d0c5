"""separation(): whether cross-entropy falls for ever, and along which direction."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landscapes import Dataset, Plane, Problem, Separation, cross_entropy_minimum, load, separation
from losses.arrays import Array
from tests.landscapes.cases import soft

BREAST_CANCER = load("breast-cancer")


def margins(problem: Problem, direction: Array) -> Array:
    """Change of each row's margins along a direction: one a row, or one an other class.

    Only for hard labels: by how much the label's logit gains on the others'.
    """
    change = problem.logits(direction)
    if problem.output == "sigmoid":
        return np.asarray((2.0 * problem.labels - 1.0) * change)
    own = (change * problem.labels).sum(axis=1, keepdims=True)
    return np.asarray((own - change)[problem.labels == 0.0])


def assert_separates(problem: Problem, found: Separation | None, complete: bool) -> None:
    """No margin falls, some rise (all, if complete), and the loss keeps falling far out."""
    assert found is not None
    assert found.complete is complete
    assert np.linalg.norm(found.direction) == pytest.approx(1.0, rel=1e-12)
    assert not found.direction.flags.writeable
    gains = margins(problem, found.direction)
    size = np.abs(gains).max()
    assert size > 0.0
    # Zero margins are zero to the linear programme's feasibility tolerance of 1e-7.
    assert gains.min() > (0.0 if complete else -1e-6 * size)
    far = [problem.value("cross-entropy", t * found.direction / size) for t in (0.0, 10.0, 20.0)]
    assert far[0] > far[1] > far[2]


def test_separable_data_are_separated_completely() -> None:
    """Every margin rises."""
    problem = Problem(load("separable"))
    assert_separates(problem, separation(problem), complete=True)


def test_overlapping_data_are_not_separated() -> None:
    """There is a finite minimum instead."""
    for name in ("overlap", "outlier", "moons", "two-minima"):
        assert separation(Problem(load(name))) is None


def test_breast_cancer_is_separated_by_all_its_features_but_not_by_one() -> None:
    """Raw, standardised, and under softmax."""
    for dataset in (BREAST_CANCER, BREAST_CANCER.standardise()):
        problem = Problem(dataset)
        assert_separates(problem, separation(problem), complete=True)
    problem = Problem(BREAST_CANCER, "softmax")
    assert_separates(problem, separation(problem), complete=True)
    assert separation(Problem(BREAST_CANCER.with_features(["mean radius"]))) is None


def test_three_species_of_iris_are_separated_in_part() -> None:
    """Setosa from the other two, which overlap: no finite minimum, yet not every margin rises."""
    problem = Problem(load("iris"), "softmax")
    assert_separates(problem, separation(problem), complete=False)


@pytest.mark.parametrize(
    ("classes", "separated"),
    [
        ("setosa-versicolor", True),
        ("setosa-virginica", True),
        ("setosa-rest", True),
        ("versicolor-virginica", False),
        ("versicolor-rest", False),
        ("virginica-rest", False),
    ],
)
def test_two_classes_of_iris(classes: str, separated: bool) -> None:
    """Setosa stands apart from either; the other two overlap."""
    problem = Problem(load("iris", classes=classes))
    found = separation(problem)
    if separated:
        assert_separates(problem, found, complete=True)
    else:
        assert found is None


def test_rows_on_the_boundary_make_a_separation_incomplete() -> None:
    """x = 0 stands in both classes and all else is on its side: only its margin cannot rise."""
    problem = Problem(Dataset([[-1.0], [0.0], [0.0], [2.0]], [0, 0, 1, 1]))
    found = separation(problem)
    assert_separates(problem, found, complete=False)
    assert found is not None
    np.testing.assert_allclose(found.direction, [1.0, 0.0], atol=1e-7)


def test_without_a_bias_a_gap_must_lie_at_zero() -> None:
    """Rows 1 and 3 of one sign need a bias to be told apart."""
    dataset = Dataset([[1.0], [3.0]], [0, 1])
    assert_separates(Problem(dataset), separation(Problem(dataset)), complete=True)
    assert separation(Problem(dataset, intercept=False)) is None


def test_rows_of_one_class_only_are_separated_by_the_bias() -> None:
    """Even under a penalty, which leaves the bias free."""
    dataset = Dataset([[1.0], [-2.0], [3.0]], [1, 1, 1])
    assert separation(Problem(dataset)) is not None
    found = separation(Problem(dataset, penalty=1.0))
    assert found is not None
    np.testing.assert_allclose(found.direction, [0.0, 1.0], atol=1e-9)
    assert separation(Problem(dataset, intercept=False, penalty=1.0)) is None


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_a_penalty_on_the_weights_ends_it(output: str) -> None:
    """However weak it is."""
    for name in ("separable", "breast-cancer"):
        assert separation(Problem(load(name), output)) is not None
        assert separation(Problem(load(name), output, penalty=1e-6)) is None


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_soft_labels_hold_their_rows_in_place(output: str) -> None:
    """Every probability strictly between 0 and 1 has a finite best logit."""
    assert separation(Problem(soft(output), output)) is None


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_one_soft_label_among_hard_ones_leaves_what_does_not_move_it(output: str) -> None:
    """With x = 0 soft, the weight may grow and the bias may not."""
    rows = [[-1.0], [0.0], [2.0]]
    found = separation(Problem(Dataset(rows, [0.0, 0.5, 1.0]), output))
    assert found is not None
    assert not found.complete
    # Class 1's parameters, less those of class 0 where it has its own.
    w, b = np.diff(found.direction.reshape(-1, 2), axis=0, prepend=0.0)[-1]
    assert w > 0.1
    assert b == pytest.approx(0.0, abs=1e-7)
    assert separation(Problem(Dataset(rows, [0.0, 0.5, 0.0]), output)) is None


def test_a_class_without_any_probability_is_pushed_away() -> None:
    """Labels mixed between two of three classes: the third's logit falls for ever."""
    y = [[0.5, 0.5, 0.0], [0.25, 0.75, 0.0], [0.75, 0.25, 0.0]]
    found = separation(Problem(Dataset([[1.0], [0.0], [-1.0]], y), "softmax"))
    assert found is not None
    w, b = found.direction.reshape(3, 2).T
    np.testing.assert_allclose([w[0] - w[1], b[0] - b[1]], 0.0, atol=1e-7)
    assert b[2] < b[0]


def test_in_a_plane_only_its_directions_count() -> None:
    """What all thirty features separate, the plane of one weight and the bias does not."""
    problem = Problem(BREAST_CANCER)
    whole = separation(problem)
    assert whole is not None
    assert separation(problem, Plane.axes(problem, "w1", "b")) is None
    plane = Plane(np.zeros(31), whole.direction, problem.direction("b"))
    found = separation(problem, plane)
    assert found is not None
    assert found.direction.shape == (2,)
    assert np.linalg.norm(found.direction) == pytest.approx(1.0, rel=1e-12)
    assert margins(problem, found.direction @ [plane.u, plane.v]).min() > 0.0


def test_in_a_plane_the_penalty_spares_the_biases_alone() -> None:
    """Whether the bias is an axis, or a mixture of the two directions."""
    problem = Problem(Dataset([[1.0], [2.0], [3.0]], [1, 1, 1]), penalty=0.5)
    found = separation(problem, Plane.axes(problem, "b", "w1"))
    assert found is not None
    np.testing.assert_allclose(found.direction, [1.0, 0.0], atol=1e-9)
    skew = Plane([0.0, 0.0], [1.0, 1.0], [2.0, 1.0])  # 2 u - v is the bias alone
    found = separation(problem, skew)
    assert found is not None
    np.testing.assert_allclose(found.direction * np.sqrt(5.0), [2.0, -1.0], atol=1e-7)


@given(
    st.lists(
        st.tuples(st.integers(-3, 3), st.integers(-3, 3), st.integers(0, 2)),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(["sigmoid", "softmax"]),
)
def test_there_is_a_direction_or_a_minimum_and_never_both(
    rows: list[tuple[int, int, int]], output: str
) -> None:
    """A direction is checked row by row; a minimum by its gradient, as the loss is convex."""
    X = [row[:2] for row in rows]
    y = [min(row[2], 1) if output == "sigmoid" else row[2] for row in rows]
    problem = Problem(Dataset(X, y), output)
    found = separation(problem)
    minimum = cross_entropy_minimum(problem)
    if found is not None:
        gains = margins(problem, found.direction)
        assert gains.min() > -1e-6 * gains.max()
        assert gains.max() > 0.0
        assert found.complete == (gains.min() > 1e-6 * gains.max())
        assert minimum is None
    else:
        assert minimum is not None
        np.testing.assert_allclose(problem.gradient("cross-entropy", minimum), 0.0, atol=1e-10)
