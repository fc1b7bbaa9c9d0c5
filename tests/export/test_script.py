"""The script makes the same arrays and the same figure, with the libraries alone."""

import ast
import os
import runpy
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from export import FORMATS, Picture, draw, study
from export.tables import arrays
from scene import Scene, choices

ROOT = Path(__file__).parents[2]
SCENES = [
    Scene(resolution=41, n=30, noise=0.7, seed=4, standardise=True, penalty=0.01, step=9),
    Scene(
        resolution=41,
        data="separable",
        window_a=(-5.0, 6.0),
        window_b=(-4.0, 5.0),
        height="log",
        start=(-4.0, 3.0),
        arrows="log",
    ),
    Scene(resolution=41, data="moons", left="hinge", fairness="best", scale="shared"),
    Scene(resolution=41, fairness="curvature", ground="curvature", camera=(0, -1, 2, 0, 0, 0)),
    Scene(
        resolution=41, data="label-noise", flipped=0.2, fairness="curvature", left="hinge", rate=0.3
    ),
    Scene(resolution=41, data="two-minima", ground="basins", steps=50, rule="momentum"),
    Scene(
        resolution=41,
        data="iris",
        features=("petal length", "sepal width", "petal width"),
        classes="setosa-virginica",
        directions="random",
        directions_seed=3,
        held="zero",
    ),
    Scene(resolution=41, data="iris", directions="hessian", penalty=0.1, rule="newton"),
    Scene(resolution=41, output="softmax", data="iris", directions="principal", penalty=0.01),
    Scene(
        resolution=41,
        left="focal:gamma=3",
        right="hinge",
        plane=("b", "w1"),
        view="field",
        note='A "quoted" \\ note',
    ),
]


@pytest.mark.parametrize("field", ["directions", "fairness", "held", "output"])
def test_every_way_that_a_script_goes_is_tried(field: str) -> None:
    assert {getattr(scene, field) for scene in SCENES} == set(choices(field))


def test_every_field_of_a_scene_is_tried_that_a_figure_shows() -> None:
    default = Scene()
    tried = {
        name
        for scene in SCENES
        for name in Scene.model_fields
        if getattr(scene, name) != getattr(default, name)
    }
    of_the_page = {"version", "theme", "controls", "embed"}
    assert set(Scene.model_fields) - tried == of_the_page, (
        "A field may be one that the script has to know: give a scene of SCENES another value of it"
    )


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.query())
def test_a_script_makes_the_same_figure(scene: Scene, tmp_path: Path) -> None:
    picture = Picture(scene, what="columns", width=1600, height=1200, background="transparent-dark")
    file = tmp_path / "picture.py"
    file.write_bytes(FORMATS["py"].make(picture, None))
    made = runpy.run_path(str(file))
    assert made["figure"].to_json() == draw(picture).figure().to_json()
    for ours, theirs in zip(made["paths"], study(scene).paths, strict=True):
        np.testing.assert_array_equal(ours.theta, theirs.theta)


def test_a_script_that_is_run_writes_the_same_arrays(tmp_path: Path) -> None:
    picture = Picture(Scene(resolution=41, data="two-minima", start=(2.8, 2.6)), link='""" \\')
    (tmp_path / "picture.py").write_bytes(FORMATS["py"].make(picture, None))
    run = subprocess.run(
        [sys.executable, "-W", "error", tmp_path / "picture.py", tmp_path],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    saved = np.load(BytesIO(FORMATS["npz"].make(picture, None)))
    with np.load(tmp_path / "arrays.npz") as written, saved:
        assert set(written) == set(saved) - {"about"} == set(arrays(study(picture.scene)))
        for name in written:
            np.testing.assert_array_equal(written[name], saved[name])
    assert "Plotly.newPlot" in (tmp_path / "figure.html").read_text("utf-8")


def test_a_script_needs_the_libraries_only() -> None:
    tree = ast.parse(FORMATS["py"].make(Picture(SCENES[0]), None))
    modules = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert modules == {"sys", "pathlib", "numpy", "figures", "landscapes"}
