"""columns(): two landscapes with their descents, as a page shows them, as columns of a slide."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from figures.basins import draw_basins
from figures.drawing import Drawing
from figures.field import draw_field, reach
from figures.fit import Model, draw_fit
from figures.height import Height
from figures.progress import draw_progress
from figures.slide import Column
from figures.surface import draw_surface
from figures.theme import LIGHT, Theme
from figures.trail import last_step, trail_on_field, trail_on_surface
from landscapes import Basins, Landscape, Path, Problem, Survey, verdict
from losses import LOSSES

__all__ = ["SHOWN", "column_note", "draw_columns"]

# What a picture can hold, with the words a person reads. A plot is named as on its page.
SHOWN: Mapping[str, str] = MappingProxyType(
    {
        "columns": "Both columns",
        "page": "Every figure of the page",
        "left": "Left column",
        "right": "Right column",
        "surface-left": "Left surface",
        "surface-right": "Right surface",
        "field-left": "Left field",
        "field-right": "Right field",
        "progress": "Progress of both descents",
        "fit": "Data and both fits",
    }
)
_SIDES = ("left", "right")


class _Look(NamedTuple):
    """How landscapes are drawn."""

    heights: list[Height]
    longest: list[float]
    arrows: str
    ground: str
    theme: Theme
    step: int | None
    camera: Sequence[float] | None


def draw_columns(
    landscapes: Sequence[Landscape],
    paths: Sequence[Path],
    shown: str = "columns",
    *,
    view: str = "both",
    height: str = "linear",
    arrows: str = "linear",
    scale: str = "own",
    ground: str = "height",
    maps: Sequence[Basins] | None = None,
    notes: Sequence[str] = ("", ""),
    step: int | None = None,
    camera: Sequence[float] | None = None,
    wide: bool = True,
    theme: Theme = LIGHT,
) -> list[Column]:
    """Return what a slide shows of two landscapes, left and right.

    Parameters
    ----------
    landscapes : two Landscape
        What `sweep` returned for the two losses.
    paths : two Path
        The descents on them, in their plane.
    shown : str
        A key of `SHOWN`.
    view : str
        "surface", "field" or "both": what a whole column shows.
    height, arrows, ground
        As for `field`; where `ground` is "basins", fields are maps of `maps`.
    scale : str
        "own", or "shared": both landscapes on one scale of heights and arrows.
    maps : two Basins, optional
        What `basins` returned for the two losses.
    notes : two str
        What stands below the columns.
    step : int, optional
        How far the descents have come; to their ends where left out.
    camera : six float, optional
        Where the eye stands and what it looks at, in units of a surface's box; the usual places
        where left out.
    wide : bool
        Whether a single column has its surface beside its field instead of above it.
    theme : Theme
        `LIGHT` or `DARK`.

    Raises
    ------
    ValueError
        Where an argument is none of what it may be.
    """
    if shown not in SHOWN:
        raise ValueError(f"shown must be one of {', '.join(SHOWN)}; found {shown!r}")
    if view not in ("surface", "field", "both"):
        raise ValueError(f"view must be 'surface', 'field' or 'both'; found {view!r}")
    if scale not in ("own", "shared"):
        raise ValueError(f"scale must be 'own' or 'shared'; found {scale!r}")
    if shown == "progress":
        return [_progress(paths, step, theme)]
    if shown == "fit":
        return [_fit(paths, step, theme)]
    heights = [Height(height, landscape) for landscape in landscapes]
    longest = [reach(landscape) for landscape in landscapes]
    if scale == "shared":
        heights, longest = [Height(height, list(landscapes))] * 2, [max(longest)] * 2
    shade = "height" if ground == "basins" else ground
    look = _Look(heights, longest, arrows, shade, theme, step, camera)
    plot, _, side = shown.partition("-")
    kinds = [plot] if side else [kind for kind in ("surface", "field") if view in (kind, "both")]
    single = side or (shown if shown in _SIDES else "")
    columns = []
    for at in [_SIDES.index(single)] if single else range(2):
        drawings = []
        for kind in kinds:
            if kind == "surface":
                drawings.append(_surface(landscapes[at], paths[at], at, look))
            else:
                drawings.append(_field(landscapes[at], paths[at], at, look, maps))
        loss = landscapes[at].loss
        colour = theme.loss(loss.key, tuple(LOSSES[loss.output.key]))
        beside = bool(single) and wide
        columns.append(Column(tuple(drawings), loss.title, colour, notes[at], beside=beside))
    if shown == "page":
        charts, heading = _progress(paths, step, theme).drawings, "Progress"
        if _has_fit(paths[-1].problem):
            charts, heading = charts + _fit(paths, step, theme).drawings, "Progress and fits"
        columns.append(Column(charts, heading, theme.ink, share=0.62))
    return columns


def column_note(found: Survey, path: Path) -> str:
    """Say in two sentences what a survey found on a landscape, and how a descent on it ended."""
    # The outcome's first words, without its numbers: "Converged after 57 steps".
    ended = path.outcome.message.partition(":")[0]
    at = "" if "step" in ended else f" at step {path.steps}"
    return f"{verdict(found)} Descent: {ended[:1].lower()}{ended[1:]}{at}."


def _surface(landscape: Landscape, path: Path, at: int, look: _Look) -> Drawing:
    height, theme = look.heights[at], look.theme
    drawn = draw_surface(landscape, height, theme, look.ground, look.camera)
    eye = None if look.camera is None else look.camera[:3]
    trail = trail_on_surface(path, landscape, height, theme, look.step, eye)
    return Drawing([*drawn.data, *trail], drawn.layout)


def _field(
    landscape: Landscape, path: Path, at: int, look: _Look, maps: Sequence[Basins] | None
) -> Drawing:
    theme = look.theme
    if maps is not None:
        drawn = draw_basins(landscape, maps[at], theme)
    else:
        drawn = draw_field(
            landscape, look.heights[at], look.arrows, look.longest[at], theme, look.ground
        )
    layout = drawn.layout
    if landscape.plane.words is not None:
        # What a direction is, in full, is longer than a slide's field is high.
        axis = layout["yaxis"]
        title = axis["title"] | {"text": landscape.plane.names[1]}
        layout = layout | {"yaxis": axis | {"title": title}}
    return Drawing([*drawn.data, *trail_on_field(path, theme, look.step)], layout)


def _progress(paths: Sequence[Path], step: int | None, theme: Theme) -> Column:
    """The share of the starting loss that is left, step by step; a mark where the step is."""
    drawn = draw_progress(paths, "loss", "linear", theme)
    marks = []
    for path, line in zip(paths, drawn.data, strict=True):
        last = last_step(path, step)
        marker = {"size": 9, "color": line["line"]["color"], "line": {"width": 1.5}}
        marker["line"] = {"width": 1.5, "color": theme.ground}
        at = {"x": line["x"][last : last + 1], "y": line["y"][last : last + 1]}
        marks.append({"type": "scatter", "mode": "markers", "marker": marker, "name": "now"} | at)
    axis = drawn.layout["yaxis"]
    axis = axis | {"title": axis["title"] | {"text": "loss left"}}
    layout = drawn.layout | {"yaxis": axis}
    return Column((Drawing([*drawn.data, *marks], layout),), "Progress", theme.ink)


def _has_fit(problem: Problem) -> bool:
    """Whether there is a picture of the rows: there is none of many features and many classes."""
    return len(problem.dataset.features) <= 2 or len(problem.dataset.classes) <= 3


def _fit(paths: Sequence[Path], step: int | None, theme: Theme) -> Column:
    """The rows, and the models that the descents have come to."""
    # Rows of many features have one picture a model: the right one's, as on the page.
    several = len(paths[0].problem.dataset.features) <= 2
    models = [
        Model(
            path.theta[last_step(path, step)],
            path.loss.title,
            theme.loss(path.loss.key, tuple(LOSSES[path.loss.output.key])),
        )
        for path in (paths if several else paths[-1:])
    ]
    return Column((draw_fit(paths[-1].problem, models, theme),), "Data and fits", theme.ink)
