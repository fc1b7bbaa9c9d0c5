"""Axes of planes whose directions are no parameters."""

import numpy as np
import pytest

from figures import field, surface
from landscapes import Plane, Problem, load, sweep

PROBLEM = Problem(load("iris"), "softmax", penalty=0.01)
PLANES = [
    Plane.random(PROBLEM, 3),
    Plane.hessian(PROBLEM, "cross-entropy", np.zeros(15)),
]


@pytest.mark.parametrize("plane", PLANES, ids=lambda plane: str(plane.names[0]))
def test_a_field_has_the_planes_words_and_a_surface_its_names(plane: Plane) -> None:
    """A surface's edge has room for a few words only."""
    axis = np.linspace(-1.0, 1.0, 5)
    landscape = sweep(PROBLEM, "cross-entropy", plane, axis, axis)
    layout = field(landscape).layout
    assert (layout.xaxis.title.text, layout.yaxis.title.text) == plane.words
    scene = surface(landscape).layout.scene
    assert (scene.xaxis.title.text, scene.yaxis.title.text) == plane.names
    assert f"over {plane.names[0]} and {plane.names[1]}" in layout.title.text
