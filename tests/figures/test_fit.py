"""fit(): the rows, and the probability that a model gives."""

from typing import Any

import numpy as np
import pytest
from plotly.graph_objects import Figure

from figures import DARK, LIGHT, Theme
from figures.fit import Model, draw_fit, fit, fit_note
from landscapes import DATASETS, Dataset, Problem, load
from losses.arrays import Array
from tests.figures.samples import problem_of, trace

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
SINGLE = [name for name in DATASETS if len(problem_of(name).dataset.features) == 1]
PAIRS = [name for name in DATASETS if len(problem_of(name).dataset.features) == 2]


def theta_of(problem: Problem) -> Array:
    return np.linspace(0.7, -0.4, len(problem.parameters))


def test_the_data_sets_have_one_feature_or_two() -> None:
    assert sorted(SINGLE + PAIRS) == sorted(DATASETS)
    assert SINGLE
    assert PAIRS


@pytest.mark.parametrize("name", DATASETS)
@THEMES
def test_every_row_is_drawn_once_with_its_own_class(name: str, theme: Theme) -> None:
    problem = problem_of(name)
    figure = fit(problem, theta_of(problem), theme=theme)
    assert isinstance(figure, Figure)
    rows = [one for one in figure.data if one.type == "scatter" and one.mode == "markers"]
    assert len(rows) == 2
    for label, marks in enumerate(rows):
        own = problem.dataset.X[problem.dataset.y == label]
        assert len(own) > 0
        np.testing.assert_array_equal(marks.x, own[:, 0])
        assert problem.dataset.classes[label] in marks.name
        if name in PAIRS:
            np.testing.assert_array_equal(marks.y, own[:, 1])
        else:
            np.testing.assert_allclose(marks.y, label, atol=0.05)
    assert rows[0].marker.color != rows[1].marker.color


@pytest.mark.parametrize("name", SINGLE)
def test_over_one_feature_the_curve_is_the_models_probability(name: str) -> None:
    problem = problem_of(name)
    theta = theta_of(problem)
    figure = fit(problem, theta)
    curve = trace(figure, "scatter")
    assert curve.mode == "lines"
    np.testing.assert_array_equal(curve.y, problem.probability(theta, curve.x[:, None]))
    assert curve.x[0] < problem.dataset.X.min()
    assert curve.x[-1] > problem.dataset.X.max()
    assert figure.layout.xaxis.title.text == problem.dataset.features[0]
    assert problem.dataset.classes[1] in figure.layout.yaxis.title.text
    assert figure.layout.yaxis.title.text.startswith("probability of ")


@pytest.mark.parametrize("name", PAIRS)
def test_over_two_features_shade_and_line_are_the_models_probability(name: str) -> None:
    problem = problem_of(name)
    theta = theta_of(problem)
    figure = fit(problem, theta)
    shade, line = trace(figure, "heatmap"), trace(figure, "contour")
    mesh = np.stack(np.meshgrid(shade.x, shade.y), axis=-1).reshape(-1, 2)
    np.testing.assert_array_equal(shade.z.ravel(), problem.probability(theta, mesh))
    assert (shade.zmin, shade.zmax) == (0, 1)
    np.testing.assert_array_equal(line.z.ravel(), problem.logits(theta, mesh))
    assert line.contours.start == line.contours.end == 0
    layout = figure.layout
    assert (layout.xaxis.title.text, layout.yaxis.title.text) == problem.dataset.features
    for i, limits in enumerate((layout.xaxis.range, layout.yaxis.range)):
        column = problem.dataset.X[:, i]
        assert limits[0] < column.min() < column.max() < limits[1]


def test_several_models_have_a_line_each_and_no_shade() -> None:
    one = problem_of("moons")
    figure = fit(one, [1.0, 2.0, 0.0], [-1.0, 0.5, 0.3])
    assert [trace.type for trace in figure.data].count("contour") == 2
    assert "heatmap" not in [trace.type for trace in figure.data]
    lines = [
        trace for trace in fit(problem_of("overlap"), [1, 0], [2, 0]).data if trace.mode == "lines"
    ]
    assert [line.name for line in lines] == ["model 1", "model 2"]
    assert lines[1].y[-1] > lines[0].y[-1]


def test_over_many_features_the_rows_lie_along_the_models_logits() -> None:
    problem = Problem(load("breast-cancer"))
    assert len(problem.dataset.features) == 30
    theta = 1e-3 * theta_of(problem)
    figure = fit(problem, theta)
    rows = np.concatenate([one.x for one in figure.data if one.mode == "markers"])
    np.testing.assert_array_equal(np.sort(rows), np.sort(problem.logits(theta)))
    curve = trace(figure, "scatter")
    np.testing.assert_allclose(curve.y, 1 / (1 + np.exp(-curve.x)), rtol=1e-12)
    assert figure.layout.xaxis.title.text == "logit z of the model"


def test_models_keep_their_names_and_colours() -> None:
    models = [Model([1.0, 0.0], "squared error", "#C8500A"), Model([2.0, 0.0], "other", "#0067A8")]
    drawing = draw_fit(problem_of("overlap"), models, LIGHT)
    found = [(one["name"], one["line"]["color"]) for one in drawing.data[:2]]
    assert found == [("squared error", "#C8500A"), ("other", "#0067A8")]


@pytest.mark.parametrize("name", DATASETS)
@pytest.mark.parametrize("size", [0.0, 1e6])
def test_a_flat_model_and_a_steep_one_are_drawn_too(name: str, size: float) -> None:
    problem = problem_of(name)
    figure = fit(problem, size * theta_of(problem))
    for one in figure.data:
        for part in ("x", "y", "z"):
            assert np.isfinite(getattr(one, part, 0.0) if part != "z" or "z" in one else 0.0).all()


def test_one_value_of_a_feature_and_one_class_are_drawn_too() -> None:
    problem = Problem(Dataset([[2.0], [2.0]], [1, 1]))
    figure = fit(problem, [1.0, 0.0])
    assert trace(figure, "scatter").x[0] < 2.0 < trace(figure, "scatter").x[-1]


def test_soft_labels_stand_at_their_probability() -> None:
    figure = fit(Problem(Dataset([[0.0], [1.0], [2.0]], [0.2, 0.5, 0.9])), [1.0, 0.0])
    rows = [one for one in figure.data if one.mode == "markers"]
    assert [len(marks.x) for marks in rows] == [1, 2]
    np.testing.assert_allclose(np.concatenate([m.y for m in rows]), [0.2, 0.5, 0.9], atol=0.05)


def test_without_a_model_the_rows_are_drawn_alone() -> None:
    for name in ("overlap", "moons"):
        assert {one.mode for one in fit(problem_of(name)).data} == {"markers"}


def test_what_cannot_be_drawn_is_told() -> None:
    with pytest.raises(ValueError, match="give a theta"):
        fit(Problem(load("breast-cancer")))
    with pytest.raises(ValueError, match="give a theta"):
        fit(Problem(load("iris"), output="softmax"))
    for name in ("overlap", "moons"):
        with pytest.raises(ValueError, match="theta has shape"):
            fit(problem_of(name), [1.0])


# Softmax


def named(figure: Figure, name: str) -> Any:
    """The trace of this name."""
    return next(t for t in figure.data if t.name == name)


def test_three_classes_of_two_features_are_parted_where_another_becomes_likeliest() -> None:
    problem = Problem(load("iris", features=("petal length", "petal width")), output="softmax")
    theta = np.random.default_rng(3).normal(size=9)
    figure = fit(problem, theta)
    regions = named(figure, "likeliest class, model 1")
    for i, j in ((0, 0), (40, 90), (120, 7)):
        p = problem.probability(theta, [[regions.x[i], regions.y[j]]])[0]
        assert regions.z[j][i] == p.argmax()
    for name in problem.dataset.classes:
        rows = problem.dataset.classes.index(name) == problem.dataset.y
        np.testing.assert_array_equal(named(figure, name).x, problem.dataset.X[rows, 0])
    marks = {
        (t.marker.symbol, t.marker.color)
        for t in figure.data
        if t.type == "scatter" and t.mode == "markers"
    }
    assert len(marks) == 3


def test_rows_of_four_features_stand_at_their_probabilities_in_the_simplex() -> None:
    """The mark divides the triangle as the probabilities say: its distance from each side."""
    problem = Problem(load("iris"), output="softmax")
    theta = 0.1 * np.random.default_rng(5).normal(size=15)
    figure, p = fit(problem, theta), problem.probability(theta)
    edges = named(figure, "simplex")
    corners = np.column_stack([edges.x, edges.y])[:3]
    for k, name in enumerate(problem.dataset.classes):
        marks = np.column_stack([named(figure, name).x, named(figure, name).y])
        weights = np.linalg.solve(
            np.vstack([corners.T, np.ones(3)]), np.vstack([marks.T, np.ones(len(marks))])
        )
        np.testing.assert_allclose(weights.T, p[problem.dataset.y == k], atol=1e-12)


def test_one_feature_gives_each_class_a_curve() -> None:
    problem = Problem(load("iris", features=("petal length",)), output="softmax")
    theta = [-1.0, 3.0, 0.0, 0.5, 1.0, -4.0]
    figure = fit(problem, theta)
    curves = [t for t in figure.data if t.mode == "lines"]
    assert len(curves) == 3
    np.testing.assert_allclose(np.sum([c.y for c in curves], axis=0), 1.0)
    np.testing.assert_allclose(
        curves[1].y, problem.probability(theta, curves[1].x[:, None])[:, 1], atol=1e-15
    )
    assert len({c.line.dash for c in curves}) == 3


def test_the_note_names_every_class_with_its_mark() -> None:
    softmax = Problem(load("iris"), output="softmax")
    note = fit_note(softmax, at_cursor=True)
    for name in softmax.dataset.classes:
        assert name in note
    assert "model at the cursor" in note
    assert "class 0" in fit_note(problem_of("overlap"), at_cursor=False)
