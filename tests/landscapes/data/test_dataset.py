"""Dataset: what it takes, keeps and refuses."""

import pickle
from dataclasses import FrozenInstanceError
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from landscapes import Dataset

X = [[1.0, 2.0], [3.0, 5.0], [4.0, 4.0]]


def example() -> Dataset:
    """Three rows with everything named."""
    return Dataset(
        X,
        [0, 1, 1],
        features=["height", "width"],
        classes=["small", "large"],
        name="boxes",
        source="measured here",
        window={"w1": (-1, 1)},
    )


def test_rows_are_kept_as_they_are() -> None:
    """As float64, unscaled, with integer classes and the names that were given."""
    data = example()
    np.testing.assert_array_equal(data.X, X)
    np.testing.assert_array_equal(data.y, [0, 1, 1])
    assert data.X.dtype == np.float64
    assert data.y.dtype == np.int64
    assert data.features == ("height", "width")
    assert data.classes == ("small", "large")
    assert len(data) == 3
    assert data.title == "boxes, n = 3"


def test_names_are_made_up_where_none_are_given() -> None:
    """Features count from 1, classes from 0; the rest is empty."""
    data = Dataset(X, [0, 2, 2])
    assert data.features == ("x1", "x2")
    assert data.classes == ("0", "1", "2")
    assert (data.name, data.source, dict(data.window)) == ("data", "", {})
    assert not data.standardised


def test_there_are_two_classes_at_least() -> None:
    """Even where every row has the same label, and more where names say so."""
    assert Dataset(X, [0, 0, 0]).classes == ("0", "1")
    assert Dataset(X, [0, 1, 0], classes=["a", "b", "c"]).classes == ("a", "b", "c")


@pytest.mark.parametrize(
    "y",
    [
        [False, True, True],
        np.array([0, 1, 1], dtype=np.uint8),
        np.array([0, 1, 1], dtype=np.int8),
        [0.0, 1.0, 1.0],
        np.array([0, 1, 1], dtype=np.float32),
    ],
    ids=["bool", "uint8", "int8", "floats that are 0 or 1", "float32"],
)
def test_hard_labels_of_any_type_become_integer_classes(y: Any) -> None:
    """Booleans, unsigned and floats alike."""
    data = Dataset(X, y)
    assert data.y.dtype == np.int64
    np.testing.assert_array_equal(data.y, [0, 1, 1])


@pytest.mark.parametrize(
    ("y", "classes"),
    [([0.25, 0.0, 1.0], ("0", "1")), (np.full((3, 4), 0.25), ("0", "1", "2", "3"))],
    ids=["probability of class 1", "probability a class"],
)
def test_soft_labels_stay_floats(y: Any, classes: tuple[str, ...]) -> None:
    """One probability a row is of two classes; several are one a class."""
    data = Dataset(X, y)
    assert data.y.dtype == np.float64
    np.testing.assert_array_equal(data.y, y)
    assert data.classes == classes


def test_nothing_can_be_written_to() -> None:
    """Neither fields, nor arrays, nor the window; nor does the caller's array reach inside."""
    rows, labels = np.array(X), np.array([0, 1, 1])
    data = Dataset(rows, labels, window={"w1": (0.0, 1.0)})
    rows[0, 0] = labels[0] = 9
    assert data.X[0, 0] == 1.0
    assert data.y[0] == 0
    for array in (data.X, data.y):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    with pytest.raises(FrozenInstanceError):
        data.name = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        data.window["w1"] = (0.0, 2.0)  # type: ignore[index]


def test_a_pickled_copy_is_the_same_and_read_only_too() -> None:
    """A writable copy in a worker process would be another data set."""
    data = example().standardise()
    copy = pickle.loads(pickle.dumps(data))
    np.testing.assert_array_equal(copy.X, data.X)
    np.testing.assert_array_equal(copy.y, data.y)
    for name in ("features", "classes", "name", "source", "window", "standardised"):
        assert getattr(copy, name) == getattr(data, name)
    assert not copy.X.flags.writeable
    assert not copy.y.flags.writeable


# -- features


def test_features_are_chosen_by_name_in_the_order_asked_for() -> None:
    """The rest stays, but for the window, which belonged to the parameters of before."""
    data = example().with_features(["width", "height"])
    np.testing.assert_array_equal(data.X, np.array(X)[:, ::-1])
    assert data.features == ("width", "height")
    assert (data.name, data.classes, dict(data.window)) == ("boxes", ("small", "large"), {})
    assert example().with_features(["width"]).X.shape == (3, 1)
    assert example().standardise().with_features(["width"]).standardised


@pytest.mark.parametrize("features", ["width", [], ["width", "width"]], ids=repr)
def test_features_are_different_names_in_a_list(features: Any) -> None:
    """A bare string would otherwise be taken letter by letter."""
    with pytest.raises(ValueError, match="features must be different names in a list; found"):
        example().with_features(features)


def test_an_unknown_feature_is_told_the_features_there_are() -> None:
    """The message names the data set, too."""
    with pytest.raises(
        ValueError, match="unknown feature 'depth' of boxes: choose from height, width"
    ):
        example().with_features(["width", "depth"])


# -- standardising


def test_standardising_gives_mean_0_and_deviation_1() -> None:
    """And says so in the title; the data set itself stays as it was."""
    data = example()
    scaled = data.standardise()
    np.testing.assert_allclose(scaled.X.mean(axis=0), 0.0, atol=1e-15)
    np.testing.assert_allclose(scaled.X.std(axis=0), 1.0, rtol=1e-15)
    assert scaled.title == "boxes, n = 3, standardised"
    assert scaled.standardised
    assert dict(scaled.window) == {}
    np.testing.assert_array_equal(data.X, X)


@pytest.mark.parametrize("constant", [0.0, 0.1, 3.0, -1e6, 1e-200, 1e100 / 3])
def test_a_constant_feature_is_only_shifted(constant: float) -> None:
    """Its deviation is 0, or the rounding of its mean: neither is divided by."""
    rows = np.column_stack([np.full(7, constant), np.arange(7.0)])
    scaled = Dataset(rows, [0, 1, 0, 1, 0, 1, 0]).standardise().X
    assert np.abs(scaled[:, 0]).max() <= 1e-15 * abs(constant)
    np.testing.assert_allclose(scaled[:, 1].std(), 1.0)


@given(
    arrays.arrays(np.float64, (5, 2), elements=st.floats(-1e3, 1e3)),
    st.floats(1e-3, 1e3),
    st.floats(-1e3, 1e3),
)
def test_standardising_forgets_scale_and_shift(
    rows: np.ndarray[Any, Any], scale: float, shift: float
) -> None:
    """Of any feature that varies by more than rounding."""
    rows[:, 0] = [0.0, 1.0, 2.0, 4.0, 8.0]
    y = [0, 1, 0, 1, 1]
    plain, moved = Dataset(rows, y).standardise(), Dataset(rows * scale + shift, y).standardise()
    # A shift of 1000 on numbers of 0.001 leaves nine digits of them.
    np.testing.assert_allclose(moved.X[:, 0], plain.X[:, 0], atol=1e-8)
    assert np.isfinite(moved.X).all()


# -- what is refused


@pytest.mark.parametrize(
    ("rows", "error", "match"),
    [
        ([1.0, 2.0, 3.0], ValueError, r"X has shape \(3,\)"),
        (np.zeros((3, 1, 1)), ValueError, r"X has shape \(3, 1, 1\)"),
        (np.zeros((0, 2)), ValueError, r"at least one row and one feature"),
        (np.zeros((3, 0)), ValueError, r"at least one row and one feature"),
        ([[1.0], [np.nan], [2.0]], ValueError, "X must be finite numbers; found nan"),
        ([[1.0], [-np.inf], [2.0]], ValueError, "X must be finite numbers; found -inf"),
        ([["a"], ["b"], ["c"]], TypeError, "X must hold real numbers"),
        ([[1.0], [1.0, 2.0], [3.0]], ValueError, "X must be a regular array"),
        ([[1j], [2.0], [3.0]], TypeError, "X must hold real numbers"),
    ],
)
def test_rows_must_be_a_finite_table(rows: Any, error: type[Exception], match: str) -> None:
    """The message says X, what it was and what it must be."""
    with pytest.raises(error, match=match):
        Dataset(rows, [0, 1, 1])


@pytest.mark.parametrize(
    ("y", "error", "match"),
    [
        ([0, 1], ValueError, r"y has shape \(2,\); it must have one label for each of the 3 rows"),
        (1, ValueError, r"y has shape \(\)"),
        (np.zeros((3, 1, 1)), ValueError, r"y has shape \(3, 1, 1\)"),
        ([0, -1, 1], ValueError, "classes in y are counted from 0; found -1"),
        ([[0, 1], [1, 0], [1, 0]], ValueError, "give a probability a class as floats"),
        ([0.0, 1.5, 1.0], ValueError, r"must lie in \[0, 1\]; found 1.5"),
        ([0.0, -0.5, 1.0], ValueError, r"must lie in \[0, 1\]; found -0.5"),
        ([0.0, 1.0, 2.0], ValueError, "Give classes as integers"),
        ([0.0, np.nan, 1.0], ValueError, "y must be finite numbers; found nan"),
        (["yes", "no", "no"], TypeError, "y must hold real numbers"),
        ([[1.0], [0.5], [0.2]], ValueError, "y has shape"),
        (np.zeros((3, 0)), ValueError, "y has shape"),
        (np.array([0, 1, 2**64 - 1], dtype=np.uint64), ValueError, "y"),
        ([[0.5, 0.5], [0.5, 0.6], [1.0, 0.0]], ValueError, "y must sum to 1"),
    ],
    ids=lambda value: str(value).replace("\n", "") if not isinstance(value, type) else "",
)
def test_labels_must_fit_the_rows(y: Any, error: type[Exception], match: str) -> None:
    """Their number, shape and range; the message says y and what was found."""
    with pytest.raises(error, match=match):
        Dataset(X, y)


@pytest.mark.parametrize(
    ("names", "match"),
    [
        ({"features": ["a"]}, r"features must be 2 different names; found \['a'\]"),
        ({"features": ["a", "a"]}, "features must be 2 different names"),
        ({"features": "ab"}, "features must be 2 different names; found 'ab'"),
        ({"classes": ["a"]}, "classes must be 2 different names"),
        ({"classes": ["a", "a"]}, "classes must be 2 different names"),
        ({"classes": "ab"}, "classes must be 2 different names"),
        ({"classes": ["a", "b", "b"]}, "classes must be 3 different names"),
    ],
)
def test_names_are_one_each_and_different(names: dict[str, Any], match: str) -> None:
    """The message says how many there must be and what was given."""
    with pytest.raises(ValueError, match=match):
        Dataset(X, [0, 1, 1], **names)
