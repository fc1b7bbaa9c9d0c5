"""png(), svg(), pdf(): a picture as one still image."""

import xml.etree.ElementTree as ElementTree

from export.browser import Painter
from export.picture import Picture, caption_of, draw, title_of
from export.study import study
from figures.drawing import Drawing

__all__ = ["drawings", "pdf", "png", "svg"]

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_RASTER = "Embedded image of a surface; all other parts are vector."


def drawings(picture: Picture) -> list[Drawing]:
    """Return what has to be drawn for an image: one drawing."""
    return [draw(picture)]


def png(picture: Picture, painter: Painter | None) -> bytes:
    """Return a picture as PNG, of exactly its size.

    Raises
    ------
    ValueError
        Where there is no renderer, or the picture cannot be drawn.
    RuntimeError
        Where there is no browser (`NoBrowserError`), or it fails.
    """
    return _image(picture, painter, "png")


def pdf(picture: Picture, painter: Painter | None) -> bytes:
    """Return a picture as PDF: one page, at 96 pixels an inch; surfaces are images in it.

    Raises
    ------
    ValueError, RuntimeError
        As for `png`.
    """
    return _image(picture, painter, "pdf")


def svg(picture: Picture, painter: Painter | None) -> bytes:
    """Return a picture as SVG: fields and text are vector, surfaces are images, marked as such.

    Raises
    ------
    ValueError, RuntimeError
        As for `png`.
    """
    return _described(_image(picture, painter, "svg"), picture)


def _image(picture: Picture, painter: Painter | None, kind: str) -> bytes:
    if painter is None:
        raise ValueError(f"{kind} needs a renderer; found none")
    (drawing,) = drawings(picture)
    return painter.image(drawing, kind)


def _described(drawn: bytes, picture: Picture) -> bytes:
    """Return an SVG with what it shows in words, and its images marked."""
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    root = ElementTree.fromstring(drawn)
    root.set("width", str(picture.width))
    root.set("height", str(picture.height))
    images = list(root.iter(f"{{{_SVG}}}image"))
    for image in images:
        image.set("role", "img")
        image.set("aria-label", _RASTER)
    said = [caption_of(picture, study(picture.scene)), *([_RASTER] if images else [])]
    for place, (name, text) in enumerate((("title", title_of(picture)), ("desc", " ".join(said)))):
        element = ElementTree.Element(f"{{{_SVG}}}{name}")
        element.text = text
        root.insert(place, element)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
