"""script(): the Python that makes a picture again, with losses, landscapes and figures alone."""

from collections.abc import Iterator
from typing import Any

from export.browser import Painter
from export.picture import Picture, caption_of, title_of
from export.study import study
from landscapes import CATALOGUE, RULES
from scene import Scene
from scene.descents import BASIN_STARTS, basin_steps

__all__ = ["script"]

_END = '''
def save(directory: Path) -> None:
    """Write the figure as a page, and the arrays behind it."""
    named = {"a": a, "b": b, "origin": plane.origin, "u": plane.u, "v": plane.v}
    for side, landscape, path in zip(("left", "right"), landscapes, paths, strict=True):
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
    np.savez_compressed(directory / "arrays.npz", **named)
    # The sheet's own size is a page's; a picture is magnified from it by layout.meta["scale"].
    figure.write_html(directory / "figure.html", include_plotlyjs=True)


if __name__ == "__main__":
    save(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
'''


def script(picture: Picture, painter: Painter | None = None) -> bytes:  # noqa: ARG001 (as the others)
    """Return a Python file that makes the picture's figure and the arrays behind it again.

    It is run from a checkout of this project, and writes figure.html and arrays.npz into the
    directory that it is given.

    Raises
    ------
    ValueError
        Where the scene cannot be computed.
    """
    scene = picture.scene
    steps = [*_problem(scene), *_plane(scene), *_descents(scene), *_figure(picture)]
    body = "\n".join(steps)
    wanted = ["Plane", "Problem", "load", "sweep"]
    wanted += [name for name in _LANDSCAPES if f"{name}(" in body]
    imported = ", ".join(sorted(wanted, key=lambda name: (name[0].islower(), name)))
    theme = picture.theme.name.upper()
    said = picture.link or f"?{scene.query()}"
    header = [
        '"""Make one picture of two loss landscapes again.',
        "",
        said.replace("\\", "\\\\").replace('"""', "'''"),
        "",
        "Run it in a checkout of the project: python this_file.py [directory]. It writes there",
        "figure.html and arrays.npz.",
        '"""',
        "",
        "import sys",
        "from pathlib import Path",
        "",
        "import numpy as np",
        "",
        "from figures.columns import column_note, draw_columns",
        "from figures.slide import draw_slide",
        f"from figures.theme import {theme}",
        f"from landscapes import {imported}",
        "",
    ]
    return ("\n".join(header) + "\n" + body + "\n\n" + _END).encode()


# What a script may need besides.
_LANDSCAPES = (
    "basins",
    "best_rate",
    "cross_entropy_minimum",
    "descend",
    "rate_from_curvature",
    "survey",
)


def _problem(scene: Scene) -> Iterator[str]:
    options = {option.name: scene.option(option.name) for option in CATALOGUE[scene.data].options}
    given = _named({"standardise": scene.standardise, **options})
    yield f"dataset = load({scene.data!r}, {given})"
    more = _named({"intercept": CATALOGUE[scene.data].intercept, "penalty": scene.penalty})
    yield f"problem = Problem(dataset, {scene.output!r}, {more})"


def _plane(scene: Scene) -> Iterator[str]:
    if scene.origin[1]:
        yield "origin = cross_entropy_minimum(problem)"
    else:
        if scene.held == "minimum":
            yield "# Cross-entropy has no finite minimum here."
        yield "origin = np.zeros(len(problem.parameters))"
    spanned = scene.spanned
    if scene.directions == "parameters" or spanned.why_not:
        if spanned.why_not:
            yield f"# The plane that was asked for is not there: {spanned.why_not}."
        yield f"plane = Plane.axes(problem, {scene.axes[0]!r}, {scene.axes[1]!r}, origin=origin)"
    elif scene.directions == "random":
        yield f"plane = Plane.random(problem, {scene.directions_seed}, origin=origin)"
    elif scene.directions == "hessian":
        yield "plane = Plane.hessian(problem, 'cross-entropy', origin)"
    else:
        yield "# Two descents in all parameters: the plane is the one that comes closest to them."
        yield "zero = np.zeros(len(problem.parameters))"
        for side in ("left", "right"):
            walk = f"{scene.rule!r}, {scene.pace!r}, {scene.steps}"
            yield f"{side}_walk = descend(problem, {getattr(scene, side)!r}, zero, {walk})"
        yield "plane = Plane.principal(problem, (left_walk, right_walk))"
    window = scene.window
    yield f"a = np.linspace({_numbers(window.a)}, {scene.resolution})"
    yield f"b = np.linspace({_numbers(window.b)}, {scene.resolution})"
    yield f"left = sweep(problem, {scene.left!r}, plane, a, b)"
    yield f"right = sweep(problem, {scene.right!r}, plane, a, b)"
    yield "landscapes = (left, right)"


def _descents(scene: Scene) -> Iterator[str]:
    yield f"start = ({_numbers(scene.begin)})"
    for side, path in zip(("left", "right"), study(scene).paths, strict=True):
        given = f"problem, {getattr(scene, side)!r}, start, {scene.rule!r}"
        rate = repr(scene.pace)
        if RULES[scene.rule].uses_rate and scene.fairness == "best":
            yield f"{side}_path = best_rate({given}, {scene.steps}, plane=plane).path"
            continue
        # A loss without a curvature to go by has taken the scene's own rate.
        if path.rate not in (None, scene.pace):
            rate = f"rate_from_curvature({side})"
        yield f"{side}_path = descend({given}, {rate}, {scene.steps}, plane=plane)"
    yield "paths = (left_path, right_path)"


def _figure(picture: Picture) -> Iterator[str]:
    scene, theme = picture.scene, picture.theme.name.upper()
    yield "surveys = (survey(left), survey(right))"
    maps = "None"
    if scene.ground == "basins":
        maps = "maps"
        ends = [
            f"np.linspace({_numbers(axis)}, {BASIN_STARTS})"
            for axis in (scene.window.a, scene.window.b)
        ]
        yield f"starts = ({', '.join(ends)})"
        for side, index in (("left", 0), ("right", 1)):
            yield (
                f"{side}_map = basins(problem, {getattr(scene, side)!r}, plane, *starts, "
                f"{scene.rule!r}, {side}_path.rate or 1.0, {basin_steps(scene)}, "
                f"minima=surveys[{index}].minima)"
            )
        yield "maps = (left_map, right_map)"
    look = {name: getattr(scene, name) for name in ("view", "height", "arrows", "scale", "ground")}
    notes = "[column_note(one, path) for one, path in zip(surveys, paths, strict=True)]"
    yield f"notes = {notes if picture.verdicts else ('', '')}"
    yield "columns = draw_columns("
    yield f"    landscapes, paths, {picture.what!r}, {_named(look)},"
    yield f"    maps={maps}, notes=notes, step={picture.at}, camera={scene.camera},"
    yield f"    wide={picture.wide}, theme={theme},"
    yield ")"
    found = study(scene)
    yield "drawing = draw_slide("
    yield "    columns,"
    for name, text in (
        ("title", title_of(picture)),
        ("caption", caption_of(picture, found)),
        ("link", picture.link),
    ):
        yield f"    {name}={text!r},"
    yield f"    width={picture.width}, height={picture.height},"
    yield f"    theme={theme}, transparent={picture.transparent},"
    yield ")"
    yield "figure = drawing.figure()"


def _named(arguments: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in arguments.items())


def _numbers(pair: tuple[float, float]) -> str:
    return ", ".join(repr(float(x)) for x in pair)
