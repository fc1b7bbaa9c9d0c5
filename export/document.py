"""html(): a picture as a page of its own, to turn and to zoom, that works with no network."""

from html import escape

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
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
html, body {{ margin: 0; height: 100%; background: {ground}; }}
body > div {{ height: 100%; min-height: 540px; min-width: 640px; }}
</style>
</head>
<body>
{plot}
</body>
</html>
"""


def html(picture: Picture, painter: Painter | None = None) -> bytes:  # noqa: ARG001 (as the others)
    """Return a picture as one HTML file: plotly.js and the data are in it, it fills its window.

    Raises
    ------
    ValueError
        Where the picture cannot be drawn.
    """
    drawing = draw(picture)
    layout = {key: x for key, x in drawing.layout.items() if key not in ("width", "height")}
    figure = Drawing(drawing.data, layout | {"autosize": True}).figure()
    plot = figure.to_html(
        config=_CONFIG,
        full_html=False,
        include_plotlyjs=True,
        default_width="100%",
        default_height="100%",
    )
    ground = "transparent" if picture.transparent else picture.theme.ground
    title = escape(title_of(picture) or "Loss landscapes")
    return _PAGE.format(title=title, ground=ground, plot=plot).encode()
