"""Drawing: a figure's traces and layout as plain data, on the way to Python or to a browser.

A drawing holds NumPy arrays. `figure()` validates it into a plotly figure for somebody at a prompt.
`encoded()` turns each array into the typed form that plotly.js reads as it is, grids in
float32: the fastest and smallest way to a browser. `patch()` replaces data and layout of a figure
that is already on a page, and leaves alone what the person has moved: the camera and the zoom.
"""

import base64
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from dash import Patch

__all__ = ["Drawing"]


@dataclass(frozen=True)
class Drawing:
    """Traces and layout of one figure.

    Attributes
    ----------
    data : list of dict
        plotly traces, arrays as NumPy arrays.
    layout : dict
        plotly layout.
    """

    data: list[dict[str, Any]]
    layout: dict[str, Any]

    def figure(self) -> go.Figure:
        """Return a validated plotly figure."""
        return go.Figure(data=self.data, layout=self.layout)

    def encoded(self) -> dict[str, Any]:
        """Return the figure as a browser takes it: arrays typed, float32."""
        return {"data": _typed(self.data), "layout": self.layout}

    def untitled(self) -> "Drawing":
        """Return the drawing with its title put aside, as a page shows it that has one of its own.

        A picture that is saved finds the title in `layout.meta.caption`.
        """
        layout = dict(self.layout)
        title = layout.pop("title", {"text": ""})
        layout["meta"] = {"caption": title["text"]}
        layout["margin"] = layout["margin"] | {"t": 8}
        return Drawing(self.data, layout)

    def patch(self, moved: bool) -> Patch:
        """Return the change that turns a figure on the page into this one.

        The camera stays where it is. The zoom of a flat plot stays unless `moved` says that its
        window is another one.
        """
        patch = Patch()
        patch["data"] = _typed(self.data)
        for key, value in self.layout.items():
            if key == "scene":
                for inner, content in value.items():
                    if inner != "camera":
                        patch["layout"]["scene"][inner] = content
            elif key in ("xaxis", "yaxis") and not moved:
                for inner, content in value.items():
                    if inner != "range":
                        patch["layout"][key][inner] = content
            else:
                patch["layout"][key] = value
        return patch


def _typed(value: Any) -> Any:  # noqa: ANN401 (any part of a figure)
    if isinstance(value, dict):
        return {key: _typed(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_typed(entry) for entry in value]
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        # A grid is painted, and float32 is finer than a pixel; an axis may be a narrow window far
        # from 0, and keeps all its digits.
        kind = "f4" if value.ndim > 1 else "f8"
        array = np.ascontiguousarray(value, dtype=f"<{kind}")
        typed = {"dtype": kind, "bdata": base64.b64encode(array.tobytes()).decode("ascii")}
        return typed if array.ndim == 1 else typed | {"shape": ", ".join(map(str, array.shape))}
    return value.tolist() if isinstance(value, np.ndarray) else value
