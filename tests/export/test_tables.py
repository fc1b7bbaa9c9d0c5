"""CSV and NPZ: every number of the study, read back as it was."""

import csv
import json
from io import BytesIO, StringIO

import numpy as np
import pytest

from export import FORMATS, Picture, study
from export.tables import arrays
from scene import Scene

SCENES = [
    Scene(resolution=41),
    Scene(resolution=41, output="softmax", data="iris", directions="principal", penalty=0.01),
]
WHICH = pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.output)


@WHICH
def test_npz_holds_grids_and_paths_bit_for_bit(scene: Scene) -> None:
    with np.load(BytesIO(FORMATS["npz"].make(Picture(scene), None))) as read:
        for name, values in arrays(study(scene)).items():
            np.testing.assert_array_equal(read[name], values)
            assert read[name].dtype == np.float64
        about = json.loads(str(read["about"]))
        shape = read["left_curvature"].shape
    assert shape == (3, 41, 41)
    assert about["right"]["loss"] == "cross-entropy"
    assert about["data"] == scene.dataset.title
    assert about["parameters"] == list(scene.parameters)
    assert "convex" in about["left"]["verdict"]


@WHICH
def test_csv_is_read_back_bit_for_bit(scene: Scene) -> None:
    text = FORMATS["csv"].make(Picture(scene), None).decode()
    rows = list(csv.DictReader(StringIO(text, newline="")))
    found = study(scene)
    for side, landscape, path in zip(("left", "right"), found.landscapes, found.paths, strict=True):
        grid = [row for row in rows if (row["part"], row["side"]) == ("grid", side)]
        assert len(grid) == landscape.value.size
        for name, values in (
            ("a", np.tile(landscape.a, len(landscape.b))),
            ("b", np.repeat(landscape.b, len(landscape.a))),
            ("value", landscape.value),
            ("gradient_a", landscape.gradient[0]),
            ("gradient_b", landscape.gradient[1]),
            ("gradient_norm", landscape.slope),
            ("curvature_ab", landscape.curvature[1]),
            ("eigenvalue_low", landscape.eigenvalues[0]),
            ("eigenvalue_high", landscape.eigenvalues[1]),
        ):
            np.testing.assert_array_equal([float(row[name]) for row in grid], np.ravel(values))
        steps = [row for row in rows if (row["part"], row["side"]) == ("path", side)]
        assert [int(row["step"]) for row in steps] == list(range(path.steps + 1))
        assert {row["loss"] for row in steps} == {path.loss.key}
        assert path.coordinates is not None
        for name, values in (
            ("a", path.coordinates[:, 0]),
            ("b", path.coordinates[:, 1]),
            ("value", path.value),
            ("gradient_norm", path.gradient_norm),
            *((f"theta_{name}", path.theta[:, i]) for i, name in enumerate(scene.parameters)),
        ):
            np.testing.assert_array_equal([float(row[name]) for row in steps], values)
    assert {row["curvature_aa"] for row in rows if row["part"] == "path"} == {""}
