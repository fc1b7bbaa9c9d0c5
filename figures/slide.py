"""slide(): several drawings as one picture for a slide, with title, headings, notes and a link.

A slide is laid out on a sheet of always the same area, 960 x 540 where it is 16:9, and magnified to
the size that is asked for: type, lines and marks grow with it. On 1920 x 1080 no type is smaller
than 20 pixels.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, NamedTuple

from figures.drawing import Drawing
from figures.theme import CAMERA, LIGHT, Theme

__all__ = ["BACKGROUNDS", "Column", "Sheet", "draw_slide"]

# Whether a picture's ground is drawn; without it a slide shows its own.
BACKGROUNDS = ("light", "dark", "transparent", "transparent-dark")

_AREA = 960.0 * 540.0
_MARGIN, _GAP = 20.0, 22.0
# Type: its size, and the height of a line of it.
_TITLE, _HEADING, _NOTE, _LINK = 21.0, 15.0, 11.0, 10.0
_LINE = 1.36
# The width of a letter, as a share of the type's size: of the wider sans-serif types.
_LETTER = 0.53
# What a flat plot needs around it for its axes, and at its right for a scale of colours.
_LEFT, _BELOW, _ABOVE, _RIGHT, _SCALE = 52.0, 38.0, 6.0, 8.0, 66.0
# A surface's height beside a field's in one column: seen aslant, it needs more.
_SURFACE_SHARE = 1.3
# It is moved up in its box by so much, and seen from farther off in one narrower than so many
# heights, or lower than this: the names of its axes are not cut off then. They are of two words at
# most, of this size.
_LOWER, _NARROW, _LOW, _AXIS_NAME = 0.1, 1.35, 185.0, 11.0


@dataclass(frozen=True, eq=False)
class Column:
    """Drawings that stand one below the other.

    Attributes
    ----------
    drawings : tuple of Drawing
        From above to below.
    heading : str
        What stands above them; empty for nothing.
    colour : str
        The heading's colour.
    note : str
        What stands below them; empty for nothing.
    share : float
        The column's width, relative to the others'.
    beside : bool
        Whether its drawings stand side by side instead.
    """

    drawings: tuple[Drawing, ...]
    heading: str = ""
    colour: str = ""
    note: str = ""
    share: float = 1.0
    beside: bool = False


class Sheet(NamedTuple):
    """The sheet that a picture is laid out on: its size, and how much it is magnified."""

    width: float
    height: float
    scale: float

    @classmethod
    def of(cls, width: int, height: int, scale: float | None = None) -> "Sheet":
        """Return the sheet of a picture of so many pixels, with a scale of its own if given.

        Raises
        ------
        ValueError
            Where a side is not from 200 to 8000 pixels, or one is over 4 times the other.
        """
        for name, side in (("width", width), ("height", height)):
            if not 200 <= side <= 8000:
                raise ValueError(f"{name} must be from 200 to 8000 pixels; found {side}")
        if max(width, height) > 4 * min(width, height):
            raise ValueError(
                f"width and height must be within 4:1 of each other; found {width} x {height}"
            )
        scale = scale or (width * height / _AREA) ** 0.5
        return cls(width / scale, height / scale, scale)


class Box(NamedTuple):
    """A part of the sheet, from its left upper corner."""

    left: float
    top: float
    right: float
    bottom: float


def draw_slide(
    columns: Sequence[Column],
    *,
    title: str = "",
    caption: str = "",
    link: str = "",
    width: int = 1920,
    height: int = 1080,
    scale: float | None = None,
    theme: Theme = LIGHT,
    transparent: bool = False,
) -> Drawing:
    """Return one drawing of all columns, side by side under one title.

    Its layout's width and height are the sheet's; `layout.meta` holds `scale`, by which the sheet
    is to be magnified, and the `width` and `height` that result, in pixels.

    Parameters
    ----------
    columns : sequence of Column
        What is shown, at least one drawing.
    title, caption, link : str
        Above and below the columns; nothing where empty. `caption` may have several lines.
    width, height : int
        Pixels of the picture, each from 200 to 8000, within 4:1 of each other.
    scale : float, optional
        Pixels of a sheet's unit: for a picture that is to be a part of a slide, that slide's.
    theme : Theme
        `LIGHT` or `DARK`: the colours of text, of what is drawn and of the ground.
    transparent : bool
        Whether the ground is left out.

    Raises
    ------
    ValueError
        Where there is nothing to draw, or the size is not what it may be.
    """
    if not any(column.drawings for column in columns):
        raise ValueError("columns must hold at least one drawing; found none")
    sheet = Sheet.of(width, height, scale)
    words = _Words(sheet, theme)
    whole = words.around(title, caption, link)
    traces: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    places = _Places()
    total = sum(column.share for column in columns)
    room = whole.right - whole.left - _GAP * (len(columns) - 1)
    boxes, left = [], whole.left
    for column in columns:
        right = left + room * column.share / total
        boxes.append(Box(left, whole.top, right, whole.bottom))
        left = right + _GAP
    # Plots of a row have one height, however much text stands around them.
    inner = words.around_columns(columns, boxes)
    for column, box in zip(columns, inner, strict=True):
        for drawing, part in zip(column.drawings, _parts(column, box), strict=True):
            more, own = places.put(drawing, part, sheet)
            traces += more
            axes |= own
    ground = {"paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)"}
    layout = theme.base() | (ground if transparent else {})
    layout |= axes | {
        "autosize": False,
        "width": sheet.width,
        "height": sheet.height,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "annotations": words.said,
        "shapes": places.tints,
        "hovermode": "closest",
        "meta": {
            "scale": sheet.scale,
            "width": width,
            "height": height,
            "title": title,
            "caption": caption,
            "link": link,
        },
    }
    return Drawing(traces, layout)


def _parts(column: Column, box: Box) -> list[Box]:
    """Return where a column's drawings stand."""
    count = len(column.drawings)
    if column.beside:
        step = (box.right - box.left + _GAP) / count
        lefts = [box.left + i * step for i in range(count)]
        return [Box(left, box.top, left + step - _GAP, box.bottom) for left in lefts]
    shares = [_SURFACE_SHARE if "scene" in drawing.layout else 1.0 for drawing in column.drawings]
    parts, top = [], box.top
    for share in shares:
        bottom = top + (box.bottom - box.top) * share / sum(shares)
        parts.append(Box(box.left, top, box.right, bottom))
        top = bottom
    return parts


class _Words:
    """The text of a slide, as annotations on its sheet."""

    def __init__(self, sheet: Sheet, theme: Theme) -> None:
        self.sheet, self.theme = sheet, theme
        self.said: list[dict[str, Any]] = []

    def around(self, title: str, caption: str, link: str) -> Box:
        """Write title, caption and link, and return the box that is left between them."""
        left, right = _MARGIN, self.sheet.width - _MARGIN
        top, bottom = 0.7 * _MARGIN, self.sheet.height - 0.6 * _MARGIN
        top += self._write(title, _TITLE, left, top, right, self.theme.ink)
        # From below: the link is the last line, the caption stands above it.
        quiet = self.theme.secondary
        for text, size in ((link, _LINK), (caption, _NOTE)):
            bottom -= self.height_of(text, size, right - left)
            self._write(text, size, left, bottom, right, quiet, anywhere=text is link)
        return Box(left, top + 4.0, right, bottom - 2.0)

    def around_columns(self, columns: Sequence[Column], boxes: Sequence[Box]) -> list[Box]:
        """Write headings and notes, and return what is left to the drawings of each column."""
        above = max(self.height_of(c.heading, _HEADING, 1e9) for c in columns)
        below = max(
            self.height_of(column.note, _NOTE, box.right - box.left)
            for column, box in zip(columns, boxes, strict=True)
        )
        inner = []
        for column, box in zip(columns, boxes, strict=True):
            bottom = box.bottom - below
            colour = column.colour or self.theme.ink
            heading = f"<b>{escape(column.heading, quote=False)}</b>" if column.heading else ""
            self._say(heading, _HEADING, box.left, box.top, colour)
            self._write(column.note, _NOTE, box.left, bottom, box.right, self.theme.ink)
            inner.append(Box(box.left, box.top + above, box.right, bottom - 2.0 * (below > 0.0)))
        return inner

    def height_of(self, text: str, size: float, width: float) -> float:
        """Return the height of a text that is wrapped to a width; 0 of none."""
        return len(_wrapped(text, size, width)) * _LINE * size

    def _write(
        self,
        text: str,
        size: float,
        left: float,
        top: float,
        right: float,
        colour: str,
        anywhere: bool = False,
    ) -> float:
        lines = _wrapped(text, size, right - left, anywhere)
        self._say("<br>".join(escape(line, quote=False) for line in lines), size, left, top, colour)
        return len(lines) * _LINE * size

    def _say(self, text: str, size: float, left: float, top: float, colour: str) -> None:
        if not text:
            return
        self.said.append(
            {
                "text": text,
                "x": left / self.sheet.width,
                "y": 1.0 - top / self.sheet.height,
                "xref": "paper",
                "yref": "paper",
                "xanchor": "left",
                "yanchor": "top",
                "align": "left",
                "showarrow": False,
                "borderpad": 0,
                "font": {"size": size, "color": colour},
            }
        )


def _wrapped(text: str, size: float, width: float, anywhere: bool = True) -> list[str]:
    """Return a text's lines, none wider than `width`."""
    letters = max(8, int(width / (_LETTER * size)))
    lines = []
    for paragraph in text.splitlines():
        lines += textwrap.wrap(paragraph, letters, break_on_hyphens=not anywhere)
    return lines


class _Places:
    """Gives each drawing of a slide axes of its own, and its place on the sheet."""

    def __init__(self) -> None:
        self.scenes = self.axes = 0
        self.tints: list[dict[str, Any]] = []

    def put(
        self, drawing: Drawing, box: Box, sheet: Sheet
    ) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """Return a drawing's traces and axes as they are in a box."""
        if "scene" in drawing.layout:
            return self._put_scene(drawing, box, sheet)
        return self._put_flat(drawing, box, sheet)

    def _put_scene(
        self, drawing: Drawing, box: Box, sheet: Sheet
    ) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        self.scenes += 1
        name = f"scene{_number(self.scenes)}"
        scaled = any(trace.get("showscale") for trace in drawing.data)
        inner = box._replace(right=box.right - _SCALE * scaled)
        scene = drawing.layout["scene"] | {"domain": _domain(inner, sheet)}
        scene["camera"] = _camera(scene["camera"], inner)
        for axis in ("xaxis", "yaxis", "zaxis"):
            scene[axis] = _few_ticks(scene[axis])
            title = scene[axis]["title"]
            words = title["text"].split(" ")[-2:]
            font = title["font"] | {"size": _AXIS_NAME}
            scene[axis] |= {"title": title | {"text": " ".join(words), "font": font}}
        traces = [trace | {"scene": name} for trace in drawing.data]
        return [_scale_beside(trace, inner, sheet) for trace in traces], {name: scene}

    def _put_flat(
        self, drawing: Drawing, box: Box, sheet: Sheet
    ) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        scaled = any(
            trace["type"] in ("contour", "heatmap") and trace.get("showscale", True)
            for trace in drawing.data
        )
        inner = Box(
            box.left + _LEFT,
            box.top + _ABOVE,
            box.right - _RIGHT - _SCALE * scaled,
            box.bottom - _BELOW,
        )
        # "x" is what plotly calls the first axis, "x2" the second: of this drawing, then of all.
        own = [key for key in drawing.layout if key[1:].startswith("axis")]
        numbers = {key.replace("axis", ""): _number(self.axes + _index(key)) for key in own}
        self.axes += max(_index(key) for key in own)
        renamed = {short: short[0] + number for short, number in numbers.items()}
        domain, axes = _domain(inner, sheet), {}
        for key in own:
            axis = drawing.layout[key] | {"domain": domain[key[0]], "automargin": False}
            if axis.get("title"):
                room = inner.right - inner.left if key[0] == "x" else inner.bottom - inner.top
                axis["title"] = _fitted(axis["title"], room)
            for link in ("overlaying", "matches", "scaleanchor"):
                if link in axis:
                    axis[link] = renamed[axis[link]]
            other = "y" if key[0] == "x" else "x"
            partner = other + key.replace("axis", "")[1:]
            axis["anchor"] = renamed.get(partner, renamed[other])
            short = renamed[key.replace("axis", "")]
            axes[f"{short[0]}axis{short[1:]}"] = axis
        traces = [
            _scale_beside(trace, inner, sheet)
            | {
                "xaxis": renamed[trace.get("xaxis", "x")],
                "yaxis": renamed[trace.get("yaxis", "y")],
            }
            for trace in drawing.data
        ]
        ground = drawing.layout.get("plot_bgcolor")
        if ground and ground.startswith("rgba"):  # a tint where the drawing has gaps
            self.tints.append(_tint(ground, domain))
        return traces, axes


def _camera(camera: dict[str, Any], box: Box) -> dict[str, Any]:
    """Return a surface's camera for its box."""
    wide, high = box.right - box.left, box.bottom - box.top
    centre = camera["center"]
    if camera == CAMERA:
        centre = centre | {"z": centre["z"] - _LOWER}
    farther = max(1.0, _NARROW * high / wide, _LOW / high)
    away = {axis: camera["eye"][axis] - camera["center"][axis] for axis in "xyz"}
    eye = {axis: camera["center"][axis] + farther * away[axis] for axis in "xyz"}
    return camera | {"center": centre, "eye": eye if farther > 1.0 else camera["eye"]}


def _few_ticks(axis: dict[str, Any]) -> dict[str, Any]:
    """Return a surface's axis with as many numbers as have room on a slide."""
    if "tickvals" not in axis:
        return axis | {"nticks": 5}
    every = -(-len(axis["tickvals"]) // 4)
    return axis | {name: axis[name][::every] for name in ("tickvals", "ticktext")}


def _fitted(title: dict[str, Any], room: float) -> dict[str, Any]:
    """Return an axis' title that is no longer than its axis: what follows a comma is left out."""
    text, font = title["text"], title.get("font", {})
    size = float(font.get("size", _NOTE))
    for shorter in (text, text.partition(",")[0], text.partition(" of ")[0]):
        if len(shorter) * _LETTER * size <= room:
            return title | {"text": shorter}
    shorter = text.partition(",")[0].partition(" of ")[0]
    size = max(_LINK, room / (len(shorter) * _LETTER))
    letters = max(3, int(room / (_LETTER * size)))
    cut = shorter if len(shorter) <= letters else f"{shorter[: letters - 1]}…"
    return title | {"text": cut, "font": font | {"size": size}}


def _tint(colour: str, domain: dict[str, list[float]]) -> dict[str, Any]:
    (x0, x1), (y0, y1) = domain["x"], domain["y"]
    corners = {"x0": x0, "x1": x1, "y0": y0, "y1": y1, "xref": "paper", "yref": "paper"}
    return {"type": "rect", "layer": "below", "fillcolor": colour, "line": {"width": 0}} | corners


def _scale_beside(trace: dict[str, Any], box: Box, sheet: Sheet) -> dict[str, Any]:
    """Return a trace with its scale of colours at the right of its plot, if it has one."""
    if "colorbar" not in trace:
        return trace
    domain, room = _domain(box, sheet), box.bottom - box.top
    low, high = domain["y"]
    title = trace["colorbar"].get("title", {"text": ""})
    title = title | {"font": title.get("font", {}) | {"size": _NOTE}}
    bar = trace["colorbar"] | {
        "title": title | {"text": "<br>".join(_wrapped(title["text"], _NOTE, room))},
        "x": domain["x"][1] + 8.0 / sheet.width,
        "xanchor": "left",
        "y": 0.5 * (low + high),
        "yanchor": "middle",
        "lenmode": "fraction",
        "len": 0.96 * (high - low),
        "xpad": 0,
        "ypad": 0,
    }
    return trace | {"colorbar": bar}


def _domain(box: Box, sheet: Sheet) -> dict[str, list[float]]:
    return {
        "x": [box.left / sheet.width, max(box.right, box.left + 1.0) / sheet.width],
        "y": [
            1.0 - max(box.bottom, box.top + 1.0) / sheet.height,
            1.0 - box.top / sheet.height,
        ],
    }


def _index(key: str) -> int:
    """The number in an axis' key: "xaxis" is 1, "xaxis2" is 2."""
    return int(key.partition("axis")[2] or 1)


def _number(index: int) -> str:
    return "" if index == 1 else str(index)
