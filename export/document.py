"""html(): a picture as a page of its own, to turn and to zoom, that works with no network."""

import json
from html import escape
from pathlib import Path

from plotly.offline import get_plotlyjs

from export.browser import Painter
from export.picture import Picture, draw, title_of
from figures.drawing import Drawing

__all__ = ["html"]

_CONFIG = {
    "displaylogo": False,
    "showSendToCloud": False,
    "responsive": True,
    "scrollZoom": True,
    "toImageButtonOptions": {"format": "png", "scale": 2},
}
_DRAW = (Path(__file__).parent / "document.js").read_text(encoding="utf-8")
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
html, body {{ margin: 0; height: 100%; background: {ground}; }}
#plot {{ height: 100%; min-height: 540px; min-width: 640px; }}
</style>
</head>
<body>
<div id="plot"></div>
<script>{plotly}</script>
<script id="figure" type="application/json">{figure}</script>
<script id="config" type="application/json">{config}</script>
<script>
{draw}</script>
</body>
</html>
"""


def html(picture: Picture, painter: Painter | None = None) -> bytes:  # noqa: ARG001 (as the others)
    """Return a picture as one HTML file: plotly.js and the data are in it, it fills its window.

    Its type grows with the window, as a slide's does.

    Raises
    ------
    ValueError
        Where the picture cannot be drawn.
    """
    drawing = draw(picture)
    layout = {key: x for key, x in drawing.layout.items() if key not in ("width", "height")}
    sheet = [drawing.layout["width"], drawing.layout["height"]]
    more = {"autosize": True, "meta": layout["meta"] | {"sheet": sheet}}
    figure = Drawing(drawing.data, layout | more).figure()
    return _PAGE.format(
        title=escape(title_of(picture) or "Loss landscapes"),
        ground="transparent" if picture.transparent else picture.theme.ground,
        plotly=get_plotlyjs(),
        # What ends a script does not stand in one.
        figure=str(figure.to_json()).replace("<", "\\u003c"),
        config=json.dumps(_CONFIG),
        draw=_DRAW,
    ).encode()
