"""Places: each drawing of a slide on axes of its own, in its box on the sheet."""

from typing import Any

from figures.drawing import Drawing
from figures.sheet import LETTER, NOTE, SMALLEST, Box, Sheet, wrapped
from figures.theme import CAMERA

__all__ = ["Places"]

# What a flat plot needs around it for its axes, and at its right for a scale of colours.
_LEFT, _BELOW, _ABOVE, _RIGHT, _SCALE = 52.0, 38.0, 6.0, 8.0, 66.0
# A surface is moved up in its box by so much, and seen from farther off in one narrower than so
# many heights, or lower than this, or with names of more letters: the names of its axes are not cut
# off then. They are of two words at most, of this size.
_LOWER, _NARROW, _LOW, _LETTERS, _AXIS_NAME = 0.1, 1.35, 185.0, 15, 11.0


class Places:
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
        longest = 0
        for axis in ("xaxis", "yaxis", "zaxis"):
            scene[axis] = _few_ticks(scene[axis])
            title = scene[axis]["title"]
            words = " ".join(title["text"].split(" ")[-2:])
            longest = max(longest, len(words))
            font = title["font"] | {"size": _AXIS_NAME}
            scene[axis] |= {"title": title | {"text": words, "font": font}}
        scene["camera"] = _camera(scene["camera"], inner, longest)
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
            | ({"cliponaxis": False} if "text" in trace.get("mode", "") else {})
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


def _camera(camera: dict[str, Any], box: Box, letters: int) -> dict[str, Any]:
    """Return a surface's camera for its box, and for the letters of its longest axis' name."""
    wide, high = box.right - box.left, box.bottom - box.top
    centre = camera["center"]
    if camera == CAMERA:
        centre = centre | {"z": centre["z"] - _LOWER}
    farther = max(1.0, _NARROW * high / wide, _LOW / high, letters / _LETTERS)
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
    size = float(font.get("size", NOTE))
    for shorter in (text, text.partition(",")[0], text.partition(" of ")[0]):
        if len(shorter) * LETTER * size <= room:
            return title | {"text": shorter}
    shorter = text.partition(",")[0].partition(" of ")[0]
    size = max(SMALLEST, room / (len(shorter) * LETTER))
    letters = max(3, int(room / (LETTER * size)))
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
    title = title | {"font": title.get("font", {}) | {"size": NOTE}}
    bar = trace["colorbar"] | {
        "title": title | {"text": "<br>".join(wrapped(title["text"], NOTE, room))},
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
