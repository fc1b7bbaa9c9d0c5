"""csv(), npz(): the numbers behind a picture, every digit of them."""

import csv as tables
import json
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any

import numpy as np

from export.browser import Painter
from export.picture import Picture
from export.study import Study, study
from landscapes import Landscape, Path, verdict
from losses.arrays import Array

__all__ = ["arrays", "csv", "npz"]

_SIDES = ("left", "right")
_COLUMNS = (
    *("part", "side", "loss", "step", "a", "b", "value"),
    *("gradient_a", "gradient_b", "gradient_norm"),
    *("curvature_aa", "curvature_ab", "curvature_bb", "eigenvalue_low", "eigenvalue_high"),
)


def arrays(found: Study) -> dict[str, Array]:
    """Return what was computed, by name; a grid is indexed [j, i] = (b[j], a[i]).

    `a`, `b`: the grid's coordinates. `origin`, `u`, `v`: the plane. `left_value` (nb, na),
    `left_gradient` (2, nb, na), `left_curvature` (3, nb, na), `left_eigenvalues` (2, nb, na).
    `left_path_theta` (m + 1, P), `left_path_coordinates` (m + 1, 2), `left_path_value`,
    `left_path_gradient_norm` (m + 1,). And the same of the right.
    """
    first = found.landscapes[0]
    plane = first.plane
    named = {"a": first.a, "b": first.b, "origin": plane.origin, "u": plane.u, "v": plane.v}
    for side, landscape, path in zip(_SIDES, found.landscapes, found.paths, strict=True):
        assert path.coordinates is not None  # descended within a plane
        named |= {
            f"{side}_value": landscape.value,
            f"{side}_gradient": landscape.gradient,
            f"{side}_curvature": landscape.curvature,
            f"{side}_eigenvalues": landscape.eigenvalues,
            f"{side}_path_theta": path.theta,
            f"{side}_path_coordinates": path.coordinates,
            f"{side}_path_value": path.value,
            f"{side}_path_gradient_norm": path.gradient_norm,
        }
    return named


def npz(picture: Picture, painter: Painter | None = None) -> bytes:  # noqa: ARG001 (as the others)
    """Return `arrays` of a picture's scene as NumPy's file, with `about`, a text of JSON.

    Raises
    ------
    ValueError
        Where the scene cannot be computed.
    """
    found = study(picture.scene)
    file = BytesIO()
    named: dict[str, Any] = {**arrays(found), "about": np.array(json.dumps(_about(picture, found)))}
    np.savez_compressed(file, **named)
    return file.getvalue()


def _about(picture: Picture, found: Study) -> dict[str, Any]:
    first = found.landscapes[0]
    about: dict[str, Any] = {
        "link": picture.link or f"?{picture.scene.query()}",
        "data": first.problem.dataset.title,
        "source": first.problem.dataset.source,
        "parameters": first.problem.parameters,
        "axes": first.plane.names,
    }
    for side, landscape, path, survey in zip(
        _SIDES, found.landscapes, found.paths, found.surveys, strict=True
    ):
        about[side] = {
            "loss": landscape.loss.key,
            "verdict": verdict(survey),
            "rate": path.rate,
            "outcome": str(path.outcome),
        }
    return about


def csv(picture: Picture, painter: Painter | None = None) -> bytes:  # noqa: ARG001 (as the others)
    """Return both grids and both paths as one table, a point a row.

    `part` is "grid" or "path"; `theta_w1` and so on are the parameters at a
    step. A column that a part does not have is empty: a grid has no step and
    no parameters, a path no curvature. Floats are written so that they are read back exactly.

    Raises
    ------
    ValueError
        Where the scene cannot be computed.
    """
    found = study(picture.scene)
    file = StringIO(newline="")
    writer = tables.writer(file, lineterminator="\r\n")
    parameters = found.landscapes[0].problem.parameters
    # Not by its bare name: one of them may be called b, as the coordinate is.
    writer.writerow([*_COLUMNS, *(f"theta_{name}" for name in parameters)])
    for side, landscape in zip(_SIDES, found.landscapes, strict=True):
        writer.writerows(_grid(side, landscape, len(parameters)))
    for side, path in zip(_SIDES, found.paths, strict=True):
        writer.writerows(_path(side, path))
    return file.getvalue().encode()


def _grid(side: str, landscape: Landscape, parameters: int) -> Iterator[list[Any]]:
    first = ["grid", side, landscape.loss.key, ""]
    blank = [""] * parameters
    b, a = (axis.ravel() for axis in np.meshgrid(landscape.b, landscape.a, indexing="ij"))
    parts = [landscape.value[None], landscape.gradient, landscape.slope[None]]
    parts += [landscape.curvature, landscape.eigenvalues]
    numbers = np.concatenate([part.reshape(len(part), -1) for part in parts])
    for row in np.vstack([a, b, numbers]).T.tolist():
        yield [*first, *row, *blank]


def _path(side: str, path: Path) -> Iterator[list[Any]]:
    assert path.coordinates is not None  # descended within a plane
    blank = [""] * 2
    for step, (at, theta) in enumerate(
        zip(path.coordinates.tolist(), path.theta.tolist(), strict=True)
    ):
        numbers = [float(path.value[step]), *blank, float(path.gradient_norm[step])]
        yield ["path", side, path.loss.key, step, *at, *numbers, *[""] * 5, *theta]
